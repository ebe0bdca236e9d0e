//! Words a comparison for people, as text and as Markdown, and for programs as JSON; judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use crate::compare::{Change, Comparison, Effect, What};

/// The headings, heaviest first.
const EFFECTS: [(Effect, &str); 3] = [
    (Effect::Breaking, "Breaking"),
    (Effect::Additive, "Additive"),
    (Effect::Documentation, "Documentation"),
];

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}

impl Comparison {
    /// One line for each change, under the heading of what it means.
    pub fn text(&self) -> String {
        let mut text = format!("Asterisk {} -> {}: {}\n", self.before, self.after, self.summary());
        for (effect, heading) in EFFECTS {
            let lines = self.lines(effect, |key| key.to_owned());
            if !lines.is_empty() {
                let _ = writeln!(text, "\n{heading}");
                lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
            }
        }
        text
    }

    /// The same as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!(
            "## Asterisk {} → {}\n\n{}\n",
            self.before,
            self.after,
            capital(&self.summary())
        );
        for (effect, heading) in EFFECTS {
            let lines = self.lines(effect, |key| format!("`{key}`"));
            if !lines.is_empty() {
                let _ = writeln!(text, "\n### {heading}\n");
                lines.iter().for_each(|line| text.push_str(&format!("* {}\n", spelled(line))));
            }
        }
        text
    }

    /// The same as JSON: `before`, `after`, `verdict` and `changes`.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// "2 operations added, 1 field removed: breaking"
    fn summary(&self) -> String {
        let Some(verdict) = self.verdict else { return "no difference".to_owned() };
        let mut counts: Vec<(String, usize)> = Vec::new();
        for change in &self.changes {
            let kind = match (change.key.split_once(' '), change.event) {
                (_, true) => "event",
                (Some(("op", rest)), _) if rest.contains(" param ") => "parameter",
                (Some(("op", _)), _) => "operation",
                (Some((kind, _)), _) => kind,
                (None, _) => "thing",
            };
            let happened = match change.what {
                What::Added => "added",
                What::Removed => "removed",
                What::Changed { .. } => "changed",
            };
            let what = format!("{kind} {happened}");
            match counts.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += 1,
                None => counts.push((what, 1)),
            }
        }
        let counts: Vec<String> = counts
            .into_iter()
            .map(|(what, count)| match count {
                1 => format!("1 {what}"),
                _ => format!("{count} {}", what.replacen(' ', "s ", 1)),
            })
            .collect();
        format!("{}: {verdict}", counts.join(", "))
    }

    /// What came or went with another thing stands in that thing's line.
    fn lines(&self, effect: Effect, quote: impl Fn(&str) -> String) -> Vec<String> {
        let keys: BTreeSet<&str> = self.changes.iter().map(|it| it.key.as_str()).collect();
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for change in &self.changes {
            if let Some(owner) = change.with.as_deref().filter(|it| keys.contains(it)) {
                let name = change.key.rsplit([' ', '.']).next().unwrap_or_default();
                parts.entry(owner).or_default().push(name);
            }
        }
        let is_part = |it: &Change| it.with.as_deref().is_some_and(|it| parts.contains_key(it));
        let wanted = self.changes.iter().filter(|it| it.effect == effect && !is_part(it));
        wanted
            .map(|it| {
                let parts = parts.get(it.key.as_str()).map_or(&[][..], Vec::as_slice);
                line(it, parts, &quote)
            })
            .collect()
    }
}

fn line(change: &Change, parts: &[&str], quote: &impl Fn(&str) -> String) -> String {
    let key = match change.key.strip_prefix("model ") {
        Some(name) if change.event => quote(&format!("event {name}")),
        _ => quote(&change.key),
    };
    let sign = match &change.what {
        What::Added => "+",
        What::Removed => "-",
        What::Changed { attribute, before, after } => {
            return format!("~ {key}: {attribute} {} -> {}", shown(before), shown(after));
        }
    };
    let parts = match parts {
        [] => String::new(),
        parts => format!(" ({})", parts.join(", ")),
    };
    match &change.data_type {
        Some(data_type) => format!("{sign} {key}{parts}: {data_type}"),
        None => format!("{sign} {key}{parts}"),
    }
}

fn shown(values: &[String]) -> String {
    match values {
        [] => "nothing".to_owned(),
        values => values.join(", "),
    }
}

/// A sign at the beginning of a Markdown item would begin another list.
fn spelled(line: &str) -> String {
    match line.split_once(' ') {
        Some(("+", rest)) => format!("new: {rest}"),
        Some(("-", rest)) => format!("gone: {rest}"),
        Some(("~", rest)) => rest.replace("->", "→"),
        _ => line.to_owned(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}
