//! A SIP phone that holds several calls at once, puts one in another's place and refers: what sipp cannot do, since its
//! scenarios are one call each. It speaks as much SIP as Asterisk on the loopback needs, and sends silence for audio.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ari_harness::Instance;
use tokio::net::UdpSocket;
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};

use crate::PATIENCE;

/// How long the first answer is awaited before a request is sent again.
const RETRANSMISSION: Duration = Duration::from_millis(500);

/// A phone.
#[derive(Debug)]
pub struct Handset {
    line: Arc<Line>,
    rings: mpsc::Receiver<Dialog>,
    task: JoinHandle<()>,
}

/// One of its calls.
#[derive(Clone, Debug)]
pub struct Dialog {
    line: Arc<Line>,
    id: Arc<str>,
    leg: Arc<Leg>,
}

#[derive(Debug)]
struct Line {
    name: &'static str,
    server: SocketAddr,
    socket: UdpSocket,
    numbers: AtomicU32,
    calls: Mutex<HashMap<Arc<str>, Arc<Leg>>>,
}

#[derive(Debug)]
struct Leg {
    state: Mutex<State>,
    changed: Notify,
    /// The INVITE that brought it.
    invite: Option<String>,
}

#[derive(Debug, Default)]
struct State {
    /// From and To of requests that this side sends, with their tags.
    local: String,
    remote: String,
    /// Where they go.
    target: String,
    sequence: u32,
    responses: Vec<String>,
    notified: Vec<String>,
    over: bool,
}

impl Drop for Handset {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Handset {
    /// A phone of `pjsip.conf`.
    ///
    /// # Panics
    ///
    /// The instance has no SIP, or no socket is to be had.
    pub async fn new(name: &'static str, instance: &Instance) -> Self {
        let server = instance.sip_address().expect("an instance with SIP");
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        let (numbers, calls) = (AtomicU32::new(1), Mutex::default());
        let line = Arc::new(Line { name, server, socket, numbers, calls });
        let (ringing, rings) = mpsc::channel(64);
        let task = tokio::spawn(line.clone().listen(ringing));
        Self { line, rings, task }
    }

    /// What calls it: `PJSIP/alice/sip:alice@127.0.0.1:5062`.
    pub fn endpoint(&self) -> String {
        let name = self.line.name;
        format!("PJSIP/{name}/sip:{name}@{}", self.line.address())
    }

    /// Calls an extension, and is answered.
    ///
    /// # Panics
    ///
    /// It is not answered in time.
    pub async fn call(&self, extension: &str) -> Dialog {
        let Line { name, server, .. } = &*self.line;
        let (number, address) = (self.line.number(), self.line.address());
        let id: Arc<str> = format!("{number}-{name}@{address}").into();
        let state = State {
            local: format!("<sip:{name}@{server}>;tag={number}"),
            remote: format!("<sip:{extension}@{server}>"),
            target: format!("sip:{extension}@{server}"),
            ..State::default()
        };
        let dialog = self.line.begin(id, state, None);
        let answer = dialog.invite().await;
        assert!(answer.starts_with("SIP/2.0 200"), "{extension}: {answer}");
        dialog
    }

    /// The next call that rings.
    ///
    /// # Panics
    ///
    /// Nobody calls in time.
    pub async fn rings(&mut self) -> Dialog {
        let rings = timeout(PATIENCE, self.rings.recv()).await;
        rings.expect("somebody calls").expect("it listens")
    }
}

impl Dialog {
    /// Answers a call that rings.
    pub async fn accept(&self) {
        let invite = self.leg.invite.as_deref().expect("it rings");
        self.line.answer(invite, "200 OK", true).await;
    }

    /// Refuses a call that rings, with a status such as `486 Busy Here`.
    pub async fn refuse(&self, status: &str) {
        let invite = self.leg.invite.as_deref().expect("it rings");
        self.line.answer(invite, status, false).await;
        self.leg.end();
    }

    /// Hangs up.
    pub async fn hang_up(&self) {
        let answer = self.request("BYE", "", "").await;
        assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
        self.leg.end();
    }

    /// Asks Asterisk to connect the other side with an extension; gives the status of the answer.
    pub async fn refer(&self, extension: &str) -> String {
        self.refer_to(&format!("sip:{extension}@{}", self.line.server)).await
    }

