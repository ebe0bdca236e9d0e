//! An unpacked Asterisk: where its parts are and how to run them with their own libraries; knows no instance.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{FetchError, Instance, Release, Setup, StartError, fetch};

/// An Asterisk in the cache, ready to be started any number of times.
#[derive(Clone, Debug)]
pub struct Installation {
    release: Release,
    root: PathBuf,
    loader: PathBuf,
    libraries: OsString,
    modules: PathBuf,
}

impl Installation {
    /// The release in the cache, or `None` if it has not been fetched yet.
    ///
    /// # Errors
    /// [`FetchError::Incomplete`] if its folder is there but lacks something.
    pub fn find(release: Release, cache: &Path) -> Result<Option<Installation>, FetchError> {
        let home = fetch::shelf(cache).join(release.name());
        if !home.exists() {
            return Ok(None);
        }
        let home = fs::canonicalize(&home).map_err(FetchError::io(&home))?;
        Installation::open(release, home).map(Some)
    }

    pub(crate) fn open(release: Release, root: PathBuf) -> Result<Installation, FetchError> {
        // Older releases keep the C library in /lib, newer ones in /usr/lib; both below a folder named after the machine.
        let libraries: Vec<PathBuf> = ["usr/lib", "lib"]
            .into_iter()
            .map(|folder| root.join(folder))
            .flat_map(|folder| {
                let mut found = subfolders(&folder);
                found.retain(|path| path.to_string_lossy().ends_with("-linux-gnu"));
                found.push(folder);
                found
            })
            .collect();
        let loader = libraries
            .iter()
            .find_map(|folder| {
                entry(folder, |name| name.starts_with("ld-linux") && name.contains(".so"))
            })
            .ok_or(FetchError::Incomplete("program loader"))?;
        let modules = libraries
            .iter()
            .map(|folder| folder.join("asterisk/modules"))
            .find(|folder| folder.is_dir())
            .ok_or(FetchError::Incomplete("Asterisk modules"))?;
        let libraries = std::env::join_paths(libraries.iter().filter(|folder| folder.is_dir()))
            .map_err(|error| FetchError::io(&root)(io::Error::other(error)))?;
        Ok(Installation { release, root, loader, libraries, modules })
    }

    /// Starts an instance and returns once it answers.
    ///
    /// # Errors
    /// [`StartError`], with the end of Asterisk's log if it came so far.
    pub fn start(&self, setup: Setup) -> Result<Instance, StartError> {
        Instance::start(self.clone(), setup)
    }

    /// Which release this is.
    pub fn release(&self) -> Release {
        self.release
    }

    /// The folder the packages were unpacked into.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The version, such as `22.10.1`, without Debian's additions.
    ///
    /// # Errors
    /// If Asterisk does not run here.
    pub fn version(&self) -> io::Result<String> {
        let output = self.program("usr/sbin/asterisk").arg("-V").output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        text.split_whitespace()
            .nth(1)
            .and_then(|version| version.split(['~', '+']).next())
            .map(str::to_owned)
            .ok_or_else(|| io::Error::other(format!("asterisk -V printed {text:?}")))
    }

    /// The SIP load generator of the same release, for calls to [`Instance::sip_address`]; add its arguments.
    pub fn sipp(&self) -> Command {
        let mut command = self.program("usr/bin/sipp");
        // It draws a screen, and gives up on a terminal it does not know.
        command.env("TERM", "dumb");
        command
    }

    pub(crate) fn asterisk(&self) -> Command {
        self.program("usr/sbin/asterisk")
    }

    pub(crate) fn modules(&self) -> &Path {
        &self.modules
    }

    /// Sounds, music and documentation, as the packages lay them out.
    pub(crate) fn data(&self) -> PathBuf {
        self.root.join("usr/share/asterisk")
    }

    fn program(&self, path: &str) -> Command {
        let mut command = Command::new(&self.loader);
        command.arg("--library-path").arg(&self.libraries).arg(self.root.join(path));
        command
    }
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

fn entry(folder: &Path, wanted: impl Fn(&str) -> bool) -> Option<PathBuf> {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.find_map(|entry| wanted(&entry.file_name().to_string_lossy()).then(|| entry.path()))
}
