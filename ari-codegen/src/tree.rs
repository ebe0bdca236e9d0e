//! A tree of files as text, compared with another; reads and writes no disk.

use std::collections::BTreeMap;

/// Files by their path below the root, with `/` between folders.
pub type Tree = BTreeMap<String, String>;

/// How one file of a tree differs from what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It should be there and is not.
    Missing {
        /// Path of the file.
        path: String,
    },
    /// It is there with another text.
    Stale {
        /// Path of the file.
        path: String,
    },
    /// It is there and should not be.
    Extra {
        /// Path of the file.
        path: String,
    },
}

/// What has to change in `found` to make it `wanted`, by path.
pub fn differences(wanted: &Tree, found: &Tree) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (path, text) in wanted {
        match found.get(path) {
            None => differences.push(Difference::Missing { path: path.clone() }),
            Some(other) if other != text => {
                differences.push(Difference::Stale { path: path.clone() })
            }
            Some(_) => {}
        }
    }
    let extra = found.keys().filter(|path| !wanted.contains_key(*path));
    differences.extend(extra.map(|path| Difference::Extra { path: path.clone() }));
    differences
}
