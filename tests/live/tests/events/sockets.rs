//! Frames that only other sockets carry: answers to requests sent on the event socket, and registrations that Asterisk
//! announces on a socket it opened itself. Both sockets are the test's own; the frames are decoded by the SDK.

use std::error::Error;
use std::time::Duration;

use ari_generated::{Event, EventKind};
use ari_harness::{Instance, Setup};
use ari_live_tests::asterisk;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async, client_async};

use crate::Scenario;
use crate::seen::Seen;

const PATIENCE: Duration = Duration::from_secs(20);

/// An answered and a refused request, and an application that comes and goes by configuration.
pub async fn scenario() -> Scenario {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let instance = asterisk(outbound(listener.local_addr()?.port()));
    let mut seen = Seen::default();
    answers(&instance, &mut seen).await?;
    registrations(&instance, listener, &mut seen).await?;
    Ok(seen)
}

/// An Asterisk that connects to a program on this port, for the applications `early` and `late`.
fn outbound(port: u16) -> Setup {
    let client = format!(
        "[program]\ntype = websocket_client\nconnection_type = persistent\n\
         uri = ws://127.0.0.1:{port}/ari\nprotocols = ari\nconnection_timeout = 5000\n"
    );
    let application = "[program]\ntype = outbound_websocket\nwebsocket_client_id = program\n\
                       apps = early,late\nlocal_ari_user = asterisk\n";
    Setup::new().file("websocket_client.conf", client).append("ari.conf", application)
}

async fn answers(instance: &Instance, seen: &mut Seen) -> Result<(), Box<dyn Error>> {
    let address = instance.url().replace("http://", "");
    let key = format!("{}:{}", instance.username(), instance.password());
    let url = format!("ws://{address}/ari/events?app=frames&api_key={key}");
    let (mut socket, _) = client_async(url, TcpStream::connect(&address).await?).await?;

    let ping = json!({
        "type": "RESTRequest", "request_id": "r1", "transaction_id": "t1",
        "method": "GET", "uri": "asterisk/ping",
    });
    socket.send(Message::text(ping.to_string())).await?;
    let event = next(&mut socket, EventKind::RestResponse).await?;
    seen.note(&event);
    let Event::RestResponse(answer) = event else { return Err("no answer".into()) };
    assert_eq!((answer.request_id.as_str(), answer.transaction_id.as_str()), ("r1", "t1"));
    assert_eq!((answer.status_code, answer.reason_phrase.as_str()), (200, "OK"));
    assert_eq!(answer.uri, "asterisk/ping");
    assert_eq!(answer.content_type.as_deref(), Some("application/json"));
    let body: Value = serde_json::from_str(answer.message_body.as_deref().unwrap_or_default())?;
    assert_eq!(body["ping"], "pong");

    // Without ids, and without a body in the answer.
    let set = json!({
        "type": "RESTRequest", "method": "POST", "uri": "asterisk/variable",
        "query_strings": [{"name": "variable", "value": "X"}, {"name": "value", "value": "1"}],
    });
    socket.send(Message::text(set.to_string())).await?;
    let Event::RestResponse(answer) = next(&mut socket, EventKind::RestResponse).await? else {
        return Err("no answer".into());
    };
    assert_eq!((answer.status_code, answer.request_id.as_str()), (204, ""));
    assert_eq!((&answer.content_type, &answer.message_body), (&None, &None));
    socket.close(None).await?;
    Ok(())
}

async fn registrations(
    instance: &Instance,
    listener: TcpListener,
    seen: &mut Seen,
) -> Result<(), Box<dyn Error>> {
    let (stream, _) = timeout(PATIENCE, listener.accept()).await??;
    let mut socket = accept_async(stream).await?;
    let mut names = Vec::new();
    for _ in 0..2 {
        let event = next(&mut socket, EventKind::ApplicationRegistered).await?;
        seen.note(&event);
        names.extend(event.application().map(str::to_owned));
    }
    assert_eq!(names, ["early", "late"]);

    let file = instance.directory().join("etc/ari.conf");
    let before = std::fs::read_to_string(&file)?;
    std::fs::write(&file, before.replace("apps = early,late", "apps = early"))?;
    instance.cli("module reload res_ari.so")?;
    let event = next(&mut socket, EventKind::ApplicationUnregistered).await?;
    seen.note(&event);
    assert_eq!(event.application(), Some("late"));
    Ok(())
}

/// The next event of a kind; every frame before it decodes too.
async fn next<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut WebSocketStream<S>,
    wanted: EventKind,
) -> Result<Event, Box<dyn Error>> {
    loop {
        let frame = timeout(PATIENCE, socket.next()).await?.ok_or("it was closed")??;
        if let Message::Text(text) = frame {
            let event = Event::decode(&text)?;
            if event.kind() == Some(wanted) {
                return Ok(event);
            }
        }
    }
}
