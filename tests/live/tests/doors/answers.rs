//! Requests on a connection of Asterisk's whose responses come late, never or without a name, and those that never left.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Connection, Method, Request};
use ari_live_tests::{Items, PATIENCE};
use futures_util::future::join_all;
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::scene::accepted;
use crate::stand_in::{PING, dial, nameless, tick};

/// Nobody waits this long.
const NEVER: Duration = Duration::from_secs(600);

#[tokio::test]
async fn a_request_does_not_wait_for_the_answer_to_the_one_before() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let read = |name: &str| tokio::spawn(ari.asterisk().get_global_var(name).into_future());
    let first = read("FIRST");
    let asked_first = asterisk.request_for("FIRST").await?;
    let second = read("SECOND");
    let asked_second = timeout(Duration::from_secs(5), asterisk.request_for("SECOND")).await;
    asterisk.answer(&asked_first);
    asterisk.answer(&asked_second.map_err(|_| "it waits for the other's answer")??);
    assert_eq!(timeout(PATIENCE, first).await???.value, "FIRST");
    assert_eq!(timeout(PATIENCE, second).await???.value, "SECOND");
    Ok(())
}

#[tokio::test]
async fn a_request_does_not_wait_for_the_answer_to_a_ping() -> Result<(), Failure> {
    let listen = Ari::listen("127.0.0.1:0").ping_every(Duration::from_secs(2));
    let mut listener = listen.await?;
    let mut line = dial(&listener).unresponsive().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    line.until(PING).await?;
    // Two seconds later the connection is taken for dead.
    let asked = tokio::spawn(ari.asterisk().ping().into_future());
    line.until(b"asterisk/ping").await?;
    asked.abort();
    Ok(())
}

#[tokio::test]
async fn a_response_proves_that_earlier_requests_get_none() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").request_deadline(NEVER).await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let variables = ari.asterisk();
    let change = tokio::spawn(variables.set_global_var("CHANGE").value("done").into_future());
    asterisk.request_for("CHANGE").await?;
    let read = tokio::spawn(variables.get_global_var("READ").into_future());
    asterisk.request_for("READ").await?;
    let last = tokio::spawn(variables.get_global_var("LAST").into_future());
    let asked = asterisk.request_for("LAST").await?;
    asterisk.answer(&asked);
    assert_eq!(timeout(PATIENCE, last).await???.value, "LAST");
    let error = timeout(PATIENCE, change).await??.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let error = timeout(PATIENCE, read).await??.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
    Ok(())
}

#[tokio::test]
async fn a_late_response_is_not_taken_for_anothers() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").request_deadline(NEVER).await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let early = ari.asterisk().get_global_var("EARLY");
    let error = early.with_deadline(Duration::from_millis(200)).await.expect_err("no response");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
    let early = asterisk.request_for("EARLY").await?;
    let later = tokio::spawn(ari.asterisk().get_global_var("LATER").into_future());
    let asked = asterisk.request_for("LATER").await?;
    asterisk.answer(&early);
    asterisk.answer(&asked);
    assert_eq!(timeout(PATIENCE, later).await???.value, "LATER");
    Ok(())
}

#[tokio::test]
async fn a_response_without_a_name_is_for_the_oldest_request() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").request_deadline(NEVER).await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let garbled = ari.asterisk().set_global_var("GARBLED").value("a").into_future();
    let garbled = tokio::spawn(garbled);
    asterisk.request_for("GARBLED").await?;
    let good = tokio::spawn(ari.asterisk().get_global_var("GOOD").into_future());
    let asked = asterisk.request_for("GOOD").await?;
    asterisk.say(nameless(400));
    asterisk.answer(&asked);
    let error = timeout(PATIENCE, garbled).await??.expect_err("it could not be read");
    assert_eq!((error.kind(), error.status()), (ErrorKind::BadRequest, Some(400)), "{error}");
    assert_eq!(timeout(PATIENCE, good).await???.value, "GOOD");
    Ok(())
}

#[tokio::test]
async fn lost_responses_do_not_stop_later_requests() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let lost = (0..300).map(async |_| {
        let ping = ari.asterisk().ping().with_deadline(Duration::from_secs(1));
        ping.await.expect_err("no response").kind()
    });
    let lost = join_all(lost).await;
    let left = lost.iter().filter(|it| **it == ErrorKind::NoAnswer).count();
    assert!(left > 200, "only {left} left");
    assert!(lost.iter().all(|it| matches!(it, ErrorKind::NoAnswer | ErrorKind::NotSent)));
    let later = tokio::spawn(ari.asterisk().get_global_var("LATER").into_future());
    let asked = asterisk.request_for("LATER").await?;
    asterisk.answer(&asked);
    assert_eq!(timeout(PATIENCE, later).await???.value, "LATER");
    assert_eq!(ari.health().generation, 1);
    Ok(())
}

#[tokio::test]
async fn a_late_first_answer_is_not_the_end() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let question = asterisk.request().await?;
    assert_eq!(question.uri(), "applications/desk");
    // A busy Asterisk: longer than questions of this sort are waited for.
    sleep(Duration::from_secs(6)).await;
    asterisk.answer(&question);
    asterisk.answer_all();
    ari.asterisk().ping().await?;
    asterisk.say(tick(1));
    let ticked =
        |it: &Delivery| matches!(it, Delivery::Event(Event::ChannelUserevent(_))).then_some(());
    items.find("an event", ticked).await;
    let health = ari.health();
    assert!(matches!(health.connection, Connection::Up), "{health:?}");
    assert_eq!(health.generation, 1);
    Ok(())
}

#[tokio::test]
async fn a_raw_request_has_the_clients_deadline() -> Result<(), Failure> {
    let listen = Ari::listen("127.0.0.1:0").request_deadline(Duration::from_millis(400));
    let mut listener = listen.await?;
    let mut asterisk = dial(&listener).by_hand().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    asterisk.introduce(&ari).await?;
    let raw = |method| Request::raw(method, "/asterisk/variable").with_query("variable", "RAW");
    // Half of what it would take without.
    let send = async |method| timeout(Duration::from_secs(5), ari.send(raw(method))).await;
    for (method, kind) in
        [(Method::Get, ErrorKind::NoAnswer), (Method::Post, ErrorKind::OutcomeUnknown)]
    {
        let error = send(method).await?.expect_err("no response");
        assert_eq!(error.kind(), kind, "{error}");
        asterisk.request_for("RAW").await?;
    }
    let mut items = Items::new(events);
    drop(asterisk);
    items.lost().await;
    for method in [Method::Get, Method::Post] {
        let error = send(method).await?.expect_err("no connection");
        assert_eq!(error.kind(), ErrorKind::NotSent, "{error}");
        assert!(error.is_not_sent());
    }
    let typed = ari.asterisk().set_global_var("TYPED").value("a").await;
    assert_eq!(typed.expect_err("no connection").kind(), ErrorKind::NotSent);
    Ok(())
}
