//! Records callers into WAV files of this program's own, each named after its channel; `#` ends the recording and the call.
//!
//! The folder is the program's argument, and the current one otherwise. What was said until a caller hangs up is kept.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(record-to-wav)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Answer()
//!  same => n,Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-record-to-wav@default-00000000;2 has entered the application
//! Channel Local/app-record-to-wav@default-00000000;2 is recorded into messages/1795301564.12.wav
//! Channel Local/app-record-to-wav@default-00000000;2 was recorded for 4.2 seconds
//! Channel Local/app-record-to-wav@default-00000000;2 just left our application
//! ```

mod setup;

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ari_generated::media::MediaItem;
use ari_generated::prelude::*;
use hound::{SampleFormat, WavSpec, WavWriter};

/// What `slin16` is: 16,000 samples a second of 16 bits.
const SLIN16: WavSpec = WavSpec {
    channels: 1,
    sample_rate: 16_000,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

/// Audio may be late by this; what is missing beyond that was silence.
const LATE: Duration = Duration::from_millis(200);

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let folder = Arc::new(PathBuf::from(env::args().nth(1).unwrap_or_else(|| ".".to_owned())));
    let (_ari, events) = Ari::connect(url, credentials).app("record-to-wav").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| record(call, folder.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn record(call: Call, folder: Arc<PathBuf>) -> Result<(), Failure> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let (mut reader, _writer) = call.media("slin16").await?.split();
    // Ids can have slashes, which names of files cannot.
    let file = call.channel_id().to_string().replace('/', "_");
    let path = folder.join(format!("{file}.wav"));
    let mut wav = WavWriter::create(&path, SLIN16)?;
    println!("Channel {name} is recorded into {}", path.display());

    let began = Instant::now();
    let length = |samples| Duration::from_secs(1) * samples / SLIN16.sample_rate;
    while let Some(item) = reader.next().await {
        match item {
            MediaItem::Audio(frame) => {
                // While nobody speaks, nothing may come at all; without this, what follows would come too early.
                let passed = began.elapsed();
                while length(wav.duration()) + LATE < passed {
                    wav.write_sample(0_i16)?;
                }
                for sample in frame.samples().unwrap_or_default() {
                    wav.write_sample(sample)?;
                }
            }
            MediaItem::Digit('#') => break,
            _ => {}
        }
    }
    let seconds = length(wav.duration()).as_secs_f64();
    wav.finalize()?;
    println!("Channel {name} was recorded for {seconds:.1} seconds");
    Ok(())
}
