//! What building an application costs that depends on a client.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Instant, SystemTime};

use anyhow::{Context, Result, bail};

use crate::bench::Bench;
use crate::report::{Aim, Section, short};
use crate::statistics::{median, ratio};

/// The smallest application with one client.
struct Hello {
    name: &'static str,
    client: &'static str,
    folder: PathBuf,
    target: PathBuf,
}

impl Hello {
    fn new(bench: &Bench, name: &'static str, client: &'static str) -> Self {
        let folder = bench.root.join("tests/peers/hello").join(client);
        let target = bench.root.join("target/peers/hello").join(client);
        Self { name, client, folder, target }
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).arg("--locked").current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &self.target).env_remove("CARGO_INCREMENTAL");
        command
    }

    /// Builds, and tells how many seconds that took.
    fn build(&self, arguments: &[&str]) -> Result<f64> {
        let begun = Instant::now();
        let status = self.cargo(&[&["build", "--quiet"], arguments].concat()).status()?;
        if !status.success() {
            bail!("{} does not build", self.folder.display());
        }
        Ok(begun.elapsed().as_secs_f64())
    }

    /// Builds everything.
    fn clean(&self, arguments: &[&str]) -> Result<f64> {
        if self.target.exists() {
            fs::remove_dir_all(&self.target)?;
        }
        self.build(arguments)
    }

    /// Packages that are compiled for it.
    fn dependencies(&self) -> Result<usize> {
        let arguments = ["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"];
        let output = self.cargo(&arguments).output()?;
        if !output.status.success() {
            bail!("cargo tree: {}", String::from_utf8_lossy(&output.stderr));
        }
        let text = String::from_utf8(output.stdout)?;
        let packages: BTreeSet<&str> = text.lines().map(|it| it.trim_end_matches(" (*)")).collect();
        Ok(packages.len().saturating_sub(1))
    }

    fn size(&self) -> Result<u64> {
        let program = self.target.join("release").join(format!("hello-{}", self.client));
        Ok(fs::metadata(&program).with_context(|| program.display().to_string())?.len())
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let own = Hello::new(bench, "this SDK", "ari-generated");
    let peer = Hello::new(bench, "asterisk-rs-ari", "asterisk-rs-ari");
    let mut section = Section::new(
        "build",
        "`cargo build` of the smallest application that answers calls and plays a sound, in seconds with both processors: \
         everything, after a file with models of the SDK got a new time and after one of the application did, which has cargo \
         compile its package again; packages that are compiled; the size of the stripped program of a release build.",
        &[
            "client",
            "clean s",
            "model touched s",
            "application touched s",
            "packages",
            "stripped kB",
        ],
    );
    let model = bench.root.join("ari-generated/src/generated/models/channels.rs");
    let rounds = bench.many(2, 1);
    let (mut clean, mut touched_model, mut touched) =
        ([vec![], vec![]], Vec::new(), [vec![], vec![]]);
    for hello in [&own, &peer] {
        // Downloads are nobody's cost.
        let status = hello.cargo(&["fetch", "--quiet"]).status()?;
        if !status.success() {
            bail!("{} cannot be fetched", hello.folder.display());
        }
    }
    for _ in 0..rounds {
        for (index, hello) in [&own, &peer].into_iter().enumerate() {
            clean[index].push(hello.clean(&[])?);
            touch(&hello.folder.join("src/main.rs"))?;
            touched[index].push(hello.build(&[])?);
        }
        touch(&model)?;
        touched_model.push(own.build(&[])?);
    }
    for (index, hello) in [&own, &peer].into_iter().enumerate() {
        hello.build(&["--release"])?;
        section.row([
            hello.name.to_owned(),
            short(median(clean[index].iter().copied())),
            if index == 0 { short(median(touched_model.iter().copied())) } else { String::new() },
            short(median(touched[index].iter().copied())),
            hello.dependencies()?.to_string(),
            (hello.size()? / 1_000).to_string(),
        ]);
    }
    section.verdict("clean ÷ asterisk-rs-ari's", ratio(&clean[0], &clean[1]), Aim::AtMost(1.0));
    section.verdict("model touched ÷ clean", ratio(&touched_model, &clean[0]), Aim::AtMost(0.1));
    let sizes = own.size()? as f64 / peer.size()? as f64;
    section.verdict("stripped size ÷ asterisk-rs-ari's", sizes, Aim::None);
    section.bars(
        "Clean build, seconds",
        [&own, &peer]
            .iter()
            .zip(&clean)
            .map(|(it, of)| (it.name.to_owned(), median(of.iter().copied())))
            .collect(),
    );
    Ok(section)
}

/// Has cargo think that a file changed.
fn touch(file: &Path) -> Result<()> {
    let open =
        File::options().append(true).open(file).with_context(|| file.display().to_string())?;
    Ok(open.set_modified(SystemTime::now())?)
}
