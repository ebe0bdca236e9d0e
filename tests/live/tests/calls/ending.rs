//! How calls end: with their true cause, with hooks that run once and to their end, and in spite of full queues.

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_generated::enums::HangupReason;
use ari_generated::events::{ChannelDestroyed, ChannelVarset};
use ari_generated::prelude::*;
use ari_live_tests::{Ledger, eventually};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{Caller, FOREVER, Notes, PATIENCE, Scene, assert_balanced, begin};

const MOMENT: Duration = Duration::from_millis(1_500);
/// That the application hears of a channel to its end takes a request of the client's own, beside the handler's first.
const HEARD: Duration = Duration::from_millis(300);

fn cause_of(event: Option<Event>) -> Result<i64, Failure> {
    match event {
        Some(Event::ChannelDestroyed(it)) => Ok(it.cause),
        other => Err(format!("no true end: {other:?}").into()),
    }
}

#[tokio::test]
async fn the_true_cause_arrives() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            call.channel().answer().await?;
            call.sleep(HEARD).await?;
            sender.send(call.clone())?;
            call.left().await;
            Ok::<(), Failure>(())
        }
    }));
    // The caller, for reasons of theirs.
    for (reason, cause) in
        [(None, 16), (Some(HangupReason::Busy), 17), (Some(HangupReason::Congestion), 34)]
    {
        let caller = scene.caller().await;
        let call: Call = calls.recv().await.ok_or("no call")?;
        match reason {
            Some(reason) => {
                scene.other.channels().hangup(caller.phone.channel_id()).reason(reason).await?
            }
            None => drop(caller.phone.hangup().await?),
        }
        assert_eq!(cause_of(call.ended(PATIENCE).await)?, cause);
    }
    // The handler's side, for reasons of its own.
    for (reason, cause) in [
        (HangupReason::Normal, 16),
        (HangupReason::Busy, 17),
        (HangupReason::NoAnswer, 19),
        (HangupReason::Rejected, 21),
    ] {
        scene.caller().await;
        let call = calls.recv().await.ok_or("no call")?;
        call.channel().hangup().reason(reason).await?;
        assert_eq!(cause_of(call.ended(PATIENCE).await)?, cause);
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (7, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_turned_away_at_once_tells_its_cause_too() -> Result<(), Failure> {
    const CALLS: usize = 30;
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().hangup().reason(HangupReason::Busy).await?;
            let end = call.ended(Duration::from_secs(3)).await;
            notes.add(cause_of(end).map_or("no true end".to_owned(), |it| it.to_string()));
            Ok::<(), Error>(())
        }
    }));
    scene.callers(CALLS).await;
    notes.until_all(CALLS).await;
    assert_eq!(notes.count("17"), CALLS, "{:?}", notes.all());
    scene.empty().await;
    scene.close(serving).await?;
    Ok(())
}

#[tokio::test]
async fn who_waits_for_events_of_a_call_that_left_does_not_wait() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            notes.add("answered");
            call.ended(PATIENCE).await.ok_or("no true end")?;
            let waiting = call.wait_for::<ChannelVarset>(FOREVER);
            let waited = timeout(Duration::from_secs(5), waiting).await.map(|it| it.is_err());
            notes.add(format!("wait: {waited:?}"));
            let mut events = call.events();
            let end = async { while events.next().await.is_some() {} };
            notes.add(format!("events: {:?}", timeout(Duration::from_secs(5), end).await));
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("answered", 1).await;
    caller.phone.hangup().await?;
    notes.until_all(3).await;
    assert_eq!(notes.all(), ["answered", "wait: Ok(true)", "events: Ok(())"]);
    scene.empty().await;
    scene.close(serving).await?;
    Ok(())
}

#[tokio::test]
async fn a_handler_that_ends_ends_its_call() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            // Without an answer too.
            sender.send(call)?;
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    let call: Call = calls.recv().await.ok_or("no call")?;
    assert_eq!(call.id(), caller.call);
    assert_eq!(cause_of(call.ended(PATIENCE).await)?, 16);
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.failed, 0);
    Ok(())
}

#[tokio::test]
async fn hooks_run_once_each() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let hook = |name: &'static str| {
                let notes = notes.clone();
                move |_: Left| async move { notes.add(name) }
            };
            call.on_left(hook("first"));
            call.on_left(hook("second"));
            call.channel().answer().await?;
            notes.add("answered");
            call.left().await;
            // Set too late, so run at once, beside the handler.
            call.on_left(hook("late"));
            notes.until("late", 1).await;
            call.on_left(hook("last"));
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("answered", 1).await;
    caller.phone.hangup().await?;
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.failed, 0);
    assert_eq!(notes.all(), ["answered", "first", "second", "late", "last"]);
    Ok(())
}

#[tokio::test]
async fn a_hook_that_takes_longer_than_the_handler_runs_to_its_end() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let hooked = notes.clone();
            call.on_left(move |_| async move {
                hooked.add("begins");
                // Such as writing what the call cost.
                tokio::time::sleep(MOMENT).await;
                hooked.add("ends");
            });
            call.channel().answer().await?;
            call.sleep(HEARD).await?;
            notes.add("answered");
            call.ended(PATIENCE).await;
            notes.until("begins", 1).await;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("answered", 1).await;
    caller.phone.hangup().await?;
    scene.empty().await;
    scene.close(serving).await?;
    assert_eq!(notes.all(), ["answered", "begins", "ends"]);
    Ok(())
}

