//! The examples against a real Asterisk: what they print, what they do, and that nothing stays behind, whoever hangs up.

mod bridge_dial;
mod bridge_hold;
mod bridge_infinite_wait;
mod bridge_move;
mod broadcast_agent;
mod channel_aa;
mod channel_dump;
mod ear;
mod external_media_rtp;
mod first;
mod moments;
mod parties;
mod push_configuration;
mod queue_with_claim;
mod record_to_wav;
mod room;
mod scene;
mod transfer_handler;
mod voice_agent;
mod voice_echo;
mod voicemail_playback;
mod voicemail_record;

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use ari_generated::Ari;
use ari_harness::Instance;
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

/// A moment that nobody chose, up to this one.
fn some_time(most: Duration) -> Duration {
    most.mul_f64((RandomState::new().hash_one(0) % 1_000) as f64 / 1_000.0)
}

/// Has sounds last for a third of a second in the language `xx`, so that nobody waits for prompts.
fn short_sounds(instance: &Instance, names: &[&str]) -> std::io::Result<()> {
    let folder = instance.sounds_directory().join("xx");
    std::fs::create_dir_all(folder.join("digits"))?;
    names.iter().try_for_each(|it| std::fs::write(folder.join(format!("{it}.sln")), [0; 5_280]))
}
