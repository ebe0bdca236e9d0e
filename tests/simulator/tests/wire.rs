//! Requests over HTTP: what is refused before any operation, and in which shape, as seen of Asterisk 22.10.1.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use ari_simulator::Simulator;
use common::{AUTHORIZATION, Tcp, admitted, ask, request};
use serde_json::json;

const PAGE_404: &str = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\r\n\
    <html><head>\r\n\
    <title>404 Not Found</title>\r\n\
    </head><body>\r\n\
    <h1>Not Found</h1>\r\n\
    <p>The requested URL was not found on this server.</p>\r\n\
    <hr />\r\n\
    <address>Asterisk/22.10.1</address>\r\n\
    </body></html>\r\n";

#[tokio::test]
async fn below_ari_there_are_pages() {
    let simulator = Simulator::start().await.unwrap();
    let absolute = format!("GET {}/ari/asterisk/ping", simulator.url());
    for line in ["GET /", "GET /arix/channels", "POST /foo", &absolute] {
        let response = ask(&simulator, line, "", "").await;
        assert_eq!((response.status, response.body.as_str()), (404, PAGE_404), "{line}");
        assert_eq!(response.header("content-type"), Some("text/html"));
        assert_eq!(response.header("server"), Some("Asterisk/22.10.1"));
    }
}

