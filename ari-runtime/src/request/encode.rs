//! Percent-encoding as Asterisk decodes it; decides nothing about what is sent.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the characters that mean themselves everywhere in a URL.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Appends one segment of a path; a `/` in it does not end it.
pub(crate) fn encode_segment(value: &str, path: &mut String) {
    path.extend(utf8_percent_encode(value, RESERVED));
}

/// The query of these parameters, without the question mark.
pub(crate) fn encode_query<N: AsRef<str>, V: AsRef<str>>(parameters: &[(N, V)]) -> String {
    let mut query = String::new();
    for (name, value) in parameters {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(name.as_ref(), RESERVED));
        query.push('=');
        query.extend(utf8_percent_encode(value.as_ref(), RESERVED));
    }
    query
}
