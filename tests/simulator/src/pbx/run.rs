//! How the dialplan runs a channel, step by step, until a step takes its time.

use std::time::Duration;

use crate::dialplan::{self, AFTER_END, Application, Target};
use crate::pbx::channel::{Far, State, Step, Work};
use crate::pbx::functions::function;
use crate::pbx::local::Indication;
use crate::pbx::{ASTERISK_ID, Alarm, Pbx};

/// How many steps may follow each other without taking time; a loop has more.
const STEPS: usize = 10_000;

/// How long an answer waits for a sound of who has called.
const LISTENS: Duration = Duration::from_millis(500);

/// What follows a step.
enum Flow {
    Next,
    Jumped,
    /// The step takes its time, or the channel has left the dialplan.
    Stays,
    Ends(i64),
}

impl Pbx {
    /// The dialplan runs the channel from here on; the extension is the channel's own unless one is named.
    pub fn run_at(&mut self, id: &str, context: &str, extension: Option<&str>, priority: u32) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.in_dialplan = true;
        context.clone_into(&mut channel.place.context);
        if let Some(extension) = extension {
            extension.clone_into(&mut channel.place.exten);
        }
        channel.place.priority = priority;
        self.run(id);
    }

    /// The step that took its time is over.
    pub fn next_step(&mut self, id: &str) {
        self.has_played(id);
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.work = Work::Nothing;
        channel.place.priority += 1;
        self.run(id);
    }

    /// A step has waited for long enough.
    pub fn goes_on(&mut self, id: &str) {
        let waits = |work: &Work| matches!(work, Work::Step(Step::Wait(_)));
        if self.channels.get(id).is_some_and(|it| waits(&it.work)) {
            self.next_step(id);
        }
    }

    fn run(&mut self, id: &str) {
        for _ in 0..STEPS {
            let Some(channel) = self.channels.get(id) else { return };
            let place = &channel.place;
            let settings = self.settings.clone();
            let step = settings.dialplan.step(&place.context, &place.exten, place.priority);
            let Some(step) = step else { return self.finish(id, 16) };
            let data = self.expanded(id, &step.arguments);
            self.shows(id, step.application.name(), &data);
            self.tell_dialplan(id);
            match self.step(id, step.application, &data) {
                Flow::Next => {
                    if let Some(channel) = self.channels.get_mut(id) {
                        channel.place.priority += 1;
                    }
                }
                Flow::Jumped => {}
                Flow::Stays => return self.phone_hears_change(id),
                Flow::Ends(cause) => return self.finish(id, cause),
            }
        }
        self.finish(id, 16);
    }

    /// The extension `h` of where a channel is, if it has one, says what is to be done after its end.
    pub(super) fn run_after_end(&mut self, id: &str) {
        let settings = self.settings.clone();
        let Some(channel) = self.channels.get_mut(id) else { return };
        if settings.dialplan.step(&channel.place.context, AFTER_END, 1).is_none() {
            return;
        }
        AFTER_END.clone_into(&mut channel.place.exten);
        channel.place.priority = 1;
        for _ in 0..STEPS {
            let Some(channel) = self.channels.get(id) else { return };
            let place = &channel.place;
            let step = settings.dialplan.step(&place.context, &place.exten, place.priority);
            let Some(step) = step else { return };
            let data = self.expanded(id, &step.arguments);
            self.shows(id, step.application.name(), &data);
            self.tell_dialplan(id);
            // What would take its time finds that the channel has ended.
            if !step.application.works_after_end() {
                return;
            }
            let flow = self.step(id, step.application, &data);
            let Some(channel) = self.channels.get_mut(id) else { return };
            match flow {
                Flow::Next => channel.place.priority += 1,
                Flow::Jumped => {}
                Flow::Stays => return,
                Flow::Ends(cause) => {
                    channel.hangup_cause = cause;
                    return;
                }
            }
        }
    }

    fn step(&mut self, id: &str, application: Application, data: &str) -> Flow {
        match application {
            Application::NoOp | Application::Playtones => Flow::Next,
            Application::Answer => match self.answers(id) {
                Duration::ZERO => Flow::Next,
                listens => self.waits(id, listens),
            },
            Application::Ringing => self.indicates(id, Indication::Ringing),
            Application::Progress => self.indicates(id, Indication::Progress),
            Application::Busy => self.refuses(id, Indication::Busy, 17),
            Application::Congestion => self.refuses(id, Indication::Congestion, 34),
            Application::Hangup => Flow::Ends(data.trim().parse().unwrap_or(self.own_cause(id))),
            Application::Wait => self.waits(id, seconds(data)),
            Application::Echo | Application::Milliwatt | Application::MusicOnHold => {
                self.stays(id, Step::Forever)
            }
            Application::Playback => {
                let listens = self.answers(id);
                let long = self.length_of_files(data);
                self.waits(id, listens + long)
            }
            Application::SendDtmf => {
                let digits = data.split(',').next().unwrap_or_default();
                self.send_digits(id, digits, 0, 0, 0);
                self.waits(id, Duration::from_millis(200 * digits.chars().count() as u64))
            }
            Application::Set => {
                self.sets(id, data);
                Flow::Next
            }
            Application::Goto => self.jumps(id, Target::of_goto(data)),
            Application::GotoIf => match Target::of_goto_if(data) {
                Some(target) => self.jumps(id, Some(target)),
                None => Flow::Next,
            },
            Application::UserEvent => {
                self.dialplan_event(id, data);
                Flow::Next
            }
            Application::Stasis => {
                let mut arguments = dialplan::arguments(data).into_iter();
                let application = arguments.next().unwrap_or_default();
                match self.enter(id, &application, &arguments.collect::<Vec<_>>()) {
                    true => Flow::Stays,
                    false => Flow::Next,
                }
            }
            Application::StasisBroadcast => match self.starts_broadcast(id, data) {
                true => Flow::Stays,
                false => Flow::Next,
            },
            Application::Dial => match self.dials(id, data) {
                true => Flow::Stays,
                false => Flow::Next,
            },
        }
    }

    /// Why it would end: as whom it called last, or because it is over.
    fn own_cause(&self, id: &str) -> i64 {
        self.channels.get(id).map(|it| it.hangup_cause).filter(|it| *it != 0).unwrap_or(16)
    }

    fn stays(&mut self, id: &str, step: Step) -> Flow {
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Step(step);
        }
        Flow::Stays
    }

    fn waits(&mut self, id: &str, long: Duration) -> Flow {
        let alarm = self.alarms.set(long, Alarm::Waited(id.to_owned()));
        self.stays(id, Step::Wait(alarm))
    }

    /// Answers whoever called this channel.
    pub fn answer(&mut self, id: &str) {
        if self.channels.get(id).is_none_or(|it| it.state == State::Up) {
            return;
        }
        self.becomes(id, State::Up);
        self.indicate(id, Indication::Answer);
    }

    /// Answers in the dialplan, which then listens until somebody speaks: how long. A telephone speaks at once, the other
    /// half of a Local channel does not.
    fn answers(&mut self, id: &str) -> Duration {
        let Some(channel) = self.channels.get(id) else { return Duration::ZERO };
        let listens = channel.state != State::Up && matches!(channel.far, Far::Local(_));
        self.answer(id);
        if listens { LISTENS } else { Duration::ZERO }
    }

    /// Signals something to whoever called this channel.
    pub fn indicate(&mut self, id: &str, indication: Indication) {
        match self.channels.get(id).map(|it| it.far.clone()) {
            Some(Far::Local(_)) => self.second_half_indicates(id, indication),
            Some(Far::Phone) => self.phone_hears(id, indication),
            _ => {}
        }
    }

    fn indicates(&mut self, id: &str, indication: Indication) -> Flow {
        if self.channels.get(id).is_some_and(|it| it.state != State::Up) {
            self.indicate(id, indication);
        }
        Flow::Next
    }

    /// Turns the caller away, who then hangs up.
    fn refuses(&mut self, id: &str, indication: Indication, cause: i64) -> Flow {
        if let Some(channel) = self.channels.get_mut(id) {
            channel.hangup_cause = cause;
        }
        self.becomes(id, State::Busy);
        // Before the caller can act on it.
        let flow = self.stays(id, Step::Forever);
        self.indicate(id, indication);
        flow
    }

    /// Goes elsewhere in the dialplan; ends where there is nothing.
    fn jumps(&mut self, id: &str, target: Option<Target>) -> Flow {
        let Some(channel) = self.channels.get(id) else { return Flow::Stays };
        let Some(target) = target else { return Flow::Ends(16) };
        let context = target.context.unwrap_or_else(|| channel.place.context.clone());
        let extension = target.extension.unwrap_or_else(|| channel.place.exten.clone());
        let dialplan = &self.settings.dialplan;
        let priority = match target.priority.parse() {
            Ok(priority) => Some(priority),
            Err(_) => dialplan.label(&context, &extension, &target.priority),
        };
        let Some(priority) = priority else { return Flow::Ends(16) };
        if let Some(channel) = self.channels.get_mut(id) {
            channel.place.context = context;
            channel.place.exten = extension;
            channel.place.priority = priority;
        }
        Flow::Jumped
    }

    /// `Set(name=value)`.
    fn sets(&mut self, id: &str, data: &str) {
        let Some((name, value)) = data.split_once('=') else { return };
        let name = name.trim();
        match function(name) {
            Some(function) => drop(self.write_function(id, function, value)),
            None => self.set_variable(id, name, value),
        }
    }

    /// The value of a variable or function, as the dialplan and ARI read it.
    pub fn value_of(&self, id: &str, name: &str) -> Option<String> {
        if name.ends_with(')') {
            let (name, argument) = function(name)?;
            return self.read_function(id, name, argument);
        }
        let channel = self.channels.get(id)?;
        Some(match name {
            "CALLINGPRES" => channel.presented().number().to_string(),
            "CHANNEL" => channel.name.clone(),
            "CONTEXT" => channel.place.context.clone(),
            "ENTITYID" => ASTERISK_ID.to_owned(),
            "EPOCH" => self.clock.seconds().to_string(),
            "EXTEN" => channel.place.exten.clone(),
            "HANGUPCAUSE" => channel.hangup_cause.to_string(),
            "PRIORITY" => channel.place.priority.to_string(),
            "UNIQUEID" => channel.id.clone(),
            _ => {
                let own = channel.variables.get(name);
                return own.map(str::to_owned).or_else(|| self.globals.get(name).cloned());
            }
        })
    }

    fn expanded(&self, id: &str, text: &str) -> String {
        dialplan::expand(text, &|name| self.value_of(id, name).unwrap_or_default())
    }

    /// A channel that played files learns how that went, also when it ends meanwhile.
    pub fn has_played(&mut self, id: &str) {
        let Some(place) = self.channels.get(id).map(|it| &it.place) else { return };
        if place.app_name != Application::Playback.name() {
            return;
        }
        let is_missing = |it: &str| !self.settings.has_sound(it);
        let status = if files(&place.app_data).any(is_missing) { "FAILED" } else { "SUCCESS" };
        self.set_variable(id, "PLAYBACKSTATUS", status);
    }

    /// How long files last that are played one after the other.
    fn length_of_files(&self, data: &str) -> Duration {
        files(data).map(|it| self.length_of(it)).sum()
    }

    /// How long a medium lasts.
    pub fn length_of(&self, name: &str) -> Duration {
        if let Some(known) = self.settings.sounds.get(name) {
            return *known;
        }
        // Asterisk's silence is named by its seconds.
        let silence = name.strip_prefix("silence/").and_then(|it| it.parse().ok());
        silence.map_or(self.settings.other_sounds, Duration::from_secs)
    }
}

/// The files of `one&two,options`.
fn files(data: &str) -> impl Iterator<Item = &str> {
    let files = data.split(',').next().unwrap_or_default();
    files.split('&').filter(|it| !it.is_empty())
}

/// Seconds, with fractions; none where it is no number.
fn seconds(text: &str) -> Duration {
    let seconds: f64 = text.trim().parse().unwrap_or(0.0);
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}
