//! A server on this machine that takes every websocket, answers every request alike and sends the frames it is given; it
//! lives in threads of its own, and knows nothing of calls.

mod http;
mod studio;
mod websocket;

use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use studio::Studio;
pub use studio::{FRAME, FRAME_TIME};
pub use websocket::append_frame;

/// What is sent, some times in a row.
struct Order {
    bytes: Arc<[u8]>,
    times: usize,
    /// Is told when it was sent.
    done: Sender<()>,
}

/// What all connections share.
struct Shared {
    orders: Mutex<Receiver<Order>>,
    answered: AtomicUsize,
    url: String,
    api_docs: PathBuf,
    studio: Studio,
}

/// Where clients connect to.
pub struct Server {
    /// Such as `http://127.0.0.1:40123`.
    pub url: String,
    orders: Sender<Order>,
    shared: Arc<Shared>,
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
        let api_docs = crate::root().join("api-docs");
        let (orders_taken, answered) = (Mutex::new(taken), AtomicUsize::new(0));
        let shared = Shared {
            orders: orders_taken,
            answered,
            url: url.clone(),
            api_docs,
            studio: Studio::start(),
        };
        let shared = Arc::new(shared);
        let sharing = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let sharing = sharing.clone();
                thread::spawn(move || serve(stream, &sharing));
            }
        });
        Self { url, orders, shared }
    }

    /// Requests that were answered over HTTP, handshakes aside.
    pub fn answered(&self) -> usize {
        self.shared.answered.load(Ordering::Relaxed)
    }

    /// How late audio came back so far, in microseconds: each frame against the earliest of its stream. What comes is
    /// noted anew then.
    pub fn lateness(&self) -> Vec<u32> {
        self.shared.studio.lateness()
    }

    /// Has bytes sent through the next websocket that is free; what comes back is told when that is done.
    pub fn send(&self, bytes: &Arc<[u8]>, times: usize) -> Receiver<()> {
        let (done, sent) = channel();
        let order = Order { bytes: bytes.clone(), times, done };
        self.orders.send(order).expect("the server lives as long as this");
        sent
    }
}

fn serve(mut stream: TcpStream, shared: &Arc<Shared>) -> Option<()> {
    // Answers are short and wait for nobody.
    stream.set_nodelay(true).ok()?;
    let (path, key) = http::until_upgrade(&stream, shared)?;
    websocket::accept(&mut stream, &key)?;
    if path.starts_with("/media/") {
        return shared.studio.take(stream);
    }
    websocket::serve(stream, shared)
}
