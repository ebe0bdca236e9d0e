//! What the tests share: a simulated Asterisk with the call center on it. This is all that a test needs to begin.
#![allow(dead_code, reason = "each test uses some of it")]

use std::sync::Arc;

use ari_generated::prelude::*;
use ari_generated::{Ari, Served};
use ari_simulator::{Call as Caller, Simulator, Transcript};
use call_center::{APPLICATION, CallCenter};
use tokio::task::JoinHandle;

const DIALPLAN: &str = "
[default]
exten => 1000,1,Stasis(call-center)
 same => n,Hangup()
";

pub struct Scene {
    pub simulator: Simulator,
    pub center: Arc<CallCenter>,
    /// The application's client.
    pub ari: Ari,
    pub serving: JoinHandle<Result<Served, Error>>,
}

/// Starts everything; `ann` and `ben` are the agents, and have no telephone until a test asks for it.
pub async fn scene() -> Scene {
    let simulator = Simulator::builder().dialplan(DIALPLAN).expect("a dialplan");
    let simulator = simulator.start().await.expect("a simulator");
    let credentials = Credentials::new(simulator.username(), simulator.password());
    let connecting = Ari::connect(simulator.url(), credentials).app(APPLICATION);
    let (ari, events) = connecting.await.expect("a connection");
    let center = Arc::new(CallCenter::new(["PJSIP/ann", "PJSIP/ben"]));
    let serves = center.clone();
    let handler = move |call: Call| {
        let center = serves.clone();
        async move { center.take(&call).await }
    };
    let serving = tokio::spawn(events.serve(handler).into_future());
    Scene { simulator, center, ari, serving }
}

impl Scene {
    /// Somebody calls, and waits for the menu.
    pub async fn caller(&self) -> Caller {
        let caller = self.simulator.call("1000").from("carl").dials_in();
        caller.is_answered().await;
        caller.hears("sound:welcome").await;
        caller
    }

    /// What was asked of Asterisk for a call, without what the client asks by itself.
    pub fn asked_for(&self, caller: &Caller) -> Transcript {
        let transcript = self.simulator.transcript().requests().of(caller);
        transcript.without("applications.subscribe").without("playbacks.get")
    }

    /// Waits until the application is through with its calls, and asserts that nothing is left of them.
    pub async fn is_empty(&self) {
        while self.ari.health().live_calls > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let left = self.ari.channels().list().await.expect("channels");
        assert!(left.is_empty(), "{left:?}");
        let left = self.ari.bridges().list().await.expect("bridges");
        assert!(left.is_empty(), "{left:?}");
    }
}
