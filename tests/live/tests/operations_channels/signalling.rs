//! Operations on a call that is not answered yet, and digits and hold on one that is.

use std::time::Duration;

use ari_generated::enums::ChannelState;
use ari_generated::{ErrorKind, Event};
use ari_live_tests::{Heard, Stage, awaited};

use crate::Outcome;

pub async fn a_call_rings_and_is_answered(stage: &mut Stage) -> Outcome {
    let (near, far) = stage.ringing_pair().await;
    let caller = near.channel_id();
    let early = far.play(["digits:1"]).await;
    assert!(early.is_ok(), "an incoming call hears early media: {early:?}");
    let early = near.send_dtmf().dtmf("1").await.expect_err("it is not answered");
    assert!(matches!(early.status(), Some(409 | 412)), "{early}");
    if stage.has("channels.progress") {
        far.progress().await?;
        awaited!(stage.watch, Dial, |it| it.peer.id == *caller && it.dialstatus == "PROGRESS");
    }
    far.ring().await?;
    awaited!(stage.watch, Dial, |it| it.peer.id == *caller && it.dialstatus == "RINGING");
    assert_eq!(near.get().await?.state, ChannelState::Ringing);
    far.ring_stop().await?;
    far.answer().await?;
    awaited!(stage.watch, Dial, |it| it.peer.id == *caller && it.dialstatus == "ANSWER");
    assert_eq!(near.get().await?.state, ChannelState::Up);

    // Each by the resource too, on the answered call.
    let channels = stage.ari.channels();
    let called = far.channel_id();
    channels.ring(called).await?;
    channels.ring_stop(called).await?;
    if stage.has("channels.progress") {
        channels.progress(called).await?;
    }
    channels.answer(called).await?;
    near.hangup().await?;
    awaited!(stage.watch, StasisEnd, |it| it.channel.id == *called);
    Ok(())
}

pub async fn digits_arrive(stage: &mut Stage) -> Outcome {
    let (near, far) = stage.pair().await;
    near.send_dtmf()
        .dtmf("1#*D")
        .before(Duration::from_millis(10))
        .between(Duration::from_millis(20))
        .duration(Duration::from_millis(90))
        .after(Duration::from_millis(10))
        .await?;
    stage.ari.channels().send_dtmf(near.channel_id()).dtmf("7").await?;
    let last = awaited!(stage.watch, ChannelDtmfReceived, |it| it.digit == "7");
    assert_eq!(last.channel.id, *far.channel_id());
    let digits: String = stage
        .watch
        .seen()
        .iter()
        .filter_map(|it| match it {
            Event::ChannelDtmfReceived(it) if it.channel.id == *far.channel_id() => {
                Some(it.digit.as_str())
            }
            _ => None,
        })
        .collect();
    assert_eq!(digits, "1#*D7");
    let none = near.send_dtmf().await.expect_err("there are no digits");
    assert_eq!(none.kind(), ErrorKind::BadRequest, "{none}");
    near.hangup().await?;
    Ok(())
}

pub async fn a_call_is_held(stage: &mut Stage) -> Outcome {
    let (near, far) = stage.pair().await;
    assert_eq!(stage.hears(&far).await, Heard::Nothing);
    near.hold().await?;
    stage.hears_sound(&far).await;
    near.unhold().await?;
    stage.hears_nothing(&far).await;
    stage.ari.channels().hold(near.channel_id()).await?;
    stage.hears_sound(&far).await;
    stage.ari.channels().unhold(near.channel_id()).await?;
    stage.hears_nothing(&far).await;
    near.hangup().await?;
    Ok(())
}
