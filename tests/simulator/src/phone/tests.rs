//! Telephones against the model of calls alone, in paused time.

use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use crate::asterisk::{Asterisk, Outgoing};
use crate::dialplan::Dialplan;
use crate::message::{Reply, Request};
use crate::pbx::Settings;
use crate::phone::{Call, DialIn, Heard, Phone};
use crate::transcript::Transcript;

const DIALPLAN: &str = "
[default]
exten => 1000,1,Stasis(ivr,sales)
exten => 2000,1,Ringing()
 same => n,Wait(2)
 same => n,Answer()
 same => n,Playback(hello&world)
 same => n,MusicOnHold(jazz)
exten => 3000,1,Busy()
exten => 4000,1,Answer()
 same => n,Set(TALK_DETECT(set)=500)
 same => n,Stasis(ivr)
exten => 5000,1,Dial(PJSIP/bob,10)
 same => n,Hangup(34)
";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// An Asterisk with the application `ivr`, whose frames nobody needs to read.
fn asterisk() -> (Asterisk, Receiver<Outgoing>) {
    let mut dialplan = Dialplan::default();
    dialplan.add(DIALPLAN).expect("it is right");
    let asterisk = Asterisk::new(Settings { dialplan, ..Settings::default() });
    let keeper = asterisk.clone();
    tokio::spawn(async move { keeper.keep_time().await });
    let (outbox, frames) = mpsc::channel(1_000);
    asterisk.open(&["ivr".to_owned()], false, outbox);
    (asterisk, frames)
}

fn ask(asterisk: &Asterisk, method: &str, url: &str) -> Reply {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let pair = |it: &str| it.split_once('=').map(|(name, value)| (name.into(), value.into()));
    asterisk.answer(&Request {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.split('&').filter_map(pair).collect(),
        ..Request::default()
    })
}

fn dials(asterisk: &Asterisk, extension: &str) -> Call {
    DialIn::new(asterisk, extension).from("alice").dials_in()
}

fn kinds(asterisk: &Asterisk) -> Vec<String> {
    let text = Transcript::of_all(asterisk).events().to_string();
    text.lines().map(|it| it[2..].split(' ').next().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_enters_an_application_and_ends() {
    let (asterisk, mut frames) = asterisk();
    let caller = DialIn::new(&asterisk, "1000").from("alice").caller_id("Alice <100>").dials_in();
    let Some(Outgoing::Frame(start)) = frames.recv().await else { panic!("no event") };
    let start: serde_json::Value = serde_json::from_str(&start).expect("it is there");
    assert_eq!(start["type"], "StasisStart");
    assert_eq!(start["args"], serde_json::json!(["sales"]));
    let channel = &start["channel"];
    assert_eq!(channel["name"], "PJSIP/alice-00000000");
    assert_eq!(channel["state"], "Ring");
    assert_eq!(channel["caller"], serde_json::json!({ "name": "Alice", "number": "100" }));
    assert_ne!(channel["protocol_id"], "");
    let id = caller.channel_id();
    assert_eq!(ask(&asterisk, "POST", &format!("/channels/{id}/answer")).status, 204);
    caller.is_answered().await;
    assert_eq!(ask(&asterisk, "POST", &format!("/channels/{id}/nothing")).status, 404);
    caller.presses("1#");
    caller.hangs_up();
    assert_eq!(caller.ended().await, 16);
    let transcript = Transcript::of_all(&asterisk);
    transcript.without("ChannelVarset").assert_eq(
        "< StasisStart alice args=sales
         > answer alice → 204
         < ChannelStateChange alice Up
         > POST /channels/ID/nothing → 404 Resource not found
         < ChannelDtmfReceived alice digit=1 duration_ms=100
         < ChannelDtmfReceived alice digit=# duration_ms=100
         < ChannelHangupRequest alice
         < StasisEnd alice"
            .replace("ID", id)
            .as_str(),
    );
    assert_eq!(transcript.exchanges("channels.answer")[0].status, 204);
    assert_eq!(transcript.told("StasisEnd").len(), 1);
    assert_eq!(transcript.requests().of(&caller).to_string(), "> answer alice → 204");
    assert!(caller.to_string().contains("0.300  presses #"), "{caller}");
}

#[tokio::test(start_paused = true)]
async fn what_the_dialplan_plays_is_heard_in_its_order() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "2000");
    caller.hears("ringing").await;
    caller.is_answered().await;
    caller.hears("sound:hello").await;
    caller.hears("moh").await;
    assert_eq!(caller.hearing(), Heard::Music("jazz".to_owned()));
    caller.hangs_up();
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn a_refused_caller_hears_why() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "3000");
    caller.hears("busy").await;
    assert_eq!(caller.ended().await, 17);
    let nowhere = dials(&asterisk, "no such extension");
    assert_eq!(nowhere.ended().await, 1);
    assert!(asterisk.lock().channels.is_empty());
}

