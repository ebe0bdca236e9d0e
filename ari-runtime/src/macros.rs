//! What generated types have in common and need not repeat; the macros are for generated code.

/// Gives an id type its conversions: from texts by name, from ids and references as an argument.
#[doc(hidden)]
#[macro_export]
macro_rules! id {
    ($name:ident) => {
        impl $name {
            /// The id of these characters.
            pub fn new(id: impl Into<$crate::Text>) -> Self {
                Self(id.into())
            }

            /// The id as it stands on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&$name> for $name {
            fn from(id: &$name) -> Self {
                id.clone()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }

        impl From<&$name> for String {
            fn from(id: &$name) -> Self {
                id.as_str().to_owned()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }
    };
}

/// Gives an enum over texts its conversions, by its `as_str` and `From<&str>`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::text_value(deserializer, |text| Self::from(text))
            }
        }
    };
}

/// Gives the enum of kinds its name on the wire as text.
#[doc(hidden)]
#[macro_export]
macro_rules! event_kind {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

/// Makes a request type awaitable, and gives it what all requests have.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    ($name:ident => $reply:ty) => {
        $crate::request!(@ [] $name, $reply);
    };
    ($name:ident<$generic:ident>) => {
        $crate::request!(@ [<$generic: $crate::Reply>] $name<$generic>, $generic);
    };
    ($name:ident<$choice:ident> => $reply:ty) => {
        $crate::request!(@ [<$choice>] $name<$choice>, $reply);
    };
    ($name:ident<$generic:ident, $choice:ident>) => {
        $crate::request!(@ [<$generic: $crate::Reply, $choice>] $name<$generic, $choice>, $generic);
    };
    (@ [$($bound:tt)*] $name:ty, $reply:ty) => {
        impl $($bound)* $name {
            /// Answers with an error when no response has come in this time.
            pub fn with_deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.with_deadline(deadline))
            }

            /// The request as it would be sent, without the id that a new channel of this client's application gets
            /// as it leaves, where none was chosen.
            ///
            /// # Errors
            ///
            /// What would be refused before sending: an id that is empty, a list without items, no application where
            /// the client has none of its own.
            pub fn request(&self) -> ::std::result::Result<$crate::Request, $crate::Error> {
                self.0.request()
            }
        }

        impl $($bound)* ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<<$reply as $crate::Reply>::Value, $crate::Error>;
            type IntoFuture = $crate::Sending<<$reply as $crate::Reply>::Value>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    };
}
