//! Lets callers hear themselves over RTP, which every Asterisk speaks: 50 datagrams a second to a port of this program, and
//! as many back.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(external-media-rtp)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Answer()
//!  same => n,Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed when somebody listened to their own music for some seconds:
//!
//! ```text
//! Channel Local/app-external-media-rtp@default-00000000;2 has entered the application
//! Channel Local/app-external-media-rtp@default-00000000;2 hears itself
//! Channel Local/app-external-media-rtp@default-00000000;2 sent 88 packets, 0 were lost
//! Channel Local/app-external-media-rtp@default-00000000;2 just left our application
//! ```

mod setup;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use ari_generated::media::MediaPath;
use ari_generated::prelude::*;

/// Any free port, of an address at which Asterisk reaches this program.
const OWN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("external-media-rtp").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(echo)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn echo(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    // Asterisk reads ulaw, alaw and slin over RTP; wider audio takes a media websocket.
    let media = call.media("ulaw").over(MediaPath::rtp(OWN)).await?;
    let (mut reader, mut writer) = media.split();
    println!("Channel {name} hears itself");
    while let Some(frame) = reader.next_audio().await {
        writer.send(frame.payload).await?;
    }
    let counts = reader.counts();
    println!("Channel {name} sent {} packets, {} were lost", counts.received, counts.lost);
    Ok(())
}
