//! An operation or a parameter that a release of Asterisk lacks; looks at no request.

use std::fmt;

use crate::request::operation::{Operation, ParameterFacts};
use crate::request::release::{Release, Releases};

/// An operation or a parameter that a release of Asterisk lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Unavailable {
    operation: &'static Operation,
    parameter: Option<&'static ParameterFacts>,
    release: Release,
}

impl Unavailable {
    pub(crate) fn new(
        operation: &'static Operation,
        parameter: Option<&'static ParameterFacts>,
        release: Release,
    ) -> Self {
        Self { operation, parameter, release }
    }

    /// The operation that was asked for.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Its parameter that the release lacks; `None` where it lacks the operation itself.
    pub fn parameter(&self) -> Option<&'static ParameterFacts> {
        self.parameter
    }

    /// The name of what is lacking: `channels.progress`, or `report_events` of an operation.
    pub fn name(&self) -> &'static str {
        self.parameter.map_or(self.operation.name(), ParameterFacts::name)
    }

    /// The releases that have it.
    pub fn first_releases(&self) -> Releases {
        self.parameter.map_or(self.operation.first_releases(), ParameterFacts::first_releases)
    }

    /// The release that lacks it.
    pub fn release(&self) -> Release {
        self.release
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (release, operation) = (self.release, self.operation.name());
        write!(f, "Asterisk {release} lacks ")?;
        match self.parameter {
            Some(parameter) => write!(f, "the parameter {} of {operation}", parameter.name())?,
            None => f.write_str(operation)?,
        }
        write!(f, " (since {})", self.first_releases())
    }
}

/// Without the tables that it points to.
impl fmt::Debug for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Unavailable").field(&format_args!("{self}")).finish()
    }
}
