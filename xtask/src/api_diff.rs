//! `cargo xtask api-diff`: what two releases declare differently, and what that means for the generated crate's version.

use std::path::PathBuf;

use anyhow::Result;
use ari_codegen::{Comparison, Effect, compare};

use crate::{specification, workspace};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder of resource JSON, or a stored release: `20.20.1`, or `20` for the last one of its line.
    before: PathBuf,
    /// What it is compared with.
    after: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let before = specification::find(&arguments.before)?.facts()?;
    let after = specification::find(&arguments.after)?.facts()?;
    let overlay = specification::source(&workspace::api_docs(), "overlay.json")?;
    let comparison = compare(&before, &after, &overlay)?;
    match arguments.format {
        Format::Text => print!("{}\n{}", comparison.text(), version(&comparison)),
        Format::Markdown => print!("{}\n{}", comparison.markdown(), version(&comparison)),
        Format::Json => print!("{}", comparison.json()),
    }
    Ok(())
}

/// The version that a crate of the one release has to get when it becomes one of the other.
pub(crate) fn version(comparison: &Comparison) -> String {
    let current = env!("CARGO_PKG_VERSION");
    let numbers = current.split('+').next().unwrap_or(current);
    let parts: Vec<u64> = numbers.split('.').map_while(|it| it.parse().ok()).collect();
    let (Some(verdict), [major, minor, patch, ..]) = (comparison.verdict, &parts[..]) else {
        return String::new();
    };
    let next = match (verdict, *major) {
        // Before 1.0 the second number tells what breaks.
        (Effect::Breaking, 0) => format!("0.{}.0", minor + 1),
        (Effect::Breaking, major) => format!("{}.0.0", major + 1),
        (Effect::Additive, 1..) => format!("{major}.{}.0", minor + 1),
        _ => format!("{major}.{minor}.{}", patch + 1),
    };
    let release = &comparison.after;
    format!("The generated crate goes from {numbers} to {next}+asterisk-{release} at least.\n")
}
