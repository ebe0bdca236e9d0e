//! A voice agent that needs no cloud: it hears when callers speak and when they are done, answers with a melody as long as
//! what they said, falls silent at once when it is interrupted, and passes them on when they press `0`.
//!
//! With a speech recogniser in the place of `Ear`, and a voice in that of `melody`, it is one of those that companies put
//! on the phone.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(voice-agent)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Answer()
//!  same => n,Playback(im-sorry)
//!  same => n,Hangup()
//! exten => operator,1,Dial(PJSIP/operator)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-voice-agent@default-00000000;2 has entered the application
//! Channel Local/app-voice-agent@default-00000000;2 heard everything
//! Channel Local/app-voice-agent@default-00000000;2 speaks
//! Channel Local/app-voice-agent@default-00000000;2 spoke for 5.0s
//! Channel Local/app-voice-agent@default-00000000;2 interrupted, and did not hear 231 frames
//! Channel Local/app-voice-agent@default-00000000;2 spoke for 1.0s
//! Channel Local/app-voice-agent@default-00000000;2 heard everything
//! Channel Local/app-voice-agent@default-00000000;2 wants a person
//! Channel Local/app-voice-agent@default-00000000;2 just left our application
//! ```

mod setup;

use std::f64::consts::PI;
use std::time::Duration;

use ari_generated::media::{MediaItem, MediaReader, MediaWriter};
use ari_generated::prelude::*;
use tokio::time::{Instant, timeout};

/// Samples a second of `slin16`, which speech engines like.
const RATE: u32 = 16_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("voice-agent").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(agent)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn agent(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let (mut reader, mut writer) = call.media("slin16").await?.split();
    let mut ear = Ear::default();
    // What there is to say; nothing while the caller speaks.
    let mut reply = melody(&[440.0, 554.4, 659.3]);
    loop {
        // It listens while it speaks.
        let heard = tokio::select! {
            biased;
            heard = ear.listen(&mut reader) => heard,
            said = say(&mut writer, &reply), if !reply.is_empty() => {
                said?;
                println!("Channel {name} heard everything");
                reply.clear();
                continue;
            }
        };
        match heard {
            Heard::Speech if reply.is_empty() => println!("Channel {name} speaks"),
            Heard::Speech => {
                let frames = writer.flush();
                println!("Channel {name} interrupted, and did not hear {frames} frames");
                reply.clear();
            }
            Heard::Silence { after } => {
                println!("Channel {name} spoke for {after:.1?}");
                reply = melody(&reply_to(after));
            }
            Heard::Zero => break,
            Heard::End => return Ok(()),
        }
    }
    println!("Channel {name} wants a person");
    // The media go with the call.
    call.continue_in_dialplan().context("default").extension("operator").priority(1).await?;
    Ok(())
}

/// Returns when it was heard.
async fn say(writer: &mut MediaWriter, reply: &[i16]) -> Result<(), Error> {
    writer.send_samples(reply).await?;
    writer.drained().await?;
    Ok(())
}

/// What callers do.
enum Heard {
    Speech,
    Silence { after: Duration },
    Zero,
    End,
}

/// Tells speech from silence by how loud it is.
#[derive(Default)]
struct Ear {
    /// What is heard now, or was not long ago.
    sound: Option<Sound>,
}

struct Sound {
    began: Instant,
    latest: Instant,
    /// Loud ones, of 20 ms.
    frames: u32,
}

impl Ear {
    /// Louder than the noise of a line.
    const LOUD: f64 = 500.0;
    /// Fewer frames are a click.
    const SPEECH: u32 = 3;
    /// What is shorter is a pause for breath.
    const SILENCE: Duration = Duration::from_millis(600);

    /// Waits until the caller does something. Dropping it loses nothing.
    async fn listen(&mut self, reader: &mut MediaReader) -> Heard {
        loop {
            let heard = match timeout(Duration::from_millis(100), reader.next()).await {
                Ok(Some(MediaItem::Audio(frame))) => {
                    self.hear(&frame.samples().unwrap_or_default())
                }
                Ok(Some(MediaItem::Digit('0'))) => Some(Heard::Zero),
                Ok(Some(_)) => None,
                Ok(None) => Some(Heard::End),
                // Of who says nothing, nothing may come.
                Err(_) => self.hear(&[]),
            };
            if let Some(heard) = heard {
                return heard;
            }
        }
    }

    fn hear(&mut self, samples: &[i16]) -> Option<Heard> {
        let now = Instant::now();
        if loudness(samples) > Self::LOUD {
            let sound = self.sound.get_or_insert(Sound { began: now, latest: now, frames: 0 });
            sound.latest = now;
            sound.frames += 1;
            return (sound.frames == Self::SPEECH).then_some(Heard::Speech);
        }
        let sound = self.sound.take_if(|it| now - it.latest > Self::SILENCE)?;
        let after = sound.latest - sound.began;
        (sound.frames >= Self::SPEECH).then_some(Heard::Silence { after })
    }
}

/// The root of the mean of the squares.
#[expect(clippy::cast_precision_loss, reason = "a frame has few samples")]
fn loudness(samples: &[i16]) -> f64 {
    let squares: f64 = samples.iter().map(|it| f64::from(*it).powi(2)).sum();
    (squares / samples.len().max(1) as f64).sqrt()
}

/// A note for each quarter of a second, up to five seconds.
fn reply_to(time: Duration) -> Vec<f64> {
    let notes = (time.as_millis() / 250).clamp(1, 20);
    [523.3, 587.3, 659.3, 784.0, 880.0].into_iter().cycle().take(notes as usize).collect()
}

/// A quarter of a second of each note.
#[expect(clippy::cast_possible_truncation, reason = "a sine of 8,000 fits")]
fn melody(notes: &[f64]) -> Vec<i16> {
    let length = RATE / 4;
    let note = |pitch: f64| {
        (0..length).map(move |at| {
            let sine = (2.0 * PI * pitch * f64::from(at) / f64::from(RATE)).sin();
            // Softly at both ends, so that it does not click.
            let loudness = 8_000.0 * (PI * f64::from(at) / f64::from(length)).sin();
            (sine * loudness) as i16
        })
    };
    notes.iter().flat_map(|pitch| note(*pitch)).collect()
}
