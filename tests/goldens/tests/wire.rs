//! The compiled goldens behave as their specifications say: names on the wire are the specification's, not Rust's.

use ari_golden_cursed as cursed;
use ari_golden_plain as plain;
use ari_golden_tests::Failure;
use ari_runtime::{BodyShape, Credentials, Method, Release};
use serde_json::{Value, json};

const URL: &str = "http://localhost:8088/ari";

fn plain_client() -> Result<plain::Ari, Failure> {
    Ok(plain::Ari::rest(URL, Credentials::new("user", "secret"))?)
}

fn cursed_client() -> Result<cursed::Ari, Failure> {
    Ok(cursed::Ari::rest(URL, Credentials::new("user", "secret"))?)
}

#[test]
fn tables_of_operations_are_the_specifications() {
    let of = |operations: &[&ari_runtime::Operation]| -> Vec<String> {
        operations.iter().map(|it| format!("{} {}", it.method(), it.path())).collect()
    };
    assert_eq!(
        of(&plain::meta::OPERATIONS),
        [
            "POST /events/user/{eventName}",
            "GET /lots",
            "GET /lots/{lotId}",
            "POST /lots/{lotId}",
            "DELETE /lots/{lotId}"
        ]
    );
    assert_eq!(
        of(&cursed::meta::OPERATIONS),
        [
            "PUT /deviceThings/{deviceName}",
            "POST /type",
            "GET /type",
            "GET /type/{tech}/{resource}",
            "DELETE /type/{tech}/{resource}",
            "PUT /type/{tech}/{resource}/links/{linkId}"
        ]
    );
    assert_eq!(of(&ari_golden_silent::meta::OPERATIONS), ["PUT /pings"]);
    let with_a_vendors = of(&ari_golden_extended::meta::OPERATIONS);
    assert!(with_a_vendors.starts_with(&of(&plain::meta::OPERATIONS)));
    assert_eq!(with_a_vendors[5..], ["PUT /lots/{lotId}", "GET /valets/{valetId}"]);
}

#[test]
fn renamed_parameters_keep_their_names_on_the_wire() -> Result<(), Failure> {
    let request = cursed_client()?
        .kinds()
        .move_to("a b")
        .function(true)
        .itself(0.5)
        .request_number(-7)
        .camel_case_name(1)
        .snake_case_name(-1)
        .many([cursed::enums::TypeMoveMany::One, "three".into()])
        .request()?;
    assert_eq!((request.method(), request.path()), (Method::Post, "/type"));
    let query: Vec<(&str, &str)> = request.query().collect();
    assert_eq!(
        query,
        [
            ("type", "a b"),
            ("fn", "true"),
            ("self", "0.5"),
            ("request", "-7"),
            ("camelCaseName", "1"),
            ("snake_case_name", "-1"),
            ("many", "one,three"),
        ]
    );
    assert_eq!(request.body(), None);
    Ok(())
}

#[test]
fn path_parameters_stand_in_the_order_of_the_path() -> Result<(), Failure> {
    let client = cursed_client()?;
    let resource = cursed::ResourceId::new("ten/1");
    let link = cursed::LinkId::new("blue");
    let object = json!({ "note": "of the body" }).as_object().cloned().unwrap_or_default();
    let path = "/type/PJSIP/ten%2F1/links/blue";

    let whole = client.kinds().link("PJSIP", &resource, &link, "of the query").fields(object);
    let request = whole.request()?;
    assert_eq!((request.method(), request.path()), (Method::Put, path));
    assert_eq!(request.query_string(), "note=of%20the%20query");
    let body: Value = serde_json::from_slice(request.body().ok_or("no body")?)?;
    assert_eq!(body, json!({ "note": "of the body" }));
    assert_eq!(request.operation().body_shape(), BodyShape::Whole);

    let handle = client.ring("PJSIP", &resource);
    assert_eq!(handle.link(&link, "x").request()?.path(), path);
    assert_eq!(handle.remove().request()?.path(), "/type/PJSIP/ten%2F1");
    assert_eq!((handle.tech().as_str(), handle.resource()), ("PJSIP", &resource));
    Ok(())
}

#[test]
fn one_of_several_alternatives_is_carried() -> Result<(), Failure> {
    let ring = cursed_client()?.ring("PJSIP", cursed::ResourceId::new("ten"));
    let sent =
        |request: Result<ari_runtime::Request, ari_runtime::Error>| -> Result<String, Failure> {
            Ok(request?.query_string())
        };
    assert_eq!(sent(ring.remove().quietly(true).request())?, "quietly=true");
    let now = ring.remove().now(false).now(true).quietly(true);
    assert_eq!(sent(now.request())?, "now=true&quietly=true");
    // One that is undecided yet is what the handle gives, and what its type is without more words.
    let undecided: cursed::kinds::Delete<ari_runtime::Removed> = ring.remove();
    let later: cursed::kinds::Delete<ari_runtime::Removed, cursed::kinds::Later> =
        undecided.clone().after(5).matched("a");
    assert_eq!(sent(later.request())?, "after=5&match=a");
    assert_eq!(sent(undecided.never(true).request())?, "never=true");
    Ok(())
}

