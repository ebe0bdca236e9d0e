//! A telephone that speaks SIP and RTP, and does with a call what the address says by which it is called.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ari_live_tests::eventually;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

/// What the telephone adds to addresses in its calls.
const TAG: &str = "telephone";

/// What RTP calls digits in its calls.
const EVENT: u8 = 101;

/// From one packet of audio to the next.
const FRAME: Duration = Duration::from_millis(20);

/// A telephone with any number of lines. Dropping it silences it.
pub struct Telephone {
    address: SocketAddr,
    line: Arc<Line>,
    _tasks: JoinSet<()>,
}

struct Line {
    socket: UdpSocket,
    address: SocketAddr,
    /// What came, but for responses.
    requests: Mutex<Vec<String>>,
    talks: Mutex<HashMap<String, Arc<Talk>>>,
}

/// One call.
struct Talk {
    invite: String,
    state: Mutex<State>,
    rtp: UdpSocket,
    remote: Option<SocketAddr>,
    loud: bool,
    digits: mpsc::UnboundedSender<char>,
    /// Packets with sound that came.
    heard: AtomicUsize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Calling,
    Answered,
    Over,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Telephone {
    pub async fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        let address = socket.local_addr().expect("it is bound");
        let line = Line { socket, address, requests: Mutex::default(), talks: Mutex::default() };
        let line = Arc::new(line);
        let mut tasks = JoinSet::new();
        tasks.spawn(line.clone().listen());
        Self { address, line, _tasks: tasks }
    }

    /// What to dial so that it does these things, one after the other, with `-` between them: responses such as `180`,
    /// `183` and `200`, the latter two with media, `w500` for a wait, `bye`. With `loud` among them it sends a tone.
    pub fn that(&self, steps: &str) -> String {
        format!("PJSIP/anonymous/sip:{steps}@{}", self.address)
    }

    /// The requests of a method that came so far.
    pub fn requests(&self, method: &str) -> Vec<String> {
        let requests = locked(&self.line.requests);
        requests.iter().filter(|it| it.starts_with(method)).cloned().collect()
    }

    /// Waits until so many requests of a method came; repetitions count.
    pub async fn receives(&self, method: &str, number: usize) -> Vec<String> {
        eventually(&format!("{number} {method}"), async || {
            Some(self.requests(method)).filter(|it| it.len() >= number)
        })
        .await
    }

    /// Presses keys in the calls to an address that were answered, as RFC 4733 has it.
    pub fn types(&self, steps: &str, digits: &str) {
        for talk in self.talks(steps) {
            digits.chars().for_each(|it| talk.digits.send(it).expect("it is in a call"));
        }
    }

    /// How many packets with sound came in calls to an address.
    pub fn heard(&self, steps: &str) -> usize {
        self.talks(steps).iter().map(|it| it.heard.load(Ordering::SeqCst)).sum()
    }

    /// Hangs up the calls to an address.
    pub async fn hangs_up(&self, steps: &str) {
        for talk in self.talks(steps) {
            self.line.bye(&talk).await;
        }
    }

    fn talks(&self, steps: &str) -> Vec<Arc<Talk>> {
        let called = format!("INVITE sip:{steps}@");
        let talks = locked(&self.line.talks);
        talks.values().filter(|it| it.invite.starts_with(&called)).cloned().collect()
    }
}

