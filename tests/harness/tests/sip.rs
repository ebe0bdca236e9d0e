//! SIP: phones register, call and send text; dynamic endpoints; it knows no media beyond what sipp sends.

mod support;

use std::{
    net::UdpSocket,
    process::{Command, Output, Stdio},
    time::Duration,
};

use ari_harness::{Instance, Release, Setup};
use support::{asterisk, eventually, request, request_as, start};

fn sipp(instance: &Instance, arguments: &[&str]) -> Output {
    let mut command: Command = asterisk(Release::Sid).sipp();
    command
        .args(arguments)
        .args([
            "-i",
            "127.0.0.1",
            "-m",
            "1",
            "-nostdin",
            "-timeout",
            "20s",
            "-timeout_error",
            "-deadcall_wait",
            "0",
        ])
        .arg(instance.sip_address().expect("it has SIP").to_string())
        .current_dir(instance.directory())
        .stdin(Stdio::null());
    command.output().expect("sipp runs")
}

#[test]
fn a_phone_calls_the_dialplan() {
    let instance = start(Setup::new().sip());
    let output = sipp(&instance, &["-sn", "uac", "-s", "wait", "-d", "200"]);
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        instance.log()
    );
    let nobody = sipp(&instance, &["-sn", "uac", "-s", "no-such-extension"]);
    assert!(!nobody.status.success());
}

#[test]
fn endpoints_are_there_and_can_be_added_and_last() {
    let mut instance = start(Setup::new().sip());
    let endpoints = request(&instance, "GET", "/endpoints/PJSIP").1;
    for name in ["alice", "bob", "anonymous"] {
        assert!(endpoints.contains(&format!("\"{name}\"")), "{endpoints}");
    }
    let credentials = format!("{}:{}", instance.username(), instance.password());
    let put = |instance: &Instance, kind: &str, body: &str| {
        let path = format!("/asterisk/config/dynamic/res_pjsip/{kind}/carol");
        request_as(instance, &credentials, "PUT", &path, body)
    };
    let (status, answer) =
        put(&instance, "aor", r#"{"fields":[{"attribute":"max_contacts","value":"1"}]}"#);
    assert_eq!(status, 200, "{answer}");
    let (status, answer) = put(
        &instance,
        "endpoint",
        r#"{"fields":[{"attribute":"context","value":"default"},{"attribute":"aors","value":"carol"},{"attribute":"allow","value":"!all,ulaw"}]}"#,
    );
    assert_eq!(status, 200, "{answer}");
    assert_eq!(request(&instance, "GET", "/endpoints/PJSIP/carol").0, 200);
    instance.restart().expect("it starts again");
    assert_eq!(request(&instance, "GET", "/endpoints/PJSIP/carol").0, 200);
}

/// A phone that is no more than a socket.
struct Phone {
    name: &'static str,
    socket: UdpSocket,
}

impl Phone {
    fn new(name: &'static str, instance: &Instance) -> Phone {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
        socket.connect(instance.sip_address().expect("it has SIP")).expect("an address");
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
        Phone { name, socket }
    }

    fn send(&self, method: &str, to: &str, body: &str) -> String {
        let (name, own) = (self.name, self.socket.local_addr().expect("bound"));
        let request = format!(
            "{method} sip:{to}@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {own};rport;branch=z9hG4bK-{method}\r\n\
             From: <sip:{name}@127.0.0.1>;tag=1\r\nTo: <sip:{to}@127.0.0.1>\r\nCall-ID: {method}-{own}\r\n\
             CSeq: 1 {method}\r\nContact: <sip:{name}@{own}>\r\nExpires: 60\r\nMax-Forwards: 70\r\n\
             Content-Type: text/plain\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.socket.send(request.as_bytes()).expect("sent");
        self.receive()
    }

    fn receive(&self) -> String {
        let mut buffer = [0; 4096];
        let length = self.socket.recv(&mut buffer).expect("something comes");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }
}

#[test]
fn a_registered_phone_rings_and_text_is_taken() {
    let instance = start(Setup::new().sip());
    let alice = Phone::new("alice", &instance);
    let answer = alice.send("REGISTER", "alice", "");
    assert!(answer.starts_with("SIP/2.0 200"), "{answer}");
    eventually("alice is online", || {
        request(&instance, "GET", "/endpoints/PJSIP/alice").1.contains("\"online\"")
    });
    let answer = alice.send("MESSAGE", "bob", "hello");
    assert!(answer.starts_with("SIP/2.0 202"), "{answer}\n{}", instance.log());
    let call = "/channels?endpoint=Local/alice@default&extension=wait&context=default&priority=1";
    assert_eq!(request(&instance, "POST", call).0, 200);
    let invite = alice.receive();
    assert!(invite.starts_with("INVITE sip:alice@127.0.0.1"), "{invite}");
}
