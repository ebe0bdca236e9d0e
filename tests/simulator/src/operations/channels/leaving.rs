//! How channels leave their application: hung up, sent back to the dialplan, moved.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::channels::{find, in_application, working};
use crate::pbx::Pbx;
use crate::pbx::dialling::split;

/// The cause that a reason stands for.
fn cause_of(reason: &str) -> Option<i64> {
    Some(match reason {
        "normal" | "normal_clearing" => 16,
        "busy" => 17,
        "congestion" => 34,
        "no_answer" => 19,
        "timeout" => 18,
        "rejected" => 21,
        "unallocated" => 1,
        "normal_unspecified" => 31,
        "number_incomplete" => 28,
        "codec_mismatch" => 58,
        "interworking" => 127,
        "failure" => 38,
        "answered_elsewhere" => 26,
        _ => return None,
    })
}

/// Does it begin as a number does?
fn is_number(text: &str) -> bool {
    let text = text.trim_start();
    text.strip_prefix(['-', '+']).unwrap_or(text).starts_with(|it: char| it.is_ascii_digit())
}

pub(super) fn hangup(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments.path("channelId"))?.id.clone();
    let invalid = || Reply::failed(400, "Invalid reason for hangup reason provided");
    let cause = match (arguments.some("reason"), arguments.some("reason_code")) {
        (Some(_), Some(_)) => {
            let message = "The reason and reason_code can't both be specified";
            return Err(Reply::failed(400, message));
        }
        (Some(reason), None) => cause_of(&reason).ok_or_else(invalid)?,
        (None, Some(code)) if is_number(&code) => arguments.number("reason_code").unwrap_or(0),
        (None, Some(_)) => {
            let message = "Invalid reason for hangup reason code provided";
            return Err(Reply::failed(400, message));
        }
        (None, None) => 16,
    };
    pbx.hang_up(&id, cause);
    Ok(Reply::done())
}

pub(super) fn continue_in_dialplan(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    let channel = working(pbx, id)?;
    let named = ["context", "extension", "priority", "label"].map(|it| arguments.some(it));
    if named.iter().all(Option::is_none) {
        pbx.goes_back(id);
        return Ok(Reply::done());
    }
    let [context, extension, _, label] = named;
    // Who names a context only means its beginning.
    let extension = match (extension, &context) {
        (Some(extension), _) => extension,
        (None, Some(_)) => "s".to_owned(),
        (None, None) => channel.place.exten.clone(),
    };
    let context = context.unwrap_or_else(|| channel.place.context.clone());
    let priority = match (label, arguments.number("priority")) {
        (Some(label), _) => match label.parse() {
            Ok(priority) => priority,
            Err(_) => pbx
                .settings
                .dialplan
                .label(&context, &extension, &label)
                .ok_or_else(|| Reply::failed(404, "Requested label can not be found"))?,
        },
        (None, Some(priority)) => u32::try_from(priority).unwrap_or(1),
        (None, None) => 1,
    };
    pbx.goes_to(id, &context, &extension, priority);
    Ok(Reply::done())
}

pub(super) fn move_to(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    in_application(pbx, id)?;
    // The real one ends with a fault of memory access here.
    let Some(application) = arguments.some("app") else {
        return Err(Reply::failed(400, "Missing parameter app"));
    };
    let text = arguments.or_empty("appArgs");
    pbx.moves(id, &application, &split(&text));
    Ok(Reply::done())
}

pub(super) fn redirect(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let channel = working(pbx, arguments.path("channelId"))?;
    let Some(endpoint) = arguments.some("endpoint") else {
        return Err(Reply::failed(400, "Required parameter 'endpoint' not provided."));
    };
    let Some((technology, _)) = endpoint.split_once('/') else {
        let message = format!("Endpoint parameter '{endpoint}' does not contain tech/resource");
        return Err(Reply::failed(422, message));
    };
    let own = channel.name.split('/').next().unwrap_or_default();
    if !own.eq_ignore_ascii_case(technology) {
        let message =
            format!("Endpoint technology '{technology}' does not match channel technology '{own}'");
        return Err(Reply::failed(422, message));
    }
    let id = channel.id.clone();
    pbx.phone_is_redirected(&id);
    Ok(Reply::done())
}
