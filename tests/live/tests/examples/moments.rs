//! Calls that are hung up on at any moment: before anything is said of them, and some time after each line.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_live_tests::eventually;
use tokio::time::sleep;

use crate::Failure;
use crate::room::{Scene, moment};

/// From the moment of a line to a while after it, in milliseconds.
const WAITS: [u64; 3] = [1, 60, 1_000];

/// Calls an example and hangs up after each of the lines of a call that has so many, the one of its leaving aside; nothing
/// is left in Asterisk, nor in the example.
pub async fn hung_up_on(
    scene: &mut Scene,
    lines: usize,
    act: impl AsyncFn(&mut Scene, &ChannelHandle, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    // What an example that has served once keeps open.
    call(scene, lines, 1, &act).await?;
    let sockets = scene.example.sockets()?;
    for wait in WAITS {
        for lines in 1..=lines {
            call(scene, lines, wait, &act).await?;
        }
    }
    // Before anything is said, and while the media are made: it may never have entered.
    for wait in [0, 2, 5, 10, 15, 20, 30, 40, 60, 90] {
        let phone = scene.call().await?;
        sleep(Duration::from_millis(wait)).await;
        phone.hangup().await?;
        scene.gone().await?;
    }
    scene.report();
    // It still serves, and has nothing open for those who are gone.
    let phone = scene.talk().await?;
    phone.hangup().await?;
    scene.gone().await?;
    eventually("nothing is open for calls that are gone", async || {
        (scene.example.sockets().ok()? <= sockets).then_some(())
    })
    .await;
    Ok(())
}

/// A call up to a line, some time after which the caller hangs up.
async fn call(
    scene: &mut Scene,
    lines: usize,
    wait: u64,
    act: &impl AsyncFn(&mut Scene, &ChannelHandle, &str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let phone = scene.call().await?;
    for number in 1..=lines {
        let line = match number {
            // What there was to say of the call before may come after it has left.
            1 => scene.until("has entered the application").await?.pop().unwrap_or_default(),
            _ => scene.line().await?,
        };
        assert!(!line.ends_with("just left our application"), "it left before line {number}");
        // The last one is not reacted to, so that every wait is hung up on.
        if number < lines {
            act(scene, &phone, &line).await?;
        }
    }
    sleep(moment(wait)).await;
    phone.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    Ok(())
}
