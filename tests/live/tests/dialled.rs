//! What Asterisk does when it opens the websocket, seen by a server that knows nothing of the SDK.

use std::error::Error;
use std::time::Duration;

use ari_generated::Ari;
use ari_harness::{Instance, Outbound, Setup};
use ari_live_tests::{asterisk, credentials, eventually};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderValue, StatusCode};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

type Outcome = Result<(), Box<dyn Error>>;

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers what Asterisk asks for.
struct Server(TcpListener);

impl Server {
    async fn new() -> std::io::Result<Self> {
        TcpListener::bind("127.0.0.1:0").await.map(Self)
    }

    fn url(&self) -> std::io::Result<String> {
        Ok(format!("ws://{}/ari/out?x=1", self.0.local_addr()?))
    }

    async fn dialled(&self) -> Result<TcpStream, Box<dyn Error>> {
        Ok(timeout(PATIENCE, self.0.accept()).await??.0)
    }

    /// Takes the next connection, with this subprotocol.
    async fn takes(&self, protocol: &'static str) -> Result<Line, Box<dyn Error>> {
        let stream = self.dialled().await?;
        let mut asked = (String::new(), HeaderMap::new());
        #[expect(clippy::result_large_err, reason = "the shape of the callback is given")]
        let callback = |request: &Request, mut response: Response| {
            asked = (request.uri().to_string(), request.headers().clone());
            let value = HeaderValue::from_static(protocol);
            response.headers_mut().insert("sec-websocket-protocol", value);
            Ok(response)
        };
        let socket = timeout(PATIENCE, accept_hdr_async(stream, callback)).await??;
        Ok(Line { socket, uri: asked.0, headers: asked.1 })
    }

    /// Refuses the next connection.
    async fn refuses(&self, status: StatusCode) -> Outcome {
        let stream = self.dialled().await?;
        #[expect(clippy::result_large_err, reason = "the shape of the callback is given")]
        let callback = |_: &Request, _: Response| {
            let mut refusal = ErrorResponse::new(None);
            *refusal.status_mut() = status;
            Err(refusal)
        };
        let refused = timeout(PATIENCE, accept_hdr_async(stream, callback)).await?;
        assert!(refused.is_err(), "it was refused");
        Ok(())
    }
}

/// A connection that Asterisk opened.
struct Line {
    socket: WebSocketStream<TcpStream>,
    uri: String,
    headers: HeaderMap,
}

impl Line {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|it| it.to_str().ok())
    }

    /// The next text; the status of a farewell if there is one instead, and `None` at an end without one.
    async fn hears(&mut self) -> Result<Option<Result<Value, u16>>, Box<dyn Error>> {
        loop {
            return Ok(match timeout(PATIENCE, self.socket.next()).await? {
                Some(Ok(Message::Text(text))) => Some(Ok(serde_json::from_str(&text)?)),
                Some(Ok(Message::Close(frame))) => {
                    Some(Err(frame.map_or(1005, |frame| frame.code.into())))
                }
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => None,
            });
        }
    }

    /// The next text of this type, past others.
    async fn finds(&mut self, kind: &str) -> Result<Value, Box<dyn Error>> {
        loop {
            match self.hears().await? {
                Some(Ok(text)) if text["type"] == kind => return Ok(text),
                Some(Ok(_)) => {}
                end => return Err(format!("waiting for {kind}: {end:?}").into()),
            }
        }
    }

    /// The answer to a request without a body.
    async fn asks(&mut self, method: &str, uri: &str) -> Result<Value, Box<dyn Error>> {
        let request = json!({
            "type": "RESTRequest", "request_id": uri, "method": method, "uri": uri,
        });
        self.socket.send(Message::text(request.to_string())).await?;
        let answer = self.finds("RESTResponse").await?;
        assert_eq!(answer["request_id"], uri);
        Ok(answer)
    }

    /// How it ends, past texts: by which status, if there is a farewell. It is answered.
    async fn end(&mut self) -> Result<Option<u16>, Box<dyn Error>> {
        let mut farewell = None;
        while let Some(heard) = self.hears().await? {
            farewell = heard.err().or(farewell);
        }
        Ok(farewell)
    }
}

