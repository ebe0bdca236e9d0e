//! The picture that Asterisk gives after a gap, as an item of every stream; how it is asked for is not its business.

use std::sync::Arc;

use crate::Text;
use crate::delivery::consumer::Gap;
use crate::error::Error;

/// What Asterisk holds after a connection was lost and restored, set against what this client knew.
#[derive(Debug)]
#[non_exhaustive]
pub struct Resynced {
    /// The connection it was asked on.
    pub generation: u64,
    /// Everything was found out, and restored where it still exists. Otherwise it is asked again, and another item
    /// follows.
    pub complete: bool,
    /// One picture for each kind of thing that can be listed: channels, bridges.
    pub pictures: Vec<Picture>,
    /// Event sources that Asterisk had forgotten, such as `channel:`, and that are subscribed again.
    pub restored: Vec<Text>,
    /// What could not be found out or restored, and why.
    pub failures: Vec<Failure>,
}

/// The things of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Picture {
    /// What they are: `channel`, `bridge`.
    pub kind: Text,
    /// Ids of what this client knew and Asterisk still has.
    pub remaining: Vec<Text>,
    /// Ids of what this client knew and Asterisk has no more.
    pub ended: Vec<Text>,
    /// Ids of what this client knew in its applications, and that is still there but in none of them.
    pub left: Vec<Text>,
    /// Ids of what this client asked for and nothing is known of.
    pub unknown: Vec<Text>,
    /// What is in this client's applications and this client did not know.
    pub appeared: Vec<Found>,
}

/// A thing as Asterisk lists it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// Its id.
    pub id: Text,
    /// The application of this client that it is in, where Asterisk tells.
    pub application: Option<Text>,
    /// Its model, as JSON.
    pub json: serde_json::Value,
}

/// Something that failed while the picture was made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Failure {
    /// What it was about: an application, a kind of thing, an event source.
    pub about: Text,
    /// Why it failed.
    pub error: Arc<Error>,
}

impl PartialEq for Resynced {
    /// Compares what was found; failures by what they are about.
    fn eq(&self, other: &Self) -> bool {
        let about = |it: &Self| it.failures.iter().map(|it| it.about.clone()).collect::<Vec<_>>();
        (self.generation, self.complete) == (other.generation, other.complete)
            && self.pictures == other.pictures
            && self.restored == other.restored
            && about(self) == about(other)
    }
}

impl Resynced {
    /// The picture of one kind of thing: `channel`, `bridge`.
    pub fn picture(&self, kind: &str) -> Option<&Picture> {
        self.pictures.iter().find(|it| it.kind.as_str() == kind)
    }

    /// What became of a thing, as far as is known.
    pub(crate) fn gap(&self, kind: &str, id: &Text) -> Gap {
        match self.picture(kind) {
            Some(it) if it.ended.contains(id) => Gap::Gone,
            Some(it) if it.left.contains(id) => Gap::Left,
            _ => Gap::There,
        }
    }
}
