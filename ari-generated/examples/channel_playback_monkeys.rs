//! Plays howling monkeys to a channel and hangs up when they are done.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-playback-monkeys)
//!  same => n,Hangup()
//! ```

mod setup;

use std::collections::HashMap;

use ari_generated::enums::PlaybackState;
use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (ari, mut events) = Ari::connect(url, credentials).app("channel-playback-monkeys").await?;
    let mut attacks = HashMap::new();

    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(Event::StasisStart(start)) => {
                println!("Monkeys! Attack {}!", start.channel.name);
                // With an id of our own we know the playback before its first event comes.
                let playback = PlaybackId::random();
                attacks.insert(playback.clone(), start.channel.clone());
                let channel = ari.channel(&start.channel.id);
                if let Err(error) = channel.play_with_id(&playback, ["sound:tt-monkeys"]).await {
                    eprintln!("Channel {}: {error}", start.channel.name);
                }
            }
            Delivery::Event(Event::PlaybackFinished(finished)) => {
                let Some(victim) = attacks.remove(&finished.playback.id) else { continue };
                // A caller who hangs up first makes the playback fail.
                if finished.playback.state == PlaybackState::Done {
                    println!("Monkeys successfully vanquished {}; hanging them up", victim.name);
                    if let Err(error) = ari.channel(&victim.id).hangup().await {
                        eprintln!("Channel {}: {error}", victim.name);
                    }
                }
            }
            Delivery::Event(Event::StasisEnd(end)) => {
                println!("Channel {} just left our application", end.channel.name);
            }
            Delivery::Event(_) => {}
            other => eprintln!("{other:?}"),
        }
    }
    Ok(())
}
