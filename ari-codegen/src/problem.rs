//! Problems of a specification, collected so that all of them are told at once; prints nothing.

use std::fmt;

/// One thing that is wrong with the input, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as it was named in the input.
    pub file: String,
    /// JSON pointer into that file; empty for the file as a whole.
    pub pointer: String,
    /// What was found and what was expected.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}: {}", self.file, self.pointer, self.message)
    }
}

/// Every problem that was found; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.0 {
            writeln!(f, "{problem}")?;
        }
        write!(f, "{} problem(s) in the specification", self.0.len())
    }
}

impl std::error::Error for Problems {}

/// A place in a file, for messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) pointer: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.pointer)
    }
}

impl Place {
    pub(crate) fn new(file: &str, pointer: impl Into<String>) -> Self {
        Self { file: file.to_owned(), pointer: pointer.into() }
    }

    /// The place below this one.
    pub(crate) fn at(&self, key: impl fmt::Display) -> Self {
        let key = key.to_string().replace('~', "~0").replace('/', "~1");
        Self { file: self.file.clone(), pointer: format!("{}/{key}", self.pointer) }
    }
}

/// Collects problems and remarks while the passes go on.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    problems: Vec<Problem>,
    remarks: Vec<Problem>,
}

impl Findings {
    pub(crate) fn problem(&mut self, place: &Place, message: impl Into<String>) {
        self.problems.push(Self::item(place, message));
    }

    /// Something worth telling that does not stop the generation.
    pub(crate) fn remark(&mut self, place: &Place, message: impl Into<String>) {
        self.remarks.push(Self::item(place, message));
    }

    fn item(place: &Place, message: impl Into<String>) -> Problem {
        Problem {
            file: place.file.clone(),
            pointer: place.pointer.clone(),
            message: message.into(),
        }
    }

    /// The remarks, or every problem found so far.
    pub(crate) fn finish(self) -> Result<Vec<Problem>, Problems> {
        if self.problems.is_empty() { Ok(self.remarks) } else { Err(Problems(self.problems)) }
    }

    /// Ends a pass: goes on only if nothing is wrong yet.
    pub(crate) fn checkpoint(&mut self) -> Result<(), Problems> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(Problems(std::mem::take(&mut self.problems)))
    }
}
