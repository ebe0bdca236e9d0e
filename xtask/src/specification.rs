//! Finds the resource JSON of a release, in a folder or among the stored ones, and reads it into what ari-codegen takes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ari_codegen::{Extra, Facts, Source, Specification, dress, stored};

use crate::workspace;

/// Files of a specification's folder that declare no resource.
const NO_RESOURCE: &[&str] = &["resources.json", "overlay.json", "first_seen.json", "release.json"];

/// The release of a folder that does not say.
pub(crate) const UNKNOWN: &str = "unknown";

/// The resource files of one release.
pub(crate) struct Release {
    /// `22.10.1`; "unknown" where nothing tells.
    pub(crate) name: String,
    pub(crate) resources: Vec<Source>,
}

impl Release {
    /// What they declare, checked.
    pub(crate) fn facts(&self) -> Result<Facts> {
        Facts::read(&self.resources, &*self.name)
            .map_err(anyhow::Error::new)
            .with_context(|| format!("the specification of {} is faulty", self.name))
    }
}

/// The specification of a folder or a stored release, with the repository's own overlay and first-seen table.
pub(crate) fn read(place: &Path) -> Result<Specification> {
    let release = find(place)?;
    let committed = workspace::api_docs();
    let resources = match place.is_dir() {
        true => release.resources,
        // Only facts are stored.
        false => dress(&folder(&committed)?.resources, &release.resources)?,
    };
    let specification = Specification::new(
        resources,
        source(&committed, "overlay.json")?,
        source(&committed, "first_seen.json")?,
        release.name,
    );
    let is_committed = place.canonicalize().ok() == committed.canonicalize().ok();
    Ok(if is_committed { specification.committed() } else { specification })
}

/// The resource files in a folder, or of a stored release: `20.20.1`, or `20` for the last one of its line.
pub(crate) fn find(place: &Path) -> Result<Release> {
    if place.is_dir() {
        return folder(place);
    }
    let name = place.to_string_lossy();
    let is_it = |release: &str| {
        release == name || release.split_once('.').is_some_and(|(line, _)| line == name)
    };
    let docs = workspace::api_docs();
    let mut committed = same(&docs)?;
    committed.extend(released(&docs)?);
    if let Some(name) = committed.into_iter().find(|it| is_it(it)) {
        return Ok(Release { name, ..folder(&docs)? });
    }
    for path in stored_files()? {
        let text = text(&path)?;
        let (release, resources) = stored(&Source::new(path.to_string_lossy(), text))
            .with_context(|| format!("reading {}", path.display()))?;
        if is_it(&release) {
            return Ok(Release { name: release, resources });
        }
    }
    bail!("{name} is no folder, and none of the stored releases ({})", names()?.join(", "))
}

/// The stored releases and the committed one, oldest first.
pub(crate) fn names() -> Result<Vec<String>> {
    let docs = workspace::api_docs();
    let mut names = same(&docs)?;
    names.extend(released(&docs)?);
    for path in stored_files()? {
        names.extend(path.file_stem().map(|it| it.to_string_lossy().into_owned()));
    }
    names.sort_by_key(|it| it.split('.').map_while(|it| it.parse().ok()).collect::<Vec<u32>>());
    Ok(names)
}

/// Where the facts of the last release of each line stand.
pub(crate) fn stored_folder() -> PathBuf {
    workspace::api_docs().join("releases")
}

fn stored_files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let folder = stored_folder();
    if folder.exists() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
        {
            files.push(entry?.path());
        }
    }
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    Ok(files)
}

/// The resource files in a folder.
pub(crate) fn folder(folder: &Path) -> Result<Release> {
    let resources = resources(folder, Path::new(""))?;
    if resources.is_empty() {
        bail!("{} holds no resource JSON (channels.json and its like)", folder.display());
    }
    let name = match released(folder)? {
        Some(release) => release,
        None => named(folder),
    };
    Ok(Release { name, resources })
}

/// What a vendor adds, called by the paths of its files.
pub(crate) fn read_extra(folder: &Path) -> Result<Extra> {
    let resources = resources(folder, folder)?;
    let path = folder.join("overlay.json");
    let overlay = match path.exists() {
        true => Some(Source::new(path.to_string_lossy(), text(&path)?)),
        false => None,
    };
    if resources.is_empty() && overlay.is_none() {
        bail!("{} holds neither resource JSON nor an overlay", folder.display());
    }
    Ok(Extra::new(resources, overlay))
}

/// The resource files of a folder by name, called by what stands before it.
fn resources(folder: &Path, before: &Path) -> Result<Vec<Source>> {
    let mut resources = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && !NO_RESOURCE.contains(&name.as_str()) {
            let called = before.join(&name);
            resources.push(Source::new(called.to_string_lossy(), text(&folder.join(&name))?));
        }
    }
    resources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(resources)
}

/// A file of a folder, named as problems name it.
pub(crate) fn source(folder: &Path, name: &str) -> Result<Source> {
    Ok(Source::new(name, text(&folder.join(name))?))
}

/// Which release a folder holds, by its `release.json`.
fn released(folder: &Path) -> Result<Option<String>> {
    let path = folder.join("release.json");
    if !path.exists() {
        return Ok(None);
    }
    let json = json(&path)?;
    match json.get("asterisk").and_then(|it| it.as_str()) {
        Some(release) => Ok(Some(release.to_owned())),
        None => bail!("{}: expected a text under \"asterisk\"", path.display()),
    }
}

/// Releases that declare the same as the committed one.
pub(crate) fn same(folder: &Path) -> Result<Vec<String>> {
    let json = json(&folder.join("release.json"))?;
    let same = json.get("same_in").and_then(|it| it.as_array()).into_iter().flatten();
    Ok(same.filter_map(|it| Some(it.as_str()?.to_owned())).collect())
}

fn json(path: &Path) -> Result<serde_json::Value> {
    serde_json::from_str(&text(path)?).with_context(|| format!("reading {}", path.display()))
}

/// Which release a folder holds, by its name.
fn named(folder: &Path) -> String {
    let name = folder.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let numbers = name.split('.').filter(|it| it.parse::<u32>().is_ok()).count();
    if numbers >= 2 { name } else { UNKNOWN.to_owned() }
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
