//! Threads that come, read, wait and go while another one sends, loses, restores and ends; nobody is left hanging.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use super::{
    Got, KINDS, Kind, Note, Noted, Rig, Sent, THINGS, Thing, about, balanced, interest, is_last,
    poll,
};
use crate::Text;
use crate::delivery::Ended;
use crate::delivery::consumer::{Consumer, Heard, Wakers};
use crate::delivery::resynced::Picture;
use crate::delivery::waiter::{Wait, WaitError};

const FRAMES: u64 = 30_000;
/// After so many frames the connection is lost.
const STRETCH: u64 = 500;
const VISITORS: u64 = 3;
/// Who sleeps for so long was forgotten.
const HANGS: Duration = Duration::from_secs(20);

/// What the frame of a number is, for every thread.
fn frame_at(number: u64) -> Sent {
    let mut sent = Sent::random(&mut fastrand::Rng::with_seed(number), number);
    if sent.kind.is_none() {
        sent.things.clear();
    }
    sent
}

fn is_for(number: u64, thing: Option<Thing>, kinds: Option<&[Kind]>) -> bool {
    let sent = frame_at(number);
    thing.is_none_or(|it| sent.things.contains(&it))
        && kinds.is_none_or(|kinds| sent.kind.is_some_and(|it| kinds.contains(&it)))
}

/// Which frame the sender has begun with, and which it is done with.
#[derive(Default)]
struct Clock {
    begun: AtomicU64,
    done: AtomicU64,
    over: AtomicBool,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Asks again whenever it is woken, and only then.
fn await_with<T>(what: &str, mut ask: impl FnMut(&Waker) -> Poll<T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let deadline = Instant::now() + HANGS;
    loop {
        if let Poll::Ready(it) = ask(&waker) {
            return it;
        }
        std::thread::park_timeout(HANGS);
        assert!(Instant::now() < deadline, "{what} was never woken");
    }
}

struct Visitor<'a> {
    rig: &'a Rig,
    clock: &'a Clock,
    random: fastrand::Rng,
    got: u64,
    /// Items that were meant for anyone when it last looked.
    offered: u64,
}

