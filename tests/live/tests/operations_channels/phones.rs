//! What only telephones can do, played by sipp: statistics of their media, redirection, and transfer.

use std::error::Error;
use std::process::Stdio;

use ari_generated::ErrorKind;
use ari_harness::Release;
use ari_live_tests::{Scenario, Stage, awaited, eventually, installation};
use tokio::process::Command;

use crate::Outcome;

pub async fn the_media_of_a_phone_are_measured(stage: &mut Stage) -> Outcome {
    let local = stage.call("wait").await;
    let none = local.rtp_statistics().await.expect_err("no phone, no RTP");
    assert_eq!(none.kind(), ErrorKind::Forbidden, "{none}");
    local.hangup().await?;

    let sound = stage.silence_then_tone()?;
    let call = Scenario::call("alice", "talk-channels").takes("BYE");
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
    let (output, controlled) = tokio::join!(call.run(&stage.instance), control);
    controlled?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}

/// A call that sipp lets succeed only if it is told to go elsewhere.
const SENT_ELSEWHERE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<scenario name="sent elsewhere">
<send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:alice@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:alice@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=- 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 0
]]></send>
<recv response="100" optional="true"/>
<recv response="302"><action>
<ereg regexp="sip:bob@127.0.0.1:5062" search_in="hdr" header="Contact:" check_it="true" assign_to="1"/>
</action></recv>
<send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
[last_Via:]
From: <sip:alice@[local_ip]:[local_port]>;tag=[call_number]
[last_To:]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
<Reference variables="1"/>
</scenario>
"#;

pub async fn a_phone_is_sent_elsewhere(stage: &mut Stage) -> Outcome {
    let local = stage.call("wait").await;
    let other = local.redirect("PJSIP/bob").await.expect_err("another technology");
    assert_eq!(other.status(), Some(422), "{other}");
    local.hangup().await?;

    std::fs::write(stage.instance.directory().join("elsewhere.xml"), SENT_ELSEWHERE)?;
    let mut sipp = Command::from(installation(Release::Sid).sipp());
    sipp.args(["-sf", "elsewhere.xml", "-s", "app-channels", "-i", "127.0.0.1", "-m", "1"])
        .args(["-nostdin", "-timeout", "30s", "-timeout_error", "-deadcall_wait", "0"])
        .arg(stage.instance.sip_address().ok_or("no SIP")?.to_string())
        .current_dir(stage.instance.directory())
        .stdin(Stdio::null())
        .kill_on_drop(true);
    stage.watch.forget();
    let (ari, watch) = (&stage.ari, &mut stage.watch);
    let control = async {
        let start = awaited!(watch, StasisStart, |it| it.channel.name.starts_with("PJSIP/alice"));
        let id = &start.channel.id;
        ari.channels().redirect(id, "PJSIP/sip:bob@127.0.0.1:5062").await?;
        awaited!(watch, StasisEnd, |it| it.channel.id == *id);
        Ok::<(), Box<dyn Error>>(())
    };
    let (output, controlled) = tokio::join!(sipp.output(), control);
    controlled?;
    let output = output?;
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
        Ok::<(), Box<dyn Error>>(())
    };
    let (output, controlled) = tokio::join!(call.run(&stage.instance), control);
    controlled?;
    assert!(output.status.success(), "{output:?}\n{}", stage.instance.log());
    Ok(())
}
