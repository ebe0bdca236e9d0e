//! Calling a channel: it rings, answers, is busy, or nobody answers.

use std::time::Duration;

use crate::pbx::channel::{Dialling, Far, State, Then};
use crate::pbx::local::Indication;
use crate::pbx::{Alarm, Pbx};

/// How many Local channels may begin to run within each other.
const NESTED: usize = 32;

impl Pbx {
    /// Makes the channel of an address, and its other half where it has one; false where nobody is there.
    pub fn make_called(&mut self, address: &str, id: &str, other: &str) -> bool {
        match address.split_once('/') {
            Some((technology, number)) if technology.eq_ignore_ascii_case("Local") => {
                self.make_local(number, id, other);
                true
            }
            Some((technology, number)) => {
                let is_it = |it: &&String| {
                    it.split_once('/').is_some_and(|(its, name)| {
                        its.eq_ignore_ascii_case(technology) && name == number
                    })
                };
                let Some(address) = self.settings.endpoints.iter().find(is_it).cloned() else {
                    return false;
                };
                self.make_phone(&address, id);
                true
            }
            None => false,
        }
    }

    /// Calls a channel that was made.
    pub fn call(&mut self, id: &str, dialling: Dialling, timeout: Option<Duration>) {
        let alarm = timeout.map(|it| self.alarms.set(it, Alarm::Unanswered(id.to_owned())));
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.dialling = Some(Dialling { timeout: alarm, ..dialling });
        let far = channel.far.clone();
        if matches!(far, Far::Local(_)) {
            self.tell_second_half(id);
            // One that calls itself would never end.
            if self.nested >= NESTED || !self.leads_somewhere(id) {
                return self.unreachable(id);
            }
        }
        self.tell_dial(id, "");
        self.caller_is_told(id);
        match far {
            Far::Local(_) => {
                self.nested += 1;
                self.start_second_half(id);
                self.nested -= 1;
            }
            Far::Phone => self.phone_rings(id),
            Far::Media => self.called_indicates(id, Indication::Answer),
            Far::Snoop(_) | Far::Nobody => {}
        }
    }

    /// What a called channel signals.
    pub fn called_indicates(&mut self, id: &str, indication: Indication) {
        let Some(channel) = self.channels.get(id) else { return };
        if channel.dialling.is_none() {
            return;
        }
        match indication {
            Indication::Ringing => {
                self.becomes(id, State::Ringing);
                self.caller_hears(id, indication, "RINGTIME");
                self.tell_dial(id, "RINGING");
            }
            Indication::Progress => {
                self.caller_hears(id, indication, "PROGRESSTIME");
                self.tell_dial(id, "PROGRESS");
            }
            Indication::Answer => self.answered(id),
            Indication::Busy => self.refused(id, "BUSY", 17),
            Indication::Congestion => self.refused(id, "CONGESTION", 34),
        }
    }

    /// A telephone that dials from the dialplan is told whom it calls.
    fn caller_is_told(&mut self, id: &str) {
        let Some(caller) = self.joining_caller(id) else { return };
        let called = self.channels.get(id).map(|it| it.caller.clone()).unwrap_or_default();
        if let Some(channel) = self.channels.get_mut(&caller)
            && channel.far == Far::Phone
            && channel.connected != called
        {
            channel.connected = called;
            self.tell_parties(&caller, false, true);
        }
    }

    /// Whoever dialled from the dialplan hears how it goes.
    fn caller_hears(&mut self, id: &str, indication: Indication, time: &str) {
        if let Some(caller) = self.joining_caller(id) {
            self.indicate(&caller, indication);
            self.dial_lasts(&caller, time);
        }
    }

    /// Who dialled this channel from the dialplan.
    fn joining_caller(&self, id: &str) -> Option<String> {
        let dialling = self.channels.get(id)?.dialling.as_ref()?;
        if matches!(dialling.then, Then::Joins) { dialling.caller.clone() } else { None }
    }

    /// A called channel has answered, and goes where it was called for.
    fn answered(&mut self, id: &str) {
        self.becomes(id, State::Up);
        if let Some(caller) = self.joining_caller(id) {
            self.dial_has_answer(&caller, id);
        }
        self.tell_dial(id, "ANSWER");
        let Some(dialling) = self.channels.get_mut(id).and_then(|it| it.dialling.take()) else {
            return;
        };
        if let Some(alarm) = dialling.timeout {
            self.alarms.cancel(alarm);
        }
        match dialling.then {
            Then::Stays => {
                if let Some(channel) = self.channels.get_mut(id) {
                    channel.was_dialled = true;
                }
            }
            Then::Joins => self.dial_answered(&dialling.caller.unwrap_or_default(), id),
            Then::Dialplan { context, extension, priority } => {
                self.run_at(id, &context, Some(&extension), priority);
            }
            Then::Stasis { application, arguments } => {
                let data = match arguments.is_empty() {
                    true => application.clone(),
                    false => format!("{application},{arguments}"),
                };
                self.shows(id, "Stasis", &data);
                let arguments = split(&arguments);
                if !self.enter(id, &application, &arguments) {
                    self.finish(id, 0);
                }
            }
        }
    }

