//! Who is taken into a bridge and out of it.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::bridges::find;
use crate::pbx::Pbx;
use crate::pbx::bridge::Joins;

/// A channel that is in an application.
fn check(pbx: &Pbx, id: &str) -> Result<(), Reply> {
    let channel = pbx.channels.get(id).ok_or_else(|| Reply::failed(400, "Channel not found"))?;
    match channel.application() {
        Some(_) => Ok(()),
        None => Err(Reply::failed(422, "Channel not in Stasis application")),
    }
}

/// The channels that the request names, all of which are in applications.
fn channels(pbx: &Pbx, arguments: &Arguments) -> Result<Vec<String>, Reply> {
    let channels = arguments.list("channel");
    if channels.is_empty() {
        return Err(Reply::failed(400, "Missing parameter channel"));
    }
    channels.iter().try_for_each(|it| check(pbx, it))?;
    Ok(channels)
}

/// The channel is in this bridge.
fn check_member(pbx: &Pbx, id: &str, channel: &str) -> Result<(), Reply> {
    let bridge = pbx.channels.get(channel).and_then(|it| it.bridge.as_deref());
    match bridge == Some(id) {
        true => Ok(()),
        false => Err(Reply::failed(422, "Channel not in this bridge")),
    }
}

pub(super) fn add(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    let channels = channels(pbx, arguments)?;
    let flag = |name| arguments.flag(name).unwrap_or(false);
    // Muting changes only what is heard, which nobody listens to here.
    let joins = Joins {
        announces: arguments.some("role").is_some_and(|it| it == "announcer"),
        absorbs_digits: flag("absorbDTMF"),
        anonymous: flag("inhibitConnectedLineUpdates"),
    };
    for channel in channels {
        if pbx.channels.get(&channel).is_some_and(|it| !it.recordings.is_empty()) {
            return Err(Reply::failed(409, format!("Channel {channel} currently recording")));
        }
        pbx.enter_bridge(&channel, &id, joins);
    }
    Ok(Reply::done())
}

pub(super) fn remove(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    let channels = channels(pbx, arguments)?;
    channels.iter().try_for_each(|it| check_member(pbx, &id, it))?;
    for channel in channels {
        pbx.remove_from_bridge(&channel);
    }
    Ok(Reply::done())
}

pub(super) fn set_video_source(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    let channel = arguments.path("channelId");
    check(pbx, channel)?;
    check_member(pbx, &id, channel)?;
    pbx.show_video_of(&id, channel);
    Ok(Reply::done())
}
