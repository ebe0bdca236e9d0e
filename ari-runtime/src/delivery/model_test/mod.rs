//! The hub against a model that is a plain list: what both are fed with, and how what comes out is read.

mod calls;
mod cases;
mod model;
mod script;
mod threads;
mod wakers;

use std::any::Any;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use serde::Deserialize;
use serde::de::MapAccess;

use crate::delivery::consumer::Wakers;
use crate::delivery::hub::Hub;
use crate::delivery::index::{About, Interest};
use crate::delivery::queue::Counts;
use crate::delivery::resynced::{Picture, Resynced};
use crate::delivery::stream::Reader;
use crate::delivery::{Delivery, Ended, Lost, MissedReason, Reconnected};
use crate::event::frame::{Frame, RawEvent};
use crate::event::{ApiEvent, Payload, Subject};
use crate::tables::Session;

/// An API with lines, rooms and seats, of which seats are never over.
const BOARD: Session<Kind> = Session::new()
    .opens(&[Kind::Enter])
    .closes(&[Kind::Leave])
    .terminal(&[("line", &[Kind::Gone]), ("room", &[Kind::Razed])]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Enter,
    Leave,
    Gone,
    Razed,
    Talk,
    Hold,
}

const KINDS: [Kind; 6] =
    [Kind::Enter, Kind::Leave, Kind::Gone, Kind::Razed, Kind::Talk, Kind::Hold];

/// What an event can be about: what it is, what its id is unique in, its id.
type Thing = (&'static str, &'static str, &'static str);

/// No id is part of another one, nor of anything else in a frame; but one is that of several things.
const THINGS: [Thing; 7] = [
    ("line", "", "<ash>"),
    ("line", "", "<box>"),
    ("line", "", "<cup>"),
    ("room", "", "<ash>"),
    ("room", "", "<den>"),
    ("seat", "low", "<ash>"),
    ("seat", "up", "<ash>"),
];

/// Does nothing more come about a thing after this?
fn is_last(kind: Option<Kind>, thing: Thing) -> bool {
    matches!((kind, thing.0), (Some(Kind::Gone), "line") | (Some(Kind::Razed), "room"))
}

/// The payload of the kind with this place among the kinds.
#[derive(Debug, Deserialize)]
struct Note<const KIND: usize> {
    number: u64,
    things: Vec<(String, String, String)>,
}

impl<const KIND: usize> Payload for Note<KIND> {
    type Event = Noted;
    const KIND: Kind = KINDS[KIND];

    fn of(event: &Noted) -> Option<&Arc<Self>> {
        let held: &dyn Any = match event {
            Noted::Enter(it) => it,
            Noted::Leave(it) => it,
            Noted::Gone(it) => it,
            Noted::Razed(it) => it,
            Noted::Talk(it) => it,
            Noted::Hold(it) => it,
            Noted::New(it) => it,
        };
        held.downcast_ref()
    }

    fn attach(&mut self, _: Frame) {}
}

#[derive(Clone, Debug)]
enum Noted {
    Enter(Arc<Note<0>>),
    Leave(Arc<Note<1>>),
    Gone(Arc<Note<2>>),
    Razed(Arc<Note<3>>),
    Talk(Arc<Note<4>>),
    Hold(Arc<Note<5>>),
    New(RawEvent),
}

impl Noted {
    fn number(&self) -> u64 {
        match self {
            Self::Enter(it) => it.number,
            Self::Leave(it) => it.number,
            Self::Gone(it) => it.number,
            Self::Razed(it) => it.number,
            Self::Talk(it) => it.number,
            Self::Hold(it) => it.number,
            Self::New(it) => number_in(it.text().unwrap_or_default()),
        }
    }
}

impl ApiEvent for Noted {
    type Kind = Kind;

    fn kind(name: &str) -> Option<Kind> {
        Some(match name {
            "Enter" => Kind::Enter,
            "Leave" => Kind::Leave,
            "Gone" => Kind::Gone,
            "Razed" => Kind::Razed,
            "Talk" => Kind::Talk,
            "Hold" => Kind::Hold,
            _ => return None,
        })
    }

    fn name(kind: Kind) -> &'static str {
        match kind {
            Kind::Enter => "Enter",
            Kind::Leave => "Leave",
            Kind::Gone => "Gone",
            Kind::Razed => "Razed",
            Kind::Talk => "Talk",
            Kind::Hold => "Hold",
        }
    }

    fn raw(&self) -> Option<&str> {
        None
    }

    fn known_kind(&self) -> Option<Kind> {
        match self {
            Self::Enter(_) => Some(Kind::Enter),
            Self::Leave(_) => Some(Kind::Leave),
            Self::Gone(_) => Some(Kind::Gone),
            Self::Razed(_) => Some(Kind::Razed),
            Self::Talk(_) => Some(Kind::Talk),
            Self::Hold(_) => Some(Kind::Hold),
            Self::New(_) => None,
        }
    }

    fn read<'de, A: MapAccess<'de>>(
        kind: Kind,
        fields: A,
        frame: &Frame,
    ) -> Result<Self, A::Error> {
        use crate::event::payload;
        Ok(match kind {
            Kind::Enter => Self::Enter(payload(fields, frame)?),
            Kind::Leave => Self::Leave(payload(fields, frame)?),
            Kind::Gone => Self::Gone(payload(fields, frame)?),
            Kind::Razed => Self::Razed(payload(fields, frame)?),
            Kind::Talk => Self::Talk(payload(fields, frame)?),
            Kind::Hold => Self::Hold(payload(fields, frame)?),
        })
    }

    fn unrecognized(raw: RawEvent) -> Self {
        Self::New(raw)
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        let things = match self {
            Self::Enter(it) => &it.things,
            Self::Leave(it) => &it.things,
            Self::Gone(it) => &it.things,
            Self::Razed(it) => &it.things,
            Self::Talk(it) => &it.things,
            Self::Hold(it) => &it.things,
            Self::New(_) => return,
        };
        things.iter().for_each(|(kind, group, id)| visit(Subject::new(kind, id).within(group)));
    }
}

