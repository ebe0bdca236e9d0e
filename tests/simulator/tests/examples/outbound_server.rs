//! A server that Asterisk dials, once for good or once for each call.

#[path = "../../../../ari-generated/examples/outbound_server.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_generated::prelude::*;
use ari_simulator::{Call, Outbound, Simulator};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::scene::{PATIENCE, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/outbound_server.rs");

/// The example as its main starts it, and how it ends: with the number of its connections.
struct Server {
    leave: oneshot::Sender<()>,
    serving: JoinHandle<u64>,
}

impl Server {
    async fn ends(self) -> u64 {
        let _ = self.leave.send(());
        timeout(PATIENCE, self.serving).await.expect("it ends").unwrap()
    }
}

async fn start(outbound: impl FnOnce(String) -> Outbound) -> (Scene, Server) {
    let listener = Ari::listen("127.0.0.1:0")
        .credentials(Credentials::new("pbx", "secret"))
        .admit(|visitor| visitor.path == "/greeter")
        .await
        .unwrap();
    let url = format!("ws://{}/greeter", listener.local_addr());
    let (leave, leaves) = oneshot::channel();
    let serving = listener.serve(example::connection).drain_on(
        async { drop(leaves.await) },
        Duration::from_secs(5),
        Parting::hang_up(),
    );
    let serving = tokio::spawn(async move { serving.await.connections });
    let outbound = outbound(url).credentials("pbx", "secret");
    let scene = Scene::with(Simulator::builder().outbound(outbound), SOURCE).await;
    (scene, Server { leave, serving })
}

async fn is_greeted(scene: &Scene) -> Call {
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.is_answered().await;
    caller.hears("sound:hello-world").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    caller
}

#[tokio::test(start_paused = true)]
async fn it_greets_over_a_lasting_connection() {
    let (scene, server) = start(|url| Outbound::persistent(url, ["outbound-server"])).await;
    scene.has_application("outbound-server").await;
    for _ in 0..3 {
        is_greeted(&scene).await;
    }
    assert_eq!(server.ends().await, 1);
}

#[tokio::test(start_paused = true)]
async fn it_greets_over_a_connection_for_each_call() {
    let (scene, server) = start(|url| Outbound::per_call(url, ["outbound-server"])).await;
    for _ in 0..3 {
        is_greeted(&scene).await;
    }
    assert_eq!(server.ends().await, 3);
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_goes_on() {
    let (scene, server) = start(|url| Outbound::persistent(url, ["outbound-server"])).await;
    scene.has_application("outbound-server").await;
    is_greeted(&scene).await;
    assert_eq!(scene.simulator.faults().drop_sockets(), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    is_greeted(&scene).await;
    // It goes on with the handler that it had.
    assert_eq!(server.ends().await, 1);
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_many_moments() {
    for wait in [0, 1, 10, 100, 500, 999, 1_000] {
        let (scene, server) = start(|url| Outbound::per_call(url, ["outbound-server"])).await;
        let caller = scene.simulator.call("1000").from("alice").dials_in();
        tokio::time::sleep(Duration::from_millis(wait)).await;
        caller.hangs_up();
        scene.is_clean().await;
        is_greeted(&scene).await;
        server.ends().await;
    }
}
