//! Finds the resource JSON of a release, in a folder or among the stored ones, and reads it into what ari-codegen takes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ari_codegen::{Extra, Facts, Source, Specification, Stored, dress, stored};

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
    /// The facts were put together of those of other releases and the first-seen table.
    pub(crate) derived: bool,
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
    let docs = workspace::api_docs();
    match stored_in(&docs, &place.to_string_lossy())? {
        Some(release) => Ok(release),
        None => bail!(
            "{} is no folder, and none of the stored releases ({})",
            place.display(),
            names(&docs)?.join(", ")
        ),
    }
}

/// A release that is committed or stored in a folder like `api-docs`; the last one of a line, if that is its name.
pub(crate) fn stored_in(docs: &Path, name: &str) -> Result<Option<Release>> {
    let is_it = |release: &String| {
        release == name || release.split_once('.').is_some_and(|(line, _)| line == name)
    };
    let Some(release) = names(docs)?.into_iter().rfind(is_it) else { return Ok(None) };
    let path = docs.join("releases").join(format!("{release}.json"));
    if !path.exists() {
        return Ok(Some(Release { name: release, ..folder(docs)? }));
    }
    let Stored { release, derived, resources, .. } =
        stored(&Source::new(path.to_string_lossy(), text(&path)?))?;
    Ok(Some(Release { name: release, resources, derived }))
}

/// The stored releases and the committed one, oldest first.
pub(crate) fn names(docs: &Path) -> Result<Vec<String>> {
    let mut names = same(docs)?;
    names.extend(released(docs)?);
    names.extend(stored_names(docs)?);
    names.sort_by_key(|it| numbers(it));
    Ok(names)
}

/// The releases of which the facts stand in a folder like `api-docs`.
pub(crate) fn stored_names(docs: &Path) -> Result<Vec<String>> {
    let folder = docs.join("releases");
    let mut names = Vec::new();
    if folder.exists() {
        for entry in
            fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?
        {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let release = name.strip_suffix(".json").filter(|it| numbers(it).is_some());
            names.extend(release.map(str::to_owned));
        }
    }
    Ok(names)
}

/// A release as numbers that sort; `None` of what is no release.
pub(crate) fn numbers(release: &str) -> Option<[u32; 3]> {
    let number = |it: &str| it.parse().ok().filter(|_| it.chars().all(|it| it.is_ascii_digit()));
    let numbers: Option<Vec<u32>> = release.split('.').map(number).collect();
    numbers?.try_into().ok()
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
    Ok(Release { name, resources, derived: false })
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
