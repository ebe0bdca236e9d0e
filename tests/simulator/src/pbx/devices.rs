//! Device states: those that applications set, and those that channels have.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::channel::{Channel, Far, State};
use crate::pbx::frame::Frame;

/// A device as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Device<'a> {
    pub name: &'a str,
    pub state: &'static str,
}

/// The states that an application may set.
const STATES: [&str; 8] =
    ["NOT_INUSE", "INUSE", "BUSY", "INVALID", "UNAVAILABLE", "RINGING", "RINGINUSE", "ONHOLD"];

/// The scheme of the devices that applications set.
const SCHEME: &str = "Stasis:";

/// What stands behind the scheme of a device that applications set.
pub(crate) fn controlled(name: &str) -> Option<&str> {
    let scheme = name.get(..SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| &name[SCHEME.len()..])
}

/// The channels of each device, so that its state takes no look at all others.
#[derive(Debug, Default)]
pub(crate) struct Users(HashMap<String, HashSet<String>>);

impl Users {
    /// A channel begins.
    pub fn add(&mut self, device: &str, channel: &str) {
        self.0.entry(device.to_owned()).or_default().insert(channel.to_owned());
    }

    /// A channel has ended.
    pub fn remove(&mut self, device: &str, channel: &str) {
        if let Some(channels) = self.0.get_mut(device) {
            channels.remove(channel);
            if channels.is_empty() {
                self.0.remove(device);
            }
        }
    }

    fn of(&self, device: &str) -> impl Iterator<Item = &String> {
        self.0.get(device).into_iter().flatten()
    }
}

impl Pbx {
    /// The state of any device.
    pub fn device_state(&self, name: &str) -> &'static str {
        if let Some(own) = controlled(name) {
            return self.devices.get(own).copied().unwrap_or("UNKNOWN");
        }
        let users = self.users.of(name).filter_map(|it| self.channels.get(it));
        let states: Vec<State> = users.filter(|it| self.counts(it)).map(|it| it.state).collect();
        match name.split_once('/') {
            Some(("Local", address)) if states.is_empty() => self.local_at_rest(address),
            Some(("Local", _)) => "INUSE",
            Some((technology, resource)) => {
                match self.endpoint(technology, resource).map(|it| it.online) {
                    Some(true) => of_telephone(&states),
                    Some(false) => "UNAVAILABLE",
                    // Nobody can say what other devices do.
                    None if technology == "UnicastRTP" => "UNKNOWN",
                    None => "INVALID",
                }
            }
            None => "INVALID",
        }
    }

    /// Does the channel use its device? Of a Local channel the first half does, as soon as it is called.
    fn counts(&self, channel: &Channel) -> bool {
        let Far::Local(other) = &channel.far else { return channel.state != State::Down };
        let Some(other) = self.channels.get(other) else { return false };
        match channel.name.ends_with(";1") {
            true => channel.state != State::Down || other.state == State::Up,
            false => false,
        }
    }

    /// Can somebody call there?
    fn local_at_rest(&self, address: &str) -> &'static str {
        let (extension, context) = address.split_once('@').unwrap_or((address, "default"));
        match self.settings.dialplan.has(context, extension) {
            true => "NOT_INUSE",
            false => "INVALID",
        }
    }

    /// Sets the state of a device; false where there is no such state.
    pub fn set_device(&mut self, own: &str, state: &str) -> bool {
        let Some(state) = STATES.iter().find(|it| it.eq_ignore_ascii_case(state)) else {
            return false;
        };
        if self.devices.insert(own.to_owned(), state) != Some(state) {
            self.tell_device(&format!("{SCHEME}{own}"));
        }
        true
    }

    /// Forgets the state of a device, of which nobody is told.
    pub fn forget_device(&mut self, own: &str) {
        self.devices.remove(own);
    }

    /// A channel has another state, so that its device may have one.
    pub fn device_changed(&mut self, id: &str) {
        if let Some(channel) = self.channels.get(id) {
            let device = channel.device.clone();
            self.tell_device(&device);
        }
    }

    /// A channel of a device is gone.
    pub fn device_gone(&mut self, device: &str) {
        self.tell_device(device);
    }

    /// Tells what state a device has, whether that is another one or not.
    fn tell_device(&mut self, name: &str) {
        let topics = [Topic::Device(name.to_owned()), Topic::AllDevices];
        // Mostly nobody listens.
        if !self.has_listener(&topics) {
            return;
        }
        let frame = Frame::with_application_first("DeviceStateChanged", self.clock.stamp())
            .field("device_state", &Device { name, state: self.device_state(name) });
        self.tell(&topics, &frame);
    }
}

/// What a telephone does whose channels have these states.
fn of_telephone(states: &[State]) -> &'static str {
    let has = |state| states.contains(&state);
    match (has(State::Ringing), has(State::Up) || has(State::Ring)) {
        (true, true) => "RINGINUSE",
        (true, false) => "RINGING",
        (false, true) => "INUSE",
        (false, false) if has(State::Busy) => "BUSY",
        (false, false) => "NOT_INUSE",
    }
}
