//! SIP phones: they register and go, send text, hold and resume, and hand over a call.

use ari_generated::enums::{ContactStatus, EndpointState};
use ari_generated::{Ari, Error};
use ari_harness::{Instance, Setup};
use ari_live_tests::{Phone, Scenario as Call, Watch, asterisk, connect};
use serde_json::json;

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// Leaves the answer to SIP REFER, and to the call, to the application.
const HANDOVER: &str = "[default]
exten => handover,1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Stasis(phones)
 same => n,Hangup()
";

/// Bob registers and texts; Alice calls, holds, resumes, and calls again to be transferred.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new().sip().dialplan(HANDOVER));
    let (ari, events) = connect(&instance, "phones").await;
    let (mut watch, mut seen) = (Watch::new(events), Seen::default());
    ari.applications().subscribe("phones", ["endpoint:PJSIP"]).await?;
    let bob = Phone::new("bob", &instance).await;
    arrival(&bob, &mut seen, &mut watch).await;
    text(&bob, &mut seen, &mut watch).await;
    departure(&bob, &mut seen, &mut watch).await;
    hold(&instance, &ari, &mut seen, &mut watch).await?;
    transfer(&instance, &ari, &mut seen, &mut watch).await?;
    Ok(seen)
}

async fn arrival(bob: &Phone, seen: &mut Seen, watch: &mut Watch) {
    bob.register().await;
    let contact = arrives!(seen, watch, ContactStatusChange(it) if it.endpoint.resource == "bob");
    assert_eq!(contact.contact_info.contact_status, ContactStatus::NonQualified);
    assert_eq!(
        (contact.contact_info.aor.as_str(), contact.endpoint.technology.as_str()),
        ("bob", "PJSIP")
    );
    assert_eq!(contact.contact_info.uri, bob.contact());
    let peer = arrives!(seen, watch, PeerStatusChange(it) if it.endpoint.resource == "bob");
    assert_eq!(peer.peer.peer_status, "Reachable");
    let online = arrives!(seen, watch, EndpointStateChange(it) if it.endpoint.resource == "bob");
    assert_eq!(online.endpoint.state, Some(EndpointState::Online));
    assert!(online.endpoint.channel_ids.is_empty(), "{online:?}");
}

async fn text(bob: &Phone, seen: &mut Seen, watch: &mut Watch) {
    let body = "Hello \"ARI\" \\ é\n{}";
    bob.message("anyone", &[("X-Ticket", "42")], body).await;
    let event = arrives!(seen, watch, TextMessageReceived(it) if it.message.body == body);
    assert_eq!(event.endpoint.as_ref().map(|it| it.resource.as_str()), Some("bob"));
    assert!(event.message.from.contains("sip:bob@127.0.0.1"), "{event:?}");
    assert!(event.message.to.contains("anyone"), "{event:?}");
    let ticket = event.message.variables.as_ref().and_then(|it| it.get("X-Ticket"));
    assert_eq!(ticket, Some(&json!("42")));
}

async fn departure(bob: &Phone, seen: &mut Seen, watch: &mut Watch) {
    watch.forget();
    bob.unregister().await;
    let contact = arrives!(seen, watch, ContactStatusChange(it) if it.endpoint.resource == "bob");
    assert_eq!(contact.contact_info.contact_status, ContactStatus::Removed);
    arrives!(seen, watch, PeerStatusChange(it) if it.peer.peer_status == "Unreachable");
    arrives!(seen, watch, EndpointStateChange(it)
        if it.endpoint.state == Some(EndpointState::Offline));
}

async fn hold(
    instance: &Instance,
    ari: &Ari,
    seen: &mut Seen,
    watch: &mut Watch,
) -> Result<(), Error> {
    watch.forget();
    let application = async {
        let start = arrives!(seen, watch, StasisStart(it) if it.channel.caller.number == "alice");
        assert!(start.channel.protocol_id.as_ref().is_some_and(|it| !it.is_empty()), "{start:?}");
        let id = &start.channel.id;
        ari.channel(id).answer().await?;
        let held = arrives!(seen, watch, ChannelHold(it) if it.channel.id == *id);
        assert_eq!(held.musicclass.as_deref(), Some("default"));
        arrives!(seen, watch, ChannelUnhold(it) if it.channel.id == *id);
        ari.channel(id).hangup().await.map(drop)
    };
    let call = Call::call("alice", "app-phones").hold().resume().takes("BYE");
    let (done, output) = tokio::join!(application, call.run(instance));
    assert!(output.status.success(), "{output:?}");
    done
}

async fn transfer(
    instance: &Instance,
    ari: &Ari,
    seen: &mut Seen,
    watch: &mut Watch,
) -> Result<(), Error> {
    watch.forget();
    let application = async {
        let start = arrives!(seen, watch, StasisStart(it) if it.channel.caller.number == "alice");
        let id = &start.channel.id;
        ari.channel(id).answer().await?;
        let asked = arrives!(seen, watch, ChannelTransfer(it)
            if it.referred_by.source_channel.id == *id);
        let wanted = &asked.refer_to.requested_destination;
        assert_eq!(wanted.destination.as_deref(), Some("taxi"));
        assert_eq!((&asked.state, &asked.refer_to.bridge), (&None, &None));
        ari.channel(id).transfer_progress("channel_answered").await?;
        ari.channel(id).hangup().await.map(drop)
    };
    let call = Call::call("alice", "handover").refer("taxi").takes("BYE");
    let (done, output) = tokio::join!(application, call.run(instance));
    assert!(output.status.success(), "{output:?}");
    done
}
