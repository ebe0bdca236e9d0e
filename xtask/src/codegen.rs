//! `cargo xtask codegen`: writes the generated code, or checks that it is what would be written.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ari_codegen::{Difference, Generated, Specification, Tree, differences};
use similar::TextDiff;

use crate::own_crate::OwnCrate;
use crate::{specification, workspace};

/// How many changed files a check shows line by line.
const SHOWN_DIFFS: usize = 5;

/// What codegen owns in this repository.
const GENERATED: &str = "ari-generated/src/generated";

/// The page that shows what becomes of the specification.
const TOUR: &str = "docs/generated-code.md";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Writes nothing; fails where the generated code is not what would be written.
    #[arg(long)]
    check: bool,
    /// Reads the resource JSON of another release instead of `api-docs`.
    #[arg(long, value_name = "DIR")]
    api_docs: Option<PathBuf>,
    /// Adds the resource JSON, and the overlay, of a vendor; may be given several times.
    #[arg(long, value_name = "DIR")]
    extra: Vec<PathBuf>,
    /// Writes a crate of one's own there instead of `ari-generated/src/generated`.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What that crate is called; otherwise as its folder.
    #[arg(long, requires = "out")]
    name: Option<String>,
    /// Lists what the overlay has no use for in this release, and unknown keys.
    #[arg(long)]
    remarks: bool,
}

