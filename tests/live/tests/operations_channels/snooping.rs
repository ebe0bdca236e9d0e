//! Snoop channels: they hear one side of a call, and whisper to the other.

use ari_generated::ChannelId;
use ari_generated::enums::SnoopDirection;
use ari_live_tests::{Heard, Stage, awaited};

use crate::Outcome;

pub async fn a_snoop_hears_and_whispers(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let (near, far) = stage.pair().await;
    near.play([sound]).offsetms(Stage::HALF).await?;
    let id = ChannelId::new("ear 1/50%ü");
    let ear = far
        .snoop()
        .app("channels")
        .snoop_id(&id)
        .spy(SnoopDirection::In)
        .whisper(SnoopDirection::None)
        .app_args("listen,only")
        .await?;
    assert_eq!(ear.id, id);
    let start = awaited!(stage.watch, StasisStart, |it| it.channel.id == id);
    assert_eq!(start.args, ["listen", "only"]);
    let ear = stage.ari.channel(&id);
    stage.hears_sound(&ear).await;
    let deaf = stage
        .ari
        .channels()
        .snoop_channel(far.channel_id())
        .app("channels")
        .spy(SnoopDirection::Out)
        .await?
        .id;
    awaited!(stage.watch, StasisStart, |it| it.channel.id == deaf);
    let deaf = stage.ari.channel(deaf);
    assert_ne!(stage.hears(&deaf).await, Heard::Sound, "the other direction");

    near.hangup().await?;
    far.hangup().await?;

    let (near, far) = stage.pair().await;
    // What is whispered goes along with what is sent, so something must be.
    far.start_silence().await?;
    let mouth = ChannelId::random();
    far.snoop_with_id(&mouth).app("channels").whisper(SnoopDirection::Out).await?;
    awaited!(stage.watch, StasisStart, |it| it.channel.id == mouth);
    let mouth = stage.ari.channel(mouth);
    mouth.play([sound]).offsetms(Stage::HALF).await?;
    stage.hears_sound(&near).await;
    let second = stage.ari.channels().snoop_channel_with_id(far.channel_id(), ChannelId::random());
    let second = second.app("channels");
    let second = stage.ari.channel(second.spy(SnoopDirection::Both).app_args("x").await?.id);
    for channel in [ear, deaf, mouth, second, near, far] {
        channel.hangup().await?;
    }
    Ok(())
}
