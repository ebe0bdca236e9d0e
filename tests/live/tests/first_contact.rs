//! The shortest way from a URL to a call that is answered and hung up.

use std::time::Duration;

use ari_generated::{Ari, ChannelId, Event};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect, credentials};

#[tokio::test]
async fn a_call_is_answered_and_hung_up() -> Result<(), Box<dyn std::error::Error>> {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "first").await;
    let mut watch = Watch::new(events);
    let id = ChannelId::random();
    ari.channels()
        .originate_with_id(&id, "Local/wait@default")
        .app("first")
        .timeout(Duration::from_secs(5))
        .variables([("GREETING", "hello")])
        .await?;
    let start = watch
        .find("StasisStart", |event| match event {
            Event::StasisStart(start) => Some(start.clone()),
            _ => None,
        })
        .await;
    assert_eq!(start.channel.id, id);
    let channel = ari.channel(&id);
    assert_eq!(channel.get_variable("GREETING").await?.value, "hello");
    channel.answer().await?;
    assert_eq!(channel.hangup().await?, ari_generated::Removal::Done);
    watch
        .find("StasisEnd", |event| match event {
            Event::StasisEnd(end) => Some(end.clone()),
            _ => None,
        })
        .await;
    ari.close().await;
    let info = Ari::rest(instance.url(), credentials(&instance))?.asterisk().get_info().await?;
    assert!(info.system.is_some());
    Ok(())
}
