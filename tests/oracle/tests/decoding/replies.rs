//! The bodies of responses decode into what the operation promises, and nothing that is declared gets lost.

use ari_generated::models::{
    Application, AsteriskInfo, AsteriskPing, Bridge, Channel, ConfigTuple, DeviceState, Endpoint,
    LiveRecording, LogChannel, Mailbox, Module, Playback, RtpStat, Sound, StoredRecording,
    Variable, Variables,
};
use ari_oracle_tests::frames::{Reply, corpus, corpus_replies, sampled_replies};
use ari_oracle_tests::specification::Specification;
use ari_oracle_tests::values::declared;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{parse, specification};

fn again<T: DeserializeOwned + Serialize>(body: &str) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(body)?)
}

/// A body, decoded into the class of a response and written again.
type Again = fn(&str) -> Result<Value, serde_json::Error>;

const CLASSES: &[(&str, Again)] = &[
    ("Application", again::<Application>),
    ("List[Application]", again::<Vec<Application>>),
    ("AsteriskInfo", again::<AsteriskInfo>),
    ("AsteriskPing", again::<AsteriskPing>),
    ("Bridge", again::<Bridge>),
    ("List[Bridge]", again::<Vec<Bridge>>),
    ("Channel", again::<Channel>),
    ("List[Channel]", again::<Vec<Channel>>),
    ("List[ConfigTuple]", again::<Vec<ConfigTuple>>),
    ("DeviceState", again::<DeviceState>),
    ("List[DeviceState]", again::<Vec<DeviceState>>),
    ("Endpoint", again::<Endpoint>),
    ("List[Endpoint]", again::<Vec<Endpoint>>),
    ("LiveRecording", again::<LiveRecording>),
    ("List[LogChannel]", again::<Vec<LogChannel>>),
    ("Mailbox", again::<Mailbox>),
    ("List[Mailbox]", again::<Vec<Mailbox>>),
    ("Module", again::<Module>),
    ("List[Module]", again::<Vec<Module>>),
    ("Playback", again::<Playback>),
    ("RTPstat", again::<RtpStat>),
    ("Sound", again::<Sound>),
    ("List[Sound]", again::<Vec<Sound>>),
    ("StoredRecording", again::<StoredRecording>),
    ("List[StoredRecording]", again::<Vec<StoredRecording>>),
    ("Variable", again::<Variable>),
    ("Variables", again::<Variables>),
];

fn decodes_without_loss(specification: &Specification, reply: &Reply) {
    let class = CLASSES.iter().find(|(name, _)| *name == reply.class);
    let (_, again) = class.unwrap_or_else(|| panic!("no class {}", reply.class));
    let what = format!("{}: {}", reply.operation, reply.body);
    let written = again(&reply.body).unwrap_or_else(|it| panic!("{it}: {what}"));
    let original = parse(&reply.body);
    assert_eq!(written, declared(specification, &reply.class, &original), "{what}");
    assert_eq!(written, original, "something is not declared: {what}");
}

#[test]
fn every_class_of_response_is_known_here() {
    let specification = specification();
    for operation in specification.operations.iter().filter(|it| !it.websocket) {
        let class = operation.response.as_str();
        let known = CLASSES.iter().any(|(name, _)| *name == class);
        assert!(known || matches!(class, "void" | "binary"), "{class}");
    }
}

#[test]
fn every_sampled_body_decodes_without_loss() {
    let specification = specification();
    let replies = sampled_replies(&specification);
    let mut operations: Vec<_> = replies.iter().map(|it| it.operation.as_str()).collect();
    operations.dedup();
    assert!(operations.len() > 40, "{operations:?}");
    for reply in &replies {
        decodes_without_loss(&specification, reply);
    }
}

#[test]
fn every_body_of_the_whole_recording_decodes_without_loss() {
    let Some(corpus) = corpus() else {
        println!("the whole recording is not beside the checkout: only the sample was tested");
        return;
    };
    let specification = specification();
    let replies = corpus_replies(&corpus, &specification);
    println!("the whole recording: {} bodies", replies.len());
    assert!(replies.len() > 150);
    for reply in &replies {
        decodes_without_loss(&specification, reply);
    }
}

#[test]
fn counters_hold_what_c_counts_without_a_sign() {
    let specification = specification();
    let replies = sampled_replies(&specification);
    let recorded = replies.iter().find(|it| it.class == "RTPstat").expect("statistics");
    let mut body = parse(&recorded.body);
    for name in ["local_ssrc", "remote_ssrc", "txoctetcount", "rxoctetcount", "txcount", "rxcount"]
    {
        body[name] = u32::MAX.into();
    }
    assert_eq!(again::<RtpStat>(&body.to_string()).expect("statistics"), body);
}
