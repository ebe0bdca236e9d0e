//! Single requests and events, in detail.

use std::time::Duration;

use crate::message::Request;
use crate::pbx::log::{Entry, What};
use crate::transcript::route_of;

/// A request and its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// When it was asked, since the simulator began, in tokio's time.
    pub at: Duration,
    /// `channels.answer`; none where nothing handles the path.
    pub operation: Option<String>,
    /// `POST`
    pub method: String,
    /// Below `/ari`, as it came.
    pub path: String,
    /// Names and values, decoded.
    pub query: Vec<(String, String)>,
    /// As text.
    pub body: String,
    /// The reply's.
    pub status: u16,
    /// The reply's body, where it is text.
    pub reply: String,
}

impl Exchange {
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let What::Asked { request, reply } = &entry.what else { return None };
        let (status, reply) = reply.clone().unwrap_or_default();
        Some(Self {
            at: entry.at,
            operation: route_of(request).map(|it| it.operation.to_owned()),
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            status,
            reply,
        })
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }
}

/// An event, as it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Told {
    /// When it was told, since the simulator began, in tokio's time.
    pub at: Duration,
    /// To whom.
    pub application: String,
    /// `StasisStart`
    pub kind: String,
    /// The frame.
    pub json: String,
}

impl Told {
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let What::Told { application, kind, text } = &entry.what else { return None };
        let (kind, json) = ((*kind).to_owned(), text.clone());
        Some(Self { at: entry.at, application: application.clone(), kind, json })
    }
}

/// Does it name this id?
pub(super) fn is_about(entry: &Entry, id: &str) -> bool {
    let in_json = |text: &str| {
        text.contains(&format!("\"{id}\"")) || text.contains(&format!(":{id}\"")) && !id.is_empty()
    };
    match &entry.what {
        What::Told { text, .. } => in_json(text),
        What::Asked { request, reply } => {
            asks_about(request, id)
                || in_json(&String::from_utf8_lossy(&request.body))
                || reply.as_ref().is_some_and(|(_, text)| in_json(text))
        }
    }
}

fn asks_about(request: &Request, id: &str) -> bool {
    let in_path = route_of(request).is_some_and(|it| it.path.iter().any(|(_, value)| value == id));
    let is_it = |value: &str| value == id || value.split([',', ':']).any(|it| it == id);
    in_path || request.query.iter().any(|(_, value)| is_it(value))
}
