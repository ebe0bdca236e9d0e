//! The operations of mailboxes, which Debian's Asterisk does not have: it lacks the module.

use crate::message::Reply;

pub(super) fn nowhere() -> Reply {
    Reply::failed(404, "Resource not found")
}
