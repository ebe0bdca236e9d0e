//! Downloads a release's packages with apt-get and a state of its own; knows nothing of Asterisk's files.
//!
//! The state is private (lists, cache, sources) and its dpkg status is empty, so that apt resolves everything down
//! to the C library. The machine's own apt settings, such as proxies and credentials, stay in force.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{FetchError, Release};

const PACKAGES: [&str; 5] =
    ["asterisk", "asterisk-core-sounds-en-gsm", "asterisk-moh-opsound-gsm", "libc6", "sip-tester"];
const KEYRING_PACKAGE: &str = "debian-archive-keyring";

/// Downloads the release's packages into `work`, a folder of the caller's, and returns their files.
pub(crate) fn download(release: Release, work: &Path) -> Result<Vec<PathBuf>, FetchError> {
    let archive = Archive::of_this_machine()?;
    let installed = Path::new("/usr/share/keyrings");
    let apt = Apt::prepare(work.join("apt"))?;
    let first = apt.update(&archive.source(release.name(), keyring(installed).as_deref()));
    if let Err(error) = first {
        // A machine older than the release does not know its signing key.
        let FetchError::Command { output, .. } = &error else {
            return Err(error);
        };
        if !output.contains("is not signed") && !output.contains("NO_PUBKEY") {
            return Err(error);
        }
        let newer = newer_keyring(&archive, keyring(installed).as_deref(), &work.join("keys"))?;
        apt.update(&archive.source(release.name(), newer.as_deref()))?;
    }
    apt.install(&PACKAGES)
}

/// Unpacks one package file below `root`.
pub(crate) fn unpack(package: &Path, root: &Path) -> Result<(), FetchError> {
    run("dpkg-deb", Command::new("dpkg-deb").arg("--extract").args([package, root])).map(drop)
}

/// The keyring of the machine's own suite, as its latest update has it: signed with keys the machine knows,
/// it brings those of later releases.
fn newer_keyring(
    archive: &Archive,
    keys: Option<&Path>,
    work: &Path,
) -> Result<Option<PathBuf>, FetchError> {
    let apt = Apt::prepare(work.join("apt"))?;
    apt.update(&archive.source(&archive.suite, keys))?;
    let root = work.join("root");
    for package in apt.install(&[KEYRING_PACKAGE])? {
        unpack(&package, &root)?;
    }
    Ok(keyring(&root.join("usr/share/keyrings")))
}

fn keyring(folder: &Path) -> Option<PathBuf> {
    ["debian-archive-keyring.pgp", "debian-archive-keyring.gpg"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|file| file.exists())
}

/// The Debian archive this machine installs from.
struct Archive {
    uri: String,
    suite: String,
}

impl Archive {
    fn of_this_machine() -> Result<Archive, FetchError> {
        let output = run(
            "apt-get",
            Command::new("apt-get").args([
                "indextargets",
                "--format",
                "$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI) $(ORIGIN)",
            ]),
        )?;
        let named = std::env::var("ARI_DEBIAN_MIRROR").ok();
        Archive::choose(&String::from_utf8_lossy(&output.stdout), named)
            .ok_or(FetchError::NoDebianArchive)
    }

    /// Security and update suites live elsewhere or lack most packages: only a plain suite's archive has all.
    fn choose(targets: &str, named: Option<String>) -> Option<Archive> {
        let found = targets.lines().find_map(|line| {
            let mut words = line.split_whitespace();
            let (kind, component) = (words.next()?, words.next()?);
            let (suite, uri) = (words.next()?, words.next()?);
            // The origin is known once the machine has run `apt-get update`.
            let debian = words.next().is_none_or(|origin| origin == "Debian");
            let plain = kind == "Packages" && component == "main" && !suite.contains(['-', '/']);
            (debian && plain).then(|| Archive { uri: uri.to_owned(), suite: suite.to_owned() })
        });
        match named {
            Some(uri) => Some(Archive {
                uri,
                suite: found.map_or_else(|| "stable".to_owned(), |archive| archive.suite),
            }),
            None => found,
        }
    }

    /// One line of sources.list. Without a keyring apt falls back on all the keys the machine trusts.
    fn source(&self, suite: &str, keyring: Option<&Path>) -> String {
        let keys =
            keyring.map_or_else(String::new, |file| format!(" signed-by={}", file.display()));
        format!("deb [target=Packages lang=none{keys}] {} {suite} main\n", self.uri)
    }
}

