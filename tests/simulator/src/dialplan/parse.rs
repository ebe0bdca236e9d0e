//! Reads the text of a dialplan into contexts, extensions and steps, line by line. It does not look anything up.

use super::pattern::Name;
use super::{Application, Context, Dialplan, Extension, Step, expand, known};
use crate::Error;

/// Where a line stands.
enum Section {
    /// Before the first context.
    None,
    General,
    Globals,
    Context(String),
}

/// What a line continues.
struct Reader<'a> {
    into: &'a mut Dialplan,
    section: Section,
    /// The extension that `same` means.
    extension: Option<String>,
    /// The priority that `n` and `s` count from.
    priority: Option<u32>,
}

/// Reads a text to the end or to its first fault.
pub(super) fn read(text: &str, into: &mut Dialplan) -> Result<(), Error> {
    let mut reader = Reader { into, section: Section::None, extension: None, priority: None };
    let mut comments = Comments::default();
    for (line, text) in (1..).zip(text.lines()) {
        let text = comments.take_from(text, line);
        reader.line(text.trim()).map_err(|reason| Error::Dialplan { line, reason })?;
    }
    match comments.begun.last() {
        Some(&line) => Err(Error::Dialplan { line, reason: "`;--` without `--;`".to_owned() }),
        None => Ok(()),
    }
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() {
            return Ok(());
        }
        if let Some(header) = line.strip_prefix('[') {
            return self.header(header);
        }
        if line.starts_with('#') {
            return Err(format!("`{line}`: other files are not read"));
        }
        if matches!(self.section, Section::General) {
            return Ok(());
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("`{line}` has no `=`"))?;
        let (key, value) = (key.trim(), value.strip_prefix('>').unwrap_or(value).trim());
        let context = match &self.section {
            Section::General => return Ok(()),
            Section::None => return Err(format!("`{line}` stands in no context")),
            Section::Globals => {
                let value = self.with_globals(value);
                self.into.globals.insert(key.to_owned(), value);
                return Ok(());
            }
            Section::Context(name) => name.clone(),
        };
        match key.to_ascii_lowercase().as_str() {
            "exten" => {
                let (name, rest) = split_name(value)?;
                self.extension = Some(self.with_globals(name));
                self.step(context, rest)
            }
            "same" => self.step(context, value),
            "include" if value.is_empty() || value.contains([',', '|']) => {
                Err("only `include => context` is supported, without times".to_owned())
            }
            "include" => {
                self.into.contexts.entry(context).or_default().includes.push(value.to_owned());
                Ok(())
            }
            "ignorepat" => Ok(()),
            _ => Err(format!("`{key}` is not one of `exten`, `same`, `include` and `ignorepat`")),
        }
    }

    /// The header of a section, after its `[`.
    fn header(&mut self, header: &str) -> Result<(), String> {
        let (name, options) = header.split_once(']').ok_or("a `[` that is not closed")?;
        if !matches!(options.trim(), "" | "(+)") {
            return Err(format!("`{}`: templates are not supported", options.trim()));
        }
        (self.extension, self.priority) = (None, None);
        self.section = match name.trim() {
            it if it.eq_ignore_ascii_case("general") => Section::General,
            it if it.eq_ignore_ascii_case("globals") => Section::Globals,
            it => {
                self.into.contexts.entry(it.to_owned()).or_default();
                Section::Context(it.to_owned())
            }
        };
        Ok(())
    }

    /// What follows the name of an extension: `priority[(label)],application[(arguments)]`.
    fn step(&mut self, context: String, text: &str) -> Result<(), String> {
        let name = self.extension.as_deref().ok_or("`same` without an extension before it")?;
        let name: String = name.chars().filter(|it| !it.is_whitespace()).collect();
        if name.is_empty() {
            return Err("an extension without a name".to_owned());
        }
        if name.contains('/') {
            return Err(format!("`{name}`: the number of who calls is not matched"));
        }
        let (priority, call) = text.split_once(',').ok_or("no priority and application")?;
        let (priority, label) = match priority.split_once('(') {
            Some((priority, rest)) => {
                let (label, _) = rest.split_once(')').ok_or("a label that is not closed")?;
                (priority.trim(), label.trim())
            }
            None => (priority.trim(), ""),
        };
        if priority.eq_ignore_ascii_case("hint") {
            return Ok(());
        }
        let priority = self.priority(priority)?;
        let step = step(call)?;
        known::check(&name, step.application, &step.arguments)?;
        let context: &mut Context = self.into.contexts.entry(context).or_default();
        let extension: &mut Extension = context.extensions.entry(Name::parse(&name)?).or_default();
        if extension.steps.insert(priority, step).is_some() {
            return Err(format!("`{name}` has a priority {priority} already"));
        }
        if !label.is_empty() && extension.labels.insert(label.to_owned(), priority).is_some() {
            return Err(format!("`{name}` has a label `{label}` already"));
        }
        self.priority = Some(priority);
        Ok(())
    }

    /// A number, or `n` (the next) or `s` (the same), to which a number may be added. They count from the line
    /// before, whatever extension it is of.
    fn priority(&self, text: &str) -> Result<u32, String> {
        let (word, added) = text.split_once('+').unwrap_or((text, "0"));
        let number = match word.trim() {
            "n" | "next" => self.priority.and_then(|it| it.checked_add(1)),
            "s" | "same" => self.priority,
            "" => return Err(no_priority(text)),
            _ => return text.parse().ok().filter(|it| *it > 0).ok_or_else(|| no_priority(text)),
        };
        let added = added.trim().parse().map_err(|_| no_priority(text))?;
        let number = number.ok_or_else(|| format!("`{text}` follows no priority"))?;
        number.checked_add(added).ok_or_else(|| no_priority(text))
    }

    fn with_globals(&self, text: &str) -> String {
        expand(text, &|name| self.into.globals.get(name).cloned().unwrap_or_default())
    }
}