#[test]
fn the_plain_request_carries_what_was_set() -> Result<(), Failure> {
    let client = plain_client()?;
    let id = plain::LotId::new("north");
    let request = client
        .lot(&id)
        .open(20)
        .patience(std::time::Duration::from_secs(90))
        .music(["jazz", "choir"])
        .variables([("COLOUR", "blue")])
        .request()?;
    assert_eq!((request.method(), request.path()), (Method::Post, "/lots/north"));
    assert_eq!(request.operation().documented_errors(), [(400, "The lot would have no space")]);
    assert_eq!(request.operation().required_modules(), ["res_parking"]);
    let query: Vec<(&str, &str)> = request.query().collect();
    assert_eq!(query, [("spaces", "20"), ("patience", "90"), ("music", "jazz,choir")]);
    let body: Value = serde_json::from_slice(request.body().ok_or("no body")?)?;
    assert_eq!(body, json!({ "variables": { "COLOUR": "blue" } }));

    let forever = client.lot(&id).open(1).patience(std::time::Duration::MAX).request()?;
    assert!(forever.query().any(|it| it == ("patience", "0")), "{forever:?}");
    Ok(())
}

#[test]
fn facts_of_a_cursed_operation() -> Result<(), Failure> {
    let operation = cursed_client()?.kinds().move_to("x").request()?.operation();
    assert_eq!(operation.name(), "type.move");
    assert_eq!(operation.documented_errors(), [(409, "The code is a text"), (500, "")]);
    assert_eq!(operation.required_modules(), ["res_curse", "res_curse_more"]);
    Ok(())
}

/// The first-seen table of the plain specification knows some of it, in the lines 20 to 22.
#[test]
fn which_releases_have_what_is_data() -> Result<(), Failure> {
    let release = |text: &str| text.parse::<Release>();
    let request =
        plain_client()?.lots().open(plain::LotId::new("a"), 1).music(["jazz"]).request()?;
    let operation = request.operation();
    assert_eq!(operation.first_releases().to_string(), "20.5");
    for (version, has) in [("20.4.9", false), ("20.5.0", true), ("21.0.0", true), ("23.0.0", true)]
    {
        assert_eq!(operation.available_in(release(version)?), has, "{version}");
    }
    let parameter = |name: &str| {
        let mut all = operation.parameter_facts().iter();
        all.find(|it| it.name() == name).map(|it| it.first_releases().to_string())
    };
    // It came later than the operation, and of the others nothing is recorded but that.
    assert_eq!(parameter("music").as_deref(), Some("21.3"));
    assert_eq!(parameter("spaces").as_deref(), Some("20.5"));
    let missing = |version: &str| {
        let found = request.missing_in(release(version).ok()?);
        found.map(|it| (it.name(), it.parameter().is_some()))
    };
    assert_eq!(missing("20.4.0"), Some(("lots.open", false)));
    assert_eq!(missing("20.9.0"), Some(("music", true)));
    assert_eq!((missing("21.3.0"), missing("22.0.0")), (None, None));

    let found = |model: &str, field| plain::meta::first_releases(model, field);
    let told = |model: &str, field| found(model, field).map(|it| it.to_string());
    assert_eq!(told("Lot", Some("patience")).as_deref(), Some("20.4.1"));
    assert_eq!(told("Lot", Some("spaces")).as_deref(), Some("20.0"));
    assert_eq!(told("LotClosed", None).as_deref(), Some("21.2"));
    assert_eq!(told("ParkedCall", None).as_deref(), Some("unknown"));
    assert_eq!((found("Lot", Some("ghost")), found("Ghost", None)), (None, None));
    let closed = plain::events::EventKind::LotClosed;
    assert_eq!(closed.first_releases().to_string(), "21.2");
    assert!(!closed.available_in(release("20.9.0")?) && closed.available_in(release("22.0.0")?));

    // Of a vendor's own nothing is known, and nothing is claimed.
    let cursed = cursed_client()?.kinds().move_to("x").request()?.operation();
    assert_eq!(cursed.first_releases().iter().count(), 0);
    assert!(cursed.available_in(release("13.0.0")?) && cursed.available_in(release("30.0.0")?));
    Ok(())
}

