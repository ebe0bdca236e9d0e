//! A flood of numbered frames: every consumer gets what concerns it, in order, or is told where and how much it missed.

mod flood;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ari_generated::events::{ChannelDtmfReceived, ChannelHold};
use ari_generated::{
    Ari, Counts, Credentials, Delivery, Ended, Event, EventKind, Events, FrameCounts, MissedReason,
    Wait, WaitError,
};
use flood::{CHANNELS, Facts, Server, channel_id, facts, flood, number_in, render};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Frames of the great flood; a build without optimization decodes several times slower.
const FRAMES: u64 = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };
/// Items a stream holds, more than the server sends ahead of the reader that keeps up.
const CAPACITY: usize = 1_024;
/// Items about the connection that a full queue still takes, and the word of what was missed and of the end.
const BEYOND: u64 = 64 + 2;
const LONG: Duration = Duration::from_secs(300);

/// What a stream gave.
#[derive(Debug, Default, PartialEq)]
struct Receipt {
    read: u64,
    missed: u64,
    ended: Option<Ended>,
}

/// How a reader reads.
#[derive(Clone)]
enum Pace {
    /// As fast as it can; tells how far it is.
    Eager(watch::Sender<Option<u64>>),
    Steady,
    /// Stops now and then until the flood is far ahead, or at its last frame.
    Slow(watch::Receiver<Option<u64>>, u64),
    /// Leaves after so many items.
    Leaving(u64),
}

/// Reads a stream to its end and finds each item, and each gap, exactly where the server's books have it.
async fn follow(mut events: Events, expected: Arc<Vec<u64>>, mut pace: Pace) -> (Events, Receipt) {
    let mut receipt = Receipt::default();
    let mut place = 0;
    while let Some(item) = events.next().await {
        assert_eq!(receipt.ended, None, "something came after the end");
        let number = match item {
            Delivery::Event(event) => number_in(event.raw().expect("it came from a frame")),
            Delivery::Malformed(error) => number_in(&error.raw),
            Delivery::Missed(missed) => {
                assert_eq!(missed.reason, MissedReason::QueueFull { capacity: CAPACITY });
                assert!(missed.count > 0);
                receipt.missed += missed.count;
                place += usize::try_from(missed.count).expect("a small number");
                continue;
            }
            Delivery::Ended(ended) => {
                receipt.ended = Some(ended);
                continue;
            }
            other => panic!("the connection was there all the time: {other:?}"),
        };
        assert_eq!(Some(&number), expected.get(place), "item {place} of {}", expected.len());
        place += 1;
        receipt.read += 1;
        match &mut pace {
            Pace::Eager(progress) => drop(progress.send_replace(Some(number))),
            Pace::Steady => {}
            Pace::Slow(progress, last) if receipt.read.is_multiple_of(512) => {
                let queued = events.counts().queued;
                assert!(queued <= CAPACITY as u64 + BEYOND, "{queued} items are held");
                let far = (number + 8 * CAPACITY as u64).min(*last);
                let ahead = progress.wait_for(|it| it.is_some_and(|it| it >= far)).await;
                drop(ahead.expect("the server is there"));
            }
            Pace::Slow(..) => {}
            Pace::Leaving(after) if receipt.read == *after => return (events, receipt),
            Pace::Leaving(_) => {}
        }
    }
    assert_eq!(place, expected.len(), "the stream ended before it gave everything");
    (events, receipt)
}

/// Numbers of the frames that somebody should get.
fn numbers(books: &[Facts], wanted: impl Fn(&Facts) -> bool) -> Arc<Vec<u64>> {
    Arc::new(books.iter().filter(|it| wanted(it)).map(|it| it.number).collect())
}

fn frames_add_up(frames: &FrameCounts) {
    let FrameCounts { received, wanted, filtered, malformed, responses, duplicates, .. } = *frames;
    assert_eq!(received, wanted + filtered + malformed + responses + duplicates, "{frames:?}");
}

