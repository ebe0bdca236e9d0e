//! Forms on the wire that are not a type's own: durations as whole numbers, texts that may be numbers.

use std::fmt;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::ser::Serializer;

use crate::Text;

macro_rules! duration_module {
    ($(#[$docs:meta])* $module:ident, $optional:ident, $from:ident, $to:ident) => {
        $(#[$docs])*
        pub mod $module {
            use super::*;

            /// Writes a duration as a whole number.
            ///
            /// # Errors
            ///
            /// Those of the serializer.
            pub fn serialize<S: Serializer>(value: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(u64::try_from($to(*value)).unwrap_or(u64::MAX))
            }

            /// Reads a duration from a whole number.
            ///
            /// # Errors
            ///
            /// It is no whole number, or a negative one.
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
                u64::deserialize(deserializer).map(Duration::$from)
            }
        }

        $(#[$docs])*
        pub mod $optional {
            use super::*;

            /// Writes a duration as a whole number, or null.
            ///
            /// # Errors
            ///
            /// Those of the serializer.
            pub fn serialize<S: Serializer>(value: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
                match value {
                    Some(value) => super::$module::serialize(value, serializer),
                    None => serializer.serialize_none(),
                }
            }

            /// Reads a duration from a whole number, or null.
            ///
            /// # Errors
            ///
            /// It is no whole number, or a negative one.
            pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
                Ok(Option::<u64>::deserialize(deserializer)?.map(Duration::$from))
            }
        }
    };
}

fn whole_seconds(value: Duration) -> u128 {
    u128::from(value.as_secs())
}

fn whole_milliseconds(value: Duration) -> u128 {
    value.as_millis()
}

duration_module!(
    /// Durations in whole seconds.
    seconds, optional_seconds, from_secs, whole_seconds
);
duration_module!(
    /// Durations in whole milliseconds.
    milliseconds, optional_milliseconds, from_millis, whole_milliseconds
);

/// Texts that some senders write as numbers.
pub mod text_or_number {
    use super::*;

    /// Writes a text.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(value: &Text, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value)
    }

    /// Reads a text, or the digits of a number.
    ///
    /// # Errors
    ///
    /// It is neither.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(TextOrNumber)
    }
}

/// Texts that some senders write as numbers, or not at all.
pub mod optional_text_or_number {
    use super::*;

    /// Writes a text, or null.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        value: &Option<Text>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_str(value),
            None => serializer.serialize_none(),
        }
    }

    /// Reads a text, the digits of a number, or null.
    ///
    /// # Errors
    ///
    /// It is none of them.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Text>, D::Error> {
        struct Maybe;

        impl<'de> Visitor<'de> for Maybe {
            type Value = Option<Text>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a number or null")
            }

            fn visit_none<E>(self) -> Result<Option<Text>, E> {
                Ok(None)
            }

            fn visit_unit<E>(self) -> Result<Option<Text>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<Option<Text>, D::Error> {
                super::text_or_number::deserialize(deserializer).map(Some)
            }
        }

        deserializer.deserialize_option(Maybe)
    }
}

struct TextOrNumber;

impl Visitor<'_> for TextOrNumber {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(text.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
        Ok(number.to_string().into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
        Ok(number.to_string().into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Text, E> {
        Ok(number.to_string().into())
    }
}
