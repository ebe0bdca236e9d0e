//! `cargo xtask codegen`: writes the generated code, or checks that it is what would be written.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use ari_codegen::{Difference, Generated, Tree, differences};
use similar::TextDiff;

use crate::{specification, workspace};

/// How many changed files a check shows line by line.
const SHOWN_DIFFS: usize = 5;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Writes nothing; fails where the generated code is not what would be written.
    #[arg(long)]
    check: bool,
    /// Reads the resource JSON of another release instead of `api-docs`.
    #[arg(long, value_name = "DIR")]
    api_docs: Option<PathBuf>,
    /// Lists what the overlay has no use for in this release, and unknown keys.
    #[arg(long)]
    remarks: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let folder = arguments.api_docs.clone().unwrap_or_else(workspace::api_docs);
    let generated = generate(&folder)?;
    for remark in generated.remarks.iter().filter(|_| arguments.remarks) {
        eprintln!("remark: {remark}");
    }
    let target = workspace::generated();
    if arguments.check {
        check(&generated.tree, &workspace::read_tree(&target)?, &folder, arguments)?;
    } else {
        workspace::write_tree(&target, &generated.tree)?;
    }
    let hidden = if arguments.remarks { 0 } else { generated.remarks.len() };
    let hint = if hidden > 0 { format!(" ({hidden} remarks: --remarks)") } else { String::new() };
    println!("{}{hint}", generated.counts);
    Ok(())
}

fn generate(folder: &std::path::Path) -> Result<Generated> {
    let specification = specification::read(folder)?;
    ari_codegen::generate(&specification)
        .map_err(anyhow::Error::new)
        .with_context(|| format!("nothing was written: {} is faulty", folder.display()))
}

fn check(
    wanted: &Tree,
    found: &Tree,
    folder: &std::path::Path,
    arguments: &Arguments,
) -> Result<()> {
    let differences = differences(wanted, found);
    if differences.is_empty() {
        return Ok(());
    }
    let mut shown = 0;
    for difference in &differences {
        match difference {
            Difference::Missing { path } => println!("missing: {path}"),
            Difference::Extra { path } => println!("extra:   {path}"),
            Difference::Stale { path } => {
                println!("stale:   {path}");
                if shown < SHOWN_DIFFS {
                    shown += 1;
                    let diff = TextDiff::from_lines(&found[path], &wanted[path]);
                    let headers = (format!("committed/{path}"), format!("generated/{path}"));
                    println!(
                        "{}",
                        diff.unified_diff().context_radius(2).header(&headers.0, &headers.1)
                    );
                }
            }
            _ => {}
        }
    }
    let mut command = "cargo xtask codegen".to_owned();
    if arguments.api_docs.is_some() {
        command.push_str(&format!(" --api-docs {}", folder.display()));
    }
    bail!(
        "{} file(s) of ari-generated/src/generated are not what api-docs says; `{command}` mends it",
        differences.len()
    )
}
