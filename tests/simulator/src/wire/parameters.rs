//! Names and values of query strings and forms; knows nothing of what they mean.

use percent_encoding::percent_decode_str;

/// The pairs of a query string or a form, decoded, in their order. What has no `=` has an empty value.
pub(crate) fn parameters(encoded: &str) -> Vec<(String, String)> {
    encoded
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(encoded: &str) -> String {
    let spaced = encoded.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn values_are_decoded_as_asterisk_does() {
        let pairs = parameters("a=b+c%2Bd%zz%4&&e&f==g&a=h");
        let expected = [("a", "b c+d%zz%4"), ("e", ""), ("f", "=g"), ("a", "h")];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
