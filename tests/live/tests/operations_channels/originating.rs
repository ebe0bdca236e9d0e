//! Operations that make channels: originate, create and dial, external media, and the listing of what there is.

use std::time::Duration;

use ari_generated::enums::{ChannelState, Encapsulation, MediaDirection, MediaTransport};
use ari_generated::{ChannelId, ErrorKind, Removal, VariableValue};
use ari_harness::Release;
use ari_live_tests::{Stage, awaited, eventually};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::Outcome;

pub async fn calls_are_placed(stage: &mut Stage) -> Outcome {
    let (id, other) = (ChannelId::new("a/b 50% ü?&=#+;"), ChannelId::random());
    // Variables came to be shown in events together with their new operations.
    let shows = stage.has("channels.setChannelVars");
    let shown = VariableValue::new("yes");
    let shown = if shows { shown.report_events(true) } else { shown };
    let placed = stage
        .ari
        .channels()
        .originate("Local/wait@default")
        .app("channels")
        .app_args("one,two words,ü")
        .channel_id(&id)
        .other_channel_id(&other)
        .caller_id("Ann <42>")
        .formats("ulaw")
        .timeout(Duration::from_secs(20))
        .variables([("GREETING", VariableValue::new("Grüß Gott, 50%")), ("SHOWN", shown)])
        .await?;
    assert_eq!(placed.id, id);
    let start = awaited!(stage.watch, StasisStart, |it| it.channel.id == id);
    assert_eq!(start.args, ["one", "two words", "ü"]);
    let shown = start.channel.channelvars.clone().unwrap_or_default();
    assert_eq!(shown.get("SHOWN").and_then(|it| it.as_str()), shows.then_some("yes"));
    assert!(!shown.contains_key("GREETING"), "{shown:?}");
    let channel = stage.ari.channel(&id);
    assert_eq!(channel.get_variable("GREETING").await?.value, "Grüß Gott, 50%");
    assert_eq!(channel.get_variable("SHOWN").await?.value, "yes");
    let half = stage.ari.channels().get(&other).await?;
    assert_eq!((half.caller.name.as_str(), half.caller.number.as_str()), ("Ann", "42"));
    let formats = stage.instance.cli(&format!("core show channel {}", placed.name))?;
    assert!(formats.contains("NativeFormats: (ulaw)"), "{formats}");
    let listed = stage.ari.channels().list().await?;
    for id in [&id, &other] {
        assert!(listed.iter().any(|it| it.id == *id), "{id}");
    }

    // Into the dialplan, and with the first call's formats.
    let second = stage.ari.channel(ChannelId::random());
    second
        .originate_with_id("Local/wait@default")
        .extension("echo")
        .context("default")
        .priority(1)
        .originator(&id)
        .await?;
    eventually("the call is at the echo", || async {
        let dialplan = second.get().await.ok()?.dialplan;
        (dialplan.exten == "echo" && dialplan.app_name.as_deref() == Some("Echo")).then_some(())
    })
    .await;
    let taken = stage.ari.channels().originate_with_id(&id, "Local/wait@default").app("channels");
    let taken = taken.await.expect_err("the id is taken");
    assert_eq!(taken.kind(), ErrorKind::Conflict, "{taken}");
    let third = stage.ari.channel(ChannelId::random());
    let labelled = || third.originate_with_id("Local/wait@default").extension("labelled");
    let unknown = labelled().label("window").await.expect_err("there is no such label");
    assert_eq!(unknown.kind(), ErrorKind::NotFound, "{unknown}");
    labelled().label("door").await?;
    eventually("the label was passed", || async {
        (third.get_variable("CAME_BY").await.ok()?.value == "door").then_some(())
    })
    .await;

    let unheard = ChannelId::random();
    let ringing = stage.ari.channels().originate_with_id(&unheard, "Local/ring@default");
    ringing.app("channels").timeout(Duration::from_millis(500)).await?;
    awaited!(stage.watch, ChannelDestroyed, |it| it.channel.id == unheard);
    for channel in [channel, second, third] {
        assert_eq!(channel.hangup().await?, Removal::Done);
    }
    Ok(())
}

