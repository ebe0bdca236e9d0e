//! What a program leaves behind that dies: found and swept by the next one, and nothing else with it.

use std::collections::HashSet;
use std::sync::mpsc;
use std::time::Duration;

use ari_generated::Keeper;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Phones, asterisk, connect, credentials, eventually};
use tokio::runtime::Builder;
use tokio::time::sleep;

use crate::desk::DESK;
use crate::{A_WHILE, Failure, soon};

/// What a program had when it died.
struct Had {
    channels: HashSet<ChannelId>,
    bridges: HashSet<BridgeId>,
    /// Not to be swept: named by hand, or ringing for an originate.
    others: (ChannelId, BridgeId),
}

/// Runs a program in a runtime of its own that ends in the middle of everything.
fn dies(instance: &Instance, phones_call: bool) -> Result<Had, Failure> {
    let (url, credentials) = (instance.url(), credentials(instance));
    let (tell, told) = mpsc::channel();
    let program = std::thread::spawn(move || {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let held = runtime.block_on(async move {
            let connect = Ari::connect(url, credentials).app(DESK);
            let (ari, events) = connect.await.expect("a connection");
            let (hand, mut calls) = tokio::sync::mpsc::unbounded_channel();
            let serving = events.serve(move |call: Call| {
                let handed = hand.send(call.keep());
                async move {
                    handed.map_err(|_| "over")?;
                    call.answer().await.map_err(|_| "over")?;
                    call.left().await;
                    Ok::<(), &'static str>(())
                }
            });
            tokio::spawn(serving.into_future());
            let leg = ari.dial("Local/wait@default").await.expect("a leg");
            let leg = leg.answered().expect("an answer");
            let waiting = ari.channels().create("Local/ring@default").formats("ulaw");
            let waiting = waiting.owned().await.expect("a leg");
            waiting.dial().await.expect("it rings");
            let talk = ari.owned_bridge("mixing").await.expect("a bridge");
            talk.add(&[&leg]).await.expect("it is in it");
            let empty = ari.owned_bridge("holding").await.expect("a bridge");
            let named = ari.named_bridge("conference", "mixing").await.expect("a bridge");
            let rings = ChannelId::random();
            let originate = ari.channels().originate_with_id(&rings, "Local/ring@default");
            originate.app(DESK).formats("ulaw").await.expect("it rings");
            let call: Option<Keeper> = if phones_call { calls.recv().await } else { None };
            let channels = [leg.id().clone(), waiting.id().clone()].into_iter();
            let had = Had {
                channels: channels.chain(call.iter().map(|it| it.call().id())).collect(),
                bridges: HashSet::from([talk.id().clone(), empty.id().clone()]),
                others: (rings, named.id().clone()),
            };
            tell.send(had).expect("somebody listens");
            (ari, leg, waiting, talk, empty, call)
        });
        runtime.shutdown_background();
        // With what is no more there, this must not matter either.
        drop(held);
    });
    let had = told.recv_timeout(Duration::from_secs(20))?;
    program.join().map_err(|_| "it panicked")?;
    Ok(had)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_died_is_found_and_swept() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let mut phones = Phones::new(&instance).await;
    let (other, _other_events) = connect(&instance, "other").await;
    let had = tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let dying = scope.spawn(|| dies(&instance, true).map_err(|it| it.to_string()));
            tokio::runtime::Handle::current().block_on(async {
                // The application is there before somebody calls it.
                eventually("it is there", async || phones.ari.application(DESK).get().await.ok())
                    .await;
                phones.call(&format!("app-{DESK}")).await
            });
            dying.join().expect("no panic")
        })
    })?;
    let (ari, _events) = connect(&instance, DESK).await;
    // Somebody comes while it is found out.
    let coming = tokio::spawn({
        let (other, desk) = (other.clone(), format!("Local/app-{DESK}@default"));
        async move {
            let mut came = Vec::new();
            for _ in 0..20 {
                let (near, far) = (ChannelId::random(), ChannelId::random());
                let call = other.channels().originate_with_id(&near, &desk).other_channel_id(&far);
                call.context("default").extension("wait").formats("ulaw").await?;
                came.push(far);
                sleep(Duration::from_millis(10)).await;
            }
            Ok::<_, Error>(came)
        }
    });
    sleep(Duration::from_millis(50)).await;
    let orphans = soon(ari.orphans()).await??;
    let came = soon(coming).await???;
    let channels: HashSet<_> = orphans.channels.iter().map(|it| it.id.clone()).collect();
    let bridges: HashSet<_> = orphans.bridges.iter().map(|it| it.id.clone()).collect();
    assert_eq!((&channels, &bridges), (&had.channels, &had.bridges));
    let unknown: Vec<_> = orphans.unknown.iter().map(|it| &it.id).collect();
    assert!(unknown.contains(&&had.others.0), "it rings: {unknown:?}");
    assert!(!orphans.is_empty());
    let swept = soon(orphans.sweep()).await?;
    assert_eq!((swept.channels, swept.bridges), (3, 2), "{swept:?}");
    assert!(swept.failures.is_empty(), "{swept:?}");
    eventually("they are gone", async || {
        let (there, bridges) =
            (ari.channels().list().await.ok()?, ari.bridges().list().await.ok()?);
        let gone = !there.iter().any(|it| had.channels.contains(&it.id))
            && !bridges.iter().any(|it| had.bridges.contains(&it.id));
        gone.then_some(())
    })
    .await;
    // And those who came, who ring, and what has a name are there.
    for id in came.iter().chain([&had.others.0]) {
        assert_eq!(other.channel(id).get().await?.id, *id);
    }
    other.bridge(&had.others.1).get().await?;
    assert!(soon(ari.orphans()).await??.is_empty());
    // Swept twice, or hung up meanwhile, it is done all the same.
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_somebodys_is_not_swept() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let mut phones = Phones::new(&instance).await;
    let (other, _other_events) = connect(&instance, "other").await;
    let had = tokio::task::block_in_place(|| dies(&instance, false))?;
    let moved = had.channels.iter().next().ok_or("a channel")?.clone();
    let stays = had.channels.iter().find(|it| **it != moved).ok_or("another")?.clone();
    let (ari, events) = connect(&instance, DESK).await;
    // Another application has one of them now, which its dialplan does not tell.
    ari.channel(&moved).move_to("other").await?;
    eventually("it is there", async || {
        let there = other.application("other").get().await.ok()?;
        there.channel_ids.contains(&moved).then_some(())
    })
    .await;
    let found = soon(ari.orphans()).await??;
    assert_eq!(found.channels.iter().map(|it| &it.id).collect::<Vec<_>>(), [&stays]);
    assert!(found.unknown.iter().any(|it| it.id == moved), "{:?}", found.unknown);
    // A bridge with somebody else's channel in it is not destroyed.
    let (mut with_it, mut without) = (0, 0);
    for bridge in &found.bridges {
        match bridge.channels.contains(&moved) {
            true => with_it += 1,
            false => without += 1,
        }
    }
    assert_eq!(with_it, 0, "{:?}", found.bridges);
    assert!(without > 0);
    // A call that is adopted has a handler.
    let (hand, mut calls) = tokio::sync::mpsc::unbounded_channel();
    let serving = events.serve(move |call: Call| {
        let handed = hand.send(call.keep());
        async move { handed.map_err(|_| "over") }
    });
    tokio::spawn(serving.adopt().into_future());
    let adopted: Keeper = soon(calls.recv()).await?.ok_or("a call")?;
    assert_eq!(adopted.call().id(), stays);
    // What this client has and what others have is nobody's orphan.
    let leg = soon(ari.dial("Local/wait@default").into_future()).await??.answered()?;
    let talk = ari.owned_bridge("mixing").await?;
    let foreign = phones.talk("wait").await;
    let found = soon(ari.orphans()).await??;
    assert!(found.channels.is_empty(), "{:?}", found.channels);
    let swept = soon(found.sweep()).await?;
    assert!(swept.failures.is_empty() && swept.channels == 0, "{swept:?}");
    sleep(A_WHILE).await;
    talk.get().await?;
    assert_eq!((leg.has_left(), adopted.call().has_left()), (None, None));
    foreign.get().await?;
    other.channel(&moved).get().await?;
    Ok(())
}
