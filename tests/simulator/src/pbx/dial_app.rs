//! `Dial` of the dialplan: a channel calls another one and talks to it, and has variables that tell how that went.

use std::time::Duration;

use tokio::time::Instant;

use crate::pbx::Pbx;
use crate::pbx::channel::{Dialled, Dialling, Far, Party, Step, Then, Work};

/// What a call tells of itself, and forgets of the one before.
const TOLD: [&str; 11] = [
    "DIALSTATUS",
    "DIALEDPEERNUMBER",
    "DIALEDPEERNAME",
    "ANSWEREDTIME",
    "ANSWEREDTIME_MS",
    "DIALEDTIME",
    "DIALEDTIME_MS",
    "RINGTIME",
    "RINGTIME_MS",
    "PROGRESSTIME",
    "PROGRESSTIME_MS",
];

impl Pbx {
    /// `Dial(technology/number,timeout,options)`; false where there is nobody to call.
    pub fn dials(&mut self, id: &str, data: &str) -> bool {
        for name in TOLD {
            self.set_variable(id, name, "");
        }
        let mut parts = data.splitn(3, ',');
        let address = parts.next().unwrap_or_default();
        let timeout = parts.next().and_then(|it| it.trim().parse().ok()).map(Duration::from_secs);
        let goes_on = parts.next().is_some_and(|it| it.contains('g'));
        let called = self.unique_id();
        let other = self.unique_id();
        let Some((_, number)) = address.split_once('/') else { return false };
        if !self.make_called(address, &called, &other) {
            self.set_variable(id, "DIALSTATUS", "CHANUNAVAIL");
            return false;
        }
        self.set_variable(&called, "DIALEDPEERNUMBER", number);
        self.appears_for(&called, id);
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Step(Step::Dial(called.clone()));
            channel.dialled = Some(Dialled { since: Instant::now(), answered: None, goes_on });
        }
        let dialling = Dialling {
            number: number.to_owned(),
            named: false,
            timeout: None,
            then: Then::Joins,
            caller: Some(id.to_owned()),
        };
        self.call(&called, dialling, timeout);
        true
    }

    /// A called channel has the extension of its caller, and knows who that is.
    fn appears_for(&mut self, called: &str, caller: &str) {
        let Some(channel) = self.channels.get(caller) else { return };
        let (place, calls) = (channel.place.clone(), channel.caller.clone());
        let (linked, music) = (channel.linked.clone(), channel.music_class.clone());
        // What was dialled is the number of who is called.
        let own = Party { name: channel.connected.name.clone(), number: place.exten.clone() };
        if let Some(channel) = self.channels.get_mut(called) {
            channel.at_rest = ("AppDial".to_owned(), "(Outgoing Line)".to_owned());
            (channel.linked, channel.music_class) = (linked, music);
            channel.place.exten = place.exten;
            (channel.caller, channel.connected) = (own.clone(), calls.clone());
        }
        self.shows(called, "AppDial", "(Outgoing Line)");
        self.tell_dialplan(called);
        self.tell_parties(called, own != Party::default(), calls != Party::default());
    }

    /// How long it took until now since the call began: in `name` and `name_MS`.
    pub(super) fn dial_lasts(&mut self, caller: &str, name: &str) {
        let dialled = self.channels.get(caller).and_then(|it| it.dialled);
        if let Some(dialled) = dialled {
            self.set_duration(caller, name, dialled.since);
        }
    }

    fn set_duration(&mut self, id: &str, name: &str, since: Instant) {
        let long = since.elapsed();
        self.set_variable(id, name, &long.as_secs().to_string());
        self.set_variable(id, &format!("{name}_MS"), &long.as_millis().to_string());
    }

    /// Somebody has answered, and the caller knows it before anybody else.
    pub(super) fn dial_has_answer(&mut self, caller: &str, called: &str) {
        let Some(channel) = self.channels.get_mut(called) else { return };
        channel.place.exten = String::new();
        let name = channel.name.clone();
        let number = channel.variables.get("DIALEDPEERNUMBER").unwrap_or_default().to_owned();
        if let Some(dialled) = self.channels.get_mut(caller).and_then(|it| it.dialled.as_mut()) {
            dialled.answered = Some(Instant::now());
        }
        // What ends from now on most likely ends well.
        for id in [caller, called] {
            if let Some(channel) = self.channels.get_mut(id).filter(|it| it.far == Far::Phone) {
                channel.hangup_cause = 16;
            }
        }
        self.set_variable(caller, "DIALSTATUS", "ANSWER");
        self.set_variable(caller, "DIALEDPEERNAME", &name);
        self.set_variable(caller, "DIALEDPEERNUMBER", &number);
    }

    /// The caller's dialplan has somebody to talk to.
    pub(super) fn dial_answered(&mut self, caller: &str, called: &str) {
        self.answer(caller);
        self.join_two(caller, called);
    }

    /// The dialplan of the caller goes on after a call that was not answered.
    pub(super) fn dial_failed(&mut self, caller: &str, status: &str, cause: i64) {
        let Some(channel) = self.channels.get_mut(caller) else { return };
        if !matches!(channel.work, Work::Step(Step::Dial(_))) {
            return;
        }
        channel.work = Work::Nothing;
        channel.dialled = None;
        channel.hangup_cause = cause;
        self.set_variable(caller, "DIALSTATUS", status);
        self.next_step(caller);
    }

    /// Whom the caller has talked to has hung up: its dialplan goes on where that was wished, and false where not.
    pub(super) fn dial_goes_on(&mut self, caller: &str) -> bool {
        let Some(channel) = self.channels.get_mut(caller) else { return false };
        if !channel.dialled.is_some_and(|it| it.goes_on) {
            return false;
        }
        // Not the cause of the other, but that of a bridge that ends.
        channel.hangup_cause = 16;
        self.dial_over(caller);
        self.next_step(caller);
        true
    }

    /// The caller leaves whom it has talked to.
    pub(super) fn dial_over(&mut self, caller: &str) {
        let dialled = self.channels.get_mut(caller).and_then(|it| it.dialled.take());
        if let Some(Dialled { since, answered: Some(answered), .. }) = dialled {
            self.set_duration(caller, "ANSWEREDTIME", answered);
            self.set_duration(caller, "DIALEDTIME", since);
            self.set_variable(caller, "DIALSTATUS", "ANSWER");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Notify;
    use tokio::time::advance;

    use super::*;
    use crate::dialplan::Dialplan;
    use crate::pbx::Settings;
    use crate::pbx::channel::State;

    const DIALPLAN: &str = "
[default]
exten => busy,1,Busy()
exten => rejects,1,Hangup(21)
exten => ring,1,Ringing()
 same => n,Wait(3600)
exten => wait,1,Answer()
 same => n,Wait(3600)
exten => _dial-.,1,Dial(Local/${EXTEN:5}@default,5)
 same => n,Wait(3600)
";

    /// The second half of a Local channel that dials on.
    fn dials(to: &str) -> Pbx {
        let mut dialplan = Dialplan::default();
        dialplan.add(DIALPLAN).expect("a dialplan");
        let settings = Settings { dialplan, ..Settings::default() };
        let mut pbx = Pbx::new(Arc::new(settings), Arc::new(Notify::new()));
        pbx.make_local(&format!("dial-{to}@default"), "phone", "caller");
        pbx.start_second_half("phone");
        pbx
    }

    #[tokio::test(start_paused = true)]
    async fn the_caller_knows_why_nobody_answered() {
        for (to, status) in [
            ("busy", "BUSY"),
            ("rejects", "CHANUNAVAIL"),
            ("ring", "NOANSWER"),
            ("nobody", "CHANUNAVAIL"),
        ] {
            let mut pbx = dials(to);
            advance(Duration::from_secs(5)).await;
            pbx.ring();
            assert_eq!(pbx.value_of("caller", "DIALSTATUS").as_deref(), Some(status), "{to}");
            assert_eq!(pbx.channels["caller"].place.priority, 2, "{to}");
            assert_eq!(pbx.channels.len(), 2, "{to}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_answers_is_talked_to() {
        let mut pbx = dials("wait");
        let value = |pbx: &Pbx, name: &str| pbx.value_of("caller", name).unwrap_or_default();
        assert_eq!(value(&pbx, "DIALSTATUS"), "ANSWER");
        assert_eq!(value(&pbx, "DIALEDPEERNUMBER"), "wait@default");
        assert_eq!(pbx.channels["caller"].state, State::Up);
        assert_eq!(pbx.bridges.len(), 1);
        pbx.hang_up("phone", 16);
        assert!(pbx.channels.is_empty() && pbx.bridges.is_empty());
    }
}
