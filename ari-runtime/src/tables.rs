//! What generated code tells the runtime of an API as constant tables; reads events and models only by pointers.

use serde_json::Value;

use crate::event::Subject;
use crate::request::availability::ReleaseQuestion;
use crate::request::operation::Operation;

/// Tables of an API; what a release lacks is absent.
#[derive(Clone, Copy, Debug)]
pub struct Session<K: 'static> {
    opens: &'static [K],
    closes: &'static [K],
    replaced: &'static [K],
    stays: &'static [K],
    responses: &'static [K],
    registered: &'static [K],
    unregistered: &'static [K],
    terminal: &'static [(&'static str, &'static [K])],
    listings: &'static [Listing],
    applications: Option<Applications>,
    call: &'static str,
    hangup: Option<&'static Operation>,
    dialog: &'static str,
    digits: Option<(K, &'static str)>,
    replaced_channel: &'static str,
    release: Option<ReleaseQuestion>,
}

impl<K: 'static> Session<K> {
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self {
            opens: &[],
            closes: &[],
            replaced: &[],
            stays: &[],
            responses: &[],
            registered: &[],
            unregistered: &[],
            terminal: &[],
            listings: &[],
            applications: None,
            call: "",
            hangup: None,
            dialog: "",
            digits: None,
            replaced_channel: "",
            release: None,
        }
    }

    #[doc(hidden)]
    pub const fn opens(mut self, kinds: &'static [K]) -> Self {
        self.opens = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn closes(mut self, kinds: &'static [K]) -> Self {
        self.closes = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn replaced(mut self, kinds: &'static [K]) -> Self {
        self.replaced = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn stays(mut self, kinds: &'static [K]) -> Self {
        self.stays = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn responses(mut self, kinds: &'static [K]) -> Self {
        self.responses = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn registered(mut self, kinds: &'static [K]) -> Self {
        self.registered = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn unregistered(mut self, kinds: &'static [K]) -> Self {
        self.unregistered = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn terminal(mut self, kinds: &'static [(&'static str, &'static [K])]) -> Self {
        self.terminal = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn listings(mut self, listings: &'static [Listing]) -> Self {
        self.listings = listings;
        self
    }

    #[doc(hidden)]
    pub const fn applications(mut self, applications: Applications) -> Self {
        self.applications = Some(applications);
        self
    }

    /// What calls are, the operation that ends one, and the pointer, in the event that opens one, of what the far end
    /// calls it.
    #[doc(hidden)]
    pub const fn calls(
        mut self,
        subject: &'static str,
        hangup: &'static Operation,
        dialog: &'static str,
    ) -> Self {
        self.call = subject;
        self.hangup = Some(hangup);
        self.dialog = dialog;
        self
    }

    /// The member, of the event that opens a call, that is the channel whose place the new one takes.
    #[doc(hidden)]
    pub const fn replaces(mut self, member: &'static str) -> Self {
        self.replaced_channel = member;
        self
    }

    /// The id of the channel whose place the one takes that an event brings.
    pub(crate) fn replaced_in(&self, event: &str) -> Option<String> {
        // Hardly any event has it.
        if self.replaced_channel.is_empty() || !event.contains(self.replaced_channel) {
            return None;
        }
        let event: Value = serde_json::from_str(event).ok()?;
        event.get(self.replaced_channel)?.get("id")?.as_str().map(str::to_owned)
    }

    /// The kind that brings a digit, and its member that is the digit.
    #[doc(hidden)]
    pub const fn digits(mut self, kind: K, member: &'static str) -> Self
    where
        K: Copy,
    {
        self.digits = Some((kind, member));
        self
    }

    /// The kind that brings a digit, and its member that is the digit.
    pub(crate) fn digit(&self) -> Option<&(K, &'static str)> {
        self.digits.as_ref()
    }

    /// What calls are: `channel`.
    pub const fn call_subject(&self) -> &'static str {
        self.call
    }

    /// The operation that ends a call.
    pub const fn hangup_operation(&self) -> Option<&'static Operation> {
        self.hangup
    }

    /// What the far end calls a call, such as the Call-ID of SIP, from the event that opens it.
    pub(crate) fn dialog_of(&self, event: &str) -> Option<String> {
        let event: Value = serde_json::from_str(event).ok()?;
        let dialog = event.pointer(self.dialog)?.as_str()?;
        (!dialog.is_empty()).then(|| dialog.to_owned())
    }

    #[doc(hidden)]
    pub const fn release(mut self, question: ReleaseQuestion) -> Self {
        self.release = Some(question);
        self
    }

    /// How a server is asked which release it is.
    pub const fn release_question(&self) -> Option<ReleaseQuestion> {
        self.release
    }

    /// Kinds that bring a channel into the application.
    pub const fn opening_kinds(&self) -> &'static [K] {
        self.opens
    }

    /// Kinds after which the channel is out of the application.
    pub const fn closing_kinds(&self) -> &'static [K] {
        self.closes
    }

    /// Kinds that say that another connection took the application.
    pub const fn replacing_kinds(&self) -> &'static [K] {
        self.replaced
    }

    /// Kinds that say that a channel which was to leave the application stays.
    pub const fn staying_kinds(&self) -> &'static [K] {
        self.stays
    }

    /// Kinds that are responses to requests which went over the websocket.
    pub const fn response_kinds(&self) -> &'static [K] {
        self.responses
    }

    /// Kinds that say that Asterisk now has an application.
    pub const fn registered_kinds(&self) -> &'static [K] {
        self.registered
    }

    /// Kinds that say that Asterisk has an application no more.
    pub const fn unregistered_kinds(&self) -> &'static [K] {
        self.unregistered
    }

    /// Kinds without which calls, waits and connections cannot be told: an application must get them all.
    pub fn relied_kinds(&self) -> Vec<K>
    where
        K: Copy + PartialEq,
    {
        let lists = [
            self.opens,
            self.closes,
            self.replaced,
            self.stays,
            self.responses,
            self.registered,
            self.unregistered,
        ];
        let terminal = self.terminal.iter().map(|(_, kinds)| *kinds);
        let mut relied = Vec::new();
        for kind in lists.into_iter().chain(terminal).flatten() {
            if !relied.contains(kind) {
                relied.push(*kind);
            }
        }
        relied
    }

    /// Kinds after which nothing more comes about a thing of some sort.
    pub const fn terminal_kinds(&self) -> &'static [(&'static str, &'static [K])] {
        self.terminal
    }

    /// Kinds after which nothing more comes about a thing of one sort.
    pub fn terminal_for(&self, thing: &str) -> &'static [K] {
        self.terminal.iter().find(|(it, _)| *it == thing).map_or(&[], |(_, kinds)| kinds)
    }

    /// How applications are told what to listen to.
    pub const fn application_operations(&self) -> Option<&Applications> {
        self.applications.as_ref()
    }

    /// What gives the true picture after a gap.
    pub const fn resync_listings(&self) -> &'static [Listing] {
        self.listings
    }
}

