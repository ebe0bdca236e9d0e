//! Requests over the event websocket: in order and many at once, what is too large, what is lost, what it cannot carry.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{EventFilter, RecordingName};
use ari_harness::{Release, Setup};
use ari_live_tests::{Items, PATIENCE, Proxy, Which, asterisk, credentials, eventually, start};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::no_channels;

#[tokio::test]
async fn each_of_many_gets_its_own_answer() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, events) = connect.rest_over_websocket().await?;
    let asked = (0..1_000).map(async |number: i32| {
        // Every other one is refused.
        let name = format!("Stasis:{number}");
        let device = ari.device_state(ari_generated::DeviceName::new(&name));
        if number % 2 == 0 {
            device.update(ari_generated::enums::DeviceStateValue::Busy).await?;
            assert_eq!(device.get().await?.name.as_str(), name);
            device.delete().await?;
        } else {
            let id = ChannelId::new(format!("nobody-{number}"));
            let error = ari.channels().get(&id).await.expect_err("there is none");
            assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
            assert!(error.path().is_some_and(|it| it.ends_with(id.as_str())), "{error}");
        }
        Ok::<(), Error>(())
    });
    for outcome in join_all(asked).await {
        outcome?;
    }
    let frames = ari.health().frames;
    assert!(frames.responses >= 2_000, "{frames:?}");
    drop(events);
    Ok(())
}

#[tokio::test]
async fn what_is_too_large_is_not_sent() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, events) = connect.rest_over_websocket().await?;
    let leg = ari.channel(ChannelId::random());
    leg.originate_with_id("Local/wait@default").app("desk").await?;
    let bridge = async |length: usize| {
        let bridge = ari.bridges().create_with_id(BridgeId::random());
        bridge.variables([("LONG", "x".repeat(length))]).await
    };
    // More than HTTP carries.
    bridge(60_000).await?;
    let error = bridge(66_000).await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    assert!(error.is_not_sent());
    // The connection is none the worse for it.
    assert_eq!(leg.hangup().await?, Removal::Done);
    assert_eq!(ari.health().generation, 1);
    drop(events);
    Ok(())
}

#[tokio::test]
async fn a_nul_is_not_sent_through_any_door() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = || Ari::connect(instance.url(), credentials(&instance)).app("desk");
    for connect in [connect(), connect().rest_over_websocket()] {
        let (ari, events) = connect.await?;
        let set = |text: &str| ari.asterisk().set_global_var("COLOUR").value(text);
        set("blue").await?;
        // Asterisk reads it as the end of the value, or does not answer at all.
        for text in ["\0", "re\0d", "red\0"] {
            let error = set(text).await.expect_err("a NUL");
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
            assert!(error.is_not_sent());
        }
        assert_eq!(ari.asterisk().get_global_var("COLOUR").await?.value, "blue");
        drop(events);
        ari.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn recordings_come_over_http() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    std::fs::write(instance.recordings_directory().join("tune.wav"), b"RIFFnot really")?;
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, events) = connect.rest_over_websocket().await?;
    let recording = ari.stored_recording(RecordingName::new("tune"));
    assert_eq!(recording.get().await?.format, "wav");
    assert_eq!(&recording.file().await?.bytes().await?[..], b"RIFFnot really");
    // And everything else does when the connection is closed.
    drop(events);
    ari.close().await;
    assert_eq!(recording.delete().await?, Removal::Done);
    Ok(())
}

#[tokio::test]
async fn what_was_under_way_when_the_connection_was_lost_is_unknown() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app("desk");
    let connect = connect.longest_backoff(Duration::from_millis(200)).retry();
    let (ari, events) = connect.rest_over_websocket().await?;
    let mut items = Items::new(events);
    proxy.stall(Which::All);
    let (call, read) = (ChannelId::random(), ari.channels().list().into_future());
    let call = ari.channel(call);
    let placed = call.originate_with_id("Local/wait@default").app("desk").into_future();
    let (placed, read) = (tokio::spawn(placed), tokio::spawn(read));
    // Both have left this side.
    tokio::time::sleep(Duration::from_millis(300)).await;
    proxy.reset(Which::All);
    proxy.resume();
    items.lost().await;
    let error = timeout(PATIENCE, placed).await??.expect_err("nobody knows");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    // It never arrived, and Asterisk was asked.
    assert_eq!(error.is_there(), Some(false), "{error}");
    // A read may be asked again.
    assert_eq!(timeout(PATIENCE, read).await???, []);
    items.reconnected().await;
    assert_eq!(call.hangup().await?, Removal::AlreadyGone);
    Ok(())
}

#[tokio::test]
async fn a_request_waits_for_the_connection_until_its_deadline() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app("desk");
    let connect = connect.longest_backoff(Duration::from_millis(200));
    let (ari, events) = connect.rest_over_websocket().await?;
    let mut items = Items::new(events);
    proxy.refuse().await;
    proxy.reset(Which::All);
    items.lost().await;
    let call = ari.channels().originate("Local/wait@default").app("desk");
    let error = call.with_deadline(Duration::from_millis(300)).await.expect_err("no connection");
    assert_eq!(error.kind(), ErrorKind::NotSent, "{error}");
    let waiting = tokio::spawn(ari.asterisk().ping().into_future());
    proxy.accept();
    items.reconnected().await;
    timeout(PATIENCE, waiting).await???;
    // What was given up was not sent later.
    assert_eq!(ari.channels().list().await?, []);
    Ok(())
}

#[tokio::test]
async fn an_event_filter_hides_no_response() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, events) = connect.rest_over_websocket().await?;
    let filter = EventFilter::allow([EventKind::ChannelDtmfReceived]);
    ari.application("desk").filter().filter(filter).await?;
    ari.asterisk().ping().await?;
    // Nor what tells of a call's life.
    let call = ari.channel(ChannelId::random());
    call.originate_with_id("Local/wait@default").app("desk").await?;
    let mut items = Items::new(events);
    let of = |kind| {
        move |it: &Delivery| {
            matches!(it, Delivery::Event(it) if it.kind() == Some(kind)).then_some(())
        }
    };
    items.find("StasisStart", of(EventKind::StasisStart)).await;
    call.hangup().await?;
    items.find("StasisEnd", of(EventKind::StasisEnd)).await;
    Ok(())
}

#[tokio::test]
async fn an_asterisk_that_is_too_old_is_told() -> Result<(), Failure> {
    let instance = start(Release::Bullseye, Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let error = connect.rest_over_websocket().await.expect_err("it takes no notice");
    assert_eq!(error.kind(), ErrorKind::Handshake, "{error}");
    assert!(error.to_string().contains("20.14, 21.9, 22.4"), "{error}");
    Ok(())
}

#[tokio::test]
async fn closing_hangs_up_what_is_served() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, events) = connect.rest_over_websocket().await?;
    let served = tokio::spawn(
        events
            .serve(async |call: Call| {
                call.channel().answer().await?;
                call.sleep(Duration::from_secs(600)).await?;
                Ok::<(), Error>(())
            })
            .into_future(),
    );
    for _ in 0..5 {
        let call = ari.channels().originate("Local/app-desk@default");
        call.extension("wait").context("default").await?;
    }
    eventually("five calls", async || (ari.health().live_calls == 5).then_some(())).await;
    ari.close().await;
    assert_eq!(timeout(PATIENCE, served).await???.failed, 0);
    no_channels(&ari).await;
    Ok(())
}
