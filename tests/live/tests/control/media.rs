//! Media legs: over RTP, in the application, heard and gone with their scope.

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{asterisk, credentials};
use tokio::net::UdpSocket;

use crate::{Failure, nothing_is_left, soon};

#[tokio::test]
async fn a_leg_over_rtp_is_in_the_application_at_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _events) = Ari::connect(instance.url(), credentials(&instance)).app("media").await?;
    let socket = UdpSocket::bind("127.0.0.1:0").await?;
    let media = ari.channels().external_media("ulaw");
    let media = media.external_host(socket.local_addr()?.to_string()).owned().await?;
    assert!(media.rtp_address().is_some());
    soon(media.entered()).await??;
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&media])).await??;
    drop((media, talk));
    nothing_is_left(&ari).await;
    Ok(())
}
