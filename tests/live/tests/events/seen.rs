//! Keeps which kinds of events were checked, and checks what all events have in common.

use std::collections::BTreeSet;

use ari_generated::{Event, EventKind};
use serde_json::Value;

/// The kinds of which an event came and was as it should be.
#[derive(Debug, Default)]
pub struct Seen(BTreeSet<EventKind>);

impl Seen {
    /// Takes note of an event, if what it shares with all others is right.
    pub fn note(&mut self, event: &Event) {
        let kind = event.kind().expect("a known kind");
        let raw = event.raw().expect("it came in a frame");
        let frame: Value = serde_json::from_str(raw).expect("a frame is JSON");
        assert_eq!(frame["type"], event.kind_name(), "{raw}");
        assert_eq!(frame["type"], kind.name(), "{raw}");
        assert_eq!(frame["application"].as_str(), event.application(), "{raw}");
        assert!(event.timestamp().is_some(), "{raw}");
        assert_eq!(Event::decode(raw).ok().as_ref(), Some(event), "{raw}");
        self.0.insert(kind);
    }

    /// The kinds.
    pub fn kinds(self) -> BTreeSet<EventKind> {
        self.0
    }
}

/// Waits for an event of a kind that fits, takes note of the kind, and gives the payload.
macro_rules! arrives {
    ($seen:expr, $watch:expr, $kind:ident($it:ident) if $fits:expr) => {{
        let (event, payload) = $watch
            .find(stringify!($kind if $fits), |event| match event {
                ari_generated::Event::$kind($it) if $fits => Some((event.clone(), $it.clone())),
                _ => None,
            })
            .await;
        $seen.note(&event);
        payload
    }};
}

pub(crate) use arrives;
