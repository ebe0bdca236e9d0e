//! The model of calls: everything that is there, and who is told of it. It does not know how requests are written.

pub(crate) mod alarms;
pub(crate) mod applications;
pub(crate) mod bridge;
pub(crate) mod broadcast;
pub(crate) mod channel;
pub(crate) mod configuration;
pub(crate) mod devices;
mod dial_app;
pub(crate) mod dialling;
mod digits;
pub(crate) mod endpoints;
mod events;
pub(crate) mod frame;
pub(crate) mod functions;
mod hangup;
mod hearing;
pub(crate) mod life;
pub(crate) mod local;
pub(crate) mod log;
mod per_call;
pub(crate) mod phones;
pub(crate) mod playback;
pub(crate) mod recording;
mod run;
pub(crate) mod sip;
mod stasis;
pub(crate) mod system;
mod talking;
pub(crate) mod time;
pub(crate) mod user_events;
pub(crate) mod variables;

pub(crate) use events::cause_text;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::asterisk::SessionId;
use crate::dialplan::Dialplan;
use crate::pbx::alarms::Alarms;
use crate::pbx::applications::{Application, Session};
use crate::pbx::bridge::Bridge;
use crate::pbx::broadcast::Broadcast;
use crate::pbx::channel::Channel;
use crate::pbx::configuration::Configuration;
use crate::pbx::devices::Users;
use crate::pbx::endpoints::Sent;
use crate::pbx::log::Log;
use crate::pbx::per_call::{Awaited, Doorway};
use crate::pbx::phones::{Later, Phones};
use crate::pbx::playback::Playback;
use crate::pbx::recording::{Live, Stored};
use crate::pbx::system::System;
use crate::pbx::time::Clock;

/// What Asterisk calls itself: the address of its network interface.
pub(crate) const ASTERISK_ID: &str = "02:00:00:00:00:01";

/// What does not change while calls come and go.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub dialplan: Dialplan,
    /// The variables that every channel shows.
    pub channel_variables: Vec<String>,
    /// How long media last, by their names without scheme.
    pub sounds: BTreeMap<String, Duration>,
    /// How long media last that are not named.
    pub other_sounds: Duration,
    /// Sounds that do not exist.
    pub missing_sounds: BTreeSet<String>,
    /// Sounds that are not named do not exist either.
    pub only_these_sounds: bool,
    /// Telephones that can be called: `PJSIP/alice`.
    pub endpoints: Vec<String>,
    /// How many requests and events are kept.
    pub kept: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dialplan: Dialplan::default(),
            channel_variables: Vec::new(),
            sounds: BTreeMap::new(),
            other_sounds: Duration::from_secs(1),
            missing_sounds: BTreeSet::new(),
            only_these_sounds: false,
            endpoints: Vec::new(),
            kept: log::KEPT,
        }
    }
}

impl Settings {
    /// Whether a sound exists.
    pub fn has_sound(&self, name: &str) -> bool {
        !self.missing_sounds.contains(name)
            && (!self.only_these_sounds || self.sounds.contains_key(name))
    }
}

/// What rings later.
#[derive(Clone, Debug)]
pub(crate) enum Alarm {
    /// A step of the dialplan has waited.
    Waited(String),
    /// Nobody answered.
    Unanswered(String),
    /// A medium has been played.
    Played(String),
    /// A recording has lasted long enough.
    Recorded(String),
    /// Nobody claimed a call.
    Unclaimed(String),
    /// The websocket of a call that is over.
    Over(SessionId),
    /// A digit reaches the other side.
    Digits(String, digits::Sent),
    /// A telephone does something that it put off.
    Phone(Later),
}

/// Everything that is there.
#[derive(Debug)]
pub(crate) struct Pbx {
    pub settings: Arc<Settings>,
    pub clock: Clock,
    pub alarms: Alarms<Alarm>,
    pub channels: HashMap<String, Channel>,
    pub bridges: HashMap<String, Bridge>,
    pub playbacks: HashMap<String, Playback>,
    pub live: BTreeMap<String, Live>,
    pub stored: BTreeMap<String, Stored>,
    /// Channels at whose far end somebody talks.
    pub talkers: BTreeSet<String>,
    pub globals: BTreeMap<String, String>,
    pub applications: BTreeMap<String, Application>,
    pub sessions: HashMap<SessionId, Session>,
    pub phones: Phones,
    pub log: Log,
    pub users: Users,
    /// The devices whose states applications set, without their `Stasis:`.
    pub devices: BTreeMap<String, &'static str>,
    /// Calls that were offered to applications.
    pub broadcasts: HashMap<String, Broadcast>,
    /// Texts and transfers that applications sent to telephones.
    pub sent: Vec<Sent>,
    pub configuration: Configuration,
    pub system: System,
    serials: HashMap<&'static str, u64>,
    /// How many Local channels begin to run within each other.
    nested: usize,
    last_session: u64,
    per_call: Vec<Doorway>,
    /// Calls that wait for a websocket of their own.
    awaited: HashMap<SessionId, Awaited>,
}

impl Pbx {
    pub fn new(settings: Arc<Settings>, alarms_changed: Arc<Notify>) -> Self {
        let clock = Clock::new();
        let globals = settings.dialplan.globals();
        let globals = globals.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self {
            log: Log::new(settings.kept),
            settings,
            clock,
            alarms: Alarms::new(alarms_changed),
            channels: HashMap::new(),
            bridges: HashMap::new(),
            playbacks: HashMap::new(),
            live: BTreeMap::new(),
            stored: BTreeMap::new(),
            talkers: BTreeSet::new(),
            globals,
            applications: BTreeMap::new(),
            sessions: HashMap::new(),
            phones: Phones::default(),
            users: Users::default(),
            devices: BTreeMap::new(),
            broadcasts: HashMap::new(),
            sent: Vec::new(),
            configuration: Configuration::default(),
            system: System::new(clock.stamp()),
            serials: HashMap::new(),
            nested: 0,
            last_session: 0,
            per_call: Vec::new(),
            awaited: HashMap::new(),
        }
    }

    /// Forgets everything but its settings and the telephones.
    pub fn restart(&mut self) {
        let alarms_changed = self.alarms.changed();
        let last_session = self.last_session;
        let phones = self.phones.after_restart();
        *self = Self { last_session, phones, ..Self::new(self.settings.clone(), alarms_changed) };
    }

    /// The next number of a kind, from 0.
    pub fn serial(&mut self, kind: &'static str) -> u64 {
        let next = self.serials.entry(kind).or_default();
        *next += 1;
        *next - 1
    }

    /// Does what is due.
    pub fn ring(&mut self) {
        while let Some(alarm) = self.alarms.due() {
            match alarm {
                Alarm::Waited(channel) => self.goes_on(&channel),
                Alarm::Unanswered(channel) => self.unanswered(&channel),
                Alarm::Played(playback) => self.played(&playback),
                Alarm::Recorded(recording) => self.recorded(&recording),
                Alarm::Unclaimed(channel) => self.unclaimed(&channel),
                Alarm::Over(session) => self.close_per_call(session),
                Alarm::Digits(channel, sent) => self.sends(&channel, sent),
                Alarm::Phone(later) => self.phone_goes_on(later),
            }
        }
    }
}
