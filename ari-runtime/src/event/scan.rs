//! Looks into JSON without decoding it: the top-level `type` of a frame, and the place of a fault.

use std::borrow::Cow;

use memchr::memchr2;

/// The top-level `type`.
pub(crate) fn peek_type(text: &str) -> Option<Cow<'_, str>> {
    // As most frames begin.
    if let Some(rest) = text.strip_prefix(r#"{"type":""#)
        && let Some(length) = memchr2(b'"', b'\\', rest.as_bytes())
        && rest.as_bytes()[length] == b'"'
    {
        return Some(Cow::Borrowed(&rest[..length]));
    }
    peek(text, "type")
}

/// The value of a top-level key, wherever among the keys it stands; `None` where there is none that is a text.
///
/// Looks only as far as it has to, so a fault behind the key is not noticed.
pub(crate) fn peek<'a>(text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    scanner.expect(b'{')?;
    scanner.skip_space();
    if scanner.peek() == Some(b'}') {
        return None;
    }
    loop {
        let key = scanner.string()?;
        scanner.expect(b':')?;
        scanner.skip_space();
        if is_text(text, key, wanted) {
            let value = scanner.string()?;
            return unescaped(text, value);
        }
        scanner.skip_value()?;
        scanner.skip_space();
        match scanner.next()? {
            b',' => scanner.skip_space(),
            _ => return None,
        }
    }
}

/// The JSON path of the value that a parser was at when it stopped at a byte offset: `$.channel.caller`.
pub(crate) fn path_at(text: &str, offset: usize) -> String {
    /// Where the walk is inside one container.
    enum Level {
        Object(String),
        List(usize),
    }

    let bytes = text.as_bytes();
    let end = offset.min(bytes.len());
    let mut levels: Vec<Level> = Vec::new();
    let mut scanner = Scanner { bytes, at: 0 };
    let mut expects_key = false;
    while scanner.at < end {
        let Some(byte) = scanner.peek() else { break };
        match byte {
            b'{' => {
                levels.push(Level::Object(String::new()));
                expects_key = true;
                scanner.at += 1;
            }
            b'[' => {
                levels.push(Level::List(0));
                expects_key = false;
                scanner.at += 1;
            }
            b'}' | b']' => {
                // The fault is told at the end of the container it belongs to.
                if scanner.at + 1 >= end {
                    if let Some(Level::Object(key)) = levels.last_mut() {
                        key.clear();
                    }
                    break;
                }
                levels.pop();
                scanner.at += 1;
            }
            b',' => {
                match levels.last_mut() {
                    Some(Level::List(index)) => *index += 1,
                    Some(Level::Object(_)) => expects_key = true,
                    None => {}
                }
                scanner.at += 1;
            }
            b'"' => {
                let Some(span) = scanner.string() else { break };
                if expects_key {
                    expects_key = false;
                    if let Some(Level::Object(key)) = levels.last_mut() {
                        *key = unescaped(text, span).unwrap_or_default().into_owned();
                    }
                }
            }
            _ => scanner.at += 1,
        }
    }
    let mut path = String::from("$");
    for level in &levels {
        match level {
            Level::Object(key) if key.is_empty() => {}
            Level::Object(key) => {
                path.push('.');
                path.push_str(key);
            }
            Level::List(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Byte offset of a line and column, both counted from 1.
pub(crate) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(length) => start += length + 1,
            None => break,
        }
    }
    (start + column).min(text.len())
}

/// First and last byte of a string's inside, and whether it holds an escape.
type Span = (usize, usize, bool);

fn is_text(text: &str, span: Span, wanted: &str) -> bool {
    let (start, end, escaped) = span;
    if escaped {
        return unescaped(text, span).is_some_and(|it| it == wanted);
    }
    text.as_bytes().get(start..end) == Some(wanted.as_bytes())
}

fn unescaped(text: &str, (start, end, escaped): Span) -> Option<Cow<'_, str>> {
    if !escaped {
        return text.get(start..end).map(Cow::Borrowed);
    }
    // Rare enough to leave the rules of escapes to the parser.
    let quoted = text.get(start.checked_sub(1)?..end + 1)?;
    serde_json::from_str::<String>(quoted).ok().map(Cow::Owned)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, wanted: u8) -> Option<()> {
        self.skip_space();
        (self.next()? == wanted).then_some(())
    }

    fn string(&mut self) -> Option<Span> {
        if self.next()? != b'"' {
            return None;
        }
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..)?;
            let length = memchr2(b'"', b'\\', rest)?;
            self.at += length + 1;
            if rest[length] == b'"' {
                return Some((start, self.at - 1, escaped));
            }
            escaped = true;
            self.next()?;
        }
    }

    /// Skips one value of any depth.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    while self.peek().is_some_and(|it| {
                        !matches!(it, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')
                    }) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{offset_of, path_at, peek_type};

    #[test]
    fn the_type_is_found_wherever_it_stands() {
        for text in [
            r#"{"type":"Dial"}"#,
            r#" { "a" : { "type" : "no" } , "type" : "Dial" , "b" : 1 }"#,
            r#"{"list":[{"type":"no"},"}",{"x":"\"type\":"}],"type":"Dial"}"#,
            r#"{"n":-1.5e3,"t":true,"z":null,"type":"Dial"}"#,
            r#"{"\u0074ype":"Dial"}"#,
            r#"{"a key of more than sixteen":"a value of more than sixteen \\\" and \"type\":\"no","type":"Dial"}"#,
            r#"{"type":"\u0044ial"}"#,
        ] {
            assert_eq!(peek_type(text).as_deref(), Some("Dial"), "{text}");
        }
    }

    #[test]
    fn a_type_that_comes_first_is_read_to_its_end() {
        let long = "x".repeat(100);
        assert_eq!(peek_type(&format!(r#"{{"type":"{long}"}}"#)).as_deref(), Some(&*long));
        assert_eq!(
            peek_type(&format!(r#"{{"type":"{long}\n"}}"#)),
            Some(format!("{long}\n").into())
        );
        assert_eq!(peek_type(&format!(r#"{{"type":"{long}"#)), None);
    }

    #[test]
    fn no_type_is_no_type() {
        for text in
            ["", "null", "[]", "{}", r#"{"a":{"type":"x"}}"#, r#"{"type":7}"#, r#"{"type":"x"#, "{"]
        {
            assert_eq!(peek_type(text), None, "{text}");
        }
    }

    #[test]
    fn a_fault_is_placed() {
        let text = r#"{"a":1,"channel":{"id":"x","caller":{"name":7}},"list":[1,{"b":2}]}"#;
        let after = |part: &str| text.find(part).map_or(0, |it| it + part.len());
        assert_eq!(path_at(text, after(r#""name":7"#)), "$.channel.caller.name");
        assert_eq!(path_at(text, after(r#"{"b":2"#)), "$.list[1].b");
        assert_eq!(path_at(text, after(r#"{"name":7}"#)), "$.channel.caller");
        assert_eq!(path_at(text, after(r#""a":1"#)), "$.a");
        assert_eq!(path_at(text, 0), "$");
    }

    #[test]
    fn lines_and_columns_become_offsets() {
        assert_eq!(offset_of("ab\ncd\n", 2, 1), 4);
        assert_eq!(offset_of("ab", 9, 9), 2);
    }
}
