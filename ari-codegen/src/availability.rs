//! Which releases have what: makes optional what an older supported release lacks, and words it for the docs.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::Field;

/// The oldest release line that a client talks to.
const OLDEST_LINE: u32 = 16;

/// A release, as numbers that sort.
type Version = (u32, u32, u32);

/// The first release of each line that had an operation, a parameter, a model or a field.
#[derive(Debug, Default)]
pub(crate) struct FirstSeen {
    table: BTreeMap<String, BTreeMap<u32, Version>>,
    /// What the development branch has: a line that lacks it may still get it.
    developed: BTreeSet<String>,
}

impl FirstSeen {
    /// Reads `first_seen.json`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let raw: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut table = BTreeMap::new();
        let mut developed = BTreeSet::new();
        for (key, lines) in raw {
            if lines.contains_key("HEAD") {
                developed.insert(key.clone());
            }
            let mut firsts = BTreeMap::new();
            // The development branch is no release.
            for (line, first) in lines.into_iter().filter(|(line, _)| line != "HEAD") {
                let parsed = line.parse().ok().zip(version(&first));
                let (line, first) =
                    parsed.ok_or_else(|| format!("{key}: {line}: {first:?} is no release"))?;
                firsts.insert(line, first);
            }
            table.insert(key, firsts);
        }
        Ok(Self { table, developed })
    }

    /// Knows nothing any more of what a vendor brings, whatever release of Asterisk's has something of that name.
    pub(crate) fn forget(&mut self, keys: &[String]) {
        self.table.retain(|key, _| !keys.contains(key));
    }

    /// Is the field there in every supported release that has its model?
    pub(crate) fn always_there(&self, field: &Field) -> bool {
        let (Some(field), Some(model)) =
            (self.table.get(&field.key), self.table.get(&field.model_key))
        else {
            // What the table does not know is new, or a vendor's own.
            return true;
        };
        model
            .iter()
            .filter(|(line, _)| **line >= OLDEST_LINE)
            .all(|(line, first)| field.get(line).is_some_and(|it| it <= first))
    }

    /// Which releases have a thing, and what it belongs to, where that is not the thing itself.
    ///
    /// What is not recorded is taken to be as old as what it belongs to; `None` where that is not recorded either.
    pub(crate) fn since(&self, key: &str, owner: &str) -> Option<Since> {
        let (own, owners) = (self.table.get(key), self.table.get(owner));
        let mut lines = own.or(owners)?.clone();
        if let Some(owners) = owners {
            lines.retain(|line, _| owners.contains_key(line));
            for (line, first) in &mut lines {
                *first = (*first).max(owners[line]);
            }
        }
        let newest_line = self.table.values().filter_map(|it| it.keys().last()).max()?;
        let last_line = *lines.keys().last()?;
        let mut firsts: Vec<Version> = lines.into_values().collect();
        // A whole line after another that has it needs no words.
        while let [.., before, last] = firsts.as_slice()
            && *last == (before.0 + 1, 0, 0)
        {
            firsts.pop();
        }
        let is_gone = last_line < *newest_line && !self.developed.contains(key);
        Some(Since { firsts, before: is_gone.then_some(last_line + 1) })
    }

    /// The sentence for the docs: "Since 16.27, 18.13, 19.5; not in 17."; empty where the thing itself is not recorded.
    pub(crate) fn sentence(&self, key: &str, owner: &str) -> String {
        let since = self.since(key, owner).filter(|_| self.table.contains_key(key));
        since.map(|it| it.sentence()).unwrap_or_default()
    }
}

/// Which releases have a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Since {
    /// The first release of each line that has it, up to the line after which all do.
    pub(crate) firsts: Vec<Version>,
    /// The first line of those at the end that do not have it any more.
    pub(crate) before: Option<u32>,
}

impl Since {
    /// Every release has it.
    pub(crate) fn is_every(&self) -> bool {
        self.firsts == [(13, 0, 0)] && self.before.is_none()
    }

    /// As the docs say it.
    pub(crate) fn sentence(&self) -> String {
        let firsts: Vec<String> = self.firsts.iter().map(|it| short(*it)).collect();
        let between = self.firsts.windows(2).flat_map(|pair| pair[0].0 + 1..pair[1].0);
        let between: Vec<String> = between.map(|it| it.to_string()).collect();
        let (since, without) = (firsts.join(", "), between.join(", "));
        match (without.as_str(), self.before) {
            ("", None) => format!("Since {since}."),
            ("", Some(line)) => format!("Since {since}; not from {line} on."),
            (_, None) => format!("Since {since}; not in {without}."),
            (_, Some(line)) => format!("Since {since}; not in {without}, nor from {line} on."),
        }
    }
}

/// A release, of its three numbers.
pub(crate) fn version(text: &str) -> Option<Version> {
    let mut parts = text.split('.').map(str::parse);
    let version = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    parts.next().is_none().then_some(version)
}

fn short((major, minor, patch): Version) -> String {
    if patch == 0 { format!("{major}.{minor}") } else { format!("{major}.{minor}.{patch}") }
}

#[cfg(test)]
mod tests {
    use super::FirstSeen;

    const TABLE: &str = r#"{
        "op": {"13": "13.0.0", "14": "14.0.0", "15": "15.0.0", "16": "16.0.0", "HEAD": "HEAD"},
        "late": {"13": "13.27.0", "15": "15.4.1", "16": "16.0.0", "HEAD": "HEAD"},
        "whole": {"13": "13.2.0", "14": "14.0.0", "15": "15.0.0", "16": "16.0.0"},
        "between": {"13": "13.0.0", "16": "16.0.0"},
        "gone": {"13": "13.0.0", "14": "14.0.0"},
        "both": {"13": "13.1.0", "15": "15.0.0"}
    }"#;

    fn sentence(key: &str, owner: &str) -> String {
        FirstSeen::read(TABLE).unwrap_or_default().sentence(key, owner)
    }

    #[test]
    fn each_line_is_told_as_far_as_that_is_needed() {
        for (key, wanted) in [
            ("op", "Since 13.0."),
            ("late", "Since 13.27, 15.4.1; not in 14."),
            ("whole", "Since 13.2."),
            // What has a gap before it is no longer a matter of course.
            ("between", "Since 13.0, 16.0; not in 14, 15."),
            ("gone", "Since 13.0; not from 15 on."),
            ("both", "Since 13.1, 15.0; not in 14, nor from 16 on."),
            ("unknown", ""),
        ] {
            assert_eq!(sentence(key, key), wanted, "{key}");
        }
    }

    #[test]
    fn nothing_is_older_than_what_it_belongs_to() {
        assert_eq!(sentence("op", "late"), "Since 13.27, 15.4.1; not in 14.");
        assert_eq!(sentence("late", "whole"), "Since 13.27, 15.4.1; not in 14.");
        assert_eq!(sentence("late", "op"), "Since 13.27, 15.4.1; not in 14.");
        assert_eq!(sentence("late", "unknown"), "Since 13.27, 15.4.1; not in 14.");
        // Nothing is claimed of what is not recorded, but that much is sure.
        assert_eq!(sentence("unknown", "late"), "");
        let seen = FirstSeen::read(TABLE).unwrap_or_default();
        assert_eq!(seen.since("unknown", "late"), seen.since("late", "late"));
        assert_eq!(seen.since("unknown", "unknown"), None);
        assert!(seen.since("op", "op").is_some_and(|it| it.is_every()));
    }

    #[test]
    fn a_release_that_is_none_is_told() {
        assert!(FirstSeen::read(r#"{"a": {"16": "sixteen"}}"#).is_err());
    }
}
