//! Every event: a kind that reads and writes its name, and a variant that holds its payload.

use crate::types::model_type;

use super::Checker;

impl Checker<'_> {
    pub(super) fn events(&mut self) {
        let events: Vec<(String, String)> = self
            .specification
            .events()
            .iter()
            .map(|wire| (model_type(self.overlay, wire), wire.clone()))
            .collect();
        let kinds = self.rust.variants("events/kind.rs", "EventKind");
        self.same_names(
            "kinds of events",
            events.iter().map(|(name, _)| name.as_str()),
            kinds.keys().map(String::as_str),
        );
        let written: Vec<_> =
            events.iter().map(|(name, wire)| format!("Self::{name}=>{wire:?}")).collect();
        self.same_arms("events/kind.rs", "EventKind", "name", &written);
        let mut read: Vec<_> =
            events.iter().map(|(name, wire)| format!("{wire:?}=>Self::{name}")).collect();
        read.push("_=>returnNone".to_owned());
        self.same_arms("events/kind.rs", "EventKind", "from_name", &read);

        let variants = self.rust.variants("events/event.rs", "Event");
        let mut wanted: Vec<_> =
            events.iter().map(|(name, _)| format!("{name}(Arc<super::{name}>)")).collect();
        wanted.push("Unrecognized(Arc<RawEvent>)".to_owned());
        let found: Vec<_> = variants.iter().map(|(name, it)| format!("{name}({it})")).collect();
        self.same_names(
            "variants of Event",
            wanted.iter().map(String::as_str),
            found.iter().map(String::as_str),
        );
        let mut kinds: Vec<_> =
            events.iter().map(|(name, _)| format!("Self::{name}(_)=>EventKind::{name}")).collect();
        kinds.push("Self::Unrecognized(_)=>returnNone".to_owned());
        self.same_arms("events/event.rs", "Event", "kind", &kinds);
        let mut payloads: Vec<_> = events
            .iter()
            .map(|(name, _)| format!("EventKind::{name}=>{{Self::{name}(payload(fields,frame)?)}}"))
            .collect();
        payloads.iter_mut().for_each(|it| *it = it.replace(['{', '}'], ""));
        let arms = self.rust.arms("events/event.rs", "Event", "read");
        let found: Vec<_> = arms
            .iter()
            .map(|(left, right)| format!("{left}=>{right}").replace(['{', '}'], ""))
            .collect();
        self.same_names(
            "Event::read",
            payloads.iter().map(String::as_str),
            found.iter().map(String::as_str),
        );
    }
}
