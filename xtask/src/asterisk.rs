//! `cargo xtask asterisk`: a real Asterisk for as long as one wants it, and which Asterisk the other commands use.

use std::env;
use std::path::PathBuf;
use std::sync::mpsc;

use anyhow::{Context, Result};
use ari_harness::{FetchError, Installation, Instance, Release, Setup};

use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The Debian release whose Asterisk it is: `sid` has 22, `bullseye` has 16.28.
    #[arg(long, default_value = "sid")]
    release: Release,
    /// Loads SIP too, with the endpoints `alice` and `bob`.
    #[arg(long)]
    sip: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut setup = Setup::new();
    if arguments.sip {
        setup = setup.sip();
    }
    let interrupted = interrupts()?;
    let mut instance = start(arguments.release, setup)?;
    println!("Asterisk {} is running.", instance.version());
    println!();
    for (name, value) in environment(&instance) {
        println!("export {name}={value}");
    }
    if let Some(address) = instance.sip_address() {
        println!();
        println!("SIP: udp {address}");
    }
    println!();
    println!("Ctrl-C ends it.");
    // Errors when the handler is gone, which is as good a reason to end.
    let _ = interrupted.recv();
    instance.stop();
    Ok(())
}

/// Gets a message for each Ctrl-C, so that the command can end what it started.
pub(crate) fn interrupts() -> Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel();
    ctrlc::set_handler(move || {
        let _ = sender.send(());
    })
    .context("catching Ctrl-C")?;
    Ok(receiver)
}

/// Starts an instance, fetching it first where that was not done before.
pub(crate) fn start(release: Release, setup: Setup) -> Result<Instance> {
    let installation = fetch(release)?;
    installation.start(setup).context("starting Asterisk")
}

/// The unpacked packages, below `target`.
pub(crate) fn fetch(release: Release) -> Result<Installation, FetchError> {
    let cache = cache();
    if let Some(installation) = Installation::find(release, &cache)? {
        return Ok(installation);
    }
    eprintln!("Fetching Asterisk from Debian's {release} (about 90 MB, once) ...");
    ari_harness::fetch(release, &cache)
}

fn cache() -> PathBuf {
    workspace::root().join("target")
}

/// What examples and tests read to find an instance.
pub(crate) fn environment(instance: &Instance) -> [(&'static str, String); 3] {
    [
        ("ARI_URL", instance.url()),
        ("ARI_USERNAME", instance.username().to_owned()),
        ("ARI_PASSWORD", instance.password().to_owned()),
    ]
}

/// The Asterisk that the environment names, if any.
pub(crate) fn named() -> Option<String> {
    env::var("ARI_URL").ok().filter(|it| !it.is_empty())
}
