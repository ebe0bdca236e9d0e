//! Lays out an instance's folder: its configuration, sounds and empty places; knows nothing of processes.

use std::{
    collections::BTreeSet,
    fs,
    hash::{BuildHasher, RandomState},
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use crate::{Installation, Outbound, Setup, StartError, certificate, error::tail};

pub(crate) const USERNAME: &str = "asterisk";
pub(crate) const PASSWORD: &str = "asterisk";
pub(crate) const READ_ONLY_USERNAME: &str = "reader";
pub(crate) const READ_ONLY_PASSWORD: &str = "reader";

/// The configuration files that need nothing but their placeholders filled.
const FILES: [(&str, &str); 14] = [
    ("asterisk.conf", include_str!("config/asterisk.conf")),
    ("modules.conf", include_str!("config/modules.conf")),
    ("http.conf", include_str!("config/http.conf")),
    ("ari.conf", include_str!("config/ari.conf")),
    ("stasis.conf", include_str!("config/stasis.conf")),
    ("logger.conf", include_str!("config/logger.conf")),
    ("rtp.conf", include_str!("config/rtp.conf")),
    ("features.conf", include_str!("config/features.conf")),
    ("musiconhold.conf", include_str!("config/musiconhold.conf")),
    ("indications.conf", include_str!("config/indications.conf")),
    ("sorcery.conf", include_str!("config/sorcery.conf")),
    ("pjsip.conf", include_str!("config/pjsip.conf")),
    ("pjproject.conf", include_str!("config/pjproject.conf")),
    ("extensions.conf", crate::DIALPLAN),
];
/// Asterisk complains if these are missing; empty, they mean its defaults.
const EMPTY_FILES: [&str; 7] = [
    "acl.conf",
    "ccss.conf",
    "cdr.conf",
    "cel.conf",
    "chan_websocket.conf",
    "udptl.conf",
    "websocket_client.conf",
];
const TLS: &str = include_str!("config/http-tls.conf");
const MODULES: &str = include_str!("config/modules.list");
const SIP_MODULES: &str = include_str!("config/modules-sip.list");

const FOLDERS: [&str; 9] = [
    "etc",
    "lib",
    "data/sounds",
    "spool",
    // Asterisk does not make this one itself, and no recording works without it.
    "spool/recording",
    "run",
    "log",
    "cache",
    "tls",
];

/// A Unix socket's name holds 108 bytes, the last of them zero.
const SOCKET_NAME: usize = 107;

/// The loopback ports of one instance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(crate) http: SocketAddr,
    pub(crate) https: SocketAddr,
    pub(crate) sip: SocketAddr,
}

impl Ports {
    /// Ports nobody uses now. All are held until all are chosen, so that they differ.
    pub(crate) fn choose() -> io::Result<Ports> {
        let any = (Ipv4Addr::LOCALHOST, 0);
        let (http, https) = (TcpListener::bind(any)?, TcpListener::bind(any)?);
        Ok(Ports {
            http: http.local_addr()?,
            https: https.local_addr()?,
            sip: UdpSocket::bind(any)?.local_addr()?,
        })
    }
}

/// The folder of one instance, deleted when dropped.
#[derive(Debug)]
pub(crate) struct Layout {
    directory: TempDir,
    /// What the instance calls itself, so that it is told from others.
    pub(crate) entity: String,
}

impl Layout {
    /// Makes the folder and all in it that does not depend on ports.
    pub(crate) fn create(installation: &Installation, setup: &Setup) -> Result<Layout, StartError> {
        let directory = tempfile::Builder::new().prefix("asterisk-").tempdir()?;
        let layout = Layout { directory, entity: entity() };
        let socket = layout.path("run/asterisk.ctl");
        if socket.as_os_str().len() > SOCKET_NAME {
            return Err(StartError::DirectoryTooLong(socket));
        }
        for folder in FOLDERS {
            fs::create_dir_all(layout.path(folder))?;
        }
        layout.link_data(&installation.data())?;
        if setup.tls {
            let folder = layout.path("tls");
            match &setup.identity {
                Some(identity) => certificate::write_identity(&folder, identity)?,
                None => certificate::write(&folder)?,
            }
        }
        Ok(layout)
    }

