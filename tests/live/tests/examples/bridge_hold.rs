//! Holding callers: who is in the bridge, what they hear, a key, and a hangup anywhere.

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::{Heard, awaited};
use tokio::time::sleep;

use crate::Failure;
use crate::room::{Scene, caller, moment};

async fn scene() -> Result<Scene, Failure> {
    Scene::new("bridge_hold", &[], Setup::new()).await
}

#[tokio::test]
async fn bridge_hold_holds_callers_until_they_press_a_key() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let first = scene.talk().await?;
    let said = scene.until("waits with 0 others").await?;
    assert_eq!(said[0], "Channel CALLER has entered the application");
    assert_eq!(scene.bridged("holding", 1).await, [caller(&first)]);
    scene.hears(&first, Heard::Sound).await?;
    let second = scene.talk().await?;
    scene.plays(&second, "number:1").await;
    scene.until("waits with 1 others").await?;
    let members = scene.bridged("holding", 2).await;
    assert!([&first, &second].iter().all(|it| members.contains(&caller(it))), "{members:?}");
    scene.hears(&second, Heard::Sound).await?;
    scene.phones.types(&first, "5").await;
    assert_eq!(scene.line().await?, "Channel CALLER pressed 5 and waits no more");
    assert_eq!(scene.bridged("holding", 1).await, [caller(&second)]);
    scene.plays(&first, "sound:vm-goodbye").await;
    assert_eq!(scene.until_left().await?, ["Channel CALLER just left our application"]);
    // The bridge is there for the other one.
    scene.hears(&second, Heard::Sound).await?;
    second.hangup().await?;
    assert_eq!(scene.until_left().await?, ["Channel CALLER just left our application"]);
    scene.gone().await?;
    Ok(())
}

/// What the caller does when the example has said this.
async fn react(scene: &mut Scene, phone: &ChannelHandle, line: &str) -> Result<(), Failure> {
    if line.ends_with(" others") {
        scene.phones.types(phone, "1").await;
    }
    Ok(())
}

/// A whole call, or one up to a line after which the caller hangs up.
async fn call(scene: &mut Scene, lines: usize) -> Result<(), Failure> {
    let phone = scene.call().await?;
    for line in 1..=lines {
        let said = scene.line().await?;
        // The last one is not reacted to, so that every wait is hung up on.
        if line < lines {
            react(scene, &phone, &said).await?;
        } else if said.ends_with("just left our application") {
            scene.gone().await?;
            return Ok(());
        }
    }
    sleep(moment(1_000)).await;
    phone.hangup().await?;
    if lines > 0 {
        scene.until_left().await?;
    }
    scene.gone().await?;
    Ok(())
}

/// How many lines a whole call has.
const LINES: usize = 4;

#[tokio::test]
async fn bridge_hold_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    for _ in 0..2 {
        for lines in 1..LINES {
            call(&mut scene, lines).await?;
        }
    }
    scene.report();
    call(&mut scene, LINES).await?;
    for _ in 0..5 {
        call(&mut scene, 0).await?;
    }
    scene.talk().await?;
    scene.until("waits with 0 others").await?;
    scene.example.terminate().await?;
    Ok(())
}

#[tokio::test]
async fn bridge_hold_is_there_for_who_comes_when_the_last_one_leaves() -> Result<(), Failure> {
    let mut scene = scene().await?;
    for _ in 0..5 {
        let last = scene.talk().await?;
        scene.until("waits with 0 others").await?;
        let next = scene.talk().await?;
        scene.plays(&next, "sound:queue-callswaiting").await;
        let id = caller(&next);
        awaited!(scene.phones.watch, PlaybackFinished, |it| it
            .playback
            .target_uri
            .ends_with(id.as_str()));
        // Just when the other one is put in.
        last.hangup().await?;
        let said = scene.until(" others").await?;
        assert!(said.iter().any(|it| it.contains("waits with ")), "{said:#?}");
        scene.hears(&next, Heard::Sound).await?;
        next.hangup().await?;
        scene.gone().await?;
    }
    Ok(())
}