#[tokio::test]
async fn credentials_come_first_and_in_two_ways() {
    let simulator = Simulator::start().await.unwrap();
    let wrong = "Authorization: Basic eDp5\r\n";
    for (line, headers) in [
        ("GET /ari/bogus", ""),
        ("GET /ari/bogus", wrong),
        ("GET /ari/bogus", "Authorization: Basic !\r\n"),
        ("GET /ari/bogus?api_key=asterisk", ""),
        ("GET /ari/bogus?api_key=asterisk:wrong", ""),
        // The header is believed, the key is not asked for.
        ("GET /ari/bogus?api_key=asterisk:asterisk", wrong),
        ("GET /ari/events?app=a", ""),
    ] {
        let response = ask(&simulator, line, headers, "").await;
        assert_eq!(response.line, "HTTP/1.1 401 Unauthorized", "{line} {headers}");
        assert_eq!(response.json(), json!({"message": "Authentication required"}));
        let challenge = r#"Basic realm="Asterisk REST Interface""#;
        assert_eq!(response.header("www-authenticate"), Some(challenge));
    }
    for (line, headers) in [
        ("GET /ari/bogus", AUTHORIZATION),
        ("GET /ari/bogus?api_key=asterisk:wrong", AUTHORIZATION),
        ("GET /ari/bogus?api_key=asterisk:asterisk", ""),
        ("GET /ari/bogus?api_key=asterisk%3Aasterisk", "Authorization: Bearer eDp5\r\n"),
    ] {
        let response = ask(&simulator, line, headers, "").await;
        assert_eq!(response.line, "HTTP/1.1 404 Not Found", "{line} {headers}");
        assert_eq!(response.body, r#"{"message":"Resource not found"}"#);
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert_eq!(response.header("cache-control"), Some("no-cache, no-store"));
        assert_eq!(response.header("content-length"), Some("32"));
    }
}

#[tokio::test]
async fn who_may_only_look_writes_nothing() {
    let simulator =
        Simulator::builder().user("ivr", "secret").read_only_user("wall", "w").start().await;
    let simulator = simulator.unwrap();
    assert_eq!((simulator.username(), simulator.password()), ("ivr", "secret"));
    for (line, status) in [
        ("POST /ari/bogus?api_key=wall:w", 403),
        ("HEAD /ari/bogus?api_key=wall:w", 403),
        ("GET /ari/bogus?api_key=wall:w", 404),
        ("POST /ari/bogus?api_key=ivr:secret", 404),
        // Nobody by the default's name.
        ("GET /ari/bogus?api_key=asterisk:asterisk", 401),
    ] {
        let mut tcp = Tcp::to(&simulator).await;
        tcp.send(request(line, "", "")).await;
        if line.starts_with("HEAD") {
            continue;
        }
        assert_eq!(tcp.response().await.unwrap().status, status, "{line}");
    }
    let response = ask(&simulator, "POST /ari/channels?api_key=wall:w", "", "").await;
    assert_eq!(response.json(), json!({"message": "Write access denied"}));
    // The body is read before anybody is asked who it is.
    let json = "Content-Type: application/json\r\n";
    for who in ["?api_key=wall:w", ""] {
        let response = ask(&simulator, &format!("POST /ari/channels{who}"), json, "{").await;
        assert_eq!(response.json(), json!({"message": "Error parsing request body"}), "{who}");
    }
}

#[tokio::test]
async fn a_path_tells_its_verbs_and_has_no_slash_at_its_end() {
    let simulator = Simulator::start().await.unwrap();
    for (line, status, verbs) in [
        ("PUT /ari/channels", 405, "OPTIONS,GET,POST"),
        ("PATCH /ari/deviceStates/x", 405, "OPTIONS,GET,PUT,DELETE"),
        ("OPTIONS /ari/channels/x", 204, "OPTIONS,GET,POST,DELETE"),
        ("OPTIONS /ari/playbacks", 204, "OPTIONS"),
    ] {
        let response = ask(&simulator, line, AUTHORIZATION, "").await;
        assert_eq!((response.status, response.header("allow")), (status, Some(verbs)), "{line}");
    }
    let response = ask(&simulator, "GET /ari/channels/", AUTHORIZATION, "").await;
    let message = "ARI URLs do not end with a slash. Try /ari/channels";
    assert_eq!((response.status, response.json()), (404, json!({ "message": message })));
}

#[tokio::test]
async fn some_failures_have_phrases_of_their_own() {
    let simulator = Simulator::start().await.unwrap();
    for (line, phrase) in [
        ("GET /ari/bridges/none", "404 Not Found"),
        ("DELETE /ari/bridges/none/moh", "404 Not found"),
        ("GET /ari/channels/none/variable?variable=v", "404 Channel Not Found"),
        ("GET /ari/channels/none", "404 Not Found"),
    ] {
        let response = ask(&simulator, line, AUTHORIZATION, "").await;
        assert_eq!(response.line, format!("HTTP/1.1 {phrase}"), "{line}");
    }
}

#[tokio::test]
async fn bodies_count_by_their_type() {
    let simulator = Simulator::start().await.unwrap();
    let json = "Content-Type: application/json; charset=utf-8\r\n";
    let caps = "Content-Type: Application/JSON\r\n";
    let text = "Content-Type: text/plain\r\n";
    for (headers, body, status) in [
        (json, "{bad", 400),
        (caps, "{bad", 400),
        (json, "1", 400),
        (json, "  ", 400),
        (json, "{} {}", 400),
        (json, "[1]", 404),
        (json, r#" {"a":1}"#, 404),
        (json, "", 404),
        (text, "{bad", 404),
        ("", "{bad", 404),
    ] {
        let response = admitted(&simulator, "GET /ari/bogus", headers, body).await;
        assert_eq!(response.status, status, "{headers} {body:?}");
    }
    let mut tcp = Tcp::to(&simulator).await;
    let head = format!("GET /ari/bogus HTTP/1.1\r\nHost: x\r\n{AUTHORIZATION}{json}");
    tcp.send(format!("{head}Content-Length: 5\r\n\r\n")).await;
    tcp.send(b"[\"\xff\"]").await;
    assert_eq!(tcp.response().await.unwrap().status, 400, "no UTF-8");
    tcp.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n"))
        .await;
    assert_eq!(tcp.response().await.unwrap().status, 404, "in chunks");
}

#[tokio::test]
async fn a_body_may_have_40960_bytes() {
    let simulator = Simulator::start().await.unwrap();
    let body = |length: usize| format!("[\"{}\"]", "x".repeat(length - 4));
    let json = "Content-Type: application/json\r\n";
    let response = admitted(&simulator, "POST /ari/bogus", json, &body(40_960)).await;
    assert_eq!(response.status, 404);
    for headers in [json, "Content-Type: application/x-www-form-urlencoded\r\n"] {
        let mut tcp = Tcp::to(&simulator).await;
        tcp.send(request("POST /ari/bogus", headers, &body(40_961))).await;
        let response = tcp.response().await.unwrap();
        assert_eq!(response.line, "HTTP/1.1 413 Request Entity Too Large");
        assert_eq!(response.json(), json!({"message": "Request body too large"}));
        assert_eq!(response.header("connection"), Some("close"));
        tcp.ends().await;
    }
    let response = admitted(&simulator, "POST /ari/bogus", "", &body(100_000)).await;
    assert_eq!(response.status, 404, "what nobody reads may be as large as it likes");
}

#[tokio::test]
async fn lines_may_have_4095_bytes_and_a_request_100_headers() {
    let simulator = Simulator::start().await.unwrap();
    let line = |length: usize| {
        let around = "GET /ari/bogus? HTTP/1.1\r\n".len();
        request(&format!("GET /ari/bogus?{}", "x".repeat(length - around)), AUTHORIZATION, "")
    };
    let header = |length: usize| {
        let long = format!("X-A: {}\r\n", "x".repeat(length - "X-A: \r\n".len()));
        request("GET /ari/bogus", &format!("{AUTHORIZATION}{long}"), "")
    };
    let headers = |number: usize| {
        // Host, Authorization and Content-Length are there already.
        let more: String = (3..number).map(|n| format!("X-{n}: 1\r\n")).collect();
        request("GET /ari/bogus", &format!("{AUTHORIZATION}{more}"), "")
    };
    for fine in [line(4_095), header(4_095), headers(100)] {
        let mut tcp = Tcp::to(&simulator).await;
        tcp.send(fine).await;
        assert_eq!(tcp.response().await.unwrap().status, 404);
    }
    for (sent, status, text) in [
        (line(4_096), 400, "Request line too long"),
        (line(40_000), 400, "Request line too long"),
        (header(4_096), 400, "Header line too long"),
        (header(100_000), 400, "Header line too long"),
        (headers(101), 413, "Too many headers"),
    ] {
        let mut tcp = Tcp::to(&simulator).await;
        tcp.send(sent).await;
        let response = tcp.response().await.unwrap();
        assert_eq!(response.status, status, "{text}");
        assert!(response.body.contains(&format!("<p>{text}</p>")), "{}", response.body);
        tcp.ends().await;
    }
}

#[tokio::test]
async fn a_connection_serves_one_request_after_the_other() {
    let simulator = Simulator::start().await.unwrap();
    let mut tcp = Tcp::to(&simulator).await;
    let one = request("GET /ari/bogus", AUTHORIZATION, "");
    tcp.send(one.repeat(3)).await;
    for _ in 0..3 {
        assert_eq!(tcp.response().await.unwrap().status, 404);
    }
    tcp.send(request("GET /ari/bogus", "Connection: close\r\n", "")).await;
    assert_eq!(tcp.response().await.unwrap().header("connection"), Some("close"));
    tcp.ends().await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_connection_ends_after_15_seconds() {
    let simulator = Simulator::start().await.unwrap();
    let mut tcp = Tcp::to(&simulator).await;
    tcp.send(request("GET /ari/bogus", AUTHORIZATION, "")).await;
    assert_eq!(tcp.response().await.unwrap().status, 404);
    let since = tokio::time::Instant::now();
    tcp.ends().await;
    let idle = since.elapsed();
    assert!(idle >= Duration::from_secs(14) && idle < Duration::from_secs(17), "{idle:?}");
}

#[tokio::test]
async fn one_connection_too_many_is_reset() {
    let simulator = Simulator::builder().session_limit(2).start().await.unwrap();
    let mut first = Tcp::to(&simulator).await;
    let mut second = Tcp::to(&simulator).await;
    let mut third = Tcp::to(&simulator).await;
    third.ends().await;
    for tcp in [&mut first, &mut second] {
        tcp.send(request("GET /ari/bogus", AUTHORIZATION, "")).await;
        assert_eq!(tcp.response().await.unwrap().status, 404);
    }
}

#[tokio::test]
async fn sounds_can_be_exactly_those_that_are_named() {
    let second = Duration::from_secs(1);
    let builder = Simulator::builder().sound("menu", second).only_these_sounds();
    let simulator = builder.start().await.unwrap();
    let sounds = admitted(&simulator, "GET /ari/sounds", "", "").await.json();
    let names: Vec<_> = sounds.as_array().unwrap().iter().map(|it| &it["id"]).collect();
    assert_eq!(names, ["menu"]);
    assert_eq!(admitted(&simulator, "GET /ari/sounds/menu", "", "").await.status, 200);
    assert_eq!(admitted(&simulator, "GET /ari/sounds/hello-world", "", "").await.status, 404);
}

#[tokio::test(start_paused = true)]
async fn a_sound_that_is_not_among_them_cannot_be_played() {
    let dialplan = "
[default]
exten => 1000,1,Playback(menu)
 same => n,Goto(played-${PLAYBACKSTATUS},1)
exten => 2000,1,Playback(menue)
 same => n,Goto(played-${PLAYBACKSTATUS},1)
exten => played-SUCCESS,1,Hangup(16)
exten => played-FAILED,1,Hangup(21)";
    let builder = Simulator::builder().dialplan(dialplan).unwrap();
    let builder = builder.sound("menu", Duration::from_secs(1)).only_these_sounds();
    let simulator = builder.start().await.unwrap();
    assert_eq!(simulator.call("1000").dials_in().ended().await, 16);
    assert_eq!(simulator.call("2000").dials_in().ended().await, 21);
}

#[tokio::test]
async fn stopping_and_dropping_end_every_connection() {
    let simulator = Simulator::start().await.unwrap();
    let address = simulator.address();
    let mut idle = Tcp::to(&simulator).await;
    idle.send(request("GET /ari/bogus", AUTHORIZATION, "")).await;
    assert_eq!(idle.response().await.unwrap().status, 404);
    common::soon(simulator.stop()).await;
    idle.ends().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());

    let simulator = Simulator::start().await.unwrap();
    let address = simulator.address();
    let mut open = Tcp::to(&simulator).await;
    open.send(request("GET /ari/bogus", AUTHORIZATION, "")).await;
    assert_eq!(open.response().await.unwrap().status, 404);
    drop(simulator);
    open.ends().await;
    let refused = async {
        while tokio::net::TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    common::soon(refused).await;
}
