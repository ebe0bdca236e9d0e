//! Reads a folder of resource JSON into what ari-codegen takes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ari_codegen::{Source, Specification};

use crate::workspace;

/// Files of a specification's folder that declare no resource.
const NO_RESOURCE: &[&str] = &["resources.json", "overlay.json", "first_seen.json", "release.json"];

/// The specification in a folder, with the repository's own overlay and first-seen table.
pub(crate) fn read(folder: &Path) -> Result<Specification> {
    let committed = workspace::api_docs();
    let mut resources = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".json") && !NO_RESOURCE.contains(&name.as_str()) {
            resources.push(Source::new(&name, text(&folder.join(&name))?));
        }
    }
    if resources.is_empty() {
        bail!("{} holds no resource JSON (channels.json and its like)", folder.display());
    }
    resources.sort_by(|a, b| a.name.cmp(&b.name));
    let overlay = Source::new("overlay.json", text(&committed.join("overlay.json"))?);
    let first_seen = Source::new("first_seen.json", text(&committed.join("first_seen.json"))?);
    let specification = Specification::new(resources, overlay, first_seen, release(folder)?);
    let is_committed = folder.canonicalize().ok() == committed.canonicalize().ok();
    Ok(if is_committed { specification.committed() } else { specification })
}

/// Which release a folder holds: by its `release.json`, or by its name.
fn release(folder: &Path) -> Result<String> {
    let path = folder.join("release.json");
    if path.exists() {
        let json: serde_json::Value = serde_json::from_str(&text(&path)?)
            .with_context(|| format!("reading {}", path.display()))?;
        return match json.get("asterisk").and_then(|it| it.as_str()) {
            Some(release) => Ok(release.to_owned()),
            None => bail!("{}: expected a text under \"asterisk\"", path.display()),
        };
    }
    let name = folder.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let numbers = name.split('.').filter(|it| it.parse::<u32>().is_ok()).count();
    Ok(if numbers >= 2 { name } else { "unknown".to_owned() })
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}
