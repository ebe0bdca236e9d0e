//! `cargo xtask test`: every check there is, one after the other, and at the end what passed, what failed and what was not run.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use ari_harness::Release;

use crate::tally::Tally;
use crate::{asterisk, bench, releases, workspace};

/// Packages whose tests start an Asterisk of their own.
const LIVE: &[&str] = &["ari-conformance-tests", "ari-harness", "ari-live-tests", "ari-reader"];

/// The program of somebody whose Asterisk has more than ours.
const VENDOR: &str = "tests/vendor/app";

/// The program of somebody who tests it with the simulator.
const OUTSIDE: &str = "tests/outside";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Succeeds without the live tests where no Asterisk can be had; they are counted as not run.
    #[arg(long)]
    without_asterisk: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let tally = all()?;
    tally.report()?;
    complete(arguments, &tally)
}

/// Fails where the live tests were not run although they were wanted.
pub(crate) fn complete(arguments: &Arguments, tally: &Tally) -> Result<()> {
    if tally.without_asterisk && !arguments.without_asterisk {
        bail!("the live tests were not run; `--without-asterisk` takes that for granted");
    }
    Ok(())
}

/// Every check, one after the other.
pub(crate) fn all() -> Result<Tally> {
    let mut tally = Tally::default();
    let without = asterisk_for_tests().err().map(|error| format!("{error:#}"));
    if let Some(reason) = &without {
        println!("No Asterisk for the live tests: {reason}");
        tally.without_asterisk = true;
    }
    tally.check("formatting", workspace::cargo().args(["fmt", "--all", "--check"]))?;
    tally.check("generated code", workspace::cargo().args(["xtask", "codegen", "--check"]))?;
    tally.check(
        "clippy",
        workspace::cargo()
            .args(["clippy", "--workspace", "--all-targets", "--all-features", "--quiet"])
            .args(["--", "-D", "warnings"]),
    )?;
    tally.check(
        "documentation",
        workspace::cargo()
            .args(["doc", "--workspace", "--no-deps", "--all-features", "--quiet"])
            .env("RUSTDOCFLAGS", "-D warnings"),
    )?;
    for release in releases::compiled()? {
        let name = release.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tally.check(&format!("code of Asterisk {name}"), &mut releases::compile(&release)?)?;
    }
    for release in releases::decoding() {
        println!("== code of Asterisk {}", release.display());
        tally.tests(&mut releases::decode(release)?)?;
    }
    own_crate(&mut tally)?;
    outside(&mut tally)?;
    for peer in bench::packages() {
        let folder = workspace::root().join(peer);
        tally.check(
            &format!("formatting of {peer}"),
            releases::cargo(&folder).args(["fmt", "--check"]),
        )?;
    }

    let mut tests = workspace::cargo();
    tests.args(["test", "--workspace", "--all-features", "--no-fail-fast"]);
    if let Some(reason) = &without {
        for package in LIVE {
            tests.args(["--exclude", package]);
            tally.not_run += count_tests(package)?;
        }
        // What an Asterisk of one's own can be asked without touching its configuration.
        if asterisk::named().is_some() {
            let before = tally.passed + tally.failed;
            let mut basics = workspace::cargo();
            basics.args(["test", "--package", "ari-live-tests", "--test", "any_asterisk"]);
            tally.tests(&mut basics)?;
            tally.not_run -= (tally.passed + tally.failed - before).min(tally.not_run);
        }
        tally.remarks.push(format!("not run: the live tests ({reason})"));
    }
    tally.tests(&mut tests)?;
    Ok(tally)
}

/// The live tests need an Asterisk that they can start; fetching it now tells early where that is impossible.
fn asterisk_for_tests() -> Result<()> {
    for release in [Release::Sid, Release::Bullseye] {
        asterisk::fetch(release)?;
    }
    Ok(())
}

fn count_tests(package: &str) -> Result<usize> {
    let output = workspace::cargo()
        .args(["test", "--quiet", "--package", package, "--", "--list"])
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo")?;
    let list = String::from_utf8_lossy(&output.stdout);
    Ok(list.lines().filter(|line| line.ends_with(": test")).count())
}

/// A crate of somebody's own, with a vendor's additions, and the tests of a program that uses it.
fn own_crate(tally: &mut Tally) -> Result<()> {
    let sdk = workspace::root().join("target/vendor/sdk");
    if sdk.exists() {
        // Its manifest would be kept.
        std::fs::remove_dir_all(&sdk).context("removing the vendor's crate")?;
    }
    let written = ["--extra", "tests/vendor/extra", "--out", "target/vendor/sdk"];
    let codegen = ["xtask", "codegen", "--name", "acme-ari"];
    tally.check("a vendor's crate", workspace::cargo().args(codegen).args(written))?;
    tally.check(
        "formatting of a vendor's program",
        releases::cargo(&workspace::root().join(VENDOR)).args(["fmt", "--check"]),
    )?;
    let mut tests = releases::cargo(&workspace::root().join(VENDOR));
    tally.tests(tests.args(["test", "--no-fail-fast"]))
}

/// An application that depends on the crates as one elsewhere would, and its tests without an Asterisk. Its lock file
/// has the versions of the workspace's, so that nothing is fetched for it.
fn outside(tally: &mut Tally) -> Result<()> {
    let folder = workspace::root().join(OUTSIDE);
    tally.check(
        "formatting of a program outside",
        releases::cargo(&folder).args(["fmt", "--check"]),
    )?;
    tally.check(
        "clippy on a program outside",
        releases::cargo(&folder).args([
            "clippy",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    )?;
    tally.tests(releases::cargo(&folder).args(["test", "--no-fail-fast"]))
}
