//! The programs that are compared, and what they print.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ari_contest::{Figures, Task};

/// How long a program may take for a task before it is ended.
const PATIENCE: Duration = Duration::from_secs(240);

/// A program that does tasks with one client.
pub(crate) struct Program {
    /// Its client.
    pub(crate) name: &'static str,
    command: Vec<OsString>,
    /// Is it somebody else's?
    is_peer: bool,
}

/// All of them.
pub(crate) struct Programs {
    pub(crate) bare: Program,
    pub(crate) bare_decoding: Program,
    pub(crate) sdk: Program,
    pub(crate) picky: Program,
    pub(crate) asterisk_rs_ari: Program,
    pub(crate) asterisk_ari: Program,
    pub(crate) ari_client: Program,
}

impl Programs {
    /// Finds them where they were built.
    pub(crate) fn find(root: &Path) -> Result<Self> {
        let beside = std::env::current_exe().context("looking for the programs")?;
        let own = |name, program: &str| {
            Program::built(name, beside.with_file_name(format!("contestant-{program}")), false)
        };
        let peer = |name: &'static str| {
            let program = root.join(format!("target/peers/release/contestant-{name}"));
            Program::built(name, program, true)
        };
        let script = root.join("tests/peers/ari-client/main.js");
        Ok(Self {
            bare: own("bare", "bare")?,
            bare_decoding: own("bare, decoding", "bare-decoding")?,
            sdk: own("this SDK", "sdk")?,
            picky: own("this SDK, one kind wanted", "sdk-picky")?,
            asterisk_rs_ari: peer("asterisk-rs-ari")?,
            asterisk_ari: peer("asterisk-ari")?,
            ari_client: Program {
                name: "ari-client",
                command: vec!["node".into(), script.into()],
                is_peer: true,
            },
        })
    }

    /// The clients of others.
    pub(crate) fn peers(&self) -> [&Program; 3] {
        [&self.asterisk_rs_ari, &self.asterisk_ari, &self.ari_client]
    }
}

impl Program {
    fn built(name: &'static str, path: PathBuf, is_peer: bool) -> Result<Self> {
        if !path.exists() {
            bail!("{} was not built; `cargo xtask bench` does that", path.display());
        }
        Ok(Self { name, command: vec![path.into()], is_peer })
    }

    /// Is it of Rust, so that its instructions can be counted?
    pub(crate) fn is_compiled(&self) -> bool {
        self.command.len() == 1
    }

    /// Has a task done, and keeps what it took; that a peer fails is told, and no reason to end the comparison.
    pub(crate) fn measure(&self, task: &Task, measured: &mut Vec<Figures>) -> Result<()> {
        self.measure_beside(task, || (), measured)
    }

    /// The same, and does something when the program says that it is connected.
    pub(crate) fn measure_beside<T>(
        &self,
        task: &Task,
        connected: impl FnOnce() -> T,
        measured: &mut Vec<Figures>,
    ) -> Result<()> {
        match finish(self.start(&[], task)?, connected) {
            Ok(figures) => measured.push(figures),
            Err(error) if self.is_peer => eprintln!("{} failed: {error:#}", self.name),
            Err(error) => return Err(error.context(format!("{} failed", self.name))),
        }
        Ok(())
    }

    /// How many instructions a task takes.
    pub(crate) fn instructions<T>(
        &self,
        task: &Task,
        connected: impl FnOnce() -> T,
    ) -> Result<f64> {
        let tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];
        self.counted(&tool, "Collected :", task, connected)
    }

    /// How many allocations a task makes.
    pub(crate) fn allocations(&self, task: &Task) -> Result<f64> {
        let tool = ["valgrind", "--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"];
        self.counted(&tool, "total heap usage:", task, || ())
    }

    /// The figure that a tool tells behind some words.
    fn counted<T>(
        &self,
        tool: &[&str],
        words: &str,
        task: &Task,
        connected: impl FnOnce() -> T,
    ) -> Result<f64> {
        let mut child = self.start(tool, task)?;
        let mut errors = child.stderr.take().context("it has no stderr")?;
        let counting = thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).map(|_| text)
        });
        let finished = finish(child, connected);
        let text = counting.join().map_err(|_| anyhow::anyhow!("reading failed"))??;
        finished.with_context(|| format!("{}: {text}", self.name))?;
        let line = text.lines().find_map(|it| it.split_once(words));
        let figure = line.and_then(|(_, rest)| rest.split_whitespace().next());
        let count = figure.and_then(|it| it.replace(',', "").parse().ok());
        count.with_context(|| format!("valgrind counted nothing: {text}"))
    }

    fn start(&self, tool: &[&str], task: &Task) -> Result<Child> {
        let words = tool.iter().map(OsString::from).chain(self.command.iter().cloned());
        let words: Vec<OsString> = words.chain(task.words().into_iter().map(Into::into)).collect();
        let (program, arguments) = words.split_first().context("nothing to start")?;
        Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(if tool.is_empty() { Stdio::inherit() } else { Stdio::piped() })
            .spawn()
            .with_context(|| format!("starting {}", program.display()))
    }
}

/// Reads what a program says; ends it if it says nothing for long.
fn finish<T>(mut child: Child, connected: impl FnOnce() -> T) -> Result<Figures> {
    let output = BufReader::new(child.stdout.take().context("it has no stdout")?);
    let (line, lines) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for text in output.lines().map_while(Result::ok) {
            if line.send(text).is_err() {
                return;
            }
        }
    });
    let mut connected = Some(connected);
    let mut figures = None;
    let until = Instant::now() + PATIENCE;
    // Kept until the end: it may be what the program is connected through.
    let mut kept = None;
    while let Ok(text) = lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
        match text.as_str() {
            "connected" => kept = connected.take().map(|it| it()),
            text => {
                figures = Some(Figures::parse(text).map_err(|it| anyhow::anyhow!("{text}: {it}")))
            }
        }
    }
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= until {
            child.kill()?;
        }
        thread::sleep(Duration::from_millis(5));
    };
    drop(kept);
    if !status.success() {
        bail!("it ended with {status}");
    }
    figures.context("it printed no figures")?
}
