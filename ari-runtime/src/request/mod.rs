//! A request as plain data, which any transport can carry.

pub(crate) mod caller;
pub(crate) mod draft;
pub(crate) mod encode;
pub(crate) mod operation;
pub(crate) mod prepared;
pub(crate) mod reply;
pub(crate) mod response;
pub(crate) mod witness;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::request::encode::encode_query;
use crate::request::operation::{Method, Operation};
use crate::request::witness::Intent;

/// A request, ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Request {
    operation: &'static Operation,
    path: String,
    query: Vec<(&'static str, String)>,
    body: Option<Bytes>,
    deadline: Option<Duration>,
    intent: Option<Intent>,
}

impl fmt::Debug for Request {
    /// Shows which parameters are set, not their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.query.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Request")
            .field("operation", &self.operation.name())
            .field("path", &self.path)
            .field("query", &names)
            .field("body", &self.body.as_ref().map(Bytes::len))
            .field("deadline", &self.deadline)
            .finish()
    }
}

impl Request {
    pub(crate) fn new(
        operation: &'static Operation,
        path: String,
        query: Vec<(&'static str, String)>,
        body: Option<Bytes>,
    ) -> Self {
        Self { operation, path, query, body, deadline: None, intent: None }
    }

    pub(crate) fn meaning(mut self, intent: Option<Intent>) -> Self {
        self.intent = intent;
        self
    }

    /// What the client has to remember of it.
    pub(crate) fn intent(&self) -> Option<&Intent> {
        self.intent.as_ref()
    }

    pub(crate) fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = Some(deadline);
    }

    /// The operation it asks for.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The verb.
    pub fn method(&self) -> Method {
        self.operation.method()
    }

    /// The path below ARI's own prefix, percent-encoded: `/channels/a%2Fb/answer`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The parameters of the query, not encoded.
    pub fn query(&self) -> &[(&'static str, String)] {
        &self.query
    }

    /// The query as it stands in a URL, without the question mark.
    pub fn query_string(&self) -> String {
        encode_query(&self.query)
    }

    /// The JSON body.
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_ref()
    }

    /// How long sender and transport may take until the response is there.
    pub fn deadline(&self) -> Option<Duration> {
        self.deadline
    }
}
