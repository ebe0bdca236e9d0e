//! The echo by RTP: what a caller sends comes back, and the media leg goes with the call.

use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::enums::SnoopDirection;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Example, Phones, asterisk, credentials, eventually};

use crate::{Failure, all_gone};

#[tokio::test]
async fn callers_hear_themselves() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let mut example = Example::start("external_media_rtp", &ari, &instance).await?;
    let phone = phones.talk("app-external-media-rtp").await;
    let lines = example.until("has entered the application").await?;
    let name = lines[0].split(' ').nth(1).ok_or("a name")?.to_owned();
    let line = example.line().await?;
    assert!(line.starts_with(&format!("{name} hears itself: RTP between 127.0.0.1:")), "{line}");
    // Music for the far end, and what comes back, which is recorded beside it.
    phone.start_moh().await?;
    let ear = phone.snoop().spy(SnoopDirection::In).owned().await?;
    eventually("the echo is heard", async || {
        let name = RecordingName::random();
        let recorded = ear.record(&name, "sln").max_duration_seconds(Duration::from_secs(1));
        let recorded = recorded.finished().await.ok()?;
        let bytes = recorded.stored().file().await.ok()?.bytes().await.ok()?;
        let samples = bytes.chunks_exact(2).map(|it| i16::from_le_bytes([it[0], it[1]]));
        samples.into_iter().any(|it| it.unsigned_abs() > 64).then_some(())
    })
    .await;
    drop(ear);
    phone.hangup().await?;
    // In either order.
    let mut lines = [example.line().await?, example.line().await?];
    lines.sort_by_key(|it| it.ends_with(" packets"));
    assert_eq!(lines[0], format!("Channel {name} just left our application"));
    let line = &lines[1];
    let packets =
        line.strip_prefix(&format!("{name} sent ")).and_then(|it| it.strip_suffix(" packets"));
    assert!(packets.ok_or(&**line)?.parse::<u64>()? > 20, "{line}");
    all_gone(&ari).await;
    // At every moment.
    for wait in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89] {
        let phone = phones.call("app-external-media-rtp").await;
        tokio::time::sleep(Duration::from_millis(wait)).await;
        phone.hangup().await?;
        all_gone(&ari).await;
    }
    // It still serves.
    let phone = phones.talk("app-external-media-rtp").await;
    let end = loop {
        let line = example.line().await?;
        if let Some((name, _)) = line.split_once(" hears itself")
            && ari.channels().list().await?.iter().any(|it| *it.name == *name)
        {
            phone.hangup().await?;
            break format!("{name} sent ");
        }
    };
    while !example.line().await?.starts_with(&end) {}
    all_gone(&ari).await;
    example.terminate().await?;
    Ok(())
}
