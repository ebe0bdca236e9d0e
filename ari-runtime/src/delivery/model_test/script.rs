//! Scripts of random steps, done to the hub and to the model; after each step both have to agree.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use super::model::{Ear, Fate, Line, Model, Outcome};
use super::{
    KINDS, Kind, Note, Noted, Rig, Sent, THINGS, Thing, about, balanced, interest, is_last,
    number_in, poll,
};
use serde_json::Value;

use crate::Text;
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::delivery::resynced::{Found, Picture};
use crate::delivery::stream::Reader;
use crate::delivery::waiter::{Wait, WaitError};

const SCRIPTS: u64 = 2_000;
const STEPS: usize = 180;

/// The real side of one listener.
struct Real {
    ear: RealEar,
    bell: Arc<Bell>,
    waker: Waker,
    /// There was nothing to read when it was last asked.
    asleep: bool,
}

enum RealEar {
    Stream(Reader<Noted>),
    Wait(Waiting),
}

type Waiting = Box<dyn FnMut(&Waker) -> Poll<Result<u64, WaitError>>>;

impl From<RealEar> for Real {
    fn from(ear: RealEar) -> Self {
        let bell = Arc::new(Bell::default());
        Self { ear, waker: bell.clone().into(), bell, asleep: false }
    }
}

/// Remembers that it was rung.
#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn waiting<const KIND: usize>(hub: &Arc<Hub<Noted>>, thing: Thing) -> Waiting {
    let day = Duration::from_secs(86_400);
    let mut wait = Wait::<Note<KIND>>::new(hub, about(thing), day, None);
    Box::new(move |waker| {
        let result = Pin::new(&mut wait).poll(&mut Context::from_waker(waker));
        result.map_ok(|note| note.number)
    })
}

fn wait_for(kind: Kind, hub: &Arc<Hub<Noted>>, thing: Thing) -> Waiting {
    match kind {
        Kind::Enter => waiting::<0>(hub, thing),
        Kind::Leave => waiting::<1>(hub, thing),
        Kind::Gone => waiting::<2>(hub, thing),
        Kind::Razed => waiting::<3>(hub, thing),
        Kind::Talk => waiting::<4>(hub, thing),
        Kind::Hold => waiting::<5>(hub, thing),
    }
}

fn outcome(result: Result<u64, WaitError>) -> Outcome {
    match result {
        Ok(number) => Outcome::Came(number),
        Err(WaitError::Malformed(error)) => Outcome::Malformed(number_in(&error.raw)),
        Err(WaitError::Left) => Outcome::Left,
        Err(WaitError::Interrupted) => Outcome::Interrupted,
        Err(WaitError::EndedInGap) => Outcome::EndedInGap,
        Err(WaitError::Ended(ended)) => Outcome::Ended(ended),
        Err(other) => panic!("{other}"),
    }
}

/// How likely a script's steps are; the rest is reading.
struct Weights {
    frame: u32,
    subscribe: u32,
    drop: u32,
    gap: u32,
    own: u32,
    end: u32,
    read: u32,
}

impl Weights {
    fn of(seed: u64) -> Self {
        let usual = Self { frame: 50, subscribe: 9, drop: 6, gap: 5, own: 2, end: 0, read: 28 };
        match seed % 5 {
            // Nobody reads, so that everything overflows.
            0 => Self { read: 2, subscribe: 5, drop: 3, ..usual },
            // The connection does not hold, and nobody reads of it.
            1 => Self { gap: 120, read: 5, subscribe: 4, drop: 1, ..usual },
            // It ends soon.
            2 => Self { end: 2, ..usual },
            _ => usual,
        }
    }
}

struct Script {
    rig: Rig,
    model: Model,
    /// In the order of the model's.
    real: Vec<Real>,
    random: fastrand::Rng,
    sent: Vec<Sent>,
    up: bool,
    weights: Weights,
}

impl Script {
    fn new(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        let repeats = seed % 2 == 1;
        Self {
            rig: Rig::new(repeats),
            model: Model::new(repeats),
            real: Vec::new(),
            random,
            sent: Vec::new(),
            up: true,
            weights: Weights::of(seed),
        }
    }

