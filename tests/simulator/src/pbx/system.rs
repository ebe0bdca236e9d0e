//! What Asterisk tells of itself: its modules, its logs and its global variables. The first two do nothing to calls.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::frame::Frame;

/// A module that could be there.
#[derive(Clone, Copy, Debug)]
struct Known {
    name: &'static str,
    description: &'static str,
    /// How many others need it, so that it cannot be unloaded.
    uses: u32,
    reloads: bool,
}

const fn module(name: &'static str, description: &'static str, uses: u32, reloads: bool) -> Known {
    Known { name, description, uses, reloads }
}

/// Modules in order; the last of them is not loaded at first.
const KNOWN: [Known; 24] = [
    module("app_dial.so", "Calls other channels", 0, false),
    module("app_echo.so", "Plays back what it hears", 0, false),
    module("app_milliwatt.so", "Plays a tone for measuring", 0, false),
    module("app_playback.so", "Plays files", 0, false),
    module("app_stasis.so", "Enters applications", 0, false),
    module("app_stasis_broadcast.so", "Offers calls to applications", 0, false),
    module("app_userevent.so", "Makes events", 0, false),
    module("bridge_holding.so", "Bridges in which nobody talks", 0, false),
    module("bridge_simple.so", "Bridges of two", 0, false),
    module("bridge_softmix.so", "Bridges of many", 0, false),
    module("chan_pjsip.so", "SIP channels", 0, false),
    module("chan_rtp.so", "RTP channels", 0, false),
    module("pbx_config.so", "The dialplan in a file", 0, true),
    module("res_ari.so", "The REST interface", 12, true),
    module("res_ari_applications.so", "REST for applications", 0, false),
    module("res_ari_bridges.so", "REST for bridges", 0, false),
    module("res_ari_channels.so", "REST for channels", 0, false),
    module("res_ari_events.so", "REST for events", 0, false),
    module("res_http_websocket.so", "Websockets", 6, false),
    module("res_musiconhold.so", "Music while waiting", 0, true),
    module("res_pjsip.so", "SIP", 26, true),
    module("res_stasis.so", "Applications", 19, false),
    module("res_stasis_playback.so", "Playbacks of applications", 3, false),
    module(SPARE, "Records to files", 0, false),
];

const SPARE: &str = "app_record.so";

/// A module as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Module {
    name: &'static str,
    description: &'static str,
    use_count: u32,
    status: &'static str,
    support_level: &'static str,
}

impl From<&Known> for Module {
    fn from(known: &Known) -> Self {
        Self {
            name: known.name,
            description: known.description,
            use_count: known.uses,
            status: "Running",
            support_level: "core",
        }
    }
}

/// A log as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Log {
    channel: String,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    configuration: String,
}

/// A level of a log, as it is named and as it is shown.
const LEVELS: [&str; 8] = ["DEBUG", "TRACE", "NOTICE", "WARNING", "ERROR", "VERBOSE", "DTMF", "CC"];

const FOLDER: &str = "/var/log/asterisk/";

/// The log that the configuration has.
const MESSAGES: &str = "messages.log";

/// What Asterisk tells of itself.
#[derive(Debug)]
pub(crate) struct System {
    /// When it has started.
    pub started: String,
    loaded: BTreeSet<&'static str>,
    /// Logs that were added, the last one first: names and levels.
    logs: Vec<(String, String)>,
}

/// Why a module is not loaded, unloaded or reloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    NotThere,
    There,
    InUse,
    Unable,
}

/// Is it the module's name, with or without its ending?
fn is(known: &Known, name: &str) -> bool {
    known.name == name || known.name.strip_suffix(".so") == Some(name)
}

impl System {
    pub fn new(started: String) -> Self {
        let loaded = KNOWN.iter().map(|it| it.name).filter(|it| *it != SPARE).collect();
        Self { started, loaded, logs: Vec::new() }
    }

