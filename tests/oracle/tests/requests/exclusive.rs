//! Parameters that exclude each other: what is set takes the setters of the other alternatives away.

use std::fmt::Debug;
use std::time::Duration;

use ari_generated::channels::{
    ByCode, ByReason, Hangup, IntoApplication, IntoDialplan, Originate, OriginateWithId,
};
use ari_generated::enums::HangupReason;
use ari_generated::{Allows, ChannelId, Error, Nothing, Removal, Removed, Request, Sending};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::specification::Specification;

use super::client;

/// Compiles only where a request has none of these setters: one of its own would be called, and would want its argument.
macro_rules! lacks {
    ($request:expr, $($setter:ident),+) => {{
        $({
            trait Lacks {
                fn $setter(&self) {}
            }
            impl<T> Lacks for T {}
            $request.$setter();
        })+
    }};
}

fn query(request: Result<Request, Error>) -> String {
    request.expect("a request").query_string()
}

#[test]
fn these_operations_have_alternatives() {
    let overlay = Overlay::read();
    let specification = Specification::declared();
    let operations = specification.operations.iter();
    let mut found: Vec<(String, Vec<String>)> = operations
        .flat_map(|it| {
            let alternatives = overlay.alternatives(&it.key()).into_iter();
            alternatives.map(|(_, parameters)| (it.name(), parameters))
        })
        .collect();
    found.sort();
    let application = ["app", "appArgs"].as_slice();
    let dialplan = ["extension", "context", "priority", "label"].as_slice();
    let wanted = [
        ("channels.hangup", ["reason"].as_slice()),
        ("channels.hangup", &["reason_code"]),
        ("channels.originate", application),
        ("channels.originate", dialplan),
        ("channels.originateWithId", application),
        ("channels.originateWithId", dialplan),
    ];
    let wanted = wanted.map(|(name, parameters)| {
        (name.to_owned(), parameters.iter().map(|it| (*it).to_owned()).collect())
    });
    assert_eq!(found, wanted);
}

#[test]
fn a_call_into_an_application_enters_no_dialplan() {
    let ari = client();
    let id = ChannelId::new("a");
    for request in [
        ari.channels().originate("Local/1").app("a"),
        ari.channels().originate("Local/1").app_args("b").app("a"),
        ari.channels().originate("Local/1").formats("ulaw").app("b").app("a").app_args("b"),
    ] {
        lacks!(request, extension, context, priority, label);
        assert!(query(request.request()).contains("app=a"));
    }
    let request = ari.channel(&id).originate_with_id("Local/1").app_args("b").app("a");
    lacks!(request, extension, context, priority, label);
    assert_eq!(query(request.request()), "endpoint=Local%2F1&appArgs=b&app=a");
}

#[test]
fn a_call_into_the_dialplan_enters_no_application() {
    let ari = client();
    let id = ChannelId::new("a");
    for request in [
        ari.channels().originate("Local/1").extension("2"),
        ari.channels().originate("Local/1").context("2"),
        ari.channels().originate("Local/1").priority(2),
        ari.channels().originate("Local/1").label("2"),
        ari.channels().originate("Local/1").priority(1).label("a").context("b").priority(2),
    ] {
        lacks!(request, app, app_args);
        assert!(query(request.request()).contains("=2"));
    }
    let request = ari.channels().originate_with_id(&id, "Local/1").context("b").extension("2");
    lacks!(request, app, app_args);
    assert_eq!(query(request.request()), "endpoint=Local%2F1&context=b&extension=2");
}

#[test]
fn a_hangup_has_one_cause() {
    let ari = client();
    let id = ChannelId::new("a");
    let request = ari.channels().hangup(&id).reason(HangupReason::Busy);
    lacks!(request, reason_code);
    let twice = request.reason(HangupReason::Congestion);
    assert_eq!(query(twice.request()), "reason=congestion");
    let request = ari.channel(&id).hangup().reason_code("17");
    lacks!(request, reason);
    assert_eq!(query(request.reason_code("34").request()), "reason_code=34");
}

/// What every request can do, whatever was chosen and without a word about it in the type.
#[test]
fn a_request_with_a_choice_is_a_request() {
    fn whole<T, O>(request: T) -> T
    where
        T: Clone
            + Debug
            + Send
            + 'static
            + IntoFuture<Output = Result<O, Error>, IntoFuture = Sending<O>>,
    {
        assert!(!format!("{request:?}").is_empty());
        drop(request.clone().into_future());
        request
    }
    let ari = client();
    let id = ChannelId::new("a");
    let undecided: Originate = ari.channels().originate("Local/1");
    let placed: Originate<IntoDialplan> = whole(undecided).extension("100");
    assert_eq!(query(whole(placed).request()), "endpoint=Local%2F1&extension=100");
    let placed: OriginateWithId = ari.channel(&id).originate_with_id("Local/1");
    let placed = whole(placed).app("a").with_deadline(Duration::from_secs(3));
    assert_eq!(
        whole(placed).request().map(|it| it.deadline()).ok(),
        Some(Some(Duration::from_secs(3)))
    );

    let gone: Hangup<Removed> = ari.channel(&id).hangup();
    let gone: Hangup<Removed, ByCode> = whole::<_, Removal>(gone).reason_code("17");
    assert_eq!(query(whole::<_, Removal>(gone).request()), "reason_code=17");
    let done: Hangup = ari.channels().hangup(&id);
    let done: Hangup<Nothing, ByReason> = whole::<_, ()>(done).reason(HangupReason::Busy);
    assert_eq!(query(whole::<_, ()>(done).request()), "reason=busy");
}

/// A program's own function for whatever can still enter an application.
#[test]
fn what_is_left_open_can_be_asked_for() {
    fn into_desk<Choice: Allows<IntoApplication>>(
        request: Originate<Choice>,
    ) -> Originate<IntoApplication> {
        request.app("desk")
    }
    let request = || client().channels().originate("Local/1");
    assert_eq!(query(into_desk(request()).request()), "endpoint=Local%2F1&app=desk");
    let with_arguments = into_desk(request().app_args("1"));
    assert_eq!(query(with_arguments.request()), "endpoint=Local%2F1&appArgs=1&app=desk");
}
