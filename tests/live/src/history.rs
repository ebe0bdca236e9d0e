//! Which operations and parameters a version of Asterisk has, by what is recorded of each line of releases.

use std::cmp::Reverse;

use ari_generated::Operation;
use ari_generated::meta::OPERATIONS;

/// Whether this version, such as `16.28.0`, has the operation, such as `channels.originate`.
///
/// # Panics
///
/// No version has an operation of that name.
pub fn has(version: &str, operation: &str) -> bool {
    came_before(version, find(operation).first_releases())
}

/// Whether this version has the operation's parameter of that name in the specification.
///
/// # Panics
///
/// No version has it.
pub fn has_parameter(version: &str, operation: &str, parameter: &str) -> bool {
    let facts = find(operation).parameter_facts();
    let Some(facts) = facts.iter().find(|it| it.name() == parameter) else {
        panic!("{operation} has no parameter {parameter}")
    };
    has(version, operation) && came_before(version, facts.first_releases())
}

fn find(operation: &str) -> &'static Operation {
    match OPERATIONS.iter().find(|it| it.name() == operation) {
        Some(found) => found,
        None => panic!("there is no operation {operation}"),
    }
}

/// Whether a version is one of those that begin with these, one for each line that has it; none means that all have it.
///
/// A line between two that have it may lack it: what is new goes to the lines with long support. A line younger than
/// all that were recorded has what the youngest recorded one has.
fn came_before(version: &str, first_releases: &str) -> bool {
    if first_releases.is_empty() {
        return true;
    }
    let version = numbers(version);
    let mut firsts: Vec<_> = first_releases.split_whitespace().map(numbers).collect();
    firsts.sort_by_key(|it| Reverse(it.first().copied()));
    match firsts.iter().find(|it| it.first() == version.first()) {
        Some(first) => version >= *first,
        None => version.first() > firsts.first().and_then(|it| it.first()),
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|it| it.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_release_has_as_many_operations_as_its_specification() {
        let count = |version: &str| OPERATIONS.iter().filter(|it| has(version, it.name())).count();
        // One less than specified: that of the events is the websocket itself.
        assert_eq!((count("16.28.0"), count("22.10.1")), (98 - 1, 109 - 1));
        assert_eq!((count("21.12.3"), count("13.38.3")), (102 - 1, 94 - 1));
    }

    #[test]
    fn what_is_new_is_new_in_each_line() {
        let progress = |version| has(version, "channels.progress");
        assert!(!progress("22.5.2") && progress("22.6.0") && progress("24.0.0"));
        assert!(!progress("20.15.9") && progress("20.16.0") && !progress("19.8.1"));
        // 21 comes after 20.20 in number, not in time.
        assert!(has("20.20.0", "events.claimChannel") && !has("21.12.3", "events.claimChannel"));
        let told = |version| has_parameter(version, "channels.setChannelVar", "report_events");
        assert!(!told("16.28.0") && told("22.10.1"));
        assert!(has_parameter("16.28.0", "channels.setChannelVar", "value"));
    }
}
