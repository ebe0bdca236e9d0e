//! What is sent again and what never is, what stands around the transport, and requests as plain data.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_runtime::{
    BodyShape, Caller, Error, ErrorKind, Method, Nothing, Operation, Prepared, Request, Responding,
    Response, Transport,
};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use crate::server::{READ, Server, caller, change, read, read_request};

static CREATE: Operation =
    Operation::new("things.create", Method::Post, "/things/{id}", BodyShape::Members)
        .looked_up_by(&READ, "id");

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
const BOOTING: &str = "HTTP/1.1 503 Service Unavailable\r\nContent-type: application/json\r\nContent-Length: 33\r\n\r\n{\"message\":\"Asterisk not booted\"}";
const PROXY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nContent-type: text/plain\r\nContent-Length: 0\r\n\r\n";
const NONE: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
const NO_ARI: &str = "HTTP/1.1 404 Not Found\r\nServer: Asterisk/22\r\nContent-type: text/html\r\nContent-Length: 6\r\n\r\n<html>";
const CUT: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{";

/// A server that answers one request after the other with these, then always with the last; an empty one ends the
/// connection without an answer. It tells which verbs it saw.
async fn scripted(script: &'static [&'static str]) -> (Server, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let asked = seen.clone();
    let server = Server::start(move |mut stream| {
        let seen = asked.clone();
        async move {
            while let Some(request) = read_request(&mut stream).await {
                let verb = request.split(' ').next().unwrap_or_default().to_owned();
                let answer = {
                    let mut seen = seen.lock().expect("nobody panics");
                    seen.push(verb);
                    script.get(seen.len() - 1).or(script.last()).copied().unwrap_or_default()
                };
                let _ = stream.write_all(answer.as_bytes()).await;
                if answer.is_empty() || answer == CUT {
                    return;
                }
            }
        }
    })
    .await;
    (server, seen)
}

fn count(seen: &Mutex<Vec<String>>, verb: &str) -> usize {
    seen.lock().expect("nobody panics").iter().filter(|it| *it == verb).count()
}

#[tokio::test]
async fn an_asterisk_that_is_starting_is_waited_for() {
    let (server, seen) = scripted(&[BOOTING, BOOTING, OK]).await;
    let patient = caller(server.connect().request_deadline(Duration::from_secs(20)));
    change(&patient).send().await.expect("it has started");
    assert_eq!(count(&seen, "POST"), 3);
    let (server, seen) = scripted(&[BOOTING]).await;
    let error = change(&server.caller()).send().await.expect_err("it never does");
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotReady, Some(503)), "{error}");
    assert!(count(&seen, "POST") >= 2);
    // Something before Asterisk may have passed it on before it said so.
    let (server, seen) = scripted(&[PROXY]).await;
    let error = change(&caller(server.connect().retry())).send().await.expect_err("no Asterisk");
    assert_eq!((error.status(), count(&seen, "POST")), (Some(503), 1), "{error}");
}

#[tokio::test]
async fn one_that_has_not_loaded_ari_is_waited_for_where_that_was_asked() {
    let (server, seen) = scripted(&[NO_ARI, OK]).await;
    let again = caller(server.connect().request_deadline(Duration::from_secs(20)).retry());
    change(&again).send().await.expect("it has loaded it");
    assert_eq!(count(&seen, "POST"), 2);
    let (server, seen) = scripted(&[NO_ARI, OK]).await;
    let error = change(&server.caller()).send().await.expect_err("nothing of ARI is there");
    assert_eq!((error.kind(), count(&seen, "POST")), (ErrorKind::NotFound, 1), "{error}");
    // What is not there, says ARI itself.
    let (server, seen) = scripted(&[NONE, OK]).await;
    let error = change(&caller(server.connect().retry())).send().await.expect_err("none");
    assert_eq!((error.kind(), count(&seen, "POST")), (ErrorKind::NotFound, 1), "{error}");
}

#[tokio::test]
async fn nothing_else_is_sent_again_unless_asked_for() {
    let (server, seen) = scripted(&[""]).await;
    let error = read(&server.caller()).send().await.expect_err("no answer");
    assert_eq!((error.kind(), count(&seen, "GET")), (ErrorKind::NoAnswer, 1));
    let error = change(&server.caller()).send().await.expect_err("no answer");
    assert_eq!((error.kind(), count(&seen, "POST")), (ErrorKind::OutcomeUnknown, 1));
}

#[tokio::test]
async fn reads_are_sent_again_and_changes_are_not() {
    let (server, seen) = scripted(&["", CUT, OK]).await;
    let again = caller(server.connect().request_deadline(Duration::from_secs(20)).retry());
    read(&again).send().await.expect("the third one is answered");
    assert_eq!(count(&seen, "GET"), 3);
    let (server, seen) = scripted(&["", OK]).await;
    let again = caller(server.connect().request_deadline(Duration::from_secs(20)).retry());
    let error = change(&again).send().await.expect_err("nobody knows");
    assert_eq!((error.kind(), error.is_there()), (ErrorKind::OutcomeUnknown, None), "{error}");
    assert_eq!(count(&seen, "POST"), 1);
    // A dialplan function may take away what it reads.
    let (server, seen) = scripted(&["", OK]).await;
    let again = caller(server.connect().retry());
    let error = read(&again).text("variable", "SHIFT(LIST)").send().await.expect_err("unknown");
    assert_eq!((error.kind(), count(&seen, "GET")), (ErrorKind::NoAnswer, 1), "{error}");
    // Up to the deadline.
    let (server, _) = scripted(&[""]).await;
    let again = caller(server.connect().retry());
    let error = read(&again).send().await.expect_err("never answered");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
}

