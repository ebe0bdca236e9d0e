//! Calls that outlive a lost connection: their handlers go on, digits come once, and health tells what is going on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_generated::events::ChannelDtmfReceived;
use ari_generated::prelude::*;
use ari_generated::{Connection, Delivery, Events};
use ari_live_tests::{Which, eventually};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{FOREVER, Notes, PATIENCE, Scene, assert_balanced, begin, nimble, stay};

/// Presses keys on a phone that sends them back.
async fn press(other: &Ari, call: &ChannelId, keys: &str) -> Result<(), Error> {
    let short = Duration::from_millis(60);
    other.channel(call).send_dtmf().dtmf(keys).duration(short).between(short).await
}

async fn next_picture(events: &mut Events) -> Result<(), Failure> {
    loop {
        let item = timeout(PATIENCE, events.next()).await?.ok_or("the stream ended")?;
        if matches!(item, Delivery::Resynced(it) if it.complete) {
            return Ok(());
        }
    }
}

/// Reads on until nothing comes any more: a connection that hears of everything must not break while devices change.
async fn quiet(events: &mut Events) {
    while let Ok(Some(_)) = timeout(Duration::from_millis(700), events.next()).await {}
}

/// How the call comes to whom it is served by.
#[derive(Clone, Copy, PartialEq)]
enum Begin {
    Everything,
    Calls,
    /// It was there before, in an application that did not hear of everything then.
    EverythingLater,
}

async fn a_pin_across_a_gap(how: Begin) -> Result<(), Failure> {
    let everything = how == Begin::Everything;
    let (mut scene, mut events, proxy) =
        Scene::behind_a_proxy(|it| if everything { it.subscribe_all() } else { it }).await;
    let mut before = None;
    if how == Begin::EverythingLater {
        before = Some(scene.echoing_caller().await);
        let start = async { while !is_start(&events.next().await) {} };
        timeout(PATIENCE, start).await?;
        scene.ari.close().await;
        let connecting = nimble(proxy.url(), &scene.instance).subscribe_all();
        (scene.ari, events) = connecting.await?;
    }
    let mut life = scene.ari.events();
    let heard = Arc::new(Mutex::new(String::new()));
    let read = Notes::default();
    let (listened, noted) = (heard.clone(), read.clone());
    let serve = events.serve(move |call: Call| {
        let (listened, notes) = (listened.clone(), noted.clone());
        async move {
            call.on(move |it: &ChannelDtmfReceived| {
                listened.lock().expect("no panic").push_str(&it.digit);
            });
            let mut events = call.events();
            call.channel().answer().await?;
            while let Some(item) = events.next().await {
                match item {
                    Delivery::Event(Event::ChannelDtmfReceived(it)) => notes.add(it.digit.as_str()),
                    Delivery::Lost(_) => notes.add("lost"),
                    Delivery::Reconnected(_) => notes.add("again"),
                    Delivery::Resynced(it) if it.complete => notes.add("seen"),
                    Delivery::Missed(it) => notes.add(format!("{it:?}")),
                    Delivery::Ended(ended) => notes.add(format!("{ended:?}")),
                    _ => {}
                }
                if notes.all().last().is_some_and(|it| it == "*") {
                    break;
                }
            }
            call.left().await;
            Ok::<(), Error>(())
        }
    });
    let serving = begin(serve.adopt());
    let caller = match before {
        Some(caller) => caller,
        None => scene.echoing_caller().await,
    };
    scene.alive(1).await;
    let mut wanted = Vec::new();
    for keys in ["123", "456", "789*"] {
        if !wanted.is_empty() {
            quiet(&mut life).await;
            proxy.reset(Which::Websockets);
            next_picture(&mut life).await?;
            wanted.extend(["lost", "again", "seen"].map(str::to_owned));
        }
        press(&scene.other, &caller.call, keys).await?;
        wanted.extend(keys.chars().map(String::from));
        let last = &keys[keys.len() - 1..];
        read.until(last, 1).await;
    }
    // What comes twice would come with the next event at the latest.
    press(&scene.other, &caller.call, "0").await?;
    eventually("the last key", async || heard.lock().ok()?.ends_with('0').then_some(())).await;
    assert_eq!(read.all(), wanted);
    assert_eq!(*heard.lock().expect("no panic"), "123456789*0");
    assert_eq!(scene.ari.health().generation, 3);
    quiet(&mut life).await;
    caller.phone.hangup().await?;
    scene.empty().await;
    assert_balanced(&scene.ari.health());
    quiet(&mut life).await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_pin_is_heard_once_by_who_hears_everything() -> Result<(), Failure> {
    a_pin_across_a_gap(Begin::Everything).await
}

#[tokio::test]
async fn a_pin_is_heard_once_by_who_hears_of_calls() -> Result<(), Failure> {
    a_pin_across_a_gap(Begin::Calls).await
}

#[tokio::test]
async fn a_pin_is_heard_once_by_who_comes_to_hear_everything() -> Result<(), Failure> {
    a_pin_across_a_gap(Begin::EverythingLater).await
}

fn is_start(item: &Option<Delivery>) -> bool {
    matches!(item, Some(Delivery::Event(Event::StasisStart(_))))
}

#[tokio::test]
async fn a_handler_that_ends_in_a_gap_leaves_no_orphan() -> Result<(), Failure> {
    let (scene, events, proxy) = Scene::behind_a_proxy(|it| it).await;
    let go = Arc::new(Notify::new());
    let ending = go.clone();
    let serving = begin(events.serve(move |call: Call| {
        let go = ending.clone();
        async move {
            call.channel().answer().await?;
            go.notified().await;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    eventually("it is answered", async || {
        let channel = scene.other.channel(&caller.call).get().await.ok()?;
        (channel.state.as_str() == "Up").then_some(())
    })
    .await;
    proxy.refuse().await;
    proxy.reset(Which::All);
    let down = async || matches!(scene.ari.health().connection, Connection::Down { .. });
    eventually("the loss is noticed", async || down().await.then_some(())).await;
    go.notify_one();
    // Time for the handler to end, and for a request to fail.
    tokio::time::sleep(Duration::from_secs(1)).await;
    caller.phone.get().await?;
    proxy.accept();
    eventually("it is hung up", async || caller.phone.get().await.err()).await;
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.calls, 1);
    Ok(())
}

#[tokio::test]
async fn a_call_that_left_in_a_gap_is_told() -> Result<(), Failure> {
    let (scene, events, proxy) = Scene::behind_a_proxy(|it| it).await;
    let mut life = scene.ari.events();
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let hooked = notes.clone();
            call.on_left(move |it| async move { hooked.add(format!("hook {:?}", it.reason)) });
            call.channel().answer().await?;
            notes.add("answered");
            let left = call.sleep(FOREVER).await.expect_err("it leaves");
            notes.add(format!("handler {:?}", left.reason));
            Err::<(), Error>(left.into())
        }
    }));
    let [ends, goes_on, stays] = [scene.caller().await, scene.caller().await, scene.caller().await];
    notes.until("answered", 3).await;
    proxy.refuse().await;
    proxy.reset(Which::All);
    ends.phone.hangup().await?;
    let sent_on = scene.other.channel(&goes_on.call);
    sent_on.continue_in_dialplan().context("default").extension("fallback").await?;
    eventually("one is gone, one is elsewhere", async || {
        let gone = ends.phone.get().await.is_err();
        (gone && scene.at_extension("fallback", "Wait") == 1).then_some(())
    })
    .await;
    proxy.accept();
    next_picture(&mut life).await?;
    notes.until("handler EndedInGap", 2).await;
    notes.until("hook EndedInGap", 2).await;
    scene.alive(1).await;
    // Nobody hangs up what went on.
    assert_eq!(scene.at_extension("fallback", "Wait"), 1);
    stays.phone.hangup().await?;
    scene.alive(0).await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 0));
    assert_eq!(notes.all().len(), 9, "{:?}", notes.all());
    Ok(())
}

