//! What goes wrong at the start: each fault is one typed error, at once, that says what to do.

use std::net::TcpListener;
use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{asterisk, connect, credentials};

type Failure = Box<dyn std::error::Error>;

/// The error of connecting to a URL as some user, for some application.
async fn refusal(url: &str, credentials: Credentials, application: &str) -> Error {
    match Ari::connect(url, credentials).app(application).await {
        Ok(_) => panic!("connected to {url} for {application}"),
        Err(error) => error,
    }
}

/// The kind is right, and the text holds every part.
fn assert_says(error: &Error, kind: ErrorKind, parts: &[&str]) {
    let text = error.to_string();
    assert_eq!(error.kind(), kind, "{text}");
    for part in parts {
        assert!(text.contains(part), "no {part:?} in {text:?}");
    }
    assert!(!format!("{text} {error:?}").contains("asterisk:asterisk"), "{text}");
}

fn wrong_password(instance: &Instance) -> Credentials {
    Credentials::new(instance.username(), "sesame")
}

#[tokio::test]
async fn nobody_listens() -> Result<(), Failure> {
    // Bound and dropped: a port that nobody has.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}");
    let user = Credentials::new("asterisk", "asterisk");
    let error = refusal(&url, user.clone(), "any").await;
    assert_says(&error, ErrorKind::Unreachable, &["refused", "http.conf", &url]);
    let ari = Ari::rest(&url, user)?;
    let error = ari.channels().answer(ChannelId::new("1")).await.err().ok_or("answered")?;
    assert_says(
        &error,
        ErrorKind::Unreachable,
        &["channels.answer", "/channels/1/answer", "refused"],
    );
    assert!(error.is_not_sent());
    Ok(())
}

#[tokio::test]
async fn what_cannot_work_is_refused_before_sending() {
    let user = || Credentials::new("asterisk", "asterisk");
    for (url, parts) in [
        ("localhost:8088", &["http://127.0.0.1:8088"][..]),
        ("not a url", &["expected a URL"]),
        ("http://", &["expected a URL"]),
        ("http://pbx.example.com:8088", &["allow_plain_http", "https"]),
        ("http://asterisk:asterisk@localhost:8088", &["credentials"]),
    ] {
        let error = refusal(url, user(), "any").await;
        assert_says(&error, ErrorKind::InvalidInput, parts);
    }
    let url = "http://127.0.0.1:8088";
    assert_says(&refusal(url, user(), "a,b").await, ErrorKind::InvalidInput, &["comma", "\"a,b\""]);
    assert_says(&refusal(url, user(), "").await, ErrorKind::InvalidInput, &["empty"]);
    let unnamed = match Ari::connect(url, user()).await {
        Ok(_) => panic!("connected without an application"),
        Err(error) => error,
    };
    assert_says(&unnamed, ErrorKind::InvalidInput, &["no application", "rest"]);
    let colon = refusal(url, Credentials::new("a:b", "c"), "any").await;
    assert_says(&colon, ErrorKind::InvalidInput, &["colon"]);
}

#[tokio::test]
async fn the_password_is_wrong() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let error = refusal(&instance.url(), wrong_password(&instance), "any").await;
    assert_says(&error, ErrorKind::Unauthorized, &["401", "ari.conf"]);
    assert!(!format!("{error:?}").contains("sesame"));
    let ari = Ari::rest(instance.url(), wrong_password(&instance))?;
    let error = ari.channels().list().await.err().ok_or("listed")?;
    assert_says(&error, ErrorKind::Unauthorized, &["401", "ari.conf", "channels.list"]);
    Ok(())
}

#[tokio::test]
async fn the_user_may_only_read() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let reader = Credentials::new(instance.read_only_username(), instance.read_only_password());
    let ari = Ari::rest(instance.url(), reader)?;
    assert!(ari.asterisk().ping().await?.ping == "pong");
    let error = ari.bridges().create().await.err().ok_or("created")?;
    assert_says(&error, ErrorKind::Forbidden, &["403", "read_only", "Write access denied"]);
    Ok(())
}

#[tokio::test]
async fn a_module_is_not_loaded() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().without_module("res_ari_device_states"));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let error = ari.device_states().list().await.err().ok_or("listed")?;
    assert_says(
        &error,
        ErrorKind::NotFound,
        &["res_ari_device_states.so", "res_stasis_device_state.so"],
    );
    // Not served is not the same as gone.
    let error = ari.device_state(ari_generated::DeviceName::new("Stasis:x")).delete().await;
    assert_says(&error.err().ok_or("deleted")?, ErrorKind::NotFound, &["res_ari_device_states.so"]);

    let instance = asterisk(Setup::new().without_module("res_ari_events"));
    let error = refusal(&instance.url(), credentials(&instance), "any").await;
    assert_says(&error, ErrorKind::NotFound, &["res_ari_events.so"]);
    Ok(())
}

#[tokio::test]
async fn the_prefix_is_missing_or_wrong() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().prefix("pbx"));
    let url = instance.url();
    let bare = url.trim_end_matches("/pbx");
    let error = refusal(bare, credentials(&instance), "any").await;
    assert_says(&error, ErrorKind::NotFound, &["404", "prefix"]);
    let (ari, _) = connect_to(&url, &instance).await?;
    assert!(ari.asterisk().ping().await?.ping == "pong");
    ari.close().await;
    let (ari, _) = connect_to(&format!("{url}/ari"), &instance).await?;
    assert!(ari.asterisk().ping().await?.ping == "pong");
    ari.close().await;
    Ok(())
}

async fn connect_to(url: &str, instance: &Instance) -> Result<(Ari, ari_generated::Events), Error> {
    Ari::connect(url, credentials(instance)).app("any").await
}

