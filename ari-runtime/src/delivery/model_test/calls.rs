//! Calls as the hub makes them: of what enters, and of what waited unread until somebody served.

use std::sync::{Arc, Mutex};

use super::{Fault, Kind, Noted, Rig, Sent, THINGS, Thing, about};
use crate::Text;
use crate::delivery::Ended;
use crate::delivery::consumer::{Consumer, Gap, Heard, Opener, Role, Wakers};
use crate::delivery::hub::Subscription;
use crate::delivery::index::About;
use crate::delivery::resynced::Picture;
use crate::delivery::stream::Reader;

const LINE: Thing = THINGS[0];

/// A call, as far as what it hears goes.
#[derive(Default)]
struct Heeding(Mutex<Vec<Note>>);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Note {
    Event(u64, Role),
    Malformed(Role),
    Gap(Gap),
    End(Ended),
    Other,
}

impl Consumer<Noted> for Heeding {
    fn hear(&self, heard: Heard<'_, Noted>, _: &mut Wakers) {
        let note = match heard {
            Heard::Event { event, role, .. } => Note::Event(event.number(), role),
            Heard::Gap(gap) => Note::Gap(gap),
            Heard::End(ended) => Note::End(ended),
            Heard::Malformed { role, .. } => Note::Malformed(role),
            Heard::Life(_) | Heard::Gone => Note::Other,
        };
        if note != Note::Other {
            self.0.lock().expect("nobody panicked").push(note);
        }
    }
}

/// Makes a call of everything.
#[derive(Default)]
struct Opening(Mutex<Vec<Opened>>);

struct Opened {
    about: About,
    heeding: Arc<Heeding>,
    _subscription: Subscription<Noted>,
}

impl Opener<Noted> for Opening {
    fn open(
        &self,
        about: &About,
        _: Option<&Noted>,
        join: &mut dyn FnMut(Arc<dyn Consumer<Noted>>) -> Subscription<Noted>,
        _: &mut Wakers,
    ) {
        let heeding = Arc::new(Heeding::default());
        let _subscription = join(heeding.clone());
        let opened = Opened { about: about.clone(), heeding, _subscription };
        self.0.lock().expect("nobody panicked").push(opened);
    }

    fn stays(&self, _: &About, _: &mut Wakers) {}
}

impl Opening {
    fn heard(&self) -> Vec<Vec<Note>> {
        let calls = self.0.lock().expect("nobody panicked");
        calls.iter().map(|it| it.heeding.0.lock().expect("nobody panicked").clone()).collect()
    }
}

/// Gives the calls of a backlog to an opener.
fn serve(rig: &Rig, mut events: Reader<Noted>) -> Arc<Opening> {
    let opening = Arc::new(Opening::default());
    let backlog = || {
        // Time for whoever should not have any.
        (0..20).for_each(|_| std::thread::yield_now());
        events.backlog()
    };
    assert!(rig.hub.serve(opening.clone(), backlog));
    opening
}

fn gone() -> Picture {
    Picture { kind: Text::new("line"), ended: vec![Text::new(LINE.2)], ..Picture::default() }
}

#[test]
fn a_call_that_waited_until_all_was_over_hears_that_it_is() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    rig.send(&Sent::new(2, Kind::Talk, &[LINE]));
    rig.hub.end(Ended::Closed);
    let opening = serve(&rig, events);
    let talked = Note::Event(2, Role::Passing);
    assert_eq!(opening.heard(), [[talked, Note::End(Ended::Closed)]]);
}

#[test]
fn a_call_that_waited_through_a_gap_hears_what_became_of_it() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    rig.lose();
    rig.reconnect(2);
    rig.resync(2, vec![gone()]);
    let opening = serve(&rig, events);
    assert_eq!(opening.heard(), [[Note::Gap(Gap::Gone)]]);
    rig.send(&Sent::new(2, Kind::Enter, &[LINE]));
    assert_eq!(opening.heard(), [vec![Note::Gap(Gap::Gone)], vec![]], "it is another call");
}

