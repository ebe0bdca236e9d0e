//! The facts of an operation as data; says nothing of how a request travels.

use crate::request::release::{Release, Releases};

/// The verb of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "Asterisk answers no other verb")]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or does something.
    Post,
    /// Replaces.
    Put,
    /// Ends or removes.
    Delete,
}

impl Method {
    /// The verb as it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Nothing changes in Asterisk, however often it is sent.
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Get)
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What an operation makes of a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyShape {
    /// An object whose members are parameters; those of the query may stand there instead.
    Members,
    /// The one value that the operation takes.
    Whole,
    /// Nothing good: no body may be sent.
    Never,
}

/// Where a parameter stands in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the path.
    Path,
    /// In the query, or as a member of the body.
    Query,
    /// In the body.
    Body,
}

/// The facts of one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterFacts {
    name: &'static str,
    place: Place,
    required: bool,
    multiple: bool,
    since: Releases,
}

impl ParameterFacts {
    const fn new(name: &'static str, place: Place, required: bool) -> Self {
        Self { name, place, required, multiple: false, since: Releases::EVERY }
    }

    #[doc(hidden)]
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, true)
    }

    #[doc(hidden)]
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query, false)
    }

    #[doc(hidden)]
    pub const fn body(name: &'static str) -> Self {
        Self::new(name, Place::Body, false)
    }

    #[doc(hidden)]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    #[doc(hidden)]
    pub const fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    #[doc(hidden)]
    pub const fn since(mut self, releases: Releases) -> Self {
        self.since = releases;
        self
    }

    /// The name in the specification.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where it stands.
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The operation cannot do without it.
    pub const fn is_required(&self) -> bool {
        self.required
    }

    /// It takes several values, joined by commas.
    pub const fn is_multiple(&self) -> bool {
        self.multiple
    }

    /// The releases that have it, and its operation.
    pub const fn first_releases(&self) -> Releases {
        self.since
    }

    /// Does this release have it, and its operation?
    pub fn available_in(&self, release: Release) -> bool {
        self.since.contains(release)
    }
}

/// What an operation does that the client has to remember, with the parameters that tell to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// There is a new thing.
    Creates {
        /// What it is: `channel`, `bridge`.
        subject: &'static str,
        /// The parameter of its id.
        id: &'static str,
        /// The parameter of the application that it enters; empty where it enters none.
        application: &'static str,
    },
    /// A channel leaves the application and lives on.
    Releases {
        /// The parameter of its id.
        id: &'static str,
    },
    /// A channel is about to end.
    Ends {
        /// The parameter of its id.
        id: &'static str,
    },
    /// An application hears of more.
    Listens {
        /// The parameter of its name.
        application: &'static str,
        /// The parameter of the event sources.
        sources: &'static str,
    },
    /// An application hears of less.
    Ignores {
        /// The parameter of its name.
        application: &'static str,
        /// The parameter of the event sources.
        sources: &'static str,
    },
    /// An application hears of some kinds of events only, those that the body tells.
    Filters {
        /// The parameter of its name.
        application: &'static str,
    },
}

