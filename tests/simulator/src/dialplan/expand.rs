//! Puts values in place of `${...}` and `$[...]`. Who calls it knows the variables and functions.

use super::expression;

/// How deep `${..${..}..}` may be nested; what is deeper has the value "".
const DEEPEST: usize = 32;

/// Replaces `${NAME}`, `${NAME:offset}`, `${NAME:offset:length}`, `${FUNCTION(arguments)}` and `$[expression]`, the
/// inner ones first. Functions are looked up as they stand. As in Asterisk nothing escapes a `$`, what is not closed
/// goes on to the end, and values are not expanded again.
pub(crate) fn expand(text: &str, look_up: &dyn Fn(&str) -> String) -> String {
    within(text, look_up, 0)
}

fn within(text: &str, look_up: &dyn Fn(&str) -> String, depth: usize) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, is_variable, after)) = opening(rest) {
        out.push_str(before);
        let (inner, after) = until_closed(after, if is_variable { "{}" } else { "[]" });
        rest = after;
        if depth == DEEPEST {
            continue;
        }
        let inner = within(inner, look_up, depth + 1);
        if is_variable {
            out.push_str(&variable(&inner, look_up));
        } else {
            out.push_str(&expression::evaluate(&inner));
        }
    }
    out.push_str(rest);
    out
}

/// Whether everything in a text can be expanded, as far as that can be told before it is; with a digit in place of each
/// value. Functions are asked for as they are written.
///
/// # Errors
///
/// Says what cannot.
pub(super) fn check(
    text: &str,
    function: &impl Fn(&str) -> Result<(), String>,
) -> Result<String, String> {
    check_within(text, function, 0)
}

fn check_within(
    text: &str,
    function: &impl Fn(&str) -> Result<(), String>,
    depth: usize,
) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, is_variable, after)) = opening(rest) {
        if depth == DEEPEST {
            return Err(format!("values within values more than {DEEPEST} times"));
        }
        out.push_str(before);
        let (written, after) = until_closed(after, if is_variable { "{}" } else { "[]" });
        rest = after;
        let inner = check_within(written, function, depth + 1)?;
        if is_variable && inner.contains('(') {
            function(written)?;
        } else if !is_variable && expression::is_unknown(&inner) {
            return Err(format!(
                "`$[{written}]` has an operator or a function that is not supported"
            ));
        }
        out.push('0');
    }
    out.push_str(rest);
    Ok(out)
}

/// The first `${` or `$[`, which of them, and what stands before and after it.
fn opening(text: &str) -> Option<(&str, bool, &str)> {
    text.match_indices('$').find_map(|(at, _)| {
        let after = &text[at + 1..];
        let is_variable = after.starts_with('{');
        (is_variable || after.starts_with('[')).then(|| (&text[..at], is_variable, &after[1..]))
    })
}

/// Splits at the bracket that closes, which quotes do not hide.
fn until_closed<'a>(text: &'a str, brackets: &str) -> (&'a str, &'a str) {
    let mut open = 0_usize;
    for (at, character) in text.char_indices() {
        if brackets.starts_with(character) {
            open += 1;
        } else if brackets.ends_with(character) {
            if open == 0 {
                return (&text[..at], &text[at + 1..]);
            }
            open -= 1;
        }
    }
    (text, "")
}

fn variable(inner: &str, look_up: &dyn Fn(&str) -> String) -> String {
    let mut open = 0_usize;
    for (at, character) in inner.char_indices() {
        match character {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            ':' if open == 0 => return part(look_up(&inner[..at]), &inner[at + 1..]),
            _ => {}
        }
    }
    look_up(inner)
}

/// Cuts `offset` or `offset:length` out of a value. Asterisk counts bytes.
fn part(value: String, which: &str) -> String {
    let Some((offset, after)) = leading_number(which) else { return value };
    let length = after.strip_prefix(':').and_then(leading_number).map(|(length, _)| length);
    let all = i64::try_from(value.len()).unwrap_or(i64::MAX);
    let from_end = |it: i64| if it < 0 { it.saturating_add(all) } else { it };
    let start = from_end(offset).clamp(0, all);
    let end = match length {
        None => all,
        Some(length) if length < 0 => from_end(length).max(start),
        Some(length) => start.saturating_add(length).min(all),
    };
    let index = |it: i64| usize::try_from(it).unwrap_or(0);
    let bytes = value.as_bytes().get(index(start)..index(end)).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// The number that a text begins with, and what follows; one too large is the largest.
fn leading_number(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let end = digits.bytes().position(|it| !it.is_ascii_digit()).unwrap_or(digits.len());
    if end == 0 {
        return None;
    }
    let number = digits[..end].parse().unwrap_or(i64::MAX);
    Some((if negative { -number } else { number }, &digits[end..]))
}

/// Whether a condition holds, by the rule of `GotoIf`: not if it is empty, nor if it begins with a number that is 0.
pub(crate) fn is_true(text: &str) -> bool {
    leading_number(text).map_or(!text.is_empty(), |(number, _)| number != 0)
}
