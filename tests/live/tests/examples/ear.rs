//! What phones say and hear as audio: tones to say, an ear that writes down what comes, and which notes are in that.

use std::f64::consts::TAU;
use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::channels::ChannelHandle;
use ari_generated::enums::SnoopDirection;
use ari_generated::prelude::*;
use ari_live_tests::awaited;

use crate::Failure;
use crate::room::Scene;

/// Samples a second of what phones say and hear.
pub const RATE: u32 = 8_000;

/// Louder than the last bits that a telephone codec may leave set.
pub const AUDIBLE: u16 = 64;

/// Makes a sound of a tone that lasts so long, and tells how to play it.
pub fn tone(scene: &Scene, pitch: f64, time: Duration) -> Result<String, Failure> {
    let name = format!("tone-{pitch}-{}", time.as_millis());
    let samples = time.as_millis() as u32 * RATE / 1_000;
    let at = |it: u32| (f64::from(it) * pitch * TAU / f64::from(RATE)).sin() * 8_000.0;
    let bytes: Vec<u8> = (0..samples).flat_map(|it| (at(it) as i16).to_le_bytes()).collect();
    std::fs::write(scene.instance.sounds_directory().join(format!("{name}.sln")), bytes)?;
    Ok(format!("sound:{name}"))
}

/// Writes down what a phone hears.
pub struct Ear {
    ear: ChannelHandle,
    name: RecordingName,
}

impl Ear {
    /// From now on.
    pub async fn of(scene: &mut Scene, phone: &ChannelHandle) -> Result<Self, Failure> {
        let watch = &mut scene.phones.watch;
        let ear = scene.phones.ari.channel(ChannelId::random());
        phone.snoop_with_id(ear.channel_id()).spy(SnoopDirection::In).await?;
        awaited!(watch, StasisStart, |it| it.channel.id == *ear.channel_id());
        let name = RecordingName::random();
        ear.record(&name, "sln").await?;
        awaited!(watch, RecordingStarted, |it| it.recording.name == name);
        Ok(Self { ear, name })
    }

    /// What it has heard.
    pub async fn heard(self, scene: &mut Scene) -> Result<Vec<i16>, Failure> {
        let Scene { phones, .. } = scene;
        let Self { ear, name } = self;
        phones.ari.live_recording(&name).stop().await?;
        awaited!(phones.watch, RecordingFinished, |it| it.recording.name == name);
        let stored = phones.ari.stored_recording(&name);
        let bytes = stored.file().await?.bytes().await?;
        stored.delete().await?;
        ear.hangup().await?;
        Ok(bytes.chunks_exact(2).map(|it| i16::from_le_bytes([it[0], it[1]])).collect())
    }
}

/// Something of it can be heard.
pub fn is_audible(samples: &[i16]) -> bool {
    samples.iter().any(|it| it.unsigned_abs() > AUDIBLE)
}

/// Which of these pitches is played, one after the other: those that twice in a row are most of a twentieth of a second.
pub fn notes(samples: &[i16], rate: u32, pitches: &[f64]) -> Vec<f64> {
    let (mut notes, mut latest) = (Vec::new(), None);
    for part in samples.chunks_exact(rate as usize / 20) {
        let power = |pitch: f64| power(part, rate, pitch);
        let best = pitches.iter().copied().max_by(|a, b| power(*a).total_cmp(&power(*b)));
        let best = best.filter(|it| is_audible(part) && power(*it) > 0.5);
        if let Some(note) = best.filter(|it| latest == Some(*it) && notes.last() != Some(it)) {
            notes.push(note);
        }
        latest = best;
    }
    notes
}

/// How much of the power of a piece of audio is at a pitch, up to 1.
pub fn power(samples: &[i16], rate: u32, pitch: f64) -> f64 {
    let step = pitch * TAU / f64::from(rate);
    let (mut real, mut imaginary, mut all) = (0.0, 0.0, 0.0);
    for (at, sample) in samples.iter().enumerate() {
        let (angle, sample) = (at as f64 * step, f64::from(*sample));
        real += sample * angle.cos();
        imaginary += sample * angle.sin();
        all += sample * sample;
    }
    2.0 * (real * real + imaginary * imaginary) / (all * samples.len() as f64).max(1.0)
}

/// Says a tone, and hears it come back.
pub async fn hears_itself(scene: &mut Scene, phone: &ChannelHandle) -> Result<(), Failure> {
    let sound = tone(scene, 440.0, Duration::from_secs(3))?;
    let ear = Ear::of(scene, phone).await?;
    says(scene, phone, &sound).await?;
    let heard = ear.heard(scene).await?;
    let parts: Vec<_> = heard.chunks_exact(RATE as usize / 20).collect();
    let same = parts.iter().filter(|it| is_audible(it) && power(it, RATE, 440.0) > 0.9).count();
    // Of three seconds, two at least.
    if same < 40 {
        return Err(format!("{same} of {} parts are an echo", parts.len()).into());
    }
    Ok(())
}

/// Says something to the end.
pub async fn says(scene: &mut Scene, phone: &ChannelHandle, sound: &str) -> Result<(), Failure> {
    let voice = PlaybackId::random();
    phone.play_with_id(&voice, [sound]).await?;
    awaited!(scene.phones.watch, PlaybackFinished, |it| it.playback.id == voice);
    Ok(())
}
