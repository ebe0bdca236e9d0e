//! The operations of channels.

mod dialling;
mod external;
mod formats;
mod leaving;
pub(super) mod media;
mod signalling;
mod snooping;
mod statistics;
mod variables;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::channel::{Channel, State};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => Ok(list(pbx)),
        "get" => get(pbx, arguments),
        "originate" | "originateWithId" => dialling::originate(pbx, arguments),
        "create" => dialling::create(pbx, arguments),
        "dial" => dialling::dial(pbx, arguments),
        "externalMedia" => external::external_media(pbx, arguments),
        "hangup" => leaving::hangup(pbx, arguments),
        "continueInDialplan" => leaving::continue_in_dialplan(pbx, arguments),
        "move" => leaving::move_to(pbx, arguments),
        "redirect" => leaving::redirect(pbx, arguments),
        "answer" | "ring" | "ringStop" | "progress" => signalling::signal(pbx, name, arguments),
        "sendDTMF" => signalling::send_dtmf(pbx, arguments),
        "mute" => signalling::mute(pbx, arguments, true),
        "unmute" => signalling::mute(pbx, arguments, false),
        "hold" | "unhold" | "startMoh" | "stopMoh" | "startSilence" | "stopSilence" => {
            signalling::occupy(pbx, name, arguments)
        }
        "transfer_progress" => signalling::transfer_progress(pbx, arguments),
        "rtpstatistics" => statistics::get(pbx, arguments),
        "getChannelVar" => variables::get(pbx, arguments),
        "setChannelVar" => variables::set(pbx, arguments),
        "getChannelVars" => variables::get_several(pbx, arguments),
        "setChannelVars" => variables::set_several(pbx, arguments),
        "play" | "playWithId" => media::play(pbx, arguments),
        "record" => media::record(pbx, arguments),
        "snoopChannel" | "snoopChannelWithId" => snooping::snoop(pbx, arguments),
        _ => return None,
    })
}

fn list(pbx: &Pbx) -> Reply {
    let mut channels: Vec<&Channel> = pbx.channels.values().collect();
    channels.sort_by_key(|it| it.serial);
    let shown = channels.iter().map(|it| it.shown(&pbx.settings.channel_variables));
    Reply::ok(&shown.collect::<Vec<_>>())
}

fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    find(pbx, arguments.path("channelId")).map(|it| shown(pbx, &it.id))
}

/// A channel as it is now.
fn shown(pbx: &Pbx, id: &str) -> Reply {
    match pbx.channels.get(id) {
        Some(channel) => Reply::ok(&channel.shown(&pbx.settings.channel_variables)),
        None => Reply::failed(500, "Error finding channel"),
    }
}

/// The channel of this id.
pub(super) fn find<'a>(pbx: &'a Pbx, id: &str) -> Result<&'a Channel, Reply> {
    pbx.channels.get(id).ok_or_else(|| Reply::failed(404, "Channel not found"))
}

/// The same, as some operations say it.
fn find_provided<'a>(pbx: &'a Pbx, id: &str) -> Result<&'a Channel, Reply> {
    pbx.channels.get(id).ok_or_else(|| Reply::failed(404, "Provided channel was not found"))
}

/// The same, in an application.
pub(super) fn in_application<'a>(pbx: &'a Pbx, id: &str) -> Result<&'a Channel, Reply> {
    let channel = find(pbx, id)?;
    match channel.application() {
        Some(_) => Ok(channel),
        None => Err(Reply::failed(409, "Channel not in Stasis application")),
    }
}

/// The same, in a state in which it can be worked with.
pub(super) fn working<'a>(pbx: &'a Pbx, id: &str) -> Result<&'a Channel, Reply> {
    let channel = in_application(pbx, id)?;
    match channel.state {
        State::Down => Err(Reply::failed(412, "Channel in invalid state")),
        _ => Ok(channel),
    }
}
