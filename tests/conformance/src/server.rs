//! The two servers that scenarios run on; knows nothing of what is asked of them.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use ari_harness::{Installation, Instance, Release, Setup};
use ari_simulator::Simulator;

use crate::telephone::Telephone;

/// What can be dialled on both (extensions.conf).
pub const DIALPLAN: &str = include_str!("extensions.conf");

/// The telephones of the real one, which dial what scenarios dial.
const TELEPHONES: &str = include_str!("pjsip.conf");

/// A server of one scenario's own; dropping it ends it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Server {
    /// Where it is, such as `http://127.0.0.1:40123`.
    pub url: String,
    /// Who may do everything.
    pub user: String,
    /// Their password.
    pub password: String,
    instance: Option<Instance>,
    simulator: Option<Arc<Simulator>>,
}

impl Server {
    /// A real Asterisk, which is started in the third of a second, or a bit longer with SIP.
    ///
    /// # Panics
    ///
    /// None can be fetched or started.
    pub fn real(sip: bool) -> Self {
        let mut setup = Setup::new().dialplan(DIALPLAN);
        if sip {
            setup = setup.sip().append("pjsip.conf", TELEPHONES);
        }
        match installation().start(setup) {
            Ok(instance) => Self {
                url: instance.url(),
                user: instance.username().to_owned(),
                password: instance.password().to_owned(),
                instance: Some(instance),
                simulator: None,
            },
            Err(error) => panic!("no Asterisk to compare with: {error}"),
        }
    }

    /// A simulated Asterisk.
    pub fn simulated(simulator: Simulator) -> Self {
        Self {
            url: simulator.url(),
            user: simulator.username().to_owned(),
            password: simulator.password().to_owned(),
            instance: None,
            simulator: Some(Arc::new(simulator)),
        }
    }

    /// A telephone of this name: `ann` or `ben`.
    ///
    /// # Panics
    ///
    /// It cannot register.
    pub async fn telephone(&self, name: &'static str) -> Telephone {
        match (&self.instance, &self.simulator) {
            (Some(instance), _) => Telephone::real(name, instance).await,
            (_, Some(simulator)) => Telephone::simulated(name, Arc::clone(simulator)),
            (None, None) => unreachable!("a server is one of them"),
        }
    }

    /// What it logged, if it is a real one.
    pub fn log(&self) -> String {
        self.instance.as_ref().map(Instance::log).unwrap_or_default()
    }
}

/// The packages, kept below the workspace's `target` between runs.
fn installation() -> &'static Installation {
    static INSTALLATION: OnceLock<Installation> = OnceLock::new();
    INSTALLATION.get_or_init(|| {
        let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.ancestors().nth(2).map(PathBuf::from).unwrap_or(manifest);
        match ari_harness::fetch(Release::Sid, &root.join("target")) {
            Ok(installation) => installation,
            Err(error) => panic!("no Asterisk to compare with: {error}"),
        }
    })
}
