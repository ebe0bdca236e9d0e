//! What channels are told to signal, and what they hear meanwhile.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::channels::working;
use crate::pbx::Pbx;
use crate::pbx::channel::State;
use crate::pbx::local::Indication;

/// `answer`, `ring`, `ringStop`, `progress`.
pub(super) fn signal(pbx: &mut Pbx, name: &str, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    let is_up = working(pbx, id)?.state == State::Up;
    match name {
        "answer" => pbx.answer(id),
        // To a telephone that was answered, Asterisk plays the tone itself.
        "ring" if !is_up || pbx.line(id).is_some() => pbx.indicate(id, Indication::Ringing),
        "progress" if !is_up => pbx.indicate(id, Indication::Progress),
        "ringStop" => pbx.phone_hears_no_ringing(id),
        _ => {}
    }
    Ok(Reply::done())
}

pub(super) fn send_dtmf(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    working(pbx, id)?;
    let Some(digits) = arguments.some("dtmf") else {
        return Err(Reply::failed(400, "DTMF is required"));
    };
    let number = |name, default| arguments.number(name).unwrap_or(default).max(0).unsigned_abs();
    let (before, between, long) =
        (number("before", 0), number("between", 100), number("duration", 100));
    pbx.send_digits(id, &digits, before, between, long);
    Ok(Reply::done())
}

/// `mute` and `unmute`.
pub(super) fn mute(pbx: &mut Pbx, arguments: &Arguments, muted: bool) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    working(pbx, id)?;
    let Some(direction) = arguments.some("direction") else {
        return Err(Reply::failed(400, "Direction is required"));
    };
    // Directions are the channel's: what comes in from its far end, and what goes out to it.
    let (inward, outward) = match direction.as_str() {
        "in" => (true, false),
        "out" => (false, true),
        "both" => (true, true),
        _ => return Err(Reply::failed(400, "Invalid direction specified")),
    };
    if let Some(channel) = pbx.channels.get_mut(id) {
        let (unheard, deaf) = channel.muted;
        channel.muted = (if inward { muted } else { unheard }, if outward { muted } else { deaf });
    }
    Ok(Reply::done())
}

/// What a channel hears instead of others.
pub(super) fn occupy(pbx: &mut Pbx, name: &str, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    working(pbx, id)?;
    if let Some(channel) = pbx.channels.get_mut(id) {
        match name {
            "startMoh" => {
                let class = arguments.some("mohClass");
                channel.music = Some(class.unwrap_or_else(|| "default".to_owned()));
            }
            "stopMoh" => channel.music = None,
            "startSilence" => channel.silence = true,
            "stopSilence" => channel.silence = false,
            _ => {}
        }
    }
    pbx.phone_hears_change(id);
    Ok(Reply::done())
}

pub(super) fn transfer_progress(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    working(pbx, arguments.path("channelId"))?;
    let Some(state) = arguments.some("states") else {
        return Err(Reply::failed(400, "states must not be empty"));
    };
    match state.as_str() {
        "channel_progress" | "channel_answered" | "channel_unavailable" | "channel_declined" => {
            Ok(Reply::done())
        }
        _ => Err(Reply::failed(400, "Invalid states value")),
    }
}
