//! The operations of recordings, and what all who record have in common.

mod stored;

use std::time::Duration;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::playback::Target;
use crate::pbx::recording::{self, Operation, Terminator, Wanted};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    let operation = match name {
        "getLive" => return Some(get(pbx, arguments)),
        "stop" => Operation::Stop,
        "cancel" => Operation::Discard,
        "pause" => Operation::Pause,
        "unpause" => Operation::Unpause,
        "mute" => Operation::Mute,
        "unmute" => Operation::Unmute,
        _ => return stored::answer(pbx, name, arguments),
    };
    Some(control(pbx, arguments, operation))
}

fn not_found() -> Reply {
    Reply::failed(404, "Recording not found")
}

fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let live = pbx.live.get(arguments.path("recordingName")).ok_or_else(not_found)?;
    Ok(Reply::ok(&live.shown()))
}

fn control(pbx: &mut Pbx, arguments: &Arguments, operation: Operation) -> Result<Reply, Reply> {
    let name = arguments.path("recordingName");
    if !pbx.live.contains_key(name) {
        return Err(not_found());
    }
    match pbx.control_recording(name, operation) {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(409, "Recording not in session")),
    }
}

/// What a request wants to be recorded.
pub(super) fn wanted(pbx: &Pbx, arguments: &Arguments) -> Result<Wanted, Reply> {
    let format = arguments.or_empty("format");
    if !recording::is_format(&format) {
        return Err(Reply::failed(422, "specified format is unknown on this system"));
    }
    let terminator = match arguments.or_empty("terminateOn").as_str() {
        "" | "none" => Terminator::None,
        "any" => Terminator::Any,
        "#" => Terminator::Digit('#'),
        "*" => Terminator::Digit('*'),
        _ => return Err(Reply::failed(400, "terminateOn invalid")),
    };
    let (overwrites, appends) = match arguments.or_empty("ifExists").as_str() {
        "" | "fail" => (false, false),
        "overwrite" => (true, false),
        "append" => (false, true),
        _ => return Err(Reply::failed(400, "ifExists invalid")),
    };
    let name = arguments.or_empty("name");
    let limit = |name| arguments.number(name).unwrap_or(0);
    let limits = [limit("maxDurationSeconds"), limit("maxSilenceSeconds")];
    if name.is_empty() || name.split('/').any(|it| it == "..") || limits.iter().any(|it| *it < 0) {
        return Err(Reply::failed(500, "Error parsing request"));
    }
    let is_there = pbx.stored.contains_key(&name) && !overwrites && !appends;
    if is_there || pbx.live.contains_key(&name) {
        let message = format!("Recording '{name}' already exists and can not be overwritten");
        return Err(Reply::failed(409, message));
    }
    let seconds = |it: i64| u64::try_from(it).ok().filter(|it| *it > 0).map(Duration::from_secs);
    let [max_duration, max_silence] = limits.map(seconds);
    Ok(Wanted { name, format, max_duration, max_silence, terminator, appends })
}

/// 201 with a recording as it is before its turn.
pub(super) fn created(wanted: &Wanted, target: &Target) -> Reply {
    #[derive(serde::Serialize)]
    struct Queued<'a> {
        name: &'a str,
        format: &'a str,
        state: &'static str,
        target_uri: String,
    }
    let queued = Queued {
        name: &wanted.name,
        format: &wanted.format,
        state: "queued",
        target_uri: target.uri(),
    };
    Reply::created(format!("/recordings/live/{}", super::in_path(&wanted.name)), &queued)
}
