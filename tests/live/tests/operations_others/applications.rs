//! Operations of `applications`: what an application hears of, and what it is spared.

use std::collections::BTreeSet;

use ari_generated::enums::DeviceStateValue;
use ari_generated::models::Application;
use ari_generated::{
    BridgeId, ChannelId, DeviceName, ErrorKind, Event, EventFilter, EventKind, PlaybackId,
};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, Watch, asterisk, connect, through_every_door};
use serde_json::{Value, json};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_applications);

async fn every_operation_of_applications(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new(), "observer").await;
    let Stage { instance, ari, mut watch, .. } = stage;
    // Another program, that makes what the observer looks at.
    let (owner, owned) = connect(&instance, "owner").await;
    let mut owned = Watch::new(owned);

    let listed = ari.applications().list().await?;
    let names: BTreeSet<_> = listed.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["observer", "owner"]));
    let mine = ari.application("observer").get().await?;
    assert_eq!(mine.name, "observer");
    assert!(sources(&mine).is_empty(), "{mine:?}");
    refused(ari.applications().get("nobody").await, ErrorKind::NotFound, 404);

    let (channel, bridge) = (ChannelId::new("watched"), BridgeId::new("room"));
    owner.channel(&channel).originate_with_id("Local/wait@default").app("owner").await?;
    owned.find("StasisStart", |it| matches!(it, Event::StasisStart(_)).then_some(())).await;
    owner.bridge(&bridge).create_with_id().await?;

    let wanted = ["channel:watched", "bridge:room", "deviceState:Stasis:desk"];
    let subscribed = ari.applications().subscribe("observer", wanted).await?;
    assert_eq!(sources(&subscribed), BTreeSet::from(["watched", "room", "Stasis:desk"]));
    assert_eq!(ari.applications().get("observer").await?, subscribed);
    for (source, kind, status) in [
        ("channel:nobody", ErrorKind::Rejected, 422),
        ("weather:tomorrow", ErrorKind::BadRequest, 400),
    ] {
        refused(ari.applications().subscribe("observer", [source]).await, kind, status);
    }

    owner.bridge(&bridge).add_channel([&channel]).await?;
    let desk = DeviceName::new("Stasis:desk");
    owner.device_state(&desk).update(DeviceStateValue::OnHold).await?;
    watch
        .find("what the other application did", |event| match event {
            Event::ChannelEnteredBridge(it) => (it.bridge.id == bridge).then_some(()),
            _ => None,
        })
        .await;
    watch
        .find("the device's state", |event| match event {
            Event::DeviceStateChanged(it) => Some(it.device_state.name == desk),
            _ => None,
        })
        .await;

    filter(&ari, &owner, &mut watch, &channel).await?;

    let left =
        ari.applications().unsubscribe("observer", ["channel:watched", "bridge:room"]).await?;
    assert_eq!(sources(&left), BTreeSet::from(["Stasis:desk"]));
    let again = ari.application("observer").unsubscribe(["bridge:room"]).await;
    refused(again, ErrorKind::Rejected, 422);
    // The channel's events are over, and what is still subscribed comes.
    watch.forget();
    owner.channel(&channel).set_variable("UNHEARD").value("1").await?;
    owner.device_state(&desk).update(DeviceStateValue::Busy).await?;
    watch
        .find("the device's state", |event| match event {
            Event::DeviceStateChanged(it) => {
                (it.device_state.state == DeviceStateValue::Busy).then_some(())
            }
            _ => None,
        })
        .await;
    assert_eq!(watch.kinds(), ["DeviceStateChanged"]);
    let nothing = ari.application("observer").unsubscribe(["deviceState:Stasis:desk"]).await?;
    assert!(sources(&nothing).is_empty(), "{nothing:?}");

    owner.device_state(&desk).delete().await?;
    owner.bridge(&bridge).destroy().await?;
    owner.channel(&channel).hangup().await?;
    ledger.assert_complete(instance.version(), "applications", &[]);
    Ok(())
}