#[tokio::test]
async fn a_hook_that_is_set_when_all_is_over_runs_at_once() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            sender.send(call)?;
            Ok::<(), Failure>(())
        }
    }));
    scene.caller().await;
    let call: Call = calls.recv().await.ok_or("no call")?;
    scene.empty().await;
    let notes = Notes::default();
    let noted = notes.clone();
    call.on_left(move |_| async move { noted.add("hook") });
    notes.until("hook", 1).await;
    scene.close(serving).await?;
    Ok(())
}

#[tokio::test]
async fn nothing_waits_to_be_read_by_those_who_are_gone() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(|call: Call| async move { call.channel().answer().await }));
    scene.callers(5).await;
    scene.empty().await;
    eventually("nothing is queued", async || {
        let items = scene.ari.health().deliveries;
        (items.offered > 0 && items.queued == 0).then_some(())
    })
    .await;
    assert_balanced(&scene.ari.health());
    scene.close(serving).await?;
    Ok(())
}

#[tokio::test]
async fn bound_work_is_dropped_with_the_call() -> Result<(), Failure> {
    struct Dropped(Notes);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.add("dropped");
        }
    }
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            assert_eq!(call.bound(async { 42 }).await, Ok(42));
            assert_eq!(call.has_left(), None);
            let work = Dropped(notes.clone());
            notes.add("works");
            let result = call
                .bound(async move {
                    let _work = work;
                    std::future::pending::<()>().await;
                })
                .await;
            let left = result.expect_err("it leaves");
            assert_eq!(call.has_left(), Some(left));
            // Nothing more begins, not even what would be done at once.
            assert_eq!(call.bound(async { 42 }).await, Err(left));
            assert_eq!(call.left().await, left);
            notes.add("ends");
            Err::<(), Error>(left.into())
        }
    }));
    let caller = scene.caller().await;
    notes.until("works", 1).await;
    caller.phone.hangup().await?;
    notes.until("ends", 1).await;
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.failed, 0);
    assert_eq!(notes.all(), ["works", "dropped", "ends"]);
    Ok(())
}

/// A listener that stops at its first event until it is let go.
struct Gate {
    seen: Arc<Mutex<usize>>,
    go: Sender<()>,
}

impl Gate {
    fn on(call: &Call) -> Self {
        let (go, wait) = channel::<()>();
        let (wait, seen) = (Mutex::new(wait), Arc::new(Mutex::new(0)));
        let counted = seen.clone();
        call.on(move |it: &ChannelVarset| {
            if it.variable != "NUMBER" {
                return;
            }
            *counted.lock().expect("no panic") += 1;
            if let Ok(wait) = wait.lock() {
                // An end of the channel lets everything through.
                tokio::task::block_in_place(|| wait.recv().ok());
            }
        });
        Self { seen, go }
    }

    fn seen(&self) -> usize {
        *self.seen.lock().expect("no panic")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_with_a_full_queue_ends_all_the_same() -> Result<(), Failure> {
    const EVENTS: usize = 400;
    let (scene, events) = Scene::new().await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            call.sleep(HEARD).await?;
            sender.send((call.clone(), Gate::on(&call)))?;
            call.left().await;
            Ok::<(), Failure>(())
        }
    }));
    let Caller { phone, call: id } = scene.caller().await;
    let (call, gate): (Call, Gate) = calls.recv().await.ok_or("no call")?;
    let channel = scene.other.channel(&id);
    for number in 0..EVENTS {
        channel.set_variable("NUMBER").value(number.to_string()).await?;
    }
    eventually("the queue overflows", async || {
        (scene.ari.health().deliveries.overflowed > 0).then_some(())
    })
    .await;
    assert_eq!(gate.seen(), 1);
    scene.other.channels().hangup(phone.channel_id()).reason(HangupReason::Rejected).await?;
    // It is told while the listener is still stuck.
    timeout(PATIENCE, call.left()).await?;
    assert_eq!(cause_of(call.ended(PATIENCE).await)?, 21);
    assert_eq!(gate.seen(), 1);
    let Gate { seen, go } = gate;
    drop(go);
    scene.empty().await;
    let health = scene.ari.health();
    assert_balanced(&health);
    let seen = *seen.lock().expect("no panic");
    // What fitted into the queue was kept for the listener, and what did not was counted.
    let overflowed = health.deliveries.overflowed as usize;
    assert!(seen > 1 && seen + overflowed >= EVENTS, "{seen} seen, {overflowed} did not fit");
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn listeners_hear_the_very_end() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.on(move |_: &ChannelDestroyed| notes.add("destroyed"));
            Ok::<(), Error>(())
        }
    }));
    scene.callers(10).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (10, 0));
    assert_eq!(notes.count("destroyed"), 10);
    Ok(())
}

#[tokio::test]
async fn who_hangs_up_is_not_repeated() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let ledger = Ledger::open();
    let serving = begin(events.serve(async |call: Call| {
        call.channel().answer().await?;
        call.channel().hangup().await?;
        Ok::<(), Error>(())
    }));
    scene.callers(5).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (5, 0));
    assert_eq!(ledger.count("channels.hangup"), 5);
    Ok(())
}