    /// Asks it to connect the other side with that of another call of this phone.
    pub async fn refer_to_other(&self, other: &Dialog) -> String {
        let replaces = {
            let state = other.leg.lock();
            let tag = |it: &str| it.rsplit_once(";tag=").map(|it| it.1.to_owned());
            let (to, from) = (tag(&state.remote), tag(&state.local));
            format!(
                "{};to-tag={};from-tag={}",
                other.id,
                to.unwrap_or_default(),
                from.unwrap_or_default()
            )
        };
        let replaces = replaces.replace(';', "%3B").replace('=', "%3D").replace('@', "%40");
        let (name, server) = (self.line.name, self.line.server);
        self.refer_to(&format!("sip:{name}@{server}?Replaces={replaces}")).await
    }

    async fn refer_to(&self, uri: &str) -> String {
        let (name, server) = (self.line.name, self.line.server);
        let headers = format!("Refer-To: <{uri}>\r\nReferred-By: <sip:{name}@{server}>\r\n");
        let answer = self.request("REFER", &headers, "").await;
        answer.get(8..11).unwrap_or_default().to_owned()
    }

    /// What Asterisk notified of a referral, as soon as something ends like this: `200 OK`.
    ///
    /// # Panics
    ///
    /// It does not come in time.
    pub async fn notified(&self, end: &str) -> Vec<String> {
        let told = |it: &State| {
            let ends = it.notified.iter().any(|it| it.trim_end().ends_with(end));
            ends.then(|| it.notified.clone())
        };
        self.leg.until(&format!("a notification {end}"), told).await
    }

    /// Waits until the other side has hung up.
    ///
    /// # Panics
    ///
    /// It does not do so in time.
    pub async fn ended(&self) {
        self.leg.until("the end of the call", |it| it.over.then_some(())).await;
    }

    async fn invite(&self) -> String {
        let body = self.line.session();
        let answer = self.request("INVITE", "Content-Type: application/sdp\r\n", &body).await;
        if answer.starts_with("SIP/2.0 200") {
            let mut state = self.leg.lock();
            state.remote = header(&answer, "To").unwrap_or_default();
            state.target = contact(&answer).unwrap_or_default();
        }
        let sequence = self.leg.lock().sequence;
        self.send("ACK", sequence, "", "").await;
        answer
    }

    /// Sends a request and gives the final response.
    async fn request(&self, method: &str, headers: &str, body: &str) -> String {
        let sequence = {
            let mut state = self.leg.lock();
            state.sequence += 1;
            state.sequence
        };
        let text = self.send(method, sequence, headers, body).await;
        let mine = format!("{sequence} {method}");
        let answer = |last: bool| {
            let mine = mine.clone();
            move |it: &State| {
                let mut mine =
                    it.responses.iter().filter(|it| header(it, "CSeq").as_deref() == Some(&mine));
                mine.find(|it| !last || !it.starts_with("SIP/2.0 1")).cloned()
            }
        };
        for _ in 0..6 {
            let first = self.leg.reach(answer(false));
            if timeout(RETRANSMISSION, first).await.is_ok() {
                break;
            }
            self.line.send(&text).await;
        }
        self.leg.until(&format!("the answer to {method}"), answer(true)).await
    }

    async fn send(&self, method: &str, sequence: u32, headers: &str, body: &str) -> String {
        let (number, own) = (self.line.number(), self.line.address());
        let text = {
            let State { local, remote, target, .. } = &*self.leg.lock();
            format!(
                "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {own};rport;branch=z9hG4bK-{number}\r\n\
                 Max-Forwards: 70\r\nFrom: {local}\r\nTo: {remote}\r\nCall-ID: {}\r\nCSeq: {sequence} {method}\r\n\
                 Contact: <sip:{}@{own}>\r\nAllow: INVITE,ACK,BYE,CANCEL,REFER,NOTIFY,INFO,UPDATE\r\n\
                 Supported: replaces\r\n{headers}Content-Length: {}\r\n\r\n{body}",
                self.id,
                self.line.name,
                body.len()
            )
        };
        self.line.send(&text).await;
        text
    }
}

impl Leg {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_waiters();
    }

    fn end(&self) {
        self.change(|it| it.over = true);
    }

    async fn reach<T>(&self, reached: impl Fn(&State) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(reached) = reached(&self.lock()) {
                return reached;
            }
            changed.await;
        }
    }

    async fn until<T>(&self, what: &str, reached: impl Fn(&State) -> Option<T>) -> T {
        match timeout(PATIENCE, self.reach(reached)).await {
            Ok(reached) => reached,
            Err(_) => panic!("waiting for {what}: {:?}", self.lock()),
        }
    }
}

