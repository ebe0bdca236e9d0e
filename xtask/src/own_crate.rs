//! A crate around generated code, as ari-generated is one: its manifest, its front door, call control where the release has it.
//!
//! Written for people with an Asterisk of their own, and below `target` to check what other releases become. It never touches
//! what it did not write.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use ari_codegen::{Difference, Tree, differences};

use crate::workspace;

/// In every file of generated code.
const WRITTEN: &str = "// Written by `cargo xtask codegen`";

/// In the manifest of every crate that may be written into.
const MARK: &str = "[package.metadata.ari-codegen]";

/// Features of ari-generated that need a release, and since when it is told apart which has them.
const GATED: &[&str] = &["calls", "newest"];

/// Features that nobody has who does not ask for them, and what each needs; where there is `newest`.
const MEDIA: [(&str, &str); 2] = [("media", "newest"), ("resample", "media")];

/// A release: its line and its number there.
pub(crate) type Version = (u32, u32);

/// The version of a release; of what is no release, a higher one than any has.
pub(crate) fn version(release: &str) -> Version {
    let mut numbers = release.split(['.', '-']).map_while(|it| it.parse::<u32>().ok());
    (numbers.next().unwrap_or(u32::MAX), numbers.next().unwrap_or_default())
}

/// The features that code of a release compiles with by default.
fn features(version: Version) -> &'static [&'static str] {
    match version {
        it if is_newest(it) => &["calls", "newest"],
        // Call control needs what that brought.
        it if it >= (16, 7) => &["calls"],
        _ => &[],
    }
}

/// Has it everything that call control knows to use? It came to several lines at once.
fn is_newest((line, number): Version) -> bool {
    match line {
        20 => number >= 20,
        21 => false,
        22 => number >= 10,
        23 => number >= 4,
        line => line > 23,
    }
}

/// Every file of the crate but its manifest.
pub(crate) fn files(name: &str, release: &str, generated: &Tree) -> Result<Tree> {
    let own = workspace::root().join("ari-generated");
    let ident = name.replace('-', "_");
    let mut files = Tree::new();
    let mut copy = |path: String| -> Result<()> {
        let text =
            fs::read_to_string(own.join(&path)).with_context(|| format!("reading {path}"))?;
        // Examples in the docs name the crate.
        files.insert(path, text.replace("ari_generated", &ident));
        Ok(())
    };
    copy("src/lib.rs".to_owned())?;
    if features(version(release)).contains(&"calls") {
        for path in workspace::read_tree(&own.join("src/calls"))?.into_keys() {
            copy(format!("src/calls/{path}"))?;
        }
    }
    files.insert("README.md".to_owned(), readme(&ident, release));
    files.extend(generated.iter().map(|(it, text)| (format!("src/generated/{it}"), text.clone())));
    Ok(files)
}

fn readme(ident: &str, release: &str) -> String {
    format!(
        r#"Typed client for the REST interface (ARI) of Asterisk {release}, with what was added to it: every operation and event as
generated from its resource JSON.

```rust,no_run
use {ident}::prelude::*;

# async fn run() -> Result<(), Error> {{
let credentials = Credentials::new("asterisk", "asterisk");
let (ari, mut events) = Ari::connect("http://localhost:8088", credentials).app("hello").await?;
while let Some(item) = events.next().await {{
    println!("{{item:?}}");
}}
# drop(ari);
# Ok(())
# }}
```

`cargo xtask codegen --out` writes `src` and this file; a change there is lost. `Cargo.toml` is written once and kept.
"#
    )
}

