//! `cargo xtask ci`: what has to hold before anything is published; the tests, the packages, and the interfaces of the last release.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tally::Tally;
use crate::{test, workspace};

/// What is published, the first before what depends on it.
const PUBLISHED: &[&str] = &["ari-runtime", "ari-generated"];

/// What every package holds.
const WANTED: &[&str] = &["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"];

/// How the comparison of interfaces is got.
const INSTALL: &str = "cargo install cargo-semver-checks --locked";

#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Arguments {
    #[command(flatten)]
    test: test::Arguments,
    /// The revision to compare interfaces with; otherwise the newest tag `v*`.
    #[arg(long, value_name = "REV")]
    baseline: Option<String>,
    /// Fails where `cargo semver-checks` is not installed, or there is nothing to compare with.
    #[arg(long)]
    require_semver_checks: bool,
    /// Leaves out what `cargo xtask test` does.
    #[arg(long)]
    without_tests: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut tally = if arguments.without_tests { Tally::default() } else { test::all()? };
    for package in PUBLISHED {
        contents(&mut tally, package)?;
    }
    tally.check("packages", &mut package()?)?;
    let compared = interfaces(&mut tally, arguments.baseline.as_deref())?;
    tally.report()?;
    if !compared && arguments.require_semver_checks {
        bail!("the interfaces were not compared");
    }
    test::complete(&arguments.test, &tally)
}

/// Builds the packages as they would be published, each against the packages of the others.
fn package() -> Result<Command> {
    let mut command = workspace::cargo();
    // What they need was fetched for the tests, and the registry has none of our own yet.
    command.args(["package", "--offline", "--quiet"]);
    command.args(PUBLISHED.iter().flat_map(|it| ["--package", it]));
    if is_dirty()? {
        println!("The working tree has changes; the packages hold them too.");
        command.arg("--allow-dirty");
    }
    Ok(command)
}

fn is_dirty() -> Result<bool> {
    let output = Command::new("git")
        .current_dir(workspace::root())
        .args(["status", "--porcelain"])
        .output()
        .context("running git")?;
    Ok(!output.stdout.is_empty())
}

/// Looks whether a package holds what it must, and nothing that only its tests need.
fn contents(tally: &mut Tally, package: &str) -> Result<()> {
    println!("== contents of {package}");
    let output = workspace::cargo()
        .args(["package", "--list", "--allow-dirty", "--offline", "--package", package])
        .stderr(Stdio::inherit())
        .output()
        .context("running cargo")?;
    let list = String::from_utf8_lossy(&output.stdout);
    let faults = faults(&list);
    for fault in &faults {
        println!("{package}: {fault}");
    }
    if output.status.success() && faults.is_empty() {
        tally.passed += 1;
    } else {
        tally.failed += 1;
        tally.remarks.push(format!("failed: contents of {package}"));
    }
    Ok(())
}

fn faults(list: &str) -> Vec<String> {
    let files: Vec<&str> = list.lines().map(str::trim).collect();
    let missing = WANTED.iter().filter(|it| !files.contains(it));
    let missing = missing.map(|it| format!("{it} is missing"));
    let alien = files.iter().filter(|it| it.starts_with("tests/") || it.starts_with("target/"));
    missing.chain(alien.map(|it| format!("{it} does not belong there"))).collect()
}

/// Compares public interfaces with those of the baseline; tells whether it could.
fn interfaces(tally: &mut Tally, baseline: Option<&str>) -> Result<bool> {
    let baseline = baseline.map(str::to_owned).or(newest_tag()?);
    let reason = match &baseline {
        _ if !is_installed()? => format!("`{INSTALL}` installs what does it"),
        None => "no tag v* names a release yet; `--baseline` names a revision".to_owned(),
        Some(baseline) => {
            let mut command = workspace::cargo();
            command.args(["semver-checks", "--baseline-rev", baseline, "--all-features"]);
            command.args(PUBLISHED.iter().flat_map(|it| ["--package", it]));
            tally.check(&format!("interfaces against {baseline}"), &mut command)?;
            return Ok(true);
        }
    };
    tally.not_run += 1;
    tally.remarks.push(format!("not run: comparison of interfaces ({reason})"));
    Ok(false)
}

fn is_installed() -> Result<bool> {
    let output = workspace::cargo()
        .args(["semver-checks", "--version"])
        .output()
        .context("running cargo")?;
    Ok(output.status.success())
}

/// The newest release that this revision comes after.
fn newest_tag() -> Result<Option<String>> {
    let output = Command::new("git")
        .current_dir(workspace::root())
        .args(["describe", "--tags", "--abbrev=0", "--match", "v*"])
        .output()
        .context("running git")?;
    let tag = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok((output.status.success() && !tag.is_empty()).then_some(tag))
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn a_package_without_a_licence_or_with_its_tests_is_told() {
        let whole = "Cargo.toml\nLICENSE-APACHE\nLICENSE-MIT\nREADME.md\nsrc/lib.rs\n";
        assert!(faults(whole).is_empty());
        assert_eq!(faults(&whole.replace("LICENSE-MIT\n", "")), ["LICENSE-MIT is missing"]);
        let more = format!("{whole}tests/http/main.rs\n");
        assert_eq!(faults(&more), ["tests/http/main.rs does not belong there"]);
    }
}
