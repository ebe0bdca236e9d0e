//! What the overlay says of connections, calls and applications: data for the runtime's tables.

use indexmap::IndexMap;
use serde::Deserialize;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SessionRule {
    /// Kinds that bring a channel into the application.
    pub(crate) opens: Vec<String>,
    /// Kinds after which the channel is out of it.
    pub(crate) closes: Vec<String>,
    /// Kinds after which nothing more comes about a subject.
    pub(crate) terminal: IndexMap<String, Vec<String>>,
    /// Kinds that say another connection took the application.
    pub(crate) replaced: Vec<String>,
    /// Kinds that say that a channel which was to leave the application stays.
    pub(crate) stays: Vec<String>,
    /// Kinds that are responses to requests which went over the websocket.
    pub(crate) responses: Vec<String>,
    /// Kinds that say that Asterisk now has the application.
    pub(crate) registered: Vec<String>,
    /// Kinds that say that Asterisk has it no more.
    pub(crate) unregistered: Vec<String>,
    /// Listings that give the true picture after a gap.
    pub(crate) listings: Vec<Listing>,
    /// How applications are told what to listen to.
    pub(crate) applications: Option<ApplicationsRule>,
    /// What calls are, and what ends one.
    pub(crate) calls: Option<CallsRule>,
    /// How a server is asked which release it is.
    #[serde(default)]
    pub(crate) release: Option<ReleaseRule>,
    /// What operations do that the client has to remember, by their keys.
    pub(crate) effects: IndexMap<String, EffectRule>,
    /// Operations that take an application which is the client's own where none is named, by their keys.
    pub(crate) own_application: IndexMap<String, OwnApplicationRule>,
    /// What looks at a thing that was created under a chosen id.
    pub(crate) lookups: Vec<LookupRule>,
}

impl SessionRule {
    /// Everything that the SDK has to hear of, kinds after which nothing more comes among them.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &String> {
        let lists = [
            &self.opens,
            &self.closes,
            &self.replaced,
            &self.stays,
            &self.responses,
            &self.registered,
            &self.unregistered,
        ];
        lists.into_iter().chain(self.terminal.values()).flatten()
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnApplicationRule {
    /// The parameter of the application.
    pub(crate) parameter: String,
    /// Parameters that mean something else than an application.
    pub(crate) unless: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseRule {
    /// The operation that tells it.
    pub(crate) operation: String,
    /// The parameter that has it tell nothing else, and its value.
    pub(crate) parameter: String,
    pub(crate) value: String,
    /// JSON pointer of the release in the answer.
    pub(crate) pointer: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LookupRule {
    /// The operation that looks at one thing, which its path names.
    pub(crate) operation: String,
    /// Operations that create such a thing, with the parameter of the chosen id.
    pub(crate) after: IndexMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallsRule {
    pub(crate) subject: String,
    pub(crate) hangup: String,
    /// JSON pointer, in the event that opens one, of what the far end calls it.
    #[serde(default)]
    pub(crate) dialog: String,
    /// The member, of the event that opens one, that is the channel whose place the new one takes.
    #[serde(default)]
    pub(crate) replaces: String,
    /// What brings a digit.
    #[serde(default)]
    pub(crate) digits: Option<DigitsRule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DigitsRule {
    /// The kind of event.
    pub(crate) kind: String,
    /// Its member that is the digit.
    pub(crate) member: String,
}

/// What an operation does, with the names of the parameters that tell to what.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum EffectRule {
    /// A new thing exists, and enters the application where there is one.
    Creates { subject: String, id: String, application: Option<String> },
    /// The channel leaves the application and lives on.
    Releases { id: String },
    /// The channel is about to end.
    Ends { id: String },
    /// The application hears of more.
    Listens { application: String, sources: String },
    /// The application hears of less.
    Ignores { application: String, sources: String },
    /// The application hears of some kinds only.
    Filters { application: String },
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    pub(crate) operation: String,
    pub(crate) subject: String,
    /// JSON pointer of the id in an item of the listing.
    pub(crate) id: String,
    /// What tells in an item which application it is in.
    #[serde(default)]
    pub(crate) held_by: Option<Holder>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Holder {
    /// JSON pointer of the program that runs the thing.
    pub(crate) program: String,
    /// The program that applications run in.
    pub(crate) expected: String,
    /// JSON pointer of its arguments, which begin with the application.
    pub(crate) arguments: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplicationsRule {
    pub(crate) get: String,
    pub(crate) list: String,
    pub(crate) subscribe: String,
    pub(crate) unsubscribe: String,
    /// What sets which kinds of events it gets.
    #[serde(default)]
    pub(crate) filter: Option<FilterRule>,
    /// Parameter of both that names event sources.
    pub(crate) parameter: String,
    pub(crate) sources: Vec<SourceRule>,
}

impl ApplicationsRule {
    /// Those without which there is nothing to tell.
    pub(crate) fn needed(&self) -> [&String; 4] {
        [&self.get, &self.list, &self.subscribe, &self.unsubscribe]
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &String> {
        self.needed().into_iter().chain(self.filter.iter().map(|it| &it.operation))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilterRule {
    pub(crate) operation: String,
    /// Its parameter that holds the whole filter.
    pub(crate) parameter: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceRule {
    pub(crate) prefix: String,
    pub(crate) subject: String,
    /// JSON pointer of those that an application listens to.
    pub(crate) listed: String,
    /// What stands there when it listens to all.
    pub(crate) all: String,
    /// Its events are those of other things too, which may be subscribed by themselves.
    #[serde(default)]
    pub(crate) events_of_others: bool,
    /// It has to stop listening to all before its connection closes.
    #[serde(default)]
    pub(crate) leave_before_close: bool,
}
