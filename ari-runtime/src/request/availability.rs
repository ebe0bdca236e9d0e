//! What a request asks for that a release of Asterisk lacks, and how a server is asked which release it is.

use serde_json::Value;

use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::draft::Draft;
use crate::request::operation::{BodyShape, Operation, ParameterFacts, Place};
use crate::request::release::{Release, Releases};
use crate::request::unavailable::Unavailable;

/// What a request asks for.
enum Asked {
    Operation,
    Parameter(&'static ParameterFacts),
}

impl Request {
    /// What this request asks for that a release lacks: the operation, or else the first parameter that is set.
    ///
    /// An older Asterisk rejects operations that it lacks, but ignores most parameters that it does not know, without a
    /// word: only a look before sending tells of those.
    pub fn missing_in(&self, release: Release) -> Option<Unavailable> {
        let parameter = match self.first_not_in(|it| it.contains(release))? {
            Asked::Operation => None,
            Asked::Parameter(parameter) => Some(parameter),
        };
        Some(Unavailable::new(self.operation(), parameter, release))
    }

    /// Does it ask for anything that not every release has?
    pub(crate) fn needs_some_release(&self) -> bool {
        self.first_not_in(Releases::are_all).is_some()
    }

    /// The same, but for a body, which is not looked into: a request that succeeds should not pay for that.
    pub(crate) fn may_need_some_release(&self) -> bool {
        if self.body().is_none() {
            return self.needs_some_release();
        }
        let operation = self.operation();
        let mut parameters = operation.parameter_facts().iter();
        !operation.first_releases().are_all() || parameters.any(|it| !it.first_releases().are_all())
    }

    /// The operation, or the first parameter that is set, whose releases are not such.
    fn first_not_in(&self, suffice: impl Fn(Releases) -> bool) -> Option<Asked> {
        if !suffice(self.operation().first_releases()) {
            return Some(Asked::Operation);
        }
        let members = self.members();
        let mut parameters = self.operation().parameter_facts().iter();
        let found = parameters.find(|it| !suffice(it.first_releases()) && self.sets(it, &members));
        found.map(Asked::Parameter)
    }

    fn sets(&self, parameter: &ParameterFacts, members: &Value) -> bool {
        let name = parameter.name();
        match (parameter.place(), self.operation().body_shape()) {
            (Place::Path, _) => true,
            (Place::Body, BodyShape::Whole) => self.body().is_some(),
            _ => members.get(name).is_some() || self.query().any(|(it, _)| it == name),
        }
    }

    /// The body as JSON, where its members are parameters.
    fn members(&self) -> Value {
        let body = self.body().filter(|_| self.operation().body_shape() == BodyShape::Members);
        body.and_then(|it| serde_json::from_slice(it).ok()).unwrap_or_default()
    }
}

/// How a server is asked which release it is: an operation, one of its parameters with a value, and where the answer has it.
#[derive(Clone, Copy, Debug)]
pub struct ReleaseQuestion {
    operation: &'static Operation,
    parameter: &'static str,
    value: &'static str,
    pointer: &'static str,
}

impl ReleaseQuestion {
    #[doc(hidden)]
    pub const fn new(
        operation: &'static Operation,
        parameter: &'static str,
        value: &'static str,
        pointer: &'static str,
    ) -> Self {
        Self { operation, parameter, value, pointer }
    }

    /// The operation that tells it.
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    pub(crate) fn request(&self) -> Result<Request, Error> {
        let mut draft = Draft::new(self.operation);
        draft.text(self.parameter, self.value.to_owned());
        draft.finish()
    }

    pub(crate) fn read(&self, answer: &Value) -> Result<Release, Error> {
        let Some(version) = answer.pointer(self.pointer).and_then(Value::as_str) else {
            let message = format!("the response has no text at {}", self.pointer);
            return Err(Error::new(ErrorKind::Decode, message));
        };
        version.parse().map_err(|error| {
            let message = format!("the server calls itself {version:?}, which is no release");
            Error::new(ErrorKind::Decode, message).with_source(error)
        })
    }
}
