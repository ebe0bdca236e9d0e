//! A recording far larger than the memory it may take, from a real Asterisk: as a stream, and into a file.
//!
//! In a program of its own, since it looks at the memory of the whole program.

use std::io::{Seek, SeekFrom, Write};
use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{asterisk, credentials};
use futures_util::StreamExt;
use tokio::io::AsyncWrite;

type Failure = Box<dyn std::error::Error>;

/// The length of the recording.
const LENGTH: u64 = 200 << 20;

/// What the download may take of it; a download in memory would take all of it, most often twice.
const ALLOWED: u64 = 24 << 20;

/// The most memory that this program has had since it was last asked about, in bytes.
fn peak() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    let kilobytes: u64 = line.trim_end_matches("kB").trim().parse()?;
    // What comes now is measured from here on.
    std::fs::write("/proc/self/clear_refs", "5")?;
    Ok(kilobytes << 10)
}

/// Takes bytes slowly at first, so that what has come has to wait somewhere, and remembers none of them.
struct Slow {
    sum: u64,
    length: u64,
}

impl AsyncWrite for Slow {
    fn poll_write(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        bytes: &[u8],
    ) -> std::task::Poll<std::io::Result<usize>> {
        if self.length == 0 {
            std::thread::sleep(Duration::from_millis(500));
        }
        // Small parts, as a socket would take them.
        let taken = &bytes[..bytes.len().min(1_000)];
        self.length += taken.len() as u64;
        self.sum = taken.iter().fold(self.sum, |sum, it| sum.wrapping_add(u64::from(*it)));
        std::task::Poll::Ready(Ok(taken.len()))
    }

    fn poll_flush(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn poll_shutdown(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<std::io::Result<()>> {
        std::task::Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_long_recording_takes_little_memory() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let path = instance.recordings_directory().join("long.wav");
    let mut file = std::fs::File::create(&path)?;
    file.write_all(b"RIFF")?;
    file.seek(SeekFrom::Start(LENGTH - 4))?;
    file.write_all(b"last")?;
    drop(file);
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let recording = ari.stored_recording(RecordingName::new("long"));

    // What everything but the download takes.
    recording.get().await?;
    let before = peak()?;
    let mut body = recording.file().await?;
    let (mut length, mut end) = (0, Vec::new());
    while let Some(piece) = body.next().await {
        let piece = piece?;
        length += piece.len() as u64;
        end = piece.to_vec();
    }
    assert_eq!(length, LENGTH);
    assert!(end.ends_with(b"last"), "{end:?}");
    let streamed = peak()?;
    assert!(streamed < before + ALLOWED, "{before} bytes, then {streamed}");

    let mut slow = Slow { sum: 0, length: 0 };
    assert_eq!(recording.file().await?.write_to(&mut slow).await?, LENGTH);
    assert_eq!(slow.length, LENGTH);
    let sum: u64 = b"RIFFlast".iter().map(|it| u64::from(*it)).sum();
    assert_eq!(slow.sum, sum);
    let written = peak()?;
    assert!(written < before + ALLOWED, "{before} bytes, then {written}");

    // Into a file, as a program would.
    let copy = instance.directory().join("copy.wav");
    let mut file = tokio::fs::File::create(&copy).await?;
    assert_eq!(recording.file().await?.write_to(&mut file).await?, LENGTH);
    assert_eq!(std::fs::metadata(&copy)?.len(), LENGTH);

    // All of it at once is what it would take otherwise: the measure measures.
    let whole = recording.file().await?.bytes().await?;
    assert_eq!(whole.len() as u64, LENGTH);
    assert!(peak()? > before + LENGTH);
    Ok(())
}
