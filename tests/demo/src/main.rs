//! Calls extension 1000 of the Asterisk that `ARI_URL` names and tells how the call goes; `channel_state` has to be there.

use std::env;
use std::time::Duration;

use ari_generated::Events;
use ari_generated::enums::ChannelState;
use ari_generated::prelude::*;
use tokio::time::{Instant, sleep, timeout};

/// The application that takes the call.
const APPLICATION: &str = "channel-state";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
    let credentials = Credentials::new(
        variable("ARI_USERNAME", "asterisk"),
        variable("ARI_PASSWORD", "asterisk"),
    );
    let url = variable("ARI_URL", "http://localhost:8088");
    let (ari, mut events) = Ari::connect(url, credentials).app("ari-demo").await?;
    wait_for_application(&ari).await?;

    let phone = ChannelId::random();
    println!("phone: calls 1000");
    // The other half of this channel is the call that the application gets.
    ari.channels()
        .originate_with_id(&phone, "Local/1000@default")
        .app("ari-demo")
        .formats("ulaw")
        .await?;
    match timeout(Duration::from_secs(30), narrate(&mut events, &phone)).await {
        Ok(true) => {}
        Ok(false) => return Err("the call ended before it was answered".into()),
        Err(_) => return Err("the call did not end within 30 seconds".into()),
    }
    ari.close().await;
    Ok(())
}

async fn wait_for_application(ari: &Ari) -> Result<(), Box<dyn std::error::Error>> {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        match ari.application(APPLICATION).get().await {
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::NotFound && Instant::now() < deadline => {
                sleep(Duration::from_millis(50)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Tells what happens to the phone; was the call answered?
async fn narrate(events: &mut Events, phone: &ChannelId) -> bool {
    let mut answered = false;
    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(Event::ChannelStateChange(change))
                if change.channel.id == *phone && change.channel.state == ChannelState::Ringing =>
            {
                println!("phone: hears it ring");
            }
            Delivery::Event(Event::StasisStart(start)) if start.channel.id == *phone => {
                answered = start.channel.state == ChannelState::Up;
                println!("phone: was answered");
            }
            Delivery::Event(Event::ChannelDestroyed(end)) if end.channel.id == *phone => {
                println!("phone: was hung up on ({})", end.cause_txt);
                return answered;
            }
            Delivery::Ended(reason) => {
                println!("phone: lost Asterisk ({reason:?})");
                return false;
            }
            _ => {}
        }
    }
    false
}