#[tokio::test]
async fn what_was_not_sent_is_sent_when_it_can_be() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    drop(listener);
    let connect = |deadline| {
        let credentials = ari_runtime::Credentials::new("user", "secret");
        let url = format!("http://{address}");
        ari_runtime::Connect::new(url, credentials).request_deadline(deadline)
    };
    let at_once = caller(connect(Duration::from_secs(20)));
    let error = change(&at_once).send().await.expect_err("nobody is there");
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    let patient = caller(connect(Duration::from_secs(20)).retry());
    let sent = tokio::spawn(change(&patient).send());
    tokio::time::sleep(Duration::from_millis(300)).await;
    let listener = TcpListener::bind(address).await.expect("it is still free");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            while read_request(&mut stream).await.is_some() {
                let _ = stream.write_all(OK.as_bytes()).await;
            }
        }
    });
    sent.await.expect("it does not panic").expect("somebody is there");
}

#[tokio::test]
async fn after_an_unknown_outcome_it_is_told_whether_the_thing_is_there() {
    for (script, found) in [
        (["", OK].as_slice(), Some(true)),
        (["", NONE].as_slice(), Some(false)),
        (["", BOOTING].as_slice(), None),
        ([""].as_slice(), None),
    ] {
        let (server, seen) = scripted(script).await;
        let create =
            |caller: &Caller| Prepared::<Nothing>::new(caller.clone(), &CREATE).segment("a/b");
        let asking = caller(server.connect().retry());
        let error = create(&asking).send().await.expect_err("nobody knows");
        assert_eq!((error.kind(), error.is_there()), (ErrorKind::OutcomeUnknown, found), "{error}");
        assert_eq!(error.operation().map(Operation::name), Some("things.create"));
        assert_eq!(count(&seen, "POST"), 1);
        assert!(count(&seen, "GET") >= 1);
        // Unless it is asked for, nothing more is sent.
        let (server, seen) = scripted(script).await;
        let error = create(&server.caller()).send().await.expect_err("nobody knows");
        assert_eq!((error.is_there(), count(&seen, "GET")), (None, 0));
    }
}

/// Counts what passes.
struct Counted(Arc<dyn Transport>, Arc<Mutex<Vec<&'static str>>>, &'static str);

impl Transport for Counted {
    fn send(&self, request: Request) -> Responding {
        self.1.lock().expect("nobody panics").push(self.2);
        self.0.send(request)
    }
}

#[tokio::test]
async fn layers_see_every_attempt_the_last_named_one_first() {
    let (server, _) = scripted(&["", OK]).await;
    let order = Arc::new(Mutex::new(Vec::new()));
    let (first, last) = (order.clone(), order.clone());
    let connect = server
        .connect()
        .request_deadline(Duration::from_secs(20))
        .retry()
        .layer(move |it| Counted(it, first.clone(), "inner"))
        .layer(move |it| Counted(it, last.clone(), "outer"));
    read(&caller(connect)).send().await.expect("the second one is answered");
    let order = order.lock().expect("nobody panics");
    assert_eq!(*order, ["outer", "inner", "outer", "inner"]);
}

/// Has its own answer, and never gets to a server.
struct Deaf(AtomicUsize);

impl Transport for Deaf {
    fn send(&self, request: Request) -> Responding {
        self.0.fetch_add(1, Ordering::SeqCst);
        let deadline = request.deadline();
        Box::pin(async move {
            match deadline {
                Some(it) if it < Duration::from_secs(1) => {
                    Err(Error::from_transport(ErrorKind::NotSent, "too short"))
                }
                _ => std::future::pending::<Result<Response, Error>>().await,
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_transport_that_forgets_the_deadline_is_not_waited_for() {
    let client = ari_runtime::Client::<crate::server::Bare>::over(Deaf(AtomicUsize::new(0)));
    let error = change(&client.caller()).send().await.expect_err("it is deaf");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let short = change(&client.caller()).with_deadline(Duration::from_millis(10));
    assert_eq!(short.send().await.expect_err("too short").kind(), ErrorKind::NotSent);
}

#[tokio::test]
async fn a_request_by_hand_brings_back_whatever_comes() {
    let server = Server::start(|mut stream| async move {
        let request = read_request(&mut stream).await.unwrap_or_default();
        let line = request.lines().next().unwrap_or_default().to_owned();
        let (_, body) = request.split_once("\r\n\r\n").unwrap_or_default();
        let text = format!("{line}|{body}");
        let head =
            format!("HTTP/1.1 418 No\r\nX-Teapot: yes\r\nContent-Length: {}\r\n\r\n", text.len());
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(text.as_bytes()).await;
    })
    .await;
    let client = server.connect().rest().expect("the URL is one").0;
    let request = Request::raw(Method::Put, "/my/own%2Fthing")
        .with_query("a b", "c&d")
        .with_body(r#"{"e":1}"#);
    let response = client.send(request).await.expect("an answer");
    assert_eq!((response.status(), response.is_success()), (418, false));
    assert_eq!(response.header("x-teapot"), Some("yes"));
    assert!(response.headers().any(|it| it == ("x-teapot", "yes")));
    let body = response.into_body().bytes().await.expect("it is whole");
    assert_eq!(&body[..], br#"PUT /ari/my/own%2Fthing?a%20b=c%26d HTTP/1.1|{"e":1}"#);
}
