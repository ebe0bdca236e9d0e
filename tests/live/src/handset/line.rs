//! A handset's side of the wire: its socket, and what has come for each of its calls. It decides nothing but what SIP
//! itself wants an answer to.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::UdpSocket;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Duration, sleep, timeout};

use super::Dialog;
use crate::PATIENCE;

/// The header of a session.
pub(super) const SESSION: &str = "Content-Type: application/sdp\r\n";

#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: &'static str,
    pub(super) server: SocketAddr,
    pub(super) socket: UdpSocket,
    pub(super) numbers: AtomicU32,
    pub(super) calls: Mutex<HashMap<Arc<str>, Arc<Leg>>>,
    /// The status with which it refuses whoever calls.
    pub(super) refusal: Mutex<Option<&'static str>>,
}

#[derive(Debug)]
pub(super) struct Leg {
    pub(super) state: Mutex<State>,
    pub(super) changed: Notify,
    /// The INVITE that brought it.
    pub(super) invite: Option<String>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// From and To of requests that this side sends, with their tags.
    pub(super) local: String,
    pub(super) remote: String,
    /// Where they go.
    pub(super) target: String,
    pub(super) sequence: u32,
    /// The number of the transaction that began it, which its cancellation has as well.
    pub(super) began: u32,
    pub(super) responses: Vec<String>,
    pub(super) notified: Vec<String>,
    pub(super) over: bool,
}

impl State {
    /// The responses to the request of this number and method.
    pub(super) fn responses_to(&self, request: &str) -> impl Iterator<Item = &String> {
        self.responses.iter().filter(move |it| header(it, "CSeq").as_deref() == Some(request))
    }

    pub(super) fn last_response(&self, request: &str) -> Option<String> {
        self.responses_to(request).find(|it| !it.starts_with("SIP/2.0 1")).cloned()
    }
}

impl Leg {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_waiters();
    }

    pub(super) fn end(&self) {
        self.change(|it| it.over = true);
    }

    pub(super) async fn reach<T>(&self, reached: impl Fn(&State) -> Option<T>) -> T {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(reached) = reached(&self.lock()) {
                return reached;
            }
            changed.await;
        }
    }

    pub(super) async fn until<T>(&self, what: &str, reached: impl Fn(&State) -> Option<T>) -> T {
        match timeout(PATIENCE, self.reach(reached)).await {
            Ok(reached) => reached,
            Err(_) => panic!("waiting for {what}: {:?}", self.lock()),
        }
    }
}

impl Line {
    const MOMENT: Duration = Duration::from_millis(50);

    pub(super) fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.socket.local_addr().expect("it is bound")
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Arc<Leg>>> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(
        self: &Arc<Self>,
        id: Arc<str>,
        state: State,
        invite: Option<String>,
    ) -> Dialog {
        let leg = Arc::new(Leg { state: Mutex::new(state), changed: Notify::new(), invite });
        self.lock().insert(id.clone(), leg.clone());
        Dialog { line: self.clone(), id, leg }
    }

    /// Audio that is promised and hardly ever sent.
    pub(super) fn session(&self, direction: &str) -> String {
        format!(
            "v=0\r\no=- {} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n\
             a=rtpmap:0 PCMU/8000\r\na={direction}\r\n",
            self.number()
        )
    }

    pub(super) async fn send(&self, text: &str) {
        self.socket.send_to(text.as_bytes(), self.server).await.expect("sent");
    }

    /// Answers a request, with a session where it offers one.
    pub(super) async fn answer(&self, request: &str, status: &str, with_session: bool) {
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
        let body = if with_session { self.session("sendrecv") } else { String::new() };
        let kind = if with_session { SESSION } else { "" };
        answer.push_str(&format!(
            "Contact: <sip:{}@{}>\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            self.name,
            self.address(),
            body.len()
        ));
        self.send(&answer).await;
    }

    /// Takes a response. That an invitation is refused is acknowledged where it stands, by the same transaction.
    pub(super) async fn responds(&self, leg: &Leg, text: String) {
        let sequence = header(&text, "CSeq").unwrap_or_default();
        let status: u16 = text.get(8..11).and_then(|it| it.parse().ok()).unwrap_or_default();
        let refused = sequence.strip_suffix(" INVITE").filter(|_| status >= 300);
        if let Some(number) = refused {
            let value = |name| header(&text, name).unwrap_or_default();
            self.send(&format!(
                "ACK {} SIP/2.0\r\nVia: {}\r\nMax-Forwards: 70\r\nFrom: {}\r\nTo: {}\r\nCall-ID: {}\r\n\
                 CSeq: {number} ACK\r\nContent-Length: 0\r\n\r\n",
                leg.lock().target,
                value("Via"),
                value("From"),
                value("To"),
                value("Call-ID"),
            ))
            .await;
        }
        leg.change(|it| {
            it.responses.push(text);
            it.over |= refused.is_some();
        });
    }

    pub(super) async fn listen(self: Arc<Self>, ringing: mpsc::Sender<Dialog>) {
        let mut buffer = vec![0; 65_535];
        while let Ok(length) = self.socket.recv(&mut buffer).await {
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let Some(id) = header(&text, "Call-ID") else { continue };
            let leg = self.lock().get(id.as_str()).cloned();
            if text.starts_with("SIP/2.0") {
                if let Some(leg) = leg {
                    self.responds(&leg, text).await;
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
                    // Asterisk tells of the call before it is answered only if that takes a moment.
                    sleep(Self::MOMENT).await;
                    let refusal = *self.refusal.lock().unwrap_or_else(PoisonError::into_inner);
                    self.answer(&text, refusal.unwrap_or("180 Ringing"), false).await;
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
pub(super) fn header(text: &str, name: &str) -> Option<String> {
    let lines = text.lines().take_while(|it| !it.is_empty());
    let mut values = lines.filter_map(|it| it.split_once(':'));
    values.find(|it| it.0.trim().eq_ignore_ascii_case(name)).map(|it| it.1.trim().to_owned())
}

/// Where the other side of a call wants its requests.
pub(super) fn contact(text: &str) -> Option<String> {
    let contact = header(text, "Contact")?;
    Some(contact.split_once('<')?.1.split_once('>')?.0.to_owned())
}