impl Visitor<'_> {
    fn interest(&mut self) -> (Option<Thing>, Option<Vec<Kind>>) {
        let thing = self.random.bool().then(|| THINGS[self.random.usize(..THINGS.len())]);
        let kinds = self.random.bool().then(|| {
            let count = self.random.usize(1..=3);
            self.random.choose_multiple(KINDS, count)
        });
        (thing, interest(thing, kinds.as_deref()).kinds)
    }

    /// Reads for a while, for long, or to the end, and checks what it got.
    fn read(&mut self) {
        let (thing, kinds) = self.interest();
        let kinds = kinds.as_deref();
        let earliest = self.clock.done.load(Ordering::SeqCst);
        let mut events = self.rig.stream(thing, kinds, usize::MAX);
        let surely_after = self.clock.begun.load(Ordering::SeqCst);
        let mut items = Vec::new();
        let stays = self.random.u8(..20) == 0;
        if stays {
            while let Some(item) = await_with("a stream", |waker| poll(&mut events, waker)) {
                items.push(item);
            }
        } else {
            for _ in 0..self.random.u32(..60) {
                match poll(&mut events, Waker::noop()) {
                    Poll::Ready(Some(item)) => items.push(item),
                    Poll::Ready(None) => break,
                    Poll::Pending => std::thread::yield_now(),
                }
            }
        }
        let surely_before = self.clock.done.load(Ordering::SeqCst);
        // Otherwise it leaves with items in the queue.
        let drained = self.random.bool();
        if drained {
            items.extend(super::drain(&mut events));
        }
        let latest = self.clock.begun.load(Ordering::SeqCst);
        drop(events);
        let numbers = items.iter().filter_map(|it| match it {
            Got::Event(number) => Some(*number),
            _ => None,
        });
        let numbers: Vec<u64> = numbers.collect();
        self.got += numbers.len() as u64;
        let last = numbers.last().copied().unwrap_or_default();
        let is_mine = |it: u64| is_for(it, thing, kinds);
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
        assert!(numbers.iter().all(|it| *it > earliest && *it <= latest && is_mine(*it)));
        let ends = items.iter().position(|it| matches!(it, Got::Ended(_)));
        assert!(ends.is_none_or(|it| it == items.len() - 1), "{items:?}");
        let gone = items.ends_with(&[Got::Ended(Ended::Gone)]);
        let is_final = |it: u64| thing.is_some_and(|of| is_last(frame_at(it).kind, of));
        // The end follows at once, but who reads just then may have to come again for it.
        let finally = numbers.iter().position(|it| is_final(*it));
        let cut = finally.is_some() && items.ends_with(&[Got::Event(last)]);
        assert_eq!(finally, (gone || cut).then(|| numbers.len() - 1));
        assert!(!stays || ends.is_some(), "{items:?}");
        let to = match items.last() {
            Some(Got::Ended(Ended::Closed)) => FRAMES,
            Some(Got::Ended(_)) => last,
            _ if drained && !cut => surely_before,
            _ => last,
        };
        let mut due = (surely_after + 1..=to).filter(|it| is_mine(*it));
        assert!(due.all(|it| numbers.binary_search(&it).is_ok()), "{numbers:?}");
        self.check_life(&items);
    }

    /// Losses, reconnects and pictures take turns, and each connection follows the one before.
    fn check_life(&self, items: &[Got]) {
        let mut lives = items
            .iter()
            .filter(|it| matches!(it, Got::Lost | Got::Reconnected(_) | Got::Resynced(_)));
        let Some(mut before) = lives.next() else { return };
        for next in lives {
            let follows = match (before, next) {
                (Got::Lost, Got::Reconnected(_)) | (Got::Resynced(_), Got::Lost) => true,
                (Got::Reconnected(one), Got::Resynced(other)) => one == other,
                _ => false,
            };
            assert!(follows, "{before:?}, {next:?}");
            before = next;
        }
    }

    /// Waits for one event until it comes or cannot come, unless it is tired of waiting.
    fn wait(&mut self) {
        let thing = THINGS[self.random.usize(..THINGS.len())];
        let earliest = self.clock.done.load(Ordering::SeqCst);
        let day = Duration::from_secs(86_400);
        let mut wait = Wait::<Note<4>>::new(&self.rig.hub, about(thing), day, None);
        let mut ask = |waker: &Waker| Pin::new(&mut wait).poll(&mut Context::from_waker(waker));
        if self.random.bool() {
            for _ in 0..self.random.u8(..10) {
                let _ = ask(Waker::noop());
            }
            return;
        }
        match await_with("a wait", ask) {
            Ok(note) => {
                assert!(note.number > earliest);
                assert!(is_for(note.number, Some(thing), Some(&[Kind::Talk])));
                self.got += 1;
            }
            Err(
                WaitError::Left
                | WaitError::Interrupted
                | WaitError::EndedInGap
                | WaitError::Ended(Ended::Closed),
            ) => {}
            Err(other) => panic!("{other}"),
        }
    }

    /// Hears directly, and must hear nothing when it has gone.
    fn hear(&mut self) {
        let (thing, kinds) = self.interest();
        let earliest = self.clock.done.load(Ordering::SeqCst);
        let hearing = Arc::new(Hearing::default());
        let wanted = interest(thing, kinds.as_deref());
        let subscription = self.rig.hub.subscribe(wanted, hearing.clone());
        for _ in 0..self.random.u32(..200) {
            std::thread::yield_now();
        }
        drop(subscription);
        let all = hearing.all.load(Ordering::SeqCst);
        let latest = self.clock.begun.load(Ordering::SeqCst);
        for _ in 0..100 {
            std::thread::yield_now();
        }
        assert_eq!(hearing.all.load(Ordering::SeqCst), all, "it has gone");
        let heard = hearing.numbers.lock().expect("nobody panicked");
        assert!(heard.is_sorted_by(|one, next| one < next), "{heard:?}");
        assert!(heard.iter().all(|it| *it > earliest && *it <= latest), "{heard:?}");
        assert!(heard.iter().all(|it| is_for(*it, thing, kinds.as_deref())));
        self.got += heard.len() as u64;
    }

    /// Nothing is lost in silence, at whatever moment one looks.
    fn look(&mut self) {
        let frames = self.rig.hub.frame_counts();
        assert_eq!(frames.received, frames.wanted + frames.filtered, "{frames:?}");
        let deliveries = self.rig.hub.delivery_counts();
        balanced(deliveries);
        assert!(deliveries.offered >= self.offered, "{deliveries:?}, before {}", self.offered);
        self.offered = deliveries.offered;
    }
}

/// Notes which frames it hears, and counts whatever it hears.
#[derive(Default)]
struct Hearing {
    numbers: Mutex<Vec<u64>>,
    all: AtomicU64,
}

impl Consumer<Noted> for Hearing {
    fn hear(&self, heard: Heard<'_, Noted>, _: &mut Wakers) {
        self.all.fetch_add(1, Ordering::SeqCst);
        if let Heard::Event { event, .. } = heard {
            self.numbers.lock().expect("nobody panicked").push(event.number());
        }
    }
}

