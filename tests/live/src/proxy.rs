//! A proxy that does to connections what bad networks and dying servers do. Of HTTP it knows request lines and
//! upgrades; of ARI and the SDK it must not know anything.

use std::future::{Future, pending};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream, lookup_host};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;

/// More than any request of the client, so that a request line and its headers are read together.
const CHUNK: usize = 64 * 1024;

/// Which connections a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there are no other connections")]
pub enum Which {
    /// All of them.
    All,
    /// Those that asked to become websockets, from the request on, unless they were refused.
    Websockets,
}

impl Which {
    fn includes(self, line: &Line) -> bool {
        self == Self::All || line.is_websocket()
    }
}

/// A proxy on a loopback port in front of a server. It is transparent until told otherwise; dropping it ends all of its
/// connections.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    target: SocketAddr,
    faults: watch::Sender<Faults>,
    lines: Arc<Mutex<Lines>>,
    listening: Mutex<Option<JoinHandle<()>>>,
    /// Bound, and never listening: nobody else gets the port while connections are refused.
    _port: TcpSocket,
}

impl Proxy {
    /// A proxy of a server, given as `http://host:port` or `host:port`. The server need not be there yet.
    ///
    /// # Panics
    ///
    /// The address is none, or no port is to be had.
    pub async fn start(server: &str) -> Self {
        let host = server.strip_prefix("http://").unwrap_or(server);
        let host = host.split('/').next().unwrap_or(host);
        let target = match lookup_host(host).await.map(|mut found| found.next()) {
            Ok(Some(target)) => target,
            other => panic!("no proxy of {server}: {other:?}"),
        };
        let (port, address) = match bind((Ipv4Addr::LOCALHOST, 0).into()) {
            Ok(bound) => bound,
            Err(error) => panic!("no port for a proxy: {error}"),
        };
        let proxy = Self {
            address,
            target,
            faults: watch::Sender::default(),
            lines: Arc::default(),
            listening: Mutex::default(),
            _port: port,
        };
        proxy.accept();
        proxy
    }

    /// `http://127.0.0.1:PORT`, which stays the same.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Holds back each chunk, and the end of a stream, for this long in either direction, on all connections. What
    /// comes meanwhile waits in line, so that it may take twice as long. Zero ends it, but not for what is held back.
    pub fn delay(&self, delay: Duration) {
        self.faults.send_modify(|it| it.delay = delay);
    }

    /// Moves nothing any more in either direction, not even the end of a stream, on connections that exist and on new
    /// ones. The kernel still accepts connections and what is sent, so that either side sees a peer that fell silent.
    pub fn stall(&self, which: Which) {
        self.faults.send_modify(|it| it.stalled = Some(which));
    }

    /// Ends the stall: what was held back is delivered.
    pub fn resume(&self) {
        self.faults.send_modify(|it| it.stalled = None);
    }

    /// Never answers requests whose target begins with this, such as `/ari/applications`, nor anything after them on
    /// their connections. Other connections work; handshakes of websockets are requests too. There may be several.
    pub fn hang(&self, target: impl Into<String>) {
        let target = target.into();
        self.faults.send_modify(|it| it.hanging.push(target));
    }

    /// Answers all new requests again. Those that hang stay so: their connections are dead.
    pub fn unhang(&self) {
        self.faults.send_modify(|it| it.hanging.clear());
    }

    /// Aborts the connections that there are, on both sides. What was on its way is lost.
    pub fn reset(&self, which: Which) {
        self.order(which, Order::Reset);
    }

    /// Ends the connections that there are as a server does that shuts down, on both sides. What is held back is lost.
    /// They count until the client has closed them too.
    pub fn close(&self, which: Which) {
        self.order(which, Order::Close);
    }

    /// Ends each websocket that there is inside the next frame from the server: all but the last byte of what is read
    /// goes through, and then the connection is closed as by [`close`](Self::close).
    pub fn cut_mid_frame(&self) {
        self.order(Which::Websockets, Order::Cut);
    }

    /// Refuses new connections from when this returns; those that there are go on.
    pub async fn refuse(&self) {
        let listening = locked(&self.listening).take();
        if let Some(listening) = listening {
            listening.abort();
            // Only then is the socket closed.
            let _ = listening.await;
        }
    }

    /// Accepts connections again, on the same port.
    ///
    /// # Panics
    ///
    /// The port is taken.
    pub fn accept(&self) {
        let mut listening = locked(&self.listening);
        if listening.is_none() {
            let listener = match bind(self.address).and_then(|(socket, _)| socket.listen(128)) {
                Ok(listener) => listener,
                Err(error) => panic!("no proxy on {}: {error}", self.address),
            };
            let (faults, lines) = (self.faults.subscribe(), self.lines.clone());
            *listening = Some(tokio::spawn(listen(listener, self.target, faults, lines)));
        }
    }