/// One kind is suppressed, others still come, and the filter can be read and cleared.
async fn filter(
    ari: &ari_generated::Ari,
    owner: &ari_generated::Ari,
    watch: &mut Watch,
    channel: &ChannelId,
) -> Outcome {
    let observer = ari.application("observer");
    let varset = json!([{"type": "ChannelVarset"}]);
    let hidden = EventFilter::disallow([EventKind::ChannelVarset]);
    let filtered = observer.filter().filter(hidden).await?;
    let kinds = filtered.events_disallowed.as_ref().map(|it| json!(it));
    assert_eq!(kinds, Some(varset));
    assert_eq!(observer.get().await?, filtered);

    watch.forget();
    let channel = owner.channel(channel);
    channel.set_variable("COLOUR").value("red").await?;
    channel.set_variable("CALLERID(num)").value("4711").await?;
    let number = |event: &Event| match event {
        Event::ChannelCallerId(it) => (it.channel.caller.number == "4711").then_some(()),
        _ => None,
    };
    watch.find("ChannelCallerId", number).await;
    assert!(!watch.kinds().contains(&"ChannelVarset"), "{:?}", watch.kinds());

    // One filter takes the place of the other, whatever it names.
    let few = EventFilter::allow([EventKind::ChannelVarset]);
    let filtered = observer.filter().filter(few.clone()).await?;
    assert_eq!(filtered.events_disallowed, Some(Vec::new()));
    assert_eq!(filtered.events_allowed.map(|it| json!(it)), Some(types(&few)));
    watch.forget();
    channel.set_variable("CALLERID(num)").value("4712").await?;
    channel.set_variable("COLOUR").value("green").await?;
    let green = |event: &Event| match event {
        Event::ChannelVarset(it) => (it.value == "green").then_some(()),
        _ => None,
    };
    watch.find("ChannelVarset", green).await;
    assert!(!watch.kinds().contains(&"ChannelCallerId"), "{:?}", watch.kinds());

    let cleared = observer.filter().filter(EventFilter::none()).await?;
    assert_eq!(cleared.events_allowed, Some(Vec::new()));
    assert_eq!(cleared.events_disallowed, Some(Vec::new()));
    channel.set_variable("CALLERID(num)").value("4713").await?;
    let number = |event: &Event| match event {
        Event::ChannelCallerId(it) => (it.channel.caller.number == "4713").then_some(()),
        _ => None,
    };
    watch.find("ChannelCallerId", number).await;
    observer.filter().filter(few).await?;
    let cleared = ari.applications().filter("observer").await?;
    assert_eq!(cleared.events_allowed, Some(Vec::new()));
    channel.set_variable("COLOUR").value("blue").await?;
    let colour = |event: &Event| match event {
        Event::ChannelVarset(it) => (it.value == "blue").then_some(()),
        _ => None,
    };
    watch.find("ChannelVarset", colour).await;
    Ok(())
}

/// What a filter allows, in the form in which Asterisk tells it.
fn types(filter: &EventFilter) -> Value {
    filter.allowed().iter().map(|it| json!({ "type": it.as_str() })).collect()
}

#[tokio::test]
async fn calls_and_ends_are_heard_of_through_every_filter() -> Outcome {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "narrow").await;
    let mut watch = Watch::new(events);
    let filter = EventFilter::allow([]);
    let set = ari.application("narrow").filter().filter(filter.clone()).await?;
    assert_eq!(set.events_allowed.map(|it| json!(it)), Some(types(&filter)));

    let channel = ari.channel(ChannelId::random());
    channel.originate_with_id("Local/wait@default").formats("ulaw").await?;
    watch.find("StasisStart", |it| matches!(it, Event::StasisStart(_)).then_some(())).await;
    let bridge = ari.bridge(BridgeId::random());
    // Its end is told as long as somebody listens to it.
    let about = bridge.events();
    bridge.create_with_id().await?;
    bridge.add_channel([channel.channel_id()]).await?;
    let playback = PlaybackId::random();
    channel.set_variable("UNHEARD").value("1").await?;
    bridge.play_with_id(&playback, ["digits:1"]).await?;
    watch
        .find("PlaybackFinished", |event| match event {
            Event::PlaybackFinished(it) => (it.playback.id == playback).then_some(()),
            _ => None,
        })
        .await;
    bridge.destroy().await?;
    watch.find("its end", |it| matches!(it, Event::BridgeDestroyed(_)).then_some(())).await;
    drop(about);
    channel.hangup().await?;
    for end in ["StasisEnd", "ChannelDestroyed"] {
        watch.find(end, |it| (it.kind_name() == end).then_some(())).await;
    }
    let allowed: BTreeSet<&str> = filter.allowed().iter().map(|it| it.as_str()).collect();
    assert!(watch.kinds().iter().all(|it| allowed.contains(it)), "{:?}", watch.kinds());

    let hidden = EventFilter::disallow([EventKind::ChannelVarset, EventKind::StasisEnd]);
    let error = ari.application("narrow").filter().filter(hidden).await.expect_err("StasisEnd");
    assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    let now = ari.application("narrow").get().await?;
    assert_eq!(now.events_allowed.map(|it| json!(it)), Some(types(&filter)), "nothing was sent");
    Ok(())
}

/// Everything the application is subscribed to; second halves of Local channels come along with the first.
fn sources(application: &Application) -> BTreeSet<&str> {
    let channels = application.channel_ids.iter().map(|it| it.as_str());
    let bridges = application.bridge_ids.iter().map(|it| it.as_str());
    let devices = application.device_names.iter().map(|it| it.as_str());
    let endpoints = application.endpoint_ids.iter().map(|it| it.as_str());
    let all = channels.chain(bridges).chain(devices).chain(endpoints);
    all.filter(|it| !it.ends_with(";2")).collect()
}
