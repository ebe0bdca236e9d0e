//! What live tests share: an Asterisk of their own, the ways to it, waiting for events, and a ledger of the operations
//! that were called.

mod calls;
mod door;
mod example;
mod handset;
mod history;
mod items;
mod ledger;
mod phones;
mod proxy;
mod sip;
mod trace;
mod watch;

use std::path::PathBuf;
use std::sync::OnceLock;

use ari_generated::{Ari, Credentials, Events};
use ari_harness::{Installation, Instance, Release, Setup};

pub use calls::{Heard, Stage};
pub use door::Door;
pub use example::Example;
pub use handset::{Dialog, Handset};
pub use history::{has, has_parameter};
pub use items::Items;
pub use ledger::Ledger;
pub use phones::Phones;
pub use proxy::{Proxy, Which};
pub use sip::{Phone, Scenario};
pub use trace::hear;
pub use watch::{PATIENCE, Watch, eventually};

/// An Asterisk that only this test uses; dropping it ends it.
///
/// # Panics
///
/// No Asterisk can be fetched or started. `cargo xtask test` finds that out before and says so.
pub fn asterisk(setup: Setup) -> Instance {
    start(Release::Sid, setup)
}

/// The same, of a release of one's choice.
///
/// # Panics
///
/// No Asterisk can be fetched or started.
pub fn start(release: Release, setup: Setup) -> Instance {
    match installation(release).start(setup) {
        Ok(instance) => instance,
        Err(error) => panic!("no Asterisk to test with: {error}"),
    }
}

/// The unpacked packages of a release.
///
/// # Panics
///
/// They cannot be fetched.
pub fn installation(release: Release) -> &'static Installation {
    static SID: OnceLock<Installation> = OnceLock::new();
    static BULLSEYE: OnceLock<Installation> = OnceLock::new();
    let slot = if release == Release::Sid { &SID } else { &BULLSEYE };
    slot.get_or_init(|| match ari_harness::fetch(release, &cache()) {
        Ok(installation) => installation,
        Err(error) => panic!("no Asterisk to test with: {error}"),
    })
}

/// Where packages are kept between runs: below the workspace's `target`.
pub fn cache() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let root = manifest.ancestors().nth(2).map(PathBuf::from).unwrap_or(manifest);
    root.join("target")
}

/// User and password of an instance.
pub fn credentials(instance: &Instance) -> Credentials {
    Credentials::new(instance.username(), instance.password())
}

/// A client of an instance for one application, and its events.
///
/// # Panics
///
/// The connection fails.
pub async fn connect(instance: &Instance, application: &str) -> (Ari, Events) {
    match Ari::connect(instance.url(), credentials(instance)).app(application).await {
        Ok(connected) => connected,
        Err(error) => panic!("{error}\n{}", instance.log()),
    }
}
