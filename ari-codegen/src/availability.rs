//! Which releases have what: makes optional what an older supported release lacks, and words it for the docs.

use std::collections::BTreeMap;

use crate::ir::Field;

/// The oldest release line that a client talks to.
const OLDEST_LINE: u32 = 16;

/// A release, as numbers that sort.
type Version = (u32, u32, u32);

/// The first release of each line that had an operation, a parameter, a model or a field.
#[derive(Debug, Default)]
pub(crate) struct FirstSeen {
    table: BTreeMap<String, BTreeMap<u32, Version>>,
}

impl FirstSeen {
    /// Reads `first_seen.json`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let raw: BTreeMap<String, BTreeMap<String, String>> =
            serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mut table = BTreeMap::new();
        for (key, lines) in raw {
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
        Ok(Self { table })
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

    /// The releases that were the first to have it: one per line, oldest line first.
    pub(crate) fn firsts(&self, key: &str) -> Vec<Version> {
        self.table.get(key).map(|lines| lines.values().copied().collect()).unwrap_or_default()
    }

    /// "16.27.0 18.13.0 19.5.0" as data; empty where every known release has it.
    pub(crate) fn as_data(&self, key: &str) -> String {
        if self.since(key).is_none() {
            return String::new();
        }
        let texts = self.firsts(key).into_iter();
        texts
            .map(|(major, minor, patch)| format!("{major}.{minor}.{patch}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// "16.27, 18.13, 19.5 and later"; `None` where every known release has it.
    pub(crate) fn since(&self, key: &str) -> Option<String> {
        let firsts = self.firsts(key);
        let newest_line = self.table.values().flat_map(|it| it.keys()).max()?;
        let oldest_line = self.table.values().flat_map(|it| it.keys()).min()?;
        // The lines at the end that have it from their first release on.
        let whole = firsts.iter().rev().take_while(|it| it.1 == 0 && it.2 == 0).count();
        let whole_lines = &firsts[firsts.len() - whole..];
        let consecutive = whole_lines.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1)
            && whole_lines.last().is_some_and(|it| it.0 == *newest_line);
        let shown = if consecutive { firsts.len() - whole + 1 } else { firsts.len() };
        if firsts.is_empty() || (shown == 1 && firsts[0].0 == *oldest_line) {
            return None;
        }
        let texts: Vec<String> = firsts[..shown].iter().map(|it| short(*it)).collect();
        Some(format!("{} and later", texts.join(", ")))
    }
}

fn version(text: &str) -> Option<Version> {
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
        "old": {"13": "13.0.0", "16": "16.0.0", "18": "18.0.0", "HEAD": "HEAD"},
        "late": {"16": "16.27.0", "18": "18.13.1", "HEAD": "HEAD"},
        "whole": {"16": "16.6.0", "17": "17.0.0", "18": "18.0.0"}
    }"#;

    #[test]
    fn what_every_release_has_needs_no_words() {
        let seen = FirstSeen::read(r#"{"a": {"16": "16.0.0", "17": "17.0.0", "18": "18.0.0"}}"#);
        assert_eq!(seen.unwrap_or_default().since("a"), None);
    }

    #[test]
    fn late_comers_are_told_line_by_line() {
        let seen = FirstSeen::read(TABLE).unwrap_or_default();
        assert_eq!(seen.since("late").as_deref(), Some("16.27, 18.13.1 and later"));
        assert_eq!(seen.since("whole").as_deref(), Some("16.6, 17.0 and later"));
        assert_eq!(seen.since("unknown"), None);
    }

    #[test]
    fn a_release_that_is_none_is_told() {
        assert!(FirstSeen::read(r#"{"a": {"16": "sixteen"}}"#).is_err());
    }
}
