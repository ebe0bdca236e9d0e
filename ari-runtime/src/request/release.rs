//! Releases of Asterisk, and which of them have a thing; knows no operation and asks nobody.

use std::fmt;
use std::str::FromStr;

/// A release of Asterisk, such as 16.28.0.
///
/// It is read from what an Asterisk says of itself, a distributor's additions included; a release candidate counts as
/// its release, and a certified one as the release it was made from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    major: u32,
    minor: u32,
    patch: u32,
}

impl Release {
    /// The release of these numbers.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The line of releases that it is of: 16 of 16.28.0.
    pub const fn major(self) -> u32 {
        self.major
    }

    /// What follows the line: 28 of 16.28.0.
    pub const fn minor(self) -> u32 {
        self.minor
    }

    /// The last number: 0 of 16.28.0.
    pub const fn patch(self) -> u32 {
        self.patch
    }

    /// As documentation says it: without a last number that is zero.
    fn short(self) -> String {
        let Self { major, minor, patch } = self;
        if patch == 0 { format!("{major}.{minor}") } else { self.to_string() }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { major, minor, patch } = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl fmt::Debug for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that names no release of Asterisk, such as a development build's `GIT-master-1a2b3c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no release of Asterisk, such as 22.10.1")]
#[non_exhaustive]
pub struct InvalidRelease;

impl FromStr for Release {
    type Err = InvalidRelease;

    /// Reads `22.10.1`, `16.28.0~dfsg-0+deb11u4`, `20.7.0-rc1`, `certified-18.9-cert5`.
    fn from_str(text: &str) -> Result<Self, InvalidRelease> {
        let text = text.trim();
        let certified = text.strip_prefix("certified").and_then(|it| it.strip_prefix(['-', '/']));
        let text = certified.unwrap_or(text);
        let numbers = text.find(|it: char| it != '.' && !it.is_ascii_digit());
        let (numbers, rest) = text.split_at(numbers.unwrap_or(text.len()));
        // What follows is a remark on the release, and not the rest of another sort of name.
        if rest.starts_with(char::is_alphanumeric) {
            return Err(InvalidRelease);
        }
        let mut numbers = numbers.split('.').map(|it| it.parse().map_err(|_| InvalidRelease));
        let mut next = || numbers.next().transpose();
        let (major, minor, patch) = (next()?, next()?, next()?);
        match (major, minor, next()?) {
            (Some(major), Some(minor), None) => {
                Ok(Self { major, minor, patch: patch.unwrap_or_default() })
            }
            _ => Err(InvalidRelease),
        }
    }
}

/// Which releases have a thing: the first of each line that does.
///
/// Never go by the number of a release alone: lines live side by side, and what is new goes to those with long support,
/// so that 21 lacks what 20.20 has. A line between two that are named lacks it. Lines after the last one that is named
/// have it from their first release on, unless it was removed; lines that came after this was recorded count as the
/// newest that was.
///
/// ```
/// # use ari_runtime::Release;
/// # fn of(operation: &ari_runtime::Operation, version: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let releases = operation.first_releases();
/// println!("since {releases}"); // since 20.20, 22.10, 23.4; not in 21
/// let has_it = releases.contains("21.12.3".parse::<Release>()?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Releases {
    firsts: &'static [(u32, u32, u32)],
    /// The line from which on it is gone.
    before: u32,
}

impl Releases {
    /// Every release from 13.0 on.
    #[doc(hidden)]
    pub const EVERY: Self = Self::new(&[(13, 0, 0)]);

    /// Nothing is recorded, as of a module of one's own: no release is known to lack it.
    #[doc(hidden)]
    pub const UNKNOWN: Self = Self::new(&[]);

    /// The first releases, oldest line first.
    #[doc(hidden)]
    pub const fn new(firsts: &'static [(u32, u32, u32)]) -> Self {
        Self { firsts, before: u32::MAX }
    }