fn rest(instance: &Instance) -> Result<Ari, ari_generated::Error> {
    Ari::rest(instance.url(), credentials(instance))
}

fn often(outbound: Outbound) -> Setup {
    Setup::new().outbound(outbound.reconnect_every(Duration::from_millis(100)))
}

#[tokio::test]
async fn a_persistent_line_is_opened_at_the_start_and_again() -> Outcome {
    let server = Server::new().await?;
    let outbound = Outbound::persistent(server.url()?, ["first", "second"]);
    let instance = asterisk(often(outbound.credentials("ann", "o'clock: ü")));
    let mut line = server.takes("ari").await?;
    assert_eq!(line.uri, "/ari/out?x=1");
    assert_eq!(line.header("authorization"), Some("Basic YW5uOm8nY2xvY2s6IMO8"));
    assert_eq!(line.header("sec-websocket-protocol"), Some("ari"));
    assert_eq!(line.header("host"), Some(&*server.0.local_addr()?.to_string()));
    for application in ["first", "second"] {
        assert_eq!(line.finds("ApplicationRegistered").await?["application"], application);
    }
    let pong = line.asks("GET", "asterisk/ping").await?;
    assert_eq!(pong["status_code"], 200, "{pong}");
    let body: Value = serde_json::from_str(pong["message_body"].as_str().ok_or("no body")?)?;
    assert_eq!(body["ping"], "pong");

    // What happens while nobody listens comes as soon as somebody does.
    drop(line);
    server.refuses(StatusCode::SERVICE_UNAVAILABLE).await?;
    rest(&instance)?.channels().originate("Local/wait@default").app("second").await?;
    server.refuses(StatusCode::UNAUTHORIZED).await?;
    let mut line = server.takes("ari").await?;
    assert_eq!(line.finds("StasisStart").await?["application"], "second");
    for application in ["first", "second"] {
        assert_eq!(line.finds("ApplicationRegistered").await?["application"], application);
    }
    Ok(())
}

#[tokio::test]
async fn what_happened_before_the_first_line_comes_after_the_greeting() -> Outcome {
    let server = Server::new().await?;
    let instance = asterisk(often(Outbound::persistent(server.url()?, ["first", "second"])));
    // The applications are there though nobody was ever connected.
    let ari = rest(&instance)?;
    assert_eq!(ari.applications().list().await?.len(), 2);
    ari.channels().originate("Local/wait@default").app("second").await?;
    server.refuses(StatusCode::SERVICE_UNAVAILABLE).await?;
    let mut line = server.takes("ari").await?;
    for application in ["first", "second"] {
        let Some(Ok(text)) = line.hears().await? else { return Err("no text".into()) };
        let told = (text["type"].as_str(), text["application"].as_str());
        assert_eq!(told, (Some("ApplicationRegistered"), Some(application)));
    }
    assert_eq!(line.finds("StasisStart").await?["application"], "second");
    Ok(())
}

#[tokio::test]
async fn a_line_of_its_own_is_opened_for_each_call() -> Outcome {
    let server = Server::new().await?;
    let instance = asterisk(often(Outbound::per_call(server.url()?, ["calls"])));
    let ari = rest(&instance)?;
    assert_eq!(ari.applications().list().await?, [], "nobody called yet");
    let place =
        || ari.channels().originate("Local/app-calls@default").extension("wait").context("default");
    for number in 0..2 {
        let caller = place().await?.id;
        let mut line = server.takes("ari").await?;
        assert_eq!(line.header("authorization"), None);
        let registered = line.finds("ApplicationRegistered").await?;
        let application = registered["application"].as_str().ok_or("no name")?;
        assert_eq!(application, format!("calls:Local/app-calls@default-0000000{number};2"));
        let start = line.finds("StasisStart").await?;
        assert_eq!(start["application"], application);

        // A slash in the name does not part the path if it is encoded, and else it does.
        let encoded = application.replace(':', "%3A").replace('/', "%2F").replace(';', "%3B");
        for (uri, status) in [(encoded.as_str(), 200), (application, 404)] {
            let answer = line.asks("GET", &format!("applications/{uri}")).await?;
            assert_eq!(answer["status_code"], status, "{answer}");
        }
        ari.channels().hangup(caller).await?;
        assert_eq!(line.finds("StasisEnd").await?["application"], application);
        assert_eq!(line.end().await?, Some(1000));
        eventually("the application is gone", || async {
            ari.applications().list().await.is_ok_and(|it| it.is_empty()).then_some(())
        })
        .await;
    }
    Ok(())
}

