//! The examples as programs: started as their readers start them, against a server of the test's.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::{Instance, Outbound, Setup};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{asterisk, eventually};

type Failure = Box<dyn std::error::Error>;

/// How long a line may take; the monkeys howl for 16 seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// An example at work.
#[derive(Debug)]
pub struct Example {
    lines: Lines<BufReader<ChildStdout>>,
    /// What it complained of.
    errors: JoinHandle<Vec<String>>,
    child: Child,
}

impl Example {
    /// Starts an example and waits until its application is there.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start(name: &str, ari: &Ari, instance: &Instance) -> Result<Self, Failure> {
        Self::start_with(name, &[], ari, instance).await
    }

    /// The same, with arguments.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start_with(
        name: &str,
        arguments: &[&str],
        ari: &Ari,
        instance: &Instance,
    ) -> Result<Self, Failure> {
        Self::start_as(&name.replace('_', "-"), name, arguments, ari, instance).await
    }

    /// The same, with a variable of its environment.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start_knowing(
        variable: (&str, &str),
        name: &str,
        arguments: &[&str],
        ari: &Ari,
        instance: &Instance,
    ) -> Result<Self, Failure> {
        let mut command = command(name, arguments, instance);
        command.env(variable.0, variable.1);
        Self::registered(&name.replace('_', "-"), command, ari).await
    }

    /// Runs one that ends by itself, and tells what it says.
    ///
    /// # Errors
    ///
    /// It does not end, or not well.
    pub async fn run(
        name: &str,
        arguments: &[&str],
        instance: &Instance,
    ) -> Result<Vec<String>, Failure> {
        Self::spawn(command(name, arguments, instance))?.ended().await
    }

    /// The same, of an example that is told the name of its application.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn start_as(
        application: &str,
        name: &str,
        arguments: &[&str],
        ari: &Ari,
        instance: &Instance,
    ) -> Result<Self, Failure> {
        Self::registered(application, command(name, arguments, instance), ari).await
    }

    async fn registered(application: &str, command: Command, ari: &Ari) -> Result<Self, Failure> {
        let example = Self::spawn(command)?;
        let application = ari.application(application);
        eventually("the application registers", || async { application.get().await.ok() }).await;
        Ok(example)
    }

    fn spawn(mut command: Command) -> Result<Self, Failure> {
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        let mut stderr = BufReader::new(child.stderr.take().ok_or("no errors")?).lines();
        let errors = tokio::spawn(async move {
            let mut errors = Vec::new();
            while let Ok(Some(line)) = stderr.next_line().await {
                eprintln!("{line}");
                errors.push(line);
            }
            errors
        });
        Ok(Self { lines: BufReader::new(stdout).lines(), errors, child })
    }

    /// Starts the example that Asterisk dials, and an Asterisk that does.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub async fn dialled(
        name: &str,
        outbound: fn(String) -> Outbound,
    ) -> Result<(Self, Instance), Failure> {
        let mut command = Command::new(built(name));
        command
            .env("ARI_LISTEN", "127.0.0.1:0")
            .env("ARI_USERNAME", "pbx")
            .env("ARI_PASSWORD", "secret");
        let mut example = Self::spawn(command)?;
        let line = example.line().await?;
        let address = line.strip_prefix("Listening at ").ok_or(format!("it said: {line}"))?;
        let outbound = outbound(format!("ws://{address}/greeter")).credentials("pbx", "secret");
        let setup = Setup::new().outbound(outbound);
        Ok((example, tokio::task::spawn_blocking(move || asterisk(setup)).await?))
    }

    /// How many sockets it has open.
    ///
    /// # Errors
    ///
    /// It has ended.
    pub fn sockets(&self) -> Result<usize, Failure> {
        let id = self.child.id().ok_or("it has ended")?;
        let files = std::fs::read_dir(format!("/proc/{id}/fd"))?;
        // A file may be closed meanwhile.
        let names = files.flatten().filter_map(|it| std::fs::read_link(it.path()).ok());
        Ok(names.filter(|it| it.to_string_lossy().starts_with("socket:")).count())
    }

    /// Asks it to end, as SIGTERM does.
    ///
    /// # Errors
    ///
    /// It has ended.
    pub async fn signal(&mut self) -> Result<(), Failure> {
        let id = self.child.id().ok_or("it has ended")?.to_string();
        let killed = Command::new("kill").args(["-TERM", &id]).status().await?;
        if killed.success() { Ok(()) } else { Err("it could not be told".into()) }
    }

    /// Asks it to end, and tells what it still says.
    ///
    /// # Errors
    ///
    /// It does not end, or not well.
    pub async fn terminate(mut self) -> Result<Vec<String>, Failure> {
        self.signal().await?;
        self.ended().await
    }

    /// Waits until it has ended by itself, and tells what it still says.
    ///
    /// # Errors
    ///
    /// It does not end, or not well, or has complained of something.
    pub async fn ended(&mut self) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        while let Some(line) = timeout(PATIENCE, self.lines.next_line()).await?? {
            lines.push(line);
        }
        let status = timeout(PATIENCE, self.child.wait()).await??;
        let errors = timeout(PATIENCE, &mut self.errors).await??;
        if status.success() && errors.is_empty() {
            Ok(lines)
        } else {
            Err(format!("{status}: {lines:?}, {errors:?}").into())
        }
    }

    /// The next line it prints.
    ///
    /// # Errors
    ///
    /// There is none in time.
    pub async fn line(&mut self) -> Result<String, Failure> {
        let line = timeout(PATIENCE, self.lines.next_line()).await??;
        Ok(line.ok_or("the example ended")?)
    }

    /// Lines up to the first one that ends like this.
    ///
    /// # Errors
    ///
    /// There is none in time.
    pub async fn until(&mut self, end: &str) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await.map_err(|error| format!("{error}, after {lines:?}"))?;
            let last = line.ends_with(end);
            lines.push(line);
            if last {
                return Ok(lines);
            }
        }
    }

    /// Lines up to the one that says that the channel has left.
    ///
    /// # Errors
    ///
    /// There is none in time.
    pub async fn until_left(&mut self) -> Result<Vec<String>, Failure> {
        self.until("just left our application").await
    }
}

/// How an example is started.
fn command(name: &str, arguments: &[&str], instance: &Instance) -> Command {
    let mut command = Command::new(built(name));
    command
        .args(arguments)
        .env("ARI_URL", instance.url())
        .env("ARI_USERNAME", instance.username())
        .env("ARI_PASSWORD", instance.password());
    command
}

/// The program of an example, built if it was not.
fn built(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let mut build = std::process::Command::new(env!("CARGO"));
        // What is said of the test's own package would have libraries built again.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                build.env_remove(name);
            }
        }
        let output = build
            .args(["build", "--quiet", "--package", "ari-generated", "--examples"])
            .args(["--features", "media", "--message-format", "json"])
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let program = messages
            .lines()
            .filter_map(|it| serde_json::from_str::<serde_json::Value>(it).ok())
            .find_map(|it| it.get("executable")?.as_str().map(PathBuf::from));
        let program = program.expect("cargo names the programs it built");
        program.parent().map(PathBuf::from).expect("a program is in a folder")
    });
    folder.join(name)
}
