//! Which releases have what, from `first_seen.json` alone: for any release, and in the words of the documentation.

use std::collections::BTreeMap;

use crate::overlay::Overlay;

/// The first release of each line.
type Lines = BTreeMap<u32, Vec<u32>>;

impl Overlay {
    /// The first release of each line that has a thing together with what it belongs to; `None` where nothing is
    /// recorded of the thing.
    pub fn history(&self, key: &str, owner: &str) -> Option<History> {
        let (own, owners) = (self.lines(key), self.lines(owner));
        if own.is_empty() {
            return None;
        }
        let both = own.into_iter().filter_map(|(line, first)| match owners.get(&line) {
            Some(owners) => Some((line, first.max(owners.clone()))),
            None => owners.is_empty().then_some((line, first)),
        });
        Some(History { lines: both.collect(), newest: self.newest_line() })
    }

    /// The same as data: of what is not recorded, that of what it belongs to.
    pub fn history_as_data(&self, key: &str, owner: &str) -> Option<History> {
        self.history(key, owner).or_else(|| self.history(owner, owner))
    }
}

/// What is recorded of a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    lines: Lines,
    newest: u32,
}

impl History {
    /// Does a release have it? Lines that are not recorded are like the newest that is.
    pub fn has(&self, release: [u32; 3]) -> bool {
        let [line, ..] = release;
        match self.lines.get(&line) {
            Some(first) => release.as_slice() >= first.as_slice(),
            None => line > self.newest && self.lines.contains_key(&self.newest),
        }
    }

    /// The releases that are named: all up to the last that is no matter of course.
    fn named(&self) -> Vec<&Vec<u32>> {
        let late = |line: &u32, first: &Vec<u32>| {
            *first != [*line, 0, 0] || !self.lines.contains_key(&(line - 1))
        };
        let last = self.lines.iter().filter(|(line, first)| late(line, first)).map(|it| it.0).max();
        self.lines.iter().filter(|(line, _)| Some(*line) <= last).map(|it| it.1).collect()
    }

    /// The sentence in the documentation.
    pub fn sentence(&self) -> String {
        let named = self.named();
        let words: Vec<String> = named
            .iter()
            .map(|it| match it.as_slice() {
                [major, minor, 0] => format!("{major}.{minor}"),
                other => numbers(other, "."),
            })
            .collect();
        let (first, last) = (named[0][0], named[named.len() - 1][0]);
        let without: Vec<u32> = (first..last).filter(|it| !self.lines.contains_key(it)).collect();
        let mut text = format!("Since {}", words.join(", "));
        let mut remarks = Vec::new();
        if !without.is_empty() {
            remarks.push(format!("not in {}", numbers(&without, ", ")));
        }
        if !self.lines.contains_key(&self.newest) {
            let gone = self.lines.keys().max().expect("a line") + 1;
            let not = if remarks.is_empty() { "not" } else { "nor" };
            remarks.push(format!("{not} from {gone} on"));
        }
        if !remarks.is_empty() {
            text += &format!("; {}", remarks.join(", "));
        }
        text + "."
    }

    /// The Rust of it as data, without spaces.
    pub fn data(&self) -> String {
        let named: Vec<String> =
            self.named().iter().map(|it| format!("({})", numbers(it, ","))).collect();
        let gone = match self.lines.contains_key(&self.newest) {
            true => String::new(),
            false => format!(".before({})", self.lines.keys().max().expect("a line") + 1),
        };
        match named.concat().as_str() {
            "(13,0,0)" if gone.is_empty() => "Releases::EVERY".to_owned(),
            _ => format!("Releases::new(&[{}]){gone}", named.join(",")),
        }
    }
}

fn numbers(numbers: &[u32], between: &str) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(between)
}
