//! Single cases: what scripts cannot reach, and faults that were found, each in as few steps as show it.

use super::{Got, Kind, Rig, Sent, THINGS, Thing, drain};
use crate::delivery::Ended;

const LINE: Thing = THINGS[0];

/// Asterisk counts its ids on: `1795247821.1` is the beginning of `1795247821.10`.
#[test]
fn a_malformed_end_of_one_thing_does_not_end_another_whose_id_is_part_of_its_id() {
    let rig = Rig::new(false);
    let mut events = rig.stream(Some(("line", "", "1795247821.1")), None, 100);
    let gone = r#"{"number":"1","things":[["line","","1795247821.10"]],"type":"Gone"}"#;
    rig.frame(gone);
    rig.send(&Sent::new(2, Kind::Talk, &[("line", "", "1795247821.1")]));
    assert_eq!(drain(&mut events), [Got::Event(2)]);
}

/// The id is looked for in the frame as it came, where a quotation mark is written with a backslash.
#[test]
fn a_malformed_frame_is_told_to_who_asked_about_its_thing_however_the_id_is_written() {
    let rig = Rig::new(false);
    let mut events = rig.stream(Some(("line", "", "a\"b")), None, 100);
    let talk = r#"{"number":"1","things":[["line","","a\"b"]],"type":"Talk"}"#;
    rig.frame(talk);
    assert_eq!(drain(&mut events), [Got::Malformed(1)]);
}

#[test]
fn the_sum_of_all_items_never_shrinks() {
    let rig = Rig::new(false);
    let events = rig.stream(Some(LINE), None, 100);
    rig.send(&Sent::new(1, Kind::Talk, &[LINE]));
    assert_eq!(rig.hub.delivery_counts().offered, 1);
    rig.send(&Sent::new(2, Kind::Gone, &[LINE]));
    assert_eq!(rig.hub.delivery_counts().offered, 3, "its thing is gone");
    rig.hub.end(Ended::Closed);
    assert_eq!(rig.hub.delivery_counts().offered, 3, "the client is closed");
    drop(events);
    assert_eq!(rig.hub.delivery_counts().offered, 3, "it was dropped");
}

#[test]
fn who_comes_when_all_is_over_is_counted_too() {
    let rig = Rig::new(false);
    rig.hub.end(Ended::Replaced);
    let mut events = rig.stream(None, None, 100);
    assert_eq!(rig.hub.delivery_counts().queued, 1);
    assert_eq!(drain(&mut events), [Got::Ended(Ended::Replaced)]);
    assert_eq!(rig.hub.delivery_counts().taken, 1);
    drop(events);
    assert_eq!(rig.hub.delivery_counts().taken, 1);
}
