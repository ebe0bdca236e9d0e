//! A connection that Asterisk keeps: the whole API over it, and what becomes of it when it is lost or taken.

use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::enums::DeviceStateValue;
use ari_generated::events::{ChannelDtmfReceived, PlaybackFinished, StasisStart};
use ari_generated::prelude::*;
use ari_harness::{Outbound, Setup};
use ari_live_tests::{Items, PATIENCE, Proxy, Which, credentials, eventually};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{PASSWORD, USER, accepted, listen, no_channels, persistent, start, url};

#[tokio::test]
async fn everything_works_over_it() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let instance = persistent(listener.local_addr(), &["first", "second"]).await?;
    let Accepted { ari, events, visitor, .. } = accepted(&mut listener).await?;
    assert_eq!((visitor.path.as_str(), visitor.query.as_deref()), ("/door", Some("floor=1")));
    assert_eq!(visitor.user.as_deref(), Some("pbx"));
    assert_eq!(visitor.protocols, ["ari"]);

    // Both applications are on the one connection; the stream saw the first frame.
    let mut items = Items::new(events);
    for wanted in ["first", "second"] {
        let application = items
            .find("ApplicationRegistered", |it| match it {
                Delivery::Event(Event::ApplicationRegistered(it)) => Some(it.application.clone()),
                _ => None,
            })
            .await;
        assert_eq!(application, wanted);
    }
    // A leg of its own, in either; handles, waiters and streams.
    for application in ["first", "second"] {
        let leg = ari.channel(ChannelId::random());
        let mut heard = Items::new(leg.events());
        leg.originate_with_id("Local/wait@default").app(application).formats("ulaw").await?;
        let entered = heard
            .find("StasisStart", |it| match it {
                Delivery::Event(Event::StasisStart(it)) => Some(it.application.clone()),
                _ => None,
            })
            .await;
        assert_eq!(entered, application);
        let playback = ari.playback(PlaybackId::random());
        let finished = playback.wait_for::<PlaybackFinished>(PATIENCE);
        leg.play_with_id(playback.playback_id(), ["sound:hello-world"]).await?;
        finished.await?;
        assert_eq!(leg.hangup().await?, Removal::Done);
        heard.find("the end", |it| matches!(it, Delivery::Ended(Ended::Gone)).then_some(())).await;
    }
    no_channels(&ari).await;
    // Nothing went over HTTP, whose user would be another.
    let frames = ari.health().frames;
    assert!(frames.responses >= 8, "{frames:?}");
    let sum = frames.wanted + frames.filtered + frames.malformed + frames.responses;
    assert_eq!(frames.received, sum + frames.duplicates, "{frames:?}");
    drop(instance);
    Ok(())
}

#[tokio::test]
async fn calls_are_served_over_it() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let instance = persistent(listener.local_addr(), &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let (told, mut digits) = mpsc::unbounded_channel();
    let served = tokio::spawn(
        events
            .serve(move |call: Call| {
                let told = told.clone();
                async move {
                    let digit = call.channel().wait_for::<ChannelDtmfReceived>(PATIENCE);
                    call.channel().answer().await?;
                    let digit = call.bound(digit).await?.map_err(|it| it.to_string())?;
                    let _ = told.send(digit.digit.to_string());
                    // Hung up by whoever serves.
                    Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
                }
            })
            .into_future(),
    );
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..3 {
        let caller = direct.channel(ChannelId::random());
        let call = caller.originate_with_id("Local/digits-5@default");
        call.extension("app-desk").context("default").formats("ulaw").await?;
        assert_eq!(timeout(PATIENCE, digits.recv()).await?.as_deref(), Some("5"));
    }
    no_channels(&direct).await;
    ari.close().await;
    let served = timeout(PATIENCE, served).await???;
    assert_eq!((served.calls, served.failed), (3, 0));
    Ok(())
}

#[tokio::test]
async fn closing_it_hangs_up_what_is_served() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let instance = persistent(listener.local_addr(), &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let served = tokio::spawn(
        events
            .serve(async |call: Call| {
                call.channel().answer().await?;
                call.sleep(Duration::from_secs(600)).await?;
                Ok::<(), Error>(())
            })
            .into_future(),
    );
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..5 {
        let caller = direct.channel(ChannelId::random());
        let call = caller.originate_with_id("Local/app-desk@default");
        call.extension("wait").context("default").await?;
    }
    eventually("five calls", async || (ari.health().live_calls == 5).then_some(())).await;
    // There is no other way to hang them up than the connection that is being closed.
    listener.close().await;
    ari.close().await;
    assert_eq!(timeout(PATIENCE, served).await???.failed, 0);
    no_channels(&direct).await;
    let error = ari.asterisk().ping().await.expect_err("it is closed");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(error.is_not_sent());
    Ok(())
}