    /// How many connections the client holds open: it has not closed its side, which is noticed in a stall too, and
    /// they were not reset.
    pub fn connections(&self) -> usize {
        self.count(Which::All)
    }

    /// How many of these are websockets.
    pub fn websockets(&self) -> usize {
        self.count(Which::Websockets)
    }

    /// How many connections there ever were.
    pub fn accepted(&self) -> usize {
        locked(&self.lines).accepted
    }

    fn count(&self, which: Which) -> usize {
        let held = |line: &Arc<Line>| which.includes(line) && !line.has_left();
        locked(&self.lines).carried().filter(held).count()
    }

    fn order(&self, which: Which, order: Order) {
        for line in locked(&self.lines).carried().filter(|line| which.includes(line)) {
            line.order.send_modify(|it| *it = order.max(*it));
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(listening) = locked(&self.listening).take() {
            // The connections end with the set of their tasks.
            listening.abort();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bind(address: SocketAddr) -> io::Result<(TcpSocket, SocketAddr)> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let address = socket.local_addr()?;
    Ok((socket, address))
}

async fn listen(
    listener: TcpListener,
    target: SocketAddr,
    faults: watch::Receiver<Faults>,
    lines: Arc<Mutex<Lines>>,
) {
    loop {
        match listener.accept().await {
            Ok((client, _)) => locked(&lines).add(client, target, faults.clone()),
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

/// What is wrong from now on.
#[derive(Debug, Default)]
struct Faults {
    delay: Duration,
    stalled: Option<Which>,
    hanging: Vec<String>,
}

/// What is to become of one connection; each outranks those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Carry,
    Cut,
    Close,
    Reset,
}

/// The connections; a line lives as long as the task that carries it.
#[derive(Debug, Default)]
struct Lines {
    accepted: usize,
    lines: Vec<Weak<Line>>,
    tasks: JoinSet<()>,
}

impl Lines {
    fn add(&mut self, client: TcpStream, target: SocketAddr, faults: watch::Receiver<Faults>) {
        self.accepted += 1;
        while self.tasks.try_join_next().is_some() {}
        self.lines.retain(|line| line.strong_count() > 0);
        let line = Arc::new(Line {
            websocket: AtomicBool::new(false),
            left: AtomicBool::new(false),
            order: watch::Sender::new(Order::Carry),
            faults,
        });
        self.lines.push(Arc::downgrade(&line));
        self.tasks.spawn(async move { line.carry(client, target).await });
    }

    fn carried(&self) -> impl Iterator<Item = Arc<Line>> {
        self.lines.iter().filter_map(Weak::upgrade)
    }
}

/// Why a connection is not carried on.
#[derive(Debug)]
enum End {
    /// Both sides have ended it.
    Over,
    /// One side broke it, or is to see it broken.
    Broken,
    /// Both sides are to see the end of it.
    Closed,
    /// The client is to wait forever.
    Hung,
}

/// A connection of the client and the one to the server that belongs to it.
#[derive(Debug)]
struct Line {
    websocket: AtomicBool,
    /// The client closed its side.
    left: AtomicBool,
    order: watch::Sender<Order>,
    faults: watch::Receiver<Faults>,
}

impl Line {
    async fn carry(&self, mut client: TcpStream, target: SocketAddr) {
        let Ok(mut server) = TcpStream::connect(target).await else {
            let _ = client.set_zero_linger();
            return;
        };
        // Timing is the proxy's to choose, not the kernel's.
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let mut end = self.until(Order::Close, self.relay(&mut client, &mut server)).await;
        if matches!(end, End::Hung) {
            end = self.until(Order::Close, self.drain(&mut client)).await;
        }
        if matches!(end, End::Closed) {
            let _ = (client.shutdown().await, server.shutdown().await);
            let both = async { tokio::join!(self.drain(&mut client), until_end(&mut server)).0 };
            end = self.until(Order::Reset, both).await;
        }
        if matches!(end, End::Broken) {
            let _ = (client.set_zero_linger(), server.set_zero_linger());
        }
    }

    /// Goes on with this until it ends, or there is an order of at least this rank.
    async fn until(&self, least: Order, work: impl Future<Output = End>) -> End {
        let mut orders = self.order.subscribe();
        tokio::select! {
            biased;
            order = orders.wait_for(|order| *order >= least) => match order.as_deref() {
                Ok(Order::Reset) => End::Broken,
                _ => End::Closed,
            },
            end = work => end,
        }
    }

    async fn relay(&self, client: &mut TcpStream, server: &mut TcpStream) -> End {
        let (from_client, to_client) = client.split();
        let (from_server, to_server) = server.split();
        let both = tokio::try_join!(
            self.carry_requests(from_client, to_server),
            self.carry_answers(from_server, to_client),
        );
        both.err().unwrap_or(End::Over)
    }

    async fn carry_requests(
        &self,
        mut client: ReadHalf<'_>,
        mut server: WriteHalf<'_>,
    ) -> Result<(), End> {
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = client.read(&mut buffer).await;
            let chunk = &buffer[..*read.as_ref().unwrap_or(&0)];
            if chunk.is_empty() {
                self.left();
            }
            // A request begins a chunk: the client writes each at once, and none before the last one was answered.
            let request = Request::at_the_start_of(chunk);
            if let Some(request) = &request {
                self.websocket.store(request.upgrades, Ordering::SeqCst);
            }
            tokio::select! {
                () = self.held_back() => {}
                () = self.watch_leaving(&client) => {}
            }
            if request.is_some_and(|it| self.hangs(it.target)) {
                return Err(End::Hung);
            }
            read.map_err(broken)?;
            if chunk.is_empty() {
                return server.shutdown().await.map_err(broken);
            }
            server.write_all(chunk).await.map_err(broken)?;
        }
    }

    async fn carry_answers(
        &self,
        mut server: ReadHalf<'_>,
        mut client: WriteHalf<'_>,
    ) -> Result<(), End> {
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = server.read(&mut buffer).await;
            self.held_back().await;
            let read = read.map_err(broken)?;
            let Some((_, all_but_last)) = buffer[..read].split_last() else {
                return client.shutdown().await.map_err(broken);
            };
            let chunk = &buffer[..read];
            // The first byte of a frame is never a letter.
            if chunk.starts_with(b"HTTP/1.1 ") && !chunk.starts_with(b"HTTP/1.1 101") {
                self.websocket.store(false, Ordering::SeqCst);
            }
            if *self.order.borrow() == Order::Cut {
                client.write_all(all_but_last).await.map_err(broken)?;
                return Err(End::Closed);
            }
            client.write_all(chunk).await.map_err(broken)?;
        }
    }

    /// Takes what the client still sends, until it closes its side.
    async fn drain(&self, client: &mut TcpStream) -> End {
        until_end(client).await;
        self.left();
        End::Over
    }

    /// Waits as long as what was read must not go on.
    async fn held_back(&self) {
        let mut faults = self.faults.clone();
        let delay = faults.borrow().delay;
        if !delay.is_zero() {
            sleep(delay).await;
        }
        let moves = |faults: &Faults| !faults.stalled.is_some_and(|which| which.includes(self));
        if faults.wait_for(moves).await.is_err() {
            // The proxy is being dropped, and this task with it.
            pending().await
        }
    }

    /// Notices that the client closed its side, without reading what it sent before; never ends.
    async fn watch_leaving(&self, client: &ReadHalf<'_>) {
        // There is no urgent data in HTTP: what comes is the end.
        let _ = client.ready(Interest::PRIORITY).await;
        self.left();
        pending().await
    }

    fn hangs(&self, target: &str) -> bool {
        self.faults.borrow().hanging.iter().any(|prefix| target.starts_with(prefix))
    }

    fn is_websocket(&self) -> bool {
        self.websocket.load(Ordering::SeqCst)
    }

    fn left(&self) {
        self.left.store(true, Ordering::SeqCst);
    }

    fn has_left(&self) -> bool {
        self.left.load(Ordering::SeqCst)
    }
}

fn broken(_: io::Error) -> End {
    End::Broken
}

async fn until_end(stream: &mut TcpStream) {
    let mut buffer = vec![0; CHUNK];
    while matches!(stream.read(&mut buffer).await, Ok(1..)) {}
}

/// What the proxy reads of a request.
struct Request<'a> {
    target: &'a str,
    upgrades: bool,
}

impl<'a> Request<'a> {
    /// The request that these bytes begin with, if they do.
    fn at_the_start_of(chunk: &'a [u8]) -> Option<Self> {
        let end =
            chunk.windows(4).position(|it| it == b"\r\n\r\n").map_or(chunk.len(), |it| it + 2);
        let head = std::str::from_utf8(&chunk[..end]).ok()?;
        let (line, headers) = head.split_once("\r\n")?;
        let [_, target, version] = line.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let upgrades = headers.lines().any(|it| it.eq_ignore_ascii_case("upgrade: websocket"));
        version.starts_with("HTTP/1.").then_some(Self { target, upgrades })
    }
}
