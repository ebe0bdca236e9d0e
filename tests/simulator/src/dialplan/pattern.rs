//! The names of extensions: what they match, and which is asked first. It does not know what extensions do.

/// The name of an extension, as it is compared: spaces and dashes count for nothing. Smaller ones are asked first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Exact(Vec<u8>),
    /// Ends with an `End`.
    Pattern(Vec<Position>),
}

/// What stands at a position of a pattern. The fewer characters it matches, the earlier it is asked; of sets of
/// the same size the one whose characters come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Position {
    One {
        size: usize,
        /// Sorted, each once.
        of: Vec<u8>,
    },
    /// One character or more, and the end of what is compared.
    Rest,
    /// The same, or none.
    RestOrNone,
    End,
}

/// What was dialled, as it is compared.
pub(super) struct Number(Vec<u8>);

impl Number {
    pub fn new(dialled: &str) -> Self {
        Self(plain(dialled))
    }
}

impl Name {
    /// Reads a name, which is a pattern if it begins with `_`.
    pub fn parse(name: &str) -> Result<Self, String> {
        let Some(pattern) = name.strip_prefix('_') else { return Ok(Self::Exact(plain(name))) };
        let mut rest = pattern.as_bytes();
        let mut positions = Vec::new();
        while let Some((&first, after)) = rest.split_first() {
            rest = after;
            match first {
                b'-' => {}
                b'X' | b'x' => positions.extend(one(b'0'..=b'9')),
                b'Z' | b'z' => positions.extend(one(b'1'..=b'9')),
                b'N' | b'n' => positions.extend(one(b'2'..=b'9')),
                b'.' => positions.push(Position::Rest),
                b'!' => positions.push(Position::RestOrNone),
                b'[' => {
                    let Some(end) = rest.iter().position(|&it| it == b']') else {
                        return Err(format!("a `[` of the pattern `{name}` is not closed"));
                    };
                    positions.extend(one(characters(&rest[..end])));
                    rest = &rest[end + 1..];
                }
                literal => positions.extend(one([literal])),
            }
        }
        positions.push(Position::End);
        Ok(Self::Pattern(positions))
    }

    pub fn matches(&self, number: &Number) -> bool {
        let positions = match self {
            Self::Exact(name) => return *name == number.0,
            Self::Pattern(positions) => positions,
        };
        let mut rest = number.0.iter();
        for position in positions {
            match position {
                Position::One { of, .. } => {
                    if rest.next().is_none_or(|it| of.binary_search(it).is_err()) {
                        return false;
                    }
                }
                Position::Rest => return rest.next().is_some(),
                Position::RestOrNone => return true,
                Position::End => break,
            }
        }
        rest.next().is_none()
    }
}

fn plain(name: &str) -> Vec<u8> {
    name.bytes().filter(|it| *it != b'-').collect()
}

/// A set without characters is no position at all.
fn one(of: impl IntoIterator<Item = u8>) -> Option<Position> {
    let mut of: Vec<u8> = of.into_iter().collect();
    of.sort_unstable();
    of.dedup();
    (!of.is_empty()).then_some(Position::One { size: of.len(), of })
}

/// What stands between brackets: characters, and ranges such as `a-z`.
fn characters(set: &[u8]) -> Vec<u8> {
    let mut all = Vec::new();
    let mut rest = set;
    loop {
        match rest {
            [from, b'-', to, after @ ..] => {
                all.extend(*from..=*to);
                rest = after;
            }
            [character, after @ ..] => {
                all.push(*character);
                rest = after;
            }
            [] => return all,
        }
    }
}