    pub fn modules(&self) -> Vec<Module> {
        let is_loaded = |it: &&Known| self.loaded.contains(it.name);
        KNOWN.iter().filter(is_loaded).map(Module::from).collect()
    }

    fn running(&self, name: &str) -> Result<&'static Known, Refused> {
        let found = KNOWN.iter().find(|it| is(it, name) && self.loaded.contains(it.name));
        found.ok_or(Refused::NotThere)
    }

    /// A module that runs; one is known by its full name only.
    pub fn module(&self, name: &str) -> Result<Module, Refused> {
        let known = self.running(name)?;
        if known.name == name { Ok(known.into()) } else { Err(Refused::Unable) }
    }

    pub fn load(&mut self, name: &str) -> Result<(), Refused> {
        let known = KNOWN.iter().find(|it| is(it, name)).ok_or(Refused::NotThere)?;
        if self.loaded.insert(known.name) { Ok(()) } else { Err(Refused::There) }
    }

    pub fn unload(&mut self, name: &str) -> Result<(), Refused> {
        let known = self.running(name)?;
        if known.uses > 0 {
            return Err(Refused::InUse);
        }
        self.loaded.remove(known.name);
        Ok(())
    }

    pub fn reload(&mut self, name: &str) -> Result<(), Refused> {
        if self.running(name)?.reloads { Ok(()) } else { Err(Refused::Unable) }
    }

    pub fn logs(&self) -> Vec<Log> {
        let log = |name: &str, levels: &str| Log {
            channel: format!("{FOLDER}{name}"),
            kind: "File",
            status: "Enabled",
            configuration: levels.to_owned(),
        };
        let mut logs: Vec<Log> = self.logs.iter().map(|(name, levels)| log(name, levels)).collect();
        logs.push(log(MESSAGES, "NOTICE WARNING ERROR "));
        logs
    }

    /// Adds a log; false where there is one of this name.
    pub fn add_log(&mut self, name: &str, configuration: &str) -> bool {
        if self.has_log(name) {
            return false;
        }
        self.logs.insert(0, (file(name).to_owned(), levels(configuration)));
        true
    }

    /// Takes a log away; false where there is none.
    pub fn remove_log(&mut self, name: &str) -> bool {
        let before = self.logs.len();
        self.logs.retain(|(it, _)| it != file(name));
        self.logs.len() < before
    }

    /// Begins a log anew; false where there is none. The configuration is read again, which knows no log that was added.
    pub fn rotate_log(&mut self, name: &str) -> bool {
        let found = self.has_log(name);
        if found {
            self.logs.clear();
        }
        found
    }

    fn has_log(&self, name: &str) -> bool {
        file(name) == MESSAGES || self.logs.iter().any(|(it, _)| it == file(name))
    }
}

impl Pbx {
    /// Sets a global variable, which is told as if of a channel, but of none.
    pub fn set_global(&mut self, name: &str, value: &str) {
        self.globals.insert(name.to_owned(), value.to_owned());
        let frame = Frame::untyped("ChannelVarset", self.clock.stamp());
        let frame = frame.field("variable", name).field("value", value).typed();
        self.tell(&[Topic::AllChannels], &frame);
    }
}

/// The name of a log without its folder.
fn file(name: &str) -> &str {
    name.strip_prefix(FOLDER).unwrap_or(name)
}

/// The levels of `[json]debug,verbose(3)`, in Asterisk's order; what is no level is nothing.
fn levels(configuration: &str) -> String {
    let text = match configuration.split_once(']') {
        Some((format, levels)) if format.starts_with('[') => levels,
        _ => configuration,
    };
    let named: Vec<&str> = text.split(',').filter_map(|it| it.trim().split('(').next()).collect();
    let is_named =
        |level: &str| named.iter().any(|it| *it == "*" || it.eq_ignore_ascii_case(level));
    LEVELS.iter().filter(|it| is_named(it)).flat_map(|it| [it, " "]).collect()
}
