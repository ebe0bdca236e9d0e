//! Words the rustdoc of generated items from the specification's texts; decides no names and no types.

use crate::ir::{Operation, Parameter};
use crate::json::Json;
use crate::overlay::Unit;
use crate::spec::ErrorResponse;

use super::Planner;

/// A text as lines of rustdoc, wrapped so that it reads well in the source too.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > 96 {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// Names of parameters in a sentence, with the word before the last of them: `a`, `b` or `c`.
pub(super) fn listed(names: &[String], last_word: &str) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => {
            format!("{} {last_word} {last}", before.join(", "))
        }
        _ => names.concat(),
    }
}

/// A text of the specification that ends as a sentence does, and means in rustdoc what it says.
pub(super) fn sentence(text: &str) -> String {
    let text = plain(text.trim());
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) {
        return text;
    }
    format!("{text}.")
}

/// Escapes what would be links or HTML, outside of code spans; addresses become links.
fn plain(text: &str) -> String {
    // A fence would make a code block, and rustdoc would run it.
    let text = text.replace("```", "`");
    let spans: Vec<&str> = text.split('`').collect();
    // The last backtick of an odd number begins no span.
    let balanced = spans.len() % 2 == 1;
    let mut escaped = String::with_capacity(text.len());
    for (index, span) in spans.iter().enumerate() {
        if index > 0 {
            let unpaired = !balanced && index == spans.len() - 1;
            escaped.push_str(if unpaired { "\\`" } else { "`" });
        }
        let is_code = index % 2 == 1 && (balanced || index < spans.len() - 1);
        if is_code {
            escaped.push_str(span);
            continue;
        }
        for word in span.split_inclusive(char::is_whitespace) {
            if word.starts_with("http://") || word.starts_with("https://") {
                let url =
                    word.trim_end_matches(|it: char| it.is_whitespace() || ".,;:)".contains(it));
                escaped.push_str(&format!("<{url}>{}", &word[url.len()..]));
                continue;
            }
            for letter in word.chars() {
                if matches!(letter, '<' | '>' | '[' | ']' | '\\') {
                    escaped.push('\\');
                }
                escaped.push(letter);
            }
        }
    }
    escaped
}

impl Planner<'_> {
    /// Summary, notes, the wire, since when, the errors, and where Asterisk documents it.
    pub(super) fn operation_docs(&self, operation: &Operation, url: &str) -> Vec<String> {
        let mut docs = lines(&sentence(&operation.summary));
        if !operation.notes.is_empty() {
            docs.push(String::new());
            docs.extend(lines(&sentence(&operation.notes)));
        }
        docs.push(String::new());
        let path = &operation.path;
        docs.push(match url {
            "" => format!("`{} {path}`", operation.method),
            url => format!("[`{} {path}`]({url})", operation.method),
        });
        docs.extend(self.since_paragraph(&operation.key));
        docs.push(String::new());
        docs.push("# Errors".to_owned());
        docs.push(String::new());
        docs.extend(error_lines(&operation.errors));
        docs
    }

    pub(super) fn parameter_docs(&self, parameter: &Parameter) -> Vec<String> {
        let mut text = sentence(&parameter.description);
        if text.is_empty() {
            text = format!("Sets `{}`.", parameter.name);
        }
        let mut docs =
            lines(&self.with_since(&text, &parameter.key, operation_key(&parameter.key)));
        if let Some(default) = &parameter.default {
            let default = match default {
                Json::Text(text) => text.clone(),
                other => other.describe(),
            };
            if !text.contains(&format!("`{default}`")) && !text.to_lowercase().contains("default") {
                docs.push(String::new());
                docs.push(format!("Default: `{default}`."));
            }
        }
        if let Some(duration) = self.duration(&parameter.key) {
            docs.push(String::new());
            docs.push(match duration.unit {
                Unit::Seconds => "Sent in whole seconds; a part of one counts as one.".to_owned(),
                Unit::Milliseconds => "Sent in whole milliseconds.".to_owned(),
            });
            if duration.unlimited.is_some() {
                docs.push("[`Duration::MAX`] means no limit.".to_owned());
            }
        }
        docs
    }

    /// The releases that have it, as a paragraph of its own; none where that is not known.
    pub(super) fn since_paragraph(&self, key: &str) -> Vec<String> {
        match self.first_seen.sentence(key, key) {
            since if since.is_empty() => Vec::new(),
            since => vec![String::new(), since],
        }
    }

    /// A text that ends with the releases that have what it is about.
    pub(super) fn with_since(&self, text: &str, key: &str, owner: &str) -> String {
        format!("{text} {}", self.first_seen.sentence(key, owner))
    }

    /// Asterisk's page about a resource, at the anchor of one of its operations.
    pub(super) fn url(&self, resource: &str, nickname: &str) -> String {
        let major = self.release.split('.').next().unwrap_or_default();
        let book = match major.parse::<u32>() {
            Ok(major) => format!("Asterisk_{major}_Documentation"),
            Err(_) => "Latest_API".to_owned(),
        };
        let mut page: String = resource.to_owned();
        if let Some(first) = page.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let anchor = nickname.to_lowercase();
        format!(
            "https://docs.asterisk.org/{book}/API_Documentation/Asterisk_REST_Interface/{page}_REST_API/#{anchor}"
        )
    }
}

fn error_lines(errors: &[ErrorResponse]) -> Vec<String> {
    if errors.is_empty() {
        return vec!["Only those that every operation can meet.".to_owned()];
    }
    errors
        .iter()
        .flat_map(|error| {
            let mut wrapped = lines(&format!("* {}: {}", error.code, sentence(&error.reason)));
            for line in wrapped.iter_mut().skip(1) {
                line.insert_str(0, "  ");
            }
            wrapped
        })
        .collect()
}

pub(super) fn operation_key(parameter_key: &str) -> &str {
    parameter_key.split_once(" param ").map_or(parameter_key, |(operation, _)| operation)
}

#[cfg(test)]
mod tests {
    use super::{lines, sentence};

    #[test]
    fn texts_mean_what_they_say() {
        for (text, wanted) in [
            ("See [loops][1] & <loop>", r"See \[loops\]\[1\] & \<loop\>."),
            ("Use `List[T]` or <b>", r"Use `List[T]` or \<b\>."),
            ("A half `tick [x]", r"A half \`tick \[x\]."),
            ("At https://example.org/a, too.", "At <https://example.org/a>, too."),
            (r"C:\path", r"C:\\path."),
            ("", ""),
        ] {
            assert_eq!(sentence(text), wanted);
        }
    }

    #[test]
    fn long_texts_are_wrapped_and_paragraphs_kept() {
        let wrapped = lines(&format!("{}\n\nend", "word ".repeat(40)));
        assert!(wrapped.iter().all(|it| it.chars().count() <= 96), "{wrapped:?}");
        assert_eq!(&wrapped[wrapped.len() - 2..], ["", "end"]);
    }
}