/// The manifest of a crate whose runtime is at this path.
pub(crate) fn manifest(name: &str, release: &str, runtime: &str) -> String {
    let features = features(version(release));
    let own = env!("CARGO_PKG_VERSION").split('+').next().unwrap_or_default();
    let build: String = release
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() || it == '.' { it } else { '-' })
        .collect();
    let mut gated = String::new();
    let mut absent = String::new();
    for feature in GATED {
        match (*feature, features.contains(feature)) {
            ("calls", true) => gated.push_str("calls = [\"dep:futures-util\", \"dep:tokio\"]\n"),
            (feature, true) => gated.push_str(&format!("{feature} = [\"calls\"]\n")),
            (feature, false) => absent.push_str(&format!(", {feature:?}")),
        }
    }
    for (feature, needs) in MEDIA {
        if features.contains(&"newest") {
            gated.push_str(&format!("{feature} = [\"{needs}\", \"ari-runtime/{feature}\"]\n"));
        } else {
            absent.push_str(&format!(", {feature:?}"));
        }
    }
    let unexpected = match absent.trim_start_matches(", ") {
        "" => String::new(),
        absent => format!(
            "# What this release is too old for.\n\
             unexpected_cfgs = {{ level = \"warn\", check-cfg = ['cfg(feature, values({absent}))'] }}\n"
        ),
    };
    let optional = if features.contains(&"calls") {
        "futures-util = { version = \"0.3\", default-features = false, features = [\"sink\", \"std\"], optional = true }\n\
         tokio = { version = \"1\", features = [\"macros\", \"net\", \"time\"], optional = true }\n"
    } else {
        ""
    };
    format!(
        "# Written once by `cargo xtask codegen --out`, and yours from then on.\n\
         [package]\n\
         name = \"{name}\"\n\
         version = \"0.1.0+asterisk-{build}\"\n\
         edition = \"2024\"\n\
         rust-version = \"{rust}\"\n\
         description = \"Typed client for the REST interface of Asterisk {release}.\"\n\
         license = \"MIT OR Apache-2.0\"\n\
         publish = false\n\n\
         # Code is written into no crate without this.\n\
         {MARK}\n\
         release = \"{release}\"\n\n\
         # Said, so that the manifest can be read where the code is not there yet.\n\
         [lib]\n\
         path = \"src/lib.rs\"\n\n\
         [features]\n\
         default = {features:?}\n\
         {gated}\
         chrono = [\"ari-runtime/chrono\"]\n\
         jiff = [\"ari-runtime/jiff\"]\n\n\
         [dependencies]\n\
         ari-runtime = {{ version = \"={own}\", path = {runtime:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\", \"rc\"] }}\n\
         serde_json = \"1\"\n\
         {optional}\n\
         [lints.rust]\n\
         unsafe_code = \"forbid\"\n\
         missing_docs = \"warn\"\n\
         {unexpected}",
        rust = env!("CARGO_PKG_RUST_VERSION"),
    )
}

/// A folder that the code of a crate may be written into.
#[derive(Debug)]
pub(crate) struct OwnCrate {
    folder: PathBuf,
    pub(crate) name: String,
    is_new: bool,
}

impl OwnCrate {
    /// Looks whether the folder is ours to write into: there is nothing yet where we would write, or the mark says so.
    pub(crate) fn open(folder: &Path, name: Option<&str>) -> Result<Self> {
        let manifest = folder.join("Cargo.toml");
        let is_new = fs::symlink_metadata(&manifest).is_err();
        let name = if is_new {
            for path in ["src", "README.md"] {
                let there = fs::symlink_metadata(folder.join(path)).is_ok();
                ensure!(!there, "{} holds {path} and is no crate of ours", folder.display());
            }
            new_name(folder, name)?
        } else {
            let known = name_of(&manifest)?;
            if let Some(name) = name.filter(|it| *it != known) {
                bail!("{} is called {known}, not {name}", folder.display());
            }
            known
        };
        Ok(Self { folder: folder.to_owned(), name, is_new })
    }

