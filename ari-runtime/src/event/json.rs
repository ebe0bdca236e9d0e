//! Reads the structure of JSON into any type, faster than a parser for everything; escapes, fractions and what to say of a
//! fault in the syntax are left to `serde_json`.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Expected, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

/// How deep objects and lists may stand in each other, as for `serde_json`.
const DEEPEST: u8 = 127;

/// Where a text is read.
pub(crate) struct Reader<'de> {
    /// What is still to be read.
    rest: &'de str,
    /// How long the whole is.
    length: usize,
    depth: u8,
    /// Where it could not go on.
    failed: Option<usize>,
}

/// Why it cannot be read; small, since every step hands one on or does not.
#[derive(Debug)]
pub(crate) struct Fault(Option<Box<Misfit>>);

/// It is JSON, but not what is wanted.
#[derive(Debug)]
struct Misfit {
    message: String,
}

type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// It is no JSON.
    const SYNTAX: Self = Self(None);

    /// Is it no JSON? Otherwise it is not what is wanted.
    pub(crate) fn is_of_syntax(&self) -> bool {
        self.0.is_none()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("this is no JSON", |it| &it.message))
    }
}

impl std::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Some(Box::new(Misfit { message: message.to_string() })))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        // As JSON calls it.
        match unexpected {
            Unexpected::Unit => {
                Self::custom(format_args!("invalid type: null, expected {expected}"))
            }
            other => Self::custom(format_args!("invalid type: {other}, expected {expected}")),
        }
    }
}

impl<'de> Reader<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Self { rest: text, length: text.len(), depth: 0, failed: None }
    }

    /// Where it could not go on, or else how far it has come.
    pub(crate) fn offset(&self) -> usize {
        self.failed.unwrap_or(self.length - self.rest.len())
    }

    /// Keeps where the first fault was found, which those around it only hand on.
    #[cold]
    fn fail(&mut self) {
        self.failed = Some(self.offset());
    }

    /// Nothing may follow.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.skip_space();
        if self.rest.is_empty() { Ok(()) } else { Err(Fault::SYNTAX) }
    }

    /// The next byte that is no space.
    #[inline]
    fn next(&mut self) -> Result<u8> {
        match self.rest.as_bytes().first() {
            // Asterisk writes no spaces, if it is not told to.
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => self.after_space(),
        }
    }

    #[cold]
    fn after_space(&mut self) -> Result<u8> {
        self.skip_space();
        self.rest.as_bytes().first().copied().ok_or(Fault::SYNTAX)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<()> {
        if self.next()? == byte && self.skip(1) { Ok(()) } else { Err(Fault::SYNTAX) }
    }

    /// Goes on behind so many bytes; false where that is amid a character or behind the end.
    #[inline]
    fn skip(&mut self, bytes: usize) -> bool {
        self.rest.get(bytes..).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn word(&mut self, word: &str) -> Result<()> {
        self.rest = self.rest.strip_prefix(word).ok_or(Fault::SYNTAX)?;
        Ok(())
    }

    /// A string without escapes, from its quote on; another is left as it is.
    #[inline]
    fn plain_string(&mut self) -> Option<&'de str> {
        let (text, rest) = self.rest.get(1..).and_then(until_special)?;
        self.rest = rest.strip_prefix('"')?;
        Some(text)
    }

    /// A string with escapes, whose rules the library knows; or none at all.
    #[cold]
    fn escaped_string(&mut self) -> Result<String> {
        let mut rest = self.rest.get(1..).unwrap_or_default();
        while let Some((_, special)) = until_special(rest) {
            if !special.starts_with('\\') {
                rest = special;
                break;
            }
            // What is escaped may be a quote.
            let mut behind = special.chars();
            behind.by_ref().take(2).for_each(drop);
            rest = behind.as_str();
        }
        let length = self.rest.len() - rest.len() + 1;
        let literal = self.rest.get(..length).ok_or(Fault::SYNTAX)?;
        let text = serde_json::from_str(literal).map_err(|_| Fault::SYNTAX)?;
        self.skip(length);
        Ok(text)
    }

    #[inline]
    fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let value = match self.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => self.escaped_string().and_then(|text| visitor.visit_string(text)),
        };
        if value.is_err() {
            self.fail();
        }
        value
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let in_number = |it: u8| matches!(it, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest.bytes().take_while(|it| in_number(*it)).count();
        let literal = self.rest.get(..length).unwrap_or_default();
        self.skip(length);
        // Most are short, and have nothing but digits.
        let is_short = length < 18 && (length == 1 || !literal.starts_with('0'));
        if is_short && literal.bytes().all(|it| it.is_ascii_digit()) {
            let number = literal.bytes().fold(0, |sum, it| sum * 10 + u64::from(it - b'0'));
            return visitor.visit_u64(number);
        }
        let number: serde_json::Number =
            serde_json::from_str(literal).map_err(|_| Fault::SYNTAX)?;
        if let Some(number) = number.as_u64() {
            visitor.visit_u64(number)
        } else if let Some(number) = number.as_i64() {
            visitor.visit_i64(number)
        } else {
            visitor.visit_f64(number.as_f64().ok_or(Fault::SYNTAX)?)
        }
    }

    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let opened = self.open()?;
        let result = visitor.visit_map(Members { reader: self, is_first: true });
        self.close(opened, b'}', result.is_ok())?;
        result
    }

    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value> {
        let opened = self.open()?;
        let result = visitor.visit_seq(Items { reader: self, is_first: true });
        self.close(opened, b']', result.is_ok())?;
        result
    }

    /// Goes into an object or a list; gives what stood there.
    #[inline]
    fn open(&mut self) -> Result<&'de str> {
        let opened = self.rest;
        self.depth += 1;
        if self.depth > DEEPEST || !self.skip(1) { Err(Fault::SYNTAX) } else { Ok(opened) }
    }

    /// Leaves an object or a list, if what it holds was read; otherwise keeps where it was not.
    #[inline]
    fn close(&mut self, opened: &'de str, byte: u8, is_read: bool) -> Result<()> {
        if is_read {
            self.depth -= 1;
            return self.expect(byte);
        }
        self.fail_in(opened, byte);
        Ok(())
    }

    #[cold]
    fn fail_in(&mut self, opened: &'de str, byte: u8) {
        if self.failed.is_none() {
            // It was not wanted at all, or something is missing that should have come before its end.
            if self.rest.len() + 1 == opened.len() {
                self.rest = opened;
            } else if self.next().is_ok_and(|it| it == byte) {
                self.skip(1);
            }
            self.fail();
        }
    }
}

