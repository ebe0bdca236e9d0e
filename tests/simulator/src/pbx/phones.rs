//! Telephones: the far ends that a test holds in its hand. How they call, are called and end; what they do in a call
//! stands elsewhere, and what they hear as well.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::pbx::channel::{Channel, Far, Party, State};
use crate::pbx::life::New;
use crate::pbx::local::Indication;
use crate::pbx::talking::Talking;
use crate::pbx::{Alarm, Pbx, sip};
use crate::phone::{Cause, Happened, Line};

/// How many calls to a telephone are remembered for who waits for them.
const REMEMBERED: usize = 1_000;

/// Why a call ends whose Asterisk is no more: the network is out of order.
const OUT_OF_ORDER: i64 = 38;

/// Why a call ends for the telephone that hangs up.
const DONE: i64 = 16;

/// The telephones there are, and those in a call.
#[derive(Debug, Default)]
pub(crate) struct Phones {
    /// By their addresses.
    sets: HashMap<String, Set>,
    /// By the ids of their channels.
    pub in_call: HashMap<String, InCall>,
    /// After how much silence a channel has finished talking, for those that tell of it.
    pub talk_detect: HashMap<String, Duration>,
}

/// A telephone that can be called.
#[derive(Debug, Default)]
struct Set {
    habit: Habit,
    /// Those who called and were not taken note of.
    calls: VecDeque<Arc<Line>>,
    called: Arc<Notify>,
}

/// What a telephone does when it is called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Rings until somebody acts.
    #[default]
    Rings,
    Answers(Duration),
    /// With a status of SIP.
    Refuses(u16),
}

/// A telephone in a call.
#[derive(Debug)]
pub(crate) struct InCall {
    pub line: Arc<Line>,
    /// The tone that it hears for want of anything else.
    pub signal: Option<Indication>,
    pub holds: bool,
    /// Digits that it has begun to press, or will.
    pub pressing: VecDeque<char>,
    /// It hangs up after them.
    pub leaves: bool,
    pub talking: Talking,
    /// It was told how good its media were.
    pub measured: bool,
    /// It has hung up itself.
    pub left: bool,
}

impl Phones {
    /// Asterisk has gone and is there again: telephones are what they were, their calls are over.
    pub fn after_restart(&mut self) -> Self {
        for (_, phone) in self.in_call.drain() {
            phone.line.notes(Happened::Ended(Cause::new(OUT_OF_ORDER)));
        }
        Self { sets: std::mem::take(&mut self.sets), ..Self::default() }
    }
}

impl InCall {
    fn new(line: Arc<Line>) -> Self {
        Self {
            line,
            signal: None,
            holds: false,
            pressing: VecDeque::new(),
            leaves: false,
            talking: Talking::default(),
            measured: false,
            left: false,
        }
    }
}

/// Who dials in, and what.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    /// `PJSIP/alice`.
    pub device: String,
    pub party: Option<Party>,
    pub context: String,
    pub extension: String,
    pub variables: Vec<(String, String)>,
}

/// What a telephone does later.
#[derive(Clone, Debug)]
pub(crate) enum Later {
    Answers(String),
    /// A digit has been pressed for as long as it takes.
    Pressed(String),
    /// It stops talking, if that is still what it said so many times ago.
    FallsSilent(String, u64),
    /// It has been silent for long enough.
    IsSilent(String, u64),
}

/// `alice` of `PJSIP/alice`.
fn name_of(device: &str) -> &str {
    device.split_once('/').map_or(device, |(_, name)| name)
}

impl Pbx {
    /// A telephone does what it put off.
    pub fn phone_goes_on(&mut self, later: Later) {
        match later {
            Later::Answers(id) => self.phone_answers(&id),
            Later::Pressed(id) => self.phone_has_pressed(&id),
            Later::FallsSilent(id, times) => self.phone_falls_silent(&id, times),
            Later::IsSilent(id, times) => self.phone_is_silent(&id, times),
        }
    }

