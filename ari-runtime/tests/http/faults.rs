//! Faults of a connection that a real Asterisk does not produce on demand, and what a request makes of each.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ari_runtime::{
    Binary, BodyShape, Credentials, ErrorKind, Json, Method, Operation, Prepared, Removal, Removed,
};
use tokio::io::AsyncWriteExt;
use tokio::sync::Semaphore;

use crate::server::{READ, Server, change, read, read_request};

static REMOVE: Operation =
    Operation::new("things.delete", Method::Delete, "/things/{id}", BodyShape::Members);

/// A reply of lists in objects.
type Lists = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

#[tokio::test]
async fn a_connection_that_ends_before_the_response_leaves_the_outcome_open() {
    let server = Server::start(|mut stream| async move {
        read_request(&mut stream).await;
    })
    .await;
    let caller = server.caller();
    let error = change(&caller).send().await.expect_err("nobody answered");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert!(error.is_outcome_unknown() && !error.is_not_sent());
    assert!(error.to_string().contains("may have been executed"), "{error}");
    let error = read(&caller).send().await.expect_err("nobody answered");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
    // Each request was sent once.
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_response_that_breaks_off_leaves_the_outcome_open() {
    let server =
        Server::start(|mut stream| async move {
            read_request(&mut stream).await;
            let half = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{\"a\":";
            let _ = stream.write_all(half.as_bytes()).await;
        })
        .await;
    let caller = server.caller();
    let error = read(&caller).send().await.expect_err("half an answer");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
}

#[tokio::test]
async fn no_response_in_time_leaves_the_outcome_open() {
    let server =
        Server::start(
            |mut stream| async move { while read_request(&mut stream).await.is_some() {} },
        )
        .await;
    let caller = server.caller();
    let error = change(&caller).send().await.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    let error = change(&caller).with_deadline(Duration::from_millis(50)).send().await;
    assert!(error.expect_err("nobody answers").to_string().contains("50ms"));
    let error = read(&caller).send().await.expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
}

#[tokio::test]
async fn what_waited_for_a_connection_until_its_deadline_was_not_sent() {
    let server =
        Server::start(
            |mut stream| async move { while read_request(&mut stream).await.is_some() {} },
        )
        .await;
    let caller = server.caller();
    let slow = Duration::from_secs(3);
    let busy: Vec<_> =
        (0..2).map(|_| tokio::spawn(change(&caller).with_deadline(slow).send())).collect();
    while server.connections() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let error = change(&caller).send().await.expect_err("there is no connection");
    assert_eq!(error.kind(), ErrorKind::NotSent, "{error}");
    assert!(error.is_not_sent());
    assert_eq!(server.connections(), 2);
    busy.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test]
async fn connections_are_bounded_and_reused() {
    let at_once = Arc::new(Semaphore::new(2));
    let server = Server::start(move |mut stream| {
        let at_once = at_once.clone();
        async move {
            while read_request(&mut stream).await.is_some() {
                let _place = at_once.try_acquire().expect("no more than two at once");
                tokio::time::sleep(Duration::from_millis(5)).await;
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
            }
        }
    })
    .await;
    let caller = server.caller();
    let deadline = Duration::from_secs(20);
    let requests: Vec<_> =
        (0..50).map(|_| tokio::spawn(change(&caller).with_deadline(deadline).send())).collect();
    for request in requests {
        request.await.expect("it ran").expect("it was answered");
    }
    assert!(server.connections() <= 2, "{}", server.connections());
}

#[tokio::test]
async fn a_connection_that_the_server_closed_while_idle_costs_nothing() {
    let server = Server::start(|mut stream| async move {
        read_request(&mut stream).await;
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    })
    .await;
    let caller = server.caller();
    for _ in 0..3 {
        change(&caller).send().await.expect("each on a connection of its own");
        // The close has to arrive; a request that crosses it has an unknown outcome.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn every_success_is_one() {
    for status in ["200 OK", "201 Created", "202 Accepted", "204 No Content"] {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        let server = Server::answering(answer.leak()).await;
        change(&server.caller()).send().await.expect(status);
    }
}

#[tokio::test]
async fn all_four_shapes_of_an_error_are_read() {
    for (head, body, message) in [
        ("Content-Type: application/json", r#"{"message":"Thing not found"}"#, "Thing not found"),
        ("Content-Type: application/json", r#"{"error":"Allocation failed"}"#, "Allocation failed"),
        ("Content-Type: text/html", "<html><title>404 Not Found</title></html>", "404 Not Found"),
        ("X-Nothing: here", "", "Asterisk gave no message"),
    ] {
        let length = body.len();
        let answer =
            format!("HTTP/1.1 404 Not Found\r\n{head}\r\nContent-Length: {length}\r\n\r\n{body}");
        let server = Server::answering(answer.leak()).await;
        let error = read(&server.caller()).send().await.expect_err("a 404");
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert_eq!(error.status(), Some(404));
        assert_eq!(error.message(), message);
        assert_eq!(error.documented_reason(), Some("There is no such thing"));
        assert_eq!(error.operation().map(Operation::name), Some("things.get"));
        assert_eq!(error.path(), Some("/things/1"));
    }
}

#[tokio::test]
async fn gone_is_done_and_not_served_is_an_error() {
    for (body, wanted) in [
        (r#"{"message":"Thing not found"}"#, Ok(Removal::AlreadyGone)),
        (r#"{"message":"Resource not found"}"#, Err(ErrorKind::NotFound)),
    ] {
        let answer = format!(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let server = Server::answering(answer.leak()).await;
        let removed: Prepared<Removed> = Prepared::new(server.caller(), &REMOVE).segment("1");
        assert_eq!(removed.send().await.map_err(|error| error.kind()), wanted);
    }
}

#[tokio::test]
async fn a_response_that_is_not_as_documented_is_told_with_its_place() {
    let answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"a\":{\"b\":[1,true]}}";
    let server = Server::answering(answer).await;
    let request: Prepared<Json<Lists>> = Prepared::new(server.caller(), &READ).segment("1");
    let error = request.send().await.expect_err("true is no number");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("$.a.b[1]"), "{error}");
}

#[tokio::test]
async fn a_download_arrives_piece_by_piece_and_its_break_is_an_error() {
    let server = Server::start(|mut stream| async move {
        read_request(&mut stream).await;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nContent-Length: 8\r\n\r\nRIFF";
        let _ = stream.write_all(head.as_bytes()).await;
    })
    .await;
    let request: Prepared<Binary> = Prepared::new(server.caller(), &READ).segment("1");
    let mut body = request.send().await.expect("the head came");
    assert_eq!(body.chunk().await.expect("a piece").as_deref(), Some(&b"RIFF"[..]));
    assert_eq!(body.chunk().await.expect_err("it broke off").kind(), ErrorKind::NoAnswer);
}

#[tokio::test]
async fn credentials_are_in_the_header_and_nowhere_else() {
    let (sender, mut seen) = tokio::sync::mpsc::channel(1);
    let server = Server::start(move |mut stream| {
        let sender = sender.clone();
        async move {
            if let Some(request) = read_request(&mut stream).await {
                let _ = sender.send(request).await;
                let _ = stream
                    .write_all(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
                    .await;
            }
        }
    })
    .await;
    let error = change(&server.caller()).send().await.expect_err("a 401");
    let request = seen.recv().await.expect("it was sent");
    // user:secret
    assert!(request.to_lowercase().contains("authorization: basic dxnlcjpzzwnyzxq="), "{request}");
    let line = request.lines().next().unwrap_or_default();
    assert_eq!(line, "POST /ari/things HTTP/1.1");
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert_eq!(format!("{:?}", Credentials::new("user", "secret")), "Credentials(..)");
}

#[tokio::test]
async fn a_body_larger_than_asterisk_reads_is_refused_before_sending() {
    let server = Server::answering("HTTP/1.1 204 No Content\r\n\r\n").await;
    let request = change(&server.caller()).variables("variables", [("A", "x".repeat(41_000))]);
    let error = request.send().await.expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(server.connections(), 0);
}
