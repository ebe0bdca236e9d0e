//! What becomes of the committed specification when Asterisk serves another: its facts, our texts; writes nothing itself.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use crate::availability::version;
use crate::compare::{Comparison, Facts, compare};
use crate::dialect::{Level, VALUES, walk};
use crate::json::{self, Json};
use crate::problem::{Findings, Place, Problem, Problems};
use crate::tree::Tree;
use crate::{Source, Specification, generate};

/// Where Asterisk serves ARI unless told otherwise; a server writes its own address there.
const BASE_PATH: &str = "http://localhost:8088/ari";

/// A specification with the facts of another release.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Import {
    /// The resource files and the first-seen table, as they have to stand in `api-docs`.
    pub files: Tree,
    /// What the new release declares differently.
    pub comparison: Comparison,
    /// What has no text of ours yet: `op GET /channels summary`.
    pub missing: Vec<String>,
    /// What is gone although we had a text about it.
    pub vanished: Vec<String>,
    /// What stands there and was not taken over, since nothing is known of it: it may hold sentences.
    pub left_out: Vec<String>,
    /// What the first-seen table has in this release and the release has not.
    pub untrue: Vec<String>,
    /// Why no code can be made of it yet, such as names that only the overlay can give; it is not to be written then.
    pub faults: Vec<Problem>,
    /// What in the overlay does not fit any more: corrections that have become true, targets that are gone.
    pub overlay: Vec<Problem>,
}

/// Takes over the facts of another release; our texts stay where the thing still exists.
///
/// `ours` are the files of `api-docs`, the listing `resources.json` among them where it is wanted, and so is `theirs`.
///
/// # Errors
///
/// Every problem of either specification.
pub fn import(ours: &Specification, theirs: &[Source], release: &str) -> Result<Import, Problems> {
    let (their_listing, theirs): (Vec<_>, Vec<_>) = theirs.iter().cloned().partition(is_listing);
    let our_resources: Vec<Source> =
        ours.resources.iter().filter(|it| !is_listing(it)).cloned().collect();
    let after = Facts::read(&theirs, release)?;
    let before = Facts::read(&our_resources, &*ours.release)?;
    let comparison = compare(&before, &after, &ours.overlay)?;

    let mut findings = Findings::default();
    // Where they bring no listing, ours stays.
    let told = match their_listing.is_empty() {
        true => &our_resources,
        false => &ours.resources,
    };
    let mut texts = Texts::of(told, &mut findings);
    let resources = texts.dressed(&theirs, &mut findings);
    let listing = texts.dressed(&their_listing, &mut findings);
    let (first_seen, untrue) = first_seen(&ours.first_seen, &after, release, &mut findings);
    findings.checkpoint()?;

    let first_seen = Source::new(&ours.first_seen.name, first_seen);
    let files = resources.iter().chain(&listing).chain([&first_seen]);
    let files = files.map(|it| (it.name.clone(), it.text.clone())).collect();
    let specification =
        Specification::new(resources, ours.overlay.clone(), first_seen, release).committed();
    let (overlay, faults) = misfits(&specification);
    let left_out = std::mem::take(&mut texts.left_out);
    let (missing, vanished) = texts.account();
    Ok(Import { files, comparison, missing, vanished, left_out, untrue, faults, overlay })
}

/// The resource files of another release with our texts, where the thing has one.
///
/// # Errors
///
/// A source is not JSON.
pub fn dress(ours: &[Source], theirs: &[Source]) -> Result<Vec<Source>, Problems> {
    let mut findings = Findings::default();
    let dressed = Texts::of(ours, &mut findings).dressed(theirs, &mut findings);
    findings.finish().map(|_| dressed)
}

/// What of the overlay does not fit, and what else keeps code from being made.
fn misfits(specification: &Specification) -> (Vec<Problem>, Vec<Problem>) {
    let problems = |it: &Specification| generate(it).err().map(|it| it.0).unwrap_or_default();
    let mut misfits = problems(specification);
    if misfits.is_empty() {
        return (misfits, Vec::new());
    }
    // Corrections come first, and hide what else is wrong.
    let mut rest = specification.clone();
    rest.overlay.text = without(&rest.overlay.text, &misfits);
    if rest.overlay.text != specification.overlay.text {
        misfits.extend(problems(&rest));
    }
    rest.committed = false;
    // A place in the overlay is a decision that can be mended there; what has none is a name that is missing.
    let is_decision =
        |it: &Problem| it.file == specification.overlay.name && !it.pointer.is_empty();
    let faults: Vec<Problem> = problems(&rest).into_iter().filter(|it| !is_decision(it)).collect();
    let mut told = BTreeSet::new();
    misfits.retain(|it| !faults.contains(it) && told.insert(it.clone()));
    (misfits, faults)
}

