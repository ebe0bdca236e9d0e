//! Which operations and parameters a version of Asterisk has, by their names.

use ari_generated::meta::OPERATIONS;
use ari_generated::{Operation, Release};

/// Whether this version, such as `16.28.0`, has the operation, such as `channels.originate`.
///
/// # Panics
///
/// No version has an operation of that name, or the version is none.
pub fn has(version: &str, operation: &str) -> bool {
    find(operation).available_in(release(version))
}

/// Whether this version has the operation's parameter of that name in the specification.
///
/// # Panics
///
/// No version has it, or the version is none.
pub fn has_parameter(version: &str, operation: &str, parameter: &str) -> bool {
    let facts = find(operation).parameter_facts();
    let Some(facts) = facts.iter().find(|it| it.name() == parameter) else {
        panic!("{operation} has no parameter {parameter}")
    };
    facts.available_in(release(version))
}

fn release(version: &str) -> Release {
    match version.parse() {
        Ok(release) => release,
        Err(error) => panic!("{version}: {error}"),
    }
}

fn find(operation: &str) -> &'static Operation {
    match OPERATIONS.iter().find(|it| it.name() == operation) {
        Some(found) => found,
        None => panic!("there is no operation {operation}"),
    }
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
