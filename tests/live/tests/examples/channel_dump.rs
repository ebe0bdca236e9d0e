//! The dump: what is there when it starts, what comes and goes, and who calls it.

use ari_generated::prelude::*;
use ari_harness::Setup;

use crate::Failure;
use crate::room::{Scene, moment};

/// Somebody who calls the dump and then stays in the dialplan, or not.
const DIALPLAN: &str = "
[default]
exten => shown,1,Set(COLOUR=blue)
 same => n,Stasis(channel-dump,one,two)
 same => n,Goto(wait,1)
exten => shown-and-gone,1,Stasis(channel-dump)
 same => n,Hangup()
";

fn setup() -> Setup {
    Setup::new().dialplan(DIALPLAN).channelvars(["COLOUR"])
}

/// What is said of a channel that is there, by its name; nothing where it is not.
fn dump_of<'a>(lines: &'a [String], name: &str) -> &'a [String] {
    let first = format!("Channel {name} is there:");
    let Some(begin) = lines.iter().position(|it| *it == first) else { return &[] };
    let facts = lines[begin + 1..].iter().take_while(|it| it.starts_with("  ")).count();
    &lines[begin + 1..=begin + facts]
}

#[tokio::test]
async fn channel_dump_shows_what_is_there() -> Result<(), Failure> {
    let instance = ari_live_tests::asterisk(setup());
    let phones = ari_live_tests::Phones::new(&instance).await;
    let there = phones.ari.channel(ChannelId::new("there"));
    there
        .originate_with_id("Local/wait@default")
        .caller_id("Alice <100>")
        .variables([("COLOUR", "green")])
        .formats("ulaw")
        .await?;
    let mut phones = phones;
    ari_live_tests::awaited!(phones.watch, StasisStart, |it| it.channel.id == "there");
    ari_live_tests::eventually("the other side waits", || async {
        let far = phones.ari.channel(ChannelId::new("there;2")).get().await.ok()?;
        (far.dialplan.app_name?.as_str() == "Wait").then_some(())
    })
    .await;
    let mut example =
        ari_live_tests::Example::start("channel_dump", &phones.ari, &instance).await?;
    let lines = example.until("2 channels are there").await?;
    let facts = dump_of(&lines, "Local/wait@default-00000000;1");
    for fact in [
        "  id         there",
        "  state      Up",
        "  caller     Alice <100>",
        "  language   en",
        "  variable   COLOUR = \"green\"",
    ] {
        assert!(facts.iter().any(|it| it == fact), "{fact}: {lines:#?}");
    }
    let far = dump_of(&lines, "Local/wait@default-00000000;2");
    assert!(far.iter().any(|it| it == "  dialplan   wait@default,2 Wait"), "{lines:#?}");
    there.hangup().await?;
    example.until("Local/wait@default-00000000;1 is gone: 16 Normal Clearing").await?;
    example.terminate().await?;
    Ok(())
}

#[tokio::test]
async fn channel_dump_shows_who_comes_and_goes() -> Result<(), Failure> {
    let mut scene = Scene::new("channel_dump", &[], setup()).await?;
    assert_eq!(scene.line().await?, "0 channels are there");
    let phone = scene.phones.talk("shown").await;
    let lines = scene.until("Local/shown@default-00000000;2 just left our application").await?;
    let entered = "Channel Local/shown@default-00000000;2 has entered our application: one, two";
    assert!(lines.iter().any(|it| it == entered), "{lines:#?}");
    let facts = dump_of(&lines, "Local/shown@default-00000000;2");
    let ring = "  state      Ring".to_owned();
    assert!(facts.contains(&ring), "{lines:#?}");
    // It goes on in the dialplan, where it was answered.
    phone.hangup().await?;
    let mut gone = scene.until(" is gone: 16 Normal Clearing").await?;
    gone.extend(scene.until(" is gone: 16 Normal Clearing").await?);
    assert!(gone.iter().any(|it| it.contains("00000000;1 is gone")), "{gone:#?}");
    assert!(gone.iter().any(|it| it.contains("00000000;2 is gone")), "{gone:#?}");
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn channel_dump_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = Scene::new("channel_dump", &[], setup()).await?;
    scene.until("0 channels are there").await?;
    // Both halves with their facts, the entry, the left and the two ends.
    for after in 0..=24 {
        let phone = scene.phones.call("shown").await;
        for _ in 0..after.min(18) {
            scene.line().await?;
        }
        tokio::time::sleep(moment(8)).await;
        phone.hangup().await?;
        scene.gone().await?;
        // One that is served wholly shows that nothing is stuck; its lines come after those of the other.
        let ordinary = scene.phones.call("shown-and-gone").await;
        let mut left = scene.until(" is gone: 16 Normal Clearing").await?;
        while !left.iter().any(|it| it.contains("/shown-and-gone@") && it.contains(";2 is gone")) {
            left.extend(scene.until(" is gone: 16 Normal Clearing").await?);
        }
        assert!(left.iter().any(|it| it.ends_with("just left our application")), "{left:#?}");
        ordinary.hangup().await?;
        scene.gone().await?;
    }
    scene.report();
    scene.example.terminate().await?;
    Ok(())
}
