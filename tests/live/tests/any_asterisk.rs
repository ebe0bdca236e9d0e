//! What holds on any Asterisk from 16 on: on the one that `ARI_URL` names, or on one of each release at hand.
//!
//! It needs no dialplan and leaves nothing behind.

use std::env;

use ari_generated::prelude::*;
use ari_generated::{DeviceName, Timestamp};
use ari_harness::{Release, Setup};
use ari_live_tests::{Watch, credentials, eventually, start};

type Failure = Box<dyn std::error::Error>;

#[tokio::test]
async fn the_basics_work() -> Result<(), Failure> {
    if let Ok(url) = env::var("ARI_URL") {
        let variable = |name: &str| env::var(name).unwrap_or_else(|_| "asterisk".to_owned());
        let user = Credentials::new(variable("ARI_USERNAME"), variable("ARI_PASSWORD"));
        return basics(&url, user).await;
    }
    for release in [Release::Sid, Release::Bullseye] {
        let instance = start(release, Setup::new());
        basics(&instance.url(), credentials(&instance)).await?;
    }
    Ok(())
}

async fn basics(url: &str, user: Credentials) -> Result<(), Failure> {
    let application = format!("ari-basics-{}", ChannelId::random());
    let (ari, events) = Ari::connect(url, user).app(&application).await?;
    let mut watch = Watch::new(events);

    let ping = ari.asterisk().ping().await?;
    assert_eq!(ping.ping, "pong");
    let about = ari.asterisk().get_info().await?;
    let version = about.system.ok_or("no system information")?.version;
    let status = about.status.ok_or("no status")?;
    assert!(status.startup_time > "2020-01-01T00:00:00.000+0000".parse::<Timestamp>()?);
    assert_eq!(ari.application(&application).get().await?.name, application, "{version}");

    // A bridge comes and goes, and its events come to who subscribed to it.
    let bridge = ari.bridge(BridgeId::random());
    let created = bridge.create_with_id().bridge_type("mixing").name("basics").await?;
    assert_eq!(created.id, *bridge.bridge_id());
    ari.applications().subscribe(&application, [format!("bridge:{}", bridge.bridge_id())]).await?;
    assert!(ari.bridges().list().await?.iter().any(|it| it.id == *bridge.bridge_id()));
    assert_eq!(bridge.destroy().await?, Removal::Done);
    watch
        .find("BridgeDestroyed", |event| match event {
            Event::BridgeDestroyed(end) if end.bridge.id == *bridge.bridge_id() => Some(()),
            _ => None,
        })
        .await;
    // For a moment it is neither there nor gone, and 409 says so.
    eventually("the bridge is gone", || async { bridge.get().await.err() }).await;
    assert_eq!(bridge.destroy().await?, Removal::AlreadyGone);

    // A device of our own.
    let device = ari.device_state(DeviceName::new(format!("Stasis:{application}")));
    device.update(ari_generated::enums::DeviceStateValue::Busy).await?;
    assert_eq!(device.get().await?.state, ari_generated::enums::DeviceStateValue::Busy);
    assert_eq!(device.delete().await?, Removal::Done);

    // What is not there is told.
    let error = ari.channel(ChannelId::random()).get().await.err().ok_or("found")?;
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.operation().map(|it| it.name()), Some("channels.get"));
    let playback = ari.playback(PlaybackId::random());
    assert_eq!(playback.stop().await?, Removal::AlreadyGone);
    ari.close().await;
    Ok(())
}
