//! Callers wait in a bridge with music until an endpoint answers, are moved to a bridge of their own and talk.
//!
//! Who is not answered goes on waiting, and the endpoint is called again; after three times that is the end. The endpoint is
//! `PJSIP/alice` unless an argument names another one.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(bridge-move)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-bridge-move@default-0000000c;2 has entered the application
//! Channel Local/app-bridge-move@default-0000000c;2 waits for Local/app-phones@default, attempt 1
//! Channel Local/app-bridge-move@default-0000000c;2 moves and talks with Local/app-phones@default
//! Channel Local/app-bridge-move@default-0000000c;2 has talked with Local/app-phones@default
//! Channel Local/app-bridge-move@default-0000000c;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::{Dialled, SharedBridge, prelude::*};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let endpoint = env::args().nth(1).unwrap_or_else(|| "PJSIP/alice".to_owned());
    let (url, credentials) = setup::asterisk();
    let (ari, events) = Ari::connect(url, credentials).app("bridge-move").await?;
    let room = ari.shared_bridge("holding");
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| queue(call, room.clone(), endpoint.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn queue(call: Call, room: SharedBridge, endpoint: String) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let room = room.open().await?;
    room.add(&[&call]).await?;
    // Whoever comes, since it ends when nobody is there.
    room.start_moh().await?;
    for attempt in 1..=3 {
        println!("Channel {name} waits for {endpoint}, attempt {attempt}");
        // A caller who hangs up ends this, and the other phone rings no longer.
        let dialling = call.ari().dial(&endpoint).originator(&call);
        match dialling.answer_within(Duration::from_secs(10)).await? {
            Dialled::Answered(leg) => {
                let talk = call.ari().owned_bridge("mixing").await?;
                println!("Channel {name} moves and talks with {endpoint}");
                // Who is put into another bridge leaves the one before.
                talk.connect(&[&call, &leg]).await?;
                println!("Channel {name} has talked with {endpoint}");
                return Ok(());
            }
            outcome => println!("Channel {name} goes on waiting: {outcome:?}"),
        }
        call.sleep(Duration::from_secs(2)).await?;
    }
    room.remove(&[&call]).await?;
    call.play(["sound:vm-nobodyavail", "sound:vm-goodbye"]).finished().await?;
    Ok(())
}
