//! Who may come in at the server for media: those somebody waits for, once each.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use http::HeaderValue;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error as WebsocketError, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{LEG, MediaListener};
use crate::error::ErrorKind;

/// Dials with this query, as Asterisk does.
async fn dial(
    listener: &MediaListener,
    query: &str,
) -> Result<WebSocketStream<TcpStream>, WebsocketError> {
    let address = listener.local_addr();
    let mut request = format!("ws://{address}/media{query}").into_client_request()?;
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("media"));
    let stream = TcpStream::connect(address).await?;
    let (socket, response) = client_async(request, stream).await?;
    assert_eq!(response.headers()["Sec-WebSocket-Protocol"], "media");
    Ok(socket)
}

fn is_refused(dialled: Result<WebSocketStream<TcpStream>, WebsocketError>) -> bool {
    matches!(dialled, Err(WebsocketError::Http(response)) if response.status() == 404)
}

#[tokio::test]
async fn only_who_is_waited_for_comes_in_and_only_once() {
    let listener = MediaListener::bind("127.0.0.1:0").await.expect("it listens");
    for query in ["", "?leg=", "?leg=unknown", "?other=1"] {
        assert!(is_refused(dial(&listener, query).await), "{query}");
    }
    let expected = listener.expect();
    let query = format!("?x=1&{LEG}={}", expected.name());
    let mut there = dial(&listener, &query).await.expect("it is let in");
    assert!(is_refused(dial(&listener, &query).await), "a second time");
    let mut here = expected.come().await.expect("it came");
    there.send(Message::binary(vec![7])).await.expect("it is read");
    assert_eq!(here.next().await.expect("audio").expect("audio"), Message::binary(vec![7]));
    // Who does not wait any more.
    let gone = listener.expect();
    let query = format!("?{LEG}={}", gone.name());
    drop(gone);
    assert!(is_refused(dial(&listener, &query).await));
}

#[tokio::test]
async fn it_listens_as_long_as_somebody_has_it() {
    let listener = MediaListener::bind("127.0.0.1:0").await.expect("it listens");
    let address = listener.local_addr();
    let clone = listener.clone();
    drop(listener);
    let taken = MediaListener::bind(address.to_string()).await;
    assert_eq!(taken.expect_err("it still listens").kind(), ErrorKind::InvalidInput);
    drop(clone);
    let free = async {
        while MediaListener::bind(address.to_string()).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(5), free).await.expect("nobody listens any more");
}

#[tokio::test]
async fn calls_are_not_shown_to_everyone_on_the_way() {
    let open = MediaListener::bind("0.0.0.0:0").await.expect_err("without TLS");
    assert_eq!(open.kind(), ErrorKind::InvalidInput);
    assert!(open.to_string().contains("allow_plain_http"), "{open}");
    MediaListener::bind("0.0.0.0:0").allow_plain_http().await.expect("it was permitted");
    let nowhere = MediaListener::bind("no such place").await.expect_err("no address");
    assert_eq!(nowhere.kind(), ErrorKind::InvalidInput);
}

#[tokio::test(start_paused = true)]
async fn who_never_comes_is_an_error_that_says_what_to_look_at() {
    let listener = MediaListener::bind("127.0.0.1:0").await.expect("it listens");
    let error = listener.expect().come().await.err().expect("nobody came");
    assert_eq!(error.kind(), ErrorKind::Media);
    assert!(error.to_string().contains("protocols = media"), "{error}");
}
