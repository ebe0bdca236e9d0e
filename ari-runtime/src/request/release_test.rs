//! What is told of a request that an older server rejects, and that nothing is told without knowing; the server is a
//! transport that answers from a script.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use crate::defaults::LOOKUP_DEADLINE;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::availability::ReleaseQuestion;
use crate::request::caller::Caller;
use crate::request::operation::{BodyShape, Method, Operation, ParameterFacts};
use crate::request::prepared::Prepared;
use crate::request::release::{Release, Releases};
use crate::request::reply::{Json, Nothing, Removal, Removed};
use crate::request::response::Response;
use crate::request::unavailable::Unavailable;
use crate::transport::{Responding, Transport};

const YOUNG: Releases = Releases::new(&[(20, 20, 0), (22, 10, 0)]);

static INFO: Operation = Operation::new("things.info", Method::Get, "/info", BodyShape::Members)
    .parameters(&[ParameterFacts::query("only")]);

/// Some releases do not have it at all.
static NEW: Operation =
    Operation::new("things.new", Method::Delete, "/things/{id}/new", BodyShape::Members)
        .parameters(&[ParameterFacts::path("id").since(YOUNG)])
        .errors(&[(404, "There is no such thing")])
        .since(YOUNG);

/// Some releases do not have all of its parameters.
static SET: Operation =
    Operation::new("things.set", Method::Post, "/things/{id}", BodyShape::Members).parameters(&[
        ParameterFacts::path("id"),
        ParameterFacts::query("name"),
        ParameterFacts::query("tag").since(YOUNG),
        ParameterFacts::body("notes").since(YOUNG),
    ]);

/// The same, with a body that is one value.
static FILL: Operation = Operation::new("things.fill", Method::Put, "/things", BodyShape::Whole)
    .parameters(&[ParameterFacts::body("all").since(YOUNG)]);

const QUESTION: ReleaseQuestion = ReleaseQuestion::new(&INFO, "only", "server", "/server/version");

