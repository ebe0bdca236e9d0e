//! The voice agent: what it says and when, that it falls silent when somebody speaks, the operator, and a hangup anywhere.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::eventually;

use crate::Failure;
use crate::ear::{Ear, RATE, is_audible, notes, says, tone};
use crate::moments::hung_up_on;
use crate::room::{Scene, caller};

/// The pitches of its melodies.
const PITCHES: [f64; 7] = [440.0, 523.3, 554.4, 587.3, 659.3, 784.0, 880.0];

async fn scene() -> Result<Scene, Failure> {
    Scene::new("voice_agent", &[], Setup::new()).await
}

/// Somebody who has been greeted.
async fn greeted(scene: &mut Scene) -> Result<ChannelHandle, Failure> {
    let phone = scene.talk().await?;
    scene.until("heard everything").await?;
    Ok(phone)
}

/// Says a tone that lasts so long, which the agent notices; gives what it says of its end.
async fn speaks(
    scene: &mut Scene,
    phone: &ChannelHandle,
    milliseconds: u64,
) -> Result<String, Failure> {
    let sound = tone(scene, 300.0, Duration::from_millis(milliseconds))?;
    says(scene, phone, &sound).await?;
    assert_eq!(scene.line().await?, "Channel CALLER speaks");
    scene.line().await
}

#[tokio::test]
async fn voice_agent_greets_and_answers() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let phone = scene.phone().await?;
    let ear = Ear::of(&mut scene, &phone).await?;
    phone.dial().await?;
    let said = ["Channel CALLER has entered the application", "Channel CALLER heard everything"];
    assert_eq!(scene.until("heard everything").await?, said);
    let heard = ear.heard(&mut scene).await?;
    assert_eq!(notes(&heard, RATE, &PITCHES), [440.0, 554.4, 659.3]);
    // It says nothing unless it is spoken to, and a click is no speech.
    let ear = Ear::of(&mut scene, &phone).await?;
    let click = tone(&scene, 300.0, Duration::from_millis(20))?;
    says(&mut scene, &phone, &click).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!is_audible(&ear.heard(&mut scene).await?));
    let ear = Ear::of(&mut scene, &phone).await?;
    let line = speaks(&mut scene, &phone, 2_000).await?;
    let time = line.strip_prefix("Channel CALLER spoke for ").and_then(|it| it.strip_suffix('s'));
    let time: f64 = time.ok_or(&*line)?.parse()?;
    assert!(time > 1.5, "{line}");
    assert_eq!(scene.line().await?, "Channel CALLER heard everything");
    let heard = notes(&ear.heard(&mut scene).await?, RATE, &PITCHES);
    assert_eq!(heard[..6], [523.3, 587.3, 659.3, 784.0, 880.0, 523.3], "{heard:?}");
    // A note for each quarter of a second.
    assert!((heard.len() as f64 - time * 4.0).abs() < 1.5, "{line}: {heard:?}");
    phone.hangup().await?;
    assert_eq!(scene.until_left().await?, ["Channel CALLER just left our application"]);
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn voice_agent_falls_silent_when_it_is_interrupted() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let phone = greeted(&mut scene).await?;
    let line = speaks(&mut scene, &phone, 5_000).await?;
    assert!(line.starts_with("Channel CALLER spoke for "), "{line}");
    // Now it answers for five seconds, unless somebody speaks.
    let ear = Ear::of(&mut scene, &phone).await?;
    let voice = tone(&scene, 300.0, Duration::from_secs(3))?;
    says(&mut scene, &phone, &voice).await?;
    let heard = ear.heard(&mut scene).await?;
    let line = scene.line().await?;
    let frames = line.strip_prefix("Channel CALLER interrupted, and did not hear ");
    let frames = frames.and_then(|it| it.strip_suffix(" frames"));
    assert!(frames.ok_or(&*line)?.parse::<u32>()? > 0, "{line}");
    // It spoke at first, and then was silent while the other one spoke.
    let parts = heard.chunks_exact(RATE as usize / 20).map(is_audible).skip_while(|it| !it);
    let parts: Vec<_> = parts.collect();
    let silent = parts.split(|it| *it).map(<[_]>::len).max().ok_or("it said nothing")?;
    assert!(silent > 20, "{parts:?}");
    let line = scene.line().await?;
    assert!(line.starts_with("Channel CALLER spoke for "), "{line}");
    // The answer to the interruption is heard to its end.
    assert_eq!(scene.line().await?, "Channel CALLER heard everything");
    // It is told to end while somebody listens, whom it hangs up after its time of grace.
    scene.example.signal().await?;
    let said = scene.example.ended().await?;
    assert!(said.len() == 1 && said[0].ends_with("just left our application"), "{said:?}");
    scene.gone().await?;
    Ok(())
}

/// Only the caller is left, at the operator's extension.
async fn is_passed_on(scene: &Scene, phone: &ChannelHandle) {
    let ari = &scene.phones.ari;
    eventually("the caller is with the operator, and the media are gone", async || {
        let channel = ari.channel(caller(phone)).get().await.ok()?;
        let place = (channel.dialplan.context.as_str(), channel.dialplan.exten.as_str());
        let channels = ari.channels().list().await.ok()?.len();
        let bridges = ari.bridges().list().await.ok()?;
        let waits = channel.dialplan.app_name.as_deref() == Some("Wait");
        (waits && place == ("default", "operator") && channels == 2 && bridges.is_empty())
            .then_some(())
    })
    .await;
}

#[tokio::test]
async fn voice_agent_passes_on_who_presses_zero() -> Result<(), Failure> {
    let mut scene = scene().await?;
    for is_answered in [false, true, false, true] {
        let phone = greeted(&mut scene).await?;
        if is_answered {
            // While it answers.
            speaks(&mut scene, &phone, 2_000).await?;
        }
        // Others mean nothing.
        scene.phones.types(&phone, "10").await;
        scene.until("wants a person").await?;
        assert_eq!(scene.until_left().await?, ["Channel CALLER just left our application"]);
        is_passed_on(&scene, &phone).await;
        phone.hangup().await?;
        scene.gone().await?;
    }
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn voice_agent_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let short = tone(&scene, 300.0, Duration::from_millis(500))?;
    let acts = async |scene: &mut Scene, phone: &ChannelHandle, line: &str| {
        match line.split_once("CALLER ") {
            Some((_, "heard everything")) => drop(phone.play([short.as_str()]).await?),
            Some((_, "speaks")) => {}
            // It is about to answer.
            Some((_, it)) if it.starts_with("spoke for ") => {
                drop(phone.play([short.as_str()]).await?)
            }
            Some((_, it)) if it.starts_with("interrupted") => scene.phones.types(phone, "0").await,
            _ => {}
        }
        Ok(())
    };
    hung_up_on(&mut scene, 6, acts).await?;
    scene.example.terminate().await?;
    Ok(())
}
