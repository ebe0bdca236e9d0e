//! Every operation is called with values of every kind, and the request compared with what the specification wants.

/// The requests of the same call by several ways: with everything set that may be left out, or with nothing of it.
macro_rules! requests {
    ($values:ident, |$it:ident| $all:expr, $($start:expr),+ $(,)?) => {
        vec![$({
            let $it = $start;
            if $values.is_bare() { $it.request() } else { $all.request() }
        }),+]
    };
    ($($start:expr),+ $(,)?) => {
        vec![$($start.request()),+]
    };
}

mod applications;
mod asterisk;
mod bridges;
mod by_default;
mod channels;
mod device_states;
mod durations;
mod endpoints;
mod exclusive;
mod filters;
mod mailboxes;
mod playbacks;
mod recordings;
mod sounds;
mod specials;
mod user_events;
mod values;

use ari_generated::{Ari, Credentials, ErrorKind, Request};
use ari_oracle_tests::check::WITHOUT_METHOD;
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::placement::{Expected, decoded, expected};
use ari_oracle_tests::specification::{Operation, Parameter, Specification};
use serde_json::{Value, json};

use values::{Case, Values};

/// 108 operations, of which three have two alternatives.
const CALLS: usize = 111;

/// A client that never connects.
pub(crate) fn client() -> Ari {
    Ari::rest("http://127.0.0.1:9", Credentials::new("u", "p")).expect("a client")
}

fn cases() -> impl Iterator<Item = &'static Case> {
    let resources = [
        applications::CASES,
        asterisk::CASES,
        bridges::CASES,
        channels::CASES,
        device_states::CASES,
        endpoints::CASES,
        mailboxes::CASES,
        playbacks::CASES,
        recordings::CASES,
        sounds::CASES,
        user_events::CASES,
    ];
    resources.into_iter().flatten()
}

/// What was sent, in the form of what is expected.
pub(crate) fn sent(request: &Request) -> Expected {
    let segments: Result<Vec<String>, String> =
        request.path().split('/').skip(1).map(decoded).collect();
    let query: Vec<(String, String)> =
        request.query().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let in_url: Result<Vec<(String, String)>, String> = request
        .query_string()
        .split('&')
        .filter(|it| !it.is_empty())
        .map(|it| {
            let (name, value) = it.split_once('=').ok_or("no = in the query")?;
            Ok((decoded(name)?, decoded(value)?))
        })
        .collect();
    assert_eq!(in_url, Ok(query.clone()), "the query as it stands in the URL");
    let body = request.body().map(|it| serde_json::from_slice(it).expect("a body of JSON"));
    let mut sent = Expected::new(request.method().as_str(), segments.expect("a path"));
    sent.query = query;
    sent.body = body;
    sent
}

fn compare(
    overlay: &Overlay,
    ari: &Ari,
    (name, case): &Case,
    operation: &Operation,
    values: &Values<'_>,
) {
    let wanted = expected(overlay, operation, &|it| values.given(overlay, it));
    for result in case(ari, values) {
        match (&wanted, result) {
            (Some(wanted), Ok(request)) => {
                let mut wanted = wanted.clone();
                let mut sent = sent(&request);
                wanted.query.sort();
                sent.query.sort();
                assert_eq!(sent, wanted, "{name}: {values:?}");
                assert_eq!(request.operation().name(), *name);
            }
            (None, Err(error)) => {
                assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name}: {error}");
                assert!(error.is_not_sent());
                assert_eq!(error.operation().map(|it| it.name()), Some(*name));
            }
            (None, Ok(request)) => panic!("{name}: must be refused: {request:?}"),
            (Some(_), Err(error)) => panic!("{name}: {error}: {values:?}"),
        }
    }
}