    /// Of the files wanted and those found, what differs; what others put beside the generated code is none of ours.
    fn found(&self, wanted: &Tree) -> Result<Tree> {
        let generated = workspace::read_tree(&self.folder.join("src/generated"))?;
        let mut found: Tree = generated
            .into_iter()
            .map(|(path, text)| (format!("src/generated/{path}"), text))
            .collect();
        for path in wanted.keys().filter(|it| !it.starts_with("src/generated/")) {
            if let Ok(bytes) = fs::read(self.folder.join(path)) {
                found.insert(path.clone(), String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(found)
    }

    /// What the crate should hold and what it holds.
    pub(crate) fn compared(&self, release: &str, generated: &Tree) -> Result<(Tree, Tree)> {
        let mut wanted = files(&self.name, release, generated)?;
        let found = self.found(&wanted)?;
        if self.is_new {
            wanted.insert("Cargo.toml".to_owned(), String::new());
        }
        Ok((wanted, found))
    }

    /// Writes the crate; refuses before anything is written.
    pub(crate) fn write(&self, release: &str, generated: &Tree) -> Result<()> {
        let wanted = files(&self.name, release, generated)?;
        let found = self.found(&wanted)?;
        let differences = differences(&wanted, &found);
        for difference in &differences {
            let (Difference::Missing { path }
            | Difference::Stale { path }
            | Difference::Extra { path }) = difference
            else {
                continue;
            };
            self.refuse_links(path)?;
            let foreign = matches!(difference, Difference::Extra { .. })
                && found.get(path).is_some_and(|it| !it.contains(WRITTEN));
            ensure!(
                !foreign,
                "{} was not written by codegen, and nothing else may stand in src/generated",
                self.folder.join(path).display()
            );
        }
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("making {}", self.folder.display()))?;
        workspace::mend(&self.folder, &wanted, differences)?;
        if self.is_new {
            let runtime = relative(&self.folder, &workspace::root().join("ari-runtime"))?;
            let text = manifest(&self.name, release, &runtime);
            fs::write(self.folder.join("Cargo.toml"), text).context("writing Cargo.toml")?;
        }
        Ok(())
    }

    /// What leads out of the folder is not followed.
    fn refuse_links(&self, path: &str) -> Result<()> {
        let mut at = self.folder.clone();
        for part in Path::new(path).components() {
            at.push(part);
            let is_link = fs::symlink_metadata(&at).is_ok_and(|it| it.file_type().is_symlink());
            ensure!(!is_link, "{} is a link, which may lead anywhere", at.display());
        }
        Ok(())
    }
}

/// The name that was asked for, or the folder's.
fn new_name(folder: &Path, name: Option<&str>) -> Result<String> {
    let of_folder =
        || Some(std::path::absolute(folder).ok()?.file_name()?.to_string_lossy().into());
    let name = name.map(str::to_owned).or_else(of_folder).unwrap_or_default();
    let plain = name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    let starts = name.starts_with(|it: char| it.is_ascii_alphabetic());
    ensure!(plain && starts, "{name:?} is no name of a package; `--name` gives another");
    Ok(name)
}

/// The name in a manifest that has the mark.
fn name_of(manifest: &Path) -> Result<String> {
    let output = workspace::cargo()
        .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
        .arg(std::path::absolute(manifest)?)
        .output()
        .context("running cargo")?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        bail!("{} cannot be read: {}", manifest.display(), told.trim());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let wanted = manifest.canonicalize()?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let own = packages.iter().find(|it| {
        let path = it["manifest_path"].as_str().map(Path::new);
        path.and_then(|it| it.canonicalize().ok()).as_ref() == Some(&wanted)
    });
    let marked = own.filter(|it| it["metadata"]["ari-codegen"].is_object());
    match marked.and_then(|it| it["name"].as_str()) {
        Some(name) => Ok(name.to_owned()),
        None => bail!(
            "{} has no {MARK}: it is no crate of ours, and nothing is written into it",
            manifest.display()
        ),
    }
}

/// The way from one folder to another, with `/` between its parts.
fn relative(from: &Path, to: &Path) -> Result<String> {
    let (from, to) = (from.canonicalize()?, to.canonicalize()?);
    let (from, to): (Vec<Component>, Vec<Component>) =
        (from.components().collect(), to.components().collect());
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if common == 0 {
        bail!("the crate and the workspace have no folder in common");
    }
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to[common..].iter().map(|it| it.as_os_str().to_string_lossy().into_owned());
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use ari_codegen::{Tree, differences};

    use super::{OwnCrate, features, files, manifest, version};
    use crate::workspace;

    fn tree(files: &[&str]) -> Tree {
        let text =
            "//! Something.\n// Written by `cargo xtask codegen`; changes belong elsewhere.\n";
        files.iter().map(|it| ((*it).to_owned(), text.to_owned())).collect()
    }

    fn write(folder: &Path, files: &[&str]) -> anyhow::Result<()> {
        OwnCrate::open(folder, Some("acme-ari"))?.write("22.10.1", &tree(files))
    }

    fn told(folder: &Path, files: &[&str]) -> String {
        write(folder, files).err().map(|it| it.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_somebody_elses_stays() -> anyhow::Result<()> {
        let parent = tempfile::tempdir()?;
        let folder = parent.path().join("sdk");
        fs::create_dir_all(folder.join("tests"))?;
        fs::write(folder.join("tests/own.rs"), "own")?;
        write(&folder, &["mod.rs", "old/mod.rs"])?;
        fs::write(folder.join("src/calls/own.rs"), "own")?;
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?.replace("0.1.0+", "7.0.0+");
        fs::write(folder.join("Cargo.toml"), &manifest)?;

        write(&folder, &["mod.rs"])?;
        assert!(!folder.join("src/generated/old").exists());
        assert_eq!(fs::read_to_string(folder.join("Cargo.toml"))?, manifest);
        for own in ["tests/own.rs", "src/calls/own.rs"] {
            assert_eq!(fs::read_to_string(folder.join(own))?, "own");
        }
        fs::remove_dir_all(folder.join("src/generated"))?;
        fs::remove_file(folder.join("src/lib.rs"))?;
        write(&folder, &["mod.rs"])?;
        let own = OwnCrate::open(&folder, None)?;
        let (wanted, found) = own.compared("22.10.1", &tree(&["mod.rs"]))?;
        assert_eq!(differences(&wanted, &found), []);
        assert!(OwnCrate::open(&folder, Some("another")).is_err());
        Ok(())
    }

    #[test]
    fn a_crate_that_is_not_ours_is_not_written_into() -> anyhow::Result<()> {
        let parent = tempfile::tempdir()?;
        let folder = parent.path().join("theirs");
        fs::create_dir_all(folder.join("src/generated"))?;
        fs::write(folder.join("src/generated/mod.rs"), "theirs")?;
        assert!(told(&folder, &["mod.rs"]).contains("holds src and is no crate of ours"));
        fs::write(folder.join("src/lib.rs"), "")?;
        fs::write(folder.join("Cargo.toml"), "[package]\nname = \"theirs\"\n[workspace]\n")?;
        assert!(told(&folder, &["mod.rs"]).contains("nothing is written into it"));
        fs::write(folder.join("Cargo.toml"), "no manifest")?;
        assert!(told(&folder, &["mod.rs"]).contains("cannot be read"));
        assert_eq!(fs::read_to_string(folder.join("src/generated/mod.rs"))?, "theirs");
        for room in ["ari-generated", "", "api-docs/channels.json"] {
            assert!(OwnCrate::open(&workspace::root().join(room), None).is_err(), "{room}");
        }
        Ok(())
    }

    #[test]
    fn what_codegen_did_not_write_among_the_generated_code_stops_it() -> anyhow::Result<()> {
        let parent = tempfile::tempdir()?;
        let folder = parent.path().join("sdk");
        write(&folder, &["mod.rs", "old.rs"])?;
        fs::write(folder.join("src/generated/notes.rs"), "// by hand")?;
        assert!(told(&folder, &["mod.rs", "new.rs"]).contains("was not written by codegen"));
        // Nothing was begun.
        assert!(!folder.join("src/generated/new.rs").exists());
        assert!(folder.join("src/generated/old.rs").exists());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() -> anyhow::Result<()> {
        let parent = tempfile::tempdir()?;
        let (folder, elsewhere) = (parent.path().join("sdk"), parent.path().join("elsewhere"));
        write(&folder, &["mod.rs", "old.rs"])?;
        fs::rename(folder.join("src/generated"), &elsewhere)?;
        std::os::unix::fs::symlink(&elsewhere, folder.join("src/generated"))?;
        assert!(told(&folder, &["mod.rs"]).contains("is a link"));
        assert!(elsewhere.join("old.rs").exists());
        Ok(())
    }

    #[test]
    fn a_manifest_is_like_our_own() -> anyhow::Result<()> {
        let own = fs::read_to_string(workspace::root().join("ari-generated/Cargo.toml"))?;
        let keys = |text: &str, table: &str| -> Vec<String> {
            let lines = text.lines().skip_while(|it| *it != table).skip(1);
            let lines = lines.take_while(|it| !it.starts_with('['));
            let keys = lines.filter_map(|it| it.split_once(" = ")).map(|(key, _)| key);
            let mut keys: Vec<_> = keys.map(|it| it.replace(".workspace", "")).collect();
            keys.sort();
            keys
        };
        let newest = manifest("acme-ari", "22.10.1", "../ari-runtime");
        for table in ["[features]", "[dependencies]"] {
            assert_eq!(keys(&newest, table), keys(&own, table), "{table}");
        }
        let oldest = manifest("acme-ari", "13.0.0", "../ari-runtime");
        assert_eq!(keys(&oldest, "[features]"), ["chrono", "default", "jiff"]);
        Ok(())
    }

    #[test]
    fn a_release_has_the_call_control_that_it_can_have() -> anyhow::Result<()> {
        for (release, wanted) in [
            ("13.0.0", &[][..]),
            ("16.6.2", &[]),
            ("16.7.0", &["calls"]),
            ("20.19.0", &["calls"]),
            ("20.20.1", &["calls", "newest"]),
            ("21.12.0", &["calls"]),
            ("22.9.0", &["calls"]),
            ("22.10.1", &["calls", "newest"]),
            ("23.4.0", &["calls", "newest"]),
            ("24.0.0", &["calls", "newest"]),
        ] {
            assert_eq!(features(version(release)), wanted, "{release}");
            let files = files("acme-ari", release, &Tree::new())?;
            assert_eq!(files.contains_key("src/calls/mod.rs"), !wanted.is_empty(), "{release}");
            let named = files.values().any(|it| it.contains("ari_generated"));
            assert!(!named, "{release} names the crate it was made after");
        }
        Ok(())
    }
}
