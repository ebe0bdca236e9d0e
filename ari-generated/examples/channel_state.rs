//! Rings a channel for two seconds, answers it, plays silence for four and hangs up, telling each step.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-state)
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
    let (ari, mut events) = Ari::connect(url, credentials).app("channel-state").await?;
    let mut calls = HashMap::new();

    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(Event::StasisStart(start)) => {
                let name = start.channel.name.clone();
                println!("Channel {name} has entered the application");
                let channel = ari.channel(&start.channel.id);
                let call = tokio::spawn(async move {
                    if let Err(error) = control(&channel, &name).await {
                        eprintln!("Channel {name}: {error}");
                    }
                });
                calls.insert(start.channel.id.clone(), call);
            }
            Delivery::Event(Event::ChannelStateChange(change)) => {
                println!("Channel {} is now: {}", change.channel.name, change.channel.state);
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

async fn control(channel: &ChannelHandle, name: &str) -> Result<(), Error> {
    channel.ring().await?;
    sleep(Duration::from_secs(2)).await;

    println!("Answering channel {name}");
    channel.answer().await?;
    channel.start_silence().await?;
    sleep(Duration::from_secs(4)).await;

    println!("Hanging up channel {name}");
    channel.hangup().await?;
    Ok(())
}