#[tokio::test(start_paused = true)]
async fn talk_is_detected_and_ends_with_silence() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "4000");
    let began = Instant::now();
    caller.talks(seconds(3));
    sleep(seconds(1)).await;
    // The same talk goes on.
    caller.talks(seconds(4));
    sleep(seconds(4)).await;
    yield_now().await;
    assert_eq!(kinds(&asterisk).last().expect("events"), "ChannelTalkingStarted");
    sleep(seconds(1)).await;
    assert!(began.elapsed() < seconds(7));
    let finished = Transcript::of_all(&asterisk).told("ChannelTalkingFinished");
    let event: serde_json::Value = serde_json::from_str(&finished[0].json).expect("it is there");
    assert_eq!(event["duration"], 5_000);
    assert!(finished[0].json.starts_with(r#"{"duration":"#));
    assert_eq!(kinds(&asterisk).iter().filter(|it| it.starts_with("ChannelTalking")).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn hold_and_music_are_told_and_heard() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "4000");
    caller.holds();
    caller.holds();
    caller.unholds();
    ask(&asterisk, "POST", &format!("/channels/{}/moh", caller.channel_id()));
    caller.hears("moh:default").await;
    ask(&asterisk, "DELETE", &format!("/channels/{}/moh", caller.channel_id()));
    caller.hears("silence").await;
    Transcript::of_all(&asterisk).assert_has(
        "< ChannelHold alice musicclass=default
         < ChannelUnhold alice
         > startMoh alice → 204
         > stopMoh alice → 204",
    );
    assert_eq!(kinds(&asterisk).iter().filter(|it| *it == "ChannelHold").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_originated_call_rings_and_is_answered() {
    let (asterisk, _frames) = asterisk();
    let bob = Phone::new(&asterisk, "PJSIP/bob");
    let reply = ask(&asterisk, "POST", "/channels?endpoint=PJSIP/bob&app=ivr&channelId=leg");
    assert_eq!(reply.status, 200);
    let call = bob.rings().await;
    assert_eq!(call.channel_id(), "leg");
    call.answers();
    call.is_answered().await;
    call.hangs_up();
    assert_eq!(call.ended().await, 16);
    Transcript::of_all(&asterisk).without("ChannelVarset").assert_eq(
        "> channels.originate endpoint=PJSIP/bob app=ivr → 200 bob
         < Dial peer=bob dialstring=bob
         < ChannelStateChange bob Ringing
         < Dial peer=bob dialstatus=RINGING dialstring=bob
         < ChannelStateChange bob Up
         < Dial peer=bob dialstatus=ANSWER dialstring=bob
         < StasisStart bob
         < ChannelHangupRequest bob
         < StasisEnd bob
         < ChannelDestroyed bob cause=0",
    );
}

#[tokio::test(start_paused = true)]
async fn telephones_have_habits() {
    let (asterisk, _frames) = asterisk();
    let bob = Phone::new(&asterisk, "bob");
    bob.answers_after(seconds(4));
    let began = Instant::now();
    ask(&asterisk, "POST", "/channels?endpoint=PJSIP/bob&app=ivr");
    bob.rings().await.is_answered().await;
    assert_eq!(began.elapsed().as_secs(), 4);
    bob.is_busy();
    ask(&asterisk, "POST", "/channels?endpoint=PJSIP/bob&app=ivr");
    let refused = bob.rings().await;
    refused.ended().await;
    assert!(refused.to_string().contains("is busy"), "{refused}");
    Transcript::of_all(&asterisk).assert_has("< Dial peer=bob 2 dialstatus=BUSY dialstring=bob");
    bob.does_not_answer();
    let caller = dials(&asterisk, "5000");
    // Nobody answers for ten seconds, and the dialplan goes on.
    assert_eq!(caller.ended().await, 34);
}

#[tokio::test(start_paused = true)]
async fn refusing_is_told_as_sip_says_it() {
    let (asterisk, _frames) = asterisk();
    let bob = Phone::new(&asterisk, "bob");
    for (status, cause, dialled) in
        [(486, 17, "BUSY"), (603, 21, "NOANSWER"), (503, 34, "CONGESTION"), (404, 1, "NOANSWER")]
    {
        bob.refuses(status);
        ask(&asterisk, "POST", "/channels?endpoint=PJSIP/bob&app=ivr");
        assert_eq!(bob.rings().await.ended().await, cause);
        let destroyed = Transcript::of_all(&asterisk).told("ChannelDestroyed");
        let json = format!(r#""tech_cause":{status},"#);
        assert!(destroyed.last().expect("it ended").json.contains(&json), "{status}");
        let dials = Transcript::of_all(&asterisk).told("Dial");
        let json = format!(r#""dialstatus":"{dialled}""#);
        assert!(dials.last().expect("it was called").json.contains(&json), "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_before_the_answer_has_another_cause() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "1000");
    caller.hangs_up();
    assert_eq!(caller.ended().await, 16);
    Transcript::of_all(&asterisk)
        .assert_has("< ChannelHangupRequest alice cause=127 tech_cause=487");
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "cannot be refused with 200")]
async fn an_answer_is_no_refusal() {
    let (asterisk, _frames) = asterisk();
    Phone::new(&asterisk, "bob").refuses(200);
}

#[tokio::test(start_paused = true)]
async fn waiting_in_vain_gives_an_account() {
    let (asterisk, _frames) = asterisk();
    let caller = dials(&asterisk, "1000").waits_up_to(seconds(3));
    let failure =
        tokio::spawn(async move { caller.hears("sound:hello").await }).await.expect_err("it fails");
    let account = failure.into_panic().downcast::<String>().expect("text");
    for part in [
        "alice waited 3s to hear sound:hello, in vain, at ",
        "phone/tests.rs:",
        "alice on PJSIP/alice-00000000:",
        "dials 1000 in default",
        "< StasisStart alice args=sales",
    ] {
        assert!(account.contains(part), "{part} is missing:\n{account}");
    }
    let caller = dials(&asterisk, "1000");
    caller.hangs_up();
    let failure =
        tokio::spawn(async move { caller.is_answered().await }).await.expect_err("it fails");
    let account = failure.into_panic().downcast::<String>().expect("text");
    assert!(account.contains("but the call is over"), "{account}");
}

#[tokio::test(start_paused = true)]
async fn those_in_a_bridge_hear_each_other() {
    let (asterisk, _frames) = asterisk();
    let alice = dials(&asterisk, "1000");
    let bob = DialIn::new(&asterisk, "1000").from("bob").dials_in();
    ask(&asterisk, "POST", "/bridges/b");
    for call in [&alice, &bob] {
        ask(&asterisk, "POST", &format!("/channels/{}/answer", call.channel_id()));
        let url = format!("/bridges/b/addChannel?channel={}", call.channel_id());
        assert_eq!(ask(&asterisk, "POST", &url).status, 204);
    }
    alice.is_with("bob").await;
    bob.is_with("alice").await;
    bob.talks(seconds(2));
    alice.hears("bob").await;
    assert_eq!(bob.hearing(), Heard::Silence);
    alice.hears("silence").await;
    bob.holds();
    alice.hears("moh").await;
}

#[tokio::test(start_paused = true)]
async fn thousands_of_calls_leave_nothing_but_the_end_of_the_log() {
    let (asterisk, mut frames) = asterisk();
    tokio::spawn(async move { while frames.recv().await.is_some() {} });
    let mut calls = Vec::new();
    for nth in 0..5_000 {
        let call = DialIn::new(&asterisk, "1000").from(&format!("caller{nth}")).dials_in();
        ask(&asterisk, "POST", &format!("/channels/{}/answer", call.channel_id()));
        calls.push(call);
        yield_now().await;
    }
    for call in &calls {
        call.hangs_up();
        assert_eq!(call.ended().await, 16);
        yield_now().await;
    }
    let pbx = asterisk.lock();
    assert!(pbx.phones.in_call.is_empty() && pbx.channels.is_empty());
    drop(pbx);
    let transcript = Transcript::of_all(&asterisk);
    assert!(transcript.dropped() > 0);
    assert_eq!(transcript.to_string().lines().last(), Some("< StasisEnd caller4999"));
}

#[tokio::test(start_paused = true)]
async fn a_transcript_that_differs_shows_where() {
    let (asterisk, _frames) = asterisk();
    dials(&asterisk, "1000").hangs_up();
    let transcript = Transcript::of_all(&asterisk).without("ChannelVarset");
    let failure = tokio::spawn(async move {
        transcript.assert_eq("< StasisStart alice args=sales\n< StasisEnd alice\n< Dial peer=bob");
    });
    let account =
        failure.await.expect_err("it fails").into_panic().downcast::<String>().expect("text");
    assert_eq!(
        *account,
        "the transcript differs from line 2:
    < StasisStart alice args=sales
  - < StasisEnd alice
  - < Dial peer=bob
  + < ChannelHangupRequest alice cause=127 tech_cause=487
  + < StasisEnd alice
(- as expected, + as it is)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_dialplan_that_calls_itself_comes_to_an_end() {
    let mut settings = Settings::default();
    settings
        .dialplan
        .add("[default]\nexten => loop,1,Dial(Local/loop@default)")
        .expect("it is right");
    let asterisk = Asterisk::new(settings);
    let caller = dials(&asterisk, "loop");
    caller.ended().await;
    assert!(asterisk.lock().channels.is_empty());
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "no telephone has keys")]
async fn a_telephone_has_no_other_keys() {
    let (asterisk, _frames) = asterisk();
    dials(&asterisk, "1000").presses("1e");
}
