//! One running Asterisk, from start to end; knows nothing of how its files are laid out inside.

use std::{
    fs::File,
    io,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Installation, Release, Setup, StartError,
    layout::{self, Layout, Ports},
    probe::{self, Answer},
    process::Process,
};

const READY_WITHIN: Duration = Duration::from_secs(20);
const SIP_READY_WITHIN: Duration = Duration::from_secs(60);
/// How often new ports are chosen when somebody else was faster.
const TRIES: usize = 5;

/// A running Asterisk of one's own. Dropping it ends the process at once and deletes its folder.
#[derive(Debug)]
pub struct Instance {
    // Dropped in this order: the process must be gone before its folder is.
    process: Option<Process>,
    layout: Layout,
    installation: Installation,
    setup: Setup,
    ports: Ports,
    version: String,
}

impl Instance {
    pub(crate) fn start(installation: Installation, setup: Setup) -> Result<Instance, StartError> {
        let layout = Layout::create(&installation, &setup)?;
        let mut instance = Instance {
            process: None,
            layout,
            version: installation.version()?,
            installation,
            setup,
            ports: Ports::choose()?,
        };
        for _ in 1..TRIES {
            match instance.launch() {
                Err(StartError::PortTaken { .. }) => instance.ports = Ports::choose()?,
                result => return result.map(|()| instance),
            }
        }
        instance.launch().map(|()| instance)
    }

    /// Where ARI is, such as `http://127.0.0.1:40123`, with the prefix if one is set up; `/ari/...` goes behind it.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.ports.http, self.setup.prefix)
    }

    /// The same over TLS, if set up, with a certificate for `127.0.0.1` and `localhost` unless told otherwise.
    pub fn https_url(&self) -> Option<String> {
        self.setup.tls.then(|| format!("https://{}{}", self.ports.https, self.setup.prefix))
    }

    /// The certificate of the authority behind [`https_url`](Self::https_url), as PEM, if it was made for the instance.
    pub fn ca_certificate(&self) -> Option<PathBuf> {
        let own = self.setup.tls && self.setup.identity.is_none();
        own.then(|| self.layout.path("tls/ca.pem"))
    }

    /// The user who may do everything.
    pub fn username(&self) -> &'static str {
        layout::USERNAME
    }

    /// Their password.
    pub fn password(&self) -> &'static str {
        layout::PASSWORD
    }

    /// The user who may only look.
    pub fn read_only_username(&self) -> &'static str {
        layout::READ_ONLY_USERNAME
    }

    /// Their password.
    pub fn read_only_password(&self) -> &'static str {
        layout::READ_ONLY_PASSWORD
    }

    /// Where SIP requests go over UDP, if set up.
    pub fn sip_address(&self) -> Option<SocketAddr> {
        self.setup.sip.then_some(self.ports.sip)
    }

    /// The version, such as `22.10.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The release it was started from.
    pub fn release(&self) -> Release {
        self.installation.release()
    }

    /// The process's number while it is started.
    pub fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Process::pid)
    }

    /// Whether the process is alive. It is not after [`stop`](Self::stop), [`kill`](Self::kill) or a crash.
    pub fn is_running(&mut self) -> bool {
        let process = self.process.as_mut();
        process.is_some_and(|process| matches!(process.ended(), Ok(None)))
    }

    /// The instance's folder: `etc`, `spool`, `data`, `log` and others.
    pub fn directory(&self) -> &Path {
        self.layout.root()
    }

    /// Where recordings go.
    pub fn recordings_directory(&self) -> PathBuf {
        self.layout.path("spool/recording")
    }

    /// Where sounds may be added: `custom.gsm` plays as `sound:custom`. The English ones are in `en`.
    pub fn sounds_directory(&self) -> PathBuf {
        self.layout.path("data/sounds")
    }

    /// The end of what Asterisk printed and logged, for messages about failures.
    pub fn log(&self) -> String {
        self.layout.log()
    }

    /// Runs a command of Asterisk's console and returns what it prints.
    ///
    /// # Errors
    /// If the console cannot be reached, which is so when Asterisk is not running.
    pub fn cli(&self, command: &str) -> io::Result<String> {
        let output = self.command().args(["-rx", command]).output()?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            let text = [output.stdout, output.stderr].concat();
            Err(io::Error::other(String::from_utf8_lossy(&text).into_owned()))
        }
    }

    /// Ends it like a crash (SIGKILL): connections break without a farewell.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// Ends it in good order (SIGTERM), which takes about a second; after ten it is killed. Whether it ended by itself.
    pub fn stop(&mut self) -> bool {
        self.process.take().is_some_and(|mut process| process.terminate())
    }

    /// Starts it again with the same ports and folder, after ending it in good order if it still runs.
    ///
    /// # Errors
    /// [`StartError`], also if another program has taken a port meanwhile.
    pub fn restart(&mut self) -> Result<(), StartError> {
        self.stop();
        self.launch()
    }

    fn command(&self) -> Command {
        let mut command = self.installation.asterisk();
        command.arg("-C").arg(self.layout.config("asterisk.conf"));
        command
    }

    fn launch(&mut self) -> Result<(), StartError> {
        self.layout.configure(&self.installation, &self.setup, &self.ports)?;
        self.layout.clear_log()?;
        let output = File::create(self.layout.path("log/output.log"))?;
        let mut command = self.command();
        command.arg("-f").stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let mut process = Process::start(&mut command, self.layout.root())?;
        self.wait_until_ready(&mut process)?;
        self.process = Some(process);
        Ok(())
    }

    fn wait_until_ready(&self, process: &mut Process) -> Result<(), StartError> {
        // It answers when all is loaded, TLS included: knocking there would only leave errors in the log.
        let credentials = format!("{}:{}", self.username(), self.password());
        self.wait_for(process, "GET /ari/asterisk/ping", READY_WITHIN, || {
            probe::ping(self.ports.http, &self.setup.prefix, &credentials, &self.layout.entity)
        })?;
        if self.setup.sip {
            self.wait_for(process, "SIP OPTIONS", SIP_READY_WITHIN, || {
                ready(probe::answers_options(self.ports.sip))
            })?;
        }
        Ok(())
    }

    fn wait_for(
        &self,
        process: &mut Process,
        what: &'static str,
        waited: Duration,
        probe: impl Fn() -> Answer,
    ) -> Result<(), StartError> {
        let deadline = Instant::now() + waited;
        loop {
            if let Some(status) = process.ended()? {
                let log = self.log();
                return Err(StartError::Ended { status, log });
            }
            let answer = probe();
            // Whoever answers, the port is not this instance's.
            if matches!(answer, Answer::Stranger) || self.layout.port_taken() {
                return Err(StartError::PortTaken { log: self.log() });
            }
            if matches!(answer, Answer::Ready) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let log = self.log();
                return Err(StartError::NotReady { what, waited, log });
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn ready(answers: bool) -> Answer {
    if answers { Answer::Ready } else { Answer::Nothing }
}