#[tokio::test]
async fn closing_it_while_calls_end_leaves_asterisk_alive() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let mut instance = persistent(listener.local_addr(), &["desk"]).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    // Where nobody waits until nothing comes any more, one in thirty of these crashes it.
    for round in 0..30 {
        let Accepted { ari, events, .. } = accepted(&mut listener).await?;
        let served = tokio::spawn(
            events
                .serve(async |call: Call| {
                    call.sleep(Duration::from_secs(600)).await?;
                    Ok::<(), Error>(())
                })
                .into_future(),
        );
        for _ in 0..3 {
            let call = direct.channels().originate("Local/app-desk@default");
            call.extension("wait").context("default").await?;
        }
        eventually("three calls", async || (ari.health().live_calls == 3).then_some(())).await;
        ari.close().await;
        assert_eq!(timeout(PATIENCE, served).await???.failed, 0);
        assert!(instance.is_running(), "it crashed in round {round}\n{}", instance.log());
    }
    Ok(())
}

/// The numbers of these user events, as far as the connection told them.
async fn numbers(items: &mut Items, count: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let number = items.find("a ChannelUserevent", user_event).await;
        numbers.push(number);
    }
    numbers
}

fn user_event(item: &Delivery) -> Option<i64> {
    match item {
        Delivery::Event(Event::ChannelUserevent(it)) if it.eventname == "tick" => {
            it.userevent.get("number")?.as_str()?.parse().ok()
        }
        Delivery::Missed(missed) => panic!("{missed:?}"),
        _ => None,
    }
}