/// apt-get with a private state.
struct Apt {
    state: PathBuf,
}

impl Apt {
    fn prepare(state: PathBuf) -> Result<Apt, FetchError> {
        for folder in ["lists/partial", "cache/archives/partial"] {
            let folder = state.join(folder);
            fs::create_dir_all(&folder).map_err(FetchError::io(folder))?;
        }
        let status = state.join("status");
        fs::write(&status, "").map_err(FetchError::io(status))?;
        Ok(Apt { state })
    }

    fn update(&self, source: &str) -> Result<(), FetchError> {
        let file = self.state.join("sources.list");
        fs::write(&file, source).map_err(FetchError::io(file))?;
        run("apt-get update", self.command().arg("update")).map(drop)
    }

    fn install(&self, packages: &[&str]) -> Result<Vec<PathBuf>, FetchError> {
        run(
            "apt-get install",
            self.command()
                .args(["--yes", "--no-install-recommends", "--download-only", "install"])
                .args(packages),
        )?;
        let folder = self.state.join("cache/archives");
        let files = fs::read_dir(&folder).and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
        });
        let mut files = files.map_err(FetchError::io(folder))?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "deb"));
        files.sort();
        Ok(files)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("apt-get");
        for (option, path) in [
            ("Dir::State", ""),
            ("Dir::State::status", "status"),
            ("Dir::Cache", "cache"),
            ("Dir::Etc::sourcelist", "sources.list"),
        ] {
            let path = self.state.join(path);
            command.arg(format!("-o={option}={}", path.display()));
        }
        command.args([
            "-o=Dir::Etc::sourceparts=-",
            "-o=Dir::Etc::preferences=-",
            "-o=Dir::Etc::preferencesparts=-",
            // The user apt would switch to cannot enter a private folder.
            "-o=APT::Sandbox::User=root",
            // A mirror frozen in time serves lists past their date; their signatures still count.
            "-o=Acquire::Check-Valid-Until=false",
            "-o=Acquire::Retries=3",
            "-o=Acquire::http::Timeout=30",
            "-o=Acquire::https::Timeout=30",
        ]);
        command
    }
}

fn run(what: &str, command: &mut Command) -> Result<Output, FetchError> {
    let tool = if what.starts_with("apt-get") { "apt-get" } else { "dpkg-deb" };
    let output = command.env("LC_ALL", "C").output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FetchError::NoApt { tool },
        _ => FetchError::io(tool)(error),
    })?;
    if output.status.success() {
        return Ok(output);
    }
    let text = [output.stdout, output.stderr].concat();
    Err(FetchError::Command {
        command: what.to_owned(),
        output: crate::error::tail(&String::from_utf8_lossy(&text), 30),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_archive_is_that_of_the_plain_suite() {
        let targets = "Packages main stable-security http://security.example/ Debian\n\
                       Packages main stable-updates http://mirror.example/updates/ Debian\n\
                       Packages main nodistro http://other.example/ Somebody\n\
                       DEP-11 main stable http://mirror.example/dep11/ Debian\n\
                       Packages contrib stable http://mirror.example/contrib/ Debian\n\
                       Packages main stable http://mirror.example/debian/ Debian\n";
        let archive = Archive::choose(targets, None).expect("an archive");
        assert_eq!(archive.uri, "http://mirror.example/debian/");
        assert_eq!(
            archive.source("sid", Some(Path::new("/keys.gpg"))),
            "deb [target=Packages lang=none signed-by=/keys.gpg] http://mirror.example/debian/ sid main\n"
        );
    }

    #[test]
    fn before_the_first_update_the_origin_is_unknown() {
        let archive =
            Archive::choose("Packages main stable http://mirror.example/debian/ \n", None)
                .expect("an archive");
        assert_eq!((archive.suite.as_str(), archive.uri.ends_with('/')), ("stable", true));
    }

    #[test]
    fn a_named_mirror_wins() {
        assert!(Archive::choose("", None).is_none());
        let archive =
            Archive::choose("", Some("http://named.example/debian".into())).expect("an archive");
        assert_eq!(archive.uri, "http://named.example/debian");
    }
}
