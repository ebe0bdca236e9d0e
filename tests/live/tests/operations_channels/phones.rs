//! What only telephones can do, played by sipp: statistics of their media, redirection, and transfer.

use ari_generated::{ChannelId, ErrorKind};
use ari_live_tests::{Scenario, Stage, awaited, eventually};

use crate::Outcome;

pub async fn a_phone_is_measured_and_sent_elsewhere(stage: &mut Stage) -> Outcome {
    let local = stage.call("wait").await;
    let none = local.rtp_statistics().await.expect_err("no phone, no RTP");
    assert_eq!(none.kind(), ErrorKind::Forbidden, "{none}");
    let elsewhere = local.redirect("PJSIP/bob").await.expect_err("another technology");
    assert_eq!(elsewhere.status(), Some(422), "{elsewhere}");
    local.hangup().await?;

    let sound = stage.silence_then_tone()?;
    let call = Scenario::call("alice", "talk-channels").takes("REFER").takes("BYE");
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let start = awaited!(watch, StasisStart, |it| it.channel.name.starts_with("PJSIP/alice"));
        let channel = ari.channel(&start.channel.id);
        let playback = channel.play([sound]).await?.id;
        let statistics = eventually("packets were sent", || async {
            let statistics = channel.rtp_statistics().await.ok()?;
            (statistics.txcount > 0).then_some(statistics)
        })
        .await;
        assert_eq!(statistics.channel_uniqueid, start.channel.id);
        let statistics = ari.channels().rtp_statistics(&start.channel.id).await?;
        assert!(statistics.txoctetcount >= 160, "{statistics:?}");
        // What plays would delay it.
        ari.playback(playback).stop().await?;
        channel.redirect("PJSIP/bob").await?;
        awaited!(watch, ChannelVarset, |it| it.variable == "TRANSFERSTATUS");
        channel.hangup().await?;
        Ok::<ChannelId, Box<dyn std::error::Error>>(start.channel.id.clone())
    };
    let (output, controlled) = tokio::join!(call.run(&stage.instance), control);
    controlled?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}

pub async fn a_phone_hears_of_its_transfer(stage: &mut Stage) -> Outcome {
    let call = Scenario::call("bob", "refer-channels").refer("wait").takes("NOTIFY").takes("BYE");
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let asked = awaited!(watch, ChannelTransfer, |_it| true);
        let wanted = &asked.refer_to.requested_destination;
        assert_eq!(wanted.destination.as_deref(), Some("wait"));
        let id = &asked.referred_by.source_channel.id;
        let unknown = ari.channels().transfer_progress(id, "channel_confused").await;
        let unknown = unknown.expect_err("there is no such state");
        assert_eq!(unknown.kind(), ErrorKind::BadRequest, "{unknown}");
        ari.channels().transfer_progress(id, "channel_progress").await?;
        ari.channel(id).transfer_progress("channel_answered").await?;
        Ok::<(), Box<dyn std::error::Error>>(())
    };
    let (output, controlled) = tokio::join!(call.run(&stage.instance), control);
    controlled?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}
