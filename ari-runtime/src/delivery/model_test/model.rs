//! The model: everyone who listens as a plain list, asked one by one; no index, no numbers, no shared counts.

use std::collections::{BTreeMap, VecDeque};

use super::{Got, Kind, Sent, Thing, is_last};
use crate::delivery::Ended;
use crate::delivery::hub::FrameCounts;
use crate::delivery::queue::Counts;

/// Items about the connection that fit into a full queue.
const LIFE: usize = 64;

pub(super) struct Model {
    pub(super) listeners: Vec<Listener>,
    pub(super) frames: FrameCounts,
    /// Frames that came, where those that come twice are told once.
    texts: Option<Vec<String>>,
    present: Vec<Thing>,
    own: Vec<(Thing, bool)>,
    pub(super) generation: u64,
    pub(super) over: Option<Ended>,
    /// Counts of streams that are gone.
    gone: Counts,
}

pub(super) struct Listener {
    thing: Option<Thing>,
    kinds: Option<Vec<Kind>>,
    generation: u64,
    seen: bool,
    /// Nothing more comes.
    over: bool,
    pub(super) ear: Ear,
}

pub(super) enum Ear {
    Stream(Line),
    Wait { kind: Kind, result: Option<Outcome> },
}

/// What waits to be read from one stream.
pub(super) struct Line {
    capacity: usize,
    items: VecDeque<Got>,
    pub(super) counts: Counts,
}

/// What became of a wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    Came(u64),
    Malformed(u64),
    Left,
    Interrupted,
    EndedInGap,
    Ended(Ended),
}

/// What became of a thing in a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fate {
    Remained,
    Left,
    Gone,
    Appeared,
}

impl Model {
    pub(super) fn new(repeats: bool) -> Self {
        Self {
            listeners: Vec::new(),
            frames: FrameCounts::default(),
            texts: repeats.then(Vec::new),
            present: Vec::new(),
            own: Vec::new(),
            generation: 1,
            over: None,
            gone: Counts::default(),
        }
    }

    pub(super) fn add(&mut self, thing: Option<Thing>, kinds: Option<Vec<Kind>>, ear: Ear) {
        let generation = self.generation;
        let mut listener = Listener { thing, kinds, generation, seen: false, over: false, ear };
        if let Some(ended) = self.over {
            listener.end(Outcome::Ended(ended), ended);
        }
        self.listeners.push(listener);
    }

    pub(super) fn remove(&mut self, place: usize) {
        if let Ear::Stream(mut line) = self.listeners.swap_remove(place).ear {
            line.counts.abandoned += line.counts.queued;
            line.counts.queued = 0;
            self.gone += line.counts;
        }
    }

    /// What became of everything that was meant for anyone.
    pub(super) fn deliveries(&self) -> Counts {
        let mut sum = self.gone;
        for listener in &self.listeners {
            if let Ear::Stream(line) = &listener.ear {
                sum += line.counts;
            }
        }
        sum
    }

    pub(super) fn frame(&mut self, sent: &Sent, text: &str) {
        self.frames.received += 1;
        if !self.looks_at(sent.kind) {
            self.frames.filtered += 1;
            return;
        }
        if let Some(texts) = &mut self.texts {
            if texts.iter().any(|it| it == text) {
                self.frames.duplicates += 1;
                return;
            }
            texts.push(text.to_owned());
        }
        if sent.fault.is_some() {
            self.frames.malformed += 1;
            for it in self.listeners.iter_mut().filter(|it| it.hears_fault(sent)) {
                it.hear_fault(sent);
            }
            return;
        }
        match (sent.kind, sent.things.first()) {
            (Some(Kind::Enter), Some(thing)) if !self.present.contains(thing) => {
                self.present.push(*thing);
            }
            (Some(Kind::Leave), Some(thing)) => {
                self.present.retain(|it| it != thing);
                self.own.retain(|(it, _)| it != thing);
            }
            _ => {}
        }
        self.own.retain(|(it, _)| !(sent.is_about(*it) && is_last(sent.kind, *it)));
        let mut reached = false;
        for it in self.listeners.iter_mut().filter(|it| !it.over) {
            it.seen |= it.thing.is_some_and(|it| sent.is_about(it));
            if it.hears(sent) {
                it.hear(sent);
                reached = true;
            }
        }
        if reached {
            self.frames.wanted += 1;
        } else {
            self.frames.filtered += 1;
        }
    }

