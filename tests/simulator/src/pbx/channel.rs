//! A channel: what it is, where it stands and what it does. What changes it stands elsewhere.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;
use tokio::time::Instant;

use crate::pbx::alarms::AlarmId;
use crate::pbx::variables::Variables;

/// Name and number of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Party {
    pub name: String,
    pub number: String,
}

impl Party {
    /// From `Alice <100>`, `"Alice" <100>`, `<100>` or `100`. A number loses what people write between its digits.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if let Some((name, number)) = text.split_once('<') {
            let name = name.trim();
            let inner = name.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            let number = number.trim_end_matches('>').trim();
            return Self {
                name: inner.unwrap_or(name).to_owned(),
                number: dialable(number).unwrap_or_else(|| number.to_owned()),
            };
        }
        if let Some(number) = dialable(text) {
            return Self { name: String::new(), number };
        }
        let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        Self { name: inner.unwrap_or(text).to_owned(), number: String::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.number.is_empty()
    }

    pub fn is_numbered(&self) -> bool {
        !self.number.is_empty()
    }

    /// As one text: `"Alice" <100>`.
    pub fn quoted(&self) -> String {
        format!("\"{}\" <{}>", self.name, self.number)
    }
}

/// A number that can be dialled, without what stands between its digits; `None` for any other text.
fn dialable(text: &str) -> Option<String> {
    let number: String = text.chars().filter(|it| !" ()-".contains(*it)).collect();
    let is_number = !number.is_empty() && number.chars().all(|it| "0123456789*#+".contains(it));
    is_number.then_some(number)
}

/// Whether a name or a number may be shown, as a number that tells also who has looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Presentation(u8);

impl Presentation {
    /// May be shown; nobody has looked.
    pub const OPEN: Self = Self(0);

    /// There is nothing to show.
    const UNAVAILABLE: Self = Self(67);

    /// All: what `CALLERID(pres)` and events call them.
    const ALL: [(u8, &'static str, &'static str); 9] = [
        (0, "allowed_not_screened", "Presentation Allowed, Not Screened"),
        (1, "allowed_passed_screen", "Presentation Allowed, Passed Screen"),
        (2, "allowed_failed_screen", "Presentation Allowed, Failed Screen"),
        (3, "allowed", "Presentation Allowed, Network Number"),
        (32, "prohib_not_screened", "Presentation Prohibited, Not Screened"),
        (33, "prohib_passed_screen", "Presentation Prohibited, Passed Screen"),
        (34, "prohib_failed_screen", "Presentation Prohibited, Failed Screen"),
        (35, "prohib", "Presentation Prohibited, Network Number"),
        (67, "unavailable", "Number Unavailable"),
    ];

    pub fn parse(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|it| it.1.eq_ignore_ascii_case(name.trim()));
        found.map(|it| Self(it.0))
    }

    /// What a party shows whose name and number have these: the stricter one, and who has looked at the number.
    pub fn of(party: &Party, (name, number): (Self, Self)) -> Self {
        let name = if party.name.is_empty() { Self::UNAVAILABLE } else { name };
        let (number, screening) = match party.number.is_empty() {
            true => (Self::UNAVAILABLE, 0),
            false => (number, number.0 & 3),
        };
        // Prohibited is stricter than allowed, and that than what is not there.
        let order = |it: Self| [32, 0, 64].iter().position(|kind| *kind == it.0 & 0x60);
        let kind = if order(name) < order(number) { name.0 } else { number.0 } & 0x60;
        if kind == 64 { Self::UNAVAILABLE } else { Self(kind | screening) }
    }

    pub fn number(self) -> u8 {
        self.0
    }

    /// As functions name it.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self.0).map_or("unknown", |it| it.1)
    }

    /// As events name it.
    pub fn text(self) -> &'static str {
        Self::ALL.iter().find(|it| it.0 == self.0).map_or("unknown", |it| it.2)
    }
}

/// The state of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Down,
    Ring,
    Ringing,
    Up,
    Busy,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            Self::Down => "Down",
            Self::Ring => "Ring",
            Self::Ringing => "Ringing",
            Self::Up => "Up",
            Self::Busy => "Busy",
        }
    }
}

/// Where in the dialplan a channel is.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Place {
    pub context: String,
    pub exten: String,
    pub priority: u32,
    pub app_name: String,
    pub app_data: String,
}

/// What is at the other end of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Far {
    /// The other half of a Local channel.
    Local(String),
    /// A telephone, in somebody's hand.
    Phone,
    /// The channel that a snoop listens to.
    Snoop(String),
    /// Somebody's media server.
    Media,
    /// Nobody can be reached.
    Nobody,
}

/// What the thread of a channel does.
#[derive(Clone, Debug)]
pub(crate) enum Work {
    /// Nothing yet.
    Nothing,
    /// A step of the dialplan takes its time.
    Step(Step),
    /// It is in an application.
    Stasis { application: String },
    /// It is offered to several applications.
    Broadcast { alarm: AlarmId },
}

/// A step of the dialplan that takes its time.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Until this alarm rings.
    Wait(AlarmId),
    /// Until somebody hangs up.
    Forever,
    /// It calls this channel.
    Dial(String),
}