#[tokio::test]
async fn a_refused_call_goes_on_in_the_dialplan() -> Outcome {
    let server = Server::new().await?;
    let outbound = Outbound::per_call(server.url()?, ["calls"]).attempts(2);
    let instance = asterisk(often(outbound).dialplan(
        "[default]\nexten => tried,1,Answer()\n same => n,Stasis(calls)\n same => n,Set(GLOBAL(ENDED)=${STASISSTATUS})\n",
    ));
    let ari = rest(&instance)?;
    for status in [StatusCode::FORBIDDEN, StatusCode::TEMPORARY_REDIRECT] {
        ari.asterisk().set_global_var("ENDED").value("").await?;
        ari.channels()
            .originate("Local/tried@default")
            .extension("wait")
            .context("default")
            .await?;
        server.refuses(status).await?;
        server.refuses(status).await?;
        eventually("the call goes on", || async {
            let ended = ari.asterisk().get_global_var("ENDED").await.ok()?;
            (ended.value == "FAILED").then_some(())
        })
        .await;
    }
    let more = timeout(Duration::from_millis(500), server.0.accept()).await;
    assert!(more.is_err(), "it is tried as often as set up");
    Ok(())
}

#[tokio::test]
async fn another_subprotocol_is_not_taken() -> Outcome {
    let server = Server::new().await?;
    let _instance = asterisk(often(Outbound::persistent(server.url()?, ["one"])));
    for protocol in ["media", "ari, media"] {
        let mut line = server.takes(protocol).await?;
        assert_eq!(line.end().await?, None, "{protocol}");
    }
    let mut line = server.takes("ari").await?;
    line.finds("ApplicationRegistered").await?;
    Ok(())
}

#[tokio::test]
async fn who_stops_in_peace_says_farewell() -> Outcome {
    let server = Server::new().await?;
    let mut instance = asterisk(often(Outbound::persistent(server.url()?, ["one"])));
    let mut line = server.takes("ari").await?;
    line.finds("ApplicationRegistered").await?;
    instance.cli("core stop gracefully")?;
    line.finds("ApplicationUnregistered").await?;
    assert_eq!(line.end().await?, Some(1000));

    instance.restart()?;
    let mut line = server.takes("ari").await?;
    line.finds("ApplicationRegistered").await?;
    // SIGTERM is no peace.
    assert!(instance.stop());
    assert_eq!(line.end().await?, None);
    Ok(())
}

#[tokio::test]
async fn a_frame_of_the_server_may_be_this_long() -> Outcome {
    // Asterisk counts the header too, which is shorter than a client's, since it bears no mask.
    const LIMIT: usize = 65_535 - 4;
    let server = Server::new().await?;
    let _instance = asterisk(often(Outbound::persistent(server.url()?, ["one"])));
    let mut line = server.takes("ari").await?;
    let request = |length: usize| {
        let request = |id: String| {
            json!({
                "type": "RESTRequest", "request_id": id, "method": "GET", "uri": "asterisk/ping",
            })
            .to_string()
        };
        request("x".repeat(length - request(String::new()).len()))
    };
    line.socket.send(Message::text(request(LIMIT))).await?;
    assert_eq!(line.finds("RESTResponse").await?["status_code"], 200);
    line.socket.send(Message::text(request(LIMIT + 1))).await?;
    assert_eq!(line.end().await?, Some(1009));
    Ok(())
}
