//! The end of a connection that Asterisk made: what is under way when it is closed or nobody holds it, calls whose
//! handlers take their time, and a peer that dies when its events are over.

use std::time::Duration;

use ari_generated::enums::ChannelState;
use ari_generated::prelude::*;
use ari_live_tests::{Items, PATIENCE, credentials, eventually};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{accepted, listen, no_channels, persistent};
use crate::stand_in::{dial, replaced};

/// Nobody waits this long.
const NEVER: Duration = Duration::from_secs(600);

#[tokio::test]
async fn a_request_under_way_at_the_close_gets_its_answer() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let set = tokio::spawn(ari.asterisk().set_global_var("A").value("b").into_future());
    let question = asterisk.request_for("A").await?;
    let closed = tokio::spawn(async move { ari.close().await });
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Closed);
    asterisk.answer(&question);
    timeout(PATIENCE, set).await???;
    timeout(PATIENCE, closed).await??;
    asterisk.ended().await
}

#[tokio::test]
async fn a_request_that_gets_no_answer_does_not_hold_up_the_close() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").request_deadline(NEVER).await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let set = tokio::spawn(ari.asterisk().set_global_var("A").value("b").into_future());
    asterisk.request_for("A").await?;
    timeout(PATIENCE, ari.close()).await?;
    let error = timeout(PATIENCE, set).await??.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let error = timeout(PATIENCE, ari.asterisk().ping().into_future()).await?;
    let error = error.expect_err("it is closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    asterisk.ended().await
}

#[tokio::test]
async fn a_request_under_way_keeps_the_connection() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let read = tokio::spawn(ari.asterisk().get_global_var("A").into_future());
    let question = asterisk.request_for("A").await?;
    drop((ari, events));
    // Nor does it end a little later.
    let end = timeout(Duration::from_millis(300), asterisk.ended()).await;
    assert!(end.is_err(), "it was closed before the answer");
    asterisk.answer(&question);
    assert_eq!(timeout(PATIENCE, read).await???.value, "A");
    asterisk.ended().await
}

#[tokio::test]
async fn a_request_that_was_not_sent_yet_keeps_the_connection() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let read = ari.asterisk().get_global_var("A");
    drop((ari, events));
    let read = tokio::spawn(read.into_future());
    let question = asterisk.request_for("A").await?;
    asterisk.answer(&question);
    assert_eq!(timeout(PATIENCE, read).await???.value, "A");
    asterisk.ended().await
}

#[tokio::test]
async fn closing_hangs_up_calls_whose_handlers_take_their_time() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let instance = persistent(listener.local_addr(), &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let (stored, storing) = watch::channel(false);
    let served = tokio::spawn(
        events
            .serve(move |call: Call| {
                let mut storing = storing.clone();
                async move {
                    call.channel().answer().await?;
                    let _ = call.sleep(NEVER).await;
                    // As it takes to store a voicemail, which comes after the hangup.
                    let _ = storing.wait_for(|stored| *stored).await;
                    Ok::<(), Error>(())
                }
            })
            .into_future(),
    );
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..3 {
        let call = direct.channels().originate("Local/app-desk@default");
        call.extension("wait").context("default").await?;
    }
    // Answered: both halves of each call are up.
    eventually("three answered calls", async || {
        let halves = direct.channels().list().await.ok()?;
        let up = halves.iter().filter(|it| it.state == ChannelState::Up);
        (up.count() == 6 && ari.health().live_calls == 3).then_some(())
    })
    .await;
    let closed = tokio::spawn(async move { ari.close().await });
    no_channels(&direct).await;
    assert!(!served.is_finished(), "the handlers are not through");
    stored.send_replace(true);
    timeout(PATIENCE, closed).await??;
    let served = timeout(PATIENCE, served).await???;
    assert_eq!((served.calls, served.failed), (3, 0));
    Ok(())
}

#[tokio::test]
async fn a_peer_that_dies_when_its_application_was_taken_is_found() -> Result<(), Failure> {
    let listen = Ari::listen("127.0.0.1:0").ping_every(Duration::from_millis(200));
    let mut listener = listen.request_deadline(NEVER).await?;
    let asterisk = dial(&listener).answering().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    asterisk.say(replaced("desk"));
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Replaced);
    timeout(PATIENCE, ari.asterisk().ping().into_future()).await??;
    asterisk.fall_silent();
    let first = timeout(PATIENCE, ari.asterisk().ping().into_future()).await;
    let first = first.map_err(|_| "it is not found")?.expect_err("it is dead");
    assert!(matches!(first.kind(), ErrorKind::NoAnswer | ErrorKind::Closed), "{first}");
    let later = timeout(PATIENCE, ari.asterisk().ping().into_future()).await?;
    assert_eq!(later.expect_err("it is dead").kind(), ErrorKind::Closed);
    Ok(())
}
