//! Where things stand in the workspace, how cargo is called there, and trees of files.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use ari_codegen::{Difference, Tree};

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The committed specification.
pub(crate) fn api_docs() -> PathBuf {
    root().join("api-docs")
}

/// Cargo, as it called us, at the workspace's root.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A program of the workspace that was built: `ari-demo`, `examples/channel_state`.
pub(crate) fn built(program: &str) -> Result<PathBuf> {
    // This program stands beside the others, wherever the target folder is.
    let own = env::current_exe().context("looking for the target folder")?;
    let folder = own.parent().context("looking for the target folder")?;
    let path = folder.join(format!("{program}{}", env::consts::EXE_SUFFIX));
    if !path.exists() {
        bail!("{} was not built", path.display());
    }
    Ok(path)
}

/// Every file below a folder; an absent folder has none.
pub(crate) fn read_tree(folder: &Path) -> Result<Tree> {
    let mut tree = Tree::new();
    if folder.exists() {
        collect(folder, "", &mut tree)?;
    }
    Ok(tree)
}

fn collect(folder: &Path, prefix: &str, tree: &mut Tree) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), tree)?;
        } else {
            // What is no text differs from every text.
            let bytes = fs::read(entry.path())?;
            tree.insert(name, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(())
}

/// Makes the folder hold exactly this tree; files that are right already keep their time.
pub(crate) fn write_tree(folder: &Path, wanted: &Tree) -> Result<()> {
    mend(folder, wanted, ari_codegen::differences(wanted, &read_tree(folder)?))
}

/// Makes an end of what differs.
pub(crate) fn mend(folder: &Path, wanted: &Tree, differences: Vec<Difference>) -> Result<()> {
    for difference in differences {
        match difference {
            Difference::Extra { path } => {
                let path = folder.join(path);
                fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
                remove_empty_folders(folder, path.parent());
            }
            Difference::Missing { path } | Difference::Stale { path } => {
                let text = &wanted[&path];
                let path = folder.join(path);
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn remove_empty_folders(root: &Path, folder: Option<&Path>) {
    let mut folder = folder;
    while let Some(path) = folder.filter(|it| *it != root) {
        // Fails, as it should, where something is left.
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}