/// An operation that lists everything of one sort.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    operation: &'static Operation,
    subject: &'static str,
    id: &'static str,
    held_in: Option<HeldIn>,
}

/// What tells, in one item of a listing, which application it is in.
#[derive(Clone, Copy, Debug)]
struct HeldIn {
    program: &'static str,
    expected: &'static str,
    arguments: &'static str,
}

/// What an item of a listing says of the application that it is in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Holder<'a> {
    /// Items of this sort never say.
    Unsaid,
    /// It is in none.
    None,
    /// It is in this one, or was when it last came from the dialplan.
    This(&'a str),
    /// The same, of one that was not asked about.
    Other,
}

impl Listing {
    #[doc(hidden)]
    pub const fn new(
        operation: &'static Operation,
        subject: &'static str,
        id: &'static str,
    ) -> Self {
        Self { operation, subject, id, held_in: None }
    }

    /// Pointers of the program that runs the thing and of its arguments, which begin with the application.
    #[doc(hidden)]
    pub const fn held_by(
        mut self,
        program: &'static str,
        expected: &'static str,
        arguments: &'static str,
    ) -> Self {
        self.held_in = Some(HeldIn { program, expected, arguments });
        self
    }

    /// Which of these applications is an item in?
    pub(crate) fn holder<'a>(&self, item: &Value, applications: &'a [String]) -> Holder<'a> {
        let Some(place) = self.held_in else { return Holder::Unsaid };
        let text = |pointer| item.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        if text(place.program) != place.expected {
            return Holder::None;
        }
        let name = text(place.arguments).split(',').next().unwrap_or_default();
        // Of a call with a connection of its own, the application is named after both.
        let is_this = |it: &&String| {
            it.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        applications.iter().find(is_this).map_or(Holder::Other, |it| Holder::This(it))
    }

    /// The operation.
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What it lists: `channel`.
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// JSON pointer of the id in one item.
    pub const fn id_pointer(&self) -> &'static str {
        self.id
    }
}

