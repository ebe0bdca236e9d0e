//! Connecting two channels, where one may be gone before it is in the bridge.

use ari_generated::enums::PlaybackState;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Phones, asterisk, credentials};

use crate::desk::Desk;
use crate::{Failure, kind, soon};

#[tokio::test]
async fn who_is_gone_before_it_is_connected_has_left() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, _events) = connect.await?;
    let mut phones = Phones::new(&instance).await;
    let talk = ari.owned_bridge("mixing").await?;
    let mut legs = Vec::new();
    for _ in 0..2 {
        let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
        let phone = phones.rings().await;
        phone.answer().await?;
        legs.push((phone, soon(dialling).await???.answered()?));
    }
    let [(_, stays), (phone, goes)] = &legs[..] else { return Err("two were called".into()) };
    assert_eq!(phone.hangup().await?, Removal::Done);
    soon(goes.left()).await?;
    assert_eq!(kind(soon(talk.add(&[stays, goes])).await?), ErrorKind::Left);
    assert_eq!(soon(talk.connect(&[stays, goes])).await??, *goes.id());
    // The other one was not harmed, and the one that is gone is forgotten.
    soon(talk.add(&[stays])).await??;
    assert_eq!(talk.members().await?, [stays.id().clone()]);
    Ok(())
}

#[tokio::test]
async fn the_first_to_leave_is_told() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).app("desk");
    let (ari, _events) = connect.await?;
    let mut phones = Phones::new(&instance).await;
    let talk = ari.owned_bridge("mixing").await?;
    let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).also(Phones::ENDPOINT).into_future());
    let phone = phones.rings().await;
    phone.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    let talking = tokio::spawn({
        let (talk, leg) = (talk.clone(), ari.channel(leg.id()));
        async move { talk.connect(&[&leg]).await }
    });
    ari_live_tests::eventually("it is in", || async {
        (talk.members().await.ok()?.len() == 1).then_some(())
    })
    .await;
    assert!(!talking.is_finished());
    phone.hangup().await?;
    assert_eq!(soon(talking).await???, *leg.id());
    Ok(())
}

/// Asterisk loses what it is told to play while the bridge of the channel is being destroyed.
#[tokio::test]
async fn a_sound_behind_a_bridge_that_went_is_played() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (_phone, caller) = desk.talks().await?;
    let call = caller.call();
    for round in 0..24 {
        let talk = desk.ari.owned_bridge("mixing").await?;
        soon(talk.add(&[&call])).await??;
        match round % 4 {
            // At the end of what is being played.
            0 => {
                let digit = soon(call.play(["sound:digits/1"]).started()).await??;
                drop((talk, digit));
            }
            1 => soon(talk.release()).await??,
            _ => drop(talk),
        }
        let id = PlaybackId::random();
        let playing = call.play(["sound:digits/2"]).playback_id(&id).finished();
        let finished = soon(playing).await.map_err(|_| format!("lost in round {round}"))??;
        assert_eq!(finished.playback.state, PlaybackState::Done);
    }
    drop(caller);
    desk.nothing_is_left().await;
    Ok(())
}
