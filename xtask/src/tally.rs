//! What became of checks and tests: how many passed, failed and were not run; decides nothing about which there are.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What has happened so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) not_run: usize,
    /// Names of checks that failed, and reasons why some were not run.
    pub(crate) remarks: Vec<String>,
    /// The live tests found no Asterisk.
    pub(crate) without_asterisk: bool,
}

impl Tally {
    /// One check that passes or fails as a whole.
    pub(crate) fn check(&mut self, name: &str, command: &mut Command) -> Result<()> {
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
    pub(crate) fn tests(&mut self, command: &mut Command) -> Result<()> {
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

    pub(crate) fn report(&self) -> Result<()> {
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