/// How an application is looked at, and told what to listen to.
#[derive(Clone, Copy, Debug)]
pub struct Applications {
    get: &'static Operation,
    list: &'static Operation,
    subscribe: &'static Operation,
    unsubscribe: &'static Operation,
    filter: Option<(&'static Operation, &'static str)>,
    parameter: &'static str,
    sources: &'static [Source],
}

impl Applications {
    #[doc(hidden)]
    pub const fn new(
        get: &'static Operation,
        list: &'static Operation,
        subscribe: &'static Operation,
        unsubscribe: &'static Operation,
        parameter: &'static str,
        sources: &'static [Source],
    ) -> Self {
        Self { get, list, subscribe, unsubscribe, filter: None, parameter, sources }
    }

    #[doc(hidden)]
    pub const fn filter(mut self, operation: &'static Operation, parameter: &'static str) -> Self {
        self.filter = Some((operation, parameter));
        self
    }

    /// The operation that looks at one.
    pub const fn get_operation(&self) -> &'static Operation {
        self.get
    }

    /// The operation that lists all of them.
    pub const fn list_operation(&self) -> &'static Operation {
        self.list
    }

    /// The operation that makes it listen.
    pub const fn subscribe_operation(&self) -> &'static Operation {
        self.subscribe
    }

    /// The operation that makes it listen no more.
    pub const fn unsubscribe_operation(&self) -> &'static Operation {
        self.unsubscribe
    }

    /// The operation that sets which kinds of events it gets, and the parameter that says so.
    pub const fn filter_operation(&self) -> Option<(&'static Operation, &'static str)> {
        self.filter
    }

    /// The sort of a source such as `channel:1795247821.0`, and the rest of its name.
    pub(crate) fn sort_of<'a>(&self, source: &'a str) -> Option<(&'static Source, &'a str)> {
        self.sources.iter().find_map(|it| Some((it, source.strip_prefix(it.prefix)?)))
    }

    /// The source that tells of a thing.
    pub(crate) fn source_of(&self, subject: Subject<'_>) -> Option<String> {
        let source = self.sources.iter().find(|it| it.subject == subject.kind)?;
        Some(match subject.group {
            "" => format!("{}{}", source.prefix, subject.id),
            group => format!("{}{group}/{}", source.prefix, subject.id),
        })
    }

    /// The parameter of both that names sources.
    pub const fn source_parameter(&self) -> &'static str {
        self.parameter
    }

    /// The sorts of things it can listen to.
    pub const fn sources(&self) -> &'static [Source] {
        self.sources
    }
}

/// A sort of things that applications listen to.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    prefix: &'static str,
    subject: &'static str,
    listed: &'static str,
    all: &'static str,
    before_close: bool,
    others: bool,
}

impl Source {
    #[doc(hidden)]
    pub const fn new(
        prefix: &'static str,
        subject: &'static str,
        listed: &'static str,
        all: &'static str,
    ) -> Self {
        Self { prefix, subject, listed, all, before_close: false, others: false }
    }

    #[doc(hidden)]
    pub const fn leave_before_close(mut self) -> Self {
        self.before_close = true;
        self
    }

    #[doc(hidden)]
    pub const fn with_events_of_others(mut self) -> Self {
        self.others = true;
        self
    }

    /// Its events are those of other things too, which may be subscribed by themselves.
    pub const fn has_events_of_others(&self) -> bool {
        self.others
    }

    /// What its sources begin with, and the source of all of them: `channel:`.
    pub const fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// What they are in events: `channel`.
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// JSON pointer of the list of those an application listens to.
    pub const fn listed_pointer(&self) -> &'static str {
        self.listed
    }

    /// What that list holds when it listens to all.
    pub const fn listed_when_all(&self) -> &'static str {
        self.all
    }

    /// It has to stop listening to them before the connection closes.
    pub const fn is_left_before_close(&self) -> bool {
        self.before_close
    }
}
