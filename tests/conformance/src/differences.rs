//! The differences that are known, each with its reason; and which of those that were found are not among them.

use crate::Difference;

/// A difference that shall stay.
#[derive(Debug)]
#[non_exhaustive]
pub struct Documented {
    /// The scenario, `*` for any text.
    pub scenario: &'static str,
    /// The place, `*` for any text.
    pub place: &'static str,
    /// Why, in a sentence.
    pub reason: &'static str,
}

/// All of them.
pub const DOCUMENTED: &[Documented] = &[
    Documented { scenario: "sockets/*", place: "end * note", reason: CLOSED_WITHOUT_CODE },
    Documented { scenario: "applications/list", place: "end * note", reason: CLOSED_WITHOUT_CODE },
    Documented { scenario: "incoming/closed", place: "end * note", reason: CLOSED_WITHOUT_CODE },
    Documented {
        scenario: "continue/nowhere",
        place: "* channel other / event 9 ChannelDialplan",
        reason: "A channel sent to an extension that is not there changes its place as it ends, which Asterisk tells after the end.",
    },
    Documented {
        scenario: "endpoints/list",
        place: "exchange 6 GET endpoints/PJSIP / *",
        reason: "The real server of the scenarios has no SIP; the simulated one always has.",
    },
    Documented {
        scenario: "telephones/unknown",
        place: "exchange 8 GET endpoints/PJSIP / *",
        reason: "The real server lists the endpoints of its configuration; the simulated one the telephones that a test has named.",
    },
    Documented {
        scenario: "bridge/caller-and-callee",
        place: "menu: channel callee-far / event * ChannelCallerId",
        reason: "The far half of a Local channel tells that it has another caller when its dialplan goes on next, and the simulated one has gone on already.",
    },
];

const CLOSED_WITHOUT_CODE: &str = "A client that closes without a code is answered without one, and by the real server with 1000; it has gone either way.";

/// What was found, held against what is known.
#[derive(Debug)]
#[non_exhaustive]
pub struct Verdict<'a> {
    /// Found, but not known.
    pub unknown: Vec<&'a Difference>,
    /// Known and found, with the reason.
    pub known: Vec<(&'a Difference, &'static Documented)>,
    /// Known, but not found any more.
    pub stale: Vec<&'static Documented>,
}

/// Holds differences against what is known.
pub fn judge<'a>(found: &'a [Difference], documented: &'static [Documented]) -> Verdict<'a> {
    let (mut unknown, mut known) = (Vec::new(), Vec::new());
    for difference in found {
        let fits = |it: &&Documented| {
            fits(it.scenario, difference.scenario) && fits(it.place, &difference.place)
        };
        match documented.iter().find(fits) {
            Some(it) => known.push((difference, it)),
            None => unknown.push(difference),
        }
    }
    let is_stale =
        |it: &&Documented| !known.iter().any(|(_, other)| std::ptr::eq::<Documented>(*it, *other));
    let stale = documented.iter().filter(is_stale).collect();
    Verdict { unknown, known, stale }
}

/// Whether a text is what a pattern says, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            text.char_indices().any(|(at, _)| fits(rest, &text[at..])) || fits(rest, "")
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Documented] = &[
        Documented { scenario: "a/*", place: "* / body.state", reason: "Races." },
        Documented { scenario: "b/one", place: "*", reason: "Gone." },
    ];

    fn difference(scenario: &'static str, place: &str) -> Difference {
        let (real, simulated) = ("1".to_owned(), "2".to_owned());
        Difference { scenario, place: place.to_owned(), fact: None, real, simulated }
    }

    #[test]
    fn found_and_known_are_told_apart() {
        let found = [
            difference("a/one", "exchange 1 POST x / body.state"),
            difference("a/one", "exchange 1 POST x / body.name"),
            difference("c/one", "exchange 1 POST x / body.state"),
        ];
        let verdict = judge(&found, KNOWN);
        assert_eq!(verdict.unknown, [&found[1], &found[2]]);
        assert_eq!(verdict.known.len(), 1);
        assert_eq!(verdict.known[0].0, &found[0]);
        assert_eq!(verdict.stale.len(), 1);
        assert_eq!(verdict.stale[0].reason, "Gone.");
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("*", ""));
        assert!(fits("a*c", "abc"));
        assert!(fits("a*c", "acbc"));
        assert!(!fits("a*c", "abcd"));
        assert!(!fits("abc", "ab"));
    }
}
