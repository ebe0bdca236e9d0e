//! The small specifications of this package: where each stands, and what is generated from it.

use std::path::{Path, PathBuf};

use ari_codegen::{Extra, Generated, Source, Specification};

use crate::{Failure, folder, specification};

/// Every small specification; each is a package of its own beside this one, since generated code is a whole crate.
pub const NAMES: &[&str] = &["plain", "cursed", "silent", "extended"];

/// The release that the small specifications claim to be of.
pub const RELEASE: &str = "22.10.1";

/// The folder of a small specification's package.
pub fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Where its generated code is committed.
pub fn generated(name: &str) -> PathBuf {
    package(name).join("src/generated")
}

/// Reads a small specification.
///
/// # Errors
///
/// A file of it cannot be read.
pub fn specification(name: &str) -> Result<Specification, Failure> {
    let own = package(name).join("spec");
    let extra = package(name).join("extra");
    // What a vendor adds, it adds to the plain one.
    let spec = if own.exists() { own } else { package("plain").join("spec") };
    let read = |folder: &Path, file: &str| -> Result<Source, Failure> {
        Ok(Source::new(file, folder::text(&folder.join(file))?))
    };
    let resources = specification::resources(&spec)?;
    let (overlay, first_seen) = (read(&spec, "overlay.json")?, read(&spec, "first_seen.json")?);
    let specification = Specification::new(resources, overlay, first_seen, RELEASE).committed();
    if !extra.exists() {
        return Ok(specification);
    }
    let overlay = Some(read(&extra, "overlay.json")?);
    Ok(specification.extended(Extra::new(specification::resources(&extra)?, overlay)))
}

/// Generates from a small specification.
///
/// # Errors
///
/// It cannot be read, or is faulty.
pub fn generate(name: &str) -> Result<Generated, Failure> {
    Ok(ari_codegen::generate(&specification(name)?)?)
}