#[tokio::test]
async fn health_tells_what_is_going_on() -> Result<(), Failure> {
    const ALIVE: Duration = Duration::from_secs(2);
    let (scene, events, proxy) = Scene::behind_a_proxy(|it| it).await;
    let serving = begin(events.serve(stay));
    let health = scene.ari.health();
    assert!(matches!(health.connection, Connection::Up), "{health:?}");
    assert_eq!((health.generation, health.live_calls), (1, 0));
    let callers = scene.callers(3).await;
    scene.alive(3).await;
    // Pings are answered, though nothing else comes.
    tokio::time::sleep(2 * ALIVE).await;
    let health = scene.ari.health();
    assert!(health.last_pong.is_some_and(|it| it < ALIVE), "{health:?}");

    proxy.refuse().await;
    proxy.reset(Which::All);
    eventually("attempts fail, for a reason", async || match scene.ari.health().connection {
        Connection::Down { attempts, error } if attempts > 1 => {
            assert_eq!(error.map(|it| it.kind()), Some(ErrorKind::Unreachable));
            Some(())
        }
        _ => None,
    })
    .await;
    let health = scene.ari.health();
    // The calls are still there, as far as anybody knows.
    assert_eq!((health.generation, health.live_calls), (1, 3));
    tokio::time::sleep(ALIVE).await;
    let health = scene.ari.health();
    assert!(health.last_pong.is_some_and(|it| it >= ALIVE), "{health:?}");

    proxy.accept();
    eventually("it is up again", async || {
        let health = scene.ari.health();
        let up = matches!(health.connection, Connection::Up) && health.generation == 2;
        (up && health.live_calls == 3 && health.last_pong? < ALIVE).then_some(())
    })
    .await;
    for (left, caller) in callers.iter().enumerate() {
        caller.phone.hangup().await?;
        scene.alive(2 - left).await;
    }
    scene.close(serving).await?;
    let health = scene.ari.health();
    assert!(matches!(health.connection, Connection::Over(Ended::Closed)), "{health:?}");
    assert_eq!((health.generation, health.live_calls), (2, 0));
    assert_balanced(&health);
    Ok(())
}
