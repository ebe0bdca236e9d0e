//! A SIP phone that holds several calls at once, puts one in another's place and refers: what sipp cannot do, since its
//! scenarios are one call each. It speaks as much SIP as Asterisk on the loopback needs, and sends silence for audio.

mod line;

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};

use ari_harness::Instance;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Duration, timeout};

use self::line::{Leg, Line, SESSION, State, contact, header};
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
        let (numbers, calls, refusal) = (AtomicU32::new(1), Mutex::default(), Mutex::default());
        let line = Arc::new(Line { name, server, socket, numbers, calls, refusal });
        let (ringing, rings) = mpsc::channel(64);
        let task = tokio::spawn(line.clone().listen(ringing));
        Self { line, rings, task }
    }

    /// What calls it: `PJSIP/alice/sip:alice@127.0.0.1:5062`.
    pub fn endpoint(&self) -> String {
        let name = self.line.name;
        format!("PJSIP/{name}/sip:{name}@{}", self.line.address())
    }

    /// Registers, so that `PJSIP/alice` calls it.
    ///
    /// # Panics
    ///
    /// It is refused.
    pub async fn register(&self) {
        let name = self.line.name;
        let answer = self.dialog(name).request("REGISTER", "Expires: 3600\r\n", "").await;
        assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
    }

    /// Calls an extension, and is answered.
    ///
    /// # Panics
    ///
    /// It is not answered in time.
    pub async fn call(&self, extension: &str) -> Dialog {
        let dialog = self.dials(extension).await;
        dialog.is_answered().await;
        dialog
    }

    /// Calls an extension, which has not answered yet.
    pub async fn dials(&self, extension: &str) -> Dialog {
        let dialog = self.dialog(extension);
        let body = self.line.session("sendrecv");
        dialog.begin("INVITE", SESSION, &body).await;
        dialog
    }

    /// From now on it refuses whoever calls, with a status such as `486 Busy Here`.
    pub fn refuses(&self, status: &'static str) {
        *self.line.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(status);
    }

    /// Something between this phone and what is behind an address.
    fn dialog(&self, to: &str) -> Dialog {
        let Line { name, server, .. } = &*self.line;
        let (number, address) = (self.line.number(), self.line.address());
        // In the form of a UUID, as others have it.
        let (port, id) = (address.port(), std::process::id());
        let id: Arc<str> = format!("{number:08x}-{port:04x}-4000-8000-{id:012x}").into();
        let state = State {
            local: format!("<sip:{name}@{server}>;tag={number}"),
            remote: format!("<sip:{to}@{server}>"),
            target: format!("sip:{to}@{server}"),
            ..State::default()
        };
        self.line.begin(id, state, None)
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

    /// Waits until the call is answered that it makes.
    ///
    /// # Panics
    ///
    /// It is not answered in time.
    pub async fn is_answered(&self) {
        let sequence = self.leg.lock().sequence;
        self.connected(sequence).await;
    }

    /// Gives up before the call is answered.
    pub async fn cancel(&self) {
        let sequence = self.leg.lock().sequence;
        self.send("CANCEL", sequence, "", "").await;
        self.ended().await;
    }

    /// Puts the other side on hold.
    pub async fn hold(&self) {
        self.reinvite("sendonly").await;
    }

    /// Takes the other side back.
    pub async fn resume(&self) {
        self.reinvite("sendrecv").await;
    }

    /// Presses a digit for a tenth of a second.
    pub async fn press(&self, digit: char) {
        let body = format!("Signal={digit}\r\nDuration=100\r\n");
        let kind = "Content-Type: application/dtmf-relay\r\n";
        let answer = self.request("INFO", kind, &body).await;
        assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
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

    async fn reinvite(&self, direction: &str) {
        let body = self.line.session(direction);
        let sequence = self.begin("INVITE", SESSION, &body).await;
        self.connected(sequence).await;
    }

    /// Waits until an invitation is answered, and acknowledges that.
    async fn connected(&self, sequence: u32) {
        let answer = self.answer_to("INVITE", sequence).await;
        assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
        {
            let mut state = self.leg.lock();
            state.remote = header(&answer, "To").unwrap_or_default();
            state.target = contact(&answer).unwrap_or_default();
        }
        self.send("ACK", sequence, "", "").await;
    }

    /// Sends a request and gives the final response.
    async fn request(&self, method: &str, headers: &str, body: &str) -> String {
        let sequence = self.begin(method, headers, body).await;
        self.answer_to(method, sequence).await
    }

    /// Sends a request until there is some response, and gives its number.
    async fn begin(&self, method: &str, headers: &str, body: &str) -> u32 {
        let sequence = {
            let mut state = self.leg.lock();
            state.sequence += 1;
            state.sequence
        };
        let text = self.send(method, sequence, headers, body).await;
        let mine = format!("{sequence} {method}");
        for _ in 0..6 {
            let first = self.leg.reach(|it| it.responses_to(&mine).next().cloned());
            if timeout(RETRANSMISSION, first).await.is_ok() {
                break;
            }
            self.line.send(&text).await;
        }
        sequence
    }

    async fn answer_to(&self, method: &str, sequence: u32) -> String {
        let mine = format!("{sequence} {method}");
        let last = |it: &State| it.last_response(&mine);
        self.leg.until(&format!("the answer to {method}"), last).await
    }

    async fn send(&self, method: &str, sequence: u32, headers: &str, body: &str) -> String {
        let own = self.line.address();
        // Asterisk tells transactions apart by the branch alone, whoever they come from.
        let port = own.port();
        let number = match method {
            "CANCEL" => self.leg.lock().began,
            _ => self.line.number(),
        };
        if method == "INVITE" {
            self.leg.lock().began = number;
        }
        let text = {
            let State { local, remote, target, .. } = &*self.leg.lock();
            format!(
                "{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP {own};rport;branch=z9hG4bK-{port}-{number}\r\n\
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
