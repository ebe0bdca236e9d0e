//! The examples against a real Asterisk: what they print, whoever hangs up, and that no channel stays behind.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::{Instance, Outbound, Setup};
use ari_live_tests::{asterisk, credentials, eventually};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

type Failure = Box<dyn std::error::Error>;

/// How long a line may take; the monkeys howl for 16 seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// An example at work.
struct Example {
    lines: Lines<BufReader<ChildStdout>>,
    child: Child,
}

impl Example {
    /// Starts an example and waits until its application is there.
    async fn start(name: &str, ari: &Ari, instance: &Instance) -> Result<Self, Failure> {
        let mut child = Command::new(built(name))
            .env("ARI_URL", instance.url())
            .env("ARI_USERNAME", instance.username())
            .env("ARI_PASSWORD", instance.password())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        let application = ari.application(name.replace('_', "-"));
        eventually("the application registers", || async { application.get().await.ok() }).await;
        Ok(Self { lines: BufReader::new(stdout).lines(), child })
    }

    /// Starts the example that Asterisk dials, and an Asterisk that does.
    async fn dialled(
        name: &str,
        outbound: fn(String) -> Outbound,
    ) -> Result<(Self, Instance), Failure> {
        let mut child = Command::new(built(name))
            .env("ARI_LISTEN", "127.0.0.1:0")
            .env("ARI_USERNAME", "pbx")
            .env("ARI_PASSWORD", "secret")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no output")?;
        let mut example = Self { lines: BufReader::new(stdout).lines(), child };
        let line = example.line().await?;
        let address = line.strip_prefix("Listening at ").ok_or(format!("it said: {line}"))?;
        let outbound = outbound(format!("ws://{address}/greeter")).credentials("pbx", "secret");
        let setup = Setup::new().outbound(outbound);
        Ok((example, tokio::task::spawn_blocking(move || asterisk(setup)).await?))
    }

    /// Asks it to end, and tells what it still says.
    async fn terminate(mut self) -> Result<Vec<String>, Failure> {
        let id = self.child.id().ok_or("it has ended")?.to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().await?.success());
        let mut lines = Vec::new();
        while let Some(line) = timeout(PATIENCE, self.lines.next_line()).await?? {
            lines.push(line);
        }
        assert!(timeout(PATIENCE, self.child.wait()).await??.success());
        Ok(lines)
    }

    /// The next line it prints.
    async fn line(&mut self) -> Result<String, Failure> {
        let line = timeout(PATIENCE, self.lines.next_line()).await??;
        Ok(line.ok_or("the example ended")?)
    }

    /// Lines up to the one that says that the channel has left.
    async fn until_left(&mut self) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            let left = line.ends_with("just left our application");
            lines.push(line);
            if left {
                return Ok(lines);
            }
        }
    }
}

/// The program of an example, built if it was not.
fn built(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let output = std::process::Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "ari-generated", "--examples"])
            .args(["--message-format", "json"])
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

/// Calls the application of an example, as someone who then listens to silence.
async fn call(ari: &Ari, example: &str) -> Result<ChannelHandle, Failure> {
    let phone = ChannelId::random();
    ari.channels()
        .originate_with_id(&phone, format!("Local/{}@default", extension(example)))
        .extension("wait")
        .context("default")
        .formats("ulaw")
        .await?;
    Ok(ari.channel(&phone))
}

/// The extension that enters an example's application.
fn extension(example: &str) -> String {
    format!("app-{}", example.replace('_', "-"))
}

/// The lines, with the name of the channel that the application gets: the far half of the first Local channel.
fn said(example: &str, lines: &[&str]) -> Vec<String> {
    let caller = format!("Local/{}@default-00000000;2", extension(example));
    lines.iter().map(|it| it.replace("CALLER", &caller)).collect()
}

/// Asterisk has no channel any more.
async fn all_gone(ari: &Ari) {
    eventually("every channel is gone", || async {
        ari.channels().list().await.ok().filter(Vec::is_empty)
    })
    .await;
}

async fn to_the_end(name: &str, lines: &[&str]) -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start(name, &ari, &instance).await?;
    call(&ari, name).await?;
    assert_eq!(example.until_left().await?, said(name, lines));
    all_gone(&ari).await;
    Ok(())
}

async fn caller_hangs_up(name: &str, expected: &[&str], after: usize) -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start(name, &ari, &instance).await?;
    let phone = call(&ari, name).await?;
    let mut lines = Vec::new();
    for _ in 0..after {
        lines.push(example.line().await?);
    }
    assert_eq!(phone.hangup().await?, Removal::Done);
    lines.extend(example.until_left().await?);
    assert_eq!(lines, said(name, expected));
    all_gone(&ari).await;
    Ok(())
}

