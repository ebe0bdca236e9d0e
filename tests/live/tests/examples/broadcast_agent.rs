//! The example that claims calls which are offered to several: each call is won once, lost by the other, and greeted once.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Example, awaited};

use crate::scene::{Scene, count};
use crate::{Failure, all_gone, some_time};

const NAME: &str = "broadcast_agent";

/// As in the example.
const DIALPLAN: &str = "[default]
exten => 3001,1,StasisBroadcast(2000,agent,,yes)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"TIMEOUT\"]?sorry)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"FAILED\"]?sorry)
 same => n,Hangup()
 same => n(sorry),Playback(vm-nobodyavail&vm-goodbye)
 same => n,Hangup()
";

async fn scene() -> Result<Scene, Failure> {
    Scene::new(NAME, Setup::new().dialplan(DIALPLAN), "3001", |_| Ok(None)).await
}

/// What one of several calls at once says, in whatever order: won, whose it is, entered, greeted, left.
const OF_A_WINNER: usize = 5;

/// Lost, and whose it is.
const OF_A_LOSER: usize = 2;

#[tokio::test]
async fn every_call_is_won_by_one_of_two() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (ari, instance) = (&scene.ari, &scene.instance);
    let mut other = Example::start_as("agent-2", NAME, &["agent-2"], ari, instance).await?;
    let (mut names, mut phones) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        // Five at once.
        for _ in 0..5 {
            let (phone, name) = scene.dial().await;
            phones.push(phone.channel_id().clone());
            names.push(name);
        }
        // Every second line of a call that nobody claimed would not come, and the deadline of a line would end this.
        all_over(&mut scene, &phones).await;
    }
    all_gone(&scene.ari).await;
    let (first, second) = (scene.example.terminate().await?, {
        other.signal().await?;
        other.ended().await?
    });
    for name in &names {
        let won = format!("Won {name}");
        let (winner, loser, application) = match count(&first, &won) {
            1 => (&first, &second, "broadcast-agent"),
            _ => (&second, &first, "agent-2"),
        };
        let of_it = |said: &[String]| count(said, name);
        assert_eq!((of_it(winner), of_it(loser)), (OF_A_WINNER, OF_A_LOSER), "{name}");
        let whose = format!("Channel {name} is {application}'s");
        let entered = format!("Channel {name} has entered the application");
        let greeted = format!("Channel {name} was greeted");
        let left = format!("Channel {name} just left our application");
        for line in [&won, &whose, &entered, &greeted, &left] {
            assert_eq!(count(winner, line), 1, "{line}: {winner:#?}");
        }
        for line in [&format!("Lost {name}"), &whose] {
            assert_eq!(count(loser, line), 1, "{line}: {loser:#?}");
        }
    }
    Ok(())
}

/// Each of these phones was answered once, and is gone.
async fn all_over(scene: &mut Scene, phones: &[ChannelId]) {
    let watch = &mut scene.phones.watch;
    for id in phones {
        awaited!(watch, ChannelDestroyed, |it| it.channel.id == *id);
        let answers = watch.seen().iter().filter(|event| match event {
            Event::Dial(it) => it.peer.id == *id && it.dialstatus.as_str() == "ANSWER",
            _ => false,
        });
        assert_eq!(answers.count(), 1, "{id}");
    }
}

#[tokio::test]
async fn callers_hang_up_at_every_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (mut said, mut longest) = (Vec::new(), Duration::ZERO);
    // It enters and is greeted; who won may be told before or after that.
    for (lines, most) in (0..=2).flat_map(|it| [(it, 1), (it, 3), (it, 10), (it, 50), (it, 500)]) {
        let moment = (lines, some_time(Duration::from_millis(most)));
        let hung_up = scene.hangs_up(moment, async |_, _, _| {}, async |_, _| {}).await?;
        said.extend(hung_up.said);
        longest = longest.max(hung_up.clean);
    }
    println!("longest from hanging up until nothing is left: {longest:?}");
    let (_phone, before) = scene.call().await?;
    said.extend(before);
    said.extend(scene.example.until("just left our application").await?);
    assert_eq!(count(&said[said.len() - 4..], " was greeted"), 1, "{said:#?}");
    all_gone(&scene.ari).await;
    said.extend(scene.example.terminate().await?);
    assert_eq!(count(&said, "has entered"), count(&said, "just left"));
    Ok(())
}

#[tokio::test]
async fn a_call_that_nobody_claims_goes_on_in_the_dialplan() -> Result<(), Failure> {
    let mut scene = scene().await?;
    scene.example.signal().await?;
    assert!(scene.example.ended().await?.is_empty());
    let (phone, _) = scene.dial().await;
    // The dialplan's apology answers.
    scene.phones.answered(&phone).await;
    phone.hangup().await?;
    all_gone(&scene.ari).await;
    Ok(())
}