    /// Writes the configuration for these ports, over an earlier one.
    pub(crate) fn configure(
        &self,
        installation: &Installation,
        setup: &Setup,
        ports: &Ports,
    ) -> io::Result<()> {
        let values = [
            ("directory", self.root().display().to_string()),
            ("modules", installation.modules().display().to_string()),
            ("entity", self.entity.clone()),
            ("modules_to_load", modules_to_load(setup, installation.modules())),
            ("http_port", ports.http.port().to_string()),
            ("https_port", ports.https.port().to_string()),
            ("sip_port", ports.sip.port().to_string()),
            ("prefix", setup.prefix.trim_start_matches('/').to_owned()),
            ("session_limit", setup.session_limit.to_string()),
            ("pretty", if setup.pretty { "yes" } else { "no" }.to_owned()),
            ("channelvars", setup.channelvars.join(",")),
            ("websocket_write_timeout", setup.websocket_write_timeout.as_millis().to_string()),
            ("username", USERNAME.to_owned()),
            ("password", PASSWORD.to_owned()),
            ("read_only_username", READ_ONLY_USERNAME.to_owned()),
            ("read_only_password", READ_ONLY_PASSWORD.to_owned()),
        ];
        let fill = |text: &str| {
            values.iter().fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
        };
        for (name, text) in FILES {
            fs::write(self.config(name), fill(text))?;
        }
        for name in EMPTY_FILES {
            fs::write(self.config(name), "")?;
        }
        if setup.tls {
            self.append("http.conf", &fill(TLS))?;
        }
        for (number, outbound) in setup.outbound.iter().enumerate() {
            let id = Outbound::id(number);
            self.add(&id, outbound)?;
            self.append("ari.conf", &outbound.ari_section(&id))?;
        }
        for (name, server) in &setup.media {
            self.add(name, server)?;
        }
        for edit in &setup.edits {
            if edit.append {
                self.append(&edit.name, &edit.text)?;
            } else {
                fs::write(self.config(&edit.name), &edit.text)?;
            }
        }
        Ok(())
    }

    pub(crate) fn root(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub(crate) fn config(&self, name: &str) -> PathBuf {
        self.path("etc").join(name)
    }

    /// The end of what Asterisk printed and logged.
    pub(crate) fn log(&self) -> String {
        ["log/output.log", "log/asterisk.log"].map(|file| tail(&self.read(file), 40)).join("\n")
    }

    /// Whether Asterisk reported a port as taken by another program.
    pub(crate) fn port_taken(&self) -> bool {
        self.read("log/asterisk.log").contains("Address already in use")
    }

    /// Forgets the log of an earlier start.
    pub(crate) fn clear_log(&self) -> io::Result<()> {
        fs::write(self.path("log/asterisk.log"), "")
    }

    fn read(&self, file: &str) -> String {
        let bytes = fs::read(self.path(file)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Adds a server to dial.
    fn add(&self, id: &str, outbound: &Outbound) -> io::Result<()> {
        let folder = self.path("tls");
        if let Some(authority) = &outbound.authority {
            fs::write(folder.join(format!("{id}-ca.pem")), authority)?;
        }
        if let Some((certificate, key)) = &outbound.identity {
            fs::write(folder.join(format!("{id}.pem")), certificate)?;
            fs::write(folder.join(format!("{id}.key")), key)?;
        }
        let client = outbound.client_section(id, &folder.display().to_string());
        self.append("websocket_client.conf", &client)
    }

    fn append(&self, name: &str, text: &str) -> io::Result<()> {
        let file = self.config(name);
        let before = fs::read_to_string(&file).unwrap_or_default();
        fs::write(file, format!("{before}\n{text}"))
    }

    /// Everything Asterisk reads stays in the installation; only the sounds folder is real, so that sounds can be added.
    fn link_data(&self, data: &Path) -> io::Result<()> {
        for entry in fs::read_dir(data)? {
            let entry = entry?;
            if entry.file_name() != "sounds" {
                symlink(entry.path(), self.path("data").join(entry.file_name()))?;
            }
        }
        symlink(data.join("sounds/en_US_f_Allison"), self.path("data/sounds/en"))
    }
}

/// The lines of modules.conf. Which modules a release has is told by its files.
fn modules_to_load(setup: &Setup, folder: &Path) -> String {
    let sip = if setup.sip { SIP_MODULES } else { "" };
    let listed = MODULES.lines().chain(sip.lines());
    let wanted: BTreeSet<&str> = listed
        .filter(|line| !line.starts_with('#'))
        .chain(setup.modules.iter().map(String::as_str))
        .filter(|name| !setup.without_modules.contains(*name))
        .filter(|name| folder.join(format!("{name}.so")).exists())
        .collect();
    let lines = wanted.into_iter().map(|name| format!("load = {name}.so\n"));
    lines.collect()
}

/// Six random bytes, written as Asterisk wants its entity id.
fn entity() -> String {
    let random = RandomState::new().hash_one(std::process::id()).to_be_bytes();
    random[..6].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
}
