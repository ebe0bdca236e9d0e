//! What a request holds that its caller did not set, and the request that looks at what it creates.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::ErrorKind;
use crate::error::Error;
use crate::request::Request;
use crate::request::caller::Caller;
use crate::request::operation::{BodyShape, Method, Operation, ParameterFacts};
use crate::request::prepared::Prepared;
use crate::request::reply::Nothing;
use crate::request::response::Response;
use crate::request::witness::{Intent, Outcome, Witness, Witnesses};
use crate::transport::{Responding, Transport};

static LOOK: Operation =
    Operation::new("things.get", Method::Get, "/things/{id}", BodyShape::Members)
        .parameters(&[ParameterFacts::path("id")]);

/// Its id may be chosen; what it creates enters an application.
static CREATE: Operation =
    Operation::new("things.create", Method::Post, "/things", BodyShape::Members)
        .parameters(&[
            ParameterFacts::query("app").required(),
            ParameterFacts::query("thingId"),
            ParameterFacts::query("note"),
        ])
        .creates("thing", "thingId")
        .within("app")
        .own_application("app", &[])
        .looked_up_by(&LOOK, "thingId");

/// Its id stands in the path, behind another; it may do without an application.
static UNDER: Operation =
    Operation::new("things.under", Method::Post, "/things/{id}/under/{newId}", BodyShape::Members)
        .parameters(&[
            ParameterFacts::path("id"),
            ParameterFacts::path("newId"),
            ParameterFacts::query("app"),
            ParameterFacts::query("place"),
            ParameterFacts::query("number"),
            ParameterFacts::body("notes"),
        ])
        .own_application("app", &["place", "number", "notes"])
        .looked_up_by(&LOOK, "newId");

/// Keeps what was sent, and answers that it was done.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<Request>>>);

impl Kept {
    fn requests(&self) -> Vec<Request> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for Kept {
    fn send(&self, request: Request) -> Responding {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        Box::pin(async { Ok(Response::new(204, "")) })
    }
}

/// A client of the application `own`.
struct Own;

impl Witness for Own {
    fn owns(&self, application: &str) -> bool {
        application == "own"
    }

    fn application(&self) -> Option<String> {
        Some("own".to_owned())
    }

    fn settled(&self, _: &Intent, _: Outcome) {}
}

fn owner() -> (Caller, Kept) {
    let kept = Kept::default();
    let witnesses: Witnesses = Arc::new([Arc::new(Own) as Arc<dyn Witness>]);
    (Caller::new(Arc::new(kept.clone()), Duration::from_secs(1), witnesses, false, None), kept)
}

fn stranger() -> (Caller, Kept) {
    let kept = Kept::default();
    (Caller::new(Arc::new(kept.clone()), Duration::from_secs(1), Arc::default(), false, None), kept)
}

fn value<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.query().find(|(it, _)| *it == name).map(|(_, value)| value)
}

fn create(caller: &Caller) -> Prepared<Nothing> {
    Prepared::new(caller.clone(), &CREATE)
}

fn under(caller: &Caller) -> Prepared<Nothing> {
    Prepared::new(caller.clone(), &UNDER).segment("old").segment("a/ü")
}

#[tokio::test]
async fn the_clients_own_application_stands_where_none_was_named() -> Result<(), Error> {
    let (caller, kept) = owner();
    let shown = create(&caller).request()?;
    assert_eq!(value(&shown, "app"), Some("own"));
    assert_eq!(value(&shown, "thingId"), None, "its id is chosen as it leaves");
    create(&caller).send().await?;
    create(&caller).text("app", "other").send().await?;
    let [own, other] = <[Request; 2]>::try_from(kept.requests()).expect("two requests");
    assert_eq!(value(&own, "app"), Some("own"));
    assert!(value(&own, "thingId").is_some(), "it enters the client's own application");
    assert_eq!(value(&other, "app"), Some("other"));
    assert_eq!(value(&other, "thingId"), None);
    Ok(())
}

#[test]
fn what_means_something_else_keeps_it_out() -> Result<(), Error> {
    let (caller, _) = owner();
    let notes = || [("a", "b")];
    assert_eq!(value(&under(&caller).request()?, "app"), Some("own"));
    for request in [
        under(&caller).text("place", "here").request()?,
        under(&caller).integer("number", 1).request()?,
        under(&caller).texts("notes", notes()).request()?,
    ] {
        assert_eq!(value(&request, "app"), None, "{request:?}");
    }
    let both = under(&caller).text("place", "here").text("app", "other").request()?;
    assert_eq!(value(&both, "app"), Some("other"));
    Ok(())
}

#[tokio::test]
async fn a_client_without_one_has_to_name_it() {
    let (caller, kept) = stranger();
    let refused = [create(&caller).request().err(), create(&caller).send().await.err()];
    for error in refused {
        let error = error.expect("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let message = error.to_string();
        assert!(message.contains("app is not set") && message.contains("set app"), "{message}");
    }
    assert!(kept.requests().is_empty());
    // What may be left out is left out.
    let request = under(&caller).request().expect("a request");
    assert_eq!(value(&request, "app"), None);
}

#[tokio::test]
async fn what_was_created_is_looked_at_under_the_id_that_was_sent() -> Result<(), Error> {
    let (caller, kept) = owner();
    // Chosen by the client as it leaves.
    create(&caller).send().await?;
    let sent = kept.requests().pop().expect("it was sent");
    let id = value(&sent, "thingId").expect("an id").to_owned();
    let look = sent.lookup().expect("a lookup");
    assert_eq!((look.operation(), look.path()), (&LOOK, format!("/things/{id}").as_str()));
    assert!(look.query().next().is_none() && look.body().is_none());

    // Chosen by the program.
    let request = create(&caller).id("thingId", "50% of it").request()?;
    assert_eq!(request.lookup().expect("a lookup").path(), "/things/50%25%20of%20it");
    // In the path.
    let request = under(&caller).request()?;
    assert_eq!(request.lookup().expect("a lookup").path(), "/things/a%2F%C3%BC");
    // In the body, where the query would be too long.
    let request = create(&caller).id("thingId", "x").text("note", "n".repeat(5_000)).request()?;
    assert!(request.query().next().is_none() && request.body().is_some());
    assert_eq!(request.lookup().expect("a lookup").path(), "/things/x");
    Ok(())
}

#[test]
fn what_has_no_known_id_is_not_looked_at() -> Result<(), Error> {
    let (caller, _) = owner();
    assert_eq!(create(&caller).request()?.lookup(), None, "Asterisk chooses the id");
    // An id that no path can hold.
    assert_eq!(create(&caller).id("thingId", "..").request()?.lookup(), None);
    assert_eq!(
        Prepared::<Nothing>::new(caller.clone(), &LOOK).segment("x").request()?.lookup(),
        None
    );
    Ok(())
}