/// The number that every frame of these tests begins with, as a text if the frame is at fault.
fn number_in(text: &str) -> u64 {
    let digits = text.bytes().skip_while(|it| !it.is_ascii_digit());
    let digits = digits.take_while(u8::is_ascii_digit);
    digits.fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))
}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// A field is not as documented.
    Field,
    /// It does not say what it is.
    Nameless,
    /// It ends too early.
    Cut,
}

/// One frame; no kind is an unknown one.
#[derive(Clone, Debug)]
struct Sent {
    number: u64,
    kind: Option<Kind>,
    things: Vec<Thing>,
    fault: Option<Fault>,
}

impl Sent {
    fn new(number: u64, kind: Kind, things: &[Thing]) -> Self {
        Self { number, kind: Some(kind), things: things.to_vec(), fault: None }
    }

    /// About nothing, one thing, several, or one of them twice.
    fn random(random: &mut fastrand::Rng, number: u64) -> Self {
        let kind = KINDS.get(random.usize(..=KINDS.len())).copied();
        let things = (0..random.usize(..4)).map(|_| THINGS[random.usize(..THINGS.len())]);
        Self { number, kind, things: things.collect(), fault: None }
    }

    fn with_fault(mut self, random: &mut fastrand::Rng) -> Self {
        self.fault = match random.u8(..20) {
            0 if self.kind.is_some() => Some(Fault::Field),
            1 => {
                self.kind = None;
                Some(Fault::Nameless)
            }
            2 => Some(Fault::Cut),
            _ => None,
        };
        self
    }