    /// Is a frame of this kind decoded? It is if anyone wants the kind, whatever of, or the hub itself has to know.
    fn looks_at(&self, kind: Option<Kind>) -> bool {
        let mut live = self.listeners.iter().filter(|it| !it.over);
        live.any(|it| it.wants(kind))
            || (kind == Some(Kind::Leave) && !(self.present.is_empty() && self.own.is_empty()))
            || self.own.iter().any(|(it, _)| is_last(kind, *it))
    }

    pub(super) fn lost(&mut self) {
        self.listeners.iter_mut().for_each(|it| it.live(Got::Lost));
    }

    pub(super) fn reconnected(&mut self) {
        self.generation += 1;
        self.listeners.iter_mut().for_each(|it| it.live(Got::Reconnected(self.generation)));
    }

    pub(super) fn resynced(&mut self, fates: &[(Thing, Fate)]) {
        for it in &mut self.listeners {
            it.live(Got::Resynced(self.generation));
            let (false, true, Some(thing)) = (it.over, it.generation < self.generation, it.thing)
            else {
                continue;
            };
            match fates.iter().find(|(of, _)| *of == thing) {
                Some((_, Fate::Gone)) => it.end(Outcome::EndedInGap, Ended::GoneInGap),
                _ => it.decide(Outcome::Interrupted),
            }
        }
        for (thing, fate) in fates {
            match fate {
                Fate::Remained => {}
                Fate::Left => self.present.retain(|it| it != thing),
                Fate::Gone => {
                    self.present.retain(|it| it != thing);
                    self.own.retain(|(it, _)| it != thing);
                }
                Fate::Appeared => {
                    if !self.present.contains(thing) {
                        self.present.push(*thing);
                    }
                }
            }
        }
    }

    pub(super) fn end(&mut self, ended: Ended) {
        if self.over.is_none() {
            self.over = Some(ended);
            self.listeners.iter_mut().for_each(|it| it.end(Outcome::Ended(ended), ended));
        }
    }

    pub(super) fn expect(&mut self, thing: Thing) {
        self.own.retain(|(it, _)| *it != thing);
        self.own.push((thing, false));
    }

    pub(super) fn settle(&mut self, thing: Thing, exists: bool) {
        for own in self.own.iter_mut().filter(|it| it.0 == thing) {
            own.1 = true;
        }
        self.own.retain(|(it, _)| exists || *it != thing);
        for it in self.listeners.iter_mut().filter(|it| exists && it.thing == Some(thing)) {
            it.seen = true;
        }
    }

    /// Ids from before this connection, whether they were ever heard of, whether they were in the application.
    pub(super) fn known(&self, sort: &str) -> BTreeMap<&str, (bool, bool)> {
        let mut known = BTreeMap::new();
        let mut know = |(kind, _, id): Thing, seen, entered| {
            if kind == sort {
                let it: &mut (bool, bool) = known.entry(id).or_default();
                *it = (it.0 || seen, it.1 || entered);
            }
        };
        self.present.iter().for_each(|it| know(*it, true, true));
        self.own.iter().for_each(|(it, exists)| know(*it, *exists, false));
        for it in &self.listeners {
            if let (false, true, Some(thing)) = (it.over, it.generation < self.generation, it.thing)
            {
                know(thing, it.seen, false);
            }
        }
        known
    }
}

