//! A server of the SDK, and an Asterisk that dials it.

use std::net::SocketAddr;

use ari_generated::prelude::*;
use ari_generated::{AriApi, Listen, Listener};
use ari_harness::{Instance, Outbound, Setup};
use ari_live_tests::{PATIENCE, asterisk, eventually};
use tokio::time::timeout;

use crate::Failure;

/// What the server demands.
pub const USER: &str = "pbx";
pub const PASSWORD: &str = "sesame";

/// A server at a port of its own.
pub fn listen() -> Listen<AriApi> {
    Ari::listen("127.0.0.1:0").credentials(Credentials::new(USER, PASSWORD))
}

/// What Asterisk is told of it.
pub fn url(address: SocketAddr) -> String {
    format!("ws://{address}/door?floor=1")
}

/// Starts an Asterisk, while the server goes on answering.
pub async fn start(setup: Setup) -> Result<Instance, Failure> {
    Ok(tokio::task::spawn_blocking(move || asterisk(setup)).await?)
}

/// Extensions that enter the application `desk`, each with its name as an argument, and end when it lets them go.
const LEAVING: &str = "[leaving]\nexten => hurried,1,Stasis(desk,hurried)\n\
                       exten => patient,1,Stasis(desk,patient)\n";

/// An Asterisk with a lasting connection for applications.
pub async fn persistent(address: SocketAddr, apps: &[&str]) -> Result<Instance, Failure> {
    let apps = apps.iter().copied();
    let outbound = Outbound::persistent(url(address), apps).credentials(USER, PASSWORD);
    start(Setup::new().dialplan(LEAVING).outbound(outbound)).await
}

/// An Asterisk with a connection for each call of an application.
pub async fn per_call(address: SocketAddr, app: &str, attempts: u32) -> Result<Instance, Failure> {
    let outbound = Outbound::per_call(url(address), [app]).credentials(USER, PASSWORD);
    start(Setup::new().dialplan(LEAVING).session_limit(1000).outbound(outbound.attempts(attempts)))
        .await
}

/// The next connection.
pub async fn accepted(listener: &mut Listener) -> Result<Accepted, Failure> {
    Ok(timeout(PATIENCE, listener.accept()).await?.ok_or("the server ended")?)
}

/// Waits until Asterisk has no channel any more.
pub async fn no_channels(ari: &Ari) {
    eventually("no channels", || async { ari.channels().list().await.ok().filter(Vec::is_empty) })
        .await;
}
