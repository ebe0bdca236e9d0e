//! SIP phones for live tests: one that is a mere socket, for registration and text, and calls that sipp makes.

use std::net::SocketAddr;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ari_harness::Instance;
use md5::{Digest, Md5};
use tokio::net::UdpSocket;
use tokio::time::timeout;

use crate::installation;

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A phone of `pjsip.conf` that registers, sends text and takes requests, but makes no calls.
#[derive(Debug)]
pub struct Phone {
    name: &'static str,
    password: &'static str,
    server: SocketAddr,
    socket: UdpSocket,
    sent: AtomicU32,
}

impl Phone {
    /// A phone that is not registered yet.
    ///
    /// # Panics
    ///
    /// The instance has no SIP, or no socket is to be had.
    pub async fn new(name: &'static str, instance: &Instance) -> Self {
        Self::with_password(name, "", instance).await
    }

    /// A phone that is not registered yet, and proves who it is where Asterisk wants to know.
    ///
    /// # Panics
    ///
    /// The instance has no SIP, or no socket is to be had.
    pub async fn with_password(
        name: &'static str,
        password: &'static str,
        instance: &Instance,
    ) -> Self {
        let server = instance.sip_address().expect("an instance with SIP");
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        socket.connect(server).await.expect("an address");
        Self { name, password, server, socket, sent: AtomicU32::new(0) }
    }

    /// Its name and address, as Asterisk keeps them once it registered.
    pub fn contact(&self) -> String {
        format!("sip:{}@{}", self.name, self.address())
    }

    /// Registers for an hour.
    pub async fn register(&self) {
        self.ask("REGISTER", self.name, &[("Expires", "3600")], "", "200").await;
    }

    /// Asks to be registered, and is answered with this status, such as `401`.
    pub async fn is_refused(&self, status: &str) {
        self.ask("REGISTER", self.name, &[("Expires", "3600")], "", status).await;
    }

    /// Ends the registration.
    pub async fn unregister(&self) {
        self.ask("REGISTER", self.name, &[("Expires", "0")], "", "200").await;
    }

    /// Sends a text message, with more headers.
    pub async fn message(&self, to: &str, headers: &[(&str, &str)], body: &str) {
        self.ask("MESSAGE", to, headers, body, "202").await;
    }

    /// The next request of this method, answered with this status, such as `200 OK`. Others are answered with 200.
    ///
    /// # Panics
    ///
    /// It does not come in time.
    pub async fn receive(&self, method: &str, status: &str) -> String {
        loop {
            let packet = self.packet(method).await;
            if packet.starts_with("SIP/2.0") {
                continue;
            }
            let wanted = packet.starts_with(method);
            self.answer(&packet, if wanted { status } else { "200 OK" }).await;
            if wanted {
                return packet;
            }
        }
    }

    async fn ask(&self, method: &str, to: &str, more: &[(&str, &str)], body: &str, status: &str) {
        let headers: String =
            more.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut answer = self.request(method, to, &headers, body).await;
        if answer.starts_with("SIP/2.0 401") && !self.password.is_empty() {
            let proof = self.proof(method, &format!("sip:{to}@{}", self.server), &answer);
            answer = self.request(method, to, &format!("{headers}{proof}"), body).await;
        }
        assert_eq!(answer.get(8..11), Some(status), "{method}: {answer}");
    }

