//! `cargo xtask import`: takes over what another Asterisk declares, after showing what that changes.

use std::fs;
use std::io::{IsTerminal, Write as _, stdin, stdout};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ari_codegen::{
    Comparison, Import, Problem, Source, Specification, Tree, compare, import, store,
};

use crate::specification::{self, Release, numbers};
use crate::{api_diff, workspace};

/// Asterisk's own listing of the resource files.
const LISTING: &str = "resources.json";

/// Which release first had what.
const FIRST_SEEN: &str = "first_seen.json";

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
    /// Another folder like `api-docs`; or one of its own, which gets the resource JSON alone, with our texts.
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
    if plan.faults.is_empty() && !arguments.yes && !agreed(&plan.into)? {
        bail!("nothing was written");
    }
    plan.carry_out()
}

/// Finds out everything; writes nothing.
fn prepare(arguments: &Arguments) -> Result<Plan> {
    let docs = workspace::api_docs();
    let into = arguments.into.clone().unwrap_or_else(|| docs.clone());
    let from = fetch(arguments)?;
    let mut theirs = specification::find(&from)?;
    if let Some(release) = &arguments.release {
        theirs.name.clone_from(release);
    }
    if line(&theirs.name).is_none() {
        bail!("which release this is nobody tells; say it with --release, such as 22.10.1");
    }
    // Another folder than one like `api-docs` holds the files of a release, and decides nothing.
    let is_house = into.join("overlay.json").exists();
    let ours = committed(if is_house { &into } else { &docs })?;
    let mut sources = theirs.resources.clone();
    sources.extend(listing(&from)?);
    let import = import(&ours, &sources, &theirs.name)
        .context("nothing was written: a specification is faulty")?;
    match (is_house, arguments.facts_only) {
        (true, false) => whole(into, &ours, &theirs, &import),
        (true, true) => facts_only(into, &ours, &theirs, &import),
        (false, false) => Ok(elsewhere(into, &theirs, &import)),
        (false, true) => bail!("{} keeps no facts of other releases", into.display()),
    }
}

/// What is shown, and what is done if that is agreed to.
struct Plan {
    release: String,
    into: PathBuf,
    text: String,
    markdown: String,
    /// Why it is not to be done.
    faults: Vec<Problem>,
    files: Tree,
    removed: Vec<PathBuf>,
}

