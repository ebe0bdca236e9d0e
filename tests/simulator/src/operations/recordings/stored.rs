//! Recordings that were made.

use crate::message::{Content, Reply};
use crate::operations::arguments::Arguments;
use crate::operations::recordings::not_found;
use crate::pbx::Pbx;
use crate::pbx::recording::{Stored, content_type};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "listStored" => {
            let shown = pbx.stored.iter().map(|(name, it)| it.shown(name));
            Ok(Reply::ok(&shown.collect::<Vec<_>>()))
        }
        "getStored" => find(pbx, arguments).map(|(name, it)| Reply::ok(&it.shown(name))),
        "getStoredFile" => find(pbx, arguments).map(|(_, it)| file(it)),
        "deleteStored" => delete(pbx, arguments),
        "copyStored" => copy(pbx, arguments),
        _ => return None,
    })
}

/// The recording that the path names.
fn find<'a>(pbx: &'a Pbx, arguments: &'a Arguments) -> Result<(&'a str, &'a Stored), Reply> {
    let name = arguments.path("recordingName");
    pbx.stored.get(name).map(|it| (name, it)).ok_or_else(not_found)
}

fn file(stored: &Stored) -> Reply {
    let content_type = content_type(&stored.format);
    Reply::with(200, Content::Bytes { content_type, bytes: stored.bytes() })
}

fn delete(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    find(pbx, arguments)?;
    pbx.stored.remove(arguments.path("recordingName"));
    Ok(Reply::done())
}

fn copy(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(name) = arguments.text("destinationRecordingName") else {
        return Err(Reply::failed(400, "Invalid destination recording name"));
    };
    let stored = find(pbx, arguments)?.1.clone();
    if pbx.stored.contains_key(&name) {
        let message = "A recording with the same name already exists on the system";
        return Err(Reply::failed(409, message));
    }
    let reply = Reply::ok(&stored.shown(&name));
    pbx.stored.insert(name, stored);
    Ok(reply)
}