    fn thing(&mut self) -> Thing {
        THINGS[self.random.usize(..THINGS.len())]
    }

    fn subscribe(&mut self) {
        if self.random.u8(..4) == 0 {
            return self.wait();
        }
        let thing = self.random.bool().then(|| self.thing());
        let kinds = self.random.bool().then(|| {
            let count = self.random.usize(1..=3);
            self.random.choose_multiple(KINDS, count)
        });
        let capacity = [1, 3, 200][self.random.usize(..3)];
        self.real.push(RealEar::Stream(self.rig.stream(thing, kinds.as_deref(), capacity)).into());
        let kinds = interest(thing, kinds.as_deref()).kinds;
        self.model.add(thing, kinds, Ear::Stream(Line::new(capacity)));
    }

    fn wait(&mut self) {
        let thing = self.thing();
        let kind = KINDS[self.random.usize(..KINDS.len())];
        self.real.push(RealEar::Wait(wait_for(kind, &self.rig.hub, thing)).into());
        let mut kinds = vec![kind, Kind::Leave];
        kinds.extend(KINDS.into_iter().filter(|it| is_last(Some(*it), thing)));
        self.model.add(Some(thing), Some(kinds), Ear::Wait { kind, result: None });
    }

    fn frame(&mut self) {
        let sent = match self.random.u8(..10) {
            // One that was here before.
            0 if !self.sent.is_empty() => self.sent[self.random.usize(..self.sent.len())].clone(),
            _ => {
                let number = self.sent.len() as u64 + 1;
                Sent::random(&mut self.random, number).with_fault(&mut self.random)
            }
        };
        let text = sent.text();
        assert_eq!(self.rig.frame(&text), sent.kind);
        self.model.frame(&sent, &text);
        self.sent.push(sent);
    }

    fn gap(&mut self) {
        if self.up && (self.model.generation == 1 || self.random.bool()) {
            self.up = false;
            self.rig.lose();
            self.model.lost();
        } else if self.up {
            self.resync();
        } else {
            self.up = true;
            self.model.reconnected();
            self.rig.reconnect(self.model.generation);
            self.compare_known();
        }
    }

    fn resync(&mut self) {
        let mut pictures = Vec::new();
        let mut fates = Vec::new();
        for sort in ["line", "room"] {
            let mut picture = Picture { kind: Text::new(sort), ..Picture::default() };
            for thing in THINGS.into_iter().filter(|it| it.0 == sort) {
                let id = Text::new(thing.2);
                let fate = match self.random.u8(..8) {
                    0 | 1 => {
                        picture.ended.push(id);
                        Fate::Gone
                    }
                    2 => {
                        picture.left.push(id);
                        Fate::Left
                    }
                    3 => {
                        picture.appeared.push(Found { id, application: None, json: Value::Null });
                        Fate::Appeared
                    }
                    4 => {
                        picture.unknown.push(id);
                        Fate::Remained
                    }
                    _ => {
                        picture.remaining.push(id);
                        Fate::Remained
                    }
                };
                fates.push((thing, fate));
            }
            pictures.push(picture);
        }
        self.compare_known();
        self.rig.resync(self.model.generation, pictures);
        self.model.resynced(&fates);
        self.compare_known();
    }

    fn own(&mut self) {
        let lines = THINGS.map(|it| (it.0 == "line").then_some(it));
        let lines: Vec<Thing> = lines.into_iter().flatten().collect();
        let thing = lines[self.random.usize(..lines.len())];
        if self.random.bool() {
            self.rig.hub.expect(about(thing));
            self.model.expect(thing);
        } else {
            let exists = self.random.bool();
            self.rig.hub.settle(&about(thing), exists);
            self.model.settle(thing, exists);
        }
    }

    fn end(&mut self) {
        let ended = [Ended::Closed, Ended::Lost, Ended::Replaced][self.random.usize(..3)];
        self.rig.hub.end(ended);
        self.model.end(ended);
    }