impl Line {
    async fn listen(self: Arc<Self>) {
        let mut tasks = JoinSet::new();
        let mut buffer = vec![0; 65_535];
        while let Ok((length, _)) = self.socket.recv_from(&mut buffer).await {
            let packet = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let Some(call) = header(&packet, "Call-ID") else { continue };
            if packet.starts_with("SIP/2.0") {
                continue;
            }
            locked(&self.requests).push(packet.clone());
            let talk = locked(&self.talks).get(call).cloned();
            match (packet.split(' ').next().unwrap_or_default(), talk) {
                ("ACK", _) => {}
                ("INVITE", None) => {
                    let talk = self.clone().begin(packet.clone(), &mut tasks).await;
                    locked(&self.talks).insert(call.to_owned(), talk);
                }
                // Of the one that began it, it is a repetition.
                ("INVITE", Some(talk))
                    if !header(&packet, "To").unwrap_or_default().contains("tag=") =>
                {
                    drop(talk);
                }
                ("INVITE", Some(talk)) => self.respond(&packet, "200 OK", Some(&talk)).await,
                ("CANCEL", Some(talk)) => {
                    self.respond(&packet, "200 OK", None).await;
                    let was = std::mem::replace(&mut *locked(&talk.state), State::Over);
                    if was == State::Calling {
                        self.respond(&talk.invite, "487 Request Terminated", None).await;
                    }
                }
                (method, talk) => {
                    if let Some(talk) = talk.filter(|_| method == "BYE") {
                        *locked(&talk.state) = State::Over;
                    }
                    self.respond(&packet, "200 OK", None).await;
                }
            }
        }
    }

    async fn begin(self: Arc<Self>, invite: String, tasks: &mut JoinSet<()>) -> Arc<Talk> {
        let steps = invite.split(['@', ' ']).nth(1).unwrap_or_default().replace("sip:", "");
        let steps: Vec<String> = steps.split('-').map(str::to_owned).collect();
        let rtp = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        let (digits, typed) = mpsc::unbounded_channel();
        let talk = Arc::new(Talk {
            remote: remote_of(&invite),
            invite,
            state: Mutex::new(State::Calling),
            rtp,
            loud: steps.iter().any(|it| it == "loud"),
            digits,
            heard: AtomicUsize::new(0),
        });
        tasks.spawn(self.play(talk.clone(), steps, typed));
        talk
    }

    async fn play(
        self: Arc<Self>,
        talk: Arc<Talk>,
        steps: Vec<String>,
        typed: mpsc::UnboundedReceiver<char>,
    ) {
        let mut media = JoinSet::new();
        let mut typed = Some(typed);
        for step in steps {
            if *locked(&talk.state) == State::Over {
                return;
            }
            if let Some(wait) = step.strip_prefix('w') {
                sleep(Duration::from_millis(wait.parse().expect("milliseconds"))).await;
            } else if step == "bye" {
                self.bye(&talk).await;
            } else if let Ok(status) = step.parse::<u16>() {
                *locked(&talk.state) = match status {
                    ..200 => State::Calling,
                    200..300 => State::Answered,
                    _ => State::Over,
                };
                let with_media = [183, 200].contains(&status).then_some(&*talk);
                if let Some(typed) = typed.take_if(|_| with_media.is_some()) {
                    media.spawn(talk.clone().send(typed));
                    media.spawn(talk.clone().listen());
                }
                self.respond(&talk.invite, &format!("{status} As told"), with_media).await;
            }
        }
        media.join_next().await;
    }

    async fn bye(&self, talk: &Talk) {
        let was = std::mem::replace(&mut *locked(&talk.state), State::Over);
        let of = |name| header(&talk.invite, name).unwrap_or_default();
        let (own, call) = (self.address, of("Call-ID"));
        let target = of("Contact").trim_matches(['<', '>']);
        if was == State::Answered {
            let bye = format!(
                "BYE {target} SIP/2.0\r\nVia: SIP/2.0/UDP {own};rport;branch=z9hG4bK-bye-{call}\r\n\
                 From: {};tag={TAG}\r\nTo: {}\r\nCall-ID: {call}\r\nCSeq: 7 BYE\r\n\
                 Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                of("To"),
                of("From"),
            );
            self.send(&talk.invite, &bye).await;
        }
    }

    /// Answers a request, with a description of the media of a call, or without.
    async fn respond(&self, request: &str, status: &str, media: Option<&Talk>) {
        let mut answer = format!("SIP/2.0 {status}\r\n");
        for line in request.lines().take_while(|line| !line.is_empty()) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            match name.as_str() {
                "via" | "from" | "call-id" | "cseq" => answer.push_str(&format!("{line}\r\n")),
                "to" if line.contains("tag=") || status.starts_with("100") => {
                    answer.push_str(&format!("{line}\r\n"));
                }
                "to" => answer.push_str(&format!("{line};tag={TAG}\r\n")),
                _ => {}
            }
        }
        answer.push_str(&format!("Contact: <sip:phone@{}>\r\n", self.address));
        let body = media.map(Talk::description).unwrap_or_default();
        if !body.is_empty() {
            answer.push_str("Content-Type: application/sdp\r\n");
        }
        answer.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        self.send(request, &answer).await;
    }

    /// Sends to where a request came from.
    async fn send(&self, request: &str, packet: &str) {
        let via = header(request, "Via").unwrap_or_default();
        let to = via.split([' ', ';']).nth(1).unwrap_or_default();
        self.socket.send_to(packet.as_bytes(), to).await.expect("sent");
    }
}