impl Arguments {
    /// The same without `--check`.
    fn command(&self) -> String {
        let mut command = "cargo xtask codegen".to_owned();
        let folders = self.api_docs.iter().map(|it| ("api-docs", it));
        let folders = folders.chain(self.extra.iter().map(|it| ("extra", it)));
        for (option, folder) in folders.chain(self.out.iter().map(|it| ("out", it))) {
            command.push_str(&format!(" --{option} {}", folder.display()));
        }
        if let Some(name) = &self.name {
            command.push_str(&format!(" --name {name}"));
        }
        command
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let folder = arguments.api_docs.clone().unwrap_or_else(workspace::api_docs);
    let mut specification = specification::read(&folder)?;
    for folder in &arguments.extra {
        specification = specification.extended(specification::read_extra(folder)?);
    }
    let generated = generate_from(&specification, &folder)?;
    for remark in generated.remarks.iter().filter(|_| arguments.remarks) {
        eprintln!("remark: {remark}");
    }
    match &arguments.out {
        Some(out) => own_crate(arguments, out, &specification.release, &generated.tree)?,
        None => {
            let wanted = committed_files(&specification, generated.tree)?;
            let target = workspace::root();
            let found = found(&wanted, target)?;
            if arguments.check {
                check(&wanted, &found, "what codegen writes", &arguments.command())?;
            } else {
                workspace::mend(target, &wanted, differences(&wanted, &found))?;
            }
        }
    }
    let hidden = if arguments.remarks { 0 } else { generated.remarks.len() };
    let hint = if hidden > 0 { format!(" ({hidden} remarks: --remarks)") } else { String::new() };
    println!("{}{hint}", generated.counts);
    Ok(())
}

/// Everything that is written in this repository, by its path there; the tour is of the committed specification.
fn committed_files(specification: &Specification, generated: Tree) -> Result<Tree> {
    let mut files = Tree::new();
    if specification.committed && specification.extras.is_empty() {
        let tour = ari_codegen::tour(specification, &generated).map_err(anyhow::Error::new)?;
        files.insert(TOUR.to_owned(), tour);
    }
    files.extend(generated.into_iter().map(|(path, text)| (format!("{GENERATED}/{path}"), text)));
    Ok(files)
}

/// What is there of it below a folder, and what else is among the generated code.
fn found(wanted: &Tree, root: &Path) -> Result<Tree> {
    let generated = workspace::read_tree(&root.join(GENERATED))?;
    let mut found: Tree =
        generated.into_iter().map(|(path, text)| (format!("{GENERATED}/{path}"), text)).collect();
    if wanted.contains_key(TOUR)
        && let Ok(bytes) = std::fs::read(root.join(TOUR))
    {
        found.insert(TOUR.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(found)
}

fn own_crate(arguments: &Arguments, out: &Path, release: &str, tree: &Tree) -> Result<()> {
    if release == specification::UNKNOWN {
        bail!(
            "of which release? A release.json beside the resource JSON says {{\"asterisk\": \"22.10.1\"}}"
        );
    }
    let own = OwnCrate::open(out, arguments.name.as_deref())?;
    if arguments.check {
        let (wanted, found) = own.compared(release, tree)?;
        return check(&wanted, &found, &out.display().to_string(), &arguments.command());
    }
    own.write(release, tree)
}

/// Generates the code of a folder of resource JSON.
pub(crate) fn generate(folder: &Path) -> Result<Generated> {
    generate_from(&specification::read(folder)?, folder)
}

fn generate_from(specification: &Specification, folder: &Path) -> Result<Generated> {
    ari_codegen::generate(specification)
        .map_err(anyhow::Error::new)
        .with_context(|| format!("nothing was written: {} is faulty", folder.display()))
}

/// Fails where the files found are not those wanted, naming the command that mends it.
fn check(wanted: &Tree, found: &Tree, place: &str, command: &str) -> Result<()> {
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
        "{} file(s) of {place} are not what would be written; `{command}` mends it",
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

    use anyhow::Context;
    use ari_codegen::{Difference, differences};

    use super::{TOUR, check, committed_files, found, generate};
    use crate::specification;
    use crate::workspace::{api_docs, read_tree, write_tree};

    #[test]
    fn corrupted_code_is_noticed_and_mended() -> anyhow::Result<()> {
        let wanted = generate(&api_docs())?.tree;
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name);
        write_tree(folder.path(), &wanted)?;
        check(&wanted, &read_tree(folder.path())?, "here", "mend")?;

        let corruptions: [fn(PathBuf) -> io::Result<()>; 3] = [
            |at| fs::write(at, "mod nonsense"),
            |at| fs::write(at, [0xff, 0xfe]),
            |at| fs::remove_file(at),
        ];
        for corrupt in corruptions {
            corrupt(path("channels/answer.rs"))?;
            let message = check(&wanted, &read_tree(folder.path())?, "here", "mend").err();
            let message = message.map(|it| it.to_string()).unwrap_or_default();
            assert!(message.starts_with("1 file(s)") && message.contains("`mend`"), "{message}");
            write_tree(folder.path(), &wanted)?;
            check(&wanted, &read_tree(folder.path())?, "here", "mend")?;
        }

        fs::create_dir_all(path("gone/deeper"))?;
        fs::write(path("gone/deeper/old.rs"), "")?;
        assert!(check(&wanted, &read_tree(folder.path())?, "here", "mend").is_err());
        write_tree(folder.path(), &wanted)?;
        assert!(!path("gone").exists());
        check(&wanted, &read_tree(folder.path())?, "here", "mend")
    }

    #[test]
    fn a_tour_that_shows_what_is_gone_is_noticed() -> anyhow::Result<()> {
        let specification = specification::read(&api_docs())?;
        let tree = generate(&api_docs())?.tree;
        let wanted = committed_files(&specification, tree)?;
        let folder = tempfile::tempdir()?;
        write_tree(folder.path(), &wanted)?;
        check(&wanted, &found(&wanted, folder.path())?, "here", "mend")?;

        // The same code from a text that an excerpt shows, and no excerpt of it in the code.
        let mut changed = specification;
        let mailboxes = changed.resources.iter_mut().find(|it| it.name == "mailboxes.json");
        let mailboxes = mailboxes.context("the tour shows them")?;
        mailboxes.text = mailboxes.text.replacen("have been heard", "were heard", 1);
        let tree = ari_codegen::generate(&changed)?.tree;
        let wanted = committed_files(&changed, tree)?;
        let differences = differences(&wanted, &found(&wanted, folder.path())?);
        let stale = Difference::Stale { path: TOUR.to_owned() };
        assert!(differences.contains(&stale), "{differences:?}");
        let message = check(&wanted, &found(&wanted, folder.path())?, "here", "mend").err();
        let message = message.map(|it| it.to_string()).unwrap_or_default();
        assert!(message.contains("`mend`"), "{message}");

        fs::remove_file(folder.path().join(TOUR))?;
        assert!(check(&wanted, &found(&wanted, folder.path())?, "here", "mend").is_err());
        Ok(())
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