    /// The final answer to a request.
    async fn request(&self, method: &str, to: &str, headers: &str, body: &str) -> String {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let (name, own, server) = (self.name, self.address(), self.server);
        let request = format!(
            "{method} sip:{to}@{server} SIP/2.0\r\n\
             Via: SIP/2.0/UDP {own};rport;branch=z9hG4bK-{method}-{number}\r\n\
             From: <sip:{name}@127.0.0.1>;tag={number}\r\nTo: <sip:{to}@127.0.0.1>\r\n\
             Call-ID: {number}-{own}\r\nCSeq: 1 {method}\r\nContact: <sip:{name}@{own}>\r\n\
             Max-Forwards: 70\r\nContent-Type: text/plain\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.socket.send(request.as_bytes()).await.expect("sent");
        let mine = format!("Call-ID: {number}-{own}");
        loop {
            let packet = self.packet(method).await;
            if !packet.starts_with("SIP/2.0") {
                self.answer(&packet, "200 OK").await;
            } else if packet.contains(&mine) && !packet.starts_with("SIP/2.0 1") {
                return packet;
            }
        }
    }

    /// The header that proves who asks, as a challenge wants it (RFC 2617, `qop=auth`).
    fn proof(&self, method: &str, uri: &str, challenge: &str) -> String {
        let field = |name: &str| {
            let (_, rest) = challenge.split_once(&format!("{name}=\"")).expect(name);
            rest.split('"').next().expect(name)
        };
        let hash = |text: String| -> String {
            Md5::digest(text).iter().map(|it| format!("{it:02x}")).collect()
        };
        let (name, realm, nonce) = (self.name, field("realm"), field("nonce"));
        let who = hash(format!("{name}:{realm}:{}", self.password));
        let what = hash(format!("{method}:{uri}"));
        let response = hash(format!("{who}:{nonce}:00000001:0a4f113b:auth:{what}"));
        format!(
            "Authorization: Digest username=\"{name}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", \
             opaque=\"{}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f113b\", \
             response=\"{response}\"\r\n",
            field("opaque")
        )
    }

    async fn answer(&self, request: &str, status: &str) {
        let mut answer = format!("SIP/2.0 {status}\r\n");
        for line in request.lines().take_while(|line| !line.is_empty()) {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            match name.as_str() {
                "via" | "from" | "call-id" | "cseq" => answer.push_str(&format!("{line}\r\n")),
                "to" => answer.push_str(&format!("{line};tag={}\r\n", self.name)),
                _ => {}
            }
        }
        answer.push_str(&format!("Contact: <{}>\r\nContent-Length: 0\r\n\r\n", self.contact()));
        self.socket.send(answer.as_bytes()).await.expect("sent");
    }

    async fn packet(&self, waiting_for: &str) -> String {
        let mut buffer = vec![0; 65_535];
        let length = match timeout(PATIENCE, self.socket.recv(&mut buffer)).await {
            Ok(received) => received.expect("something comes"),
            Err(_) => panic!("{} waits for {waiting_for}", self.name),
        };
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    fn address(&self) -> SocketAddr {
        self.socket.local_addr().expect("it is bound")
    }
}

/// A call that sipp makes, step after step; it begins with ringing through and being answered.
#[derive(Debug)]
#[must_use = "nobody is called until it runs"]
pub struct Scenario {
    caller: &'static str,
    extension: String,
    steps: String,
    sent: u32,
}

impl Scenario {
    /// A call of a phone to an extension.
    pub fn call(caller: &'static str, extension: impl Into<String>) -> Self {
        let call = Self { caller, extension: extension.into(), steps: String::new(), sent: 0 };
        call.invite("sendrecv")
    }

    /// Puts the other side on hold.
    pub fn hold(self) -> Self {
        self.invite("sendonly")
    }

    /// Takes the other side back.
    pub fn resume(self) -> Self {
        self.invite("sendrecv")
    }

    /// Asks Asterisk to connect the other side with an extension. What becomes of it is notified, and not looked at.
    pub fn refer(self, extension: &str) -> Self {
        let target = format!("Refer-To: <sip:{extension}@[remote_ip]:[remote_port]>\n");
        self.request("REFER", &target, "").responses(&["100"], "202")
    }

    /// Waits until Asterisk sends this request, and answers it with 200.
    pub fn takes(mut self, method: &str) -> Self {
        self.steps.push_str(&format!(
            "<recv request=\"{method}\"/>\n<send><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n\
             [last_Call-ID:]\n[last_CSeq:]\nContact: <sip:{}@[local_ip]:[local_port]>\nContent-Length: 0\n\n]]></send>\n",
            self.caller
        ));
        self
    }

    /// Makes the call. What sipp printed is for messages about failures.
    ///
    /// # Panics
    ///
    /// sipp cannot be run.
    pub async fn run(self, instance: &Instance) -> Output {
        let scenario = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"call\">\n{}</scenario>\n",
            self.steps
        );
        let name = format!("{}-{}.xml", self.caller, self.extension);
        std::fs::write(instance.directory().join(&name), scenario).expect("a scenario");
        let mut command = tokio::process::Command::from(installation(instance.release()).sipp());
        command
            .args(["-sf", &name, "-s", &self.extension, "-i", "127.0.0.1", "-m", "1", "-nostdin"])
            // NOTIFY comes at any time and is answered by sipp itself.
            .args(["-timeout", "30s", "-timeout_error", "-deadcall_wait", "0", "-aa"])
            .arg(instance.sip_address().expect("an instance with SIP").to_string())
            .current_dir(instance.directory())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command.output().await.expect("sipp runs")
    }

    fn invite(self, direction: &str) -> Self {
        let session = format!(
            "v=0\no=- 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [media_ip]\nt=0 0\n\
             m=audio [media_port] RTP/AVP 0\na=rtpmap:0 PCMU/8000\na={direction}\n"
        );
        let mut call = self
            .request("INVITE", "Content-Type: application/sdp\n", &session)
            .responses(&["100", "180", "183"], "200");
        // An ACK bears the number of what it acknowledges.
        call.sent -= 1;
        call.request("ACK", "", "")
    }

    fn request(mut self, method: &str, headers: &str, body: &str) -> Self {
        self.sent += 1;
        let (caller, number) = (self.caller, self.sent);
        let retransmission = if method == "ACK" { "" } else { " retrans=\"500\"" };
        self.steps.push_str(&format!(
            "<send{retransmission}><![CDATA[\n{method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n\
             Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n\
             From: <sip:{caller}@[local_ip]:[local_port]>;tag=[call_number]\n\
             To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]\nCall-ID: [call_id]\n\
             CSeq: {number} {method}\nContact: <sip:{caller}@[local_ip]:[local_port]>\nMax-Forwards: 70\n\
             {headers}Content-Length: [len]\n\n{body}]]></send>\n"
        ));
        self
    }

    fn responses(mut self, provisional: &[&str], last: &str) -> Self {
        for status in provisional {
            self.steps.push_str(&format!("<recv response=\"{status}\" optional=\"true\"/>\n"));
        }
        self.steps.push_str(&format!("<recv response=\"{last}\"/>\n"));
        self
    }
}
