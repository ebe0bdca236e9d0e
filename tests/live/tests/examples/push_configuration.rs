//! The example that pushes a phone: it can register, its state is told, its password is not, and it is taken back.

use ari_generated::enums::EndpointState;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Example, Phone, asterisk, credentials, eventually};

use crate::Failure;
use crate::scene::count;

const NAME: &str = "push_configuration";
const PASSWORD: &str = "nobody-reads-this";

async fn start(ari: &Ari, instance: &Instance) -> Result<Example, Failure> {
    Example::start_knowing(("PHONE_PASSWORD", PASSWORD), NAME, &["gina"], ari, instance).await
}

/// What the example says of a new phone.
const PUSHED: [&str; 6] = [
    "Phone gina is pushed, for calls in default",
    "Its callerid is \"The new one\" <gina>",
    "Its context is default",
    "Its auth is gina",
    "Its aors is gina",
    "Its allow is (ulaw)",
];

const REMOVED: [&str; 3] = [
    "The endpoint of gina is removed",
    "The aor of gina is removed",
    "The auth of gina is removed",
];

async fn state(ari: &Ari) -> Option<EndpointState> {
    ari.endpoint("PJSIP", "gina").get().await.ok()?.state
}

async fn is_gone(ari: &Ari, instance: &Instance) -> Result<(), Failure> {
    for kind in ["endpoint", "aor", "auth"] {
        let object = ari.config_object("res_pjsip", kind, "gina").read().await;
        assert_eq!(object.expect_err(kind).kind(), ErrorKind::NotFound);
    }
    eventually("there is no endpoint", || async { state(ari).await.is_none().then_some(()) }).await;
    assert!(!instance.cli("pjsip show endpoints")?.contains("gina"));
    Ok(())
}

#[tokio::test]
async fn a_pushed_phone_registers_until_it_is_removed() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = start(&ari, &instance).await?;
    let mut said = example.until(PUSHED[5]).await?;
    assert_eq!(said, PUSHED);
    said.extend(example.until("Phone gina is offline").await?);
    assert_eq!(state(&ari).await, Some(EndpointState::Offline));

    Phone::with_password("gina", "wrong", &instance).await.is_refused("401").await;
    assert_eq!(state(&ari).await, Some(EndpointState::Offline));
    let phone = Phone::with_password("gina", PASSWORD, &instance).await;
    phone.register().await;
    said.extend(example.until("Phone gina is online").await?);
    assert_eq!(state(&ari).await, Some(EndpointState::Online));
    phone.unregister().await;
    said.extend(example.until("Phone gina is offline").await?);
    assert_eq!(state(&ari).await, Some(EndpointState::Offline));

    said.extend(example.terminate().await?);
    assert_eq!(said[said.len() - 3..], REMOVED);
    assert_eq!(count(&said, PASSWORD), 0, "{said:#?}");
    is_gone(&ari, &instance).await
}

#[tokio::test]
async fn what_a_crash_left_is_removed_by_an_argument() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = start(&ari, &instance).await?;
    example.until(PUSHED[5]).await?;
    // It is killed.
    drop(example);
    assert!(state(&ari).await.is_some());
    assert_eq!(Example::run(NAME, &["gina", "remove"], &instance).await?, REMOVED);
    is_gone(&ari, &instance).await?;
    let none = REMOVED.map(|it| it.replace("The ", "There is no ").replace(" is removed", ""));
    assert_eq!(Example::run(NAME, &["gina", "remove"], &instance).await?, none);
    Ok(())
}

#[tokio::test]
async fn a_phone_is_pushed_again_over_what_is_there() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let auth = ari.config_object("res_pjsip", "auth", "gina");
    auth.push([("username", "gina"), ("password", "an old one")]).await?;
    let mut example = start(&ari, &instance).await?;
    assert_eq!(example.until(PUSHED[5]).await?, PUSHED);
    let fields = auth.read().await?;
    assert_eq!(fields.get("password"), Some(PASSWORD));
    assert!(!format!("{fields:?}").contains(PASSWORD));
    example.until("Phone gina is offline").await?;
    let phone = Phone::with_password("gina", PASSWORD, &instance).await;
    phone.register().await;
    example.until("Phone gina is online").await?;
    example.terminate().await?;
    is_gone(&ari, &instance).await
}