/// The facts of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    name: &'static str,
    method: Method,
    path: &'static str,
    body: BodyShape,
    documentation: &'static str,
    since: Releases,
    parameters: &'static [ParameterFacts],
    errors: &'static [(u16, &'static str)],
    modules: &'static [&'static str],
    effect: Option<Effect>,
    bytes: bool,
    own_application: Option<(&'static str, &'static [&'static str])>,
    lookup: Option<(&'static Operation, &'static str)>,
}

impl Operation {
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        method: Method,
        path: &'static str,
        body: BodyShape,
    ) -> Self {
        Self {
            name,
            method,
            path,
            body,
            documentation: "",
            since: Releases::EVERY,
            parameters: &[],
            errors: &[],
            modules: &[],
            effect: None,
            bytes: false,
            own_application: None,
            lookup: None,
        }
    }

    #[doc(hidden)]
    pub const fn documentation(mut self, url: &'static str) -> Self {
        self.documentation = url;
        self
    }

    #[doc(hidden)]
    pub const fn since(mut self, releases: Releases) -> Self {
        self.since = releases;
        self
    }

    #[doc(hidden)]
    pub const fn parameters(mut self, parameters: &'static [ParameterFacts]) -> Self {
        self.parameters = parameters;
        self
    }

    #[doc(hidden)]
    pub const fn errors(mut self, errors: &'static [(u16, &'static str)]) -> Self {
        self.errors = errors;
        self
    }

    #[doc(hidden)]
    pub const fn modules(mut self, modules: &'static [&'static str]) -> Self {
        self.modules = modules;
        self
    }

    #[doc(hidden)]
    pub const fn creates(mut self, subject: &'static str, id: &'static str) -> Self {
        self.effect = Some(Effect::Creates { subject, id, application: "" });
        self
    }

    /// What it creates enters an application.
    #[doc(hidden)]
    pub const fn within(mut self, parameter: &'static str) -> Self {
        if let Some(Effect::Creates { application, .. }) = &mut self.effect {
            *application = parameter;
        }
        self
    }

    #[doc(hidden)]
    pub const fn releases(mut self, id: &'static str) -> Self {
        self.effect = Some(Effect::Releases { id });
        self
    }

    #[doc(hidden)]
    pub const fn ends(mut self, id: &'static str) -> Self {
        self.effect = Some(Effect::Ends { id });
        self
    }

    #[doc(hidden)]
    pub const fn listens(mut self, application: &'static str, sources: &'static str) -> Self {
        self.effect = Some(Effect::Listens { application, sources });
        self
    }

    #[doc(hidden)]
    pub const fn ignores(mut self, application: &'static str, sources: &'static str) -> Self {
        self.effect = Some(Effect::Ignores { application, sources });
        self
    }

    #[doc(hidden)]
    pub const fn filters(mut self, application: &'static str) -> Self {
        self.effect = Some(Effect::Filters { application });
        self
    }

    #[doc(hidden)]
    pub const fn answers_bytes(mut self) -> Self {
        self.bytes = true;
        self
    }

    /// The client's own application stands in this parameter, where neither it nor one of the others is set.
    #[doc(hidden)]
    pub const fn own_application(
        mut self,
        parameter: &'static str,
        unless: &'static [&'static str],
    ) -> Self {
        self.own_application = Some((parameter, unless));
        self
    }

    /// The operation that looks at what this one creates under the id in a parameter.
    #[doc(hidden)]
    pub const fn looked_up_by(mut self, operation: &'static Self, id: &'static str) -> Self {
        self.lookup = Some((operation, id));
        self
    }

    /// Its response is not JSON but bytes, which a websocket cannot carry.
    pub const fn is_bytes(&self) -> bool {
        self.bytes
    }

    /// The parameter in which the client's own application stands where it is not set, and those that have to be
    /// unset for that too, since they mean something else than an application.
    pub const fn own_application_parameter(
        &self,
    ) -> Option<(&'static str, &'static [&'static str])> {
        self.own_application
    }

    /// The operation that looks at the thing that this one creates, and the parameter of this one that holds the
    /// thing's id.
    pub const fn lookup(&self) -> Option<(&'static Self, &'static str)> {
        self.lookup
    }

    /// What it does that the client has to remember.
    pub const fn effect(&self) -> Option<Effect> {
        self.effect
    }

    /// Resource and nickname in the specification: `channels.originate`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The verb.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path with its parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// What it makes of a JSON body.
    pub const fn body_shape(&self) -> BodyShape {
        self.body
    }

    /// Asterisk's page about it.
    pub const fn documentation_url(&self) -> &'static str {
        self.documentation
    }

    /// The releases that have it.
    pub const fn first_releases(&self) -> Releases {
        self.since
    }

    /// Does this release have it?
    pub fn available_in(&self, release: Release) -> bool {
        self.since.contains(release)
    }

    /// Its parameters, those of the path first.
    pub const fn parameter_facts(&self) -> &'static [ParameterFacts] {
        self.parameters
    }

    /// The documented status codes with their reasons.
    pub const fn documented_errors(&self) -> &'static [(u16, &'static str)] {
        self.errors
    }

    /// Modules that Asterisk needs for the resource, besides the resource's own.
    pub const fn required_modules(&self) -> &'static [&'static str] {
        self.modules
    }

    /// The documented reason of a status code.
    pub fn reason(&self, status: u16) -> Option<&'static str> {
        self.errors.iter().find(|(code, _)| *code == status).map(|(_, reason)| *reason)
    }
}
