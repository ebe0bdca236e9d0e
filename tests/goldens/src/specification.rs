//! Reads folders of resource JSON into what the code generator takes.

use std::path::{Path, PathBuf};

use ari_codegen::{Source, Specification};

use crate::{Failure, folder};

/// Files of a specification's folder that declare no resource.
const NO_RESOURCE: &[&str] = &["resources.json", "overlay.json", "first_seen.json", "release.json"];

/// The committed specification's folder.
pub fn api_docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-docs")
}

/// The resource files of a folder, by name.
///
/// # Errors
///
/// The folder or a file of it cannot be read.
pub fn resources(folder: &Path) -> Result<Vec<Source>, Failure> {
    let files = folder::read(folder)?;
    // Below stand the facts of other releases.
    let resources = files.into_iter().filter(|(name, _)| {
        name.ends_with(".json") && !name.contains('/') && !NO_RESOURCE.contains(&name.as_str())
    });
    Ok(resources.map(|(name, text)| Source::new(name, text)).collect())
}

/// The committed first-seen table.
///
/// # Errors
///
/// It cannot be read.
pub fn first_seen() -> Result<Source, Failure> {
    Ok(Source::new("first_seen.json", folder::text(&api_docs().join("first_seen.json"))?))
}

/// A release that the repository's overlay was not written for, with that overlay.
///
/// # Errors
///
/// The overlay or the first-seen table cannot be read.
pub fn of_release(resources: Vec<Source>, release: &str) -> Result<Specification, Failure> {
    let overlay = Source::new("overlay.json", folder::text(&api_docs().join("overlay.json"))?);
    Ok(Specification::new(resources, overlay, first_seen()?, release))
}
