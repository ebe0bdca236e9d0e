//! Variables, in the order in which they were set, under names that tell whether calls made by the channel get them too.

/// The variables of a channel or a bridge.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variables(Vec<(String, String)>);

/// A name without the mark of what is inherited.
fn plain(name: &str) -> &str {
    name.trim_start_matches('_')
}

impl Variables {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(it, _)| plain(it) == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.0.retain(|(it, _)| plain(it) != plain(name));
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// Forgets one; true where it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|(it, _)| plain(it) != name);
        self.0.len() < before
    }

    /// Names as they were set, and values, the last one first.
    pub fn last_first(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().rev()
    }
}
