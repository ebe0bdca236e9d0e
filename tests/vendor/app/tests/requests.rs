//! What a vendor added is requested, and decoded, like Asterisk's own.

use std::time::Duration;

use acme_ari::enums::PauseReason;
use acme_ari::models::{Agent, Channel};
use acme_ari::{
    AgentId, Ari, ChannelId, Credentials, Error, Event, EventKind, Method, Request, Responding,
    Response, Transport,
};
use serde_json::json;

fn ari() -> Ari {
    let credentials = Credentials::new("user", "secret");
    Ari::rest("http://localhost:8088", credentials).expect("it is an address")
}

fn query(request: &Request) -> Vec<(&str, &str)> {
    request.query().collect()
}

#[test]
fn an_operation_of_a_new_resource() -> Result<(), Error> {
    let ari = ari();
    let request = ari
        .agents()
        .pause(AgentId::new("agent 7"), Duration::from_secs(90))
        .reason(PauseReason::Lunch)
        .request()?;
    assert_eq!((request.method(), request.path()), (Method::Post, "/agents/agent%207/pause"));
    assert_eq!(query(&request), [("seconds", "90"), ("reason", "lunch")]);
    assert_eq!(request.operation().name(), "agents.pause");
    let by_handle = ari.agent(AgentId::new("agent 7")).pause(Duration::from_secs(90)).request()?;
    assert_eq!(by_handle.path(), "/agents/agent%207/pause");
    let get = ari.agent(AgentId::new("a")).get().request()?;
    assert_eq!((get.method(), get.path(), get.body()), (Method::Get, "/agents/a", None));
    Ok(())
}

#[test]
fn a_new_parameter_of_a_known_operation() -> Result<(), Error> {
    let ari = ari();
    let answer = ari.channel(ChannelId::new("c")).answer();
    let request = answer.agent(AgentId::new("bob")).request()?;
    assert_eq!((request.method(), request.path()), (Method::Post, "/channels/c/answer"));
    assert_eq!(query(&request), [("agent", "bob")]);
    // What was there is as it was.
    let request = ari.channels().originate("PJSIP/alice").app("hello").request()?;
    assert_eq!(query(&request), [("endpoint", "PJSIP/alice"), ("app", "hello")]);
    Ok(())
}

/// Answers everything with one agent.
struct OneAgent;

impl Transport for OneAgent {
    fn send(&self, request: Request) -> Responding {
        assert_eq!(request.path(), "/agents/bob");
        Box::pin(async { Ok(Response::new(200, r#"{"id":"bob","skills":["french"],"more":1}"#)) })
    }
}

#[tokio::test]
async fn a_new_model_is_what_comes_back() -> Result<(), Error> {
    let ari = Ari::with_transport(OneAgent);
    let agent: Agent = ari.agents().get(AgentId::new("bob")).await?;
    assert_eq!(agent.id, AgentId::new("bob"));
    assert_eq!(agent.skills.as_deref(), Some(&["french".into()][..]));
    Ok(())
}

fn channel() -> serde_json::Value {
    json!({
        "id": "1795247821.0", "name": "PJSIP/alice-00000001", "state": "Up", "protocol_id": "",
        "caller": { "name": "", "number": "" }, "connected": { "name": "", "number": "" },
        "accountcode": "", "creationtime": "2026-11-21T08:14:58.186+0000", "language": "en",
        "dialplan": {
            "context": "default", "exten": "1", "priority": 1, "app_name": "Stasis", "app_data": ""
        }
    })
}

#[test]
fn a_new_field_of_a_known_model() -> Result<(), serde_json::Error> {
    let mut json = channel();
    assert_eq!(serde_json::from_value::<Channel>(json.clone())?.acme_agent, None);
    json["acme_agent"] = json!("bob");
    let channel: Channel = serde_json::from_value(json)?;
    assert_eq!(channel.acme_agent, Some(AgentId::new("bob")));
    assert_eq!(serde_json::to_value(&channel)?["acme_agent"], "bob");
    Ok(())
}

#[test]
fn a_new_event_is_one_of_the_kinds() {
    let text = r#"{"type":"AgentPaused","application":"a","timestamp":"2026-11-21T08:14:58.391+0000","agent":{"id":"bob"},"seconds":30}"#;
    let event = Event::decode(text).expect("it is an event");
    assert_eq!(event.kind(), Some(EventKind::AgentPaused));
    let Event::AgentPaused(paused) = event else { panic!("another kind") };
    assert_eq!((paused.agent.id.as_str(), paused.seconds), ("bob", Duration::from_secs(30)));
    let fault = Event::decode(&text.replace("\"bob\"", "7")).expect_err("an id is a text");
    assert_eq!(fault.path, "$.agent.id");
}