impl Plan {
    /// Everything is written beside what it takes the place of before anything takes its place.
    fn carry_out(&self) -> Result<()> {
        if !self.faults.is_empty() {
            let faults: Vec<String> = self.faults.iter().map(ToString::to_string).collect();
            bail!("nothing was written: no code can be made of this\n{}", faults.join("\n"));
        }
        let mut written = Vec::new();
        for (path, text) in &self.files {
            let path = self.into.join(path);
            let beside = path.with_extension("json.new");
            if let Err(error) = write(&beside, text) {
                // Fails where it is the one that could not be written.
                written
                    .iter()
                    .chain([&(path, beside)])
                    .for_each(|(_, it)| drop(fs::remove_file(it)));
                return Err(error);
            }
            written.push((path, beside));
        }
        for (path, beside) in &written {
            fs::rename(beside, path).with_context(|| format!("writing {}", path.display()))?;
        }
        for path in &self.removed {
            fs::remove_file(path).with_context(|| format!("removing {}", path.display()))?;
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
    let Release { name, mut resources, .. } = specification::folder(into)?;
    resources.extend(listing(into)?);
    let overlay = specification::source(into, "overlay.json")?;
    let first_seen = specification::source(into, FIRST_SEEN)?;
    Ok(Specification::new(resources, overlay, first_seen, name).committed())
}

fn listing(folder: &Path) -> Result<Option<Source>> {
    let exists = folder.join(LISTING).exists();
    exists.then(|| specification::source(folder, LISTING)).transpose()
}

/// The release becomes the one that code is generated for.
fn whole(into: PathBuf, ours: &Specification, theirs: &Release, import: &Import) -> Result<Plan> {
    let mut files = import.files.clone();
    let mut removed = Vec::new();
    for source in &ours.resources {
        if !files.contains_key(&source.name) && source.name != LISTING {
            removed.push(into.join(&source.name));
        }
    }
    // What stands for another line keeps doing so.
    let mut replaced = specification::same(&into)?;
    replaced.push(ours.release.clone());
    let resources = without_listing(&ours.resources);
    let mut same = Vec::new();
    for release in replaced.iter().filter(|it| line(it) != line(&theirs.name)) {
        let stored = stored_of_line(&into, release)?;
        if import.comparison.changes.is_empty() {
            same.push(release.clone());
        } else if stored.iter().all(|it| numbers(it) <= numbers(release)) {
            removed.extend(superseded(&into, &stored, release));
            files.insert(format!("releases/{release}.json"), store(&resources, release, false)?);
        }
    }
    removed.extend(superseded(&into, &stored_of_line(&into, &theirs.name)?, &theirs.name));
    removed.retain(|it| !files.keys().any(|path| into.join(path) == *it));
    files.insert("release.json".to_owned(), release_file(&theirs.name, &same));
    Ok(plan(into, &import.comparison, import, files, removed))
}

/// The release is kept for comparisons.
fn facts_only(
    into: PathBuf,
    ours: &Specification,
    theirs: &Release,
    import: &Import,
) -> Result<Plan> {
    let release = &theirs.name;
    if line(release) == line(&ours.release) {
        bail!("{} is committed: its line is imported without --facts-only", ours.release);
    }
    let stored = stored_of_line(&into, release)?;
    let same = specification::same(&into)?;
    let of_line = |it: &&String| line(it) == line(release);
    if let Some(newer) =
        stored.iter().chain(same.iter().filter(of_line)).find(|it| numbers(it) > numbers(release))
    {
        bail!("{newer} stands for its line, and is newer than {release}");
    }
    let mut files = Tree::new();
    files.insert(
        format!("releases/{release}.json"),
        store(&theirs.resources, release, theirs.derived)?,
    );
    files.extend(import.files.get_key_value(FIRST_SEEN).map(|(a, b)| (a.clone(), b.clone())));
    let others: Vec<String> = same.iter().filter(|it| !of_line(it)).cloned().collect();
    if others != same {
        files.insert("release.json".to_owned(), release_file(&ours.release, &others));
    }
    let mut removed = superseded(&into, &stored, release);
    removed.retain(|it| !it.ends_with(format!("{release}.json")));
    let before = specification::stored_in(&into, line(release).unwrap_or_default())?;
    let comparison = match before {
        Some(before) => compare(&before.facts()?, &theirs.facts()?, &ours.overlay)?,
        // The first of its line.
        None => import.comparison.clone(),
    };
    // Nothing is generated of it, and it has no texts.
    let mut import = import.clone();
    import.missing.clear();
    import.vanished.clear();
    import.overlay.clear();
    import.faults.clear();
    Ok(plan(into, &comparison, &import, files, removed))
}

/// A folder of its own gets the files of the release, with our texts.
fn elsewhere(into: PathBuf, theirs: &Release, import: &Import) -> Plan {
    let mut files = import.files.clone();
    files.remove(FIRST_SEEN);
    files.insert("release.json".to_owned(), release_file(&theirs.name, &[]));
    plan(into, &import.comparison, import, files, Vec::new())
}

fn release_file(release: &str, same: &[String]) -> String {
    format!("{:#}\n", serde_json::json!({ "asterisk": release, "same_in": same }))
}

fn without_listing(resources: &[Source]) -> Vec<Source> {
    resources.iter().filter(|it| it.name != LISTING).cloned().collect()
}

fn plan(
    into: PathBuf,
    comparison: &Comparison,
    import: &Import,
    files: Tree,
    removed: Vec<PathBuf>,
) -> Plan {
    let told = |problems: &[Problem]| problems.iter().map(ToString::to_string).collect();
    let lists: [(&str, Vec<String>); 6] = [
        ("Not taken over, since nothing is known of it", import.left_out.clone()),
        ("Not there, though first_seen.json has it in this release", import.untrue.clone()),
        ("Needs a text of ours", import.missing.clone()),
        ("Gone, with the text that we had", import.vanished.clone()),
        ("Does not fit any more and has to be mended by hand", told(&import.overlay)),
        ("Keeps code from being made", told(&import.faults)),
    ];
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
    let faults = import.faults.clone();
    let release = comparison.after.clone();
    Plan { release, into, text, markdown, faults, files, removed }
}

/// Of the stored releases of a line, those that this one takes the place of.
fn superseded(into: &Path, stored: &[String], by: &str) -> Vec<PathBuf> {
    let older = stored.iter().filter(|it| numbers(it) <= numbers(by));
    older.map(|it| into.join(format!("releases/{it}.json"))).collect()
}

/// The stored releases of the line that a release is of.
fn stored_of_line(into: &Path, release: &str) -> Result<Vec<String>> {
    let mut stored = specification::stored_names(into)?;
    stored.retain(|it| line(it) == line(release));
    Ok(stored)
}

/// `22` of `22.10.1`; `None` of what is no release.
fn line(release: &str) -> Option<&str> {
    numbers(release)?;
    release.split('.').next()
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
