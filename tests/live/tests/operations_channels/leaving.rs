//! Operations by which a channel leaves the application: into the dialplan, to another application, or for good.

use ari_generated::enums::HangupReason;
use ari_generated::{ErrorKind, Removal};
use ari_live_tests::{Stage, Watch, awaited, connect, eventually};

use crate::Outcome;

pub async fn a_call_goes_on_in_the_dialplan(stage: &mut Stage) -> Outcome {
    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    channel.continue_in_dialplan().context("default").extension("echo").priority(2).await?;
    awaited!(stage.watch, StasisEnd, |it| it.channel.id == *id);
    eventually("the call is at the echo", || async {
        let dialplan = channel.get().await.ok()?.dialplan;
        (dialplan.exten == "echo" && dialplan.priority == 2).then_some(())
    })
    .await;
    let outside = channel.answer().await.expect_err("it has left");
    assert_eq!(outside.kind(), ErrorKind::Conflict, "{outside}");
    channel.hangup().await?;

    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    stage.watch.forget();
    stage.ari.channels().continue_in_dialplan(id).extension("app-channels").await?;
    awaited!(stage.watch, StasisEnd, |it| it.channel.id == *id);
    awaited!(stage.watch, StasisStart, |it| it.channel.id == *id);
    channel.continue_in_dialplan().extension("labelled").label("door").await?;
    eventually("the label was passed", || async {
        (channel.get_variable("CAME_BY").await.ok()?.value == "door").then_some(())
    })
    .await;
    channel.hangup().await?;
    Ok(())
}

pub async fn a_call_moves_to_another_application(stage: &mut Stage) -> Outcome {
    let (other, events) = connect(&stage.instance, "other").await;
    let mut others = Watch::new(events);
    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    channel.move_to("other").app_args("from,channels").await?;
    let start = awaited!(others, StasisStart, |it| it.channel.id == *id);
    assert_eq!((start.application.as_str(), start.args.len()), ("other", 2));
    awaited!(stage.watch, StasisEnd, |it| it.channel.id == *id);
    stage.watch.forget();
    other.channels().move_to(id, "channels").await?;
    awaited!(stage.watch, StasisStart, |it| it.channel.id == *id);
    channel.move_to("nobody").await?;
    let failed = awaited!(stage.watch, ApplicationMoveFailed, |it| it.channel.id == *id);
    assert_eq!(failed.destination, "nobody");
    channel.hangup().await?;
    other.close().await;
    Ok(())
}

pub async fn a_call_is_hung_up_for_a_reason(stage: &mut Stage) -> Outcome {
    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    stage.ari.channels().hangup(id).reason(HangupReason::Busy).await?;
    let end = awaited!(stage.watch, ChannelDestroyed, |it| it.channel.id == *id);
    assert_eq!(end.cause, 17);
    let gone = stage.ari.channels().hangup(id).await.expect_err("it has ended");
    assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
    assert_eq!(channel.hangup().await?, Removal::AlreadyGone);

    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    let hung_up = if stage.has_parameter("channels.hangup", "reason_code") {
        // No request of the SDK says both by itself.
        let both = channel.hangup().reason(HangupReason::Busy).request()?;
        let both = stage.ari.send(both.with_query("reason_code", "21")).await?;
        assert_eq!(both.status(), 400);
        channel.hangup().reason_code("21").await?
    } else {
        channel.hangup().reason(HangupReason::Rejected).await?
    };
    assert_eq!(hung_up, Removal::Done);
    let end = awaited!(stage.watch, ChannelDestroyed, |it| it.channel.id == *id);
    assert_eq!(end.cause, 21);
    Ok(())
}
