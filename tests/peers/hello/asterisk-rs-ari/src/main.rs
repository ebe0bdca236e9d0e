//! Greets each caller and hangs up, with asterisk-rs-ari.

use asterisk_rs_ari::config::AriConfigBuilder;
use asterisk_rs_ari::resources::channel::ChannelHandle;
use asterisk_rs_ari::{AriClient, AriError, AriEvent};

#[tokio::main]
async fn main() -> Result<(), AriError> {
    let config = AriConfigBuilder::new("hello")
        .host("127.0.0.1")
        .port(8088)
        .username("asterisk")
        .password("asterisk")
        .build()?;
    let client = AriClient::connect(config).await?;
    let mut events = client.subscribe();
    while let Some(message) = events.recv_lossy().await {
        if let AriEvent::StasisStart { channel, .. } = message.event {
            let (client, id) = (client.clone(), channel.id);
            tokio::spawn(async move {
                match greet(client, &id).await {
                    // A caller who hangs up is the normal end.
                    Ok(()) | Err(AriError::Api { status: 404, .. }) => {}
                    Err(failure) => eprintln!("{id}: {failure}"),
                }
            });
        }
    }
    Ok(())
}

async fn greet(client: AriClient, id: &str) -> Result<(), AriError> {
    let call = ChannelHandle::new(id, client.clone());
    call.answer().await?;
    let playback = client.pending_playback();
    call.play_with_id(playback.id(), "sound:hello-world").await?;
    let mut events = playback.into_events();
    while let Some(message) = events.recv_lossy().await {
        if let AriEvent::PlaybackFinished { .. } = message.event {
            break;
        }
    }
    call.hangup(None).await
}