impl Talk {
    /// In the words of SDP.
    fn description(&self) -> String {
        let port = self.rtp.local_addr().map(|it| it.port()).unwrap_or_default();
        format!(
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n\
             m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n\
             a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=sendrecv\r\n"
        )
    }

    /// Sends audio, and digits among it.
    async fn send(self: Arc<Self>, mut digits: mpsc::UnboundedReceiver<char>) {
        let Some(remote) = self.remote else { return };
        let mut ticks = interval(FRAME);
        let (mut sequence, mut timestamp) = (0_u16, 0_u32);
        // A tone of 1 kHz, or silence.
        let audio: Vec<u8> = (0..160)
            .map(|it| {
                if !self.loud {
                    0xff
                } else if it / 4 % 2 == 0 {
                    0x10
                } else {
                    0x90
                }
            })
            .collect();
        let packet = |sequence: u16, timestamp: u32, sort: u8, payload: &[u8]| {
            let mut packet = vec![0x80, sort];
            packet.extend(sequence.to_be_bytes());
            packet.extend(timestamp.to_be_bytes());
            packet.extend([0, 0, 0, 7]);
            packet.extend(payload);
            packet
        };
        while *locked(&self.state) != State::Over {
            let digit = digits.try_recv().ok();
            let event = digit.and_then(|it| "0123456789*#".find(it)).map(|it| it as u8);
            // Five packets of a digit, the last three of which say that it ends.
            for part in 0..if event.is_some() { 8_u16 } else { 1 } {
                ticks.tick().await;
                let packet = match event {
                    Some(event) => {
                        let end = if part >= 5 { 0x8a } else { 0x0a };
                        let lasted = (160 * (part.min(5) + 1)).to_be_bytes();
                        let sort = if part == 0 { 0x80 | EVENT } else { EVENT };
                        packet(sequence, timestamp, sort, &[event, end, lasted[0], lasted[1]])
                    }
                    None => packet(sequence, timestamp, 0, &audio),
                };
                sequence = sequence.wrapping_add(1);
                let _ = self.rtp.send_to(&packet, remote).await;
            }
            timestamp = timestamp.wrapping_add(if event.is_some() { 160 * 8 } else { 160 });
            if event.is_some() {
                // Between two digits.
                for _ in 0..4 {
                    ticks.tick().await;
                    let packet = packet(sequence, timestamp, 0, &audio);
                    let _ = self.rtp.send_to(&packet, remote).await;
                    sequence = sequence.wrapping_add(1);
                    timestamp = timestamp.wrapping_add(160);
                }
            }
        }
    }

    /// Counts what comes and can be heard.
    async fn listen(self: Arc<Self>) {
        let mut buffer = [0; 2_048];
        while let Ok(length) = self.rtp.recv(&mut buffer).await {
            // The two silences of this codec, and what is nearly silent.
            let loud = |it: &u8| it & 0x7f < 0x70;
            if length > 12 && buffer[1] & 0x7f == 0 && buffer[12..length].iter().any(loud) {
                self.heard.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

fn header<'a>(packet: &'a str, name: &str) -> Option<&'a str> {
    packet.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

/// Where media is wanted, as an INVITE says.
fn remote_of(invite: &str) -> Option<SocketAddr> {
    let address = invite.lines().find_map(|it| it.strip_prefix("c=IN IP4 "))?;
    let port = invite.lines().find_map(|it| it.strip_prefix("m=audio "))?.split(' ').next()?;
    format!("{address}:{port}").parse().ok()
}
