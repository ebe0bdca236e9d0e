//! Transfers by SIP phones: those that Asterisk carries out, which put another channel in the place of a call's or a leg's,
//! and those that it leaves to the application.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Handset, PATIENCE, Phones, asterisk, credentials, eventually};
use tokio::sync::mpsc;

use crate::desk::nothing_is_left;
use crate::{Failure, soon};

/// An Asterisk with SIP, and an application whose calls come out of a channel.
async fn desk(
    instance: &Instance,
) -> Result<(Ari, mpsc::Receiver<Call>, tokio::task::JoinHandle<Result<(), Error>>), Failure> {
    let connect = Ari::connect(instance.url(), credentials(instance)).app("desk");
    let (ari, events) = connect.await?;
    let (calls, came) = mpsc::channel(8);
    let serving = tokio::spawn(async move {
        events
            .serve(move |call: Call| {
                let calls = calls.clone();
                async move {
                    call.answer().await?;
                    let _ = calls.send(call.clone()).await;
                    call.left().await;
                    Ok::<_, Error>(())
                }
            })
            .await
            .map(drop)
    });
    Ok((ari, came, serving))
}

#[tokio::test]
async fn an_attended_transfer_keeps_the_call_and_its_bridge() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let (ari, mut came, serving) = desk(&instance).await?;
    let mut phones = Phones::new(&instance).await;
    let transferer = Handset::new("alice", &instance).await;

    let first = transferer.call("app-desk").await;
    let call = soon(came.recv()).await?.ok_or("a call")?;
    let phone = ari.dial(Phones::ENDPOINT).into_future();
    let phone = tokio::spawn(phone);
    phones.rings().await.answer().await?;
    let customer = soon(phone).await???.answered()?;
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&call, &customer])).await??;
    let before = call.id();
    let leaving = tokio::spawn({
        let talk = talk.clone();
        async move { talk.until_one_leaves().await }
    });

    let second = transferer.call("echo").await;
    assert_eq!(first.refer_to_other(&second).await, "202");
    first.notified("200 OK").await;
    second.ended().await;
    eventually("the call has another channel", async || (call.id() != before).then_some(())).await;
    assert!(call.has_left().is_none());
    // It is the bridge's member, and what is done with the call is done with it.
    eventually("it is in the bridge", async || {
        talk.members().await.ok()?.contains(&call.id()).then_some(())
    })
    .await;
    assert!(!leaving.is_finished());
    assert_eq!(call.get().await?.id, call.id());
    first.hang_up().await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(call.has_left().is_none(), "its first channel is not the call any more");
    assert!(!leaving.is_finished());
    // Its end is the call's.
    call.hangup().await?;
    soon(call.left()).await?;
    assert_eq!(soon(leaving).await???, call.id());
    drop((customer, talk));
    nothing_is_left(&ari).await;
    ari.close().await;
    soon(serving).await???;
    Ok(())
}

#[tokio::test]
async fn a_blind_transfer_keeps_a_leg_too() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let (ari, mut came, _serving) = desk(&instance).await?;
    let mut phones = Phones::new(&instance).await;
    let mut agent = Handset::new("bob", &instance).await;

    let _caller = phones.talk("app-desk").await;
    let call = soon(came.recv()).await?.ok_or("a call")?;
    let dialling = tokio::spawn(ari.dial(agent.endpoint()).into_future());
    let line = agent.rings().await;
    line.accept().await;
    let leg = soon(dialling).await???.answered()?;
    let before = leg.id().clone();
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&call, &leg])).await??;
    assert_eq!(line.refer("wait").await, "202");
    line.notified("200 OK").await;
    eventually("the leg has another channel", async || (*leg.id() != before).then_some(())).await;
    eventually("it is in the bridge", async || {
        talk.members().await.ok()?.contains(leg.id()).then_some(())
    })
    .await;
    assert!(leg.has_left().is_none());
    // No call of its own came of it.
    assert_eq!(ari.health().live_calls, 1);
    // It is the phone's to hang up its own side, and it does not; the leg's end is that of both channels.
    drop(leg);
    soon(talk.until_one_leaves()).await??;
    let before = ari.channel(before);
    eventually("its first channel is gone", async || before.get().await.is_err().then_some(()))
        .await;
    line.hang_up().await;
    call.hangup().await?;
    drop(talk);
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn a_transfer_left_to_the_application_is_reported_to_its_phone() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let (ari, mut came, _serving) = desk(&instance).await?;
    let mut phones = Phones::new(&instance).await;
    let phone = Handset::new("alice", &instance).await;
    let line = phone.call("refer-desk").await;
    let call = soon(came.recv()).await?.ok_or("a call")?;
    let mut transfers = call.transfers();

    // Declined and unavailable: the call goes on.
    for (status, end) in [("decline", "603 Decline"), ("unavailable", "503 Service Unavailable")] {
        assert_eq!(line.refer("taxi").await, "202");
        let transfer = soon(transfers.next()).await??;
        assert_eq!((transfer.destination(), transfer.is_attended()), (Some("taxi"), false));
        assert!(transfer.transferee().is_none() && transfer.bridge().is_none());
        match status {
            "decline" => transfer.decline().await?,
            _ => transfer.unavailable().await?,
        }
        line.notified(end).await;
    }
    // Carried out.
    let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
    let other = phones.rings().await;
    other.answer().await?;
    let customer = soon(dialling).await???.answered()?;
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&call, &customer])).await??;
    assert_eq!(line.refer("app-phones").await, "202");
    let transfer = soon(transfers.next()).await??;
    assert_eq!(
        transfer.transferee().map(|it| it.channel_id().clone()),
        Some(customer.id().clone())
    );
    assert_eq!(transfer.bridge().map(|it| it.bridge_id().clone()), Some(talk.id().clone()));
    transfer.progress().await?;
    line.notified("100 Trying").await;
    let dialling = tokio::spawn(ari.dial("Local/app-phones@default").into_future());
    phones.rings().await.answer().await?;
    let target = soon(dialling).await???.answered()?;
    soon(talk.add(&[&target])).await??;
    transfer.accept().await?;
    line.notified("200 OK").await;
    call.hangup().await?;
    line.ended().await;
    // What this program reported is no transfer, and the call has left.
    assert_eq!(soon(transfers.next()).await?.map_err(|it| it.kind()).err(), Some(ErrorKind::Left));
    assert_eq!(talk.members().await?.len(), 2);
    drop((customer, target, talk));
    nothing_is_left(&ari).await;
    // Too late.
    let line = phone.call("refer-desk").await;
    let call = soon(came.recv()).await?.ok_or("a call")?;
    let mut transfers = call.transfers();
    assert_eq!(line.refer("taxi").await, "202");
    let transfer = soon(transfers.next()).await??;
    line.hang_up().await;
    soon(call.left()).await?;
    let late = transfer.accept().await.expect_err("the phone is gone");
    assert!([ErrorKind::Left, ErrorKind::NotFound].contains(&late.kind()), "{late}");
    assert!(call.ended(PATIENCE).await.is_some());
    nothing_is_left(&ari).await;
    Ok(())
}
