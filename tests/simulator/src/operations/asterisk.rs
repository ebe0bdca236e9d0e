//! The operations of Asterisk itself: what it is, its modules, its logs and its global variables.

use serde::Serialize;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::configuration;
use crate::pbx::system::Refused;
use crate::pbx::{ASTERISK_ID, Pbx};

/// The version that is simulated.
const VERSION: &str = "22.10.1";

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    let module = arguments.path("moduleName");
    let log = arguments.path("logChannelName");
    Some(match name {
        "getInfo" => Ok(info(pbx, arguments)),
        "ping" => Ok(ping(pbx)),
        "listModules" => Ok(Reply::ok(&pbx.system.modules())),
        "getModule" => pbx.system.module(module).map(|it| Reply::ok(&it)).map_err(|it| match it {
            Refused::NotThere => Reply::failed(404, "Module could not be found in running modules"),
            _ => Reply::failed(409, "Module information could not be retrieved"),
        }),
        "loadModule" => done(pbx.system.load(module)).map_err(|it| match it {
            Refused::There => Reply::failed(409, "Module is already loaded"),
            _ => Reply::failed(409, "Module load declined"),
        }),
        "unloadModule" => done(pbx.system.unload(module)).map_err(|it| match it {
            Refused::NotThere => Reply::failed(404, "Module not found in running modules"),
            _ => Reply::failed(409, "Module could not be unloaded"),
        }),
        "reloadModule" => done(pbx.system.reload(module)).map_err(|it| match it {
            Refused::NotThere => Reply::failed(404, "Module not found in running modules"),
            _ => Reply::failed(409, "Module does not support reloading"),
        }),
        "listLogChannels" => Ok(Reply::ok(&pbx.system.logs())),
        "addLog" => add_log(pbx, arguments),
        "deleteLog" => found(pbx.system.remove_log(log)),
        "rotateLog" => found(pbx.system.rotate_log(log)),
        "getGlobalVar" => get_variable(pbx, arguments),
        "setGlobalVar" => set_variable(pbx, arguments),
        "getObject" => configuration::get(pbx, arguments),
        "updateObject" => configuration::update(pbx, arguments),
        "deleteObject" => configuration::delete(pbx, arguments),
        _ => return None,
    })
}

fn done(outcome: Result<(), Refused>) -> Result<Reply, Refused> {
    outcome.map(|()| Reply::done())
}

/// What Asterisk is, in parts.
#[derive(Serialize)]
struct Info<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    build: Option<Build>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<System>,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<Config>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status<'a>>,
}

#[derive(Serialize)]
struct Build {
    os: &'static str,
    kernel: &'static str,
    machine: &'static str,
    options: &'static str,
    date: &'static str,
    user: &'static str,
}

#[derive(Serialize)]
struct System {
    version: &'static str,
    entity_id: &'static str,
}

#[derive(Serialize)]
struct Config {
    name: &'static str,
    default_language: &'static str,
    setid: SetId,
}

#[derive(Serialize)]
struct SetId {
    user: &'static str,
    group: &'static str,
}

#[derive(Serialize)]
struct Status<'a> {
    startup_time: &'a str,
    last_reload_time: &'a str,
}

fn info(pbx: &Pbx, arguments: &Arguments) -> Reply {
    let only = arguments.text("only").map(|_| arguments.list("only"));
    let is = |part: &str| only.as_ref().is_none_or(|it| it.iter().any(|it| it == part));
    let started = &pbx.system.started;
    Reply::ok(&Info {
        build: is("build").then_some(Build {
            os: "Linux",
            kernel: "unknown",
            machine: "unknown",
            options: "OPTIONAL_API",
            date: "2026-07-20 21:35:32 UTC",
            user: "nobody",
        }),
        system: is("system").then_some(System { version: VERSION, entity_id: ASTERISK_ID }),
        config: is("config").then_some(Config {
            name: "",
            default_language: "en",
            setid: SetId { user: "", group: "" },
        }),
        status: is("status").then_some(Status { startup_time: started, last_reload_time: started }),
    })
}

#[derive(Serialize)]
struct Ping {
    ping: &'static str,
    timestamp: String,
    asterisk_id: &'static str,
}

fn ping(pbx: &Pbx) -> Reply {
    Reply::ok(&Ping { ping: "pong", timestamp: pbx.clock.stamp(), asterisk_id: ASTERISK_ID })
}

fn found(found: bool) -> Result<Reply, Reply> {
    match found {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(404, "Log channel does not exist")),
    }
}

fn add_log(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(configuration) = arguments.some("configuration") else {
        return Err(Reply::failed(400, "Configuration levels are required"));
    };
    match pbx.system.add_log(arguments.path("logChannelName"), &configuration) {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(409, "Log channel already exists")),
    }
}

#[derive(Serialize)]
struct Variable {
    value: String,
}

/// The name of a variable.
fn variable(arguments: &Arguments) -> Result<String, Reply> {
    arguments.some("variable").ok_or_else(|| Reply::failed(400, "Variable name is required"))
}

/// Functions are not asked here, and what is not there is empty.
fn get_variable(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let name = variable(arguments)?;
    let value = match name.as_str() {
        "EPOCH" => pbx.clock.seconds().to_string(),
        "ENTITYID" => ASTERISK_ID.to_owned(),
        name => pbx.globals.get(name).cloned().unwrap_or_default(),
    };
    Ok(Reply::ok(&Variable { value }))
}

fn set_variable(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let name = variable(arguments)?;
    // Of all functions only this one needs no channel.
    let global = name.strip_prefix("GLOBAL(").and_then(|it| it.strip_suffix(')'));
    let name = match global {
        Some(name) => name,
        None if name.ends_with(')') => return Ok(Reply::done()),
        None => &name,
    };
    match arguments.text("value") {
        Some(value) => pbx.set_global(name, &value),
        None => drop(pbx.globals.remove(name)),
    }
    Ok(Reply::done())
}
