//! How requests and events travel: HTTP, event websockets, REST over them, outbound websockets. Knows nothing of calls.

mod access;
mod body;
mod dial;
mod envelope;
mod handshake;
mod http;
mod kinds;
mod linger;
mod mischief;
mod outbound;
mod page;
mod parameters;
mod server;
mod session;
mod sockets;
mod stopping;

use tokio::time::sleep;

pub(crate) use self::access::{Access, User};
pub(crate) use self::dial::Server;
pub(crate) use self::envelope::RestResponse;
pub(crate) use self::kinds::KINDS;
pub(crate) use self::mischief::{FrameFault, Mischief, RequestFault};
pub(crate) use self::outbound::{Line, PerCall, Persistence};
use self::page::reason;
pub(crate) use self::server::{Order, serve};
pub(crate) use self::sockets::Sockets;

use crate::asterisk::Asterisk;
use crate::message::{Reply, Request};
use crate::stillness::Activity;

/// What every connection shares.
#[derive(Debug)]
pub(crate) struct Wire {
    pub asterisk: Asterisk,
    pub activity: Activity,
    pub mischief: Mischief,
    pub sockets: Sockets,
}

impl Wire {
    /// Has a request answered, with the faults that were asked for. `None` when the reply is lost.
    async fn perform(&self, request: &Request) -> Option<Reply> {
        self.activity.touch();
        let (fault, slow) = self.mischief.strike(self.asterisk.operation_of(request));
        let reply = match fault {
            Some(RequestFault::Fail(503)) => Reply::failed(503, "Asterisk not booted"),
            Some(RequestFault::Fail(status)) => Reply::failed(status, reason(status)),
            _ if request.read_only && !access::only_looks(&request.method) => {
                Reply::failed(403, "Write access denied")
            }
            _ => self.asterisk.answer(request),
        };
        let late = match fault {
            Some(RequestFault::Delay(delay)) => slow + delay,
            _ => slow,
        };
        if !late.is_zero() {
            sleep(late).await;
        }
        self.activity.touch();
        (fault != Some(RequestFault::Lose)).then_some(reply)
    }
}
