//! `cargo xtask demo`: a call to the example `channel_state`, shown as it happens.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};
use ari_harness::{Release, Setup};

use crate::{asterisk, workspace};

/// What stands in for an Asterisk that cannot be had.
const SIMULATOR: &str = "examples/stand_alone";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Fails where no real Asterisk can be had, instead of simulating one.
    #[arg(long)]
    live: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    build(
        &["--package", "ari-demo", "--package", "ari-generated"],
        &["--bin", "ari-demo", "--example", "channel_state"],
    )?;
    // Dropped at the end, which ends it.
    let mut _instance = None;
    let mut _simulator = None;
    let environment = match asterisk::named() {
        Some(url) => {
            println!("Using the Asterisk at {url}.");
            Vec::new()
        }
        None => match asterisk::start(Release::Sid, Setup::new()) {
            Ok(instance) => {
                println!("Started Asterisk {} at {}.", instance.version(), instance.url());
                let environment = asterisk::environment(&instance).to_vec();
                _instance = Some(instance);
                environment
            }
            Err(error) if arguments.live => return Err(error),
            Err(error) => {
                println!("There is no Asterisk to be had, so this is a simulated one: {error:#}");
                let (simulator, environment) = simulate()?;
                _simulator = Some(simulator);
                environment
            }
        },
    };
    println!();
    let mut application = Running(spawn("examples/channel_state", &environment)?);
    let teller = tell("channel_state", &mut application.0);
    let phone = spawn("ari-demo", &environment)?.wait()?;
    application.end();
    if let Some(teller) = teller {
        let _ = teller.join();
    }
    if !phone.success() {
        bail!(
            "the demonstration did not get through; an Asterisk of one's own needs in its dialplan:\n\
             [default]\nexten => 1000,1,Stasis(channel-state)\n same => n,Hangup()"
        );
    }
    println!("\nThat was ari-generated/examples/channel_state.rs.");
    Ok(())
}

fn build(packages: &[&str], programs: &[&str]) -> Result<()> {
    let status = workspace::cargo()
        .args(["build", "--quiet"])
        .args(packages)
        .args(programs)
        .status()
        .context("running cargo")?;
    if !status.success() {
        bail!("the example does not build");
    }
    Ok(())
}

/// Starts a simulated Asterisk, and tells what programs have to know of it.
fn simulate() -> Result<(Running, Vec<(&'static str, String)>)> {
    build(&["--package", "ari-simulator"], &["--example", "stand_alone"])?;
    let mut simulator = Running(spawn(SIMULATOR, &[])?);
    let output = simulator.0.stdout.take().context("it says nothing")?;
    let mut lines = BufReader::new(output).lines();
    let mut environment = Vec::new();
    for name in ["ARI_URL", "ARI_USERNAME", "ARI_PASSWORD"] {
        let line = lines.next().context("it does not say where it is")??;
        let value = line.strip_prefix(&format!("export {name}="));
        environment.push((name, value.with_context(|| format!("it says: {line}"))?.to_owned()));
    }
    Ok((simulator, environment))
}

fn spawn(program: &str, environment: &[(&str, String)]) -> Result<Child> {
    let path = workspace::built(program)?;
    Command::new(&path)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdout(if program == "ari-demo" { Stdio::inherit() } else { Stdio::piped() })
        .spawn()
        .with_context(|| format!("starting {}", path.display()))
}

/// Prints what a program prints, each line under its name.
fn tell(name: &'static str, child: &mut Child) -> Option<thread::JoinHandle<()>> {
    let output = BufReader::new(child.stdout.take()?);
    Some(thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            println!("{name}: {line}");
        }
    }))
}

/// A program that ends with its owner.
struct Running(Child);

impl Running {
    fn end(&mut self) {
        // Fails where it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}
