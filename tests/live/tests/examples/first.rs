//! The first examples against a real Asterisk: what they print, whoever hangs up, and that no channel stays behind.

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_harness::{Outbound, Setup};
use ari_live_tests::{Example, asterisk, credentials};

use crate::{Failure, all_gone};

/// Calls the application of an example, as someone who then listens to silence.
async fn call(ari: &Ari, example: &str) -> Result<ChannelHandle, Failure> {
    let phone = ChannelId::random();
    ari.channels()
        .originate_with_id(&phone, format!("Local/{}@default", extension(example)))
        .extension("wait")
        .context("default")
        .formats("ulaw")
        .await?;
    Ok(ari.channel(&phone))
}

/// The extension that enters an example's application.
fn extension(example: &str) -> String {
    format!("app-{}", example.replace('_', "-"))
}

/// The lines, with the name of the channel that the application gets: the far half of the first Local channel.
fn said(example: &str, lines: &[&str]) -> Vec<String> {
    let caller = format!("Local/{}@default-00000000;2", extension(example));
    lines.iter().map(|it| it.replace("CALLER", &caller)).collect()
}

async fn to_the_end(name: &str, lines: &[&str]) -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start(name, &ari, &instance).await?;
    call(&ari, name).await?;
    assert_eq!(example.until_left().await?, said(name, lines));
    all_gone(&ari).await;
    Ok(())
}

async fn caller_hangs_up(name: &str, expected: &[&str], after: usize) -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start(name, &ari, &instance).await?;
    let phone = call(&ari, name).await?;
    let mut lines = Vec::new();
    for _ in 0..after {
        lines.push(example.line().await?);
    }
    assert_eq!(phone.hangup().await?, Removal::Done);
    lines.extend(example.until_left().await?);
    assert_eq!(lines, said(name, expected));
    all_gone(&ari).await;
    Ok(())
}

#[tokio::test]
async fn channel_state_hangs_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Channel CALLER is now: Up",
        "Hanging up channel CALLER",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_state", &said).await
}

#[tokio::test]
async fn channel_state_is_hung_up_on_while_ringing() -> Result<(), Failure> {
    let said =
        ["Channel CALLER has entered the application", "Channel CALLER just left our application"];
    caller_hangs_up("channel_state", &said, 1).await
}

#[tokio::test]
async fn channel_state_is_hung_up_on_when_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Channel CALLER is now: Up",
        "Channel CALLER just left our application",
    ];
    caller_hangs_up("channel_state", &said, 3).await
}

#[tokio::test]
async fn channel_tones_hangs_up() -> Result<(), Failure> {
    let said = [
        "Channel CALLER has entered the application",
        "Answering channel CALLER",
        "Hanging up channel CALLER",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_tones", &said).await
}

#[tokio::test]
async fn channel_tones_is_hung_up_on_during_the_tone() -> Result<(), Failure> {
    let said =
        ["Channel CALLER has entered the application", "Channel CALLER just left our application"];
    caller_hangs_up("channel_tones", &said, 1).await
}

#[tokio::test]
async fn channel_playback_monkeys_hang_up() -> Result<(), Failure> {
    let said = [
        "Monkeys! Attack CALLER!",
        "Monkeys successfully vanquished CALLER; hanging them up",
        "Channel CALLER just left our application",
    ];
    to_the_end("channel_playback_monkeys", &said).await
}

#[tokio::test]
async fn channel_playback_monkeys_are_hung_up_on() -> Result<(), Failure> {
    let said = ["Monkeys! Attack CALLER!", "Channel CALLER just left our application"];
    caller_hangs_up("channel_playback_monkeys", &said, 1).await
}

/// What both examples say that greet a caller.
const GREETING: [&str; 3] = [
    "Channel CALLER has entered the application",
    "Channel CALLER was greeted",
    "Channel CALLER just left our application",
];

#[tokio::test]
async fn rest_over_websocket_greets() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start("rest_over_websocket", &ari, &instance).await?;
    call(&ari, "rest_over_websocket").await?;
    assert_eq!(example.until_left().await?, said("rest_over_websocket", &GREETING));
    all_gone(&ari).await;
    let lines = example.terminate().await?;
    let said = lines.last().and_then(|it| it.rsplit_once(": "));
    let (what, count) = said.ok_or("it said nothing")?;
    assert_eq!(what, "Responses that came over the websocket");
    assert!(count.parse::<u32>()? >= 4, "{count}");
    Ok(())
}

#[tokio::test]
async fn outbound_server_greets_over_a_lasting_connection() -> Result<(), Failure> {
    let outbound = |url| Outbound::persistent(url, ["outbound-server"]);
    let (mut example, instance) = Example::dialled("outbound_server", outbound).await?;
    assert!(example.line().await?.starts_with("Asterisk "));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    call(&ari, "outbound_server").await?;
    assert_eq!(example.until_left().await?, said("outbound_server", &GREETING));
    all_gone(&ari).await;
    assert_eq!(example.terminate().await?, ["Connections: 1"]);
    Ok(())
}

#[tokio::test]
async fn outbound_server_greets_over_a_connection_for_each_call() -> Result<(), Failure> {
    let outbound = |url| Outbound::per_call(url, ["outbound-server"]);
    let (mut example, instance) = Example::dialled("outbound_server", outbound).await?;
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..2 {
        call(&ari, "outbound_server").await?;
        let said = example.until_left().await?;
        assert!(said[0].starts_with("Asterisk ") && said[0].ends_with(" connected"), "{said:?}");
        assert!(said[2].ends_with(" was greeted"), "{said:?}");
        all_gone(&ari).await;
    }
    assert_eq!(example.terminate().await?, ["Connections: 2"]);
    Ok(())
}

#[tokio::test]
async fn channel_state_leaves_service_on_sigterm() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut example = Example::start("channel_state", &ari, &instance).await?;
    let phone = call(&ari, "channel_state").await?;
    let entered = said("channel_state", &["Channel CALLER has entered the application"]);
    assert_eq!(example.line().await?, entered[0]);
    example.signal().await?;
    // The call may go on for five seconds, which is long enough for it to be answered, and not for its end.
    let said = said(
        "channel_state",
        &[
            "Answering channel CALLER",
            "Channel CALLER is now: Up",
            "Channel CALLER just left our application",
        ],
    );
    assert_eq!(example.until_left().await?, said);
    assert!(example.ended().await?.is_empty());
    assert_eq!(phone.hangup().await?, Removal::AlreadyGone);
    all_gone(&ari).await;
    Ok(())
}
