//! Answers, greets and hangs up with one connection for everything: requests travel on the event websocket too.
//!
//! Needs Asterisk 20.14, 21.9, 22.4, 23.0 or later.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(rest-over-websocket)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed of a call:
//!
//! ```text
//! Channel Local/app-rest-over-websocket@default-00000000;2 has entered the application
//! Channel Local/app-rest-over-websocket@default-00000000;2 was greeted
//! Channel Local/app-rest-over-websocket@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    // The one line that differs.
    let (ari, events) =
        Ari::connect(url, credentials).app("rest-over-websocket").rest_over_websocket().await?;
    let grace = Duration::from_secs(5);
    events
        .serve(greet)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    println!("Responses that came over the websocket: {}", ari.health().frames.responses);
    Ok(())
}

pub(crate) async fn greet(call: Call) -> Result<(), Error> {
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