/// The overlay without the corrections that these problems are about.
fn without(overlay: &str, problems: &[Problem]) -> String {
    let faulty: BTreeSet<&str> =
        problems.iter().filter_map(|it| it.pointer.strip_prefix("/corrections/")).collect();
    let mut json: serde_json::Value = serde_json::from_str(overlay).unwrap_or_default();
    if let Some(corrections) = json.get_mut("corrections").and_then(|it| it.as_array_mut()) {
        let mut index = 0;
        corrections.retain(|_| {
            index += 1;
            !faulty.contains((index - 1).to_string().as_str())
        });
    }
    json.to_string()
}

fn is_listing(source: &Source) -> bool {
    source.name == "resources.json"
}

fn parse(source: &Source, findings: &mut Findings) -> Option<Json> {
    let place = Place::new(&source.name, "");
    json::read(&source.text).map_err(|message| findings.problem(&place, message)).ok()
}

/// Our texts by the key of what they are about and by their name, and which were asked for.
#[derive(Default)]
struct Texts {
    kept: IndexMap<(String, &'static str), String>,
    used: BTreeSet<(String, &'static str)>,
    missing: Vec<String>,
    left_out: Vec<String>,
}

impl Texts {
    fn of(sources: &[Source], findings: &mut Findings) -> Self {
        let mut texts = Self::default();
        for source in sources {
            if let Some(mut json) = parse(source, findings) {
                walk(&mut json, &source.name, &mut |level, key, entries| {
                    texts.keep(level, key, entries)
                });
            }
        }
        texts
    }

    /// Their files, with our texts for theirs.
    fn dressed(&mut self, theirs: &[Source], findings: &mut Findings) -> Vec<Source> {
        let mut dressed = Vec::new();
        for source in theirs {
            let Some(mut json) = parse(source, findings) else { continue };
            walk(&mut json, &source.name, &mut |level, key, entries| {
                *entries = self.dress(level, key, std::mem::take(entries));
            });
            let text = serde_json::to_string_pretty(&json).unwrap_or_default();
            dressed.push(Source::new(&source.name, text + "\n"));
        }
        dressed
    }

    fn keep(&mut self, level: Level, key: &str, entries: &[(String, Json)]) {
        for text in names(level) {
            let found = entries.iter().find(|(name, _)| name == text);
            if let Some((_, Json::Text(value))) = found
                && !value.is_empty()
            {
                self.kept.insert((key.to_owned(), text), value.clone());
            }
        }
    }

    /// Their entries with our texts in the place of theirs.
    fn dress(
        &mut self,
        level: Level,
        key: &str,
        theirs: Vec<(String, Json)>,
    ) -> Vec<(String, Json)> {
        let mut dressed: Vec<(String, Json)> = Vec::new();
        let mut open: Vec<&'static str> = names(level).collect();
        for (name, value) in theirs {
            if level.texts().contains(&name.as_str()) {
                let ours = names(level).find(|it| name.starts_with(it));
                if let Some(ours) = ours.filter(|it| open.contains(it)) {
                    open.retain(|it| *it != ours);
                    dressed.extend(self.text(level, key, ours));
                }
            } else if level == Level::Declaration && name == "basePath" {
                dressed.push((name, Json::Text(BASE_PATH.to_owned())));
            } else if level.facts().contains(&name.as_str()) {
                dressed.push((name, self.facts(key, value)));
            } else if !level.noise().contains(&name.as_str()) {
                self.left_out.push(format!("{key}: {name}"));
            }
        }
        for name in open {
            if let Some(text) = self.text(level, key, name) {
                let after = dressed.iter().position(|(it, _)| name == "notes" && it == "summary");
                dressed.insert(after.map_or(dressed.len(), |it| it + 1), text);
            }
        }
        dressed
    }

    /// What is allowed, without what may stand beside it.
    fn facts(&mut self, key: &str, value: Json) -> Json {
        match value {
            Json::Object(mut entries) if entries.iter().any(|(name, _)| name == "valueType") => {
                entries.retain(|(name, _)| {
                    let known = VALUES.contains(&name.as_str());
                    if !known {
                        self.left_out.push(format!("{key}: allowableValues {name}"));
                    }
                    known
                });
                Json::Object(entries)
            }
            other => other,
        }
    }

    fn text(&mut self, level: Level, key: &str, name: &'static str) -> Option<(String, Json)> {
        let id = (key.to_owned(), name);
        let text = self.kept.get(&id).cloned();
        if text.is_none() && level.needed_text() != Some(name) {
            return None;
        }
        if text.is_none() {
            self.missing.push(format!("{key}: {name}"));
        }
        self.used.insert(id);
        Some((name.to_owned(), Json::Text(text.unwrap_or_default())))
    }

    /// What has no text, and of what we had one in vain.
    fn account(self) -> (Vec<String>, Vec<String>) {
        let in_vain: Vec<_> = self.kept.into_keys().filter(|it| !self.used.contains(it)).collect();
        let gone: BTreeSet<&str> = in_vain.iter().map(|(key, _)| key.as_str()).collect();
        let goes_alone = |key: &str| owner(key).is_none_or(|it| !gone.contains(it.as_str()));
        let vanished = in_vain.iter().filter(|(key, _)| goes_alone(key));
        (self.missing, vanished.map(|(key, name)| format!("{key}: {name}")).collect())
    }
}

/// What something is a part of.
fn owner(key: &str) -> Option<String> {
    let part = |mark: &str| key.split_once(mark).map(|(owner, _)| owner.to_owned());
    let model = || key.strip_prefix("field ")?.split_once('.').map(|(it, _)| format!("model {it}"));
    part(" param ").or_else(|| part(" error ")).or_else(model)
}

/// The texts that we keep, by the names that we use.
fn names(level: Level) -> impl Iterator<Item = &'static str> {
    let ours = |it: &&&str| !matches!(**it, "descriptioni" | "__note");
    level.texts().iter().filter(ours).copied()
}

/// The table, with what this release has; and what it has in this release that is not there.
///
/// What was known stays, since releases do not change.
fn first_seen(
    table: &Source,
    facts: &Facts,
    release: &str,
    findings: &mut Findings,
) -> (String, Vec<String>) {
    let place = Place::new(&table.name, "");
    let parsed = serde_json::from_str::<IndexMap<String, IndexMap<String, String>>>(&table.text);
    let mut table = match parsed {
        Ok(table) => table,
        Err(error) => {
            findings.problem(&place, error.to_string());
            return Default::default();
        }
    };
    let (Some(line), Some(ours)) = (release.split('.').next(), version(release)) else {
        findings.problem(&place, format!("{release:?} is no release"));
        return Default::default();
    };
    let keys = facts.keys();
    let there: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let untrue = table
        .iter()
        .filter(|(key, lines)| {
            let first = lines.get(line).and_then(|it| version(it));
            first.is_some_and(|it| it <= ours) && !there.contains(key.as_str())
        })
        .map(|(key, _)| key.clone())
        .collect();
    let is_new_line = !table.values().any(|it| it.contains_key(line));
    let declared = facts.declared_since();
    for key in &keys {
        let is_known = table.contains_key(key);
        let lines = table.entry(key.clone()).or_default();
        if !is_known {
            // Only of operations it is declared; what is new with one is as old as it.
            let operation = key.split(" param ").next().unwrap_or(key);
            for first in declared.get(operation).copied().into_iter().flatten() {
                if let Some((line, _)) = first.split_once('.').filter(|_| version(first).is_some())
                {
                    lines.insert(line.to_owned(), first.clone());
                }
            }
            // What is new is in development too, and so in the lines that begin there.
            lines.insert("HEAD".to_owned(), "HEAD".to_owned());
        }
        // A line begins with what development had.
        let begins = is_new_line && is_known && lines.contains_key("HEAD");
        let first = if begins { format!("{line}.0.0") } else { release.to_owned() };
        let known = lines.entry(line.to_owned()).or_insert(first);
        if version(known).is_none_or(|it| it > ours) {
            release.clone_into(known);
        }
    }
    (print_table(&table), untrue)
}

/// One line for each key.
fn print_table(table: &IndexMap<String, IndexMap<String, String>>) -> String {
    let lines: Vec<String> = table
        .iter()
        .map(|(key, lines)| {
            let mut lines: Vec<_> = lines.iter().collect();
            lines.sort_by_key(|(line, _)| line.parse::<u32>().unwrap_or(u32::MAX));
            let firsts: Vec<_> =
                lines.iter().map(|(line, first)| format!("{line:?}: {first:?}")).collect();
            format!("{key:?}: {{{}}}", firsts.join(", "))
        })
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}
