//! Measures everything side by side and writes the report; `cargo xtask bench` builds what it needs and starts it.

mod bench;
mod build;
mod calls;
mod codegen;
mod decode;
mod fan_out;
mod filtered;
mod media;
mod memory;
mod plot;
mod programs;
mod report;
mod request;
mod socket;
mod statistics;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use anyhow::{Result, anyhow, bail};
use clap::Parser;

use crate::bench::Bench;
use crate::report::{Report, Section};

/// Measures the client against its peers and against what is possible.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Only these parts: decode, filtered, fan-out, socket, request, calls, media, memory, build, codegen.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// A few of everything, to see that it runs; its figures mean nothing.
    #[arg(long)]
    quick: bool,
}

/// A part of the report, by its name.
type Part = (&'static str, fn(&Bench) -> Result<Section>);

const PARTS: &[Part] = &[
    ("decode", decode::measure),
    ("filtered", filtered::measure),
    ("fan-out", fan_out::measure),
    ("socket", socket::measure),
    ("request", request::measure),
    ("calls", calls::measure),
    ("media", media::measure),
    ("memory", memory::measure),
    ("build", build::measure),
    ("codegen", codegen::measure),
];

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let wanted =
        |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|it| it == name);
    if let Some(unknown) =
        arguments.only.iter().find(|it| !PARTS.iter().any(|(name, _)| name == it))
    {
        let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        bail!("`{unknown}` is no part; there are {}", names.join(", "));
    }
    let bench = Bench::new(arguments.quick)?;
    let mut report = Report::new(arguments.quick);
    for (name, measure) in PARTS.iter().filter(|(name, _)| wanted(name)) {
        eprintln!("== {name}");
        // What is measured in this process panics where something is missing.
        match catch_unwind(AssertUnwindSafe(|| measure(&bench))) {
            Ok(Ok(section)) => {
                println!("{}", section.text());
                report.sections.push(section);
            }
            Ok(Err(error)) => report.failed(name, &error),
            Err(_) => report.failed(name, &anyhow!("it panicked")),
        }
        report.write(&bench.folder)?;
    }
    report.conclude(&bench.folder)
}
