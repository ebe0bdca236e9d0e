//! Sends the audio of each call to a socket of this program as RTP, and what comes there back: the caller hears an echo.
//!
//! ```text
//! exten => 1000,1,Stasis(external-media-rtp)
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
//! Local/app-external-media-rtp@default-00000000;2 hears itself: RTP between 127.0.0.1:39296 and 127.0.0.1:28698
//! Local/app-external-media-rtp@default-00000000;2 sent 88 packets
//! Channel Local/app-external-media-rtp@default-00000000;2 just left our application
//! ```

mod setup;

use std::net::SocketAddr;
use std::time::Duration;

use ari_generated::prelude::*;
use tokio::net::UdpSocket;

type Failure = Box<dyn std::error::Error + Send + Sync>;

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

pub(crate) async fn echo(call: Call) -> Result<(), Failure> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    call.answer().await?;

    // The socket first: Asterisk sends as soon as the channel is there.
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let own = socket.local_addr()?;
    let media = call.ari().channels().external_media("ulaw").external_host(own.to_string());
    let media = media.owned().await?;
    let asterisk = media.rtp_address().ok_or("Asterisk tells no address for RTP")?;
    media.entered().await?;
    let talk = call.ari().owned_bridge("mixing").await?;
    talk.add(&[&call, &media]).await?;
    println!("{name} hears itself: RTP between {own} and {asterisk}");

    let mut packets = 0;
    let sent_back = call.bound(send_back(&socket, asterisk, &mut packets)).await;
    println!("{name} sent {packets} packets");
    Ok(sent_back??)
}

/// Sends every packet back to where it came from.
async fn send_back(socket: &UdpSocket, to: SocketAddr, packets: &mut u64) -> std::io::Result<()> {
    let mut packet = [0; 1_500];
    loop {
        let length = socket.recv(&mut packet).await?;
        // Twelve bytes of header; what is shorter is no RTP.
        if length > 12 {
            *packets += 1;
            socket.send_to(&packet[..length], to).await?;
        }
    }
}
