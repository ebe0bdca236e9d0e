//! `cargo xtask import`: takes over what another Asterisk declares, after showing what that changes.

use std::fs;
use std::io::{IsTerminal, Write as _, stdin, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ari_codegen::{Import, Source, Specification, Tree, compare, import, store};

use crate::specification::{self, Release};
use crate::{api_diff, workspace};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A running Asterisk, such as `http://127.0.0.1:8088` (`ARI_USERNAME` and `ARI_PASSWORD` as in the examples), a folder of resource JSON, or a stored release.
    #[arg(long, value_name = "URL|DIR|RELEASE")]
    from: String,
    /// The release, where neither the server nor the folder tells.
    #[arg(long)]
    release: Option<String>,
    /// Writes without asking.
    #[arg(long)]
    yes: bool,
    /// Writes what is shown into a file, too, as Markdown.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Keeps the facts as those of the last release of their line, for comparisons; the committed release stays.
    #[arg(long)]
    facts_only: bool,
    /// Another folder like `api-docs`.
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Speaks plain http to another machine.
    #[arg(long)]
    allow_plain_http: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let plan = prepare(arguments)?;
    print!("{}", plan.text);
    if let Some(report) = &arguments.report {
        write(report, &plan.markdown)?;
    }
    if !arguments.yes && !agreed(&plan.into)? {
        bail!("nothing was written");
    }
    plan.carry_out()
}

/// Finds out everything; writes nothing.
fn prepare(arguments: &Arguments) -> Result<Plan> {
    let into = arguments.into.clone().unwrap_or_else(workspace::api_docs);
    let from = fetch(arguments)?;
    let mut theirs = specification::find(&from)?;
    if let Some(release) = &arguments.release {
        theirs.name.clone_from(release);
    }
    if line(&theirs.name).is_none() {
        bail!("which release this is nobody tells; say it with --release, such as 22.10.1");
    }
    let ours = committed(&into)?;
    let mut sources = theirs.resources.clone();
    sources.extend(listing(&from)?);
    let import = import(&ours, &sources, &theirs.name)
        .context("nothing was written: a specification is faulty")?;
    if arguments.facts_only {
        facts_only(into, &theirs, &import)
    } else {
        whole(into, &ours, &theirs, &import)
    }
}

/// What is shown, and what is done if that is agreed to.
struct Plan {
    release: String,
    into: PathBuf,
    text: String,
    markdown: String,
    files: Tree,
    removed: Vec<PathBuf>,
}

impl Plan {
    fn carry_out(&self) -> Result<()> {
        for path in &self.removed {
            fs::remove_file(path).with_context(|| format!("removing {}", path.display()))?;
        }
        for (path, text) in &self.files {
            write(&self.into.join(path), text)?;
        }
        println!("Asterisk {} stands in {}.", self.release, self.into.display());
        Ok(())
    }
}

/// The folder of what is to be imported; what a server serves is fetched into one.
fn fetch(arguments: &Arguments) -> Result<PathBuf> {
    let from = &arguments.from;
    if !from.starts_with("http://") && !from.starts_with("https://") {
        return Ok(PathBuf::from(from));
    }
    let folder = workspace::root().join("target/import");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    let mut reader = workspace::cargo();
    reader.args(["run", "--quiet", "--package", "ari-reader", "--", from]).arg(&folder);
    if arguments.allow_plain_http {
        reader.arg("--allow-plain-http");
    }
    if !reader.status().context("running cargo")?.success() {
        bail!("nothing was written: {from} could not be read");
    }
    Ok(folder)
}

/// What stands in a folder like `api-docs`, with its listing among the resources.
fn committed(into: &Path) -> Result<Specification> {
    let Release { name, mut resources } = specification::folder(into)?;
    resources.extend(listing(into)?);
    let overlay = specification::source(into, "overlay.json")?;
    let first_seen = specification::source(into, "first_seen.json")?;
    Ok(Specification::new(resources, overlay, first_seen, name).committed())
}

fn listing(folder: &Path) -> Result<Option<Source>> {
    let exists = folder.join("resources.json").exists();
    exists.then(|| specification::source(folder, "resources.json")).transpose()
}

