//! Why a simulator does not start.

use std::{error, fmt, io};

/// Why a simulator does not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// There is no port to listen on.
    Io(io::Error),
    /// The dialplan cannot be read.
    Dialplan {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The server of an outbound websocket cannot be dialled.
    Outbound {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "no port to listen on: {error}"),
            Self::Dialplan { line, reason } => write!(f, "line {line} of the dialplan: {reason}"),
            Self::Outbound { url, reason } => write!(f, "{url:?} cannot be dialled: {reason}"),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Dialplan { .. } | Self::Outbound { .. } => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
