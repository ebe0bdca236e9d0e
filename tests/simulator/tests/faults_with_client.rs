//! Every fault against the SDK's client: what the user sees, and that nothing is asked twice that may have been executed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use ari_generated::{AriApi, Connect, Connection, Events, prelude::*};
use ari_simulator::{Call as Caller, Simulator};
use tokio::time::{Instant, sleep, timeout};

const DIALPLAN: &str = "
[default]
exten => 1000,1,Stasis(faulty)
 same => n,Hangup()
";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn start() -> Simulator {
    Simulator::builder().dialplan(DIALPLAN).unwrap().start().await.unwrap()
}

fn connect(simulator: &Simulator) -> Connect<AriApi> {
    let credentials = Credentials::new(simulator.username(), simulator.password());
    Ari::connect(simulator.url(), credentials).app("faulty")
}

async fn simulated() -> (Simulator, Ari, Events) {
    let simulator = start().await;
    let (ari, events) = connect(&simulator).await.unwrap();
    (simulator, ari, events)
}

fn dials_in(simulator: &Simulator) -> Caller {
    simulator.call("1000").from("alice").dials_in()
}

async fn next(events: &mut Events) -> Delivery {
    timeout(seconds(60), events.next()).await.expect("nothing came").expect("the stream is over")
}

/// The next event, where nothing else comes before it.
async fn event(events: &mut Events) -> Event {
    match next(events).await {
        Delivery::Event(event) => event,
        other => panic!("{other:?}"),
    }
}

fn id(caller: &Caller) -> ChannelId {
    ChannelId::new(caller.channel_id())
}

