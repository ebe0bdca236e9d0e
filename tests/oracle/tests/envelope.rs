//! What the runtime itself says on the wire, the handshake and the frames of requests and responses, against the
//! specification and the generated models.

use std::collections::BTreeSet;
use std::path::PathBuf;

use ari_generated::models::RestRequest;
use ari_generated::prelude::*;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

type Failure = Box<dyn std::error::Error>;

/// The declaration of events.
fn specification() -> Result<Value, Failure> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../api-docs/events.json");
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

/// The names of a model's fields, all or those that are required.
fn fields(specification: &Value, model: &str, required: bool) -> BTreeSet<String> {
    let properties = specification["models"][model]["properties"].as_object();
    let properties = properties.into_iter().flatten();
    let wanted = properties.filter(|(_, it)| !required || it["required"] == true);
    wanted.map(|(name, _)| name.clone()).collect()
}

/// A server that shows what it is sent, and answers requests with responses that have the fields of the model.
async fn server(
    shown: mpsc::UnboundedSender<String>,
    model: BTreeSet<String>,
) -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await?;
        #[expect(clippy::result_large_err, reason = "the library wants its own type")]
        let show = |request: &Request, mut response: Response| {
            let header = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
            let protocol = header("sec-websocket-protocol").unwrap_or_default();
            let _ = shown.send(format!("{} {protocol}", request.uri()));
            response.headers_mut().insert("sec-websocket-protocol", "ari".parse().expect("a text"));
            Ok(response)
        };
        let mut socket = tokio_tungstenite::accept_hdr_async(stream, show).await?;
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let _ = shown.send(text.to_string());
            let request: Value = serde_json::from_str(&text)?;
            let mut answer = json!({
                "type": "RESTResponse",
                "timestamp": "2026-11-21T07:57:01.565+0000",
                "application": "desk",
            });
            for field in &model {
                answer[field] = match field.as_str() {
                    "status_code" => json!(418),
                    "transaction_id" | "request_id" | "uri" => request[field].clone(),
                    "content_type" => json!("application/json"),
                    "message_body" => json!(r#"{"message":"short and stout"}"#),
                    _ => json!("I'm a teapot"),
                };
            }
            socket.send(Message::text(answer.to_string())).await?;
        }
        Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
    });
    Ok(url)
}

#[tokio::test]
async fn the_envelope_is_the_specifications() -> Result<(), Failure> {
    let specification = specification()?;
    let (shown, mut seen) = mpsc::unbounded_channel();
    let url = server(shown, fields(&specification, "RESTResponse", false)).await?;
    let connect = Ari::connect(url, Credentials::new("user", "secret")).app("desk").subscribe_all();
    // The server is none, which its first answer tells; what is of interest has been said by then.
    let error = connect.rest_over_websocket().await.expect_err("it is a teapot");
    assert_eq!((error.status(), error.message()), (Some(418), "short and stout"), "{error}");

    let operations = specification["apis"].as_array().into_iter().flatten();
    let mut operations = operations.filter_map(|api| {
        let operation =
            api["operations"].as_array()?.iter().find(|it| it["upgrade"] == "websocket")?;
        Some((api["path"].as_str()?, operation))
    });
    let (path, handshake) = operations.next().ok_or("no websocket")?;
    let head = seen.recv().await.ok_or("no handshake")?;
    let (uri, protocol) = head.split_once(' ').ok_or("no protocol")?;
    let (asked, query) = uri.split_once('?').ok_or("no query")?;
    assert_eq!(asked, format!("/ari{path}"));
    assert_eq!(Some(protocol), handshake["websocketProtocol"].as_str());
    let names: BTreeSet<&str> =
        query.split('&').filter_map(|it| Some(it.split_once('=')?.0)).collect();
    let parameters = handshake["parameters"].as_array().into_iter().flatten();
    let parameters: BTreeSet<&str> = parameters.filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, parameters);

    // A request has all that is required, nothing that is unknown, and reads as the model.
    let frame = seen.recv().await.ok_or("no request")?;
    let request: Value = serde_json::from_str(&frame)?;
    let sent: BTreeSet<String> =
        request.as_object().into_iter().flatten().map(|(it, _)| it.clone()).collect();
    assert!(sent.is_superset(&fields(&specification, "RESTRequest", true)), "{frame}");
    assert!(sent.is_subset(&fields(&specification, "RESTRequest", false)), "{frame}");
    let read: RestRequest = serde_json::from_str(&frame)?;
    assert_eq!((read.kind.as_str(), read.method.as_str()), ("RESTRequest", "GET"));
    assert_eq!((read.uri.as_str(), read.query_strings), ("applications/desk", None));
    Ok(())
}
