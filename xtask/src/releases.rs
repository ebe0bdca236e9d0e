//! The generated code of other releases: written into a crate below `target` and checked there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use ari_codegen::Tree;

use crate::{codegen, workspace};

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
    let tree = codegen::generate(release)?.tree;
    write_crate(&folder, &tree).with_context(|| format!("writing {}", folder.display()))?;
    let mut command = workspace::cargo();
    command
        .current_dir(&folder)
        .args(["check", "--quiet"])
        // One for all of them, so that the runtime is compiled once.
        .args(["--target-dir", "../target"]);
    let version = version(&name);
    if is_newest(version) {
        command.args(["--features", "newest"]);
    } else if version >= (16, 7) {
        // Call control needs what that brought.
        command.args(["--features", "calls"]);
    }
    Ok(command)
}

/// The line of a release and its number there; of what is no release, a higher one than any has.
fn version(release: &str) -> (u32, u32) {
    let mut numbers = release.split(['.', '-']).map_while(|it| it.parse::<u32>().ok());
    (numbers.next().unwrap_or(u32::MAX), numbers.next().unwrap_or_default())
}

/// Has it everything that call control knows to use? It came to several lines at once.
fn is_newest((line, number): (u32, u32)) -> bool {
    match line {
        20 => number >= 20,
        21 => false,
        22 => number >= 10,
        23 => number >= 4,
        line => line > 23,
    }
}

fn write_crate(folder: &Path, tree: &Tree) -> Result<()> {
    let own = workspace::root().join("ari-generated");
    fs::create_dir_all(folder.join("src"))?;
    for file in ["src/lib.rs", "README.md"] {
        fs::copy(own.join(file), folder.join(file))?;
    }
    fs::create_dir_all(folder.join("src/calls"))?;
    for file in fs::read_dir(own.join("src/calls"))? {
        let file = file?;
        fs::copy(file.path(), folder.join("src/calls").join(file.file_name()))?;
    }
    // The same versions as the workspace has, without asking the registry.
    fs::copy(workspace::root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let manifest = format!(
        "[package]\nname = \"ari-generated\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\ncalls = [\"dep:futures-util\", \"dep:tokio\"]\nnewest = [\"calls\"]\nchrono = []\njiff = []\n\n\
         [dependencies]\nari-runtime = {{ path = {:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\
         futures-util = {{ version = \"0.3\", optional = true }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"net\", \"time\"], optional = true }}\n",
        workspace::root().join("ari-runtime")
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    workspace::write_tree(&folder.join("src/generated"), tree)
}
