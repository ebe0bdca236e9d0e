//! What an instance is started with; knows nothing of files or processes.

use std::{collections::BTreeSet, time::Duration};

use crate::{Identity, Outbound};

/// What an instance is started with. The default is everything ARI offers, without SIP and TLS.
///
/// ```
/// use ari_harness::Setup;
///
/// let setup = Setup::new()
///     .tls()
///     .session_limit(1000)
///     .dialplan("[default]\nexten => menu,1,Stasis(ivr,menu)\n");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Setup {
    pub(crate) sip: bool,
    pub(crate) tls: bool,
    /// What it shows over TLS, instead of a certificate made for it.
    pub(crate) identity: Option<Identity>,
    pub(crate) outbound: Vec<Outbound>,
    /// Servers for media websockets, by the name that channels know them by.
    pub(crate) media: Vec<(String, Outbound)>,
    pub(crate) pretty: bool,
    /// With its leading slash, or empty.
    pub(crate) prefix: String,
    pub(crate) session_limit: u32,
    pub(crate) websocket_write_timeout: Duration,
    pub(crate) channelvars: Vec<String>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) modules: BTreeSet<String>,
    pub(crate) without_modules: BTreeSet<String>,
}

/// A change to a configuration file.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) append: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            sip: false,
            tls: false,
            identity: None,
            outbound: Vec::new(),
            media: Vec::new(),
            pretty: false,
            prefix: String::new(),
            // Asterisk's own defaults.
            session_limit: 100,
            websocket_write_timeout: Duration::from_millis(100),
            channelvars: Vec::new(),
            edits: Vec::new(),
            modules: BTreeSet::new(),
            without_modules: BTreeSet::new(),
        }
    }
}

impl Setup {
    /// The default.
    pub fn new() -> Setup {
        Setup::default()
    }

    /// With SIP over UDP, the phones `alice` and `bob`, and anybody else as `anonymous`, none with a password.
    pub fn sip(mut self) -> Setup {
        self.sip = true;
        self
    }

    /// With HTTPS besides HTTP, its certificate signed by an authority made for this instance.
    pub fn tls(mut self) -> Setup {
        self.tls = true;
        self
    }

    /// With HTTPS besides HTTP, and a certificate of the caller's. The instance knows nothing of its authority.
    pub fn identity(
        mut self,
        certificate_pem: impl Into<String>,
        key_pem: impl Into<String>,
    ) -> Setup {
        self.identity =
            Some(Identity { certificate_pem: certificate_pem.into(), key_pem: key_pem.into() });
        self.tls()
    }

    /// With a server that Asterisk dials; one more with every call.
    pub fn outbound(mut self, outbound: Outbound) -> Setup {
        self.outbound.push(outbound);
        self
    }

    /// With a server for media websockets, which the channels `WebSocket/NAME` dial; one more with every call.
    pub fn media(mut self, name: impl Into<String>, server: Outbound) -> Setup {
        self.media.push((name.into(), server));
        self
    }

    /// With bodies and frames spread over lines.
    pub fn pretty(mut self) -> Setup {
        self.pretty = true;
        self
    }

    /// With everything of HTTP below a prefix, as `prefix` in http.conf sets it.
    pub fn prefix(mut self, prefix: &str) -> Setup {
        self.prefix = format!("/{prefix}");
        self
    }

    /// How many HTTP and websocket connections Asterisk takes at once, instead of 100.
    pub fn session_limit(mut self, sessions: u32) -> Setup {
        self.session_limit = sessions;
        self
    }

    /// How long a websocket's reader may stall before Asterisk cuts it off, instead of 100 ms.
    pub fn websocket_write_timeout(mut self, timeout: Duration) -> Setup {
        self.websocket_write_timeout = timeout;
        self
    }

    /// The channel variables every channel model shows.
    pub fn channelvars<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Setup {
        self.channelvars.extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds text to extensions.conf. It starts with the context it belongs to; naming `[default]` adds to that one.
    pub fn dialplan(self, text: impl Into<String>) -> Setup {
        self.append("extensions.conf", text)
    }

    /// Puts a file into the configuration folder, in place of the harness's own if it has one of that name.
    pub fn file(self, name: impl Into<String>, text: impl Into<String>) -> Setup {
        self.edit(name, text, false)
    }

    /// Adds text to the end of a file of the configuration folder.
    pub fn append(self, name: impl Into<String>, text: impl Into<String>) -> Setup {
        self.edit(name, text, true)
    }

    /// Loads a module besides, such as `app_mixmonitor`.
    pub fn module(mut self, name: impl Into<String>) -> Setup {
        self.modules.insert(name.into());
        self
    }

    /// Leaves out a module that would be loaded.
    pub fn without_module(mut self, name: impl Into<String>) -> Setup {
        self.without_modules.insert(name.into());
        self
    }

    fn edit(mut self, name: impl Into<String>, text: impl Into<String>, append: bool) -> Setup {
        self.edits.push(Edit { name: name.into(), text: text.into(), append });
        self
    }
}