#[tokio::test]
async fn what_listens_is_no_asterisk() -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let stranger = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt;
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await;
        }
    });
    let user = Credentials::new("asterisk", "asterisk");
    let error = refusal(&url, user.clone(), "any").await;
    assert_says(&error, ErrorKind::Handshake, &["does not speak"]);
    let error = Ari::rest(&url, user)?.channels().list().await.err().ok_or("listed")?;
    assert_says(&error, ErrorKind::NoAnswer, &["channels.list"]);
    stranger.abort();
    Ok(())
}

#[tokio::test]
async fn a_second_client_takes_the_application() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (_first, mut events) = connect(&instance, "one-name").await;
    let (second, _events) = connect(&instance, "one-name").await;
    let mut kinds = Vec::new();
    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(event) => kinds.push(event.kind()),
            Delivery::Ended(reason) => {
                assert_eq!(reason, Ended::Replaced);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(kinds, [Some(EventKind::ApplicationReplaced)]);
    assert!(events.next().await.is_none());
    second.close().await;
    Ok(())
}

#[tokio::test]
async fn asterisk_dies() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new());
    let (ari, mut events) = Ari::connect(instance.url(), credentials(&instance))
        .app("short-lived")
        .give_up_after(Duration::from_secs(1))
        .await?;
    instance.kill();
    assert!(matches!(events.next().await, Some(Delivery::Lost(_))));
    assert_eq!(events.next().await, Some(Delivery::Ended(Ended::Lost)));
    assert!(events.next().await.is_none());
    let error = ari.channels().list().await.err().ok_or("listed")?;
    // The pool may hold a connection that the dead Asterisk had: then the request has left.
    assert!(matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::NoAnswer), "{error}");
    Ok(())
}

#[tokio::test]
async fn one_of_two_applications_is_taken() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let both = Ari::connect(instance.url(), credentials(&instance)).app("left").app("right");
    let (ari, mut events) = both.await?;
    let (other, _events) = connect(&instance, "left").await;
    let taken = events.next().await;
    assert!(
        matches!(&taken, Some(Delivery::Event(event)) if event.kind() == Some(EventKind::ApplicationReplaced) && event.application() == Some("left")),
        "{taken:?}"
    );
    // The other one goes on.
    ari.user_events().user_event("still-here").application("right").await?;
    let news = events.next().await;
    assert!(
        matches!(&news, Some(Delivery::Event(event)) if event.application() == Some("right")),
        "{news:?}"
    );
    let (third, _events) = connect(&instance, "right").await;
    assert!(matches!(events.next().await, Some(Delivery::Event(_))));
    assert_eq!(events.next().await, Some(Delivery::Ended(Ended::Replaced)));
    other.close().await;
    third.close().await;
    Ok(())
}

#[tokio::test]
async fn odd_settings_are_no_panic() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::connect(instance.url(), credentials(&instance))
        .max_connections(usize::MAX)
        .request_deadline(std::time::Duration::MAX)
        .rest()?;
    assert_eq!(ari.asterisk().ping().with_deadline(std::time::Duration::MAX).await?.ping, "pong");
    let named = Ari::connect(instance.url(), credentials(&instance)).app("unheard").rest();
    assert_says(&named.err().ok_or("made")?, ErrorKind::InvalidInput, &["no events"]);
    for without in [
        Ari::connect(instance.url(), credentials(&instance)).rest_over_websocket().rest(),
        Ari::connect(instance.url(), credentials(&instance)).subscribe_all().rest(),
    ] {
        assert_says(&without.err().ok_or("made")?, ErrorKind::InvalidInput, &["no websocket"]);
    }
    let (endless, _events) = Ari::connect(instance.url(), credentials(&instance))
        .app("endless")
        .rest_over_websocket()
        .request_deadline(std::time::Duration::MAX)
        .give_up_after(std::time::Duration::MAX)
        .stream_capacity(usize::MAX)
        .ping_every(std::time::Duration::MAX)
        .longest_backoff(std::time::Duration::MAX)
        .retry()
        .await?;
    assert_eq!(endless.asterisk().ping().await?.ping, "pong");
    // Either it comes within the clock's resolution, or nothing is known of it.
    if let Err(error) = endless.asterisk().ping().with_deadline(std::time::Duration::ZERO).await {
        assert!(error.is_not_sent() || error.kind() == ErrorKind::NoAnswer, "{error}");
    }
    let listener = Ari::listen("127.0.0.1:0")
        .max_connections(usize::MAX)
        .give_up_after(std::time::Duration::MAX)
        .request_deadline(std::time::Duration::MAX)
        .stream_capacity(usize::MAX)
        .ping_every(std::time::Duration::MAX)
        .await?;
    assert!(listener.local_addr().ip().is_loopback());
    let nameless = ari.channels().originate("Local/wait@default").channel_id(ChannelId::new(""));
    assert_says(&nameless.request().err().ok_or("made")?, ErrorKind::InvalidInput, &["channelId"]);
    let endless = ari.channels().dial(ChannelId::new("1")).timeout(std::time::Duration::ZERO);
    assert_says(
        &endless.request().err().ok_or("made")?,
        ErrorKind::InvalidInput,
        &["Duration::MAX"],
    );
    Ok(())
}

#[tokio::test]
async fn closing_twice_at_once_waits_for_the_same_end() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, mut events) = connect(&instance, "closing").await;
    tokio::join!(ari.close(), ari.close());
    assert_eq!(events.next().await, Some(Delivery::Ended(Ended::Closed)));
    // The application had no other subscription, so it went with its socket.
    let gone = ari.application("closing").get().await.err().ok_or("still registered")?;
    assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
    ari.close().await;
    Ok(())
}
