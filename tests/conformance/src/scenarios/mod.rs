//! All scenarios, and the ways to a call that they share.

mod asterisk;
mod bridge_media;
mod bridging;
mod channel_media;
mod devices;
mod dialling;
mod ending;
mod functions;
mod http;
mod incoming;
mod ordering;
mod originating;
mod other_channels;
mod over_websocket;
mod playing;
mod recording;
mod sockets;
mod stored;
mod telephone_services;
mod telephones;
mod unanswered;
mod user_events;
mod variables;

use crate::{Run, Scenario, Stage};

/// All of them.
pub fn all() -> Vec<Scenario> {
    [
        originating::all(),
        dialling::all(),
        unanswered::all(),
        incoming::all(),
        ending::all(),
        channel_media::all(),
        variables::all(),
        functions::all(),
        playing::all(),
        recording::all(),
        stored::all(),
        bridging::all(),
        bridge_media::all(),
        other_channels::all(),
        sockets::all(),
        user_events::all(),
        devices::all(),
        asterisk::all(),
        http::all(),
        over_websocket::all(),
        ordering::all(),
        telephones::all(),
        telephone_services::all(),
    ]
    .concat()
}

/// A channel in an application, up, with somebody at its other end who dialled nothing and says nothing.
async fn leg(stage: &mut Stage, app: &str, id: &str) -> Run {
    leg_to(stage, app, id, "wait").await
}

/// The same with what the other end does.
async fn leg_to(stage: &mut Stage, app: &str, id: &str, extension: &str) -> Run {
    let endpoint = format!("Local/{extension}@conformance/n");
    let other = format!("{id}-far");
    let query =
        [("channelId", id), ("endpoint", &endpoint), ("app", app), ("otherChannelId", &other)];
    stage.post("channels", &query).await?;
    stage.event("StasisStart", id).await?;
    // Answer() listens half a second for somebody to speak.
    stage.event_where("ChannelDialplan", &other, |it| it["dialplan_app"] != "Answer").await?;
    stage.settle().await;
    Ok(())
}

/// Waits until the other side of a channel to `digits-...` has dialled them all.
async fn dialled(stage: &mut Stage, id: &str) -> Run {
    let far = format!("{id}-far");
    stage.event_where("ChannelDialplan", &far, |it| it["dialplan_app_data"] == "3600").await?;
    Ok(())
}

/// A call that comes in through the dial plan and rings; its phone is `phone-of-{id}` and does what the extension says once
/// it is answered.
async fn caller(stage: &mut Stage, extension: &str, id: &str, phone: &str) -> Run {
    phone_dials(stage, extension, id, phone).await?;
    stage.event("StasisStart", id).await?;
    stage.settle().await;
    Ok(())
}

/// The same without waiting for it to come into the application.
async fn phone_dials(stage: &mut Stage, extension: &str, id: &str, phone: &str) -> Run {
    phone_dials_at(stage, &format!("{extension}@conformance"), id, phone).await
}

/// The same in any context.
async fn phone_dials_at(stage: &mut Stage, address: &str, id: &str, phone: &str) -> Run {
    let endpoint = format!("Local/{address}/n");
    // An id that begins another one counts as taken.
    let near = format!("phone-of-{id}");
    let query = [
        ("channelId", near.as_str()),
        ("endpoint", &endpoint),
        ("extension", phone),
        ("context", "conformance"),
        ("otherChannelId", id),
    ];
    stage.post("channels", &query).await?;
    Ok(())
}

/// The same, answered, and its end subscribed to.
async fn answered(stage: &mut Stage, app: &str, id: &str, phone: &str) -> Run {
    caller(stage, &format!("app-{app}"), id, phone).await?;
    let source = format!("channel:{id}");
    let path = format!("applications/{app}/subscription");
    stage.post(&path, &[("eventSource", &source)]).await?;
    stage.post(&format!("channels/{id}/answer"), &[]).await?;
    stage.event("ChannelStateChange", id).await?;
    Ok(())
}

/// A bridge with channels in it.
async fn bridge(stage: &mut Stage, id: &str, kind: &str, channels: &[&str]) -> Run {
    stage.post(&format!("bridges/{id}"), &[("type", kind)]).await?;
    for channel in channels {
        stage.post(&format!("bridges/{id}/addChannel"), &[("channel", channel)]).await?;
        stage.event("ChannelEnteredBridge", channel).await?;
    }
    stage.settle().await;
    Ok(())
}