impl Line {
    fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().expect("it is bound")
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Leg>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(self: &Arc<Self>, id: Arc<str>, state: State, invite: Option<String>) -> Dialog {
        let leg = Arc::new(Leg { state: Mutex::new(state), changed: Notify::new(), invite });
        self.lock().insert(id.clone(), leg.clone());
        Dialog { line: self.clone(), id, leg }
    }

    /// Audio that is promised and hardly ever sent.
    fn session(&self) -> String {
        format!(
            "v=0\r\no=- {} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n\
             a=rtpmap:0 PCMU/8000\r\na=sendrecv\r\n",
            self.number()
        )
    }

    async fn send(&self, text: &str) {
        self.socket.send_to(text.as_bytes(), self.server).await.expect("sent");
    }

    /// Answers a request, with a session where it offers one.
    async fn answer(&self, request: &str, status: &str, with_session: bool) {
        let mut answer = format!("SIP/2.0 {status}\r\n");
        for line in request.lines().skip(1).take_while(|it| !it.is_empty()) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            match name.as_str() {
                "via" | "from" | "call-id" | "cseq" => answer.push_str(&format!("{line}\r\n")),
                "to" if line.contains(";tag=") => answer.push_str(&format!("{line}\r\n")),
                "to" => answer.push_str(&format!("{line};tag={}\r\n", self.name)),
                _ => {}
            }
        }
        let body = if with_session { self.session() } else { String::new() };
        let kind = if with_session { "Content-Type: application/sdp\r\n" } else { "" };
        answer.push_str(&format!(
            "Contact: <sip:{}@{}>\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            self.name,
            self.address(),
            body.len()
        ));
        self.send(&answer).await;
    }

    async fn listen(self: Arc<Self>, ringing: mpsc::Sender<Dialog>) {
        let mut buffer = vec![0; 65_535];
        while let Ok(length) = self.socket.recv(&mut buffer).await {
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let Some(id) = header(&text, "Call-ID") else { continue };
            let leg = self.lock().get(id.as_str()).cloned();
            if text.starts_with("SIP/2.0") {
                if let Some(leg) = leg {
                    leg.change(|it| it.responses.push(text));
                }
                continue;
            }
            match (text.split(' ').next().unwrap_or_default(), leg) {
                ("ACK", _) => {}
                ("INVITE", None) => {
                    let state = State {
                        local: format!(
                            "{};tag={}",
                            header(&text, "To").unwrap_or_default(),
                            self.name
                        ),
                        remote: header(&text, "From").unwrap_or_default(),
                        target: contact(&text).unwrap_or_default(),
                        ..State::default()
                    };
                    self.answer(&text, "180 Ringing", false).await;
                    let dialog = self.begin(id.into(), state, Some(text));
                    ringing.send(dialog).await.expect("the phone is there");
                }
                // A repetition, or another session in the same call.
                ("INVITE", Some(leg)) if leg.invite.as_ref() == Some(&text) => {}
                ("INVITE", Some(_)) => self.answer(&text, "200 OK", true).await,
                ("CANCEL", Some(leg)) => {
                    self.answer(&text, "200 OK", false).await;
                    if let Some(invite) = &leg.invite {
                        self.answer(invite, "487 Request Terminated", false).await;
                    }
                    leg.end();
                }
                ("BYE", Some(leg)) => {
                    self.answer(&text, "200 OK", false).await;
                    leg.end();
                }
                ("NOTIFY", Some(leg)) => {
                    self.answer(&text, "200 OK", false).await;
                    leg.change(|it| it.notified.push(text));
                }
                _ => self.answer(&text, "200 OK", false).await,
            }
        }
    }
}

/// The value of a header.
fn header(text: &str, name: &str) -> Option<String> {
    let lines = text.lines().take_while(|it| !it.is_empty());
    let mut values = lines.filter_map(|it| it.split_once(':'));
    values.find(|it| it.0.trim().eq_ignore_ascii_case(name)).map(|it| it.1.trim().to_owned())
}

/// Where the other side of a call wants its requests.
fn contact(text: &str) -> Option<String> {
    let contact = header(text, "Contact")?;
    Some(contact.split_once('<')?.1.split_once('>')?.0.to_owned())
}
