//! What a request holds although nobody set it, and the facts of operations that tell of it.

use std::collections::{BTreeMap, BTreeSet};

use ari_generated::{ChannelId, Error, ErrorKind, Request};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::specification::{Operation, Specification};

use super::client;

/// The one operation whose application is another than the client's.
const ELSEWHERE: &str = "channels.move";

#[test]
fn every_application_that_may_be_the_clients_own_is_known() {
    let specification = Specification::declared();
    let overlay = Overlay::read();
    let named: BTreeSet<(String, String)> = specification
        .operations
        .iter()
        .filter(|it| !it.websocket && it.name() != ELSEWHERE)
        .flat_map(|operation| operation.parameters.iter().map(move |it| (operation, it)))
        .filter(|(_, it)| it.place == "query" && ["app", "application"].contains(&it.name.as_str()))
        .map(|(operation, it)| (operation.key(), it.name.clone()))
        .collect();
    assert_eq!(named.len(), 8, "{named:?}");
    let known = overlay.own_applications();
    let known: BTreeSet<(String, String)> = known
        .iter()
        .map(|(operation, (parameter, _))| ((*operation).to_owned(), (*parameter).to_owned()))
        .collect();
    assert_eq!(known, named);
    for operation in ari_generated::meta::OPERATIONS {
        let key = format!("op {} {}", operation.method(), operation.path());
        let parameter = operation.own_application_parameter().map(|(it, _)| it.to_owned());
        let wanted = known.iter().find(|(it, _)| *it == key).map(|(_, it)| it.clone());
        assert_eq!(parameter, wanted, "{key}");
    }
}

#[test]
fn an_originate_into_the_dialplan_stays_one() {
    for name in ["channels.originate", "channels.originateWithId"] {
        let mut operations = ari_generated::meta::OPERATIONS.iter();
        let operation = operations.find(|it| it.name() == name).expect("an operation");
        let (_, unless) = operation.own_application_parameter().expect("an application");
        assert_eq!(unless, ["extension", "context", "priority", "label"]);
    }
    // One with neither is Asterisk's to judge, where the client has no application.
    let request = client().channels().originate("Local/1").request().expect("a request");
    assert_eq!(request.query_string(), "endpoint=Local%2F1");
}

#[test]
fn a_client_without_application_has_to_name_one() {
    let ari = client();
    let id = ChannelId::new("a");
    let requests: [(&str, Result<Request, Error>); 7] = [
        ("app", ari.channels().create("Local/1").request()),
        ("app", ari.channels().external_media("ulaw").request()),
        ("app", ari.channels().snoop_channel(&id).request()),
        ("app", ari.channels().snoop_channel_with_id(&id, ChannelId::new("b")).request()),
        ("app", ari.channel(&id).snoop().request()),
        ("application", ari.user_events().user_event("shift").request()),
        ("application", ari.user_events().claim_channel(&id).request()),
    ];
    for (parameter, request) in requests {
        let error = request.expect_err("no application");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
        assert!(error.is_not_sent() && error.operation().is_some(), "{error:?}");
        let message = error.to_string();
        assert!(message.contains(&format!("{parameter} is not set")), "{message}");
        assert!(message.contains("connect with an application"), "{message}");
    }
}

#[tokio::test]
async fn it_is_refused_when_it_is_awaited_too() {
    let error = client().channels().create("Local/1").await.expect_err("no application");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    assert!(error.is_not_sent());
}

#[test]
fn bytes_are_told_from_json() {
    let specification = Specification::declared();
    for operation in ari_generated::meta::OPERATIONS {
        let declared = specification.operation(operation.name()).expect("an operation");
        assert_eq!(operation.is_bytes(), declared.response == "binary", "{}", operation.name());
    }
    let bytes = ari_generated::meta::OPERATIONS.iter().filter(|it| it.is_bytes());
    assert_eq!(bytes.map(|it| it.name()).collect::<Vec<_>>(), ["recordings.getStoredFile"]);
}

/// An operation that answers with one model, and takes the id that a `GET` of the same model takes in its path.
#[test]
fn whatever_is_created_under_a_chosen_id_can_be_looked_at() {
    let specification = Specification::declared();
    let looking: BTreeMap<&str, &Operation> = specification
        .operations
        .iter()
        .filter(|it| {
            it.method == "GET" && it.path.ends_with('}') && it.path_parameters().len() == 1
        })
        .map(|it| (it.response.as_str(), it))
        .collect();
    let mut count = 0;
    for operation in ari_generated::meta::OPERATIONS {
        let declared = specification.operation(operation.name()).expect("an operation");
        let creates = declared.method == "POST"
            && ["Channel", "Bridge", "Playback", "LiveRecording"]
                .contains(&declared.response.as_str());
        let found = operation.lookup().map(|(it, id)| (it.name().to_owned(), id));
        if !creates {
            assert_eq!(found, None, "{}", operation.name());
            continue;
        }
        count += 1;
        let wanted = looking[declared.response.as_str()].name();
        let (name, id) = found.unwrap_or_else(|| panic!("{} has no lookup", operation.name()));
        assert_eq!(name, wanted, "{}", operation.name());
        let expected = match operation.name() {
            "channels.snoopChannel" | "channels.snoopChannelWithId" => "snoopId",
            "channels.record" | "bridges.record" => "name",
            _ => match declared.response.as_str() {
                "Channel" => "channelId",
                "Bridge" => "bridgeId",
                _ => "playbackId",
            },
        };
        assert_eq!(id, expected, "{}", operation.name());
        assert!(operation.parameter_facts().iter().any(|it| it.name() == id));
    }
    assert_eq!(count, 14);
}