/// Reads to the end, or awaits the end of a wait, as often as there is time for before all is over.
fn stay(rig: &Rig, over: &AtomicBool, random: &mut fastrand::Rng) {
    loop {
        let was_over = over.load(Ordering::SeqCst);
        if random.bool() {
            let mut events = rig.stream(None, None, 10);
            // A look that leaves a waker of nobody.
            let _ = poll(&mut events, Waker::noop());
            while !matches!(
                await_with("a stream", |it| poll(&mut events, it)),
                None | Some(Got::Event(_))
            ) {}
        } else {
            let day = Duration::from_secs(86_400);
            let mut wait = Wait::<Note<4>>::new(&rig.hub, about(THINGS[0]), day, None);
            let _ =
                await_with("a wait", |it| Pin::new(&mut wait).poll(&mut Context::from_waker(it)));
        }
        if was_over {
            return;
        }
    }
}

#[test]
fn nobody_is_left_waiting_who_comes_just_when_it_ends() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime for the deadlines");
    for round in 0..400 {
        let (rig, over) = (Rig::new(false), AtomicBool::new(false));
        std::thread::scope(|scope| {
            for visitor in 0..VISITORS {
                let (rig, over, runtime) = (&rig, &over, &runtime);
                scope.spawn(move || {
                    let _entered = runtime.enter();
                    stay(rig, over, &mut fastrand::Rng::with_seed(round * VISITORS + visitor));
                });
            }
            for number in 1..fastrand::Rng::with_seed(round).u64(5..40) {
                rig.send(&Sent::new(number, Kind::Talk, &THINGS[..1]));
            }
            rig.hub.end(Ended::Lost);
            over.store(true, Ordering::SeqCst);
        });
        let counts = rig.hub.delivery_counts();
        balanced(counts);
        assert_eq!(counts.queued, 0);
    }
}

#[test]
fn what_is_dropped_while_somebody_looks_is_counted_at_every_moment() {
    const STREAMS: u64 = 3_000;
    let rig = Rig::new(false);
    let mut streams: Vec<_> = (0..STREAMS).map(|_| rig.stream(None, None, 10)).collect();
    rig.send(&Sent::new(1, Kind::Talk, &[]));
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                let counts = rig.hub.delivery_counts();
                balanced(counts);
                assert_eq!(counts.offered, STREAMS);
            }
        });
        while streams.pop().is_some() && !looking.is_finished() {}
        over.store(true, Ordering::SeqCst);
    });
    assert_eq!(rig.hub.delivery_counts().abandoned, STREAMS);
}

/// Sends everything, with a gap after each stretch in which one thing goes.
fn send(rig: &Rig, clock: &Clock) {
    let mut generation = 1;
    for number in 1..=FRAMES {
        clock.begun.store(number, Ordering::SeqCst);
        rig.send(&frame_at(number));
        clock.done.store(number, Ordering::SeqCst);
        if number % STRETCH == 0 {
            generation += 1;
            rig.lose();
            rig.reconnect(generation);
            let (kind, _, id) = THINGS[(number / STRETCH) as usize % 5];
            let picture =
                Picture { kind: Text::new(kind), ended: vec![Text::new(id)], ..Picture::default() };
            rig.resync(generation, vec![picture]);
        }
    }
    rig.hub.end(Ended::Closed);
    clock.over.store(true, Ordering::SeqCst);
}

#[test]
fn who_comes_and_goes_while_frames_pass_gets_what_passed_meanwhile() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime for the deadlines");
    let (rig, clock) = (Rig::new(false), Clock::default());
    let mut everything = rig.stream(None, None, usize::MAX);
    let got: u64 = std::thread::scope(|scope| {
        let visitors: Vec<_> = (0..VISITORS)
            .map(|seed| {
                let (rig, clock, runtime) = (&rig, &clock, &runtime);
                scope.spawn(move || {
                    let _entered = runtime.enter();
                    let random = fastrand::Rng::with_seed(seed);
                    let mut visitor = Visitor { rig, clock, random, got: 0, offered: 0 };
                    while !clock.over.load(Ordering::SeqCst) {
                        match visitor.random.u8(..4) {
                            0 => visitor.wait(),
                            1 => visitor.hear(),
                            _ => visitor.read(),
                        }
                        (0..20).for_each(|_| visitor.look());
                    }
                    visitor.got
                })
            })
            .collect();
        send(&rig, &clock);
        visitors.into_iter().map(|it| it.join().expect("it saw nothing wrong")).sum()
    });
    assert!(got > 1_000, "the visitors got {got} items only");
    let items = super::drain(&mut everything);
    let numbers = items.iter().filter_map(|it| match it {
        Got::Event(number) => Some(*number),
        _ => None,
    });
    assert!(numbers.eq(1..=FRAMES));
    assert_eq!(items.last(), Some(&Got::Ended(Ended::Closed)));
    let frames = rig.hub.frame_counts();
    assert_eq!((frames.received, frames.wanted), (FRAMES, FRAMES));
    drop(everything);
    let counts = rig.hub.delivery_counts();
    balanced(counts);
    assert_eq!(counts.queued, 0);
}
