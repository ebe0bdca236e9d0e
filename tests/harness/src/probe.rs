//! Asks a port whether Asterisk answers there; knows the least of HTTP and SIP that this takes.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, UdpSocket},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_millis(1000);

/// What answers to a ping on a port.
pub(crate) enum Answer {
    /// The instance in question, ready.
    Ready,
    /// Another Asterisk.
    Stranger,
    /// Nobody, or not yet.
    Nothing,
}

/// GET /ari/asterisk/ping below a prefix, answered by the instance that calls itself `entity`.
pub(crate) fn ping(address: SocketAddr, prefix: &str, credentials: &str, entity: &str) -> Answer {
    match get(address, &format!("{prefix}/ari/asterisk/ping"), credentials) {
        Ok(answer) if is_ok(&answer) && answer.contains(entity) => Answer::Ready,
        Ok(answer) if is_ok(&answer) => Answer::Stranger,
        Ok(_) | Err(_) => Answer::Nothing,
    }
}

/// Whether something answers to a SIP OPTIONS request.
pub(crate) fn answers_options(address: SocketAddr) -> bool {
    options(address).is_ok_and(|answer| answer.starts_with("SIP/2.0"))
}

fn is_ok(answer: &str) -> bool {
    answer.lines().next().is_some_and(|line| line.contains(" 200 "))
}

fn get(address: SocketAddr, path: &str, credentials: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "GET {path}?api_key={credentials} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn options(address: SocketAddr) -> io::Result<String> {
    let socket = UdpSocket::bind((address.ip(), 0))?;
    socket.set_read_timeout(Some(Duration::from_millis(200)))?;
    socket.connect(address)?;
    let own = socket.local_addr()?;
    let request = format!(
        "OPTIONS sip:{address} SIP/2.0\r\n\
         Via: SIP/2.0/UDP {own};branch=z9hG4bK-{port}\r\n\
         From: <sip:probe@{own}>;tag={port}\r\n\
         To: <sip:{address}>\r\n\
         Call-ID: probe-{port}@{own}\r\n\
         CSeq: 1 OPTIONS\r\n\
         Contact: <sip:probe@{own}>\r\n\
         Max-Forwards: 70\r\n\
         Content-Length: 0\r\n\r\n",
        port = own.port()
    );
    socket.send(request.as_bytes())?;
    let mut answer = [0; 2048];
    let length = socket.recv(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
}