    /// A telephone dials an extension. One that is not there has no channel.
    pub fn phone_dials(&mut self, caller: Caller) -> Arc<Line> {
        let Caller { device, party, context, extension, variables } = caller;
        let name = name_of(&device).to_owned();
        let id = self.unique_id();
        let dialled = Happened::Dialled(format!("{extension} in {context}"));
        if !self.settings.dialplan.has(&context, &extension) {
            let line = Line::new(&name, &id, &device);
            line.notes(dialled);
            line.notes(Happened::Ended(Cause::new(1)));
            return Arc::new(line);
        }
        let line = self.make_line(&device, &id, State::Ring, &context, &extension);
        line.notes(dialled);
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.dialled_number.clone_from(&extension);
            channel.caller = party.unwrap_or(Party { name: String::new(), number: name });
        }
        self.tell_created(&id);
        // Asterisk knows it only after it has told of the channel.
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.protocol = call_id();
        }
        self.set_variable(&id, "SIPDOMAIN", sip::DOMAIN);
        self.device_changed(&id);
        for (name, value) in variables {
            self.set_variable(&id, &name, &value);
        }
        self.run_at(&id, &context, Some(&extension), 1);
        line
    }

    /// Makes a channel to a telephone that can be called.
    pub fn make_phone(&mut self, endpoint: &str, id: &str) {
        self.make_line(endpoint, id, State::Down, "default", "s");
        self.tell_created(id);
        if let Some(channel) = self.channels.get_mut(id) {
            channel.protocol = call_id();
        }
    }

    fn make_line(
        &mut self,
        device: &str,
        id: &str,
        state: State,
        context: &str,
        extension: &str,
    ) -> Arc<Line> {
        let serial = self.serial("PJSIP");
        let channel_name = format!("{device}-{serial:08x}");
        let line = Arc::new(Line::new(name_of(device), id, &channel_name));
        self.make(New {
            id: id.to_owned(),
            name: channel_name,
            device: device.to_owned(),
            state,
            context: context.to_owned(),
            extension: extension.to_owned(),
            far: Far::Phone,
        });
        self.phones.in_call.insert(id.to_owned(), InCall::new(line.clone()));
        self.tell_endpoint(device);
        line
    }

    /// The line of a telephone in a call.
    pub fn line(&self, id: &str) -> Option<Arc<Line>> {
        self.phones.in_call.get(id).map(|it| it.line.clone())
    }

    /// Writes down what happened on a line.
    pub fn notes(&self, id: &str, happened: Happened) {
        if let Some(phone) = self.phones.in_call.get(id) {
            phone.line.notes(happened);
        }
    }

    /// A telephone can be called from now on.
    pub fn phone_registers(&mut self, address: &str) {
        if !self.settings.endpoints.iter().any(|it| it == address) {
            Arc::make_mut(&mut self.settings).endpoints.push(address.to_owned());
        }
        self.phones.sets.entry(address.to_owned()).or_default();
    }

    pub fn phone_has_habit(&mut self, address: &str, habit: Habit) {
        self.phones.sets.entry(address.to_owned()).or_default().habit = habit;
    }

    /// The oldest call that nobody took note of.
    pub fn phone_next_call(&mut self, address: &str) -> Option<Arc<Line>> {
        self.phones.sets.get_mut(address)?.calls.pop_front()
    }

    /// Tells when there are more.
    pub fn phone_calls(&mut self, address: &str) -> Arc<Notify> {
        self.phones.sets.entry(address.to_owned()).or_default().called.clone()
    }

    /// Somebody calls a telephone.
    pub fn phone_rings(&mut self, id: &str) {
        let Some(channel) = self.channels.get(id) else { return };
        let Some(line) = self.line(id) else { return };
        let mut habit = Habit::default();
        if let Some(set) = self.phones.sets.get_mut(&channel.device) {
            habit = set.habit;
            if set.calls.len() == REMEMBERED {
                set.calls.pop_front();
            }
            set.calls.push_back(line.clone());
            set.called.notify_one();
        }
        line.notes(Happened::Rang);
        match habit {
            Habit::Refuses(status) => return self.phone_refuses(id, status),
            Habit::Rings | Habit::Answers(_) => self.called_indicates(id, Indication::Ringing),
        }
        if let Habit::Answers(long) = habit {
            self.alarms.set(long, Alarm::Phone(Later::Answers(id.to_owned())));
        }
    }

    /// A telephone that is called answers.
    pub fn phone_answers(&mut self, id: &str) {
        if self.is_called(id) {
            self.notes(id, Happened::Answered);
            self.called_indicates(id, Indication::Answer);
            self.phone_hears_change(id);
        }
    }

    /// A telephone that is called turns the caller away, with a status of SIP.
    pub fn phone_refuses(&mut self, id: &str, status: u16) {
        if self.is_called(id) {
            self.notes(id, Happened::Refused(status));
            self.phone_ends(id, status);
        }
    }

    /// A status of SIP ends the call of a telephone.
    fn phone_ends(&mut self, id: &str, status: u16) {
        if let Some(channel) = self.channels.get_mut(id) {
            channel.tech_cause = Some(status);
        }
        self.hung_up(id, sip::cause_of(status));
    }

    fn is_called(&self, id: &str) -> bool {
        self.phones.in_call.contains_key(id)
            && self.channels.get(id).is_some_and(|it| it.dialling.is_some())
    }

    /// A telephone that calls is to call somebody else. It does not do so; one that was answered stays.
    pub fn phone_is_redirected(&mut self, id: &str) {
        let is_phone = |it: &Channel| it.far == Far::Phone && it.state != State::Up;
        if self.channels.get(id).is_some_and(is_phone) {
            self.phone_ends(id, sip::REDIRECTED);
        }
    }

    /// A telephone hangs up.
    pub fn phone_hangs_up(&mut self, id: &str) {
        if self.is_called(id) {
            return self.phone_refuses(id, sip::DECLINED);
        }
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        if !phone.pressing.is_empty() {
            phone.leaves = true;
            return;
        }
        phone.left = true;
        phone.line.notes(Happened::HungUp);
        let Some(channel) = self.channels.get(id) else { return };
        if channel.state == State::Ring {
            return self.phone_ends(id, sip::TERMINATED);
        }
        // SIP says nothing of why; a bridge that is left in the middle does.
        let cause = Some(channel.hangup_cause).filter(|it| *it != 0);
        let left = if channel.bridge.is_some() || channel.was_dialled { 16 } else { 0 };
        self.tell_quality(id);
        self.tell_hangup_request(id, cause, false);
        self.finish(id, cause.unwrap_or(left));
    }

    /// A telephone that has called hears how its call goes.
    pub fn phone_hears(&mut self, id: &str, indication: Indication) {
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        phone.signal = match indication {
            Indication::Answer => None,
            Indication::Progress => phone.signal,
            other => Some(other),
        };
        if indication == Indication::Answer {
            phone.line.notes(Happened::WasAnswered);
        }
        let is_refused = matches!(indication, Indication::Busy | Indication::Congestion)
            && !phone.line.diary().answered;
        self.phone_hears_change(id);
        if is_refused {
            // The refusal ends the call of a telephone, which makes the tone itself.
            let cause = self.channels.get(id).map_or(0, |it| it.hangup_cause);
            self.phone_ends(id, sip::answer_of(cause).unwrap_or(sip::BUSY));
        }
    }

    /// A telephone that has called is not to hear that it rings any more.
    pub fn phone_hears_no_ringing(&mut self, id: &str) {
        if let Some(phone) = self.phones.in_call.get_mut(id)
            && phone.signal == Some(Indication::Ringing)
        {
            phone.signal = None;
            self.phone_hears_change(id);
        }
    }

    /// A telephone hears a digit.
    pub fn phone_hears_digit(&mut self, id: &str, digit: char) {
        self.notes(id, Happened::HeardDigit(digit));
    }

    /// A channel is gone.
    pub fn departed(&mut self, channel: &Channel, cause: i64) {
        self.phones.talk_detect.remove(&channel.id);
        if let Some(phone) = self.phones.in_call.remove(&channel.id) {
            // Who hangs up knows that it was well.
            let cause = if phone.left { DONE } else { cause };
            phone.line.notes(Happened::Ended(Cause::new(cause)));
        }
    }
}

/// A SIP call's id as others make them.
fn call_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