    /// There is nobody where a channel was called.
    fn unreachable(&mut self, id: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        let far = std::mem::replace(&mut channel.far, Far::Nobody);
        let dialling = channel.dialling.take();
        if let Some(alarm) = dialling.as_ref().and_then(|it| it.timeout) {
            self.alarms.cancel(alarm);
        }
        if let Far::Local(other) = far {
            if let Some(other) = self.channels.get_mut(&other) {
                other.far = Far::Nobody;
            }
            self.finish(&other, 0);
        }
        match dialling.map(|it| (it.then, it.caller)) {
            Some((Then::Stays, _)) => self.finish(id, 16),
            Some((Then::Joins, caller)) => {
                self.finish(id, 0);
                self.dial_failed(&caller.unwrap_or_default(), "CHANUNAVAIL", 0);
            }
            _ => self.finish(id, 0),
        }
    }

    /// A called channel is not available.
    fn refused(&mut self, id: &str, status: &str, cause: i64) {
        self.tell_dial(id, status);
        // Whoever dialled it decides what becomes of it, until the time for answering is over.
        let stays = |it: &Dialling| matches!(it.then, Then::Stays);
        if self.channels.get(id).and_then(|it| it.dialling.as_ref()).is_some_and(stays) {
            return;
        }
        let Some(dialling) = self.channels.get_mut(id).and_then(|it| it.dialling.take()) else {
            return;
        };
        if let Some(alarm) = dialling.timeout {
            self.alarms.cancel(alarm);
        }
        match dialling.then {
            Then::Joins => {
                // A telephone says why, the other half of a Local channel does not.
                let says = self.channels.get(id).is_some_and(|it| it.far == Far::Phone);
                let cause = if says { cause } else { 0 };
                self.finish(id, cause);
                self.dial_failed(&dialling.caller.unwrap_or_default(), status, cause);
            }
            _ => self.finish(id, 0),
        }
    }

    /// Nobody answered in time.
    pub fn unanswered(&mut self, id: &str) {
        if self.joining_caller(id).is_some() {
            self.tell_dial(id, "NOANSWER");
        }
        let Some(dialling) = self.channels.get_mut(id).and_then(|it| it.dialling.take()) else {
            return;
        };
        match dialling.then {
            Then::Stays => self.hang_up(id, 19),
            Then::Joins => {
                self.finish(id, 0);
                self.dial_failed(&dialling.caller.unwrap_or_default(), "NOANSWER", 0);
            }
            _ => self.finish(id, 19),
        }
    }

    /// A channel that is called ends before it has answered.
    pub fn stop_dialling(&mut self, id: &str, cause: i64) {
        let status = match cause {
            17 => "BUSY",
            34 => "CONGESTION",
            3 | 20 => "CHANUNAVAIL",
            _ => "NOANSWER",
        };
        self.dialling_ends(id, status, cause);
    }

    fn dialling_ends(&mut self, id: &str, status: &str, cause: i64) {
        let Some(channel) = self.channels.get(id) else { return };
        let Some(dialling) = &channel.dialling else { return };
        let (then, caller) = (dialling.then.clone(), dialling.caller.clone());
        let says_no_answer = cause == 19 && channel.far == Far::Phone;
        if let Some(alarm) = dialling.timeout {
            self.alarms.cancel(alarm);
        }
        if !matches!(then, Then::Stays) {
            self.tell_dial(id, status);
        }
        if let Some(channel) = self.channels.get_mut(id) {
            channel.dialling = None;
        }
        if let (Then::Joins, Some(caller)) = (then, caller) {
            // Nobody is known to be there, unless they say that they are busy.
            let is_unknown = status == "NOANSWER" && !says_no_answer;
            let status = if is_unknown { "CHANUNAVAIL" } else { status };
            self.dial_failed(&caller, status, cause);
        }
    }

    /// Whoever dialled has gone.
    pub fn hang_up_called(&mut self, called: &str, cause: i64) {
        self.dialling_ends(called, "CANCEL", cause);
        self.finish(called, cause);
    }
}

/// Arguments of an application, at their commas.
pub(crate) fn split(arguments: &str) -> Vec<String> {
    match arguments.is_empty() {
        true => Vec::new(),
        false => arguments.split(',').map(str::to_owned).collect(),
    }
}
