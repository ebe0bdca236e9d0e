//! The operations of playbacks, and what all who play have in common.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::playback::{Operation, Shown};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "get" => find(pbx, arguments).map(|key| shown(pbx, &key, |it| Reply::ok(it))),
        "stop" => stop(pbx, arguments),
        "control" => control(pbx, arguments),
        _ => return None,
    })
}

/// The key of the playback that the path names.
fn find(pbx: &Pbx, arguments: &Arguments) -> Result<String, Reply> {
    let found = pbx.playback(arguments.path("playbackId"));
    found.map(|(key, _)| key.clone()).ok_or_else(|| Reply::failed(404, "Playback not found"))
}

fn shown(pbx: &Pbx, key: &str, reply: impl FnOnce(&Shown<'_>) -> Reply) -> Reply {
    match pbx.playbacks.get(key) {
        Some(playback) => reply(&playback.shown()),
        None => Reply::allocation_failed(),
    }
}

fn stop(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let key = find(pbx, arguments)?;
    pbx.stop_playback(&key);
    Ok(Reply::done())
}

fn control(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(name) = arguments.text("operation") else {
        return Err(Reply::failed(400, "Missing operation"));
    };
    let Some(operation) = Operation::parse(&name) else {
        return Err(Reply::failed(400, format!("Invalid operation {name}")));
    };
    let key = find(pbx, arguments)?;
    match pbx.control_playback(&key, operation) {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(409, format!("Can only {name} while media is playing"))),
    }
}

/// The id that a program wants for a playback, or a new one.
pub(super) fn wanted_id(arguments: &Arguments) -> String {
    match arguments.path("playbackId") {
        "" => arguments.some("playbackId").unwrap_or_else(|| uuid::Uuid::new_v4().to_string()),
        id => id.to_owned(),
    }
}

/// 201 with a playback that was queued.
pub(super) fn created(pbx: &Pbx, key: &str) -> Reply {
    shown(pbx, key, |playback| {
        let id = pbx.playbacks.get(key).map_or("", |it| it.id.as_str());
        Reply::created(format!("/playbacks/{}", super::in_path(id)), playback)
    })
}
