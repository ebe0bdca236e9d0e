//! What extensions lead to: the part of extensions.conf that tests of calls need. It is read and looked up here; who
//! runs it asks for one step after the other. It does not know of channels.

mod expand;
mod expression;
mod known;
mod parse;
mod pattern;
mod step;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

pub(crate) use expand::{expand, is_true};
#[cfg(test)]
pub(crate) use known::{READ, WRITTEN};
pub(crate) use step::{Application, Step, Target, arguments, chosen};

use crate::Error;
use pattern::{Name, Number};

/// The extension that is run after the end of a call.
pub(crate) const AFTER_END: &str = "h";

/// The contexts, by their names. By default there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dialplan {
    contexts: BTreeMap<String, Context>,
    globals: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default)]
struct Context {
    /// In the order in which they are asked.
    extensions: BTreeMap<Name, Extension>,
    includes: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct Extension {
    steps: BTreeMap<u32, Step>,
    labels: BTreeMap<String, u32>,
}

impl Dialplan {
    /// Reads more of it. Contexts of the same name become one.
    ///
    /// # Errors
    ///
    /// Names the first line that is wrong or not supported, also where Asterisk would only warn and go on without
    /// it. Then nothing of the text is taken.
    pub fn add(&mut self, text: &str) -> Result<(), Error> {
        let mut both = self.clone();
        parse::read(text, &mut both)?;
        *self = both;
        Ok(())
    }

    /// Whether a call can begin there.
    pub fn has(&self, context: &str, extension: &str) -> bool {
        self.step(context, extension, 1).is_some()
    }

    /// What is done at a priority. As in Asterisk, it is looked for anew each time: an extension without this
    /// priority goes on in a less specific pattern, or in an included context, that has it.
    pub fn step(&self, context: &str, extension: &str, priority: u32) -> Option<&Step> {
        self.find(context, extension, |it| it.steps.get(&priority))
    }

    /// The priority with this label.
    pub fn label(&self, context: &str, extension: &str, label: &str) -> Option<u32> {
        self.find(context, extension, |it| it.labels.get(label).copied())
    }

    /// The variables of `[globals]`, by their names.
    pub fn globals(&self) -> impl Iterator<Item = (&str, &str)> {
        self.globals.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first of what `look` finds: in the context itself, then in what it includes, depth first. A context that
    /// includes itself is not asked again.
    fn find<'a, T>(
        &'a self,
        context: &str,
        extension: &str,
        look: impl Fn(&'a Extension) -> Option<T>,
    ) -> Option<T> {
        let number = Number::new(extension);
        let mut asked = HashSet::new();
        let mut ahead = vec![context];
        while let Some(name) = ahead.pop() {
            let Some((name, context)) = self.contexts.get_key_value(name) else { continue };
            if !asked.insert(name) {
                continue;
            }
            let mut matching = context.extensions.iter().filter(|(name, _)| name.matches(&number));
            if let Some(found) = matching.find_map(|(_, extension)| look(extension)) {
                return Some(found);
            }
            ahead.extend(context.includes.iter().rev().map(String::as_str));
        }
        None
    }
}
