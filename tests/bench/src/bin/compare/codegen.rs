//! What generating everything anew costs.

use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::bench::Bench;
use crate::report::{Aim, Section, short};
use crate::statistics::median;

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let program = std::env::current_exe()?.with_file_name("xtask");
    let mut section = Section::new(
        "codegen",
        "The generator that was built, without cargo around it: reads the specification, generates every file and compares \
         it with what is there.",
        &["what", "ms"],
    );
    let mut times = Vec::new();
    for _ in 0..bench.many(11, 3) {
        let begun = Instant::now();
        let mut command = Command::new(&program);
        command.args(["codegen", "--check"]).current_dir(&bench.root).stdout(Stdio::null());
        if !command.status()?.success() {
            bail!("`codegen --check` failed");
        }
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    let middle = median(times);
    section.row(["codegen --check".into(), short(middle)]);
    // Reported only: nobody waits for it but who changes the specification.
    section.verdict("ms", middle, Aim::None);
    Ok(section)
}
