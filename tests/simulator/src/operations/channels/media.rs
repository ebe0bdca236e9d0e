//! What is played on a channel and recorded from it.

use std::time::Duration;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::channels::{in_application, working};
use crate::operations::{playbacks, recordings};
use crate::pbx::Pbx;
use crate::pbx::playback::{Target, Wanted};

/// `play` and `playWithId`.
pub(super) fn play(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    let language = working(pbx, id)?.language.clone();
    for name in ["skipms", "offsetms"] {
        if arguments.number(name).is_some_and(|it| it < 0) {
            return Err(Reply::failed(400, format!("{name} cannot be negative")));
        }
    }
    let media = arguments.list("media");
    if media.is_empty() {
        return Err(Reply::failed(500, "Failed to queue media for playback"));
    }
    let wanted = Wanted {
        id: playbacks::wanted_id(arguments),
        media,
        language: arguments.some("lang").unwrap_or(language),
        offset: millis(arguments, "offsetms", 0),
        skip: millis(arguments, "skipms", 3_000),
    };
    let target = Target::Channel(id.to_owned());
    let key = pbx.queue_playback(&target, wanted);
    // Told of as it is before its turn.
    let reply = playbacks::created(pbx, &key);
    pbx.next_turn(&target);
    Ok(reply)
}

/// A time in milliseconds.
pub(in crate::operations) fn millis(arguments: &Arguments, name: &str, default: u64) -> Duration {
    let wanted = arguments.number(name).and_then(|it| u64::try_from(it).ok());
    Duration::from_millis(wanted.filter(|it| *it > 0).unwrap_or(default))
}

pub(super) fn record(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    in_application(pbx, id)?;
    for (name, shown) in [
        ("maxDurationSeconds", "max_duration_seconds"),
        ("maxSilenceSeconds", "max_silence_seconds"),
    ] {
        if arguments.number(name).is_some_and(|it| it < 0) {
            return Err(Reply::failed(400, format!("{shown} cannot be negative")));
        }
    }
    let wanted = recordings::wanted(pbx, arguments)?;
    let reply = recordings::created(&wanted, &Target::Channel(id.to_owned()));
    pbx.queue_recording(&Target::Channel(id.to_owned()), wanted);
    Ok(reply)
}
