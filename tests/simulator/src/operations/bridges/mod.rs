//! The operations of bridges: how they come, what they are and how they end.

mod media;
mod members;
mod variables;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::bridge::{Bridge, Kind, New};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => Ok(list(pbx)),
        "get" => get(pbx, arguments),
        "create" => create(pbx, arguments, arguments.some("bridgeId")),
        "createWithId" => create(pbx, arguments, Some(arguments.path("bridgeId").to_owned())),
        "destroy" => destroy(pbx, arguments),
        "addChannel" => members::add(pbx, arguments),
        "removeChannel" => members::remove(pbx, arguments),
        "setVideoSource" => members::set_video_source(pbx, arguments),
        "clearVideoSource" => find(pbx, arguments).map(|_| Reply::done()),
        "startMoh" => media::start_music(pbx, arguments),
        "stopMoh" => media::stop_music(pbx, arguments),
        "play" | "playWithId" => media::play(pbx, arguments),
        "record" => media::record(pbx, arguments),
        "getBridgeVar" => variables::get(pbx, arguments),
        "setBridgeVar" => variables::set(pbx, arguments),
        "getBridgeVars" => variables::get_several(pbx, arguments),
        "setBridgeVars" => variables::set_several(pbx, arguments),
        _ => return None,
    })
}

fn not_found() -> Reply {
    Reply::failed(404, "Bridge not found")
}

/// The bridge that the path names, which an application has made.
fn find<'a>(pbx: &'a Pbx, arguments: &Arguments) -> Result<&'a Bridge, Reply> {
    let bridge = pbx.bridges.get(arguments.path("bridgeId")).ok_or_else(not_found)?;
    match bridge.stasis {
        true => Ok(bridge),
        false => Err(Reply::failed(409, "Bridge not in Stasis application")),
    }
}

fn list(pbx: &Pbx) -> Reply {
    let mut bridges: Vec<&Bridge> = pbx.bridges.values().collect();
    bridges.sort_by(|one, other| one.id.cmp(&other.id));
    Reply::ok(&bridges.iter().map(|it| it.shown()).collect::<Vec<_>>())
}

fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let bridge = pbx.bridges.get(arguments.path("bridgeId")).ok_or_else(not_found)?;
    Ok(Reply::ok(&bridge.shown()))
}

fn create(pbx: &mut Pbx, arguments: &Arguments, wanted: Option<String>) -> Result<Reply, Reply> {
    if let Some(id) = wanted.as_ref().filter(|it| pbx.bridges.contains_key(*it)) {
        return Err(Reply::failed(409, format!("Bridge with id '{id}' already exists")));
    }
    let kinds = arguments.some("type").unwrap_or_else(|| "mixing".to_owned());
    let is = |kind: &str| kinds.split(',').any(|it| it == kind);
    let sfu = is("video_sfu");
    let kind = match (is("mixing"), is("holding")) {
        _ if sfu => Kind::Mixing,
        (true, false) => Kind::Mixing,
        (false, true) => Kind::Holding,
        _ => return Err(refused(arguments, wanted.as_deref())),
    };
    let id = wanted.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let video_mode = match is("video_single") {
        _ if sfu => "sfu",
        true => "single",
        false => "talker",
    };
    // What is wrong with the variables is found when the bridge is there.
    let variables = variables::of(arguments);
    let known = variables.as_deref().unwrap_or_default();
    let named = |it: &variables::Variable| (it.name.clone(), it.value.clone());
    pbx.make_bridge(New {
        id: id.clone(),
        name: arguments.or_empty("name"),
        kind,
        stasis: true,
        always_softmix: sfu,
        video_mode,
        variables: known.iter().map(named).collect(),
        reported: known.iter().filter(|it| it.reported).map(named).collect(),
    });
    variables?;
    let bridge = pbx.bridges.get(&id).ok_or_else(Reply::allocation_failed)?;
    Ok(Reply::ok(&bridge.shown()))
}

/// There are no bridges of such a type; Asterisk guesses at another reason.
fn refused(arguments: &Arguments, wanted: Option<&str>) -> Reply {
    let mut message = "Unable to create bridge".to_owned();
    if arguments.path("bridgeId").is_empty() {
        let id = wanted.unwrap_or("(null)");
        message.push_str(&format!(". Possible duplicate bridge id '{id}'"));
    }
    Reply::failed(500, message)
}

fn destroy(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    pbx.destroy_bridge(&id);
    Ok(Reply::done())
}