pub async fn channels_are_created_and_dialled(stage: &mut Stage) -> Outcome {
    let caller = stage.ari.channel(ChannelId::random());
    caller
        .originate_with_id("Local/wait@default")
        .app("channels")
        .formats("ulaw")
        .variables([("CHANNEL(accountcode)", "sales")])
        .await?;
    awaited!(stage.watch, StasisStart, |it| it.channel.id == *caller.channel_id());
    let (id, other) = (ChannelId::random(), ChannelId::random());
    let created = stage
        .ari
        .channels()
        .create("Local/answer-after-0@default")
        .app("channels")
        .app_args("to be,dialled")
        .channel_id(&id)
        .other_channel_id(&other)
        .originator(caller.channel_id())
        .variables([("LEG", "second")])
        .await?;
    assert_eq!((&created.id, created.state), (&id, ChannelState::Down));
    let start = awaited!(stage.watch, StasisStart, |it| it.channel.id == id);
    assert_eq!(
        (start.args.as_slice(), start.channel.state.clone()),
        (["to be".into(), "dialled".into()].as_slice(), ChannelState::Down)
    );
    let channel = stage.ari.channel(&id);
    assert_eq!(channel.get_variable("LEG").await?.value, "second");
    channel.dial().caller(caller.channel_id()).timeout(Duration::from_secs(20)).await?;
    let answered = awaited!(stage.watch, Dial, |it| it.peer.id == id && it.dialstatus == "ANSWER");
    // Of its caller it takes the account; the event does not name the caller.
    assert_eq!(answered.peer.accountcode, "sales");
    assert_eq!(channel.get().await?.state, ChannelState::Up);
    let again = channel.dial().await.expect_err("it was dialled");
    assert_eq!(again.kind(), ErrorKind::Conflict, "{again}");

    let unheard = stage.ari.channel(ChannelId::random());
    let create = stage.ari.channels().create("Local/ring@default").app("channels");
    create.channel_id(unheard.channel_id()).formats("ulaw").await?;
    // The answer may come before the channel is in the application, and dialling is refused until it is.
    awaited!(stage.watch, StasisStart, |it| it.channel.id == *unheard.channel_id());
    stage.ari.channels().dial(unheard.channel_id()).timeout(Duration::from_secs(1)).await?;
    awaited!(stage.watch, ChannelDestroyed, |it| it.channel.id == *unheard.channel_id());
    for channel in [channel, caller] {
        channel.hangup().await?;
    }
    Ok(())
}

pub async fn external_media_flows(stage: &mut Stage) -> Outcome {
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let id = ChannelId::random();
    let made = stage
        .ari
        .channels()
        .external_media("ulaw")
        .app("channels")
        .channel_id(&id)
        .external_host(socket.local_addr()?.to_string())
        .encapsulation(Encapsulation::Rtp)
        .transport(MediaTransport::Udp)
        .direction(MediaDirection::Both)
        .variables([("PURPOSE", "recognition")])
        .await?;
    assert_eq!(made.id, id);
    awaited!(stage.watch, StasisStart, |it| it.channel.id == id);
    let channel = stage.ari.channel(&id);
    assert_eq!(channel.get_variable("PURPOSE").await?.value, "recognition");
    assert_eq!(channel.get_variable("UNICASTRTP_LOCAL_ADDRESS").await?.value, "127.0.0.1");
    let port = channel.get_variable("UNICASTRTP_LOCAL_PORT").await?.value;
    channel.play([stage.silence_then_tone()?]).offsetms(Stage::HALF).await?;
    let mut packet = [0; 2_048];
    let (length, sender) =
        timeout(Duration::from_secs(20), socket.recv_from(&mut packet)).await??;
    // A header of 12 bytes and 20 ms of the format with the number 0.
    assert_eq!((length, packet[0], packet[1] & 0x7f), (172, 0x80, 0));
    assert_eq!(port, sender.port().to_string());
    let none = channel.rtp_statistics().await.expect_err("this technology keeps none");
    let old = stage.instance.release() == Release::Bullseye;
    let wanted = if old { ErrorKind::Forbidden } else { ErrorKind::NotFound };
    assert_eq!(none.kind(), wanted, "{none}");
    channel.hangup().await?;
    Ok(())
}