/// The release becomes the one that code is generated for.
fn whole(into: PathBuf, ours: &Specification, theirs: &Release, import: &Import) -> Result<Plan> {
    let mut files = import.files.clone();
    let mut removed = Vec::new();
    for source in &ours.resources {
        if !files.contains_key(&source.name) {
            removed.push(into.join(&source.name));
        }
    }
    // What stands for another line keeps doing so.
    let mut replaced = specification::same(&into)?;
    replaced.push(ours.release.clone());
    let resources: Vec<Source> =
        ours.resources.iter().filter(|it| it.name != "resources.json").cloned().collect();
    let mut same = Vec::new();
    for release in replaced.iter().filter(|it| line(it) != line(&theirs.name)) {
        let stored = stored_of_line(&into, release)?;
        if import.comparison.changes.is_empty() {
            same.push(release.clone());
        } else if stored.iter().all(|(known, _)| numbers(known) <= numbers(release)) {
            removed.extend(superseded(stored, release));
            files.insert(format!("releases/{release}.json"), store(&resources, release)?);
        }
    }
    removed.extend(superseded(stored_of_line(&into, &theirs.name)?, &theirs.name));
    removed.retain(|it| !files.keys().any(|path| into.join(path) == *it));
    let json = serde_json::json!({ "asterisk": theirs.name, "same_in": same });
    files.insert("release.json".to_owned(), format!("{json:#}\n"));

    let mut lists = vec![
        ("Needs a text of ours in api-docs", import.missing.clone()),
        ("Gone, with the text that we had", import.vanished.clone()),
    ];
    let overlay = import.overlay.iter().map(ToString::to_string).collect();
    lists.push(("Does not fit any more and has to be mended by hand", overlay));
    Ok(plan(into, &import.comparison, &lists, files, removed))
}

/// The release is kept for comparisons.
fn facts_only(into: PathBuf, theirs: &Release, import: &Import) -> Result<Plan> {
    let mut files = Tree::new();
    files.insert(format!("releases/{}.json", theirs.name), store(&theirs.resources, &theirs.name)?);
    files
        .extend(import.files.get_key_value("first_seen.json").map(|(a, b)| (a.clone(), b.clone())));
    let mut removed = superseded(stored_of_line(&into, &theirs.name)?, &theirs.name);
    let line = line(&theirs.name).unwrap_or_default();
    let comparison = match specification::find(Path::new(line)) {
        Ok(before) => {
            let overlay = specification::source(&into, "overlay.json")?;
            compare(&before.facts()?, &theirs.facts()?, &overlay)?
        }
        // The first of its line.
        Err(_) => import.comparison.clone(),
    };
    removed.retain(|it| !it.ends_with(format!("{}.json", theirs.name)));
    Ok(plan(into, &comparison, &[], files, removed))
}

fn plan(
    into: PathBuf,
    comparison: &ari_codegen::Comparison,
    lists: &[(&str, Vec<String>)],
    files: Tree,
    removed: Vec<PathBuf>,
) -> Plan {
    let version = api_diff::version(comparison);
    let mut text = format!("{}\n{version}", comparison.text());
    let mut markdown = format!("{}\n{version}", comparison.markdown());
    for (heading, items) in lists.iter().filter(|(_, items)| !items.is_empty()) {
        text.push_str(&format!("\n{heading}\n"));
        markdown.push_str(&format!("\n### {heading}\n\n"));
        for item in items {
            text.push_str(&format!("  {item}\n"));
            markdown.push_str(&format!("* `{item}`\n"));
        }
    }
    text.push('\n');
    Plan { release: comparison.after.clone(), into, text, markdown, files, removed }
}

/// Of the stored releases of a line, those that this one takes the place of.
fn superseded(stored: Vec<(String, PathBuf)>, by: &str) -> Vec<PathBuf> {
    let older = stored.into_iter().filter(|(release, _)| numbers(release) <= numbers(by));
    older.map(|(_, path)| path).collect()
}

/// The stored releases of the line that a release is of.
fn stored_of_line(into: &Path, release: &str) -> Result<Vec<(String, PathBuf)>> {
    let folder = into.join("releases");
    let mut found = Vec::new();
    if folder.exists() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
        {
            let path = entry?.path();
            let name = path.file_stem().map(|it| it.to_string_lossy().into_owned());
            found.extend(name.filter(|it| line(it) == line(release)).map(|it| (it, path)));
        }
    }
    Ok(found)
}

/// `22` of `22.10.1`; `None` of what is no release.
fn line(release: &str) -> Option<&str> {
    numbers(release)?;
    release.split('.').next()
}

/// A release as numbers that sort; `None` of what is no release.
fn numbers(release: &str) -> Option<[u32; 3]> {
    let numbers: Option<Vec<u32>> = release.split('.').map(|it| it.parse().ok()).collect();
    numbers?.try_into().ok()
}

fn agreed(into: &Path) -> Result<bool> {
    if !stdin().is_terminal() {
        println!("Nobody can be asked here; --yes writes it.");
        return Ok(false);
    }
    print!("Write this to {}? [y/N] ", into.display());
    stdout().flush()?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "yes"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests;
