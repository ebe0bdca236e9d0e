//! Sizes that decide what moving and queueing cost: an event is a pointer, an error too, whatever they point to.

use std::mem::size_of;

use ari_generated::events::BridgeAttendedTransfer;
use ari_generated::{ChannelId, Delivery, Error, Event, Text};

#[test]
fn events_and_errors_are_pointers() {
    let pointer = size_of::<usize>();
    assert_eq!(size_of::<Event>(), 2 * pointer);
    assert_eq!(size_of::<Error>(), pointer);
    assert_eq!(size_of::<Result<(), Error>>(), pointer);
    assert!(size_of::<Delivery>() <= 4 * pointer, "{}", size_of::<Delivery>());
    // Inline, every event would be as large as the largest.
    assert!(size_of::<BridgeAttendedTransfer>() > 50 * size_of::<Event>());
}

#[test]
fn texts_and_ids_are_as_large_as_a_string() {
    assert_eq!(size_of::<Text>(), size_of::<String>());
    assert_eq!(size_of::<ChannelId>(), size_of::<String>());
    assert_eq!(size_of::<Option<Text>>(), size_of::<String>());
}
