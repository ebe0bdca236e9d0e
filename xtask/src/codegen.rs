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
        let mut command = "cargo xtask codegen".to_owned();
        if arguments.api_docs.is_some() {
            command.push_str(&format!(" --api-docs {}", folder.display()));
        }
        check(&generated.tree, &workspace::read_tree(&target)?, &command)?;
    } else {
        workspace::write_tree(&target, &generated.tree)?;
    }
    let hidden = if arguments.remarks { 0 } else { generated.remarks.len() };
    let hint = if hidden > 0 { format!(" ({hidden} remarks: --remarks)") } else { String::new() };
    println!("{}{hint}", generated.counts);
    Ok(())
}

/// Generates the code of a folder of resource JSON.
pub(crate) fn generate(folder: &std::path::Path) -> Result<Generated> {
    let specification = specification::read(folder)?;
    ari_codegen::generate(&specification)
        .map_err(anyhow::Error::new)
        .with_context(|| format!("nothing was written: {} is faulty", folder.display()))
}

/// Fails where the files found are not those wanted, naming the command that mends it.
fn check(wanted: &Tree, found: &Tree, command: &str) -> Result<()> {
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
                    show_diff(path, &found[path], &wanted[path]);
                }
            }
            _ => {}
        }
    }
    bail!(
        "{} file(s) of ari-generated/src/generated are not what api-docs says; `{command}` mends it",
        differences.len()
    )
}

fn show_diff(path: &str, found: &str, wanted: &str) {
    let diff = TextDiff::from_lines(found, wanted);
    let (before, after) = (format!("committed/{path}"), format!("generated/{path}"));
    println!("{}", diff.unified_diff().context_radius(2).header(&before, &after));
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::path::PathBuf;

    use super::{check, generate};
    use crate::workspace::{api_docs, read_tree, write_tree};

    #[test]
    fn corrupted_code_is_noticed_and_mended() -> anyhow::Result<()> {
        let wanted = generate(&api_docs())?.tree;
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        write_tree(folder.path(), &wanted)?;
        check(&wanted, &read_tree(folder.path())?, "mend")?;

        let corruptions: [fn(PathBuf) -> io::Result<()>; 3] = [
            |at| fs::write(at, "mod nonsense"),
            |at| fs::write(at, [0xff, 0xfe]),
            |at| fs::remove_file(at),
        ];
        for corrupt in corruptions {
            corrupt(path("channels/answer.rs"))?;
            let message = check(&wanted, &read_tree(folder.path())?, "mend").err();
            let message = message.map(|it| it.to_string()).unwrap_or_default();
            assert!(message.starts_with("1 file(s)") && message.contains("`mend`"), "{message}");
            write_tree(folder.path(), &wanted)?;
            check(&wanted, &read_tree(folder.path())?, "mend")?;
        }

        fs::create_dir_all(path("gone/deeper"))?;
        fs::write(path("gone/deeper/old.rs"), "")?;
        assert!(check(&wanted, &read_tree(folder.path())?, "mend").is_err());
        write_tree(folder.path(), &wanted)?;
        assert!(!path("gone").exists());
        check(&wanted, &read_tree(folder.path())?, "mend")
    }

    #[test]
    fn a_faulty_specification_is_told_and_nothing_written() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join("channels.json"), "{")?;
        let message = generate(folder.path()).err().map(|it| format!("{it:#}")).unwrap_or_default();
        assert!(message.contains("nothing was written"), "{message}");
        assert!(message.contains("channels.json#: not JSON"), "{message}");
        Ok(())
    }
}
