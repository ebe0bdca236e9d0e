//! Puts an unpacked Asterisk into the cache, once for all processes; knows nothing of running it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rustix::fs::{FlockOperation, flock};

use crate::{FetchError, Installation, Release, apt};

/// Downloads and unpacks Asterisk into `<cache>/asterisk/<release>`. Later calls return at once; several processes
/// may call at the same time. To get newer packages, delete that folder.
///
/// Takes ten seconds and more, 90 MB of download and 300 MB of disk.
///
/// # Errors
/// [`FetchError::NoApt`] where there is no apt; otherwise what failed, with the output of the command.
pub fn fetch(release: Release, cache: &Path) -> Result<Installation, FetchError> {
    if let Some(installation) = Installation::find(release, cache)? {
        return Ok(installation);
    }
    let shelf = shelf(cache);
    fs::create_dir_all(&shelf).map_err(FetchError::io(&shelf))?;
    // Source lines and library paths need it absolute.
    let shelf = fs::canonicalize(&shelf).map_err(FetchError::io(&shelf))?;

    let lock = shelf.join(format!("{release}.lock"));
    let lock_file = File::create(&lock).map_err(FetchError::io(&lock))?;
    flock(&lock_file, FlockOperation::LockExclusive)
        .map_err(|error| FetchError::io(&lock)(error.into()))?;
    // Another process may have finished while this one waited.
    if let Some(installation) = Installation::find(release, cache)? {
        return Ok(installation);
    }

    let work = tempfile::Builder::new()
        .prefix(&format!(".{release}-"))
        .tempdir_in(&shelf)
        .map_err(FetchError::io(&shelf))?;
    let root = work.path().join("root");
    for package in apt::download(release, work.path())? {
        apt::unpack(&package, &root)?;
    }
    Installation::open(release, root.clone())?;
    // Complete or absent: the folder appears in one step.
    let home = shelf.join(release.name());
    fs::rename(&root, &home).map_err(FetchError::io(&home))?;
    Installation::open(release, home)
}

/// Where fetched releases are kept unless the caller knows better: `ARI_ASTERISK_CACHE`, or the user's cache folder.
pub fn default_cache() -> PathBuf {
    let variable =
        |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    variable("ARI_ASTERISK_CACHE")
        .or_else(|| variable("XDG_CACHE_HOME").map(|folder| folder.join("ari-harness")))
        .or_else(|| variable("HOME").map(|folder| folder.join(".cache/ari-harness")))
        .unwrap_or_else(|| std::env::temp_dir().join("ari-harness"))
}

pub(crate) fn shelf(cache: &Path) -> PathBuf {
    cache.join("asterisk")
}
