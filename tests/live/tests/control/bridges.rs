//! Bridges: who is in them, who leaves, whom they belong to, and what others do to them meanwhile.

use std::collections::HashSet;
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_generated::{Leg, LiveBridge};
use ari_harness::{Instance, Release, Setup};
use ari_live_tests::{Door, Proxy, Which, asterisk, connect, credentials, eventually, start};
use tokio::time::{sleep, timeout};

use crate::desk::{DESK, Desk, nothing_is_left};
use crate::{A_WHILE, Failure, kind, soon};

/// Somebody who answers and stays.
async fn somebody(ari: &Ari) -> Result<Leg, Failure> {
    Ok(soon(ari.dial("Local/wait@default").into_future()).await??.answered()?)
}

/// The members of a bridge, as Asterisk tells who asks.
async fn members(bridge: &LiveBridge) -> Result<HashSet<ChannelId>, Failure> {
    Ok(bridge.get().await?.channels.into_iter().collect())
}

#[tokio::test]
async fn who_was_added_is_in_it_and_who_was_removed_is_not() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let bridge = ari.owned_bridge("mixing").await?;
    let (one, two) = (somebody(&ari).await?, somebody(&ari).await?);
    assert!(bridge.members().await?.is_empty());
    for _ in 0..20 {
        soon(bridge.add(&[&one, &two])).await??;
        let both = HashSet::from([one.id().clone(), two.id().clone()]);
        assert_eq!(members(&bridge).await?, both);
        assert_eq!(bridge.members().await?.into_iter().collect::<HashSet<_>>(), both);
        // Who is in it stays.
        soon(bridge.add(&[&one])).await??;
        soon(bridge.remove(&[&two])).await??;
        assert_eq!(members(&bridge).await?, HashSet::from([one.id().clone()]));
        soon(bridge.remove(&[&one])).await??;
        soon(bridge.until_empty()).await??;
    }
    // From one into another.
    let other = ari.owned_bridge("holding").await?;
    soon(bridge.add(&[&one])).await??;
    soon(other.add(&[&one])).await??;
    soon(bridge.until_empty()).await??;
    assert_eq!(other.members().await?, [one.id().clone()]);
    let nobody = ari.channel(ChannelId::random());
    assert_eq!(kind(soon(bridge.add(&[&nobody])).await?), ErrorKind::Left);
    Ok(())
}

#[tokio::test]
async fn who_hangs_up_while_being_added_is_in_it_or_has_left() -> Result<(), Failure> {
    // Asterisk itself dies of this now and then; that tells nothing of the client.
    for _ in 0..3 {
        let mut instance = asterisk(Setup::new().session_limit(1_000));
        match hangups_while_being_added(&instance).await {
            Err(error) => {
                sleep(A_WHILE).await;
                if instance.is_running() {
                    return Err(error);
                }
                eprintln!("Asterisk died: {error}");
            }
            done => return done,
        }
    }
    Err("Asterisk died each time".into())
}

async fn hangups_while_being_added(instance: &Instance) -> Result<(), Failure> {
    let (ari, _) = connect(instance, DESK).await;
    let other = Ari::rest(instance.url(), credentials(instance))?;
    let bridge = ari.owned_bridge("mixing").await?;
    let stays = somebody(&ari).await?;
    let (mut entered, mut left) = (0, 0);
    for round in 0..100_u64 {
        let leg = somebody(&ari).await?;
        let hangs_up = other.channel(leg.id());
        let hanging = tokio::spawn(async move {
            sleep(Duration::from_micros(round * 37 % 3_000)).await;
            hangs_up.hangup().await
        });
        sleep(Duration::from_micros(round * 91 % 1_500)).await;
        let both: [&ChannelHandle; 2] = [&stays, &leg];
        match soon(bridge.add(&both[usize::from(round % 2 == 0)..])).await? {
            Ok(()) => entered += 1,
            Err(error) if error.kind() == ErrorKind::Left => left += 1,
            Err(error) => return Err(format!("round {round}: {error}").into()),
        }
        hanging.await??;
        soon(leg.left()).await?;
        soon(bridge.remove(&[&stays])).await?.ok();
    }
    assert!(entered > 0 && left > 0, "{entered} {left}");
    drop((bridge, stays));
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn two_who_add_the_same_to_different_bridges_both_get_an_answer() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let bridges = [ari.owned_bridge("mixing").await?, ari.owned_bridge("mixing").await?];
    let leg = somebody(&ari).await?;
    for round in 0..100 {
        let channels: [&ChannelHandle; 1] = [&leg];
        let both = async { tokio::join!(bridges[0].add(&channels), bridges[1].add(&channels)) };
        let (one, two) = timeout(Duration::from_secs(5), both)
            .await
            .map_err(|_| format!("round {round} has no end"))?;
        one?;
        two?;
    }
    Ok(())
}

