//! Transfers that the example carries out: declined ones leave the talk as it is, others go on without who asked.

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Example, Handset, Phones, asterisk, credentials, eventually};

use crate::{Failure, all_gone};

/// The dialplan of the example, with a number that is free here.
const DIALPLAN: &str = "[default]
exten => 2000,1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
 same => n,Stasis(transfer-handler)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"FAILED\"]?sorry)
 same => n,Hangup()
 same => n(sorry),Playback(im-sorry)
 same => n,Hangup()
";

/// Who talks with whom: the names of the channels in the only bridge that there is.
async fn talkers(ari: &Ari) -> Option<Vec<String>> {
    let bridges = ari.bridges().list().await.ok()?;
    let [bridge] = &bridges[..] else { return None };
    let mut names = Vec::new();
    for channel in &bridge.channels {
        names.push(ari.channel(channel).get().await.ok()?.name.to_string());
    }
    names.sort();
    Some(names)
}

#[tokio::test]
async fn transfers_are_carried_out_or_leave_the_talk_as_it_is() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip().dialplan(DIALPLAN));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let alice = Handset::new("alice", &instance).await;
    let mut bob = Handset::new("bob", &instance).await;
    let arguments = [&*bob.endpoint(), "Local/{}@default"];
    let mut example = Example::start_with("transfer_handler", &arguments, &ari, &instance).await?;
    for round in 0..3 {
        let calling = async { alice.call("2000").await };
        let answering = async {
            let line = bob.rings().await;
            line.accept().await;
            line
        };
        let (caller, other) = tokio::join!(calling, answering);
        let name = format!("PJSIP/alice-{:08x}", 2 * round);
        assert_eq!(example.line().await?, format!("Channel {name} has entered the application"));
        assert!(example.line().await?.starts_with(&format!("{name} talks with PJSIP/bob")));
        assert_eq!(caller.refer("busy").await, "202");
        assert_eq!(example.line().await?, format!("{name} transfers to busy"));
        assert_eq!(example.line().await?, "Local/busy@default: the other side is busy");
        caller.notified("503 Service Unavailable").await;
        let both = talkers(&ari).await.ok_or("they talk on")?;
        assert_eq!(both.len(), 2, "{both:?}");
        assert_eq!(caller.refer("app-phones").await, "202");
        assert_eq!(example.line().await?, format!("{name} transfers to app-phones"));
        let target = phones.rings().await;
        if round == 1 {
            // A phone that does not wait for the outcome.
            caller.hang_up().await;
        }
        target.answer().await?;
        let mut lines = example.until("has the call").await?;
        if round != 1 {
            caller.notified("200 OK").await;
            caller.ended().await;
            lines.extend(example.until_left().await?);
        }
        let left = format!("Channel {name} just left our application");
        assert!(lines.contains(&left), "{lines:?}");
        eventually("the other two talk", async || {
            let talkers = talkers(&ari).await?;
            let of = |it: &str| talkers.iter().any(|name| name.starts_with(it));
            (talkers.len() == 2 && of("PJSIP/bob") && of("Local/app-phones")).then_some(())
        })
        .await;
        match round {
            0 => {
                target.hangup().await?;
                other.ended().await;
            }
            // Both at once.
            1 => drop(tokio::join!(target.hangup(), other.hang_up())),
            _ => other.hang_up().await,
        }
        assert_eq!(example.line().await?, "Nobody talks with Local/app-phones@default any more");
        all_gone(&ari).await;
    }
    assert!(example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn whoever_hangs_up_leaves_nothing_behind() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip().dialplan(DIALPLAN));
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let alice = Handset::new("alice", &instance).await;
    let arguments = ["Local/app-phones@default", "Local/{}@default"];
    let mut example = Example::start_with("transfer_handler", &arguments, &ari, &instance).await?;
    for moment in ["talk", "other", "transfer", "target"] {
        let calling = async { alice.call("2000").await };
        let answering = async {
            let line = phones.rings().await;
            line.answer().await.map(|()| line)
        };
        let (caller, other) = tokio::join!(calling, answering);
        let other = other?;
        example.until("@default").await?;
        match moment {
            "talk" => caller.hang_up().await,
            "other" => {
                other.hangup().await?;
            }
            _ => {
                assert_eq!(caller.refer("app-phones").await, "202");
                example.until("transfers to app-phones").await?;
                let target = phones.rings().await;
                match moment {
                    "transfer" => {
                        drop(tokio::join!(caller.hang_up(), other.hangup()));
                        target.hangup().await?;
                    }
                    _ => {
                        target.hangup().await?;
                        example.until("anybody answered").await?;
                        caller.hang_up().await;
                    }
                }
            }
        }
        example.until_left().await?;
        all_gone(&ari).await;
    }
    Ok(())
}
