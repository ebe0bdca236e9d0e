//! What the suites share: a fetched Asterisk and the smallest HTTP client; it knows no suite.

#![allow(dead_code, reason = "each suite uses a part")]

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use ari_harness::{Installation, Instance, Release, Setup, default_cache, fetch};

pub fn asterisk(release: Release) -> Installation {
    fetch(release, &default_cache()).expect("Asterisk can be fetched")
}

/// Starts an instance of the newest release.
pub fn start(setup: Setup) -> Instance {
    timed("start", || asterisk(Release::Sid).start(setup).expect("it starts"))
}

/// Runs it and prints how long it took, to be read with `--nocapture`.
pub fn timed<T>(what: &str, action: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = action();
    println!("{what}: {:.2} s", begin.elapsed().as_secs_f64());
    result
}

/// Status and whole answer of a request with the full user's credentials.
pub fn request(instance: &Instance, method: &str, path: &str) -> (u16, String) {
    let credentials = format!("{}:{}", instance.username(), instance.password());
    request_as(instance, &credentials, method, path, "")
}

pub fn request_as(
    instance: &Instance,
    credentials: &str,
    method: &str,
    path: &str,
    body: &str,
) -> (u16, String) {
    let url = instance.url();
    let address = url.strip_prefix("http://").expect("a plain URL");
    let separator = if path.contains('?') { '&' } else { '?' };
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(
        stream,
        "{method} /ari{path}{separator}api_key={credentials} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let status = answer.get(9..12).and_then(|code| code.parse().ok());
    (status.unwrap_or_else(|| panic!("no status in {answer:?}")), answer)
}

/// Waits up to ten seconds for it to become true.
pub fn eventually(what: &str, mut check: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !check() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
