//! The auto attendant: what interrupts it, who types nothing or nonsense, the operator, and a hangup anywhere.

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::{Phones, awaited};

use crate::Failure;
use crate::room::{Scene, caller, moment};

async fn scene(operator: &str) -> Result<Scene, Failure> {
    Scene::new("channel_aa", &[operator], Setup::new()).await
}

#[tokio::test]
async fn channel_aa_is_interrupted_by_a_digit() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    let phone = scene.talk().await?;
    scene.plays(&phone, "sound:vm-press").await;
    scene.phones.types(&phone, "1").await;
    scene.plays(&phone, "sound:hello-world").await;
    let menu = awaited!(scene.phones.watch, PlaybackFinished, |it| it.playback.media_uri.as_str()
        != "sound:hello");
    // The rest of it was not heard.
    assert!(menu.playback.next_media_uri.is_some() || menu.playback.media_uri == "sound:vm-press");
    scene.phones.types(&phone, "#").await;
    let said = [
        "Channel CALLER has entered the application",
        "Channel CALLER typed 1",
        "Channel CALLER wants Some(Greeting)",
        "Channel CALLER typed #",
        "Channel CALLER wants Some(Goodbye)",
        "Channel CALLER just left our application",
    ];
    assert_eq!(scene.until_left().await?, said);
    scene.plays(&phone, "sound:vm-goodbye").await;
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn channel_aa_gives_up_after_three_tries() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    let phone = scene.talk().await?;
    scene.plays(&phone, "sound:vm-press").await;
    scene.phones.types(&phone, "7").await;
    scene.plays(&phone, "sound:invalid").await;
    scene.plays(&phone, "sound:please-try-again").await;
    let said = [
        "Channel CALLER has entered the application",
        "Channel CALLER typed 7",
        "Channel CALLER wants None",
        "Channel CALLER just left our application",
    ];
    assert_eq!(scene.until_left().await?, said);
    scene.gone().await?;
    let menus = scene.phones.watch.seen().iter().filter(|it| match it {
        ari_generated::Event::PlaybackStarted(it) => it.playback.media_uri == "sound:vm-press",
        _ => false,
    });
    assert_eq!(menus.count(), 3);
    Ok(())
}

#[tokio::test]
async fn channel_aa_connects_with_the_operator() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    let phone = scene.talk().await?;
    scene.phones.types(&phone, "0").await;
    let operator = scene.phones.rings().await;
    operator.answer().await?;
    scene.until("talks with Local/app-phones@default").await?;
    let members = scene.bridged("mixing", 2).await;
    assert!(members.contains(&caller(&phone)), "{members:?}");
    // What is typed in the talk is no choice.
    scene.phones.types(&phone, "1").await;
    scene.until("typed 1").await?;
    scene.phones.watch.forget();
    operator.hangup().await?;
    scene.until("has talked with Local/app-phones@default").await?;
    scene.plays(&phone, "sound:vm-reachoper").await;
    scene.phones.types(&phone, "#").await;
    let said = scene.until_left().await?;
    assert_eq!(said[1], "Channel CALLER wants Some(Goodbye)", "{said:#?}");
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn channel_aa_goes_on_without_the_operator() -> Result<(), Failure> {
    let mut scene = scene("Local/busy@default").await?;
    let phone = scene.talk().await?;
    scene.phones.types(&phone, "0").await;
    scene.until("cannot talk with Local/busy@default: Busy").await?;
    scene.plays(&phone, "sound:vm-nobodyavail").await;
    scene.phones.types(&phone, "#").await;
    let said = scene.until_left().await?;
    assert_eq!(said[1], "Channel CALLER wants Some(Goodbye)", "{said:#?}");
    scene.gone().await?;
    Ok(())
}

/// What the caller and the operator do when the example has said this.
async fn react(
    scene: &mut Scene,
    phone: &ChannelHandle,
    operator: &mut Option<ChannelHandle>,
    line: &str,
) -> Result<(), Failure> {
    let (_, what) = line.split_once("CALLER ").ok_or(format!("it said {line}"))?;
    match what {
        "has entered the application" => {
            scene.phones.answered(phone).await;
            scene.phones.types(phone, "9").await;
        }
        "typed 9" => {
            // From then on, digits count again.
            scene.plays(phone, "sound:invalid").await;
            scene.phones.types(phone, "1").await;
        }
        "wants Some(Greeting)" => {
            scene.plays(phone, "sound:hello-world").await;
            scene.phones.types(phone, "0").await;
        }
        "wants Some(Operator)" => {
            let rings = scene.phones.rings().await;
            rings.ring().await?;
            rings.answer().await?;
            *operator = Some(rings);
        }
        "talks with Local/app-phones@default" => {
            operator.as_ref().ok_or("nobody answered")?.hangup().await?;
        }
        "has talked with Local/app-phones@default" => {
            scene.phones.watch.forget();
            scene.plays(phone, "digits:1").await;
            scene.phones.types(phone, "#").await;
        }
        _ => {}
    }
    Ok(())
}

/// A whole call, or one up to a line after which the caller hangs up.
async fn call(scene: &mut Scene, lines: usize) -> Result<(), Failure> {
    let phone = scene.call().await?;
    let mut operator = None;
    let mut last = String::new();
    for number in 0..lines {
        last = scene.line().await?;
        // What there was to say of the call before may come after it has left.
        while number == 0 && !last.ends_with("has entered the application") {
            last = scene.line().await?;
        }
        react(scene, &phone, &mut operator, &last).await?;
    }
    if !last.ends_with("just left our application") {
        tokio::time::sleep(moment(60)).await;
        phone.hangup().await?;
        if lines > 0 {
            scene.until_left().await?;
        }
    }
    scene.gone().await?;
    Ok(())
}

/// How many lines a whole call of that kind has.
const LINES: usize = 11;

#[tokio::test]
async fn channel_aa_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    for lines in 1..LINES {
        call(&mut scene, lines).await?;
    }
    scene.report();
    call(&mut scene, LINES).await?;
    // Before anything is said: it may never have entered.
    for _ in 0..5 {
        call(&mut scene, 0).await?;
    }
    let phone = scene.talk().await?;
    scene.phones.types(&phone, "#").await;
    scene.until("wants Some(Goodbye)").await?;
    scene.until_left().await?;
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}
