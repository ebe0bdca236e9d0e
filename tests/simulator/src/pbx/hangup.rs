//! How channels end, and what ends with them, in Asterisk's order.

use crate::pbx::applications::Topic;
use crate::pbx::channel::{Far, Step, Work};
use crate::pbx::{Pbx, sip};

/// The flag that stands where a cause would, when a program asks a channel to end.
const ASKED: i64 = 32;

/// The flag of a channel that the dialplan is done with, which looks like a cause.
const DONE: i64 = 16;

impl Pbx {
    /// Somebody asks a channel to end.
    pub fn hang_up(&mut self, id: &str, cause: i64) {
        self.tell_quality(id);
        self.tell_hangup_request(id, Some(ASKED), true);
        self.finish(id, cause);
    }

    /// The other side has hung up.
    pub fn hung_up(&mut self, id: &str, cause: i64) {
        self.tell_hangup_request(id, Some(cause), false);
        let own = self.channels.get(id).map_or(0, |it| it.hangup_cause);
        self.finish(id, if cause == 0 { own } else { cause });
    }

    /// Whatever the channel does ends, and then the channel.
    pub fn finish(&mut self, id: &str, mut cause: i64) {
        if !self.channels.contains_key(id) {
            return;
        }
        self.stop_media(id);
        self.leave_bridge(id);
        self.stop_dialling(id, cause);
        self.dial_over(id);
        let was_in_application = self.stop_work(id);
        if was_in_application {
            self.set_variable(id, "STASISSTATUS", "SUCCESS");
        }
        let Some(channel) = self.channels.get_mut(id) else { return };
        if channel.sent_to_dialplan {
            self.set_variable(id, "STASISSTATUS", "SUCCESS");
        } else if channel.in_dialplan {
            channel.hangup_cause = cause;
            self.tell_hangup_request(id, Some(DONE), true);
            self.run_after_end(id);
            cause = self.channels.get(id).map_or(cause, |it| it.hangup_cause);
        } else if let Far::Snoop(of) = &channel.far {
            // A snoop does nothing any more then, but is there until the channel ends that it listened to.
            let cause = if cause == 0 { channel.hangup_cause } else { cause };
            let (of, (name, data)) = (of.clone(), channel.at_rest.clone());
            channel.hangup_cause = cause;
            if self.channels.contains_key(&of) {
                return self.shows(id, &name, &data);
            }
            return self.remove(id, cause);
        }
        self.remove(id, cause);
    }

    /// Ends what the thread of a channel does; true where that was an application.
    fn stop_work(&mut self, id: &str) -> bool {
        let Some(channel) = self.channels.get_mut(id) else { return false };
        match channel.work.clone() {
            Work::Nothing => {}
            Work::Stasis { .. } => {
                self.end_stay(id);
                return true;
            }
            Work::Step(Step::Wait(alarm)) => {
                self.alarms.cancel(alarm);
                self.has_played(id);
            }
            Work::Broadcast { alarm } => {
                self.alarms.cancel(alarm);
                self.set_variable(id, "STASISSTATUS", "TIMEOUT");
            }
            Work::Step(Step::Dial(called)) => {
                channel.work = Work::Nothing;
                // A telephone that has given up says why, and whom it called is told the same.
                let cause = channel.tech_cause.map_or(DONE, sip::cause_of);
                self.hang_up_called(&called, cause);
                self.set_variable(id, "DIALSTATUS", "CANCEL");
            }
            Work::Step(_) => {}
        }
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Nothing;
        }
        false
    }

    /// The channel is gone; what hung on it follows.
    fn remove(&mut self, id: &str, cause: i64) {
        self.tell_quality(id);
        let Some(channel) = self.channels.get_mut(id) else { return };
        let snoops = std::mem::take(&mut channel.snoops);
        let (name, data) = channel.at_rest.clone();
        let (far, device) = (channel.far.clone(), channel.device.clone());
        let second = channel.name.ends_with(";2");
        let dialled = channel.variables.get("DIALSTATUS").map(str::to_owned).filter(|_| second);
        self.shows(id, &name, &data);
        self.tell_destroyed(id, cause);
        if let Some(channel) = self.channels.remove(id) {
            self.users.remove(&channel.device, id);
            self.departed(&channel, cause);
        }
        self.forget_topic(&Topic::Channel(id.to_owned()));
        self.device_gone(&device);
        self.tell_endpoint(&device);
        if let Far::Local(other) = far
            && self.channels.contains_key(&other)
        {
            if let Some(status) = dialled {
                self.set_variable(&other, "CHANLOCALSTATUS", &status);
            }
            self.hung_up(&other, cause);
        }
        for snoop in snoops {
            self.finish(&snoop, 0);
        }
    }
}
