//! Ten thousand calls at once with the SDK, in real time: all alive at the same moment, each with the digit that its caller
//! typed, and at the end nothing is left of any of them and every frame is accounted for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_generated::enums::ChannelState;
use ari_generated::prelude::*;
use ari_simulator::Simulator;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

const DIALPLAN: &str = "
[default]
exten => 1000,1,Stasis(many)
 same => n,Hangup()
";

/// For everything together, on a slow machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// What the application knows of its calls.
#[derive(Default)]
struct Books {
    /// How many are answered and were not left.
    alive: watch::Sender<usize>,
    /// What was typed, by the ids of the calls.
    typed: Mutex<HashMap<String, char>>,
}

async fn handle(call: Call, books: Arc<Books>) -> Result<(), Error> {
    call.answer().await?;
    books.alive.send_modify(|it| *it += 1);
    let digit = call.next_digit().await;
    books.alive.send_modify(|it| *it -= 1);
    books.typed.lock().unwrap().insert(call.id().to_string(), digit?);
    // Its end hangs the call up.
    Ok(())
}

/// Over HTTP the client's connections are what they wait for, so that fewer show as much.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_are_alive_at_once_over_http() {
    timeout(PATIENCE, many(1_000, false)).await.expect("it takes too long");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_are_alive_at_once_over_one_websocket() {
    timeout(PATIENCE, many(10_000, true)).await.expect("it takes too long");
}

async fn many(calls: usize, over_websocket: bool) {
    let simulator = Simulator::builder().dialplan(DIALPLAN).unwrap();
    let simulator = simulator.transcript_length(20 * calls);
    let simulator = simulator.start().await.unwrap();
    let credentials = Credentials::new(simulator.username(), simulator.password());
    let mut connecting = Ari::connect(simulator.url(), credentials).app("many");
    // That many requests at once wait for their turn.
    connecting = connecting.request_deadline(PATIENCE);
    if over_websocket {
        connecting = connecting.rest_over_websocket();
    }
    let (ari, events) = connecting.await.unwrap();
    let books = Arc::new(Books::default());
    let keeps = books.clone();
    let serving = tokio::spawn(
        events
            .serve(move |call: Call| handle(call, keeps.clone()))
            .on_failure(|id, failure| eprintln!("{id}: {failure}"))
            .into_future(),
    );

    let began = Instant::now();
    let mut callers = Vec::new();
    for nth in 0..calls {
        callers.push(simulator.call("1000").from(&format!("caller{nth}")).dials_in());
    }
    let mut alive = books.alive.subscribe();
    alive.wait_for(|it| *it == calls).await.unwrap();
    tell("answered", began);
    let channels = ari.channels().list().await.unwrap();
    assert_eq!(channels.iter().filter(|it| it.state == ChannelState::Up).count(), calls);
    assert_eq!(ari.health().live_calls, calls);
    tell("counted", began);

    let digit = |nth: usize| char::from(b"0123456789*#"[nth % 12]);
    for (nth, caller) in callers.iter().enumerate() {
        caller.presses(&digit(nth).to_string());
    }
    for caller in &callers {
        assert_eq!(caller.clone().waits_up_to(PATIENCE).ended().await, 16);
    }
    tell("over", began);
    let typed: HashMap<String, char> = callers
        .iter()
        .enumerate()
        .map(|(nth, it)| (it.channel_id().to_owned(), digit(nth)))
        .collect();
    while ari.health().live_calls > 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(*books.typed.lock().unwrap() == typed, "a digit went to another call");
    assert!(ari.channels().list().await.unwrap().is_empty());

    // Everything that was told and asked has arrived, is accounted for, and nothing was repeated or missed.
    let transcript = simulator.transcript();
    assert_eq!(transcript.dropped(), 0);
    let requests = transcript.requests().len() as u64;
    let told = transcript.events().len() as u64;
    let health = ari.health();
    let frames = health.frames;
    assert_eq!(frames.responses, if over_websocket { requests } else { 0 });
    assert_eq!(frames.received, told + frames.responses, "{frames:?}");
    assert_eq!(
        frames.received,
        frames.wanted + frames.filtered + frames.malformed + frames.responses + frames.duplicates,
        "{frames:?}"
    );
    assert_eq!((frames.malformed, frames.duplicates), (0, 0), "{frames:?}");
    let items = health.deliveries;
    assert_eq!(items.overflowed, 0, "{items:?}");
    assert_eq!(items.offered, items.taken + items.queued + items.abandoned, "{items:?}");

    ari.close().await;
    let served = serving.await.unwrap().unwrap();
    assert_eq!((served.calls, served.failed, served.refused), (calls as u64, 0, 0));
    tell("closed", began);
    simulator.stop().await;
}

/// How far it is, and what the process has needed at most.
fn tell(what: &str, began: Instant) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|it| it.starts_with("VmHWM")).unwrap_or_default();
    println!("{what} after {:.1} s; {peak}", began.elapsed().as_secs_f64());
}
