//! Why fetching or starting failed, in words a developer can act on; knows nothing of how either is done.

use std::{io, path::PathBuf, process::ExitStatus, time::Duration};

/// Asterisk could not be fetched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// This machine lacks a tool of Debian's packaging, so nothing can be fetched here.
    #[error(
        "{tool} is not on this machine, and Asterisk is fetched with it; \
         set ARI_URL, ARI_USERNAME and ARI_PASSWORD to use your own Asterisk"
    )]
    #[non_exhaustive]
    NoApt {
        /// The missing command.
        tool: &'static str,
    },
    /// This machine's apt knows no archive of Debian.
    #[error(
        "apt on this machine has no Debian archive among its sources; \
         set ARI_DEBIAN_MIRROR to one, or ARI_URL, ARI_USERNAME and ARI_PASSWORD to use your own Asterisk"
    )]
    NoDebianArchive,
    /// A command of Debian's packaging failed.
    #[error("{command} failed:\n{output}")]
    #[non_exhaustive]
    Command {
        /// The command and what it was for.
        command: String,
        /// The end of what it printed.
        output: String,
    },
    /// The packages do not hold what they are known to hold.
    #[error("the packages of this release hold no {0}")]
    Incomplete(&'static str),
    /// A file or folder of the cache could not be used.
    #[error("cannot use {}: {source}", path.display())]
    #[non_exhaustive]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl FetchError {
    /// For `map_err` on an operation on `path`.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> FetchError {
        let path = path.into();
        move |source| FetchError::Io { path, source }
    }
}

/// A certificate could not be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot make a certificate")]
pub struct CertificateError(#[from] rcgen::Error);

/// An instance did not start, or did not start again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Asterisk ended before it answered.
    #[error("Asterisk ended while starting ({status}); the end of its log:\n{log}")]
    #[non_exhaustive]
    Ended {
        /// How it ended.
        status: ExitStatus,
        /// The end of its log.
        log: String,
    },
    /// Asterisk runs but did not get ready in time.
    #[error("Asterisk did not answer {what} within {waited:?}; the end of its log:\n{log}")]
    #[non_exhaustive]
    NotReady {
        /// What it did not answer.
        what: &'static str,
        /// How long it was waited for.
        waited: Duration,
        /// The end of its log.
        log: String,
    },
    /// Other programs took the chosen ports, several times in a row.
    #[error("the ports chosen for Asterisk were taken by others; the end of its log:\n{log}")]
    #[non_exhaustive]
    PortTaken {
        /// The end of its log.
        log: String,
    },
    /// The folder for temporary files has too long a name for Asterisk's control socket.
    #[error("{} is too long a path for Asterisk's control socket; set TMPDIR to a shorter one", .0.display())]
    DirectoryTooLong(PathBuf),
    /// The certificate for TLS could not be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// A file, a folder or the process itself could not be made.
    #[error("cannot prepare Asterisk")]
    Io(#[from] io::Error),
}

/// The last lines of what a program printed, for a message.
pub(crate) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
