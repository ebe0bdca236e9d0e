//! Plays a French ringing tone for eight seconds, answers and hangs up a second later.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-tones)
//!  same => n,Hangup()
//! ```

mod setup;

use std::collections::HashMap;
use std::time::Duration;

use ari_generated::prelude::*;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (ari, mut events) = Ari::connect(url, credentials).app("channel-tones").await?;
    let mut calls = HashMap::new();

    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(Event::StasisStart(start)) => {
                let name = start.channel.name.clone();
                println!("Channel {name} has entered the application");
                let (ari, channel) = (ari.clone(), ari.channel(&start.channel.id));
                let call = tokio::spawn(async move {
                    if let Err(error) = control(&ari, &channel, &name).await {
                        eprintln!("Channel {name}: {error}");
                    }
                });
                calls.insert(start.channel.id.clone(), call);
            }
            Delivery::Event(Event::StasisEnd(end)) => {
                println!("Channel {} just left our application", end.channel.name);
                if let Some(call) = calls.remove(&end.channel.id) {
                    call.abort();
                }
            }
            Delivery::Event(_) => {}
            other => eprintln!("{other:?}"),
        }
    }
    Ok(())
}

async fn control(ari: &Ari, channel: &ChannelHandle, name: &str) -> Result<(), Error> {
    // The tone is media, not a ringing indication: answering does not stop it.
    let tone = ari.playback(PlaybackId::random());
    channel.play_with_id(tone.playback_id(), ["tone:ring;tonezone=fr"]).await?;
    sleep(Duration::from_secs(8)).await;

    println!("Answering channel {name}");
    tone.stop().await?;
    channel.answer().await?;
    sleep(Duration::from_secs(1)).await;

    println!("Hanging up channel {name}");
    channel.hangup().await?;
    Ok(())
}
