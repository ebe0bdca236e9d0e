//! Who comes back: the same Asterisk, whose client goes on, or another, which gets a client of its own.

use std::time::Duration;

use ari_generated::Listener;
use ari_generated::prelude::*;
use ari_live_tests::{Items, PATIENCE};
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{PASSWORD, USER, accepted};
use crate::stand_in::{PING, dial, replaced, tick};

async fn nobody_else(listener: &mut Listener) {
    let nobody = timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(nobody.is_err(), "it is no new client: {nobody:?}");
}

#[tokio::test]
async fn one_that_fell_silent_is_succeeded() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let silent = dial(&listener).unresponsive().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let _back = dial(&listener).answering().await?;
    // Pings would find it 20 s later.
    let lost = items.lost().await;
    assert!(lost.reason.contains("again"), "{lost:?}");
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("desk").get().await?;
    nobody_else(&mut listener).await;
    drop(silent);
    Ok(())
}

#[tokio::test]
async fn one_that_breaks_while_its_successor_waits_is_succeeded() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut forgotten = dial(&listener).unresponsive().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let _back = dial(&listener).answering().await?;
    // A host that was started anew answers what it knows nothing of with a reset.
    forgotten.until(PING).await?;
    forgotten.reset()?;
    items.lost().await;
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("desk").get().await?;
    nobody_else(&mut listener).await;
    Ok(())
}

#[tokio::test]
async fn one_that_ends_while_its_successor_waits_is_succeeded() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut old = dial(&listener).unresponsive().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let _back = dial(&listener).answering().await?;
    old.until(PING).await?;
    drop(old);
    items.lost().await;
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("desk").get().await?;
    nobody_else(&mut listener).await;
    Ok(())
}

#[tokio::test]
async fn one_that_tells_of_an_event_keeps_its_client() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut old = dial(&listener).unresponsive().await?;
    let first = accepted(&mut listener).await?;
    let _new = dial(&listener).answering().await?;
    old.until(PING).await?;
    old.say(tick(1)).await?;
    let second = accepted(&mut listener).await?;
    assert_ne!(first.visitor.remote, second.visitor.remote);
    second.ari.application("desk").get().await?;
    assert_eq!(first.ari.health().generation, 1);
    Ok(())
}

#[tokio::test]
async fn two_machines_of_one_name_do_not_take_each_others_place() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let _one = dial(&listener).answering().await?;
    let first = accepted(&mut listener).await?;
    let _two = dial(&listener).answering().await?;
    let second = accepted(&mut listener).await?;
    assert_ne!(first.visitor.remote, second.visitor.remote);
    for accepted in [first, second] {
        accepted.ari.application("desk").get().await?;
        let mut items = Items::new(accepted.events);
        let registered = items.find("ApplicationRegistered", |it| {
            matches!(it, Delivery::Event(Event::ApplicationRegistered(_))).then_some(())
        });
        registered.await;
        let more = timeout(Duration::from_millis(100), items.next()).await;
        assert!(more.is_err(), "{more:?}");
    }
    Ok(())
}

#[tokio::test]
async fn each_of_two_machines_of_one_name_comes_back_to_its_own_client() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let mut machines = Vec::new();
    for _ in 0..2 {
        let machine = dial(&listener).answering().await?;
        let Accepted { ari, events, .. } = accepted(&mut listener).await?;
        machines.push((machine, ari, Items::new(events)));
    }
    for lost in [1, 0] {
        let (machine, ari, mut items) = machines.remove(lost);
        drop(machine);
        items.lost().await;
        let back = dial(&listener).answering().await?;
        assert_eq!(items.reconnected().await.generation, 2);
        ari.application("desk").get().await?;
        machines.push((back, ari, items));
    }
    assert!(machines.iter().all(|(_, ari, _)| ari.health().generation == 2));
    nobody_else(&mut listener).await;
    Ok(())
}

#[tokio::test]
async fn one_that_lost_an_application_to_another_is_known_again() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let both = ["desk", "bell"];
    let asterisk = dial(&listener).applications(both).answering().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let bell = |it: &Delivery| match it {
        Delivery::Event(Event::ApplicationRegistered(it)) => {
            (it.application == "bell").then_some(())
        }
        _ => None,
    };
    items.find("the second application", bell).await;
    asterisk.say(replaced("desk"));
    let taken =
        |it: &Delivery| matches!(it, Delivery::Event(Event::ApplicationReplaced(_))).then_some(());
    items.find("ApplicationReplaced", taken).await;
    drop(asterisk);
    items.lost().await;
    // It tells of both again, of the one that was taken first.
    let _back = dial(&listener).applications(both).answering().await?;
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("bell").get().await?;
    nobody_else(&mut listener).await;
    Ok(())
}

#[tokio::test]
async fn another_query_path_or_user_is_another_client() -> Result<(), Failure> {
    const BASIC: &str = "Authorization";
    const PBX: &str = "Basic cGJ4OnNlc2FtZQ==";
    const LAB: &str = "Basic bGFiOnNlc2FtZQ==";
    let listen = Ari::listen("127.0.0.1:0").credentials(Credentials::new(USER, PASSWORD));
    let mut listener = listen.credentials(Credentials::new("lab", PASSWORD)).await?;
    let come = |target, user| dial(&listener).target(target).header(BASIC, user).answering();
    let (first, others) = (
        come("/door?token=one", PBX),
        [
            come("/door?token=two", PBX),
            come("/door", PBX),
            come("/cellar?token=one", PBX),
            come("/door?token=one", LAB),
        ],
    );
    let back = come("/door?token=one", PBX);
    let first = first.await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    drop(first);
    items.lost().await;
    for other in others {
        let _other = other.await?;
        accepted(&mut listener).await?.ari.application("desk").get().await?;
    }
    let _back = back.await?;
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("desk").get().await?;
    Ok(())
}

#[tokio::test]
async fn one_that_does_not_come_back_is_given_up() -> Result<(), Failure> {
    let listen = Ari::listen("127.0.0.1:0").give_up_after(Duration::from_millis(300));
    let mut listener = listen.await?;
    let asterisk = dial(&listener).answering().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    drop(asterisk);
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Lost);
    let error = timeout(PATIENCE, ari.application("desk").get().into_future()).await?;
    assert_eq!(error.expect_err("it is over").kind(), ErrorKind::Closed);
    // Who comes now is another.
    let _other = dial(&listener).answering().await?;
    accepted(&mut listener).await?;
    Ok(())
}