    /// Reads one item of one listener.
    fn read(&mut self, place: usize) {
        let over = self.model.listeners[place].is_over();
        let real = &mut self.real[place];
        real.bell.0.store(false, Ordering::Relaxed);
        real.asleep = match (&mut real.ear, &mut self.model.listeners[place].ear) {
            (RealEar::Stream(events), Ear::Stream(line)) => {
                let wanted = match line.take() {
                    Some(item) => Poll::Ready(Some(item)),
                    None if over => Poll::Ready(None),
                    None => Poll::Pending,
                };
                assert_eq!(poll(events, &real.waker), wanted);
                wanted.is_pending()
            }
            (RealEar::Wait(wait), Ear::Wait { result, .. }) => {
                let wanted = result.map_or(Poll::Pending, Poll::Ready);
                assert_eq!(wait(&real.waker).map(outcome), wanted);
                wanted.is_pending()
            }
            _ => panic!("the lists are not alike"),
        };
    }

    fn drop(&mut self, place: usize) {
        drop(self.real.swap_remove(place));
        self.model.remove(place);
    }

    fn step(&mut self) {
        let it = &self.weights;
        let shares = [it.frame, it.subscribe, it.drop, it.gap, it.own, it.end, it.read];
        let mut dice = self.random.u32(..shares.iter().sum::<u32>());
        let choice = shares.iter().position(|share| {
            let hit = dice < *share;
            dice = dice.saturating_sub(*share);
            hit
        });
        let place = (!self.real.is_empty()).then(|| self.random.usize(..self.real.len()));
        match (choice, place) {
            (Some(0), _) => self.frame(),
            (Some(1), _) => self.subscribe(),
            (Some(2), Some(place)) => self.drop(place),
            (Some(3), _) => self.gap(),
            (Some(4), _) => self.own(),
            (Some(5), _) => self.end(),
            (Some(6), Some(place)) => (0..self.random.u8(1..5)).for_each(|_| self.read(place)),
            _ => {}
        }
    }

    /// Nothing is lost in silence: every frame and every item is somewhere.
    fn compare(&self) {
        let frames = self.rig.hub.frame_counts();
        assert_eq!(frames, self.model.frames);
        assert_eq!(
            frames.received,
            frames.wanted
                + frames.filtered
                + frames.malformed
                + frames.responses
                + frames.duplicates
        );
        let deliveries = self.rig.hub.delivery_counts();
        assert_eq!(deliveries, self.model.deliveries());
        balanced(deliveries);
        for (real, model) in self.real.iter().zip(&self.model.listeners) {
            if real.asleep && model.has_something() {
                assert!(real.bell.0.load(Ordering::Relaxed), "it sleeps on");
            }
            if let (RealEar::Stream(events), Ear::Stream(line)) = (&real.ear, &model.ear) {
                assert_eq!(events.counts(), line.counts);
                balanced(line.counts);
            }
        }
    }

    /// What would be asked for after a gap.
    fn compare_known(&self) {
        for sort in ["line", "room", "seat"] {
            let known = self.rig.hub.known(sort);
            let known = known.iter().map(|(id, it)| (id.as_str(), *it)).collect();
            assert_eq!(self.model.known(sort), known, "known of {sort}");
        }
    }

    /// Everyone reads to the end.
    fn finish(&mut self) {
        self.end();
        self.compare();
        for place in 0..self.real.len() {
            while self.model.listeners[place].has_items() {
                self.read(place);
            }
            // And then there is nothing more.
            self.read(place);
        }
        self.compare();
        while !self.real.is_empty() {
            self.drop(0);
            self.compare();
        }
        assert_eq!(self.rig.hub.delivery_counts().queued, 0);
    }
}

#[test]
fn step_by_step_the_hub_does_what_a_list_of_listeners_does() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime for the deadlines");
    let _entered = runtime.enter();
    for seed in 0..SCRIPTS {
        let mut script = Script::new(seed);
        let mut place = Place { seed, step: 0 };
        for step in 0..STEPS {
            place.step = step;
            script.step();
            script.compare();
        }
        script.finish();
    }
}

/// Tells which script failed where.
struct Place {
    seed: u64,
    step: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("script {}, step {}", self.seed, self.step);
        }
    }
}