async fn tick(direct: &Ari, numbers: std::ops::Range<i64>) -> Result<(), Failure> {
    for number in numbers {
        let event = direct.user_events().user_event("tick").application("desk");
        event.variables([("number", number.to_string())]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn what_happens_while_the_server_is_down_comes_in_order() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let address = listener.local_addr();
    let instance = persistent(address, &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    tick(&direct, 0..10).await?;
    let mut items = Items::new(events);
    assert_eq!(numbers(&mut items, 10).await, Vec::from_iter(0..10));
    // The whole server goes, as it does when a program is started anew.
    listener.close().await;
    drop(listener);
    ari.close().await;
    tick(&direct, 10..3_010).await?;

    let mut listener =
        Ari::listen(address.to_string()).credentials(Credentials::new("pbx", "sesame")).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    assert_eq!(numbers(&mut items, 3_000).await, Vec::from_iter(10..3_010));
    // And it goes on.
    tick(&ari, 3_010..3_020).await?;
    assert_eq!(numbers(&mut items, 10).await, Vec::from_iter(3_010..3_020));
    Ok(())
}

#[tokio::test]
async fn a_lost_connection_goes_on_with_the_same_client() -> Result<(), Failure> {
    let mut listener = listen().ping_every(Duration::from_secs(1)).await?;
    let proxy = Proxy::start(&listener.local_addr().to_string()).await;
    let proxied = proxy.url().trim_start_matches("http://").parse()?;
    let instance = persistent(proxied, &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let mut items = Items::new(events);
    let leg = ari.channel(ChannelId::random());
    leg.originate_with_id("Local/wait@default").app("desk").await?;
    // Asterisk can crash when such a connection breaks while it sends.
    items.quiet().await;

    proxy.refuse().await;
    proxy.reset(Which::All);
    items.lost().await;
    // Requests wait for the connection to come back.
    let waiting = tokio::spawn(ari.asterisk().ping().into_future());
    tick(&direct, 0..50).await?;
    proxy.accept();
    assert_eq!(items.reconnected().await.generation, 2);
    // Asterisk kept what happened meanwhile.
    assert_eq!(numbers(&mut items, 50).await, Vec::from_iter(0..50));
    timeout(PATIENCE, waiting).await???;
    assert_eq!(leg.hangup().await?, Removal::Done);
    no_channels(&ari).await;
    let nobody = timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(nobody.is_err(), "it is no new client: {nobody:?}");
    Ok(())
}

#[tokio::test]
async fn an_application_that_another_takes_is_told_and_not_taken_for_there() -> Result<(), Failure>
{
    let mut listener = listen().await?;
    let instance = persistent(listener.local_addr(), &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let (other, others) = ari_live_tests::connect(&instance, "desk").await;
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Replaced);
    // Requests still go their way.
    ari.asterisk().ping().await?;
    drop(others);
    other.close().await;
    ari.close().await;
    // Asterisk comes again and says that the application is registered, which it is not.
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::NotRegistered);
    // A reload mends it only where something has changed.
    let conf = instance.directory().join("etc/ari.conf");
    let text = std::fs::read_to_string(&conf)?;
    std::fs::write(&conf, text.replace("apps = desk", "apps = desk,spare"))?;
    instance.cli("module reload res_ari.so")?;
    ari.close().await;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    tick(&ari, 0..3).await?;
    assert_eq!(numbers(&mut Items::new(events), 3).await, [0, 1, 2]);
    Ok(())
}

#[tokio::test]
async fn recordings_come_over_http_where_there_is_that() -> Result<(), Failure> {
    // Where Asterisk will find it, once it is known where Asterisk is.
    let listener = listen().await?;
    let address = listener.local_addr();
    listener.close().await;
    drop(listener);
    let instance = persistent(address, &["desk"]).await?;
    std::fs::write(instance.recordings_directory().join("tune.wav"), b"RIFFnot really")?;
    for with_http in [false, true] {
        let mut listen =
            Ari::listen(address.to_string()).credentials(Credentials::new(USER, PASSWORD));
        if with_http {
            listen = listen.http(Ari::connect(instance.url(), credentials(&instance)));
        }
        let mut listener = listen.await?;
        let Accepted { ari, .. } = accepted(&mut listener).await?;
        let recording = ari.stored_recording(RecordingName::new("tune"));
        assert_eq!(recording.get().await?.format, "wav");
        match recording.file().await {
            Ok(body) if with_http => assert_eq!(&body.bytes().await?[..], b"RIFFnot really"),
            Err(error) if !with_http => {
                assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
                assert!(error.is_not_sent() && error.to_string().contains("HTTP"), "{error}");
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(ari.health().generation, 1);
        listener.close().await;
        ari.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn an_application_that_hears_of_everything_hears_it_once() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let outbound = Outbound::persistent(url(listener.local_addr()), ["desk"]).subscribe_all();
    let setup = Setup::new().outbound(outbound.credentials(USER, PASSWORD));
    let instance = start(setup).await?;
    let (direct, _events) = ari_live_tests::connect(&instance, "other").await;
    let devices = async |round: i32| {
        let device = direct.device_state(DeviceName::new(format!("Stasis:{round}")));
        for state in [DeviceStateValue::InUse, DeviceStateValue::NotInUse] {
            device.update(state).await?;
        }
        Ok::<(), Error>(())
    };
    for round in 0..10 {
        let Accepted { ari, events, .. } = accepted(&mut listener).await?;
        let mut items = Items::new(events.with_capacity(100_000));
        // Followed by this client too, which must not double anything.
        let call = ari.channel(ChannelId::random());
        let _followed = call.events();
        let placed = direct.channels().originate_with_id(call.channel_id(), "Local/wait@default");
        let entered = direct.channel(call.channel_id()).wait_for::<StasisStart>(PATIENCE);
        placed.await?;
        entered.await?;
        for value in ["one", "two", "end"] {
            direct.channel(call.channel_id()).set_variable("PROBE").value(value).await?;
        }
        let mut values = Vec::new();
        while values.last().is_none_or(|it| it != "end") {
            let value = items.find("a ChannelVarset", |it| match it {
                Delivery::Event(Event::ChannelVarset(it)) if it.variable == "PROBE" => {
                    Some(it.value.to_string())
                }
                _ => None,
            });
            values.push(value.await);
        }
        assert_eq!(values, ["one", "two", "end"]);
        assert_eq!(direct.channel(call.channel_id()).hangup().await?, Removal::Done);
        // Devices change while the connection is closed, and Asterisk does not lock up.
        let (changed, ()) = tokio::join!(devices(round), ari.close());
        changed?;
        let known = timeout(PATIENCE, direct.applications().list().into_future()).await??;
        assert!(known.iter().any(|it| it.name == "desk"), "{known:?}");
    }
    Ok(())
}
