//! What a server measures comes out a little different in every run: how far two measurements may be apart, and why.

use serde_json::Value;

/// What is measured: a member of an event or an answer, or a variable of the dialplan, and how far it may be off. All other
/// numbers are compared as they are, those of digits as well: in ten runs of the real one they were the same.
const MEASURED: &[(&str, u64)] = &[
    // Several servers at once on a small machine: what takes 2,000 ms in the dialplan took up to 2,010.
    ("DIALEDTIME_MS", 300),
    ("RINGTIME_MS", 300),
    ("PROGRESSTIME_MS", 300),
    ("ANSWEREDTIME_MS", 300),
    // Seconds. A recording of one second at most lasts until the second change of the clock's seconds, which is up to
    // another second, and appended ones add up.
    ("duration", 1),
];

/// Whether two values of a member are measurements of the same; `of` is what they are a member of.
pub(crate) fn agree(of: &Value, member: &str, one: &Value, other: &Value) -> bool {
    let measured = match (member, of["variable"].as_str()) {
        ("value", Some(variable)) => variable,
        _ => member,
    };
    let within = MEASURED.iter().find(|it| it.0 == measured).map(|it| it.1);
    let (Some(within), Some(left), Some(right)) = (within, number(one), number(other)) else {
        return false;
    };
    // No whole second is no measurement of one; a telephone of the real one takes some milliseconds for what takes none here.
    let is_nothing = |it: u64| it == 0 && !measured.ends_with("_MS");
    one.is_string() == other.is_string()
        && is_nothing(left) == is_nothing(right)
        && left.abs_diff(right) <= within
}

/// Variables are text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
