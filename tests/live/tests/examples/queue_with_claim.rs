//! The queue that claims what it has agents for: everybody gets one agent, nobody who has none, whoever hangs up.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Example, Phones, asterisk, credentials, eventually};
use tokio::time::sleep;

use crate::{Failure, all_gone};

/// As in the example, for two of its kind.
const DIALPLAN: &str = "[default]
exten => 2000,1,StasisBroadcast(2000,queue)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"TIMEOUT\"]?sorry)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"FAILED\"]?sorry)
 same => n,Hangup()
 same => n(sorry),Playback(vm-nobodyavail)
 same => n,Hangup()
exten => 2001,1,Stasis(queue-with-claim,agent)
 same => n,Hangup()
exten => 2002,1,Stasis(queue-2,agent)
 same => n,Hangup()
";

/// How many are in each bridge where anybody is, in order.
async fn rooms(ari: &Ari) -> Option<Vec<(String, usize)>> {
    let bridges = ari.bridges().list().await.ok()?;
    let mut rooms: Vec<_> = bridges
        .iter()
        .filter(|it| !it.channels.is_empty())
        .map(|it| (it.bridge_type.to_string(), it.channels.len()))
        .collect();
    rooms.sort();
    Some(rooms)
}

async fn until_rooms(ari: &Ari, wanted: &[(&str, usize)]) {
    let wanted: Vec<_> = wanted.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
    let what = format!("the rooms are {wanted:?}");
    eventually(&what, async || (rooms(ari).await? == wanted).then_some(())).await;
}

/// No channel is left; each queue's own bridge is.
async fn channels_gone(ari: &Ari) {
    eventually("every channel is gone", async || {
        ari.channels().list().await.ok()?.is_empty().then_some(())
    })
    .await;
}

/// An agent calls in, and waits.
async fn agent(phones: &mut Phones, extension: &str) -> ChannelHandle {
    phones.talk(extension).await
}

/// The name of who has entered, by the line that says so.
fn entered(line: &str, who: &str) -> Result<String, Failure> {
    let name =
        line.strip_prefix(who).and_then(|it| it.strip_suffix(" has entered the application"));
    Ok(name.ok_or(line)?.trim().to_owned())
}

/// A caller who is connected; who was promised to a caller that hung up before it came is free only a second later.
async fn connected(phones: &mut Phones, ari: &Ari) -> Result<ChannelHandle, Failure> {
    for _ in 0..5 {
        let caller = phones.call("2000").await;
        for _ in 0..50 {
            if rooms(ari).await == Some(vec![("mixing".to_owned(), 2)]) {
                return Ok(caller);
            }
            sleep(Duration::from_millis(20)).await;
        }
        caller.hangup().await?;
    }
    Err("the agent is not free".into())
}

#[tokio::test]
async fn everybody_gets_an_agent_or_the_dialplan() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().dialplan(DIALPLAN));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let name = "queue_with_claim";
    let mut first = Example::start(name, &ari, &instance).await?;
    let mut second = Example::start_as("queue-2", name, &["queue-2"], &ari, &instance).await?;

    // Nobody has an agent, so the dialplan has the call.
    let caller = phones.call("2000").await;
    let nobody = first.line().await?;
    assert!(nobody.starts_with("Nobody is free for Local/2000@default-"), "{nobody}");
    assert_eq!(second.line().await?, nobody);
    eventually("the dialplan says sorry", async || {
        let listed = instance.cli("core show channels concise").ok()?;
        listed.contains("!Playback!vm-nobodyavail").then_some(())
    })
    .await;
    caller.hangup().await?;
    channels_gone(&ari).await;

    // One of them has one.
    let anna = agent(&mut phones, "2002").await;
    let agents_name = entered(&second.line().await?, "Agent")?;
    until_rooms(&ari, &[("holding", 1)]).await;
    let caller = phones.talk("2000").await;
    assert!(first.line().await?.starts_with("Nobody is free for Local/2000"));
    let callers_name = entered(&second.line().await?, "Caller")?;
    let talk = format!("Caller {callers_name} talks with agent {agents_name}");
    assert_eq!(second.line().await?, talk);
    until_rooms(&ari, &[("mixing", 2)]).await;
    // She is the next one's, when she is free.
    caller.hangup().await?;
    second.until("waits again").await?;
    until_rooms(&ari, &[("holding", 1)]).await;
    let caller = phones.talk("2000").await;
    until_rooms(&ari, &[("mixing", 2)]).await;
    anna.hangup().await?;
    eventually("the caller is hung up", async || caller.get().await.is_err().then_some(())).await;
    channels_gone(&ari).await;

    // Two callers at once, and an agent with each queue.
    let bert = agent(&mut phones, "2001").await;
    let cora = agent(&mut phones, "2002").await;
    until_rooms(&ari, &[("holding", 1), ("holding", 1)]).await;
    let (one, two) = (phones.call("2000").await, phones.call("2000").await);
    until_rooms(&ari, &[("mixing", 2), ("mixing", 2)]).await;
    for phone in [one, two] {
        phone.hangup().await?;
    }
    until_rooms(&ari, &[("holding", 1), ("holding", 1)]).await;
    for phone in [bert, cora] {
        phone.hangup().await?;
    }
    channels_gone(&ari).await;
    first.terminate().await?;
    second.terminate().await?;
    all_gone(&ari).await;
    Ok(())
}

#[tokio::test]
async fn whoever_hangs_up_and_whenever_the_next_one_is_served() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().dialplan(DIALPLAN));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let example = Example::start("queue_with_claim", &ari, &instance).await?;
    for wait in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144] {
        let wait = Duration::from_millis(wait);
        for who in ["caller", "agent", "both"] {
            let agent = agent(&mut phones, "2001").await;
            until_rooms(&ari, &[("holding", 1)]).await;
            let caller = phones.call("2000").await;
            sleep(wait).await;
            match who {
                "caller" => {
                    caller.hangup().await?;
                    // The agent is there for the next.
                    until_rooms(&ari, &[("holding", 1)]).await;
                    let next = connected(&mut phones, &ari).await?;
                    drop(tokio::join!(next.hangup(), agent.hangup()));
                }
                "agent" => {
                    agent.hangup().await?;
                    // Who was promised her waits for another, or was told sorry.
                    caller.hangup().await?;
                }
                _ => drop(tokio::join!(caller.hangup(), agent.hangup())),
            }
            channels_gone(&ari).await;
        }
    }
    example.terminate().await?;
    all_gone(&ari).await;
    Ok(())
}
