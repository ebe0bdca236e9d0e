//! Fetches Debian's Asterisk without root and runs real instances of it; knows nothing of ARI clients or models.
//!
//! ```no_run
//! use ari_harness::{Release, Setup, default_cache, fetch};
//!
//! let asterisk = fetch(Release::Sid, &default_cache())?;
//! let instance = asterisk.start(Setup::new())?;
//! println!("{} {} {}", instance.url(), instance.username(), instance.password());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every instance has a folder, a port and a life of its own, and listens on the loopback only. Dropping it ends the
//! process and deletes the folder. What a caller can dial stands in [`DIALPLAN`].

mod apt;
mod certificate;
mod error;
mod fetch;
mod installation;
mod instance;
mod layout;
mod outbound;
mod probe;
mod process;
mod release;
mod setup;

pub use certificate::{Authority, Identity, Leaf};
pub use error::{CertificateError, FetchError, StartError};
pub use fetch::{default_cache, fetch};
pub use installation::Installation;
pub use instance::Instance;
pub use outbound::Outbound;
pub use release::{Release, UnknownRelease};
pub use setup::Setup;

/// The dialplan (extensions.conf) of every instance: the extensions of context `default`, each with a remark.
pub const DIALPLAN: &str = include_str!("config/extensions.conf");