#[tokio::test]
async fn each_who_leaves_is_told_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let bridge = ari.owned_bridge("mixing").await?;
    for at_once in [false, true] {
        let (one, two) = (somebody(&ari).await?, somebody(&ari).await?);
        let ids = HashSet::from([one.id().clone(), two.id().clone()]);
        soon(bridge.add(&[&one, &two])).await??;
        let clone = bridge.clone();
        assert!(timeout(A_WHILE, bridge.until_one_leaves()).await.is_err(), "nobody left");
        let (other_one, other_two) = (ari.channel(one.id()), ari.channel(two.id()));
        let (first, second) = tokio::join!(other_one.hangup().into_future(), async {
            if at_once { other_two.hangup().await.map(drop) } else { Ok(()) }
        });
        first?;
        second?;
        soon(one.left()).await?;
        // It has left before anybody asks.
        let mut told = HashSet::from([soon(bridge.until_one_leaves()).await??]);
        if !at_once {
            assert!(told.contains(one.id()));
            assert!(timeout(A_WHILE, bridge.until_one_leaves()).await.is_err(), "told twice");
            other_two.hangup().await?;
        }
        told.insert(soon(bridge.until_one_leaves()).await??);
        assert_eq!(told, ids);
        soon(bridge.until_empty()).await??;
        assert!(timeout(A_WHILE, bridge.until_one_leaves()).await.is_err(), "told twice");
        // A clone tells for itself.
        let told = [soon(clone.until_one_leaves()).await??, soon(clone.until_one_leaves()).await??];
        assert_eq!(HashSet::from(told), ids);
        // Who came and went unseen by this one was never put in through it.
        assert!(timeout(A_WHILE, clone.until_one_leaves()).await.is_err());
    }
    Ok(())
}

#[tokio::test]
async fn who_is_put_in_twice_is_told_as_having_left() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let bridge = ari.owned_bridge("mixing").await?;
    let clone = bridge.clone();
    let leg = somebody(&ari).await?;
    let id = leg.id().clone();
    soon(bridge.add(&[&leg])).await??;
    soon(clone.add(&[&leg])).await??;
    soon(leg.release()).await??;
    soon(bridge.until_empty()).await??;
    assert_eq!(soon(clone.until_one_leaves()).await??, id);
    // Who is taken out does not leave.
    let leg = somebody(&ari).await?;
    soon(bridge.add(&[&leg])).await??;
    soon(bridge.remove(&[&leg])).await??;
    assert_eq!(soon(bridge.until_one_leaves()).await??, id);
    assert!(timeout(A_WHILE, bridge.until_one_leaves()).await.is_err());
    Ok(())
}

