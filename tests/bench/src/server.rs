//! A server on this machine that takes every websocket and sends what it is given; it lives in threads of its own, so
//! that its cost can be told from the client's.

use std::io::{BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::clock;

/// What is sent, some times in a row.
struct Order {
    bytes: Arc<[u8]>,
    times: usize,
    /// Is told what sending cost.
    done: Sender<Duration>,
}

/// One websocket's other end.
pub struct Server {
    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub url: String,
    orders: Sender<Order>,
    answered: Arc<AtomicUsize>,
}

impl Server {
    /// Starts one on a free port.
    ///
    /// # Panics
    ///
    /// There is no free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let (orders, taken) = channel();
        let taken = Arc::new(Mutex::new(taken));
        let answered = Arc::new(AtomicUsize::new(0));
        let counted = answered.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (taken, answered) = (taken.clone(), counted.clone());
                thread::spawn(move || serve(stream, &taken, &answered));
            }
        });
        Self { url, orders, answered }
    }

    /// Requests that were answered, handshakes aside.
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::Relaxed)
    }

    /// Has bytes sent; what comes back is told what that cost when it is done.
    pub fn send(&self, bytes: &Arc<[u8]>, times: usize) -> Receiver<Duration> {
        let (done, cost) = channel();
        let order = Order { bytes: bytes.clone(), times, done };
        self.orders.send(order).expect("the server lives as long as this");
        cost
    }
}

/// A text frame as a server sends it, in front of what follows.
///
/// # Panics
///
/// The text is longer than any event.
pub fn append_frame(bytes: &mut Vec<u8>, text: &str) {
    bytes.push(0x81);
    match u16::try_from(text.len()).expect("events are short") {
        length @ 0..126 => bytes.push(length as u8),
        length => {
            bytes.push(126);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes.extend(text.as_bytes());
}

/// The key of the websocket that a request asks for, if it does.
fn websocket_key(stream: &mut impl Read) -> Option<Option<String>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head);
    Some(head.lines().find_map(|it| {
        let (name, value) = it.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim().to_owned())
    }))
}

fn serve(
    mut stream: TcpStream,
    orders: &Mutex<Receiver<Order>>,
    answered: &AtomicUsize,
) -> Option<()> {
    let mut reading = BufReader::new(stream.try_clone().ok()?);
    let key = loop {
        if let Some(key) = websocket_key(&mut reading)? {
            break key;
        }
        // Whatever it is told to listen to, it says that it does.
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(head.as_bytes()).ok()?;
        answered.fetch_add(1, Ordering::Relaxed);
    };
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: {accept}\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).ok()?;
    let closing = stream.try_clone().ok()?;
    thread::spawn(move || until_closed(closing));
    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    for order in orders.iter() {
        let before = clock::of_thread();
        for _ in 0..order.times {
            stream.write_all(&order.bytes).ok()?;
        }
        let _ = order.done.send(clock::of_thread() - before);
    }
    Some(())
}

/// Hangs up when the client says goodbye; what else it says, its pings, needs no answer here.
fn until_closed(mut stream: TcpStream) -> Option<()> {
    loop {
        let mut head = [0; 2];
        stream.read_exact(&mut head).ok()?;
        let mut rest = vec![0; 4 + usize::from(head[1] & 0x7f)];
        stream.read_exact(&mut rest).ok()?;
        if head[0] & 0x0f == 8 {
            return stream.shutdown(Shutdown::Both).ok();
        }
    }
}
