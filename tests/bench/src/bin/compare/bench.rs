//! What all parts share: the programs, how often, and where files go.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;

use crate::programs::Programs;

/// What parts are measured with.
pub(crate) struct Bench {
    pub(crate) programs: Programs,
    /// A few of everything is enough.
    pub(crate) quick: bool,
    pub(crate) root: PathBuf,
    /// Where the report goes.
    pub(crate) folder: PathBuf,
}

impl Bench {
    pub(crate) fn new(quick: bool) -> Result<Self> {
        let root = ari_bench::root().canonicalize()?;
        let folder = root.join("target/bench");
        fs::create_dir_all(&folder)?;
        Ok(Self { programs: Programs::find(&root)?, quick, root, folder })
    }

    /// So many, or a few.
    pub(crate) fn many(&self, count: usize, few: usize) -> usize {
        if self.quick { few } else { count }
    }

    /// A file of frames.
    pub(crate) fn write_frames<T: AsRef<str>>(&self, name: &str, frames: &[T]) -> Result<PathBuf> {
        let path = self.folder.join(name);
        let lines: Vec<&str> = frames.iter().map(AsRef::as_ref).collect();
        fs::write(&path, lines.join("\n"))?;
        Ok(path)
    }
}
