//! The life of a call: from its creation through answer, digits, speech and names to its end.

use ari_generated::enums::ChannelState;
use ari_generated::{Ari, ChannelId, Event};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect};
use serde_json::json;

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// A second of sound, then silence: speech, as far as detectors know.
const BURST: &str = "[default]
exten => burst,1,Answer()
 same => n,Playtones(440)
 same => n,Wait(1)
 same => n,StopPlaytones()
 same => n,Playback(silence/5)
 same => n,Wait(3600)
";

/// A call that is made, changes its names and variables, and is hung up; then digits, speech and a tone.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new().channelvars(["COLOUR"]).dialplan(BURST));
    let (ari, events) = connect(&instance, "calls").await;
    let (mut watch, mut seen) = (Watch::new(events), Seen::default());
    // For the other halves of the Local channels, which are in no application.
    ari.applications().subscribe("calls", ["channel:"]).await?;
    let (id, other) = (ChannelId::random(), ChannelId::random());
    ari.channel(&id)
        .originate_with_id("Local/userevent@default")
        .other_channel_id(&other)
        .app("calls")
        .app_args("one,two")
        .caller_id("Zoë <100>")
        .variables([("COLOUR", "blue")])
        .await?;
    begin(&mut seen, &mut watch, &id, &other).await;
    change(&ari, &mut seen, &mut watch, &id).await?;
    end(&ari, &mut seen, &mut watch, &id).await?;

    let typist = ChannelId::random();
    ari.channel(&typist).originate_with_id("Local/digits-12#@default").app("calls").await?;
    for digit in ["1", "2", "#"] {
        let pressed = arrives!(seen, watch, ChannelDtmfReceived(it)
            if it.channel.id == typist && it.digit == digit);
        assert!(pressed.duration_ms.as_millis() > 0, "{pressed:?}");
    }

    speech(&ari, &mut seen, &mut watch).await?;
    ari.channel(&typist).hangup().await?;
    Ok(seen)
}

async fn begin(seen: &mut Seen, watch: &mut Watch, id: &ChannelId, other: &ChannelId) {
    let created = arrives!(seen, watch, ChannelCreated(it) if it.channel.id == *id);
    assert!(created.channel.name.starts_with("Local/userevent@default-"), "{created:?}");
    assert_eq!(created.channel.state, ChannelState::Down);
    assert!(created.channel.creationtime <= created.timestamp, "{created:?}");

    let dial = arrives!(seen, watch, Dial(it) if it.peer.id == *id && it.dialstatus == "ANSWER");
    assert_eq!(dial.dialstring.as_deref(), Some("userevent@default"));
    assert_eq!((&dial.caller, &dial.forwarded), (&None, &None));

    let step = arrives!(seen, watch, ChannelDialplan(it)
        if it.channel.id == *other && it.dialplan_app == "Wait");
    assert_eq!((step.dialplan_app_data.as_str(), step.channel.dialplan.priority), ("1", 2));
    assert_eq!(step.channel.dialplan.exten, "userevent");

    let connected = arrives!(seen, watch, ChannelConnectedLine(it) if it.channel.id == *other);
    let party = &connected.channel.connected;
    assert_eq!((party.name.as_str(), party.number.as_str()), ("Zoë", "100"));

    arrives!(seen, watch, ChannelStateChange(it)
        if it.channel.id == *id && it.channel.state == ChannelState::Up);

    let start = arrives!(seen, watch, StasisStart(it) if it.channel.id == *id);
    assert_eq!(start.args, ["one", "two"]);
    assert_eq!(start.application, "calls");
    assert_eq!(start.replace_channel, None);
    let colour = start.channel.channelvars.as_ref().and_then(|it| it.get("COLOUR"));
    assert_eq!(colour, Some(&json!("blue")));

    let told = arrives!(seen, watch, ChannelUserevent(it) if it.eventname == "harness");
    assert_eq!(told.channel.as_ref().map(|it| &it.id), Some(other));
    assert_eq!(told.userevent.get("colour"), Some(&json!("blue")));
    assert_eq!(told.userevent.get("number"), Some(&json!("42")));
}

async fn change(
    ari: &Ari,
    seen: &mut Seen,
    watch: &mut Watch,
    id: &ChannelId,
) -> Result<(), ari_generated::Error> {
    let channel = ari.channel(id);
    let value = "\"a\", b\\c\n{\"type\":\"StasisEnd\"} ü";
    channel.set_variable("ODD").value(value).await?;
    let set = arrives!(seen, watch, ChannelVarset(it) if it.variable == "ODD");
    assert_eq!(set.value, value);
    assert_eq!(set.channel.as_ref().map(|it| &it.id), Some(id));

    ari.asterisk().set_global_var("EVERYWHERE").value("1").await?;
    let set = arrives!(seen, watch, ChannelVarset(it) if it.variable == "EVERYWHERE");
    assert_eq!(set.channel, None);

    channel.set_variable("CALLERID(all)").value("Max <4711>").await?;
    let named = arrives!(seen, watch, ChannelCallerId(it)
        if it.channel.id == *id && it.channel.caller.number == "4711");
    assert_eq!(named.channel.caller.name, "Max");
    assert_eq!(named.caller_presentation, 0);
    assert_eq!(named.caller_presentation_txt, "Presentation Allowed, Not Screened");
    Ok(())
}

async fn end(
    ari: &Ari,
    seen: &mut Seen,
    watch: &mut Watch,
    id: &ChannelId,
) -> Result<(), ari_generated::Error> {
    ari.channel(id).hangup().reason_code("17").await?;
    let asked = arrives!(seen, watch, ChannelHangupRequest(it) if it.channel.id == *id);
    assert_eq!(asked.soft, Some(true));
    let left = arrives!(seen, watch, StasisEnd(it) if it.channel.id == *id);
    assert_eq!(left.application, "calls");
    let gone = arrives!(seen, watch, ChannelDestroyed(it) if it.channel.id == *id);
    assert_eq!((gone.cause, gone.cause_txt.as_str()), (17, "User busy"));

    let position = |wanted: fn(&Event) -> Option<&ChannelId>| {
        watch.seen().iter().position(|it| wanted(it) == Some(id))
    };
    let left = position(|it| match it {
        Event::StasisEnd(it) => Some(&it.channel.id),
        _ => None,
    });
    let gone = position(|it| match it {
        Event::ChannelDestroyed(it) => Some(&it.channel.id),
        _ => None,
    });
    assert!(left < gone, "{left:?} {gone:?}");
    Ok(())
}

async fn speech(ari: &Ari, seen: &mut Seen, watch: &mut Watch) -> Result<(), ari_generated::Error> {
    for listener in ["talk-calls", "tone-calls"] {
        let (speaker, heard) = (ChannelId::random(), ChannelId::random());
        ari.channel(&speaker)
            .originate_with_id(format!("Local/{listener}@default"))
            .other_channel_id(&heard)
            .extension("burst")
            .context("default")
            .formats("ulaw")
            .await?;
        if listener == "talk-calls" {
            arrives!(seen, watch, ChannelTalkingStarted(it) if it.channel.id == heard);
            let silent =
                arrives!(seen, watch, ChannelTalkingFinished(it) if it.channel.id == heard);
            assert!(silent.duration.as_millis() > 0, "{silent:?}");
        } else {
            arrives!(seen, watch, ChannelToneDetected(it) if it.channel.id == heard);
        }
        ari.channel(&speaker).hangup().await?;
    }
    Ok(())
}