#[tokio::test]
async fn channel_state_hangs_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Channel CALLER is now: Up",
        "Hanging up channel CALLER",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_state", &said).await
}

#[tokio::test]
async fn channel_state_is_hung_up_on_while_ringing() -> Result<(), Failure> {
    let said =
        ["Channel CALLER has entered the application", "Channel CALLER just left our application"];
    caller_hangs_up("channel_state", &said, 1).await
}

#[tokio::test]
async fn channel_state_is_hung_up_on_when_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Channel CALLER is now: Up",
        "Channel CALLER just left our application",
    ];
    caller_hangs_up("channel_state", &said, 3).await
}

#[tokio::test]
async fn channel_tones_hangs_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Hanging up channel CALLER",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_tones", &said).await
}

#[tokio::test]
async fn channel_tones_is_hung_up_on_during_the_tone() -> Result<(), Failure> {
    let said =
        ["Channel CALLER has entered the application", "Channel CALLER just left our application"];
    caller_hangs_up("channel_tones", &said, 1).await
}

#[tokio::test]
async fn channel_playback_monkeys_hang_up() -> Result<(), Failure> {
    let said = [
        "Monkeys! Attack CALLER!",
        "Monkeys successfully vanquished CALLER; hanging them up",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_playback_monkeys", &said).await
}

#[tokio::test]
async fn channel_playback_monkeys_are_hung_up_on() -> Result<(), Failure> {
    let said = ["Monkeys! Attack CALLER!", "Channel CALLER just left our application"];
    caller_hangs_up("channel_playback_monkeys", &said, 1).await
}

/// What both examples say that greet a caller.
const GREETING: [&str; 3] = [
    "Channel CALLER has entered the application",
    "Channel CALLER was greeted",
    "Channel CALLER just left our application",
];

#[tokio::test]
async fn rest_over_websocket_greets() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start("rest_over_websocket", &ari, &instance).await?;
    call(&ari, "rest_over_websocket").await?;
    assert_eq!(example.until_left().await?, said("rest_over_websocket", &GREETING));
    all_gone(&ari).await;
    let lines = example.terminate().await?;
    let said = lines.last().and_then(|it| it.rsplit_once(": "));
    let (what, count) = said.ok_or("it said nothing")?;
    assert_eq!(what, "Responses that came over the websocket");
    assert!(count.parse::<u32>()? >= 4, "{count}");
    Ok(())
}

#[tokio::test]
async fn outbound_server_greets_over_a_lasting_connection() -> Result<(), Failure> {
    let outbound = |url| Outbound::persistent(url, ["outbound-server"]);
    let (mut example, instance) = Example::dialled("outbound_server", outbound).await?;
    assert!(example.line().await?.starts_with("Asterisk "));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    call(&ari, "outbound_server").await?;
    assert_eq!(example.until_left().await?, said("outbound_server", &GREETING));
    all_gone(&ari).await;
    assert_eq!(example.terminate().await?, ["Connections: 1"]);
    Ok(())
}

#[tokio::test]
async fn outbound_server_greets_over_a_connection_for_each_call() -> Result<(), Failure> {
    let outbound = |url| Outbound::per_call(url, ["outbound-server"]);
    let (mut example, instance) = Example::dialled("outbound_server", outbound).await?;
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..2 {
        call(&ari, "outbound_server").await?;
        let said = example.until_left().await?;
        assert!(said[0].starts_with("Asterisk ") && said[0].ends_with(" connected"), "{said:?}");
        assert!(said[2].ends_with(" was greeted"), "{said:?}");
        all_gone(&ari).await;
    }
    assert_eq!(example.terminate().await?, ["Connections: 2"]);
    Ok(())
}

#[tokio::test]
async fn channel_state_leaves_service_on_sigterm() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start("channel_state", &ari, &instance).await?;
    let phone = call(&ari, "channel_state").await?;
    let entered = said("channel_state", &["Channel CALLER has entered the application"]);
    assert_eq!(example.line().await?, entered[0]);
    let id = example.child.id().ok_or("it has ended")?.to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await?.success());
    // The call may go on for five seconds, which is long enough for it to be answered, and not for its end.
    let said = said(
        "channel_state",
        &[
            "Answering channel CALLER",
            "Channel CALLER is now: Up",
            "Channel CALLER just left our application",
        ],
    );
    assert_eq!(example.until_left().await?, said);
    assert!(timeout(PATIENCE, example.child.wait()).await??.success());
    assert_eq!(phone.hangup().await?, Removal::AlreadyGone);
    all_gone(&ari).await;
    Ok(())
}