/// What the server says when it is asked for its release.
#[derive(Clone, Copy)]
enum Says {
    Version(&'static str),
    Body(u16, &'static str),
    Fails,
    Hangs,
}

/// Rejects everything else with this status and message, and keeps what it was sent.
#[derive(Clone)]
struct Server {
    rejection: (u16, &'static str),
    says: Says,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    fn new(rejection: (u16, &'static str), says: Says) -> Self {
        Self { rejection, says, seen: Arc::default() }
    }

    fn caller(&self) -> Caller {
        let limit = Duration::from_secs(10);
        Caller::new(Arc::new(self.clone()), limit, Arc::default(), false, Some(QUESTION))
    }

    fn operations(&self) -> Vec<&'static str> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.iter().map(|it| it.operation().name()).collect()
    }
}

impl Transport for Server {
    fn send(&self, request: Request) -> Responding {
        let is_question = request.operation() == &INFO;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        let Self { rejection: (status, message), says, .. } = *self;
        Box::pin(async move {
            if !is_question {
                return Ok(Response::new(status, json!({ "message": message }).to_string()));
            }
            match says {
                Says::Version(version) => {
                    let body = json!({ "server": { "version": version } });
                    Ok(Response::new(200, body.to_string()))
                }
                Says::Body(status, body) => Ok(Response::new(status, body)),
                Says::Fails => Err(Error::new(ErrorKind::Unreachable, "no way there")),
                Says::Hangs => std::future::pending().await,
            }
        })
    }
}

const OLD: Says = Says::Version("16.28.0~dfsg-0+deb11u4");
const NO_RESOURCE: (u16, &str) = (404, "Resource not found");

fn new(server: &Server) -> Prepared<Nothing> {
    Prepared::new(server.caller(), &NEW).segment("a")
}

fn set(server: &Server) -> Prepared<Nothing> {
    Prepared::new(server.caller(), &SET).segment("a").text("name", "n")
}

async fn rejected(request: Prepared<Nothing>) -> Error {
    request.send().await.expect_err("rejected")
}

fn told(error: &Error) -> Option<(&'static str, String, String)> {
    let it = error.unavailable()?;
    Some((it.name(), it.first_releases().to_string(), it.release().to_string()))
}

#[tokio::test]
async fn an_operation_that_the_release_lacks_is_the_reason() {
    for rejection in [NO_RESOURCE, (405, "Invalid method"), (400, "endpoint is missing")] {
        let server = Server::new(rejection, OLD);
        let error = rejected(new(&server)).await;
        assert_eq!((error.kind(), error.status()), (ErrorKind::NotInRelease, Some(rejection.0)));
        let wanted = ("things.new", "20.20, 22.10; not in 21".to_owned(), "16.28.0".to_owned());
        assert_eq!(told(&error), Some(wanted));
        assert_eq!(error.unavailable().and_then(Unavailable::parameter), None);
        // Neither a module nor the thing is the reason.
        assert_eq!((error.advice(), error.documented_reason()), (None, None));
        let (status, message) = rejection;
        let wanted = format!(
            "things.new (DELETE /things/a/new): {status}: {message}; Asterisk 16.28.0 lacks things.new (since 20.20, \
             22.10; not in 21)"
        );
        assert_eq!(error.to_string(), wanted);
        assert_eq!(server.operations(), ["things.new", "things.info"]);
        let seen = server.seen.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(seen[1].query_string(), "only=server");
    }
    // It is no matter of the higher number.
    let error = rejected(new(&Server::new(NO_RESOURCE, Says::Version("21.12.3")))).await;
    assert_eq!(error.kind(), ErrorKind::NotInRelease);
}

#[tokio::test]
async fn a_release_that_has_it_is_not_the_reason() {
    for version in ["20.20.0", "22.10.1", "23.0.0", "24.1.0"] {
        let server = Server::new(NO_RESOURCE, Says::Version(version));
        let error = rejected(new(&server)).await;
        assert_eq!((error.kind(), told(&error)), (ErrorKind::NotFound, None), "{version}");
        assert!(error.advice().is_some_and(|it| it.contains("res_ari_things.so")), "{error}");
    }
}

#[tokio::test]
async fn what_says_something_of_the_thing_is_no_matter_of_releases() {
    for (rejection, kind) in [
        ((404, "Thing not found"), ErrorKind::NotFound),
        ((409, "Busy"), ErrorKind::Conflict),
        ((412, "Not up"), ErrorKind::WrongState),
        ((401, "Who?"), ErrorKind::Unauthorized),
        ((403, "No"), ErrorKind::Forbidden),
        ((500, "Allocation failed"), ErrorKind::ServerError),
        ((503, "Not booted"), ErrorKind::NotReady),
    ] {
        let server = Server::new(rejection, OLD);
        for request in [new(&server), set(&server).text("tag", "t")] {
            let error = rejected(request).await;
            assert_eq!((error.kind(), told(&error)), (kind, None));
        }
        assert_eq!(server.operations(), ["things.new", "things.set"], "{rejection:?}");
    }
    // It was done, only the answer is odd.
    let server = Server::new((200, "odd"), OLD);
    let done = Prepared::<Json<Vec<u8>>>::new(server.caller(), &NEW).segment("a").send().await;
    assert_eq!(done.expect_err("no list").kind(), ErrorKind::Decode);
    assert_eq!(server.operations(), ["things.new"]);
    // It was gone before.
    let server = Server::new((404, "Thing not found"), OLD);
    let removed = Prepared::<Removed>::new(server.caller(), &NEW).segment("a").send().await;
    assert_eq!(removed.ok(), Some(Removal::AlreadyGone));
    // What cannot be removed is not gone.
    let server = Server::new(NO_RESOURCE, OLD);
    let error = Prepared::<Removed>::new(server.caller(), &NEW).segment("a").send().await;
    assert_eq!(error.expect_err("not there").kind(), ErrorKind::NotInRelease);
}

#[tokio::test]
async fn a_parameter_that_is_set_and_that_the_release_lacks_is_told() {
    let server = Server::new((400, "No"), OLD);
    let long = "l".repeat(5_000);
    for (request, name) in [
        (set(&server).text("tag", "t"), "tag"),
        (set(&server).texts("notes", [("a", "b")]), "notes"),
        // Such a text does not fit the query.
        (set(&server).text("tag", long), "tag"),
        (Prepared::new(server.caller(), &FILL).object("all", serde_json::Map::new()), "all"),
    ] {
        let error = rejected(request).await;
        // Perhaps that is the reason, perhaps not.
        assert_eq!((error.kind(), error.status()), (ErrorKind::BadRequest, Some(400)));
        let wanted = (name, "20.20, 22.10; not in 21".to_owned(), "16.28.0".to_owned());
        assert_eq!(told(&error), Some(wanted), "{error}");
        let text =
            format!("; perhaps because Asterisk 16.28.0 lacks the parameter {name} of things.");
        assert!(error.to_string().contains(&text), "{error}");
    }
    // Where it is not set, nobody is asked.
    let server = Server::new((400, "No"), OLD);
    let error = rejected(set(&server)).await;
    assert_eq!((told(&error), server.operations().len()), (None, 1));
    let error = rejected(set(&Server::new((400, "No"), Says::Version("22.10.0"))).text("tag", "t"));
    assert_eq!(told(&error.await), None);
}

#[tokio::test]
async fn a_question_without_an_answer_leaves_the_error_as_it_is() {
    for says in [
        Says::Fails,
        Says::Version("GIT-master-1a2b3c"),
        Says::Body(500, r#"{"message":"Resource not found"}"#),
        Says::Body(404, r#"{"message":"Resource not found"}"#),
        Says::Body(200, "no JSON"),
        Says::Body(200, r#"{"server":{"version":22}}"#),
        Says::Body(200, "{}"),
    ] {
        let server = Server::new(NO_RESOURCE, says);
        let error = rejected(new(&server)).await;
        assert_eq!(
            (error.kind(), error.status(), told(&error)),
            (ErrorKind::NotFound, Some(404), None)
        );
        assert!(error.advice().is_some());
        assert_eq!(server.operations().len(), 2);
    }
    // A client that cannot ask.
    let server = Server::new(NO_RESOURCE, OLD);
    let limit = Duration::from_secs(10);
    let caller = Caller::new(Arc::new(server.clone()), limit, Arc::default(), false, None);
    let error = rejected(Prepared::new(caller.clone(), &NEW).segment("a")).await;
    assert_eq!((error.kind(), server.operations().len()), (ErrorKind::NotFound, 1));
    assert_eq!(caller.release().await.expect_err("no question").kind(), ErrorKind::InvalidInput);
}

#[tokio::test(start_paused = true)]
async fn a_question_that_hangs_holds_nobody_up() {
    let server = Server::new(NO_RESOURCE, Says::Hangs);
    let begin = Instant::now();
    let error = rejected(new(&server)).await;
    assert_eq!((error.kind(), told(&error)), (ErrorKind::NotFound, None));
    assert_eq!(server.operations(), ["things.new", "things.info"]);
    // Nothing else takes time here, since the clock only moves when all wait.
    assert!(
        begin.elapsed() <= LOOKUP_DEADLINE + Duration::from_millis(10),
        "{:?}",
        begin.elapsed()
    );
    // Nor beyond the deadline of the request.
    let (begin, limit) = (Instant::now(), Duration::from_millis(300));
    let error = rejected(new(&server).with_deadline(limit)).await;
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(begin.elapsed() <= limit + Duration::from_millis(10), "{:?}", begin.elapsed());
}

#[tokio::test]
async fn the_release_is_what_the_server_says() {
    let server = Server::new(NO_RESOURCE, OLD);
    assert_eq!(server.caller().release().await.ok(), Some(Release::new(16, 28, 0)));
    let server = Server::new(NO_RESOURCE, Says::Version("GIT-master-1a2b3c"));
    let error = server.caller().release().await.expect_err("no release");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("GIT-master-1a2b3c"), "{error}");
    assert_eq!(error.operation().map(Operation::name), Some("things.info"));
    let server = Server::new(NO_RESOURCE, Says::Body(404, r#"{"message":"Resource not found"}"#));
    let error = server.caller().release().await.expect_err("no answer");
    assert_eq!((error.kind(), server.operations().len()), (ErrorKind::NotFound, 1));
}

#[test]
fn what_a_request_lacks_is_known_before_it_is_sent() {
    let server = Server::new(NO_RESOURCE, Says::Hangs);
    let missing = |request: &Prepared<Nothing>, version: &str| {
        let release = version.parse().expect("a release");
        request.request().expect("a request").missing_in(release).map(|it| it.name())
    };
    assert_eq!(missing(&new(&server), "16.28.0"), Some("things.new"));
    assert_eq!(missing(&new(&server), "21.12.3"), Some("things.new"));
    assert_eq!(missing(&new(&server), "20.20.0"), None);
    assert_eq!(missing(&set(&server), "16.28.0"), None);
    assert_eq!(missing(&set(&server).text("tag", "t"), "16.28.0"), Some("tag"));
    assert_eq!(missing(&set(&server).text("tag", "t"), "22.10.0"), None);
    let both = set(&server).texts("notes", [("a", "b")]).text("tag", "t");
    assert_eq!(missing(&both, "22.9.9"), Some("tag"));
    // What stands in a request that was put together by hand counts too.
    let request = set(&server).request().expect("a request");
    let old = Release::new(16, 28, 0);
    assert_eq!(
        request.clone().with_query("tag", "t").missing_in(old).map(|it| it.name()),
        Some("tag")
    );
    let noted = request.clone().with_body(r#"{"notes":{},"other":1}"#).missing_in(old);
    assert_eq!(noted.map(|it| it.name()), Some("notes"));
    assert_eq!(request.with_body("no JSON").missing_in(old), None);
    assert_eq!(Request::raw(Method::Get, "/nobody/knows").missing_in(old), None);
    assert!(!server.caller().owns("a") && server.operations().is_empty());
}
