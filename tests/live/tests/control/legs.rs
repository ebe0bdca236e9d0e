//! What can be done with a leg that was answered.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Dialled, RecordingName};
use ari_harness::Setup;
use ari_live_tests::{Heard, Stage, asterisk, credentials};

use crate::{Failure, soon};

#[tokio::test]
async fn an_answered_leg_is_recorded() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, _events) = connect.await?;
    let dialling = ari.dial("Local/playtones@default").formats("ulaw");
    let leg = soon(dialling.into_future()).await??.answered()?;
    let recording = leg.record(RecordingName::random(), "wav");
    let recorded = recording.max_duration_seconds(Duration::from_secs(1)).finished();
    soon(recorded).await??.stored().delete().await?;
    Ok(())
}

#[tokio::test]
async fn a_leg_that_was_in_a_bridge_is_recorded() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, _events) = connect.await?;
    let dialling = ari.dial("Local/playtones@default").formats("ulaw");
    let leg = soon(dialling.into_future()).await??.answered()?;
    let room = ari.owned_bridge("mixing").await?;
    soon(room.add(&[&leg])).await??;
    soon(room.remove(&[&leg])).await??;
    let recording = leg.record(RecordingName::random(), "wav");
    let recorded = recording.max_duration_seconds(Duration::from_secs(1)).finished();
    soon(recorded).await??.stored().delete().await?;
    Ok(())
}

#[tokio::test]
async fn a_leg_that_is_not_answered_leaves_no_ringing_behind() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let (near, far) = stage.pair().await;
    let talk = stage.ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&near])).await??;
    let dialling = stage.ari.dial("Local/ring@default").early_media_into(&talk);
    let dialling = tokio::spawn(dialling.answer_within(Duration::from_secs(5)).into_future());
    stage.hears_sound(&far).await;
    assert!(!dialling.is_finished(), "it rings");
    assert!(matches!(soon(dialling).await???, Dialled::NoAnswer));
    let heard = stage.hears(&far).await;
    assert_ne!(heard, Heard::Sound);
    Ok(())
}