    fn text(&self) -> String {
        let number = match self.fault {
            Some(Fault::Field) => format!("\"{}\"", self.number),
            _ => self.number.to_string(),
        };
        let things = serde_json::to_string(&self.things).expect("texts are JSON");
        let kind = self.kind.map_or("New".to_owned(), |it| format!("{it:?}"));
        match self.fault {
            Some(Fault::Nameless) => format!(r#"{{"number":{number},"things":{things}}}"#),
            Some(Fault::Cut) => format!(r#"{{"number":{number},"things":{things},"type":"{kind}""#),
            _ => format!(r#"{{"number":{number},"things":{things},"type":"{kind}"}}"#),
        }
    }
}

/// An item of a stream, as far as it matters here.
#[derive(Clone, Debug, PartialEq)]
enum Got {
    Event(u64),
    Malformed(u64),
    Missed { count: u64, capacity: usize },
    Lost,
    Reconnected(u64),
    Resynced(u64),
    Ended(Ended),
}

impl From<Delivery<Noted>> for Got {
    fn from(item: Delivery<Noted>) -> Self {
        match item {
            Delivery::Event(event) => Self::Event(event.number()),
            Delivery::Malformed(error) => Self::Malformed(number_in(&error.raw)),
            Delivery::Missed(missed) => {
                let MissedReason::QueueFull { capacity } = missed.reason;
                Self::Missed { count: missed.count, capacity }
            }
            Delivery::Lost(_) => Self::Lost,
            Delivery::Reconnected(it) => Self::Reconnected(it.generation),
            Delivery::Resynced(it) => Self::Resynced(it.generation),
            Delivery::Ended(it) => Self::Ended(it),
        }
    }
}

fn poll(events: &mut Reader<Noted>, waker: &Waker) -> Poll<Option<Got>> {
    let item = events.poll(&mut Context::from_waker(waker));
    item.map(|it| it.map(Got::from))
}

/// Everything that is there to be read.
fn drain(events: &mut Reader<Noted>) -> Vec<Got> {
    std::iter::from_fn(|| match poll(events, Waker::noop()) {
        Poll::Ready(item) => item,
        Poll::Pending => None,
    })
    .collect()
}

fn about((kind, group, id): Thing) -> About {
    About::new(kind, group, id)
}

/// What a consumer asks for; who asks for kinds of a thing asks for its last ones too.
fn interest(about_thing: Option<Thing>, kinds: Option<&[Kind]>) -> Interest<Kind> {
    let kinds = kinds.map(|kinds| {
        let mut kinds = kinds.to_vec();
        let last = about_thing.map_or(&[][..], |it| BOARD.terminal_for(it.0));
        kinds.extend(last.iter().filter(|it| !kinds.contains(it)).copied().collect::<Vec<_>>());
        kinds
    });
    Interest { about: about_thing.map(about), kinds, name: None }
}

/// A hub that the test drives.
struct Rig {
    hub: Arc<Hub<Noted>>,
}

impl Rig {
    fn new(repeats: bool) -> Self {
        Self { hub: Arc::new(Hub::new(BOARD, repeats)) }
    }

    fn stream(
        &self,
        thing: Option<Thing>,
        kinds: Option<&[Kind]>,
        capacity: usize,
    ) -> Reader<Noted> {
        Reader::new(&self.hub, interest(thing, kinds), capacity)
    }

    /// A frame comes, and who waits for it is woken.
    fn frame(&self, text: &str) -> Option<Kind> {
        let mut wakers = Wakers::default();
        let kind = self.hub.frame(text, &mut wakers);
        wakers.wake();
        kind
    }

    fn send(&self, sent: &Sent) {
        self.frame(&sent.text());
    }

    fn lose(&self) {
        self.hub.lost(Lost { reason: "cut".into() }, &mut Wakers::default());
    }

    fn reconnect(&self, generation: u64) {
        let reconnected = Reconnected { generation, attempts: 1, gap: Duration::ZERO };
        self.hub.reconnected(reconnected, &mut Wakers::default());
    }

    fn resync(&self, generation: u64, pictures: Vec<Picture>) {
        let resynced = Resynced {
            generation,
            complete: true,
            pictures,
            restored: Vec::new(),
            failures: Vec::new(),
        };
        self.hub.resynced(Arc::new(resynced), &mut Wakers::default());
    }
}

fn balanced(counts: Counts) {
    let Counts { offered, taken, overflowed, queued, abandoned } = counts;
    assert_eq!(offered, taken + overflowed + queued + abandoned, "{counts:?}");
}
