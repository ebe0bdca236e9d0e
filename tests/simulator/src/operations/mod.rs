//! The operations: what each asks of the model of calls, and what it answers. They do not know how requests travel.

mod applications;
mod arguments;
mod asterisk;
mod bridges;
mod channels;
mod configuration;
mod device_states;
mod endpoints;
mod events;
mod mailboxes;
mod phrases;
mod playbacks;
mod recordings;
pub(crate) mod routes;
mod sounds;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::message::{Reply, Request};
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;

/// Answers a request.
pub(crate) fn answer(pbx: &mut Pbx, request: &Request) -> Reply {
    try_answer(pbx, request).unwrap_or_else(|failure| failure)
}

fn try_answer(pbx: &mut Pbx, request: &Request) -> Result<Reply, Reply> {
    let route = routes::find(&request.method, &request.path)?;
    if request.read_only && request.method != "GET" {
        return Err(Reply::failed(403, "Write access denied"));
    }
    let operation = route.operation;
    let arguments = Arguments::read(route, request)?;
    let (resource, name) = operation.split_once('.').unwrap_or((operation, ""));
    let reply = match resource {
        "applications" => applications::answer(pbx, name, &arguments),
        "asterisk" => asterisk::answer(pbx, name, &arguments),
        "bridges" => bridges::answer(pbx, name, &arguments),
        "channels" => channels::answer(pbx, name, &arguments),
        "deviceStates" => device_states::answer(pbx, name, &arguments),
        "endpoints" => endpoints::answer(pbx, name, &arguments),
        "events" => events::answer(pbx, name, &arguments),
        "mailboxes" => Some(Err(mailboxes::nowhere())),
        "playbacks" => playbacks::answer(pbx, name, &arguments),
        "recordings" => recordings::answer(pbx, name, &arguments),
        "sounds" => sounds::answer(pbx, name, &arguments),
        _ => None,
    };
    let mut reply = match reply {
        Some(Ok(reply) | Err(reply)) => reply,
        None => Reply::failed(501, format!("The simulator has no {operation} yet")),
    };
    reply.reason = phrases::of(operation, &reply);
    Ok(reply)
}

/// What stays as it is in the path of a location.
const UNRESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b';');

/// An id as a segment of a path.
fn in_path(id: &str) -> String {
    utf8_percent_encode(id, UNRESERVED).to_string()
}
