//! One websocket: sends the frames it is given, and answers the requests that come through it.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::Deserialize;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::Shared;

/// A request as it comes through the websocket.
#[derive(Deserialize)]
struct Request<'a> {
    request_id: &'a str,
    uri: &'a str,
}

/// A text frame as a server sends it, behind what is there already.
///
/// # Panics
///
/// The text is longer than any event.
pub fn append_frame(bytes: &mut Vec<u8>, text: &str) {
    append(bytes, 0x81, text.as_bytes());
}

fn append(bytes: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    bytes.push(kind);
    match u16::try_from(payload.len()).expect("events are short") {
        length @ 0..126 => bytes.push(length as u8),
        length => {
            bytes.push(126);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes.extend(payload);
}

/// Agrees to a websocket.
pub(super) fn accept(stream: &mut TcpStream, key: &str) -> Option<()> {
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
         sec-websocket-accept: {accept}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).ok()
}

pub(super) fn serve(stream: TcpStream, shared: &Arc<Shared>) -> Option<()> {
    let (reading, closing) = (stream.try_clone().ok()?, stream.try_clone().ok()?);
    // Whoever writes does so in whole frames.
    let writing = Arc::new(Mutex::new(stream));
    let answering = writing.clone();
    thread::spawn(move || {
        answer_requests(reading, &answering);
        // Whoever sends is told.
        closing.shutdown(Shutdown::Both)
    });
    let sending = shared.clone();
    let orders = sending.orders.lock().unwrap_or_else(PoisonError::into_inner);
    for order in orders.iter() {
        for _ in 0..order.times {
            write(&writing, &order.bytes)?;
        }
        let _ = order.done.send(());
    }
    Some(())
}

fn write(stream: &Mutex<TcpStream>, bytes: &[u8]) -> Option<()> {
    stream.lock().unwrap_or_else(PoisonError::into_inner).write_all(bytes).ok()
}

/// Reads what the client says until it closes.
fn answer_requests(stream: TcpStream, writing: &Mutex<TcpStream>) -> Option<()> {
    let mut reading = BufReader::new(stream);
    let mut bytes = Vec::new();
    loop {
        let (kind, payload) = frame(&mut reading)?;
        bytes.clear();
        match kind {
            1 => append_frame(&mut bytes, &answer(&payload)?),
            8 => return None,
            9 => append(&mut bytes, 0x8a, &payload),
            _ => continue,
        }
        // Each by itself, as Asterisk does.
        write(writing, &bytes)?;
    }
}

fn answer(payload: &[u8]) -> Option<String> {
    let Request { request_id, uri } = serde_json::from_slice(payload).ok()?;
    let (status, body) = if uri.starts_with("channels/") {
        (r#"204,"reason_phrase":"No Content""#, "")
    } else {
        (r#"200,"reason_phrase":"OK""#, r#","content_type":"application/json","message_body":"{}""#)
    };
    Some(format!(
        r#"{{"type":"RESTResponse","transaction_id":"","request_id":"{request_id}","status_code":{status},"uri":"{uri}"{body},"application":"bench","timestamp":"2026-11-21T08:07:37.544+0000","asterisk_id":"02:fc:00:00:00:01"}}"#
    ))
}

/// A frame of the client's, unmasked.
fn frame(reading: &mut impl Read) -> Option<(u8, Vec<u8>)> {
    let mut head = [0; 2];
    reading.read_exact(&mut head).ok()?;
    let length = match head[1] & 0x7f {
        126 => {
            let mut length = [0; 2];
            reading.read_exact(&mut length).ok()?;
            usize::from(u16::from_be_bytes(length))
        }
        length => usize::from(length),
    };
    let mut mask = [0; 4];
    reading.read_exact(&mut mask).ok()?;
    let mut payload = vec![0; length];
    reading.read_exact(&mut payload).ok()?;
    payload.iter_mut().zip(mask.iter().cycle()).for_each(|(byte, mask)| *byte ^= mask);
    Some((head[0] & 0x0f, payload))
}