#[tokio::test]
async fn members_are_right_after_a_lost_connection() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app(DESK);
    let (ari, _) = connect.longest_backoff(Duration::from_millis(200)).await?;
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    let bridge = ari.owned_bridge("mixing").await?;
    let legs = [somebody(&ari).await?, somebody(&ari).await?, somebody(&ari).await?];
    soon(bridge.add(&[&legs[0], &legs[1]])).await??;
    let waiting = tokio::spawn({
        let bridge = bridge.clone();
        async move { bridge.until_one_leaves().await }
    });
    let generation = ari.health().generation;
    proxy.refuse().await;
    proxy.reset(Which::All);
    other.bridge(bridge.id()).add_channel([legs[2].id()]).await?;
    other.bridge(bridge.id()).remove_channel([legs[0].id()]).await?;
    sleep(A_WHILE).await;
    assert!(!waiting.is_finished());
    proxy.accept();
    assert_eq!(soon(waiting).await???, *legs[0].id());
    assert!(ari.health().generation > generation);
    let expected = HashSet::from([legs[1].id().clone(), legs[2].id().clone()]);
    assert_eq!(bridge.members().await?.into_iter().collect::<HashSet<_>>(), expected);
    // And it is gone after the next.
    proxy.refuse().await;
    proxy.reset(Which::All);
    other.bridge(bridge.id()).destroy().await?;
    proxy.accept();
    soon(bridge.until_empty()).await??;
    soon(bridge.release()).await??;
    drop(legs);
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn a_bridge_that_somebody_else_destroys_is_gone() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    for populated in [true, false] {
        let bridge = ari.owned_bridge("mixing").await?;
        let leg = somebody(&ari).await?;
        if populated {
            soon(bridge.add(&[&leg])).await??;
        }
        let waiting = tokio::spawn({
            let bridge = bridge.clone();
            async move { (bridge.until_one_leaves().await, bridge.until_empty().await) }
        });
        sleep(A_WHILE).await;
        other.bridge(bridge.id()).destroy().await?;
        let (left, empty) = soon(waiting).await??;
        match populated {
            true => assert_eq!(left?, *leg.id()),
            false => assert_eq!(kind(left), ErrorKind::NotFound),
        }
        empty?;
        if populated {
            // This one has not told it yet.
            assert_eq!(soon(bridge.until_one_leaves()).await??, *leg.id());
        }
        // The members stay in the application.
        assert_eq!(leg.has_left(), None);
        assert_eq!(kind(soon(bridge.until_one_leaves()).await?), ErrorKind::NotFound);
        assert_eq!(kind(soon(bridge.add(&[&leg])).await?), ErrorKind::NotFound);
        assert_eq!(kind(soon(ari.bridge(bridge.id()).live()).await?), ErrorKind::NotFound);
        // What is gone already needs no destroying.
        soon(bridge.release()).await??;
    }
    nothing_is_left(&ari).await;
    Ok(())
}

async fn named(door: Door, release: Release) -> Result<(), Failure> {
    let setup = Setup::new().session_limit(1_000);
    let (instance, ari, _events) = door.open(release, setup, DESK).await;
    let (second, _more) = connect(&instance, "second").await;
    for round in 0..10 {
        let name = format!("conference {round}");
        let ask = |it: usize| {
            let (ari, name) = ([&ari, &second][it % 2].clone(), name.clone());
            tokio::spawn(async move { ari.named_bridge(name, "mixing").await })
        };
        let mut bridges = Vec::new();
        for asked in (0..20).map(ask).collect::<Vec<_>>() {
            bridges.push(soon(asked).await???);
        }
        let ids: HashSet<_> = bridges.iter().map(|it| it.id().clone()).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        let there = ari.bridges().list().await?;
        assert_eq!(there.iter().filter(|it| *it.name == name).count(), 1);
        // It belongs to nobody.
        let id = bridges[0].id().clone();
        drop(bridges);
        sleep(Duration::from_millis(50)).await;
        if release == Release::Bullseye {
            // One that is created while it is destroyed stays half there for good.
            ari.bridge(&id).destroy().await?;
            continue;
        }
        // One that goes while it is asked for is made anew.
        let (asked, destroyed) = tokio::join!(
            ari.named_bridge(&name, "mixing"),
            second.bridge(&id).destroy().into_future()
        );
        // Unless it is the new one, and that is not complete.
        let refused = |it: &Error| it.kind() == ErrorKind::Conflict;
        assert!(destroyed.as_ref().err().is_none_or(refused), "{destroyed:?}");
        drop(asked?);
        let ended = ari.bridge(&id).destroy().await;
        assert!(ended.as_ref().err().is_none_or(refused), "{ended:?}");
    }
    Ok(())
}

