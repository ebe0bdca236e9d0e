//! Faults on demand, as a test asks for them; what they do to requests and frames is done where those travel.

use std::sync::Arc;
use std::time::Duration;
use std::{error, fmt};

use ari_generated::meta::OPERATIONS;
use tokio::sync::{mpsc, oneshot};

use crate::asterisk::Outgoing;
use crate::wire::{FrameFault, KINDS, Order, RequestFault, Wire};

/// What goes wrong, and when: from [`Simulator::faults`](crate::Simulator::faults).
///
/// A fault of an operation strikes the next request of it, one of a kind of event the next frame of it; several of one
/// operation or kind strike one after the other, in the order they were asked for, and each once. Operations are named
/// as in `ari_generated::meta::OPERATIONS`: the resource and the method, `channels.answer`. A client may
/// put the id of what it makes into the path, which a test need not know: `channels.play` means `channels.playWithId` as
/// well, and so do `channels.originate`, `channels.snoopChannel`, `bridges.create` and `bridges.play`. A name with
/// `WithId` means only itself.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// let simulator = ari_simulator::Simulator::start().await?;
/// let faults = simulator.faults();
/// faults.fail("bridges.create", 503)?; // the next one
/// faults.lose_response("bridges.create")?; // the one after it
/// faults.delay("channels.answer", Duration::from_secs(3))?;
/// faults.duplicate("ChannelDtmfReceived")?;
/// assert!(faults.fail("bridges.creat", 503).is_err());
/// // None of them has struck yet. A test ends with `assert!(faults.pending().is_empty())`.
/// assert_eq!(faults.pending()[0], "fail bridges.create 503");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    wire: Arc<Wire>,
    orders: mpsc::Sender<Order>,
}

/// Why a fault is none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FaultError {
    /// No operation has this name.
    UnknownOperation(String),
    /// No event has this name.
    UnknownEvent(String),
    /// Nobody has an event websocket for this application.
    UnknownApplication(String),
    /// This is no status of a failure, 400 to 599.
    NoFailure(u16),
    /// The simulator has stopped.
    Stopped,
}

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation(name) => write!(f, "no operation is called {name:?}"),
            Self::UnknownEvent(name) => write!(f, "no event is called {name:?}"),
            Self::UnknownApplication(name) => {
                write!(f, "no event websocket is open for the application {name:?}")
            }
            Self::NoFailure(status) => write!(f, "{status} is no status of a failure"),
            Self::Stopped => f.write_str("the simulator has stopped"),
        }
    }
}

impl error::Error for FaultError {}

impl Faults {
    pub(crate) fn new(wire: Arc<Wire>, orders: mpsc::Sender<Order>) -> Self {
        Self { wire, orders }
    }

    /// The next request of an operation is executed, but its connection ends without a reply: an HTTP connection, or
    /// the event websocket that it came by.
    ///
    /// # Errors
    ///
    /// No operation has this name.
    pub fn lose_response(&self, operation: &str) -> Result<(), FaultError> {
        self.ask(operation, RequestFault::Lose)
    }

    /// The reply to the next request of an operation comes this much later than it is executed. On an event websocket
    /// everything behind it waits too, as requests are executed in order there.
    ///
    /// # Errors
    ///
    /// No operation has this name.
    pub fn delay(&self, operation: &str, delay: Duration) -> Result<(), FaultError> {
        self.ask(operation, RequestFault::Delay(delay))
    }

    /// The next request of an operation is not executed, and answered with this status, as Asterisk would word it where it
    /// has one wording: 503 is what it says while it starts, and ends the connection.
    ///
    /// # Errors
    ///
    /// No operation has this name, or this is no status of a failure.
    pub fn fail(&self, operation: &str, status: u16) -> Result<(), FaultError> {
        if !(400..600).contains(&status) {
            return Err(FaultError::NoFailure(status));
        }
        self.ask(operation, RequestFault::Fail(status))
    }

    /// Every reply comes this much later, until this is called again, with [`Duration::ZERO`] for the usual.
    pub fn slow(&self, delay: Duration) {
        self.wire.mischief.slow(delay);
    }

    /// The next frame of a kind, such as `ChannelDtmfReceived`, is sent twice.
    ///
    /// # Errors
    ///
    /// No event has this name.
    pub fn duplicate(&self, event: &str) -> Result<(), FaultError> {
        self.ask_of_frame(event, FrameFault::Twice)
    }

