//! `cargo xtask bench`: builds what is compared, and has it compared. What is measured stands in `tests/bench`.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{releases, workspace};

/// The programs with other clients, each a package of its own.
const PEERS: [&str; 2] = ["tests/peers/asterisk-ari", "tests/peers/asterisk-rs-ari"];

/// Those of which only the building is measured.
const HELLO: [&str; 2] = ["tests/peers/hello/ari-generated", "tests/peers/hello/asterisk-rs-ari"];

/// The one that is not built but fetched.
const NODE: &str = "tests/peers/ari-client";

/// Every package that is there to be compared, outside the workspace.
pub(crate) fn packages() -> impl Iterator<Item = &'static str> {
    PEERS.into_iter().chain(HELLO)
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// For the comparison: `--only decode,socket`, `--quick`.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    done(workspace::cargo().args([
        "build",
        "--release",
        "--package",
        "ari-bench",
        "--package",
        "xtask",
    ]))?;
    for peer in PEERS {
        let mut build = releases::cargo(&workspace::root().join(peer));
        build.env("CARGO_TARGET_DIR", workspace::root().join("target/peers"));
        done(build.args(["build", "--release", "--locked"]))?;
    }
    let mut fetch = Command::new("npm");
    fetch.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    done(fetch.current_dir(workspace::root().join(NODE)))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let program = workspace::root().join(target).join("release/compare");
    done(Command::new(program).args(&arguments.rest).current_dir(workspace::root()))
}

fn done(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_owned();
    let status = command.status().with_context(|| format!("starting {}", name.display()))?;
    if !status.success() {
        bail!("{} failed", name.display());
    }
    Ok(())
}
