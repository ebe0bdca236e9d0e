//! What stands beside the status of failures where Asterisk has words of its own; every line of it was seen of 22.10.1.

use crate::message::{Content, Reply};

/// The phrase of an operation's reply; none where it is what HTTP calls the status.
pub(super) fn of(operation: &str, reply: &Reply) -> Option<&'static str> {
    let Content::Json(body) = &reply.content else { return None };
    let says = |text: &str| body.contains(text);
    let (resource, name) = operation.split_once('.').unwrap_or((operation, ""));
    match (resource, reply.status) {
        ("bridges", 404) if name != "get" && says("Bridge not found") => Some("Not found"),
        ("bridges", 500) if says("Unable to create bridge") => Some("Internal Error"),
        ("channels", 400) if says("Invalid reason for hangup") => Some("Invalid Reason"),
        ("channels", 404) if says("Provided channel was not found") => Some("Channel Not Found"),
        ("channels", 404) if says("Provided variable was not found") => Some("Variable Not Found"),
        ("channels", 500) if says("Unable to read provided function") => {
            Some("Error With Function")
        }
        ("asterisk", 400) if says("failed field value validation") => Some("Bad request"),
        ("recordings", 400) if says("Invalid destination recording name") => Some("Bad request"),
        _ => None,
    }
}