    /// It is gone from this line on.
    #[doc(hidden)]
    pub const fn before(mut self, line: u32) -> Self {
        self.before = line;
        self
    }

    /// The releases that are named: the first of each line that has it, up to the line after which all have it.
    ///
    /// Empty where nothing is recorded.
    pub fn iter(self) -> impl Iterator<Item = Release> {
        self.firsts.iter().map(|(major, minor, patch)| Release::new(*major, *minor, *patch))
    }

    /// Does this release have it? Where nothing is recorded, nothing says that it does not.
    pub fn contains(self, release: Release) -> bool {
        if release.major >= self.before {
            return false;
        }
        match self.iter().find(|it| it.major == release.major) {
            Some(first) => release >= first,
            None => self.iter().last().is_none_or(|last| release.major > last.major),
        }
    }

    pub(crate) fn are_all(self) -> bool {
        self == Self::EVERY || self == Self::UNKNOWN
    }

    /// Looks a model or one of its fields up in a sorted table.
    #[doc(hidden)]
    pub fn find(
        table: &[(&str, Option<&str>, Self)],
        model: &str,
        field: Option<&str>,
    ) -> Option<Self> {
        let found = table.binary_search_by(|it| (it.0, it.1).cmp(&(model, field)));
        Some(table.get(found.ok()?)?.2)
    }
}

/// As the documentation says it: `20.20, 22.10, 23.4; not in 21`.
impl fmt::Display for Releases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<Release> = self.iter().collect();
        if named.is_empty() {
            return f.write_str("unknown");
        }
        let firsts: Vec<String> = named.iter().map(|it| it.short()).collect();
        f.write_str(&firsts.join(", "))?;
        let between = named.windows(2).flat_map(|pair| pair[0].major + 1..pair[1].major);
        let between: Vec<String> = between.map(|it| it.to_string()).collect();
        let gone = (self.before < u32::MAX).then_some(self.before);
        match (between.as_slice(), gone) {
            ([], None) => Ok(()),
            ([], Some(line)) => write!(f, "; not from {line} on"),
            (lines, None) => write!(f, "; not in {}", lines.join(", ")),
            (lines, Some(line)) => {
                write!(f, "; not in {}, nor from {line} on", lines.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Release, Releases};

    /// As in `POST /events/claim`.
    const CLAIM: Releases = Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]);
    /// As in `Channel.protocol_id`.
    const PROTOCOL_ID: Releases = Releases::new(&[(16, 27, 0), (18, 13, 0), (19, 5, 0)]);
    /// As in the model `TextMessageVariable`.
    const REMOVED: Releases = Releases::EVERY.before(18);

    fn has(releases: Releases, release: &str) -> bool {
        releases.contains(release.parse().expect("a release"))
    }

    #[test]
    fn what_asterisk_says_of_itself_is_understood() {
        for (text, wanted) in [
            ("22.10.1", (22, 10, 1)),
            ("16.28.0~dfsg-0+deb11u4", (16, 28, 0)),
            ("22.10.1~dfsg+~cs6.16.60671435-1", (22, 10, 1)),
            ("22.10.1+git20261101", (22, 10, 1)),
            ("20.7.0-rc1", (20, 7, 0)),
            ("certified-18.9-cert5", (18, 9, 0)),
            ("certified/16.8-cert14", (16, 8, 0)),
            ("20.7-cert2", (20, 7, 0)),
            ("13.38.3 built by hand", (13, 38, 3)),
            (" 13.0.0\n", (13, 0, 0)),
        ] {
            let (major, minor, patch) = wanted;
            assert_eq!(text.parse(), Ok(Release::new(major, minor, patch)), "{text}");
        }
    }

