//! Reads and writes trees of text files; knows nothing of specifications.

use std::fs;
use std::path::Path;

use ari_codegen::{Difference, Tree, differences};

use crate::Failure;

/// Every file below a folder; an absent folder has none.
///
/// # Errors
///
/// Something below it cannot be read, or is no text.
pub fn read(folder: &Path) -> Result<Tree, Failure> {
    let mut tree = Tree::new();
    if folder.exists() {
        collect(folder, "", &mut tree)?;
    }
    Ok(tree)
}

fn collect(folder: &Path, prefix: &str, tree: &mut Tree) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|error| told(folder, error))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), tree)?;
        } else {
            tree.insert(name, text(&entry.path())?);
        }
    }
    Ok(())
}

/// The text of one file.
///
/// # Errors
///
/// There is none, or it is no text; the message names the file.
pub fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| told(path, error))
}

/// Makes a folder hold these files and no other.
///
/// # Errors
///
/// A file cannot be written or removed.
pub fn write(folder: &Path, wanted: &Tree) -> Result<(), Failure> {
    for difference in differences(wanted, &read(folder)?) {
        match difference {
            Difference::Extra { path } => fs::remove_file(folder.join(path))?,
            Difference::Missing { path } | Difference::Stale { path } => {
                let target = folder.join(&path);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&target, &wanted[&path]).map_err(|error| told(&target, error))?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn told(path: &Path, error: std::io::Error) -> Failure {
    format!("{}: {error}", path.display()).into()
}
