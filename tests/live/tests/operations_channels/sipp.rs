//! Calls that sipp lets succeed only if a message holds what it should.

use std::process::{Output, Stdio};

use ari_harness::Instance;
use ari_live_tests::installation;
use tokio::process::Command;

/// Where the messages of the last call are kept.
const MESSAGES: &str = "messages.log";

/// What the last call has sent and received so far.
pub fn messages(instance: &Instance) -> String {
    std::fs::read_to_string(instance.directory().join(MESSAGES)).unwrap_or_default()
}

/// Steps of a call, in the language of sipp.
#[derive(Debug, Default)]
pub struct Script {
    steps: String,
    sent: u32,
}

impl Script {
    /// Sends a request with more headers and a body.
    pub fn sends(mut self, method: &str, headers: &str, body: &str) -> Self {
        // An ACK bears the number of what it acknowledges.
        self.sent += u32::from(method != "ACK");
        let retransmission = if method == "ACK" { "" } else { " retrans=\"500\"" };
        self.steps.push_str(&format!(
            "<send{retransmission}><![CDATA[\n{method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0\n\
             Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n\
             From: <sip:alice@[local_ip]:[local_port]>;tag=[call_number]\n\
             To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]\nCall-ID: [call_id]\n\
             CSeq: {} {method}\nContact: <sip:alice@[local_ip]:[local_port]>\nMax-Forwards: 70\n\
             {headers}Content-Length: [len]\n\n{body}]]></send>\n",
            self.sent
        ));
        self
    }

    /// Calls, with one stream of audio on offer.
    pub fn calls(self) -> Self {
        let session = "v=0\no=- 1 1 IN IP4 [local_ip]\ns=-\nc=IN IP4 [media_ip]\nt=0 0\n\
                       m=audio [media_port] RTP/AVP 0\na=rtpmap:0 PCMU/8000\n";
        let mut script = self.sends("INVITE", "Content-Type: application/sdp\n", session);
        script.steps.push_str("<recv response=\"100\" optional=\"true\"/>\n");
        script
    }

    /// Expects this response with this text in it.
    pub fn hears(mut self, status: &str, text: &str) -> Self {
        self.steps.push_str(&format!("<recv response=\"{status}\">{}</recv>\n", holding(text)));
        self
    }

    /// Expects this request with this text in it, and answers it.
    pub fn takes(mut self, method: &str, text: &str) -> Self {
        self.steps.push_str(&format!(
            "<recv request=\"{method}\">{}</recv>\n<send><![CDATA[\nSIP/2.0 200 OK\n[last_Via:]\n\
             [last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n\n]]></send>\n",
            holding(text)
        ));
        self
    }

    /// Makes the call to an extension. What was sent and received stands in [`messages`] meanwhile.
    pub async fn run(self, instance: &Instance, extension: &str) -> std::io::Result<Output> {
        let name = format!("{extension}.xml");
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"call\">\n{}\
             <Reference variables=\"1\"/>\n</scenario>\n",
            self.steps
        );
        std::fs::write(instance.directory().join(&name), text)?;
        let server = instance.sip_address().expect("an instance with SIP").to_string();
        Command::from(installation(instance.release()).sipp())
            .args(["-sf", &name, "-s", extension, "-i", "127.0.0.1", "-m", "1", "-nostdin"])
            .args(["-timeout", "30s", "-timeout_error", "-deadcall_wait", "0", &server])
            .args(["-trace_msg", "-message_file", MESSAGES])
            .current_dir(instance.directory())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
    }
}

/// What fails the call if the message lacks the text.
fn holding(text: &str) -> String {
    format!(
        "<action><ereg regexp=\"{text}\" search_in=\"msg\" check_it=\"true\" assign_to=\"1\"/></action>"
    )
}
