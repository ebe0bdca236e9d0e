//! What an older Asterisk lacks: its release, the errors of every operation that it does not have, and that nothing is
//! said where the release is not the reason.

use std::collections::BTreeSet;

use ari_generated::enums::HangupReason;
use ari_generated::prelude::*;
use ari_generated::{Method, Release, Request, VariableValue, meta};
use ari_harness::Release as Packages;
use ari_harness::Setup;
use ari_live_tests::{Door, connect, credentials, start};

type Failure = Box<dyn std::error::Error>;

const OLD: Release = Release::new(16, 28, 0);

/// A channel that is there.
fn there() -> ChannelId {
    ChannelId::new("there")
}

/// A bridge that is there.
fn room() -> BridgeId {
    BridgeId::new("room")
}

/// A channel that is not.
fn gone() -> ChannelId {
    ChannelId::new("gone")
}

/// A channel and a bridge, so that nothing else is missing.
async fn furnish(ari: &Ari) -> Result<(), Error> {
    ari.channels().create("Local/echo@default").channel_id(there()).await?;
    ari.bridges().create().bridge_id(room()).bridge_type("mixing").await.map(drop)
}

/// The release that the server's own command line tells.
fn told_by_itself(instance: &ari_harness::Instance) -> Result<Release, Failure> {
    let text = instance.cli("core show version")?;
    let version = text.split_whitespace().nth(1).ok_or("no version")?;
    Ok(version.parse()?)
}