#[test]
fn a_call_that_waited_until_the_picture_came_hears_it() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    rig.lose();
    rig.reconnect(2);
    rig.send(&Sent::new(2, Kind::Enter, &[THINGS[1]]));
    let opening = serve(&rig, events);
    assert!(rig.hub.known("line").contains_key(LINE.2));
    rig.resync(2, vec![gone()]);
    assert_eq!(opening.heard(), [vec![Note::Gap(Gap::Gone)], vec![]]);
}

#[test]
fn a_call_that_was_over_before_it_was_served_hears_nothing_of_the_next_one() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    rig.send(&Sent::new(2, Kind::Gone, &[LINE]));
    rig.send(&Sent::new(3, Kind::Enter, &[LINE]));
    let opening = serve(&rig, events);
    rig.send(&Sent::new(4, Kind::Talk, &[LINE]));
    let gone = Note::Event(2, Role::Terminal);
    let talked = Note::Event(4, Role::Passing);
    assert_eq!(opening.heard(), [[gone], [talked]]);
}

#[test]
fn a_call_that_waited_hears_of_a_last_event_that_cannot_be_read() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    let fault = Some(Fault::Field);
    rig.send(&Sent { fault, ..Sent::new(2, Kind::Leave, &[THINGS[1]]) });
    rig.send(&Sent { fault, ..Sent::new(3, Kind::Gone, &[LINE]) });
    rig.send(&Sent::new(4, Kind::Talk, &[LINE]));
    let opening = serve(&rig, events);
    assert_eq!(opening.heard(), [[Note::Malformed(Role::Terminal)]]);
}

#[test]
fn a_call_that_waited_hears_each_event_once() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    rig.send(&Sent::new(2, Kind::Talk, &[LINE, LINE]));
    let opening = serve(&rig, events);
    rig.send(&Sent::new(3, Kind::Talk, &[LINE, LINE]));
    let talked = |number| Note::Event(number, Role::Passing);
    assert_eq!(opening.heard(), [[talked(2), talked(3)]]);
}

#[test]
fn what_this_client_makes_itself_is_no_call() {
    let rig = Rig::new(false);
    let events = rig.stream(None, None, 100);
    rig.hub.expect(about(LINE));
    rig.hub.expect(about(THINGS[1]));
    rig.send(&Sent::new(1, Kind::Enter, &[LINE]));
    let opening = serve(&rig, events);
    rig.send(&Sent::new(2, Kind::Enter, &[THINGS[1]]));
    assert_eq!(opening.heard(), [] as [Vec<Note>; 0]);
    rig.send(&Sent::new(3, Kind::Gone, &[LINE]));
    rig.send(&Sent::new(4, Kind::Enter, &[LINE]));
    assert_eq!(opening.heard(), [vec![]], "the id is used again");
}

/// Frames about a line of its own each: it enters, talks and is gone.
fn visit(rig: &Rig, number: u64) {
    for (kind, number) in [("Enter", number), ("Talk", number + 1), ("Gone", number + 2)] {
        let id = number / 3;
        let text =
            format!(r#"{{"number":{number},"things":[["line","","<{id}>"]],"type":"{kind}"}}"#);
        rig.frame(&text);
    }
}

#[test]
fn serving_that_begins_while_lines_enter_gives_each_one_call_that_hears_all_of_it() {
    const LINES: u64 = 40;
    for _ in 0..100 {
        let rig = Rig::new(false);
        let events = rig.stream(None, None, usize::MAX);
        let opening = std::thread::scope(|scope| {
            let serving = scope.spawn(|| {
                while rig.hub.frame_counts().received < 10 {
                    std::thread::yield_now();
                }
                serve(&rig, events)
            });
            (0..LINES).for_each(|it| visit(&rig, 3 * it));
            serving.join().expect("it served")
        });
        let calls = opening.0.lock().expect("nobody panicked");
        let ids: Vec<&str> = calls.iter().map(|it| it.about.id.as_str()).collect();
        let all: Vec<String> = (0..LINES).map(|it| format!("<{it}>")).collect();
        assert_eq!(ids, all);
        for (place, call) in (0..).zip(calls.iter()) {
            let number = 3 * place;
            let talked = Note::Event(number + 1, Role::Passing);
            let gone = Note::Event(number + 2, Role::Terminal);
            assert_eq!(*call.heeding.0.lock().expect("nobody panicked"), [talked, gone]);
        }
    }
}
