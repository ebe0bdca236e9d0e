//! What only telephones can do, played by sipp: statistics of their media, redirection, and transfer.

use std::error::Error;

use ari_generated::ErrorKind;
use ari_live_tests::{Stage, awaited, eventually};

use crate::Outcome;
use crate::sipp::{Script, messages};

pub async fn the_media_of_a_phone_are_measured(stage: &mut Stage) -> Outcome {
    let local = stage.call("wait").await;
    let none = local.rtp_statistics().await.expect_err("no phone, no RTP");
    assert_eq!(none.kind(), ErrorKind::Forbidden, "{none}");
    local.hangup().await?;

    let sound = stage.silence_then_tone()?;
    let phone = Script::default().calls().hears("200", "PCMU").sends("ACK", "", "");
    let phone = phone.takes("BYE", "").run(&stage.instance, "talk-channels");
    stage.watch.forget();
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let start = awaited!(watch, StasisStart, |it| it.channel.name.starts_with("PJSIP/alice"));
        let channel = ari.channel(&start.channel.id);
        channel.play([sound]).await?;
        let statistics = eventually("packets were sent", || async {
            let statistics = channel.rtp_statistics().await.ok()?;
            (statistics.txcount > 0).then_some(statistics)
        })
        .await;
        assert_eq!(statistics.channel_uniqueid, start.channel.id);
        let statistics = ari.channels().rtp_statistics(&start.channel.id).await?;
        assert!(statistics.txoctetcount >= 160, "{statistics:?}");
        channel.hangup().await?;
        Ok::<(), Box<dyn Error>>(())
    };
    let (output, controlled) = tokio::join!(phone, control);
    controlled?;
    let output = output?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}

pub async fn a_phone_is_sent_elsewhere(stage: &mut Stage) -> Outcome {
    let local = stage.call("wait").await;
    let other = local.redirect("PJSIP/bob").await.expect_err("another technology");
    assert_eq!(other.status(), Some(422), "{other}");
    local.hangup().await?;

    let phone = Script::default().calls().hears("302", "Contact: .*sip:bob@127.0.0.1:5062");
    let phone = phone.sends("ACK", "", "").run(&stage.instance, "app-channels");
    stage.watch.forget();
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let start = awaited!(watch, StasisStart, |it| it.channel.name.starts_with("PJSIP/alice"));
        let channel = ari.channel(&start.channel.id);
        channel.redirect("PJSIP/sip:bob@127.0.0.1:5062").await?;
        awaited!(watch, StasisEnd, |it| it.channel.id == *channel.channel_id());
        Ok::<(), Box<dyn Error>>(())
    };
    let (output, controlled) = tokio::join!(phone, control);
    controlled?;
    let output = output?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}

pub async fn a_phone_hears_of_its_transfer(stage: &mut Stage) -> Outcome {
    let target = "Refer-To: <sip:wait@[remote_ip]:[remote_port]>\n";
    let phone = Script::default()
        .calls()
        .hears("200", "PCMU")
        .sends("ACK", "", "")
        .sends("REFER", target, "")
        .hears("202", "")
        .takes("NOTIFY", "SIP/2.0 100")
        .takes("NOTIFY", "SIP/2.0 200")
        .sends("BYE", "", "")
        .hears("200", "")
        .run(&stage.instance, "app-channels");
    stage.watch.forget();
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let start = awaited!(watch, StasisStart, |it| it.channel.name.starts_with("PJSIP/alice"));
        let channel = ari.channel(&start.channel.id);
        // Before the answer, since the phone asks right after it.
        channel.set_variable("PJSIP_TRANSFER_HANDLING()").value("ari-only").await?;
        channel.answer().await?;
        let asked = awaited!(watch, ChannelTransfer, |_it| true);
        assert_eq!(asked.referred_by.source_channel.id, start.channel.id);
        let wanted = &asked.refer_to.requested_destination;
        assert_eq!(wanted.destination.as_deref(), Some("wait"));
        let unknown = channel.transfer_progress("channel_confused").await;
        let unknown = unknown.expect_err("there is no such state");
        assert_eq!(unknown.kind(), ErrorKind::BadRequest, "{unknown}");
        channel.transfer_progress("channel_progress").await?;
        // Two changes at once would be told as one.
        eventually("the phone is told of the progress", || async {
            messages(&stage.instance).contains("Subscription-State: active").then_some(())
        })
        .await;
        ari.channels().transfer_progress(&start.channel.id, "channel_answered").await?;
        // The phone hangs up when it was told; a hangup from here might overtake the news.
        awaited!(watch, StasisEnd, |it| it.channel.id == start.channel.id);
        Ok::<(), Box<dyn Error>>(())
    };
    let (output, controlled) = tokio::join!(phone, control);
    controlled?;
    let output = output?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}