fn items_add_up(counts: &Counts) {
    let Counts { offered, taken, overflowed, queued, abandoned, .. } = *counts;
    assert_eq!(offered, taken + overflowed + queued + abandoned, "{counts:?}");
}

async fn connect(server: &Server) -> (Ari, Events) {
    let credentials = Credentials::new("user", "secret");
    let connect = Ari::connect(&server.url, credentials).app("conservation");
    connect.stream_capacity(CAPACITY).await.expect("the server takes everyone")
}

type Reading = JoinHandle<(Events, Receipt)>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_frame_of_a_flood_is_accounted_for() {
    let books: Arc<Vec<Facts>> = Arc::new(flood(FRAMES).collect());
    let mut of_channel: Vec<Vec<u64>> = vec![Vec::new(); CHANNELS];
    for it in books.iter() {
        if let Some(channel) = it.heard_on {
            of_channel[channel].push(it.number);
        }
    }
    let total = books.len() as u64;
    let server = Server::start(total, 1, |number| render(&facts(number, FRAMES))).await;
    let (ari, everything) = connect(&server).await;

    let all = numbers(&books, |_| true);
    let of_kinds =
        |kinds: &[&str]| numbers(&books, |it| it.kind.is_some_and(|it| kinds.contains(&it)));
    let dtmf = of_kinds(&["ChannelDtmfReceived"]);
    let several = of_kinds(&["ChannelVarset", "DeviceStateChanged", "PlaybackFinished"]);
    let several_kinds =
        [EventKind::ChannelVarset, EventKind::DeviceStateChanged, EventKind::PlaybackFinished];

    let start = |events, expected: &Arc<Vec<u64>>, pace| -> Reading {
        tokio::spawn(follow(events, expected.clone(), pace))
    };
    let keeping_up = start(everything, &all, Pace::Eager(server.progress.clone()));
    let slow = || Pace::Slow(server.progress.subscribe(), total - 1);
    let mut readings: Vec<(Reading, u64)> = Vec::new();
    let mut read = |events, expected: &Arc<Vec<u64>>, pace| {
        readings.push((start(events, expected, pace), expected.len() as u64));
    };
    read(ari.events(), &all, slow());
    read(ari.events_of([EventKind::ChannelDtmfReceived]), &dtmf, slow());
    read(ari.events_of([EventKind::ChannelDtmfReceived]), &dtmf, Pace::Steady);
    read(ari.events_of(several_kinds), &several, Pace::Steady);
    let of_kinds_and_all = readings.len();
    let mut read = |events, expected: &Arc<Vec<u64>>, pace| {
        readings.push((start(events, expected, pace), expected.len() as u64));
    };
    for (channel, expected) in of_channel.iter().enumerate().take(CHANNELS / 2) {
        read(ari.channel(channel_id(channel)).events(), &Arc::new(expected.clone()), Pace::Steady);
    }
    let leaving = start(ari.events(), &all, Pace::Leaving(FRAMES / 4));
    let first_digits: Vec<Wait<ChannelDtmfReceived>> =
        (0..200).map(|it| ari.channel(channel_id(it * 7)).wait_for(LONG)).collect();
    let never: Vec<Wait<ChannelHold>> =
        (0..50).map(|it| ari.channel(channel_id(it)).wait_for(LONG)).collect();
    let given_up: Vec<Wait<ChannelHold>> =
        (0..50).map(|it| ari.channel(channel_id(it)).wait_for(LONG)).collect();

    server.go();
    let (left, receipt) = leaving.await.expect("it reads");
    assert_eq!(receipt.read, FRAMES / 4);
    drop((left, given_up));
    let left_with = receipt;
    for (place, wait) in first_digits.into_iter().enumerate() {
        let channel = place * 7;
        let mine =
            |it: &&Facts| it.heard_on == Some(channel) && it.kind == Some("ChannelDtmfReceived");
        let first = books.iter().find(mine).expect("each channel has digits");
        match (wait.await, first.malformed) {
            (Ok(event), false) => assert_eq!(event.raw().map(number_in), Some(first.number)),
            (Err(WaitError::Malformed(error)), true) => {
                assert_eq!(number_in(&error.raw), first.number);
            }
            (other, _) => panic!("{other:?} instead of {first:?}"),
        }
    }
    for wait in never {
        let result = wait.await;
        assert!(matches!(result, Err(WaitError::Left)), "{result:?}");
    }
    server.arrived(total - 1).await;

    // While slow readers still hold a lot.
    let health = ari.health();
    frames_add_up(&health.frames);
    items_add_up(&health.deliveries);
    assert_eq!(health.frames.received, total);
    assert_eq!(health.frames.malformed, books.iter().filter(|it| it.malformed).count() as u64);
    assert_eq!(health.frames.wanted, total - health.frames.malformed);

    ari.close().await;
    let mut sum = Counts::default();
    let mut missed = Vec::new();
    let mut streams = Vec::new();
    let (events, receipt) = keeping_up.await.expect("it reads");
    assert_eq!(receipt, Receipt { read: total, missed: 0, ended: Some(Ended::Closed) });
    sum += events.counts();
    streams.push(events);
    for (place, (reading, expected)) in readings.into_iter().enumerate() {
        let (events, receipt) = reading.await.expect("it reads");
        let counts = events.counts();
        items_add_up(&counts);
        assert_eq!(receipt.read + receipt.missed, expected);
        assert_eq!(counts.offered, expected + 1, "and the end");
        assert_eq!(counts.taken, receipt.read + 1);
        assert_eq!(counts.overflowed, receipt.missed);
        assert_eq!((counts.queued, counts.abandoned), (0, 0));
        let channel = place.checked_sub(of_kinds_and_all);
        let gone = channel.is_some_and(flood::is_destroyed);
        assert_eq!(receipt.ended, Some(if gone { Ended::Gone } else { Ended::Closed }));
        missed.push(receipt.missed);
        sum += counts;
        streams.push(events);
    }
    assert!(missed[0] > 0, "the slow reader was fast enough");

    // The only stream whose share is not known to the item is the one that was dropped under way.
    drop(streams);
    let counts = ari.health().deliveries;
    items_add_up(&counts);
    assert_eq!(counts.queued, 0);
    assert_eq!(counts.taken, sum.taken + left_with.read);
    let of_the_left = counts.offered - sum.offered;
    assert!((left_with.read + left_with.missed..=total).contains(&of_the_left), "{of_the_left}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_nobody_wants_is_counted_as_that() {
    let frames = 20_000;
    let books: Vec<Facts> = flood(frames).collect();
    let total = books.len() as u64;
    let server = Server::start(total, 1, move |number| render(&facts(number, frames))).await;
    let (ari, everything) = connect(&server).await;
    let destroyed = numbers(&books, |it| it.kind == Some("ChannelDestroyed"));
    let reading = tokio::spawn(follow(
        ari.events_of([EventKind::ChannelDestroyed]),
        destroyed.clone(),
        Pace::Eager(server.progress.clone()),
    ));
    let digits = ari.events_of([EventKind::ChannelDtmfReceived]);
    drop(everything);
    server.go_at_once();
    server.arrived(total - 1).await;
    let health = ari.health();
    frames_add_up(&health.frames);
    items_add_up(&health.deliveries);
    let digit_frames: Vec<&Facts> =
        books.iter().filter(|it| it.kind == Some("ChannelDtmfReceived")).collect();
    let malformed = digit_frames.iter().filter(|it| it.malformed).count();
    assert!(malformed > 0);
    assert_eq!(health.frames.received, total);
    assert_eq!(health.frames.malformed, malformed as u64);
    assert_eq!(
        health.frames.wanted,
        (digit_frames.len() - malformed + destroyed.len()) as u64,
        "{health:?}"
    );
    assert_eq!(digits.counts().offered, digit_frames.len() as u64);
    ari.close().await;
    assert_eq!(reading.await.expect("it reads").1.read, destroyed.len() as u64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_twice_is_handed_out_once() {
    let frames = 20_000;
    let once: Vec<Facts> = flood(frames).collect();
    let total = 2 * once.len() as u64;
    // The copies of eight frames follow the eight, as they do where two subscriptions deliver side by side.
    let number = |it: u64| it / 16 * 8 + it % 8;
    let twice = total / 16 * 16;
    let server = Server::start(twice, 2, move |it| render(&facts(number(it), frames))).await;
    let credentials = Credentials::new("user", "secret");
    let connect = Ari::connect(&server.url, credentials).app("conservation").subscribe_all();
    let (ari, events) = connect.stream_capacity(CAPACITY).await.expect("it connects");
    let expected: Vec<u64> = once.iter().map(|it| it.number).take(twice as usize / 2).collect();
    let pace = Pace::Eager(server.progress.clone());
    let reading = tokio::spawn(follow(events, Arc::new(expected), pace));
    server.go();
    server.arrived(twice / 2 - 1).await;
    // The last eight are copies.
    let health = loop {
        let health = ari.health();
        if health.frames.received == twice {
            break health;
        }
        tokio::task::yield_now().await;
    };
    frames_add_up(&health.frames);
    assert_eq!(health.frames.duplicates, twice / 2);
    ari.close().await;
    assert_eq!(reading.await.expect("it reads").1.missed, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ended_streams_got_stays_in_the_sum() {
    let frames = 5_000;
    let total = flood(frames).count() as u64;
    let server = Server::start(total, 1, move |number| render(&facts(number, frames))).await;
    let (ari, everything) = connect(&server).await;
    let all = Arc::new((0..total).collect());
    let reading = tokio::spawn(follow(everything, all, Pace::Eager(server.progress.clone())));
    let streams: BTreeMap<usize, Events> =
        (0..CHANNELS).map(|it| (it, ari.channel(channel_id(it)).events())).collect();
    server.go();
    server.arrived(total - 1).await;
    let of_streams: u64 = streams.values().map(|it| it.counts().offered).sum();
    let offered = ari.health().deliveries.offered;
    assert_eq!(offered, of_streams + total, "streams that ended because the channel is gone");
    ari.close().await;
    let (_all, _) = reading.await.expect("it reads");
    // Each stream that was there to the end was told so.
    let still = streams.keys().filter(|it| !flood::is_destroyed(**it)).count() as u64 + 1;
    let after = ari.health().deliveries;
    assert_eq!(after.offered, offered + still, "streams that ended because the client closed");
    items_add_up(&after);
    drop(streams);
    assert_eq!(ari.health().deliveries.offered, offered + still);
}

#[test]
fn the_flood_is_what_it_says() {
    for it in flood(5_000) {
        let text = render(&it);
        assert_eq!(number_in(&text), it.number);
        let decoded = Event::decode(&text);
        assert_eq!(decoded.is_err(), it.malformed, "{text}");
        let kind = decoded.map_or_else(|it| it.kind, |it| Some(it.kind_name().to_owned()));
        assert_eq!(kind.as_deref(), it.kind, "{text}");
    }
}

/// The task that reads the connection and the program share one thread: neither keeps the other from its turn.
#[tokio::test(flavor = "current_thread")]
async fn who_reads_at_once_misses_nothing_on_one_thread() {
    let frames = 50_000;
    let total = flood(frames).count() as u64;
    // The server is elsewhere, so that there is always more to read.
    let elsewhere =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let elsewhere = elsewhere.expect("a runtime");
    let started = Server::start(total, 1, move |number| render(&facts(number, frames)));
    let server = elsewhere.spawn(started).await.expect("it starts");
    let (ari, events) = connect(&server).await;
    server.go_at_once();
    let expected = Arc::new((0..total).collect());
    let reading = tokio::spawn(follow(events, expected, Pace::Steady));
    while ari.health().frames.received < total {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    ari.close().await;
    let (_, receipt) = reading.await.expect("it reads");
    assert_eq!((receipt.read, receipt.missed), (total, 0));
    elsewhere.shutdown_background();
}