#[test]
fn renamed_fields_and_odd_values_go_there_and_back() -> Result<(), Failure> {
    let wire = json!({
        "self": "a",
        "match": "b",
        "inner": [{ "match": "c", "inner": [], "state": "2way" }],
        "grid": [[{ "loop_": [] }], []],
        "empty": {},
        "CamelCase": 4_294_967_295_u32,
        "anything": { "x": [1, null] },
        "state": "not-in-use"
    });
    let ring: cursed::models::Ring = serde_json::from_value(wire.clone())?;
    assert_eq!(ring.itself.as_deref(), Some("a"));
    assert_eq!(&*ring.matched, "b");
    assert_eq!(ring.state, cursed::enums::LoopState::NotInUse);
    assert_eq!(ring.inner[0].state, cursed::enums::LoopState::TwoWay);
    assert_eq!(serde_json::to_value(&ring)?, wire);

    use cursed::enums::LoopState;
    let values = [
        ("in use", LoopState::InUse),
        ("*", LoopState::Any),
        ("type", LoopState::Type),
        ("Unknown", LoopState::Unknown),
        ("µ", LoopState::Micro),
    ];
    for (text, value) in values {
        assert_eq!((LoopState::from(text), value.as_str()), (value.clone(), text));
    }
    assert_eq!(LoopState::from("in_use"), LoopState::Unrecognized("in_use".into()));
    Ok(())
}

#[test]
fn an_event_with_fields_called_like_its_methods() -> Result<(), Failure> {
    let text = r#"{"kind_name":7,"type":"RTPOddity","raw":"inner","kind":3,"async":true,
        "loop":{"match":"m","inner":[],"state":"*"},"took":1500,
        "timestamp":"2026-01-02T03:04:05.678+0000"}"#;
    let event = cursed::Event::decode(text)?;
    assert_eq!(event.kind(), Some(cursed::EventKind::RtpOddity));
    assert_eq!(event.kind_name(), "RTPOddity");
    assert_eq!(event.raw(), Some(text));
    assert!(event.timestamp().is_some());
    let cursed::Event::RtpOddity(oddity) = &event else { return Err("another kind".into()) };
    assert_eq!((&*oddity.raw, oddity.kind, oddity.asynchronous), ("inner", Some(3), Some(true)));
    assert_eq!(&*oddity.kind_name, "7");
    assert_eq!(oddity.took, Some(std::time::Duration::from_millis(1500)));
    assert_eq!(oddity.raw(), Some(text));
    let back = serde_json::to_value(&**oddity)?;
    assert_eq!((&back["type"], &back["async"]), (&json!("RTPOddity"), &json!(true)));
    Ok(())
}

#[test]
fn an_event_of_nothing_and_one_that_is_unknown() -> Result<(), Failure> {
    let nothing = cursed::Event::decode(r#"{"type":"Nothing"}"#)?;
    assert_eq!(nothing.kind(), Some(cursed::EventKind::NothingAtAll));
    assert_eq!(nothing.timestamp(), None);
    let unknown = ari_golden_silent::Event::decode(r#"{"type":"Nothing","a":1}"#)?;
    assert_eq!((unknown.kind(), unknown.kind_name()), (None, "Nothing"));
    assert_eq!(ari_golden_silent::EventKind::ALL.len(), 0);
    assert_eq!(cursed::EventKind::ALL.len(), 2);
    Ok(())
}

#[test]
fn a_field_that_some_release_lacks_may_be_absent() -> Result<(), Failure> {
    let event = plain::Event::decode(
        r#"{"type":"LotClosed","application":"desk","timestamp":"2026-01-02T03:04:05.678+0000",
            "lot":{"id":"north","state":"closing","spaces":20,"calls":[]}}"#,
    )?;
    assert_eq!(event.application(), Some("desk"));
    let plain::Event::LotClosed(closed) = &event else { return Err("another kind".into()) };
    assert_eq!((closed.lot.patience, closed.lot.music.as_deref()), (None, None));
    assert_eq!(closed.lot.id, plain::LotId::new("north"));
    Ok(())
}

#[test]
fn what_a_vendor_adds_is_on_the_wire_beside_what_was_there() -> Result<(), Failure> {
    use ari_golden_extended as extended;
    let client = extended::Ari::rest(URL, Credentials::new("user", "secret"))?;
    let lot = extended::LotId::new("one");
    let valet = extended::ValetId::new("bob");
    let request = client.lots().open(&lot, 9).valet(&valet).music(["jazz"]).request()?;
    assert_eq!((request.method(), request.path()), (Method::Post, "/lots/one"));
    let query: Vec<(&str, &str)> = request.query().collect();
    assert_eq!(query, [("spaces", "9"), ("valet", "bob"), ("music", "jazz")]);
    assert_eq!(client.valet(&valet).get().request()?.path(), "/valets/bob");
    let text = r#"{"type":"ValetLeft","application":"a","timestamp":"2026-11-21T08:14:58.391+0000","valet":{"id":"bob","idle":1500,"lot":"one"},"replaced_by":"eve"}"#;
    let extended::Event::ValetLeft(left) = extended::Event::decode(text)? else {
        return Err("another kind".into());
    };
    assert_eq!(left.valet.idle, Some(std::time::Duration::from_millis(1500)));
    assert_eq!(left.valet.lot, Some(lot));
    assert_eq!(left.replaced_by, Some(extended::ValetId::new("eve")));
    Ok(())
}
