//! Operations of `events`: messages of one's own between programs, and calls offered to several.

use ari_generated::{Ari, BridgeId, ChannelId, ErrorKind, Event};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, Watch, connect, through_every_door};
use serde_json::json;

use crate::{Outcome, refused};

/// Offers to everybody for as long as possible, gives the winner two arguments, and tells who won.
const OFFER: &str = "[default]
exten => offer,1,Answer()
 same => n,StasisBroadcast(60000,,first:second,yes)
 same => n,Hangup()
";

through_every_door!(every_operation_of_events);

async fn every_operation_of_events(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let setup = Setup::new().sip().dialplan(OFFER);
    let stage = Stage::through(door, release, setup, "day").await;
    let offers = stage.has("events.claimChannel");
    let Stage { instance, ari: day, watch, .. } = stage;
    // Another program, that hears and claims as well.
    let (night, night_events) = connect(&instance, "night").await;
    let mut watches = [watch, Watch::new(night_events)];
    told(&day, &mut watches).await?;
    if offers {
        offered(&day, &mut watches).await?;
        contended(&[day, night], &mut watches).await?;
    }
    ledger.assert_complete(instance.version(), "events", &[]);
    Ok(())
}

async fn told(ari: &Ari, [watch, other]: &mut [Watch; 2]) -> Outcome {
    let (channel, bridge) = (ChannelId::new("about"), BridgeId::new("room"));
    ari.channel(&channel).originate_with_id("Local/wait@default").app("day").await?;
    watch.find("StasisStart", |it| matches!(it, Event::StasisStart(_)).then_some(())).await;
    ari.bridge(&bridge).create_with_id().await?;

    let sources = ["channel:about", "bridge:room", "endpoint:PJSIP/alice"];
    let variables = [("step", "menu / 1"), ("Ünï", "a \"b\" {c}")];
    ari.user_events().user_event("my event").source(sources).variables(variables).await?;
    let event = watch.find("ChannelUserevent", user_event).await;
    assert_eq!((event.eventname.as_str(), event.application.as_str()), ("my event", "day"));
    assert_eq!(event.channel.as_ref().map(|it| &it.id), Some(&channel));
    assert_eq!(event.bridge.as_ref().map(|it| &it.id), Some(&bridge));
    assert_eq!(event.endpoint.as_ref().map(|it| it.resource.as_str()), Some("alice"));
    assert_eq!(event.userevent.get("step"), Some(&json!("menu / 1")));
    assert_eq!(event.userevent.get("Ünï"), Some(&json!("a \"b\" {c}")));

    // About nothing, to another application.
    ari.user_events().user_event("shift").application("night").await?;
    let event = other.find("ChannelUserevent", user_event).await;
    assert_eq!(event.eventname, "shift");
    assert_eq!((&event.channel, &event.bridge, &event.endpoint), (&None, &None, &None));

    let events = ari.user_events();
    refused(events.user_event("x").application("nobody").await, ErrorKind::NotFound, 404);
    let source = events.user_event("x").application("day").source(["channel:nobody"]).await;
    refused(source, ErrorKind::Rejected, 422);
    let source =
        events.user_event("x").application("day").source(["deviceState:Stasis:desk"]).await;
    refused(source, ErrorKind::BadRequest, 400);
    ari.bridge(&bridge).destroy().await?;
    ari.channel(&channel).hangup().await?;
    Ok(())
}

fn user_event(event: &Event) -> Option<std::sync::Arc<ari_generated::events::ChannelUserevent>> {
    match event {
        Event::ChannelUserevent(it) => Some(it.clone()),
        _ => None,
    }
}

/// One claims; it gets the call, and both learn who has it.
async fn offered(ari: &Ari, watches: &mut [Watch; 2]) -> Outcome {
    let channel = offer(ari, watches).await?;
    refused(
        ari.user_events().claim_channel(ChannelId::new("nobody")).application("day").await,
        ErrorKind::NotFound,
        404,
    );
    ari.user_events().claim_channel(&channel).await?;
    let [day, night] = watches;
    let args = day
        .find("StasisStart of the claimed call", |event| match event {
            Event::StasisStart(it) => (it.channel.id == channel).then(|| it.args.clone()),
            _ => None,
        })
        .await;
    assert_eq!(args, ["first", "second"]);
    for watch in [&mut *day, &mut *night] {
        let winner = watch
            .find("CallClaimed", |event| match event {
                Event::CallClaimed(it) => (it.channel.id == channel).then(|| it.winner_app.clone()),
                _ => None,
            })
            .await;
        assert_eq!(winner, "day");
    }
    // Too late for the others, as long as the winner has it.
    refused(
        ari.user_events().claim_channel(&channel).application("night").await,
        ErrorKind::Conflict,
        409,
    );
    ari.channel(&channel).hangup().await?;
    Ok(())
}

/// Both claim at once: one wins and the other learns that it lost.
async fn contended([day, night]: &[Ari; 2], watches: &mut [Watch; 2]) -> Outcome {
    let channel = offer(day, watches).await?;
    let (first, second) = tokio::join!(
        day.user_events().claim_channel(&channel),
        night.user_events().claim_channel(&channel).application("night"),
    );
    assert!(first.is_ok() != second.is_ok(), "one must win: {first:?} {second:?}");
    refused(first.and(second), ErrorKind::Conflict, 409);
    day.channel(&channel).hangup().await?;
    Ok(())
}

/// A new call that both applications are offered.
async fn offer(ari: &Ari, watches: &mut [Watch; 2]) -> Result<ChannelId, ari_generated::Error> {
    let (caller, other) = (ChannelId::random(), ChannelId::random());
    ari.channel(&caller)
        .originate_with_id("Local/offer@default")
        .other_channel_id(&other)
        .extension("wait")
        .context("default")
        .caller_id("Ann <4711>")
        .await?;
    for watch in watches {
        let (number, called) = watch
            .find("CallBroadcast", |event| match event {
                Event::CallBroadcast(it) => {
                    (it.channel.id == other).then(|| (it.caller.clone(), it.called.clone()))
                }
                _ => None,
            })
            .await;
        assert_eq!((number.as_deref(), called.as_deref()), (Some("4711"), Some("offer")));
    }
    Ok(other)
}