ari_live_tests::through_every_door!(named);

#[tokio::test]
async fn a_bridge_goes_with_its_scope_unless_it_is_kept() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    drop(ari.owned_bridge("mixing").await?);
    nothing_is_left(&ari).await;
    let bridge = ari.owned_bridge("holding").await?;
    let panicking = tokio::spawn(async move { assert!(bridge.id().is_empty(), "on purpose") });
    assert!(soon(panicking).await?.is_err_and(|it| it.is_panic()));
    nothing_is_left(&ari).await;
    let named = ari.bridges().create().bridge_type("mixing").name("ours").owned().await?;
    assert_eq!(*named.get().await?.name, *"ours");
    soon(named.release()).await??;
    let kept = ari.owned_bridge("mixing").await?.keep();
    sleep(A_WHILE).await;
    kept.get().await?;
    kept.destroy().await?;
    // A creation that nobody waits for any more.
    for moment in 0..30 {
        let creating = tokio::spawn({
            let ari = ari.clone();
            async move { ari.owned_bridge("mixing").await }
        });
        sleep(Duration::from_micros(moment * 50)).await;
        creating.abort();
        let _ = creating.await;
    }
    nothing_is_left(&ari).await;
    let error = ari.owned_bridge("rope").await.expect_err("no type");
    assert_eq!(error.kind(), ErrorKind::ServerError);
    assert_eq!(ari.health().belongings.owned, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_go_at_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().session_limit(1_000));
    let (ari, _) = connect(&instance, DESK).await;
    let mut bridges = Vec::new();
    for _ in 0..200 {
        bridges.push(ari.owned_bridge("mixing").await?);
    }
    assert_eq!(ari.bridges().list().await?.len(), 200);
    drop(bridges);
    nothing_is_left(&ari).await;
    Ok(())
}

async fn ends(release: Release, lost: bool) -> Result<(), Failure> {
    let instance = start(release, Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app(DESK);
    let (ari, _) = connect.give_up_after(A_WHILE).await?;
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    let (bridge, leg) = (ari.owned_bridge("mixing").await?, somebody(&ari).await?);
    soon(bridge.add(&[&leg])).await??;
    if lost {
        // Requests still reach it.
        proxy.hang("/ari/events");
        proxy.reset(Which::Websockets);
    } else {
        soon(ari.close()).await?;
    }
    let owned = ari.health().belongings;
    let empty = async || {
        let (channels, bridges) = (other.channels().list().await, other.bridges().list().await);
        (channels.ok()?.is_empty() && bridges.ok()?.is_empty()).then_some(())
    };
    // Asterisk may still be about it.
    eventually("nothing is left", empty).await;
    assert!(lost || owned.owned + owned.under_way == 0, "{owned:?} after closing");
    assert_eq!(kind(soon(bridge.until_one_leaves()).await?), ErrorKind::Closed);
    assert_eq!(kind(ari.owned_bridge("mixing").await), ErrorKind::Closed);
    soon(bridge.release()).await??;
    assert_eq!(ari.health().belongings.owned, 0);
    Ok(())
}

#[tokio::test]
async fn what_is_owned_goes_when_the_client_is_closed() -> Result<(), Failure> {
    ends(Release::Sid, false).await?;
    ends(Release::Bullseye, false).await
}

#[tokio::test]
async fn what_is_owned_goes_when_the_connection_is_lost_for_good() -> Result<(), Failure> {
    ends(Release::Sid, true).await
}

#[tokio::test]
async fn a_call_and_a_leg_talk_until_one_of_them_hangs_up() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (caller, call) = desk.talks().await?;
    let dialling = tokio::spawn(desk.ari.dial("Local/playtones@default").into_future());
    let leg = soon(dialling).await???.answered()?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&call.call(), &leg])).await??;
    desk.hears(&caller, true).await;
    caller.hangup().await?;
    assert_eq!(soon(talk.until_one_leaves()).await??, call.call().id());
    drop((call, leg, talk));
    desk.nothing_is_left().await;
    Ok(())
}
