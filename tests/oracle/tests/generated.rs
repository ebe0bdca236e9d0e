//! The generated client holds everything that the specification declares, and nothing else.

use ari_oracle_tests::check::{WITHOUT_METHOD, messages_without_type, problems};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::rust::Tree;
use ari_oracle_tests::specification::Specification;

#[test]
fn the_specification_is_the_one_that_was_counted() {
    let declared = Specification::declared();
    let operations = &declared.operations;
    assert_eq!(operations.len(), 109);
    let elsewhere = operations.iter().flat_map(|it| &it.parameters).filter(|it| it.place != "path");
    assert_eq!(elsewhere.count(), 175, "parameters that do not stand in the path");
    assert_eq!(declared.models.len(), 85);
    assert_eq!(declared.models.values().map(|it| it.fields.len()).sum::<usize>(), 291);
    assert_eq!(declared.events().len(), 45);
    let websockets: Vec<_> =
        operations.iter().filter(|it| it.websocket).map(|it| it.name()).collect();
    assert_eq!(websockets, [WITHOUT_METHOD]);
    for operation in operations {
        let named = operation.path.matches('{').count();
        assert_eq!(operation.path_parameters().len(), named, "{}", operation.key());
    }
}

#[test]
fn everything_that_is_declared_is_there() {
    let overlay = Overlay::read();
    let specification = Specification::corrected(&overlay);
    let problems = problems(&specification, &overlay, &Tree::read().parse());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn a_message_that_is_no_event_keeps_its_type() {
    let overlay = Overlay::read();
    let specification = Specification::corrected(&overlay);
    let untyped = messages_without_type(&specification, &overlay, &Tree::read().parse());
    assert!(untyped.is_empty(), "written without their `type`: {untyped:?}");
}