#[tokio::test]
async fn every_server_tells_its_release() -> Result<(), Failure> {
    let cases = [
        (Packages::Bullseye, Door::Http, OLD),
        (Packages::Sid, Door::Http, meta::ASTERISK_RELEASE.parse()?),
        (Packages::Sid, Door::RestOverWebsocket, meta::ASTERISK_RELEASE.parse()?),
        (Packages::Sid, Door::Outbound, meta::ASTERISK_RELEASE.parse()?),
    ];
    for (packages, door, wanted) in cases {
        let (instance, ari, _events) = door.open(packages, Setup::new(), "release").await;
        assert_eq!(ari.release().await?, wanted, "{door:?}");
        assert_eq!(told_by_itself(&instance)?, wanted);
        // As a person would read it.
        let version = ari.asterisk().get_info().await?.system.ok_or("no system")?.version;
        assert!(version.starts_with(&wanted.to_string()), "{version}");
        ari.close().await;
    }
    let instance = start(Packages::Bullseye, Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    assert_eq!(ari.release().await?, OLD);
    Ok(())
}

/// What a typed call of each operation that 16.28 lacks ends with.
async fn lacking(ari: &Ari) -> Vec<Error> {
    let (channel, bridge) = (ari.channel(there()), ari.bridge(room()));
    let value = || [("a", VariableValue::from("b"))];
    let endpoints = ari.endpoints();
    [
        bridge.get_variable("a").await.err(),
        bridge.set_variable("a").value("b").await.err(),
        bridge.get_variables(["a"]).await.err(),
        bridge.set_variables(value()).await.err(),
        ari.channels().get_channel_vars(there(), ["a"]).await.err(),
        ari.channels().set_channel_vars(there(), value()).await.err(),
        channel.progress().await.err(),
        channel.transfer_progress("channel_answered").await.err(),
        endpoints.refer("pjsip:alice", "bob", "sip:carol@localhost").await.err(),
        endpoints.refer_to_endpoint("PJSIP", "alice", "bob", "sip:carol@localhost").await.err(),
        ari.user_events().claim_channel(there()).application("release").await.err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[tokio::test]
async fn an_operation_that_the_release_lacks_is_told_with_those_that_have_it() -> Result<(), Failure>
{
    let instance = start(Packages::Bullseye, Setup::new());
    let (ari, _events) = connect(&instance, "release").await;
    furnish(&ari).await?;
    let errors = lacking(&ari).await;
    let names = |it: &Error| it.operation().map(|it| it.name());
    let found: BTreeSet<_> = errors.iter().filter_map(names).collect();
    let wanted: BTreeSet<_> =
        meta::OPERATIONS.iter().filter(|it| !it.available_in(OLD)).map(|it| it.name()).collect();
    assert_eq!(found, wanted);
    assert_eq!((errors.len(), wanted.len()), (11, 11));
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::NotInRelease, "{error}");
        assert!(matches!(error.status(), Some(404 | 405)), "{error}");
        let operation = error.operation().ok_or("no operation")?;
        let unavailable = error.unavailable().ok_or("nothing of the release")?;
        assert_eq!((unavailable.name(), unavailable.parameter()), (operation.name(), None));
        assert_eq!(unavailable.release(), OLD);
        assert_eq!(unavailable.first_releases(), operation.first_releases());
        assert!(!unavailable.first_releases().contains(unavailable.release()));
        let text = error.to_string();
        let told = [operation.name(), "16.28.0", &operation.first_releases().to_string()];
        assert!(told.iter().all(|it| text.contains(it)), "{text}");
        assert!(error.advice().is_none() && !text.contains("res_ari"), "{text}");
    }
    let progress = errors.iter().find(|it| names(it) == Some("channels.progress"));
    assert_eq!(
        progress.map(ToString::to_string).as_deref(),
        Some(
            "channels.progress (POST /channels/there/progress): 404: Resource not found; Asterisk 16.28.0 lacks \
             channels.progress (since 20.16, 21.11, 22.6)"
        )
    );
    let claim = errors.iter().find(|it| names(it) == Some("events.claimChannel"));
    let claim = claim.and_then(Error::unavailable).map(|it| it.first_releases().to_string());
    assert_eq!(claim.as_deref(), Some("20.20, 22.10, 23.4; not in 21"));

    // It was known before, too.
    let release = ari.release().await?;
    let request = ari.channel(there()).progress().request()?;
    let unavailable = request.missing_in(release).ok_or("it has it")?;
    assert_eq!(unavailable.name(), "channels.progress");
    Ok(())
}

#[tokio::test]
async fn a_parameter_that_the_release_lacks_is_told_where_it_rejects() -> Result<(), Failure> {
    let instance = start(Packages::Bullseye, Setup::new());
    let (ari, _events) = connect(&instance, "release").await;
    // 16.28 cannot do without a host.
    let request = ari.channels().external_media("ulaw").transport_data("f(json)");
    let error = request.await.err().ok_or("accepted")?;
    assert_eq!((error.kind(), error.status()), (ErrorKind::BadRequest, Some(400)), "{error}");
    let unavailable = error.unavailable().ok_or("nothing of the release")?;
    assert_eq!((unavailable.name(), unavailable.release()), ("transport_data", OLD));
    assert_eq!(unavailable.operation().name(), "channels.externalMedia");
    assert_eq!(unavailable.first_releases().to_string(), "20.18, 22.8, 23.2; not in 21");
    let text = error.to_string();
    let wanted = "; perhaps because Asterisk 16.28.0 lacks the parameter transport_data of channels.externalMedia (since 20.18, 22.8, \
                  23.2; not in 21)";
    assert!(text.ends_with(wanted), "{text}");
    // Without that parameter, it is the same rejection and no matter of the release.
    let error = ari.channels().external_media("ulaw").await.err().ok_or("accepted")?;
    assert_eq!((error.status(), error.unavailable()), (Some(400), None), "{error}");

    // What is ignored without a word is known before only.
    furnish(&ari).await?;
    let hangup = ari.channels().hangup(there()).reason_code("17");
    let missing = hangup.request()?.missing_in(ari.release().await?);
    assert_eq!(missing.map(|it| it.name()), Some("reason_code"));
    hangup.await?;
    let known = ari.channels().hangup(there()).reason(HangupReason::Busy).request()?;
    assert_eq!(known.missing_in(OLD), None);
    Ok(())
}

#[tokio::test]
async fn nothing_is_said_of_releases_where_they_are_not_the_reason() -> Result<(), Failure> {
    for packages in [Packages::Bullseye, Packages::Sid] {
        let instance = start(packages, Setup::new());
        let (ari, _events) = connect(&instance, "release").await;
        furnish(&ari).await?;
        let nobody = ari.channel(gone());
        let taken = ari.channels().create("Local/echo@default").channel_id(there()).await.err();
        let errors = [
            (404, nobody.get().await.err()),
            (404, nobody.answer().await.err()),
            (404, ari.channels().hangup(gone()).reason_code("17").await.err()),
            (404, ari.channels().move_to(gone(), "release").await.err()),
            (404, ari.bridge(BridgeId::new("gone")).get().await.err()),
            (404, ari.applications().get("gone").await.err()),
            (
                404,
                ari.bridge(BridgeId::new("gone"))
                    .play(["sound:beep"])
                    .announcer_format("ulaw")
                    .await
                    .err(),
            ),
            (409, taken),
            (400, ari.bridge(room()).add_channel([gone()]).await.err()),
        ];
        for (index, (status, error)) in errors.into_iter().enumerate() {
            let error = error.ok_or_else(|| format!("number {index} was accepted"))?;
            assert_eq!((error.status(), error.unavailable()), (Some(status), None), "{error}");
            assert_ne!(error.kind(), ErrorKind::NotInRelease, "{error}");
        }
        assert_eq!(nobody.hangup().await?, Removal::AlreadyGone);
        // A path that no release has is nobody's.
        let response = ari.send(Request::raw(Method::Get, "/channels/there/colour")).await?;
        assert_eq!(response.status(), 404);
    }
    // What 22.10.1 has says of the thing what is wrong with it.
    let instance = start(Packages::Sid, Setup::new());
    let (ari, _events) = connect(&instance, "release").await;
    for error in [
        ari.channel(gone()).progress().await.err(),
        ari.channels().get_channel_vars(gone(), ["a"]).await.err(),
        ari.channels().external_media("ulaw").transport_data("f(json)").await.err(),
        ari.user_events().claim_channel(gone()).application("release").await.err(),
        ari.bridge(BridgeId::new("gone")).get_variable("a").await.err(),
        ari.bridge(BridgeId::new("gone"))
            .add_channel([gone()])
            .inhibit_connected_line_updates(true)
            .await
            .err(),
    ] {
        let error = error.ok_or("accepted")?;
        assert_eq!(error.unavailable(), None, "{error}");
        assert_ne!(error.kind(), ErrorKind::NotInRelease, "{error}");
    }
    Ok(())
}
