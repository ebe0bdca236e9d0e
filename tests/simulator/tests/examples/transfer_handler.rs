//! Transfers: declined ones leave the talk as it is, others go on without who asked.

#[path = "../../../../ari-generated/examples/transfer_handler.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_generated::ChannelId;
use ari_simulator::Call;
use serde_json::json;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/transfer_handler.rs");

const APPLICATION: &str = "transfer-handler";
const BOB: &str = "PJSIP/bob";
const CAROL: &str = "PJSIP/carol";

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    for phone in [BOB, CAROL] {
        scene.simulator.phone(phone);
    }
    let connect = |call| example::connect(call, BOB.to_owned(), "PJSIP/{}".to_owned());
    let program = scene.serves(APPLICATION, connect).await;
    (scene, program)
}

/// The caller's phone asks for a transfer, with the event by which Asterisk tells of it.
async fn transfers(scene: &Scene, caller: &Call, to: &str) {
    let channel = scene.ari.channel(ChannelId::new(caller.channel_id())).get().await.unwrap();
    let asterisk = scene.ari.asterisk().ping().await.unwrap().asterisk_id;
    let timestamp = channel.creationtime.to_string();
    let event = json!({
        "type": "ChannelTransfer",
        "timestamp": timestamp,
        "refer_to": { "requested_destination": { "destination": to } },
        "referred_by": { "source_channel": {
            "id": caller.channel_id(),
            "name": caller.channel_name(),
            "state": "Up",
            "protocol_id": "1@example",
            "caller": { "name": "", "number": "alice" },
            "connected": { "name": "", "number": "" },
            "accountcode": "",
            "dialplan": {
                "context": "default", "exten": "1000", "priority": 2,
                "app_name": "Stasis", "app_data": "transfer-handler",
            },
            "creationtime": timestamp,
            "language": "en",
        } },
        "asterisk_id": asterisk,
        "application": APPLICATION,
    });
    scene.simulator.faults().send_raw(APPLICATION, event.to_string()).unwrap();
}

async fn talks(scene: &Scene, caller: &Call) -> Call {
    let bob = scene.rings(BOB).await;
    bob.answers();
    caller.is_with("bob").await;
    bob
}

/// What the phone was told of its transfers.
fn told(scene: &Scene) -> Vec<String> {
    let asked = scene.simulator.transcript().exchanges("channels.transfer_progress");
    let states = asked.iter().map(|it| it.parameter("states").unwrap_or_default().to_owned());
    states.collect()
}

async fn story(scene: &Scene, caller: &Call) {
    let bob = talks(scene, caller).await;
    transfers(scene, caller, "carol").await;
    let carol = scene.rings(CAROL).await;
    carol.answers();
    caller.ended().await;
    bob.is_with("carol").await;
    carol.hangs_up();
    bob.ended().await;
}

#[tokio::test(start_paused = true)]
async fn the_other_two_talk_on() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    assert_eq!(told(&scene), ["channel_progress", "channel_answered"]);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn they_talk_on_where_nobody_can_be_reached() {
    let (scene, program) = start().await;
    scene.simulator.phone(CAROL).is_busy();
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    let bob = talks(&scene, &caller).await;
    // Busy, and an endpoint that is not there.
    for to in ["carol", "nobody"] {
        transfers(&scene, &caller, to).await;
        scene.until("> transfer_progress alice states=channel_unavailable").await;
        assert_eq!((caller.company(), bob.company()), (vec!["bob".into()], vec!["alice".into()]));
    }
    caller.hangs_up();
    assert_eq!(bob.ended().await, 16);
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_busy_endpoint_ends_the_call() {
    let (scene, program) = start().await;
    scene.simulator.phone(BOB).is_busy();
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.ended().await;
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn either_hangs_up_at_every_moment() {
    let start = async || {
        let (mut scene, program) = start().await;
        scene.talks_on = true;
        (scene, program)
    };
    hangs_up_at_every_moment("1000", &[Who::Caller, Who::Both], start, story).await;
    // Whoever has answered and is gone before the talk makes its handler fail, with this error.
    let start = async || {
        let (mut scene, program) = start().await;
        scene.forgives = Some("its handler failed: the channel left the application");
        (scene, program)
    };
    hangs_up_at_every_moment("1000", &[Who::Called], start, story).await;
}