/// Calls every operation with the values that are made for it, once for each alternative of what excludes each other.
fn compare_all(values: impl for<'a> Fn(&'a Operation) -> Vec<Values<'a>>) -> usize {
    let specification = Specification::declared();
    let overlay = Overlay::read();
    let ari = client();
    let mut count = 0;
    for case in cases() {
        let operation = specification.operation(case.0).expect("an operation");
        let values = values(operation).into_iter();
        for values in values.flat_map(|it| it.each_alternative(&overlay)) {
            compare(&overlay, &ari, case, operation, &values);
            count += 1;
        }
    }
    count
}

/// One set of values for each parameter that is chosen.
fn each<'a>(
    operation: &'a Operation,
    choice: impl Fn(&Parameter) -> Vec<Value>,
) -> Vec<Values<'a>> {
    let parameters = operation.parameters.iter();
    parameters
        .flat_map(|it| choice(it).into_iter().map(|value| (it.name.as_str(), value)))
        .map(|(name, value)| Values::all(operation).with(name, value))
        .collect()
}

fn is_free_text(parameter: &Parameter) -> bool {
    parameter.data_type == "string" && parameter.values.is_empty()
}

#[test]
fn every_operation_has_its_case() {
    let mut wanted: Vec<_> =
        ari_generated::meta::OPERATIONS.iter().map(|it| it.name().to_owned()).collect();
    let mut found: Vec<_> = cases().map(|(name, _)| (*name).to_owned()).collect();
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    let specification = Specification::declared();
    let mut declared: Vec<_> = specification.operations.iter().map(Operation::name).collect();
    declared.retain(|it| it != WITHOUT_METHOD);
    declared.sort();
    assert_eq!(found, declared);
}

#[test]
fn with_nothing_that_may_be_left_out() {
    assert_eq!(compare_all(|it| vec![Values::bare(it)]), CALLS);
}

#[test]
fn with_everything_set() {
    assert_eq!(compare_all(|it| vec![Values::all(it)]), CALLS);
}

#[test]
fn with_awkward_texts() {
    assert_eq!(compare_all(|it| vec![Values::awkward(it)]), CALLS);
}

#[test]
fn a_long_text_goes_into_the_body_or_is_refused() {
    let long = "ö, ".repeat(1_250);
    assert_eq!(long.len(), 5_000);
    let count = compare_all(|operation| {
        each(operation, |it| match is_free_text(it) {
            true if it.multiple => vec![json!([long.replace(',', "."), "b"])],
            true => vec![json!(long)],
            false => Vec::new(),
        })
    });
    assert!(count > 200, "{count}");
}

#[test]
fn what_would_cut_a_list_goes_into_the_body_or_is_refused() {
    let count = compare_all(|operation| {
        each(operation, |it| match is_free_text(it) && it.multiple {
            true => vec![json!(["a,b", "c"]), json!([","]), json!(["c", "d", "é,"])],
            false => Vec::new(),
        })
    });
    assert!(count > 20, "{count}");
}

#[test]
fn lists_of_one_and_of_many_items() {
    compare_all(|operation| {
        each(operation, |it| match is_free_text(it) && it.multiple {
            true => vec![json!(["one"]), (0..100).map(|it| json!(it.to_string())).collect()],
            false => Vec::new(),
        })
    });
}

#[test]
fn an_empty_list_is_refused() {
    let count = compare_all(|operation| {
        each(operation, |it| if it.multiple { vec![json!([])] } else { Vec::new() })
    });
    assert!(count >= 10, "{count}");
}

#[test]
fn a_segment_that_a_url_cannot_hold_is_refused() {
    let count = compare_all(|operation| {
        each(operation, |it| match it.place.as_str() {
            "path" => ["", ".", ".."].map(Value::from).to_vec(),
            _ => Vec::new(),
        })
    });
    assert!(count > 250, "{count}");
}

#[test]
fn a_segment_of_dots_and_more_is_sent() {
    compare_all(|operation| {
        each(operation, |it| match it.place.as_str() {
            "path" => ["...", ".a", "../x", "/", "%2e", " ", "%"].map(Value::from).to_vec(),
            _ => Vec::new(),
        })
    });
}
