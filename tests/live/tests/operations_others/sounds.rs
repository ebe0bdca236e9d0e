//! Operations of `sounds`: what there is to play.

use ari_generated::{ErrorKind, SoundId};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, through_every_door};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_sounds);

async fn every_operation_of_sounds(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new(), "sounds").await;
    let ari = &stage.ari;
    let all = ari.sounds().list().await?;
    assert!(all.len() > 500, "{}", all.len());
    // An id with a slash is one place in the path.
    for id in ["hello-world", "digits/1"].map(SoundId::new) {
        let sound = ari.sound(&id).get().await?;
        assert_eq!(sound.id, id);
        let pair = sound.formats.iter().find(|it| it.language == "en").ok_or("not English")?;
        assert_eq!(pair.format, "gsm");
        assert_eq!(all.iter().filter(|it| **it == sound).count(), 1, "{sound:?}");
    }
    refused(ari.sound(SoundId::new("no-such-sound")).get().await, ErrorKind::NotFound, 404);

    let english = ari.sounds().list().lang("en").format("gsm").await?;
    assert!(english.iter().any(|it| it.id == "digits/1"));
    refused(ari.sounds().list().lang("tlh").await, ErrorKind::NotFound, 404);
    refused(ari.sounds().list().format("mp9").await, ErrorKind::NotFound, 404);
    ledger.assert_complete(stage.instance.version(), "sounds", &[]);
    Ok(())
}
