//! Lets callers wait for ever in a bridge with music, and an announcement now and then.
//!
//! The bridge is destroyed when the last caller has left. Arguments say how many seconds it is from one announcement to the
//! next, 30 otherwise, and what is announced, such as `sound:queue-thankyou`.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(bridge-infinite-wait)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-bridge-infinite-wait@default-0000001d;2 has entered the application
//! Channel Local/app-bridge-infinite-wait@default-0000001d;2 waits in scope-bridge-infinite-wait-e375b410-9142-4ac4-988e-b46cf8031ad6
//! Channel Local/app-bridge-infinite-wait@default-0000001d;2 hears an announcement
//! Channel Local/app-bridge-infinite-wait@default-0000001d;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::{SharedBridge, prelude::*};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let pause = env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(30);
    let sound = env::args().nth(2).unwrap_or_else(|| "sound:queue-thankyou".to_owned());
    let (url, credentials) = setup::asterisk();
    let (ari, events) = Ari::connect(url, credentials).app("bridge-infinite-wait").await?;
    let room = ari.bridges().create().bridge_type("holding").name("infinite-wait").shared();
    let grace = Duration::from_secs(5);
    let pause = Duration::from_secs(pause);
    events
        .serve(move |call| wait(call, room.clone(), pause, sound.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn wait(
    call: Call,
    room: SharedBridge,
    pause: Duration,
    sound: String,
) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let room = room.open().await?;
    room.add(&[&call]).await?;
    // Whoever comes, since it ends when nobody is there.
    room.start_moh().await?;
    println!("Channel {name} waits in {}", room.id());
    loop {
        call.sleep(pause).await?;
        println!("Channel {name} hears an announcement");
        // Not to the bridge: it has one announcer, and that is the music.
        call.play([&sound]).finished().await?;
    }
}