    /// Of the next frame of a kind only the first half is sent, in a frame that is whole.
    ///
    /// # Errors
    ///
    /// No event has this name.
    pub fn truncate(&self, event: &str) -> Result<(), FaultError> {
        self.ask_of_frame(event, FrameFault::Half)
    }

    /// Sends any text to an application's event websocket, behind the events that are on their way.
    ///
    /// # Errors
    ///
    /// Nobody has an event websocket for this application.
    pub fn send_raw(&self, application: &str, text: impl Into<String>) -> Result<(), FaultError> {
        self.send(application, Outgoing::Frame(text.into()))
    }

    /// The same of a binary frame, which no Asterisk sends.
    ///
    /// # Errors
    ///
    /// Nobody has an event websocket for this application.
    pub fn send_binary(
        &self,
        application: &str,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<(), FaultError> {
        self.send(application, Outgoing::Binary(bytes.into()))
    }

    /// Cuts every event websocket, without a close frame; tells how many there were. Outbound ones are dialled again
    /// after their interval.
    pub fn drop_sockets(&self) -> usize {
        self.wire.sockets.cut(None)
    }

    /// Cuts the event websockets of one application, without a close frame.
    ///
    /// # Errors
    ///
    /// Nobody has an event websocket for this application.
    pub fn drop_sockets_of(&self, application: &str) -> Result<(), FaultError> {
        known(self.wire.sockets.cut(Some(application)) > 0, application)
    }

    /// Resets every new connection until this is called again with `false`. Those that are open stay.
    pub fn refuse_connections(&self, refuse: bool) {
        self.wire.mischief.refuse(refuse);
    }

    /// Takes an application from its event websocket, as a second client would: the first one is told
    /// `ApplicationReplaced`, and hears nothing more of it.
    ///
    /// # Errors
    ///
    /// Nobody has an event websocket for this application.
    pub fn replace_application(&self, application: &str) -> Result<(), FaultError> {
        known(self.wire.asterisk.replace_application(application), application)
    }

    /// Asterisk ends at once and starts again: every connection is cut, every call, bridge and application is gone. The
    /// port stays, and so do the faults that were asked for. When this returns, all of that is done.
    ///
    /// # Errors
    ///
    /// The simulator has stopped.
    pub async fn restart(&self) -> Result<(), FaultError> {
        let (done, restarted) = oneshot::channel();
        let order = self.orders.send(Order::Restart(done)).await;
        order.map_err(|_| FaultError::Stopped)?;
        restarted.await.map_err(|_| FaultError::Stopped)
    }

    /// What was asked for and has not struck yet, in words: `fail channels.answer 503`, `duplicate StasisStart`; requests
    /// first, each in the order it was asked for. What strikes at once (cutting, sending, replacing, restarting) and what lasts
    /// ([`slow`](Self::slow), [`refuse_connections`](Self::refuse_connections)) is not among them. A frame is struck when it is
    /// sent, which may be a moment after the request or the telephone that caused it.
    pub fn pending(&self) -> Vec<String> {
        self.wire.mischief.pending()
    }

    /// Nothing more goes wrong: what was asked for and has not struck is forgotten.
    pub fn forget(&self) {
        self.wire.mischief.forget();
    }

    fn ask(&self, operation: &str, fault: RequestFault) -> Result<(), FaultError> {
        let operation = OPERATIONS
            .iter()
            .map(|it| it.name())
            .find(|it| *it == operation)
            .ok_or_else(|| FaultError::UnknownOperation(operation.to_owned()))?;
        self.wire.mischief.ask(operation, fault);
        Ok(())
    }

    fn ask_of_frame(&self, event: &str, fault: FrameFault) -> Result<(), FaultError> {
        let kind = KINDS.iter().find(|it| **it == event);
        let kind = kind.ok_or_else(|| FaultError::UnknownEvent(event.to_owned()))?;
        self.wire.mischief.ask_of_frame(kind, fault);
        Ok(())
    }

    fn send(&self, application: &str, frame: Outgoing) -> Result<(), FaultError> {
        known(self.wire.sockets.send(application, frame), application)
    }
}

fn known(known: bool, application: &str) -> Result<(), FaultError> {
    if known { Ok(()) } else { Err(FaultError::UnknownApplication(application.to_owned())) }
}
