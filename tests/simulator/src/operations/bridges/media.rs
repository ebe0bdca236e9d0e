//! What is played in bridges and recorded from them.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::bridges::find;
use crate::operations::channels::media::millis;
use crate::operations::{playbacks, recordings};
use crate::pbx::Pbx;
use crate::pbx::playback::{Target, Wanted};
use crate::pbx::recording::is_format;

pub(super) fn start_music(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    let class = arguments.some("mohClass").unwrap_or_else(|| "default".to_owned());
    pbx.start_bridge_music(&id, &class);
    Ok(Reply::done())
}

pub(super) fn stop_music(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    match pbx.stop_bridge_music(&id) {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(409, "Bridge isn't playing music")),
    }
}

/// The format of whoever plays or records in the bridge.
fn check_format(arguments: &Arguments, name: &str) -> Result<(), Reply> {
    match arguments.some(name) {
        Some(format) if !is_format(&format) => {
            Err(Reply::failed(422, format!("specified {name} is unknown on this system")))
        }
        _ => Ok(()),
    }
}

/// `play` and `playWithId`.
pub(super) fn play(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    check_format(arguments, "announcer_format")?;
    let may = pbx.announcer_enters(&id);
    let media = arguments.list("media");
    let is_negative = |name| arguments.number(name).is_some_and(|it| it < 0);
    if media.is_empty() || is_negative("skipms") || is_negative("offsetms") {
        if pbx.bridges.get(&id).is_some_and(|it| it.playbacks.is_empty()) {
            pbx.announcer_leaves(&id);
        }
        return Err(Reply::allocation_failed());
    }
    let wanted = Wanted {
        id: playbacks::wanted_id(arguments),
        media,
        language: arguments.some("lang").unwrap_or_else(|| "en".to_owned()),
        offset: millis(arguments, "offsetms", 0),
        skip: millis(arguments, "skipms", 3_000),
    };
    let target = Target::Bridge(id);
    let key = pbx.queue_playback(&target, wanted);
    let reply = playbacks::created(pbx, &key);
    match may {
        true => pbx.next_turn(&target),
        false => pbx.fail_playback(&key),
    }
    pbx.goes_on_with(&target);
    Ok(reply)
}

pub(super) fn record(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    check_format(arguments, "recorder_format")?;
    let wanted = recordings::wanted(pbx, arguments)?;
    let reply = recordings::created(&wanted, &Target::Bridge(id.clone()));
    pbx.queue_recording(&Target::Bridge(id), wanted);
    Ok(reply)
}