    #[test]
    fn what_is_no_release_is_an_error() {
        for text in [
            "",
            "22",
            "22.",
            ".10.1",
            "22..1",
            "22.10.",
            "22.10.1.2",
            "22.x",
            "v22.10.1",
            "GIT-master-1a2b3c",
            "GIT-20-1a2b3cM",
            "SVN-trunk-r12345",
            "UNKNOWN__and_probably_unsupported",
            "certified22.1",
            "99999999999.1.0",
            "22.10rc1",
            "-1.0.0",
            "٢٢.١",
        ] {
            assert!(text.parse::<Release>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn releases_are_in_order_and_in_words() {
        let [old, new] = [Release::new(16, 28, 0), Release::new(22, 10, 1)];
        assert!(old < new && Release::new(22, 9, 9) < new && Release::new(22, 10, 0) < new);
        assert_eq!(
            (old.to_string(), new.major(), new.minor(), new.patch()),
            ("16.28.0".into(), 22, 10, 1)
        );
        assert_eq!(Releases::EVERY.to_string(), "13.0");
        assert_eq!(CLAIM.to_string(), "20.20, 22.10, 23.4; not in 21");
        assert_eq!(PROTOCOL_ID.to_string(), "16.27, 18.13, 19.5; not in 17");
        assert_eq!(REMOVED.to_string(), "13.0; not from 18 on");
        let both = Releases::new(&[(13, 26, 1), (16, 3, 0)]).before(19);
        assert_eq!(both.to_string(), "13.26.1, 16.3; not in 14, 15, nor from 19 on");
        assert_eq!(Releases::UNKNOWN.to_string(), "unknown");
    }

    #[test]
    fn each_line_has_its_own_first_release() {
        // 21 lacks what 20 has, and is no older for that.
        assert!(has(CLAIM, "20.20.0") && !has(CLAIM, "20.19.9"));
        assert!(!has(CLAIM, "21.0.0") && !has(CLAIM, "21.12.3") && !has(CLAIM, "21.99.0"));
        assert!(!has(CLAIM, "22.9.9") && has(CLAIM, "22.10.0") && has(CLAIM, "22.10.1"));
        assert!(!has(CLAIM, "23.3.0") && has(CLAIM, "23.4.0"));
        assert!(!has(CLAIM, "16.28.0") && !has(CLAIM, "19.8.1") && !has(CLAIM, "13.0.0"));
        assert!(!has(PROTOCOL_ID, "16.26.1") && has(PROTOCOL_ID, "16.27.0"));
        assert!(!has(PROTOCOL_ID, "17.9.4") && has(PROTOCOL_ID, "20.0.0"));
        assert!(!has(PROTOCOL_ID, "13.38.3"));
    }

    #[test]
    fn lines_after_the_last_one_have_it_unless_it_was_removed() {
        assert!(has(CLAIM, "24.0.0") && has(CLAIM, "30.1.0"));
        assert!(has(Releases::EVERY, "13.0.0") && has(Releases::EVERY, "24.0.0"));
        assert!(!has(Releases::EVERY, "12.8.2"));
        assert!(has(REMOVED, "17.9.4") && !has(REMOVED, "18.0.0") && !has(REMOVED, "24.0.0"));
        assert!(has(Releases::UNKNOWN, "13.0.0") && has(Releases::UNKNOWN, "24.0.0"));
    }

    #[test]
    fn tables_are_looked_up_by_model_and_field() {
        let table = [
            ("Bridge", None, Releases::EVERY),
            ("Bridge", Some("id"), CLAIM),
            ("Bridges", None, REMOVED),
        ];
        assert_eq!(Releases::find(&table, "Bridge", None), Some(Releases::EVERY));
        assert_eq!(Releases::find(&table, "Bridge", Some("id")), Some(CLAIM));
        assert_eq!(Releases::find(&table, "Bridges", None), Some(REMOVED));
        assert_eq!(Releases::find(&table, "Bridge", Some("ids")), None);
        assert_eq!(Releases::find(&table, "Bridges", Some("id")), None);
    }
}