fn no_priority(text: &str) -> String {
    format!("`{text}` is no priority")
}

/// Splits at the first comma that is not in a set of a pattern.
fn split_name(text: &str) -> Result<(&str, &str), String> {
    let mut in_set = false;
    let comma = text.char_indices().find(|&(_, character)| {
        match character {
            '[' => in_set = true,
            ']' => in_set = false,
            _ => {}
        }
        character == ',' && !in_set
    });
    let (at, _) = comma.ok_or("no priority and application, or a `[` that is not closed")?;
    Ok((&text[..at], &text[at + 1..]))
}

/// `application[(arguments)]`; what follows the last parenthesis counts for nothing.
fn step(text: &str) -> Result<Step, String> {
    let text = text.trim();
    let (name, arguments) = match text.split_once('(') {
        Some((name, rest)) => {
            let end = rest.rfind(')').ok_or_else(|| format!("`{text}` is not closed"))?;
            (name.trim(), &rest[..end])
        }
        None => (text, ""),
    };
    let application = Application::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Application::ALL.iter().map(|it| it.name()).collect();
        format!("the application `{name}` is not supported; these are: {}", known.join(", "))
    })?;
    Ok(Step { application, arguments: arguments.to_owned() })
}

/// The comments that lines begin and end.
#[derive(Default)]
struct Comments {
    /// The lines where those began that are open: they can be nested.
    begun: Vec<usize>,
}

impl Comments {
    /// What is left of a line without its comments. `\;` is a semicolon, `;---` begins no more than a
    /// line, and a `--;` that ends nothing is text.
    fn take_from(&mut self, line: &str, number: usize) -> String {
        let mut out = String::new();
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let is_open = !self.begun.is_empty();
            let begins = rest.strip_prefix(";--").filter(|it| !it.starts_with('-'));
            rest = if let Some(after) = begins {
                self.begun.push(number);
                after
            } else if let Some(after) = rest.strip_prefix("--;") {
                if self.begun.pop().is_none() {
                    out.push_str("--;");
                }
                after
            } else if let Some(after) = rest.strip_prefix("\\;").filter(|_| !is_open) {
                out.push(';');
                after
            } else if is_open {
                &rest[first.len_utf8()..]
            } else if first == ';' {
                break;
            } else {
                out.push(first);
                &rest[first.len_utf8()..]
            };
        }
        out
    }
}
