//! Pushing a phone: it is there as it was pushed, its password shows nowhere, and it is taken back.

#[path = "../../../../ari-generated/examples/push_configuration.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_generated::enums::EndpointState;
use ari_generated::prelude::*;

use crate::scene::{Scene, credentials};

const PASSWORD: &str = "nobody-reads-this";

const KINDS: [&str; 3] = ["endpoint", "aor", "auth"];

async fn start() -> (Scene, Ari) {
    let scene = Scene::of("").await;
    let connect = Ari::connect(scene.simulator.url(), credentials(&scene.simulator));
    let (ari, _) = connect.app("push-configuration").await.unwrap();
    (scene, ari)
}

async fn is_gone(scene: &Scene) {
    for kind in KINDS {
        let object = scene.ari.config_object("res_pjsip", kind, "gina").read().await;
        assert_eq!(object.expect_err(kind).kind(), ErrorKind::NotFound);
    }
    let endpoint = scene.ari.endpoint("PJSIP", "gina").get().await;
    assert_eq!(endpoint.expect_err("it is gone").kind(), ErrorKind::NotFound);
}

#[tokio::test(start_paused = true)]
async fn a_phone_is_pushed_and_removed() {
    let (scene, ari) = start().await;
    example::push(&ari, "gina", PASSWORD).await.unwrap();
    let endpoint = scene.ari.endpoint("PJSIP", "gina").get().await.unwrap();
    assert_eq!(endpoint.state, Some(EndpointState::Offline));
    let fields = scene.ari.config_object("res_pjsip", "endpoint", "gina").read().await.unwrap();
    for (name, value) in [
        ("callerid", "\"The new one\" <gina>"),
        ("context", "default"),
        ("auth", "gina"),
        ("aors", "gina"),
        ("allow", "(ulaw)"),
    ] {
        assert_eq!(fields.get(name), Some(value), "{name}");
    }
    example::remove(&ari, "gina").await.unwrap();
    is_gone(&scene).await;
    // There is nothing any more, and that is no failure.
    example::remove(&ari, "gina").await.unwrap();
    let removals = scene.simulator.transcript().exchanges("asterisk.deleteObject");
    let statuses: Vec<_> = removals.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [204, 204, 204, 404, 404, 404]);
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_overwritten() {
    let (scene, ari) = start().await;
    let auth = scene.ari.config_object("res_pjsip", "auth", "gina");
    auth.push([("username", "gina"), ("password", "an old one")]).await.unwrap();
    example::push(&ari, "gina", PASSWORD).await.unwrap();
    let fields = auth.read().await.unwrap();
    assert_eq!(fields.get("password"), Some(PASSWORD));
    assert!(!format!("{fields:?}").contains(PASSWORD));
    example::remove(&ari, "gina").await.unwrap();
    is_gone(&scene).await;
}

#[tokio::test(start_paused = true)]
async fn a_refusal_ends_it() {
    let (scene, ari) = start().await;
    scene.simulator.faults().fail("asterisk.updateObject", 403).unwrap();
    let refused = example::push(&ari, "gina", PASSWORD).await.expect_err("it is refused");
    assert!(!format!("{refused:?} {refused}").contains(PASSWORD), "{refused}");
    is_gone(&scene).await;
}

#[tokio::test(start_paused = true)]
async fn it_tells_until_the_connection_is_closed() {
    let (scene, ari) = start().await;
    example::push(&ari, "gina", PASSWORD).await.unwrap();
    let telling = tokio::spawn(example::tell(ari.endpoint("PJSIP", "gina")));
    scene.until("> get PJSIP gina → 200").await;
    ari.close().await;
    let told = tokio::time::timeout(crate::scene::PATIENCE, telling).await.expect("it ends");
    told.unwrap().unwrap();
}
