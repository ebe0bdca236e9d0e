//! `cargo xtask api-diff`: what two releases declare differently, and what that means for the generated crate's version.

use std::path::PathBuf;

use anyhow::Result;
use ari_codegen::{Comparison, Effect, compare};

use crate::{specification, workspace};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder of resource JSON, or a stored release: `20.20.1`, or `20` for the last one of its line.
    before: PathBuf,
    /// What it is compared with.
    after: PathBuf,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let releases = [&arguments.before, &arguments.after];
    let [before, after] = releases.map(|it| specification::find(it));
    let (before, after) = (before?, after?);
    let overlay = specification::source(&workspace::api_docs(), "overlay.json")?;
    let comparison = compare(&before.facts()?, &after.facts()?, &overlay)?;
    match arguments.format {
        Format::Text => print!("{}\n{}", comparison.text(), version(&comparison)),
        Format::Markdown => print!("{}\n{}", comparison.markdown(), version(&comparison)),
        Format::Json => print!("{}", comparison.json()),
    }
    for release in [before, after].iter().filter(|it| it.derived) {
        eprintln!(
            "The facts of {} were put together of those of other releases; docs/asterisk-moves.md tells how.",
            release.name
        );
    }
    Ok(())
}

/// The version that a crate of the one release has to get when it becomes one of the other.
pub(crate) fn version(comparison: &Comparison) -> String {
    let current = env!("CARGO_PKG_VERSION");
    let numbers = current.split('+').next().unwrap_or(current);
    let parts: Vec<u64> = numbers.split('.').map_while(|it| it.parse().ok()).collect();
    let (Some(verdict), [major, minor, patch, ..]) = (comparison.verdict, &parts[..]) else {
        return String::new();
    };
    let next = match (verdict, *major) {
        // Before 1.0 the second number tells what breaks.
        (Effect::Breaking, 0) => format!("0.{}.0", minor + 1),
        (Effect::Breaking, major) => format!("{}.0.0", major + 1),
        (Effect::Additive, 1..) => format!("{major}.{}.0", minor + 1),
        _ => format!("{major}.{minor}.{}", patch + 1),
    };
    let release = &comparison.after;
    format!("The generated crate goes from {numbers} to {next}+asterisk-{release} at least.\n")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use anyhow::{Context, Result};
    use ari_codegen::{Comparison, Effect, Source, What, compare, store, stored};

    use super::version;
    use crate::{specification, workspace};

    /// What a line dropped on the way, which a table of first releases cannot tell.
    const DROPPED: &[(&str, &str)] = &[
        ("13", "TextMessageVariable"),
        ("16", "TextMessageVariable"),
        ("17", "TextMessageVariable"),
        ("16", "ExternalMedia"),
    ];

    /// What a release has by the table of first releases.
    fn by_table(release: &str) -> Result<BTreeSet<String>> {
        let source = specification::source(&workspace::api_docs(), "first_seen.json")?;
        let table: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&source.text)?;
        let numbers = |it: &str| it.split('.').map(str::parse).collect::<Result<Vec<u32>, _>>();
        let wanted = numbers(release)?;
        let (line, _) = release.split_once('.').context("a release has a line")?;
        let is_dropped = |key: &str| {
            let model = key.split([' ', '.']).nth(1).unwrap_or_default();
            !key.starts_with("op ") && DROPPED.contains(&(line, model))
        };
        let mut keys = BTreeSet::new();
        for (key, lines) in table {
            if let Some(first) = lines.get(line)
                && numbers(first)? <= wanted
                && !is_dropped(&key)
            {
                keys.insert(key);
            }
        }
        Ok(keys)
    }

    fn compared(before: &str, after: &str) -> Result<Comparison> {
        let overlay = specification::source(&workspace::api_docs(), "overlay.json")?;
        let facts = |it: &str| specification::find(Path::new(it))?.facts();
        Ok(compare(&facts(before)?, &facts(after)?, &overlay)?)
    }

    #[test]
    fn neighbouring_releases_differ_by_what_the_table_of_first_releases_says() -> Result<()> {
        let names = specification::names(&workspace::api_docs())?;
        let lines: Vec<&str> = names.iter().filter_map(|it| it.split('.').next()).collect();
        assert_eq!(lines, ["13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23"]);
        for pair in names.windows(2) {
            let (before, after) = (by_table(&pair[0])?, by_table(&pair[1])?);
            let comparison = compared(&pair[0], &pair[1])?;
            let keys = |wanted: &What| -> BTreeSet<String> {
                let changes = comparison.changes.iter().filter(|it| it.what == *wanted);
                changes.map(|it| it.key.clone()).filter(|it| !it.starts_with("resource ")).collect()
            };
            let added: BTreeSet<String> = after.difference(&before).cloned().collect();
            let removed: BTreeSet<String> = before.difference(&after).cloned().collect();
            assert_eq!(keys(&What::Added), added, "{pair:?}");
            assert_eq!(keys(&What::Removed), removed, "{pair:?}");
        }
        Ok(())
    }

    #[test]
    fn every_stored_release_has_what_the_table_says_and_reads_as_it_was_written() -> Result<()> {
        for name in specification::names(&workspace::api_docs())? {
            let release = specification::find(Path::new(&name))?;
            assert_eq!(release.name, name);
            let keys: BTreeSet<String> = release.facts()?.keys().into_iter().collect();
            assert_eq!(keys, by_table(&name)?, "{name}");

            let text = store(&release.resources, &name, release.derived)?;
            let again = stored(&Source::new("stored", &text))?;
            assert_eq!((&again.release, again.derived), (&name, release.derived));
            assert_eq!(store(&again.resources, &name, again.derived)?, text);
            let path = workspace::api_docs().join(format!("releases/{name}.json"));
            if path.exists() {
                assert_eq!(std::fs::read_to_string(path)?, text, "{name}");
            }
            for sentence in ["description", "summary", "notes", "reason", "_copyright"] {
                assert!(!text.contains(&format!("\"{sentence}\":\"")), "{name}: {sentence}");
            }
        }
        Ok(())
    }

    #[test]
    fn lines_stand_for_their_last_release_and_others_are_unknown() -> Result<()> {
        for (name, release) in [("13", "13.38.3"), ("22", "22.10.1"), ("23", "23.4.1")] {
            assert_eq!(specification::find(Path::new(name))?.name, release);
        }
        for name in ["12", "20.1.0", "", "nowhere"] {
            let error = specification::find(Path::new(name)).err().map(|it| it.to_string());
            assert!(error.is_some_and(|it| it.contains("20.20.1, 21.12.3")), "{name}");
        }
        Ok(())
    }

    #[test]
    fn verdicts_between_releases() -> Result<()> {
        // 21 lacks what 20 has.
        let wanted = [
            ("20", "21", Some(Effect::Breaking)),
            ("21", "22", Some(Effect::Additive)),
            ("22", "23", None),
            // `external_host` need not be given any more.
            ("18", "20", Some(Effect::Breaking)),
            ("16", "18", Some(Effect::Additive)),
        ];
        for (before, after, verdict) in wanted {
            let comparison = compared(before, after)?;
            assert_eq!(comparison.verdict, verdict, "{before} {after}\n{}", comparison.text());
            assert_eq!(version(&comparison).is_empty(), verdict.is_none());
        }
        Ok(())
    }
}
