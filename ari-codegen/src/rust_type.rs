//! Which Rust type a value becomes: in a field, as an argument, as a reply; makes tokens of types, decides no names.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::overlay::Unit;

/// The type of a model's field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldType {
    Text,
    TextOrNumber,
    Bool,
    I64,
    U32,
    F64,
    Timestamp,
    Duration(Unit),
    Object,
    Id(String),
    Enum(String),
    Model(String),
    List(Box<FieldType>),
}

impl FieldType {
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Text | Self::TextOrNumber => quote!(Text),
            Self::Bool => quote!(bool),
            Self::I64 => quote!(i64),
            Self::U32 => quote!(u32),
            Self::F64 => quote!(f64),
            Self::Timestamp => quote!(Timestamp),
            Self::Duration(_) => quote!(Duration),
            Self::Object => quote!(Map<String, Value>),
            Self::Id(name) | Self::Enum(name) | Self::Model(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
            Self::List(item) => {
                let item = item.tokens();
                quote!(Vec<#item>)
            }
        }
    }

    /// The serde module for values whose form on the wire is not their own.
    pub(crate) fn serde_with(&self, optional: bool) -> Option<&'static str> {
        match (self, optional) {
            (Self::Duration(Unit::Seconds), false) => Some("ari_runtime::wire::seconds"),
            (Self::Duration(Unit::Seconds), true) => Some("ari_runtime::wire::optional_seconds"),
            (Self::Duration(Unit::Milliseconds), false) => Some("ari_runtime::wire::milliseconds"),
            (Self::Duration(Unit::Milliseconds), true) => {
                Some("ari_runtime::wire::optional_milliseconds")
            }
            (Self::TextOrNumber, false) => Some("ari_runtime::wire::text_or_number"),
            (Self::TextOrNumber, true) => Some("ari_runtime::wire::optional_text_or_number"),
            _ => None,
        }
    }
}

/// The type of a method's argument.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arg {
    Text,
    Bool,
    I32,
    U32,
    I64,
    F64,
    Duration {
        unit: Unit,
        unlimited: Option<i64>,
    },
    Id(String),
    Enum(String),
    List(Box<Arg>),
    /// Names with texts, or with a text and whether changes are reported.
    Variables,
    /// Names with texts.
    Texts,
    /// Names with any JSON.
    Values,
    /// A list of input models, as a member of the body.
    Items(String),
    Object,
    /// Which kinds of events an application gets.
    Filter,
}

impl Arg {
    /// The argument's type.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Text => quote!(impl Into<String>),
            Self::Bool => quote!(bool),
            Self::I32 => quote!(i32),
            Self::U32 => quote!(u32),
            Self::I64 => quote!(i64),
            Self::F64 => quote!(f64),
            Self::Duration { .. } => quote!(Duration),
            Self::Id(name) => {
                let name = format_ident!("{name}");
                quote!(impl Into<#name>)
            }
            Self::Enum(name) => {
                let name = format_ident!("{name}");
                quote!(#name)
            }
            Self::List(item) => {
                let item = item.tokens();
                quote!(impl IntoIterator<Item = #item>)
            }
            Self::Variables => {
                quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<VariableValue>)>)
            }
            Self::Texts => quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>),
            Self::Values => quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>),
            Self::Items(name) => {
                let name = format_ident!("{name}");
                quote!(impl IntoIterator<Item = #name>)
            }
            Self::Object => quote!(Map<String, Value>),
            Self::Filter => quote!(EventFilter<AriApi>),
        }
    }

    /// The call on a draft that sets the parameter `wire` to `value`.
    pub(crate) fn set(&self, wire: &str, value: &TokenStream) -> TokenStream {
        match self {
            Self::Text => quote!(text(#wire, #value)),
            Self::Enum(_) => quote!(text(#wire, #value)),
            Self::Id(name) => {
                let name = format_ident!("{name}");
                quote!(id(#wire, Into::<#name>::into(#value)))
            }
            Self::Bool => quote!(flag(#wire, #value)),
            Self::I32 | Self::U32 | Self::I64 => quote!(integer(#wire, #value)),
            Self::F64 => quote!(number(#wire, #value)),
            Self::Duration { unit: Unit::Milliseconds, .. } => quote!(milliseconds(#wire, #value)),
            Self::Duration { unit: Unit::Seconds, unlimited } => match unlimited {
                Some(number) => quote!(seconds_or(#wire, #value, #number)),
                None => quote!(seconds(#wire, #value)),
            },
            Self::List(item) => match &**item {
                Self::Id(name) => {
                    let name = format_ident!("{name}");
                    quote!(ids(#wire, #value.into_iter().map(Into::<#name>::into)))
                }
                _ => quote!(list(#wire, #value)),
            },
            Self::Variables => quote!(variables(#wire, #value)),
            Self::Texts => quote!(texts(#wire, #value)),
            Self::Values => quote!(values(#wire, #value)),
            Self::Items(_) => quote!(items(#wire, #value)),
            Self::Object => quote!(object(#wire, #value)),
            Self::Filter => quote!(filter(#wire, #value)),
        }
    }

    /// The call on a draft that fills the next place in the path.
    pub(crate) fn segment(&self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Id(name) => {
                let name = format_ident!("{name}");
                quote!(segment(Into::<#name>::into(#value)))
            }
            _ => quote!(segment(#value)),
        }
    }
}

/// What a successful response holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reply {
    Nothing,
    Binary,
    Json(FieldType),
}

impl Reply {
    /// The marker that tells the runtime how to read it.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Nothing => quote!(Nothing),
            Self::Binary => quote!(Binary),
            Self::Json(value) => {
                let value = value.tokens();
                quote!(Json<#value>)
            }
        }
    }
}
