//! The one error type: what was asked, what happened, what to do; how a request travels is not its business.

use std::error::Error as StdError;
use std::fmt;

use crate::request::operation::Operation;
use crate::request::unavailable::Unavailable;

/// A cause of any type.
pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// What became of a request or a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Refused before anything was sent: the input cannot work.
    InvalidInput,
    /// Asterisk could not be reached; nothing was sent.
    Unreachable,
    /// The request did not leave before its deadline; Asterisk has not seen it.
    NotSent,
    /// The request left and no response came: it may have been executed, or not. The client never sends it again, but for what hangs a call up or has an
    /// application hear of what is followed.
    OutcomeUnknown,
    /// A read left and no response came; reading again is safe, unless it called a dialplan function that does more.
    NoAnswer,
    /// 400: Asterisk does not accept the request.
    BadRequest,
    /// 401: user or password are wrong.
    Unauthorized,
    /// 403: the user may not do this.
    Forbidden,
    /// 404: the thing is not there.
    NotFound,
    /// The server's release does not have the operation; [`Error::unavailable`] tells which ones do.
    NotInRelease,
    /// 409: it does not fit the state of things.
    Conflict,
    /// 412: the channel is not in a state for this.
    WrongState,
    /// 503: Asterisk is still starting.
    NotReady,
    /// Another status from 400 to 499.
    Rejected,
    /// Another status from 500 on.
    ServerError,
    /// The response is not what is documented.
    Decode,
    /// A sound could not be played, nothing be recorded, or the audio of a call did not come to this program.
    Media,
    /// What came could not be written to where it was to go.
    Output,
    /// The connection's end is not an event websocket of ARI.
    Handshake,
    /// The client is closed, or has no connection for this.
    Closed,
    /// The call that this was bound to left the application.
    Left,
    /// A call that was placed was not answered.
    NotAnswered,
    /// An event that was awaited did not come in time.
    NoEvent,
    /// The connection was lost meanwhile, so an event that was awaited may have passed, or what it is about is gone.
    Interrupted,
}

/// A request or a connection that failed.
///
/// It tells the operation, the status, Asterisk's message, the documented reason and, where that is known, what to do
/// about it; [`source`](StdError::source) is the cause. It never holds credentials.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static Operation>,
    path: Option<String>,
    status: Option<u16>,
    message: String,
    advice: Option<String>,
    there: Option<bool>,
    unavailable: Option<Unavailable>,
    source: Option<BoxError>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            path: None,
            status: None,
            message: message.into(),
            advice: None,
            there: None,
            unavailable: None,
            source: None,
        }))
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message)
    }

    pub(crate) fn with_advice(mut self, advice: impl Into<String>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_finding(mut self, is_there: bool) -> Self {
        self.0.there = Some(is_there);
        self
    }

    /// The error, with what the server's release lacks; without the operation, nothing else is the reason.
    pub(crate) fn with_unavailable(mut self, unavailable: Unavailable) -> Self {
        if unavailable.parameter().is_none() {
            self.0.kind = ErrorKind::NotInRelease;
            self.0.advice = None;
        }
        self.0.unavailable = Some(unavailable);
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    /// The error, with the request that it is about.
    pub(crate) fn about(mut self, operation: &'static Operation, path: &str) -> Self {
        self.0.operation = Some(operation);
        self.0.path = Some(path.to_owned());
        self
    }

    /// An error for a transport or a step of one's own: a failure of this kind.
    pub fn from_transport(
        kind: ErrorKind,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let cause = cause.into();
        Self::new(kind, cause.to_string()).with_source(cause)
    }

    /// What became of it.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation that was asked for.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The path of the request, as it was sent.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The status of the response.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What Asterisk says, or what was noticed here.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the status means for this operation, where that is documented.
    pub fn documented_reason(&self) -> Option<&'static str> {
        // The documentation is of releases that have the operation.
        if self.0.kind == ErrorKind::NotInRelease {
            return None;
        }
        self.0.operation?.reason(self.0.status?)
    }

    /// What to do about it, where that is known.
    pub fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// What this request asked for and the server's release lacks: the operation, which then is the reason, or a
    /// parameter that was set, which may be.
    ///
    /// Asterisk is asked for its release when it rejects a request that not every release understands. Nothing is known
    /// where it does not answer, or is a development build. Most parameters that it lacks it ignores without a word, so
    /// that there is no error: [`Request::missing_in`](crate::Request::missing_in) tells of them before.
    pub fn unavailable(&self) -> Option<&Unavailable> {
        self.0.unavailable.as_ref()
    }

    /// Asterisk has not seen the request, so sending it again repeats nothing.
    pub fn is_not_sent(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::InvalidInput
                | ErrorKind::Unreachable
                | ErrorKind::NotSent
                | ErrorKind::Closed
        )
    }

    /// The request may have been executed although no response came.
    pub fn is_outcome_unknown(&self) -> bool {
        self.0.kind == ErrorKind::OutcomeUnknown
    }

    /// Asterisk is out of reach for now: what may be repeated may be tried again.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Unreachable
                | ErrorKind::NotSent
                | ErrorKind::OutcomeUnknown
                | ErrorKind::NotReady
        )
    }

    /// After an unknown outcome, whether there was then what the request was to create, where Asterisk could be asked for it
    /// ([`Connect::retry`](crate::Connect::retry)).
    ///
    /// What is there need not come from this request, if its id was used before; what is not there may have come and gone.
    pub fn is_there(&self) -> Option<bool> {
        self.0.there
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            let path = inner.path.as_deref().unwrap_or(operation.path());
            write!(f, "{} ({} {path}): ", operation.name(), operation.method())?;
        }
        if let Some(status) = inner.status {
            write!(f, "{status}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(reason) = self.documented_reason() {
            write!(f, " ({reason})")?;
        }
        match inner.kind {
            ErrorKind::OutcomeUnknown => f.write_str(match inner.there {
                None => "; it may have been executed",
                Some(true) => "; it may have been executed: what it was to create is there",
                Some(false) => "; it may have been executed: what it was to create is not there",
            })?,
            ErrorKind::NotSent => f.write_str("; it was not sent")?,
            _ => {}
        }
        if let Some(unavailable) = &inner.unavailable {
            // Of a parameter it is not sure that it is the reason: most are ignored.
            let perhaps = unavailable.parameter().map_or("", |_| "perhaps because ");
            write!(f, "; {perhaps}{unavailable}")?;
        }
        if let Some(advice) = &inner.advice {
            write!(f, "; {advice}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("text", &format_args!("{self}"))
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|it| it as &(dyn StdError + 'static))
    }
}
