//! Filters of events: what the client cannot do without is never hidden.

use std::collections::BTreeSet;

use ari_generated::{ErrorKind, EventFilter, EventKind};
use ari_oracle_tests::overlay::Overlay;
use serde_json::{Value, json};

use super::{client, sent};

#[test]
fn what_is_relied_on_is_allowed_too() {
    let overlay = Overlay::read();
    let relied = overlay.relied_kinds();
    assert_eq!(relied.len(), 12, "{relied:?}");
    for asked in [&[][..], &[EventKind::ChannelVarset, EventKind::StasisStart]] {
        let filter = EventFilter::allow(asked.iter().copied()).and_named(["Novelty"]);
        let wanted: BTreeSet<&str> = asked
            .iter()
            .map(|it| it.name())
            .chain(relied.iter().copied())
            .chain(["Novelty"])
            .collect();
        let told: Vec<&str> = filter.allowed().iter().map(|it| it.as_str()).collect();
        assert_eq!(told.len(), wanted.len(), "each once: {told:?}");
        assert_eq!(told.iter().copied().collect::<BTreeSet<_>>(), wanted);
        assert!(filter.disallowed().is_empty());

        let request = client().applications().filter("app").filter(filter.clone()).request();
        let body = sent(&request.expect("a request")).body.expect("a filter");
        let kinds: Value = told.iter().map(|it| json!({ "type": it })).collect();
        assert_eq!(body, json!({ "allowed": kinds, "disallowed": [] }));
    }
}

#[test]
fn what_is_relied_on_must_not_be_hidden() {
    let ari = client();
    let overlay = Overlay::read();
    let relied = overlay.relied_kinds();
    for kind in &relied {
        let by_kind = EventKind::from_name(kind).expect("a kind");
        for filter in [
            EventFilter::disallow([EventKind::ChannelVarset, by_kind]),
            EventFilter::disallow([]).and_named([*kind]),
        ] {
            let refused = ari.applications().filter("app").filter(filter).request();
            let error = refused.expect_err(kind);
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            assert!(error.is_not_sent());
            let message = error.to_string();
            assert!(message.contains(kind) && !message.contains("ChannelVarset"), "{message}");
        }
    }
    let names = EventFilter::none().and_named(relied.iter().copied());
    let error = ari.application("app").filter().filter(names).request().expect_err("all");
    for kind in &relied {
        assert!(error.to_string().contains(kind), "{error}");
    }
}

#[test]
fn all_others_may_be_hidden() {
    let overlay = Overlay::read();
    let relied = overlay.relied_kinds();
    let specification = ari_oracle_tests::specification::Specification::declared();
    let others: Vec<EventKind> = specification
        .events()
        .iter()
        .filter(|it| !relied.contains(&it.as_str()))
        .map(|it| EventKind::from_name(it).expect("a kind"))
        .collect();
    assert_eq!(others.len() + relied.len(), specification.events().len());
    let filter = EventFilter::disallow(others.iter().copied());
    assert_eq!(filter.disallowed().len(), others.len());
    assert!(client().applications().filter("app").filter(filter).request().is_ok());
}
