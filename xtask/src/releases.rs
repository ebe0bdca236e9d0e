//! The generated code of other releases: written into crates below `target`, compiled there, and held against recorded frames.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{codegen, own_crate, specification, workspace};

/// The oldest release, and the oldest with call control; derived from the committed one by the first-seen table.
const DERIVED: &[&str] = &["13.0.0", "16.7.0"];

/// Lines of which the last release has another type than those before and after.
const COMPILED: &[&str] = &["14"];

/// Lines whose code decodes what two servers sent; 22 is the committed one, and 23 declares the same.
const DECODING: &[&str] = &["13", "16", "18", "20", "21"];

/// The test that each of them gets.
const DECODES: &str = include_str!("releases/decodes.rs");

/// What is to be compiled: folders of derived releases, and names of stored ones.
pub(crate) fn compiled() -> Result<Vec<PathBuf>> {
    let mut releases: Vec<PathBuf> = COMPILED.iter().map(PathBuf::from).collect();
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
    Ok(releases)
}

/// What is to decode recorded frames.
pub(crate) fn decoding() -> impl Iterator<Item = &'static Path> {
    DECODING.iter().map(Path::new)
}

/// The command that compiles the code of a release, in a crate like ari-generated.
pub(crate) fn compile(release: &Path) -> Result<Command> {
    let folder = write(release)?;
    let mut command = cargo(&folder);
    command.args(["check", "--quiet"]);
    Ok(command)
}

/// The command that runs the test of such a crate.
pub(crate) fn decode(release: &Path) -> Result<Command> {
    let folder = write(release)?;
    let mut command = cargo(&folder);
    command
        .args(["test", "--test", "decodes"])
        .env("ARI_FRAMES", workspace::root().join("tests/oracle/frames"))
        .env("ARI_KINDS", kinds(release)?.join(","));
    Ok(command)
}

/// Cargo in a crate outside the workspace, which shares what is compiled for both.
pub(crate) fn cargo(folder: &Path) -> Command {
    let mut command = workspace::cargo();
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    command.current_dir(folder).env("CARGO_TARGET_DIR", workspace::root().join(target));
    command
}

/// Writes the crate of a release; gives its folder.
fn write(release: &Path) -> Result<PathBuf> {
    let name = specification::find(release)?.name;
    let folder = workspace::root().join("target/releases").join(&name);
    let generated = codegen::generate(release)?;
    let runtime = workspace::root().join("ari-runtime");
    let manifest = own_crate::manifest("ari-generated", &name, &runtime.to_string_lossy());
    let mut files = own_crate::files("ari-generated", &name, &generated.tree)?;
    files.insert("Cargo.toml".to_owned(), manifest);
    files.insert("tests/decodes.rs".to_owned(), DECODES.to_owned());
    // The same versions as the workspace has, without asking the registry.
    let lock = workspace::root().join("Cargo.lock");
    files.insert("Cargo.lock".to_owned(), fs::read_to_string(lock)?);
    workspace::write_tree(&folder, &files)
        .with_context(|| format!("writing {}", folder.display()))?;
    Ok(folder)
}

/// The kinds of events that a release declares, read without ari-codegen.
fn kinds(release: &Path) -> Result<Vec<String>> {
    let resources = specification::find(release)?.resources;
    let events = resources.iter().find(|it| it.name == "events.json").context("events.json")?;
    let json: serde_json::Value = serde_json::from_str(&events.text)?;
    let kinds = json["models"]["Event"]["subTypes"].as_array().context("events have kinds")?;
    Ok(kinds.iter().filter_map(|it| Some(it.as_str()?.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use anyhow::Result;

    use crate::{codegen, workspace};

    #[test]
    fn code_of_a_line_that_declares_the_same_differs_in_the_name_alone() -> Result<()> {
        let ours = codegen::generate(&workspace::api_docs())?.tree;
        let theirs = codegen::generate(Path::new("23"))?.tree;
        assert_eq!(ours.len(), theirs.len());
        for (path, text) in &theirs {
            let text = text
                .replace("Asterisk_23_Documentation", "Asterisk_22_Documentation")
                .replace("\"23.4.1\"", "\"22.10.1\"");
            assert!(ours.get(path) == Some(&text), "{path}");
        }
        Ok(())
    }
}
