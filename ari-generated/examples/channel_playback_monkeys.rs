//! Plays howling monkeys to a channel and hangs up when they are done.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-playback-monkeys)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed of a call:
//!
//! ```text
//! Monkeys! Attack Local/app-channel-playback-monkeys@default-00000000;2!
//! Monkeys successfully vanquished Local/app-channel-playback-monkeys@default-00000000;2; hanging them up
//! Channel Local/app-channel-playback-monkeys@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("channel-playback-monkeys").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(attack)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn attack(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Monkeys! Attack {name}!");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    // A caller who hangs up ends this with an error that is a normal end.
    call.play(["sound:tt-monkeys"]).finished().await?;

    println!("Monkeys successfully vanquished {name}; hanging them up");
    call.hangup().await?;
    Ok(())
}