/// How often an operation was asked for.
fn asked(simulator: &Simulator, operation: &str) -> usize {
    simulator.transcript().exchanges(operation).len()
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_leaves_the_outcome_unknown() {
    let simulator = start().await;
    // Not even who wants retries gets this one.
    let (ari, _events) = connect(&simulator).retry().await.unwrap();
    let caller = dials_in(&simulator);
    simulator.faults().lose_response("channels.answer").unwrap();
    let error = ari.channel(id(&caller)).answer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    // It was executed, once.
    caller.is_answered().await;
    assert_eq!(asked(&simulator, "channels.answer"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_to_a_read_is_asked_for_again_only_on_request() {
    let (simulator, ari, events) = simulated().await;
    simulator.faults().lose_response("asterisk.ping").unwrap();
    let error = ari.asterisk().ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
    assert_eq!(asked(&simulator, "asterisk.ping"), 1);
    ari.close().await;
    drop(events);
    let (ari, _events) = connect(&simulator).retry().await.unwrap();
    simulator.faults().lose_response("asterisk.ping").unwrap();
    assert_eq!(ari.asterisk().ping().await.unwrap().ping, "pong");
    assert_eq!(asked(&simulator, "asterisk.ping"), 3);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_dialled_twice_though_the_response_is_lost() {
    for operation in ["channels.create", "channels.dial"] {
        let (simulator, ari, _events) = simulated().await;
        let bob = simulator.phone("PJSIP/bob");
        bob.answers_after(seconds(2));
        simulator.faults().lose_response(operation).unwrap();
        let dialled = ari.dial("PJSIP/bob").answer_within(seconds(20)).await;
        let error = dialled.expect_err("an outcome");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{operation}: {error}");
        assert_eq!(asked(&simulator, operation), 1, "{operation}");
        // Whatever is there is let go.
        timeout(seconds(60), async {
            while !ari.channels().list().await.unwrap().is_empty() {
                sleep(seconds(1)).await;
            }
        })
        .await
        .expect("a leg is left");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_over_the_websocket_is_a_lost_connection() {
    let simulator = start().await;
    let (ari, mut events) = connect(&simulator).rest_over_websocket().await.unwrap();
    let caller = dials_in(&simulator);
    assert!(matches!(event(&mut events).await, Event::StasisStart(_)));
    simulator.faults().lose_response("channels.answer").unwrap();
    let error = ari.channel(id(&caller)).answer().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    caller.is_answered().await;
    assert_eq!(asked(&simulator, "channels.answer"), 1);
    loop {
        match next(&mut events).await {
            Delivery::Event(_) | Delivery::Lost(_) => {}
            Delivery::Reconnected(again) => break assert_eq!(again.generation, 2),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_response_is_waited_for_until_the_deadline() {
    let (simulator, ari, _events) = simulated().await;
    let caller = dials_in(&simulator);
    let channel = ari.channel(id(&caller));
    simulator.faults().delay("channels.ring", seconds(9)).unwrap();
    let began = Instant::now();
    channel.ring().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 9);
    simulator.faults().delay("channels.ring", seconds(11)).unwrap();
    let began = Instant::now();
    let error = channel.ring().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert_eq!(began.elapsed().as_secs(), 10);
    assert_eq!(asked(&simulator, "channels.ring"), 2);
    simulator.faults().slow(seconds(1));
    let began = Instant::now();
    ari.asterisk().ping().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 1);
}

#[tokio::test(start_paused = true)]
async fn statuses_are_kinds_of_errors() {
    let (simulator, ari, _events) = simulated().await;
    let caller = dials_in(&simulator);
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::Conflict),
        (412, ErrorKind::WrongState),
        (422, ErrorKind::Rejected),
        (500, ErrorKind::ServerError),
    ] {
        simulator.faults().fail("channels.answer", status).unwrap();
        let error = ari.channel(id(&caller)).answer().await.unwrap_err();
        assert_eq!((error.kind(), error.status()), (kind, Some(status)), "{error}");
    }
    assert_eq!(asked(&simulator, "channels.answer"), 0, "failures are not executed");
}

#[tokio::test(start_paused = true)]
async fn an_asterisk_that_is_starting_is_waited_for() {
    let (simulator, ari, _events) = simulated().await;
    let caller = dials_in(&simulator);
    // It has not executed what it answers so.
    for _ in 0..3 {
        simulator.faults().fail("channels.answer", 503).unwrap();
    }
    ari.channel(id(&caller)).answer().await.unwrap();
    caller.is_answered().await;
    for _ in 0..100 {
        simulator.faults().fail("asterisk.ping", 503).unwrap();
    }
    let error = ari.asterisk().ping().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotReady, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_frame_that_comes_twice_is_two_events_unless_subscriptions_overlap() {
    let simulator = start().await;
    let (ari, mut events) = connect(&simulator).await.unwrap();
    simulator.faults().duplicate("StasisStart").unwrap();
    dials_in(&simulator);
    for _ in 0..2 {
        assert!(matches!(event(&mut events).await, Event::StasisStart(_)));
    }
    ari.close().await;
    // Where everything is heard, Asterisk itself sends some frames twice.
    let simulator = start().await;
    let (ari, mut events) = connect(&simulator).subscribe_all().await.unwrap();
    simulator.faults().duplicate("StasisStart").unwrap();
    let caller = dials_in(&simulator);
    caller.presses("1");
    let mut starts = 0;
    loop {
        match event(&mut events).await {
            Event::StasisStart(_) => starts += 1,
            Event::ChannelDtmfReceived(_) => break,
            _ => {}
        }
    }
    assert_eq!(starts, 1);
    assert!(ari.health().frames.duplicates >= 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_no_event_is_an_item() {
    let (simulator, ari, mut events) = simulated().await;
    simulator.faults().truncate("StasisStart").unwrap();
    let caller = dials_in(&simulator);
    let Delivery::Malformed(error) = next(&mut events).await else { panic!("an event") };
    assert!(error.raw.starts_with('{') && !error.raw.ends_with('}'), "{}", error.raw);
    simulator.faults().send_raw("faulty", "gibberish").unwrap();
    let Delivery::Malformed(error) = next(&mut events).await else { panic!("an event") };
    assert_eq!(error.raw, "gibberish");
    // Asterisk sends none; whoever does is not listened to.
    simulator.faults().send_binary("faulty", b"{}".to_vec()).unwrap();
    // A kind of the future.
    simulator.faults().send_raw("faulty", r#"{"type":"AgentYawned","application":"a"}"#).unwrap();
    assert_eq!(event(&mut events).await.kind_name(), "AgentYawned");
    caller.presses("1");
    let Event::ChannelDtmfReceived(digit) = event(&mut events).await else { panic!("no digit") };
    assert_eq!(digit.digit, "1");
    assert_eq!(ari.health().frames.malformed, 2);
    assert_eq!(ari.health().generation, 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_told_and_made_again() {
    let (simulator, ari, mut events) = simulated().await;
    let caller = dials_in(&simulator);
    assert!(matches!(event(&mut events).await, Event::StasisStart(_)));
    let faults = simulator.faults();
    faults.refuse_connections(true);
    assert_eq!(faults.drop_sockets(), 1);
    let lost = next(&mut events).await;
    assert!(matches!(lost, Delivery::Lost(_)), "{lost:?}");
    sleep(seconds(5)).await;
    let Connection::Down { attempts, .. } = ari.health().connection else { panic!("it is up") };
    assert!(attempts > 1, "{attempts}");
    let pressed = Instant::now();
    caller.presses("1");
    sleep(seconds(1)).await;
    faults.refuse_connections(false);
    let Delivery::Reconnected(again) = next(&mut events).await else { panic!("not again") };
    assert_eq!(again.generation, 2);
    assert!(again.attempts > attempts && again.gap >= seconds(6), "{again:?}");
    assert!(pressed.elapsed() <= seconds(17), "the longest pause is 15 s");
    let Delivery::Resynced(picture) = next(&mut events).await else { panic!("no picture") };
    assert!(picture.complete, "{picture:?}");
    let channels = picture.picture("channel").unwrap();
    assert_eq!(channels.remaining, [caller.channel_id()], "{channels:?}");
    // What was typed in the gap is gone, what is typed now comes.
    caller.presses("2");
    let Event::ChannelDtmfReceived(digit) = event(&mut events).await else { panic!("no digit") };
    assert_eq!(digit.digit, "2");
}

#[tokio::test(start_paused = true)]
async fn a_restart_ends_every_call() {
    let simulator = start().await;
    let (ari, events) = connect(&simulator).await.unwrap();
    let serving = tokio::spawn(
        events
            .serve(async |call: Call| {
                call.answer().await?;
                call.left().await;
                Ok::<(), Error>(())
            })
            .into_future(),
    );
    let caller = dials_in(&simulator);
    caller.is_answered().await;
    simulator.faults().restart().await.unwrap();
    // The network is out of order.
    assert_eq!(caller.ended().await, 38);
    timeout(seconds(60), async {
        while ari.health().live_calls > 0 || ari.health().generation < 2 {
            sleep(Duration::from_millis(10)).await;
        }
    })
    .await
    .unwrap();
    // It serves again.
    let caller = dials_in(&simulator);
    caller.is_answered().await;
    caller.hangs_up();
    assert_eq!(caller.ended().await, 16);
    ari.close().await;
    assert_eq!(serving.await.unwrap().unwrap().calls, 2);
}

#[tokio::test(start_paused = true)]
async fn an_application_that_is_taken_ends_loudly() {
    let (simulator, ari, mut events) = simulated().await;
    simulator.faults().replace_application("faulty").unwrap();
    assert!(matches!(event(&mut events).await, Event::ApplicationReplaced(_)));
    let ended = next(&mut events).await;
    assert!(matches!(ended, Delivery::Ended(Ended::Replaced)), "{ended:?}");
    assert!(events.next().await.is_none());
    assert!(matches!(ari.health().connection, Connection::Over(Ended::Replaced)));
}

#[tokio::test(start_paused = true)]
async fn serving_a_taken_application_fails() {
    let (simulator, _ari, events) = simulated().await;
    let serving =
        tokio::spawn(events.serve(async |call: Call| call.answer().await.map(drop)).into_future());
    tokio::task::yield_now().await;
    simulator.faults().replace_application("faulty").unwrap();
    let error = serving.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(error.to_string().contains("Replaced"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn who_is_refused_is_told_so_at_once() {
    let simulator = start().await;
    simulator.faults().refuse_connections(true);
    let error = connect(&simulator).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Handshake, "{error}");
    // Unless it would rather wait.
    let waiting = tokio::spawn(connect(&simulator).wait_for_asterisk(seconds(60)).into_future());
    sleep(seconds(10)).await;
    simulator.faults().refuse_connections(false);
    waiting.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_sound_that_ends_while_nobody_hears_it_was_interrupted() {
    let (simulator, ari, mut events) = simulated().await;
    let caller = dials_in(&simulator);
    assert!(matches!(event(&mut events).await, Event::StasisStart(_)));
    let channel = ari.channel(id(&caller));
    let playing = tokio::spawn(channel.play(["sound:tt-monkeys"]).finished());
    sleep(seconds(1)).await;
    // Requests may go on over the connections that they have, and tell that it is over before the websocket is back.
    simulator.faults().refuse_connections(true);
    assert_eq!(simulator.faults().drop_sockets(), 1);
    sleep(seconds(20)).await;
    simulator.faults().refuse_connections(false);
    let error = timeout(seconds(60), playing).await.unwrap().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
}