/// A channel that is called, until it is answered.
#[derive(Clone, Debug)]
pub(crate) struct Dialling {
    /// What was dialled, without the technology.
    pub number: String,
    /// It tells what was dialled in each event, and not in the first only.
    pub named: bool,
    pub timeout: Option<AlarmId>,
    pub then: Then,
    /// The channel that calls, where it is one.
    pub caller: Option<String>,
}

/// Since when a channel dials somebody from the dialplan, and talks to them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialled {
    pub since: Instant,
    pub answered: Option<Instant>,
    /// The dialplan goes on when the other has hung up.
    pub goes_on: bool,
}

/// Where a channel goes that was called and has answered.
#[derive(Clone, Debug)]
pub(crate) enum Then {
    /// It is in its application.
    Stays,
    Stasis {
        application: String,
        arguments: String,
    },
    Dialplan {
        context: String,
        extension: String,
        priority: u32,
    },
    /// Whoever called takes it into a bridge.
    Joins,
}

/// A channel.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub id: String,
    /// Counts channels.
    pub serial: u64,
    pub name: String,
    pub state: State,
    pub caller: Party,
    pub connected: Party,
    /// How the name and the number of the caller may be shown.
    pub presentation: (Presentation, Presentation),
    /// The number that pays, `ANI`.
    pub ani: String,
    /// What the caller dialled, `DNID`.
    pub dialled_number: String,
    /// Who was called first, `RDNIS`.
    pub redirected_from: String,
    /// The same as it was when the caller was told of last.
    pub shown_redirected: String,
    /// The id of the channel that everything began with.
    pub linked: String,
    pub music_class: String,
    /// Texts that functions keep and nothing else knows of.
    pub texts: BTreeMap<String, String>,
    pub account: String,
    pub place: Place,
    pub created: String,
    pub language: String,
    pub variables: Variables,
    /// The names of variables that its model shows, whatever the configuration says.
    pub reported: BTreeSet<String>,
    /// These variables as they were when the model was last renewed.
    pub shown: BTreeMap<String, String>,
    /// What was asked for when it was created: `1000@default`.
    pub number: String,
    /// What it is a state of: `Local/1000@default`, `PJSIP/alice`.
    pub device: String,
    /// What its technology calls the call: a SIP `Call-ID`.
    pub protocol: String,
    pub far: Far,
    /// The channels that listen to it.
    pub snoops: Vec<String>,
    pub work: Work,
    /// The dialplan runs it, and ends it.
    pub in_dialplan: bool,
    /// The dialplan runs it because its application sent it there, which it was in without any; the stay ends with it.
    pub sent_to_dialplan: bool,
    /// Somebody whom it dialled from the dialplan.
    pub dialled: Option<Dialled>,
    /// What its place shows when nothing runs.
    pub at_rest: (String, String),
    pub dialling: Option<Dialling>,
    /// It was created, then dialled, and has answered.
    pub was_dialled: bool,
    pub bridge: Option<String>,
    /// Nobody hears it (`in`), and it hears nobody (`out`).
    pub muted: (bool, bool),
    /// Playbacks, the first of which plays.
    pub playbacks: VecDeque<String>,
    /// Recordings, the first of which records.
    pub recordings: VecDeque<String>,
    /// The application that had it before, and may have it back.
    pub arguments: Vec<String>,
    /// Where it goes when it leaves its application.
    pub hangup_cause: i64,
    /// What its technology calls the reason of its end, once it knows: a status of SIP.
    pub tech_cause: Option<u16>,
    pub music: Option<String>,
    pub silence: bool,
}

/// A channel as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    pub id: &'a str,
    name: &'a str,
    state: &'static str,
    protocol_id: &'a str,
    caller: &'a Party,
    connected: &'a Party,
    accountcode: &'a str,
    dialplan: &'a Place,
    creationtime: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    caller_rdnis: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channelvars: Option<BTreeMap<&'a str, &'a str>>,
}

impl Channel {
    /// As ARI shows it, with the variables that the configuration names.
    pub fn shown<'a>(&'a self, configured: &'a [String]) -> Shown<'a> {
        let value =
            |name: &'a String| (name.as_str(), self.variables.get(name).unwrap_or_default());
        let mut variables: BTreeMap<&str, &str> = configured.iter().map(value).collect();
        variables.extend(self.shown.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        Shown {
            id: &self.id,
            name: &self.name,
            state: self.state.name(),
            protocol_id: &self.protocol,
            caller: &self.caller,
            connected: &self.connected,
            accountcode: &self.account,
            dialplan: &self.place,
            creationtime: &self.created,
            language: &self.language,
            caller_rdnis: &self.shown_redirected,
            channelvars: (!variables.is_empty()).then_some(variables),
        }
    }

    /// How its caller may be shown.
    pub fn presented(&self) -> Presentation {
        Presentation::of(&self.caller, self.presentation)
    }

    /// What it shows of its variables is what they are now.
    pub fn renew_shown(&mut self) {
        let value = |name: &String| self.variables.get(name).unwrap_or_default().to_owned();
        self.shown = self.reported.iter().map(|it| (it.clone(), value(it))).collect();
    }

    /// The application that it is in.
    pub fn application(&self) -> Option<&str> {
        match &self.work {
            Work::Stasis { application } => Some(application),
            _ => None,
        }
    }
}
