//! Where things stand in the workspace, and reading and writing trees of files there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ari_codegen::Tree;

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// The committed specification.
pub(crate) fn api_docs() -> PathBuf {
    root().join("api-docs")
}

/// What codegen owns.
pub(crate) fn generated() -> PathBuf {
    root().join("ari-generated/src/generated")
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
    for difference in ari_codegen::differences(wanted, &read_tree(folder)?) {
        match difference {
            ari_codegen::Difference::Extra { path } => {
                let path = folder.join(path);
                fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
                remove_empty_folders(folder, path.parent());
            }
            ari_codegen::Difference::Missing { path } | ari_codegen::Difference::Stale { path } => {
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