/// Parts a text where the first byte stands that ends a string or has a meaning of its own in one.
#[inline]
fn until_special(text: &str) -> Option<(&str, &str)> {
    /// One in each byte.
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;

    // Marks the bytes below a limit; what stands above one of them may be marked as well.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & HIGH;
    let mut words = text.as_bytes().chunks_exact(8);
    let mut at = 0;
    for word in words.by_ref() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        // With this bit turned, the quote follows the control characters.
        let found = below(word ^ (ONES * 0x02), 0x21) | below(word ^ (ONES * 0x5c), 1);
        if found != 0 {
            return text.split_at_checked(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let is_special = |it: &u8| matches!(it, b'"' | b'\\' | ..0x20);
    text.split_at_checked(at + words.remainder().iter().position(is_special)?)
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let value = match self.next()? {
            b'"' => return self.text(visitor),
            b'{' => return self.object(visitor),
            b'[' => return self.list(visitor),
            b'-' | b'0'..=b'9' => self.number(visitor),
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => Err(Fault::SYNTAX),
        };
        if value.is_err() {
            self.fail();
        }
        value
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if !self.next()?.is_ascii_digit() {
            return self.deserialize_any(visitor);
        }
        let value = self.number(visitor);
        if value.is_err() {
            self.fail();
        }
        value
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.next()? == b'"' { self.text(visitor) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_str(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.next()? == b'{' { self.object(visitor) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter::<IgnoredAny>();
        match values.next() {
            Some(Ok(_)) => {
                self.skip(values.byte_offset());
                visitor.visit_unit()
            }
            _ => Err(Fault::SYNTAX),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        if self.next()? == b'n' {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.next()? {
            b'"' => {}
            _ => return self.deserialize_any(visitor),
        }
        let variant = match self.plain_string() {
            Some(variant) => Cow::Borrowed(variant),
            None => Cow::Owned(self.escaped_string()?),
        };
        visitor.visit_enum(variant.into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit
        unit_struct seq tuple tuple_struct identifier
    }
}

/// The members of an object.
struct Members<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        match self.reader.next()? {
            b'}' => return Ok(None),
            b',' if !self.is_first => self.reader.expect(b',')?,
            b'"' if self.is_first => self.is_first = false,
            _ => return Err(Fault::SYNTAX),
        }
        if self.reader.next()? != b'"' {
            return Err(Fault::SYNTAX);
        }
        match self.reader.plain_string() {
            Some(key) => seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some),
            None => {
                let key = self.reader.escaped_string()?;
                seed.deserialize(StrDeserializer::new(&key)).map(Some)
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The items of a list.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let byte = self.reader.next()?;
        if byte == b']' {
            return Ok(None);
        }
        if !std::mem::take(&mut self.is_first) {
            self.reader.expect(b',')?;
            // A comma is followed by an item.
            if self.reader.next()? == b']' {
                return Err(Fault::SYNTAX);
            }
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

#[cfg(test)]
#[path = "json_test.rs"]
mod tests;
