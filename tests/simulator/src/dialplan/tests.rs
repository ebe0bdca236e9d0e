//! What a dialplan says, by Asterisk's documentation and by what 22.10.1 did with the same text.

mod expressions;
mod lookups;
mod texts;

use super::{Application, Dialplan};

/// A dialplan of one text.
fn plan(text: &str) -> Dialplan {
    let mut plan = Dialplan::default();
    plan.add(text).expect("it is right");
    plan
}

/// Why a text is refused.
fn fault(text: &str) -> String {
    let mut plan = Dialplan::default();
    let error = plan.add(text).expect_err("it is wrong");
    assert!(plan.contexts.is_empty(), "something was taken of {text}");
    error.to_string()
}

/// A step as it is written.
fn written(plan: &Dialplan, context: &str, extension: &str, priority: u32) -> Option<String> {
    let step = plan.step(context, extension, priority)?;
    Some(format!("{}({})", step.application.name(), step.arguments))
}

/// The steps of an extension, from the first.
fn steps(plan: &Dialplan, context: &str, extension: &str) -> Vec<String> {
    (1..).map_while(|priority| written(plan, context, extension, priority)).collect()
}

#[test]
fn applications_are_known_by_their_names() {
    for it in Application::ALL {
        assert_eq!(Application::parse(&it.name().to_uppercase()), Some(*it));
    }
    assert_eq!(Application::parse("playtones").map(Application::name), Some("PlayTones"));
    assert_eq!(Application::parse("senddtmf").map(Application::name), Some("SendDTMF"));
    assert_eq!(Application::parse("Queue"), None);
}
