//! `cargo xtask test`: every check there is, one after the other, and at the end what passed, what failed and what was not run.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use ari_harness::Release;

use crate::{asterisk, releases, workspace};

/// Packages whose tests start an Asterisk of their own.
const LIVE: &[&str] = &["ari-harness", "ari-live-tests", "ari-reader"];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Succeeds without the live tests where no Asterisk can be had; they are counted as not run.
    #[arg(long)]
    without_asterisk: bool,
}

/// What has happened so far.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    not_run: usize,
    /// Names of checks that failed, and reasons why some were not run.
    remarks: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut tally = Tally::default();
    let without = asterisk_for_tests().err().map(|error| format!("{error:#}"));
    if let Some(reason) = &without {
        println!("No Asterisk for the live tests: {reason}");
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
    for release in releases::all()? {
        let name = release.file_name().unwrap_or_default().to_string_lossy().into_owned();
        tally.check(&format!("code of Asterisk {name}"), &mut releases::check(&release)?)?;
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
    let incomplete = without.is_some() && !arguments.without_asterisk;
    tally.tests(&mut tests)?;
    tally.report()?;
    if incomplete {
        bail!("the live tests were not run; `--without-asterisk` takes that for granted");
    }
    Ok(())
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

impl Tally {
    /// One check that passes or fails as a whole.
    fn check(&mut self, name: &str, command: &mut Command) -> Result<()> {
        println!("== {name}");
        let status = command.status().with_context(|| format!("running {command:?}"))?;
        if status.success() {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.remarks.push(format!("failed: {name}"));
        }
        Ok(())
    }

    /// Runs tests, showing what they print, and counts them by the lines the test runner closes with.
    fn tests(&mut self, command: &mut Command) -> Result<()> {
        println!("== tests");
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("running {command:?}"))?;
        let mut closed = 0;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).lines() {
                let line = line.context("reading what the tests print")?;
                println!("{line}");
                if let Some((passed, failed, ignored)) = closing_line(&line) {
                    closed += 1;
                    self.passed += passed;
                    self.failed += failed;
                    self.not_run += ignored;
                } else if line.starts_with("test ") && line.ends_with("FAILED") {
                    self.remarks.push(format!("failed: {line}"));
                }
            }
        }
        let status = child.wait()?;
        if closed == 0 || (!status.success() && self.failed == 0) {
            self.failed += 1;
            self.remarks.push("failed: the tests did not build or broke off".to_owned());
        }
        Ok(())
    }

    fn report(&self) -> Result<()> {
        println!();
        for remark in &self.remarks {
            println!("{remark}");
        }
        let Self { passed, failed, not_run, .. } = self;
        if *not_run > 0 {
            println!("{passed} passed, {failed} failed, {not_run} skipped");
        } else {
            println!("{passed} passed, {failed} failed");
        }
        if *failed > 0 {
            bail!("{failed} check(s) failed");
        }
        Ok(())
    }
}

/// Passed, failed and ignored tests of one test program, from its closing line.
fn closing_line(line: &str) -> Option<(usize, usize, usize)> {
    let counts = line.strip_prefix("test result: ")?;
    let number = |what: &str| {
        counts
            .split([';', '.'])
            .find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
    };
    Some((number("passed")?, number("failed")?, number("ignored").unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::closing_line;

    #[test]
    fn the_closing_line_of_a_test_program_is_read() {
        let line = "test result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.27s";
        assert_eq!(closing_line(line), Some((12, 1, 2)));
        assert_eq!(closing_line("test a_call ... ok"), None);
    }
}
