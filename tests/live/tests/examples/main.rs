//! The examples against a real Asterisk: what they print, what they do, and that nothing stays behind, whoever hangs up.

mod external_media_rtp;
mod first;
mod transfer_handler;

use ari_generated::Ari;
use ari_live_tests::eventually;

type Failure = Box<dyn std::error::Error>;

/// Asterisk has no channel and no bridge any more.
async fn all_gone(ari: &Ari) {
    eventually("every channel and every bridge is gone", || async {
        let channels = ari.channels().list().await.ok()?;
        let bridges = ari.bridges().list().await.ok()?;
        (channels.is_empty() && bridges.is_empty()).then_some(())
    })
    .await;
}
