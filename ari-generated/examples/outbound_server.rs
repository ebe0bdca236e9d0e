//! Waits for Asterisk to connect, and answers, greets and hangs up the calls of every connection.
//!
//! Needs Asterisk 20.15, 21.10, 22.5, 23.0 or later. In `websocket_client.conf`, with `per_call_config` instead of
//! `persistent` for a connection of its own for each call:
//!
//! ```text
//! [greeter]
//! type = websocket_client
//! connection_type = persistent
//! uri = ws://127.0.0.1:8090/greeter
//! protocols = ari
//! username = asterisk
//! password = asterisk
//! ```
//!
//! In `ari.conf`, beside the user `asterisk`, whose rights the requests have:
//!
//! ```text
//! [greeter]
//! type = outbound_websocket
//! websocket_client_id = greeter
//! apps = outbound-server
//! local_ari_user = asterisk
//! ```
//!
//! In the dialplan:
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(outbound-server)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed of a call over a lasting connection:
//!
//! ```text
//! Listening at 127.0.0.1:8090
//! Asterisk ad:fd:9d:5e:d8:28 connected
//! Channel Local/app-outbound-server@default-00000000;2 has entered the application
//! Channel Local/app-outbound-server@default-00000000;2 was greeted
//! Channel Local/app-outbound-server@default-00000000;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let address = env::var("ARI_LISTEN").unwrap_or_else(|_| "127.0.0.1:8090".to_owned());
    let (_, credentials) = setup::asterisk();
    let listener = Ari::listen(address)
        .credentials(credentials)
        .admit(|visitor| visitor.path == "/greeter")
        .await?;
    println!("Listening at {}", listener.local_addr());
    let grace = Duration::from_secs(5);
    let served = listener
        .serve(connection)
        .on_failure(|visitor, failure| eprintln!("{}: {failure}", visitor.remote))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await;
    println!("Connections: {}", served.connections);
    Ok(())
}

/// One Asterisk, or one call of it.
pub(crate) async fn connection(accepted: Accepted) -> Result<(), Error> {
    let Accepted { ari, events, .. } = accepted;
    println!("Asterisk {} connected", ari.asterisk().ping().await?.asterisk_id);
    events.serve(greet).on_failure(|id, failure| eprintln!("Channel {id}: {failure}")).await?;
    Ok(())
}

async fn greet(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    call.play(["sound:hello-world"]).finished().await?;
    println!("Channel {name} was greeted");
    call.hangup().await?;
    Ok(())
}
