//! A request as plain data, which any transport can carry.

pub(crate) mod availability;
pub(crate) mod caller;
pub(crate) mod choice;
pub(crate) mod draft;
pub(crate) mod encode;
pub(crate) mod filter;
pub(crate) mod operation;
pub(crate) mod prepared;
pub(crate) mod release;
#[cfg(test)]
mod release_test;
pub(crate) mod reply;
pub(crate) mod response;
#[cfg(test)]
mod tests;
pub(crate) mod unavailable;
pub(crate) mod witness;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use crate::Text;
use crate::request::draft::Draft;
use crate::request::encode::encode_query;
use crate::request::operation::{BodyShape, Method, Operation};
use crate::request::release::Releases;
use crate::request::witness::Intent;

/// A request, ready to be sent.
#[derive(Clone, PartialEq)]
pub struct Request {
    operation: &'static Operation,
    path: String,
    query: Vec<(Cow<'static, str>, String)>,
    body: Option<Bytes>,
    deadline: Option<Duration>,
    intent: Option<Intent>,
    /// The id of what it creates, where an operation looks at such things.
    creates: Option<Text>,
}

impl fmt::Debug for Request {
    /// Shows which parameters are set, not their values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.query.iter().map(|(name, _)| &**name).collect();
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
        query: Vec<(Cow<'static, str>, String)>,
        body: Option<Bytes>,
    ) -> Self {
        Self { operation, path, query, body, deadline: None, intent: None, creates: None }
    }

    pub(crate) fn meaning(mut self, intent: Option<Intent>) -> Self {
        self.intent = intent;
        self
    }

    pub(crate) fn creating(mut self, id: Option<Text>) -> Self {
        self.creates = id;
        self
    }

    /// The request that looks at what this one creates, under the id that this one has for it.
    pub(crate) fn lookup(&self) -> Option<Self> {
        let (operation, _) = self.operation.lookup()?;
        let mut draft = Draft::new(operation);
        draft.segment(self.creates.as_ref()?.to_string());
        draft.finish().ok()
    }

    /// What the client has to remember of it.
    pub(crate) fn intent(&self) -> Option<&Intent> {
        self.intent.as_ref()
    }

    /// A request for a path that is in no specification, such as a module of one's own: below ARI's own prefix,
    /// percent-encoded, with a query or without.
    pub fn raw(method: Method, path: impl Into<String>) -> Self {
        const fn raw(name: &'static str, method: Method) -> Operation {
            Operation::new(name, method, "", BodyShape::Members).since(Releases::UNKNOWN)
        }
        static RAW: [Operation; 4] = [
            raw("raw.get", Method::Get),
            raw("raw.post", Method::Post),
            raw("raw.put", Method::Put),
            raw("raw.delete", Method::Delete),
        ];
        let operation = match method {
            Method::Get => &RAW[0],
            Method::Post => &RAW[1],
            Method::Put => &RAW[2],
            Method::Delete => &RAW[3],
        };
        let mut path = path.into();
        if !path.starts_with('/') {
            path.insert(0, '/');
        }
        Self::new(operation, path, Vec::new(), None)
    }

    /// Adds a parameter to the query, not encoded.
    pub fn with_query(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets the JSON body.
    pub fn with_body(mut self, json: impl Into<Bytes>) -> Self {
        self.body = Some(json.into());
        self
    }

    /// Limits the time until the response is there.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
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
    pub fn query(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (&**name, &**value))
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
