//! Operations of `endpoints`: who can be reached, text messages, and referrals without a call.

use std::collections::BTreeSet;

use ari_generated::enums::EndpointState;
use ari_generated::models::Endpoint;
use ari_generated::{Ari, ErrorKind};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Phone, Stage, eventually, through_every_door};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_endpoints);

async fn every_operation_of_endpoints(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new().sip(), "endpoints").await;
    let ari = &stage.ari;
    let names = |found: &[Endpoint]| -> BTreeSet<String> {
        found.iter().map(|it| format!("{}/{}", it.technology, it.resource)).collect()
    };
    let expected =
        BTreeSet::from(["PJSIP/alice", "PJSIP/bob", "PJSIP/anonymous"].map(str::to_owned));
    assert_eq!(names(&ari.endpoints().list().await?), expected);
    assert_eq!(names(&ari.endpoints().list_by_tech("PJSIP").await?), expected);
    refused(ari.endpoints().list_by_tech("Carrier").await, ErrorKind::NotFound, 404);
    refused(ari.endpoint("PJSIP", "nobody").get().await, ErrorKind::NotFound, 404);

    let alice = Phone::new("alice", &stage.instance).await;
    assert_eq!(ari.endpoint("PJSIP", "alice").get().await?.state, Some(EndpointState::Offline));
    alice.register().await;
    eventually("alice is online", async || {
        let endpoint = ari.endpoint("PJSIP", "alice").get().await.ok()?;
        (endpoint.state == Some(EndpointState::Online)).then_some(())
    })
    .await;

    messages(ari, &alice).await?;
    if stage.has("endpoints.refer") {
        referrals(ari, &alice).await?;
    }
    ledger.assert_complete(stage.instance.version(), "endpoints", &[]);
    Ok(())
}

async fn messages(ari: &Ari, alice: &Phone) -> Outcome {
    let from = "sip:clock@example.org";
    ari.endpoints()
        .send_message("pjsip:alice", from)
        .body("Half past nine: Kaffee & Küche")
        .variables([("X-Ticket", "42; a=b"), ("X-Second", "two")])
        .await?;
    let request = alice.receive("MESSAGE", "200 OK").await;
    assert!(request.ends_with("\r\n\r\nHalf past nine: Kaffee & Küche"), "{request}");
    assert!(request.contains("\r\nX-Ticket: 42; a=b\r\n"), "{request}");
    assert!(request.contains("\r\nX-Second: two\r\n"), "{request}");
    assert!(request.contains("From: <sip:clock@example.org>"), "{request}");

    ari.endpoint("PJSIP", "alice").send_message(from).body("ten o'clock").await?;
    let request = alice.receive("MESSAGE", "200 OK").await;
    assert!(request.ends_with("\r\n\r\nten o'clock"), "{request}");
    // Without a text it is an empty message.
    ari.endpoints().send_message_to_endpoint("PJSIP", "alice", from).await?;
    let request = alice.receive("MESSAGE", "200 OK").await;
    assert!(request.ends_with("\r\n\r\n"), "{request}");

    let nobody = ari.endpoints().send_message("carrier:alice", from).body("x").await;
    refused(nobody, ErrorKind::NotFound, 404);
    let nobody = ari.endpoint("PJSIP", "nobody").send_message(from).body("x").await;
    refused(nobody, ErrorKind::NotFound, 404);
    Ok(())
}

async fn referrals(ari: &Ari, alice: &Phone) -> Outcome {
    let from = "sip:clock@example.org";
    ari.endpoints()
        .refer("pjsip:alice", from, "sip:taxi@example.org")
        .to_self(true)
        .variables([("X-Reason", "late")])
        .await?;
    let request = alice.receive("REFER", "202 Accepted").await;
    assert!(request.contains("sip:taxi@example.org"), "{request}");
    assert!(request.contains("\r\nX-Reason: late\r\n"), "{request}");

    ari.endpoint("PJSIP", "alice").refer(from, "sip:hotel@example.org").await?;
    let request = alice.receive("REFER", "202 Accepted").await;
    assert!(request.contains("sip:hotel@example.org"), "{request}");

    let nobody = ari.endpoint("PJSIP", "nobody").refer(from, "sip:taxi@example.org").await;
    refused(nobody, ErrorKind::NotFound, 404);
    let nobody = ari.endpoints().refer("carrier:alice", from, "sip:taxi@example.org").await;
    refused(nobody, ErrorKind::NotFound, 404);
    Ok(())
}