impl Sent {
    fn is_about(&self, thing: Thing) -> bool {
        // Nobody knows what an unknown event is about.
        self.kind.is_some() && self.things.contains(&thing)
    }

    fn has_id_of(&self, thing: Thing) -> bool {
        self.things.iter().any(|(_, _, id)| *id == thing.2)
    }
}

impl Listener {
    fn wants(&self, kind: Option<Kind>) -> bool {
        match (&self.kinds, kind) {
            (None, _) => true,
            (Some(kinds), Some(kind)) => kinds.contains(&kind),
            (Some(_), None) => false,
        }
    }

    fn hears(&self, sent: &Sent) -> bool {
        self.wants(sent.kind) && self.thing.is_none_or(|it| sent.is_about(it))
    }

    /// What a frame that cannot be read is about is every id that it holds.
    fn hears_fault(&self, sent: &Sent) -> bool {
        !self.over && self.wants(sent.kind) && self.thing.is_none_or(|it| sent.has_id_of(it))
    }

    fn hear(&mut self, sent: &Sent) {
        self.hear_as(sent, Got::Event(sent.number), Outcome::Came(sent.number));
    }

    fn hear_fault(&mut self, sent: &Sent) {
        self.hear_as(sent, Got::Malformed(sent.number), Outcome::Malformed(sent.number));
    }

    fn hear_as(&mut self, sent: &Sent, item: Got, outcome: Outcome) {
        let last = self.thing.is_some_and(|it| is_last(sent.kind, it));
        match &mut self.ear {
            Ear::Stream(line) => line.push(item, 0),
            Ear::Wait { kind, .. } => {
                let outlasts = self.thing.is_some_and(|it| is_last(Some(*kind), it));
                if sent.kind == Some(*kind) {
                    self.decide(outcome);
                } else if last || (sent.kind == Some(Kind::Leave) && !outlasts) {
                    self.decide(Outcome::Left);
                }
            }
        }
        if last {
            self.end(Outcome::Left, Ended::Gone);
        }
    }

    fn decide(&mut self, outcome: Outcome) {
        if let Ear::Wait { result, .. } = &mut self.ear {
            result.get_or_insert(outcome);
        }
    }

    fn live(&mut self, item: Got) {
        if let (false, Ear::Stream(line)) = (self.over, &mut self.ear) {
            line.push(item, LIFE);
        }
    }

    fn end(&mut self, outcome: Outcome, ended: Ended) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        self.decide(outcome);
        if let Ear::Stream(line) = &mut self.ear {
            line.push(Got::Ended(ended), usize::MAX);
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    pub(super) fn has_items(&self) -> bool {
        matches!(&self.ear, Ear::Stream(line) if !line.items.is_empty())
    }

    /// Would asking it give anything, be it that nothing more comes?
    pub(super) fn has_something(&self) -> bool {
        match &self.ear {
            Ear::Stream(line) => self.over || !line.items.is_empty(),
            Ear::Wait { result, .. } => result.is_some(),
        }
    }
}

impl Line {
    pub(super) fn new(capacity: usize) -> Self {
        Self { capacity, items: VecDeque::new(), counts: Counts::default() }
    }

    fn push(&mut self, item: Got, allowance: usize) {
        self.counts.offered += 1;
        if self.items.len() < self.capacity.saturating_add(allowance) {
            self.counts.queued += 1;
            self.items.push_back(item);
            return;
        }
        self.counts.overflowed += 1;
        match self.items.back_mut() {
            Some(Got::Missed { count, .. }) => *count += 1,
            _ => self.items.push_back(Got::Missed { count: 1, capacity: self.capacity }),
        }
    }

    pub(super) fn take(&mut self) -> Option<Got> {
        let item = self.items.pop_front()?;
        if !matches!(item, Got::Missed { .. }) {
            self.counts.queued -= 1;
            self.counts.taken += 1;
        }
        Some(item)
    }
}
