//! The generated code of other releases: written into a crate below `target` and checked there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{codegen, own_crate, workspace};

/// Older releases, derived from the committed specification by the first-seen table.
const DERIVED: &[&str] = &["13.0.0", "16.0.0", "16.7.0", "18.0.0", "21.0.0"];

/// Folders with the resource JSON of other releases: derived ones, and those beside the checkout.
pub(crate) fn all() -> Result<Vec<PathBuf>> {
    let mut releases = Vec::new();
    for release in DERIVED {
        let folder = workspace::root().join("target/releases/specifications").join(release);
        fs::create_dir_all(&folder)?;
        let status = workspace::cargo()
            .args(["run", "--quiet", "--package", "ari-golden-tests", "--example", "derive", "--"])
            .arg(release)
            .arg(&folder)
            .status()
            .context("running cargo")?;
        if !status.success() {
            bail!("the specification of {release} cannot be derived");
        }
        releases.push(folder);
    }
    let beside = workspace::root().join("../shared/asterisk-rest-api");
    if beside.exists() {
        for entry in fs::read_dir(&beside)? {
            let path = entry?.path();
            if path.join("channels.json").exists() {
                releases.push(path);
            }
        }
    }
    releases.sort();
    Ok(releases)
}

/// The command that checks the code of a release, in a crate like ari-generated.
pub(crate) fn check(release: &Path) -> Result<Command> {
    let name = release.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = workspace::root().join("target/releases").join(&name);
    let generated = codegen::generate(release)?;
    let runtime = workspace::root().join("ari-runtime");
    let manifest = own_crate::manifest("ari-generated", &name, &runtime.to_string_lossy());
    let mut files = own_crate::files("ari-generated", &name, &generated.tree)?;
    files.insert("Cargo.toml".to_owned(), manifest);
    // The same versions as the workspace has, without asking the registry.
    let lock = workspace::root().join("Cargo.lock");
    files.insert("Cargo.lock".to_owned(), fs::read_to_string(lock)?);
    workspace::write_tree(&folder, &files)
        .with_context(|| format!("writing {}", folder.display()))?;
    let mut command = workspace::cargo();
    command
        .current_dir(&folder)
        .args(["check", "--quiet"])
        // One for all of them, so that the runtime is compiled once.
        .args(["--target-dir", "../target"]);
    Ok(command)
}
