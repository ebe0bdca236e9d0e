//! The grammar of type names in the resource JSON; does not know which models exist.

/// A type as the specification or the overlay names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DataType {
    Text,
    /// A string that some modules send as a number.
    TextOrNumber,
    Bool,
    Int,
    /// A C `unsigned int`.
    UnsignedInt,
    Long,
    Double,
    Date,
    /// Any JSON object.
    Object,
    /// A body of named values.
    Containers,
    Binary,
    Void,
    List(Box<DataType>),
    Model(String),
}

impl DataType {
    /// Reads a type name; `None` where it is none.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::Text,
            "string or number" => Self::TextOrNumber,
            "boolean" => Self::Bool,
            "int" => Self::Int,
            "unsigned int" => Self::UnsignedInt,
            "long" => Self::Long,
            "double" | "float" | "number" => Self::Double,
            "Date" => Self::Date,
            "object" => Self::Object,
            "containers" => Self::Containers,
            "binary" => Self::Binary,
            "void" => Self::Void,
            _ => {
                if let Some(item) = name.strip_prefix("List[").and_then(|it| it.strip_suffix(']')) {
                    return Self::parse(item).map(|item| Self::List(Box::new(item)));
                }
                let mut letters = name.chars();
                let first = letters.next()?;
                if !first.is_ascii_uppercase() || !letters.all(|it| it.is_ascii_alphanumeric()) {
                    return None;
                }
                Self::Model(name.to_owned())
            }
        })
    }

    /// The model named here, inside a list too.
    pub(crate) fn model(&self) -> Option<&str> {
        match self {
            Self::Model(name) => Some(name),
            Self::List(item) => item.model(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DataType;

    #[test]
    fn lists_and_models_are_told_apart_from_misspelt_types() {
        assert_eq!(
            DataType::parse("List[Channel]"),
            Some(DataType::List(Box::new(DataType::Model("Channel".into()))))
        );
        assert_eq!(DataType::parse("List[Channel"), None);
        assert_eq!(DataType::parse("integer"), None);
        assert_eq!(DataType::parse("../Evil"), None);
        assert_eq!(DataType::parse(""), None);
    }
}
