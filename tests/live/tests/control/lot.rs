//! Calls that wait for somebody: their order, who takes them, and who gives up.

use std::time::Duration;

use ari_generated::prelude::*;
use tokio::time::timeout;

use crate::desk::Desk;
use crate::{A_WHILE, Failure, kind, soon};

#[tokio::test]
async fn calls_are_taken_in_their_order() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let lot = desk.ari.lot().await?;
    let mut ids = Vec::new();
    for _ in 0..4 {
        let (_, call) = desk.talks().await?;
        soon(lot.park(&call.call())).await??;
        ids.push(call.call().id());
        // What its handler held is gone, and it waits on.
    }
    tokio::time::sleep(A_WHILE).await;
    assert_eq!(lot.waiting(), ids);
    assert_eq!(lot.bridge().members().await?.len(), 4);
    let third = lot.take(&ids[2]).ok_or("it waits")?;
    assert_eq!(third.call().id(), ids[2]);
    assert!(lot.take(&ids[2]).is_none());
    let first = soon(lot.next()).await?;
    assert_eq!(first.call().id(), ids[0]);
    assert_eq!(lot.waiting(), [ids[1].clone(), ids[3].clone()]);
    // Both talk.
    let talk = desk.ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&first.call(), &third.call()])).await??;
    assert_eq!(lot.bridge().members().await?.len(), 2);
    drop((first, third));
    for _ in 0..2 {
        soon(talk.until_one_leaves()).await??;
    }
    // Who waits is hung up with the lot.
    drop((lot, talk));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn whoever_waits_for_a_call_gets_the_next_one() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let lot = std::sync::Arc::new(desk.ari.lot().await?);
    let agents: Vec<_> = (0..3)
        .map(|_| {
            let lot = lot.clone();
            tokio::spawn(async move { lot.next().await })
        })
        .collect();
    // One who does not wait any more takes none.
    assert!(timeout(Duration::from_millis(100), lot.next()).await.is_err());
    for _ in 0..3 {
        let (_, call) = desk.talks().await?;
        soon(lot.park(&call.call())).await??;
    }
    let mut taken = Vec::new();
    for agent in agents {
        taken.push(soon(agent).await??);
    }
    let ids: std::collections::HashSet<_> = taken.iter().map(|it| it.call().id()).collect();
    assert_eq!((ids.len(), lot.waiting().len()), (3, 0));
    drop((taken, lot));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn who_gives_up_waits_no_longer() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let lot = desk.ari.lot().await?;
    let (impatient, call) = desk.talks().await?;
    soon(lot.park(&call.call())).await??;
    let (_, patient) = desk.talks().await?;
    soon(lot.park(&patient.call())).await??;
    impatient.hangup().await?;
    soon(call.call().left()).await?;
    assert_eq!(lot.waiting(), [patient.call().id()]);
    assert!(lot.take(&call.call().id()).is_none());
    assert_eq!(kind(soon(lot.park(&call.call())).await?), ErrorKind::Left);
    let id = patient.call().id();
    drop(patient);
    let taken = soon(lot.next()).await?;
    assert_eq!(taken.call().id(), id);
    assert!(timeout(Duration::from_millis(100), lot.next()).await.is_err());
    // Nobody keeps it any more.
    drop((taken, call));
    soon(lot.bridge().until_empty()).await??;
    drop(lot);
    desk.nothing_is_left().await;
    Ok(())
}
