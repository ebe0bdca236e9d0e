//! TLS through every door: authorities of one's own, names, dates and certificates of clients.

use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect};
use ari_harness::{Authority, Instance, Leaf, Outbound, Setup};
use ari_live_tests::{Items, asterisk, credentials};
use tokio::task::JoinSet;

use crate::Failure;
use crate::scene::{PASSWORD, USER, accepted, listen, start};

fn connect(instance: &Instance) -> Result<Connect<AriApi>, Failure> {
    let url = instance.https_url().ok_or("no TLS")?;
    Ok(Ari::connect(url, credentials(instance)).app("desk"))
}

#[tokio::test]
async fn requests_and_events_over_tls_with_an_authority_of_ones_own() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().tls());
    let authority = std::fs::read(instance.ca_certificate().ok_or("no authority")?)?;
    for over_websocket in [false, true] {
        let mut connect = connect(&instance)?.trust_pem(authority.clone());
        if over_websocket {
            connect = connect.rest_over_websocket();
        }
        let (ari, events) = connect.await?;
        let call = ari.channel(ChannelId::random());
        call.originate_with_id("Local/wait@default").app("desk").await?;
        let entered = |it: &Delivery| matches!(it, Delivery::Event(Event::StasisStart(_)));
        Items::new(events).find("StasisStart", |it| entered(it).then_some(())).await;
        assert_eq!(call.hangup().await?, Removal::Done);
        ari.close().await;
    }
    // Without it nobody vouches for the server.
    let error = connect(&instance)?.await.expect_err("it is unknown");
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    assert!(error.advice().is_some_and(|it| it.contains("authority")), "{error}");
    assert!(error.is_not_sent());
    Ok(())
}

/// Of several requests in one record of TLS, Asterisk might leave some unread until more comes.
#[tokio::test]
async fn many_requests_at_once_are_answered_over_one_websocket_with_tls() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().tls());
    let authority = std::fs::read(instance.ca_certificate().ok_or("no authority")?)?;
    let (ari, _events) = connect(&instance)?.trust_pem(authority).rest_over_websocket().await?;
    asks_much_at_once(&ari).await
}

async fn asks_much_at_once(ari: &Ari) -> Result<(), Failure> {
    for _ in 0..20 {
        let mut asked = JoinSet::new();
        for _ in 0..50 {
            asked.spawn(ari.asterisk().ping().into_future());
        }
        while let Some(answer) = asked.join_next().await {
            assert_eq!(answer??.ping, "pong");
        }
    }
    Ok(())
}

#[tokio::test]
async fn who_is_not_who_it_should_be_gets_no_password() -> Result<(), Failure> {
    let (known, unknown) = (Authority::new()?, Authority::new()?);
    let here = ["localhost", "127.0.0.1"];
    for (what, identity) in [
        ("an unknown authority", unknown.issue(Leaf::server(here))?),
        ("another host", known.issue(Leaf::server(["pbx.example"]))?),
        ("it has expired", known.issue(Leaf::server(here).expired())?),
        ("a client's", known.issue(Leaf::client(here))?),
    ] {
        let setup = Setup::new().identity(identity.certificate_pem, identity.key_pem);
        let instance = asterisk(setup);
        let connect = connect(&instance)?.trust_pem(known.certificate_pem());
        let error = connect.await.expect_err(what);
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{what}: {error}");
        let url = instance.https_url().ok_or("no TLS")?;
        let rest = Ari::connect(url, credentials(&instance)).trust_pem(known.certificate_pem());
        let error = rest.rest()?.asterisk().ping().await.expect_err(what);
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{what}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn certificates_that_cannot_be_used_are_told_before_anything_is_sent() -> Result<(), Failure>
{
    let authority = Authority::new()?;
    let (one, two) = (authority.issue(Leaf::client(["a"]))?, authority.issue(Leaf::client(["b"]))?);
    let connect = |url: &str| Ari::connect(url, Credentials::new("a", "b")).app("desk");
    let secure = || connect("https://127.0.0.1:9");
    for (connect, part) in [
        (secure().trust_pem("nonsense"), "no certificate"),
        (secure().trust_pem("-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----"), ""),
        (secure().identity_pem(one.certificate_pem.clone(), "nonsense"), "private key"),
        (secure().identity_pem(one.certificate_pem.clone(), two.key_pem), "does not belong"),
        (connect("http://127.0.0.1:9").trust_pem(authority.certificate_pem()), "https"),
    ] {
        let error = connect.await.expect_err(part);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{part}: {error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn asterisk_dials_over_tls_and_shows_a_certificate() -> Result<(), Failure> {
    let (servers, clients) = (Authority::new()?, Authority::new()?);
    let server = servers.issue(Leaf::server(["localhost", "127.0.0.1"]))?;
    let client = clients.issue(Leaf::client(["pbx"]))?;
    let stranger = servers.issue(Leaf::client(["pbx"]))?;
    let mut listener = listen()
        .identity_pem(server.certificate_pem, server.key_pem)
        .trust_pem(clients.certificate_pem())
        .await?;
    // By its name: Asterisk looks for an address among the names of hosts only.
    let url = format!("wss://localhost:{}/door", listener.local_addr().port());
    let dial = |app: &str| Outbound::persistent(&url, [app]).credentials(USER, PASSWORD);
    let outbound = dial("desk").authority(servers.certificate_pem());
    let instance = start(
        Setup::new()
            // Without a certificate, with a wrong one, and without trust in the server.
            .outbound(dial("nameless").authority(servers.certificate_pem()))
            .outbound(
                dial("stranger")
                    .authority(servers.certificate_pem())
                    .identity(stranger.certificate_pem, stranger.key_pem),
            )
            .outbound(
                dial("wary")
                    .authority(clients.certificate_pem())
                    .identity(client.certificate_pem.clone(), client.key_pem.clone()),
            )
            .outbound(outbound.identity(client.certificate_pem.clone(), client.key_pem.clone())),
    )
    .await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    assert_eq!(ari.application("desk").get().await?.name, "desk");
    asks_much_at_once(&ari).await?;
    // The same from this side: this client dials that server, which lets it in only with its certificate.
    let url = format!("https://{}", listener.local_addr());
    let connect = || {
        Ari::connect(&url, Credentials::new(USER, PASSWORD))
            .app("desk")
            .trust_pem(servers.certificate_pem())
    };
    let (ari, _events) = connect().identity_pem(client.certificate_pem, client.key_pem).await?;
    drop(ari);
    let error = connect().await.expect_err("it shows none");
    assert_ne!(error.kind(), ErrorKind::InvalidInput, "{error}");
    drop(instance);
    Ok(())
}
