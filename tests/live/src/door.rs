//! The ways to the typed interface: each case of the operations goes through every one of them.

use ari_generated::{Ari, Credentials, Events};
use ari_harness::{Instance, Outbound, Release, Setup};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::{PATIENCE, connect, credentials, start};

/// A way on which requests go to Asterisk and events come from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "Asterisk knows no other")]
pub enum Door {
    /// Requests over HTTP, events over a websocket.
    Http,
    /// Both over one websocket that the client opens.
    RestOverWebsocket,
    /// Both over one websocket that Asterisk opens.
    Outbound,
}

impl Door {
    /// Starts a server and connects for an application.
    ///
    /// One function for both, since the order differs: who is dialled must listen before Asterisk starts, and Asterisk's
    /// configuration names their port.
    ///
    /// # Panics
    ///
    /// No Asterisk can be had, or the connection fails.
    pub async fn open(
        self,
        release: Release,
        setup: Setup,
        application: &str,
    ) -> (Instance, Ari, Events) {
        match self {
            Door::Http => {
                let instance = start(release, setup);
                let (ari, events) = connect(&instance, application).await;
                (instance, ari, events)
            }
            Door::RestOverWebsocket => {
                let instance = start(release, setup);
                let connect = Ari::connect(instance.url(), credentials(&instance));
                match connect.app(application).rest_over_websocket().await {
                    Ok((ari, events)) => (instance, ari, events),
                    Err(error) => panic!("{error}\n{}", instance.log()),
                }
            }
            Door::Outbound => {
                let listen = Ari::listen("127.0.0.1:0").credentials(Credentials::new("pbx", "out"));
                let mut listener = match listen.await {
                    Ok(listener) => listener,
                    Err(error) => panic!("{error}"),
                };
                let url = format!("ws://{}/door", listener.local_addr());
                let outbound = Outbound::persistent(url, [application]).credentials("pbx", "out");
                let setup = setup.outbound(outbound);
                let started = spawn_blocking(move || start(release, setup)).await;
                let Ok(instance) = started else { panic!("no Asterisk was started") };
                match timeout(PATIENCE, listener.accept()).await {
                    Ok(Some(accepted)) => (instance, accepted.ari, accepted.events),
                    other => panic!("it does not dial: {other:?}\n{}", instance.log()),
                }
            }
        }
    }
}

/// Makes a test for each door, and one for the oldest release, of a case: `async fn case(Door, Release) -> Result<..>`.
///
/// The tests stand in a module with the name of the case.
#[macro_export]
macro_rules! through_every_door {
    ($case:ident) => {
        mod $case {
            $crate::through_every_door!($case: over_http, Http, Sid);
            $crate::through_every_door!($case: over_the_websocket, RestOverWebsocket, Sid);
            $crate::through_every_door!($case: over_a_connection_of_asterisks, Outbound, Sid);
            $crate::through_every_door!($case: over_http_on_the_oldest_release, Http, Bullseye);
        }
    };
    ($case:ident: $test:ident, $door:ident, $release:ident) => {
        #[::tokio::test]
        async fn $test() -> ::std::result::Result<(), ::std::boxed::Box<dyn ::std::error::Error>> {
            super::$case($crate::Door::$door, ::ari_harness::Release::$release).await
        }
    };
}
