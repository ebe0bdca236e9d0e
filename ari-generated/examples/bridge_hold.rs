//! Holds callers in a bridge with music and tells them how many wait; a key takes a caller out.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(bridge-hold)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-bridge-hold@default-00000003;2 has entered the application
//! Channel Local/app-bridge-hold@default-00000003;2 waits with 0 others
//! Channel Local/app-bridge-hold@default-00000003;2 pressed 1 and waits no more
//! Channel Local/app-bridge-hold@default-00000003;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::{Media, SharedBridge, prelude::*};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (ari, events) = Ari::connect(url, credentials).app("bridge-hold").await?;
    // One bridge for all, there as long as somebody waits.
    let room = ari.shared_bridge("holding");
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| hold(call, room.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn hold(call: Call, room: SharedBridge) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let room = room.open().await?;
    let others = room.members().await?.len();
    let waiting = Media::number(others.try_into().unwrap_or(i64::MAX));
    call.play([Media::sound("queue-thereare"), waiting, Media::sound("queue-callswaiting")])
        .finished()
        .await?;
    room.add(&[&call]).await?;
    // For each caller: the music of a bridge ends when nobody is in it.
    call.start_moh().await?;
    println!("Channel {name} waits with {} others", room.members().await?.len() - 1);

    let key = call.next_digit().await?;
    call.stop_moh().await?;
    room.remove(&[&call]).await?;
    println!("Channel {name} pressed {key} and waits no more");
    drop(room);
    call.play(["sound:vm-goodbye"]).finished().await?;
    Ok(())
}
