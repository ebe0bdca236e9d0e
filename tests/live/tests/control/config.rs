//! Objects of the configuration that are pushed: made, changed, read and removed, and those that cannot be.

use ari_generated::events::EndpointStateChange;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{PATIENCE, asterisk, credentials, eventually};

use crate::{Failure, kind};

#[tokio::test]
async fn objects_are_pushed_changed_and_removed() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let aor = ari.config_object("res_pjsip", "aor", "gina");
    assert_eq!(kind(aor.read().await), ErrorKind::NotFound);
    assert_eq!(aor.remove().await?, Removal::AlreadyGone);
    let made = aor.push([("max_contacts", "3")]).await?;
    assert_eq!(made.get("max_contacts"), Some("3"));
    assert_eq!(made.get("no_such_field"), None);
    // What is not named stays.
    aor.push([("qualify_frequency", "60".to_owned())]).await?;
    let read = aor.read().await?;
    assert_eq!((read.get("max_contacts"), read.get("qualify_frequency")), (Some("3"), Some("60")));
    assert_eq!(aor.remove().await?, Removal::Done);
    assert_eq!(kind(aor.read().await), ErrorKind::NotFound);

    assert_eq!(kind(aor.push([("no_such_field", "1")]).await), ErrorKind::BadRequest);
    // Alice comes from a file.
    let fixed = ari.config_object("res_pjsip", "endpoint", "alice");
    assert_eq!(fixed.read().await?.get("aors"), Some("alice"));
    assert_eq!(kind(fixed.push([("context", "default")]).await), ErrorKind::Forbidden);
    assert_eq!(kind(fixed.remove().await), ErrorKind::Forbidden);
    Ok(())
}

#[tokio::test]
async fn a_pushed_endpoint_is_listened_to() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("control");
    let (ari, _events) = connect.await?;
    let fields = [("context", "default"), ("aors", "gina"), ("allow", "!all,ulaw")];
    ari.config_object("res_pjsip", "endpoint", "gina").push(fields).await?;
    ari.config_object("res_pjsip", "aor", "gina").push([("max_contacts", "1")]).await?;
    let gina = ari.endpoint("PJSIP", "gina");
    let change = gina.wait_for::<EndpointStateChange>(PATIENCE);
    let hears = async || {
        let application = ari.application("control").get().await.ok()?;
        application.endpoint_ids.iter().any(|it| *it == *"PJSIP/gina").then_some(())
    };
    eventually("the application hears of her", hears).await;
    ari_live_tests::Phone::new("gina", &instance).await.register().await;
    assert_eq!(change.await?.endpoint.resource, "gina");
    Ok(())
}
