//! The recorder: what was said is in the file, as long and as high as it was said, and no hangup loses it.

use std::fs::{create_dir, read_dir};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::asterisk;
use hound::{SampleFormat, WavReader, WavSpec};
use tokio::time::{Instant, sleep};

use crate::Failure;
use crate::ear::{is_audible, power, says, tone};
use crate::moments::hung_up_on;
use crate::room::{Scene, caller};

/// What it writes.
const SPEC: WavSpec = WavSpec {
    channels: 1,
    sample_rate: 16_000,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

/// An example that records into a folder, and the folder.
async fn scene() -> Result<(Scene, PathBuf), Failure> {
    let instance = asterisk(Setup::new());
    let folder = instance.directory().join("messages");
    create_dir(&folder)?;
    let argument = folder.display().to_string();
    Ok((Scene::on(instance, "record_to_wav", &[&argument]).await?, folder))
}

/// Somebody who is recorded, and the file.
async fn recorded(scene: &mut Scene, folder: &Path) -> Result<(ChannelHandle, PathBuf), Failure> {
    let phone = scene.talk().await?;
    let file = folder.join(format!("{}.wav", caller(&phone)));
    let said = [
        "Channel CALLER has entered the application".to_owned(),
        format!("Channel CALLER is recorded into {}", file.display()),
    ];
    assert_eq!(scene.until(".wav").await?, said);
    Ok((phone, file))
}

/// The samples of a file.
fn samples(file: &Path) -> Result<Vec<i16>, Failure> {
    let mut wav = WavReader::open(file)?;
    assert_eq!(wav.spec(), SPEC);
    Ok(wav.samples().collect::<Result<_, _>>()?)
}

/// Twentieths of a second: `l` for the low tone, `h` for the high one, `-` for silence.
fn parts(samples: &[i16]) -> String {
    let is_of = |part: &[i16], pitch| power(part, SPEC.sample_rate, pitch) > 0.9;
    let letter = |part: &[i16]| match part {
        it if !is_audible(it) => '-',
        it if is_of(it, 440.0) => 'l',
        it if is_of(it, 880.0) => 'h',
        _ => '?',
    };
    samples.chunks_exact(SPEC.sample_rate as usize / 20).map(letter).collect()
}

#[tokio::test]
async fn record_to_wav_keeps_what_was_said_and_the_pause_in_it() -> Result<(), Failure> {
    let (mut scene, folder) = scene().await?;
    let before = Instant::now();
    let (phone, file) = recorded(&mut scene, &folder).await?;
    let began = Instant::now();
    let low = tone(&scene, 440.0, Duration::from_secs(2))?;
    let high = tone(&scene, 880.0, Duration::from_secs(1))?;
    says(&mut scene, &phone, &low).await?;
    sleep(Duration::from_secs(2)).await;
    says(&mut scene, &phone, &high).await?;
    let spoke = began.elapsed();
    scene.phones.types(&phone, "#").await;
    let mut said = scene.until_left().await?;
    let most = before.elapsed();
    let line = said.remove(0);
    assert_eq!(said, ["Channel CALLER just left our application"]);
    scene.gone().await?;

    let samples = samples(&file)?;
    let seconds = samples.len() as f64 / f64::from(SPEC.sample_rate);
    assert_eq!(line, format!("Channel CALLER was recorded for {seconds:.1} seconds"));
    // As long as the call, from its first words to its last.
    assert!(seconds < most.as_secs_f64() + 1.0, "{seconds} of {most:?}");
    assert!(seconds > spoke.as_secs_f64() - 1.0, "{seconds} of {spoke:?}");
    // Two seconds of forty parts, and one of twenty; a busy machine may tear some apart.
    let parts = parts(&samples);
    let (low, high) = (parts.matches('l').count(), parts.matches('h').count());
    assert!((30..=41).contains(&low) && (14..=21).contains(&high), "{parts}");
    // The pause is where it was, though nobody sent anything.
    let (_, after) = parts.rsplit_once('l').ok_or("no low tone")?;
    let (pause, _) = after.split_once('h').ok_or("no high tone")?;
    assert!(pause.len() > 30, "{parts}");
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn record_to_wav_leaves_a_whole_file_whoever_hangs_up() -> Result<(), Failure> {
    let (mut scene, folder) = scene().await?;
    let voice = tone(&scene, 440.0, Duration::from_secs(30))?;
    for is_terminated in [false, true] {
        let (phone, file) = recorded(&mut scene, &folder).await?;
        phone.play([voice.as_str()]).await?;
        sleep(Duration::from_secs(2)).await;
        let said = if is_terminated {
            scene.example.signal().await?;
            scene.example.ended().await?
        } else {
            phone.hangup().await?;
            scene.until(" seconds").await?
        };
        let line = said.iter().find(|it| it.contains(" was recorded for ")).ok_or("no file")?;
        let samples = samples(&file)?;
        let seconds = samples.len() as f64 / f64::from(SPEC.sample_rate);
        assert!(line.ends_with(&format!(" was recorded for {seconds:.1} seconds")), "{line}");
        let parts = parts(&samples);
        // Two seconds of forty parts at least.
        assert!(parts.matches('l').count() > 20, "{parts}");
        scene.gone().await?;
    }
    Ok(())
}

#[tokio::test]
async fn record_to_wav_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let (mut scene, folder) = scene().await?;
    hung_up_on(&mut scene, 2, async |_, _, _| Ok(())).await?;
    scene.example.terminate().await?;
    let mut files = 0;
    for file in read_dir(folder)? {
        samples(&file?.path())?;
        files += 1;
    }
    assert!(files > 3, "{files}");
    Ok(())
}
