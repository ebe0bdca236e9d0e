//! What belongs to scopes: released whatever happens, told where that fails, and left to whoever takes the application.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Leg, Method, Request, Responding, Transport};
use ari_harness::Setup;
use ari_live_tests::{Proxy, Which, asterisk, connect, credentials, eventually};
use tokio::time::sleep;

use crate::desk::{DESK, nothing_is_left};
use crate::{A_WHILE, Failure, kind, soon};

async fn somebody(ari: &Ari) -> Result<Leg, Failure> {
    Ok(soon(ari.dial("Local/wait@default").into_future()).await??.answered()?)
}

/// As long as it is told so, no request that hangs up or destroys gets through.
struct Guarded {
    behind: Arc<dyn Transport>,
    kind: ErrorKind,
    guards: Arc<AtomicBool>,
    refused: Arc<AtomicUsize>,
}

impl Transport for Guarded {
    fn send(&self, request: Request) -> Responding {
        // Not those by which an application hears of less.
        let ends = !request.path().starts_with("/applications");
        if request.method() != Method::Delete || !ends || !self.guards.load(Ordering::SeqCst) {
            return self.behind.send(request);
        }
        self.refused.fetch_add(1, Ordering::SeqCst);
        let error = Error::from_transport(self.kind, "on purpose");
        Box::pin(async { Err(error) })
    }
}

/// What was told of as not released.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn by(ari: &Ari) -> Self {
        let told = Self::default();
        let telling = told.clone();
        ari.on_release_failure(move |what, error| {
            let note = format!("{what}: {:?}", error.kind());
            telling.0.lock().unwrap_or_else(PoisonError::into_inner).push(note);
        });
        told
    }

    fn all(&self) -> Vec<String> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        all.sort();
        all
    }
}

#[tokio::test]
async fn what_cannot_be_released_is_told() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let guards = Arc::new(AtomicBool::new(false));
    let (guarding, refused) = (guards.clone(), Arc::new(AtomicUsize::new(0)));
    let counted = refused.clone();
    let connect = Ari::connect(instance.url(), credentials(&instance)).app(DESK);
    let connect = connect.layer(move |behind| Guarded {
        behind,
        kind: ErrorKind::Forbidden,
        guards: guarding.clone(),
        refused: counted.clone(),
    });
    let (ari, _) = connect.await?;
    let told = Told::by(&ari);
    let (leg, bridge) = (somebody(&ari).await?, ari.owned_bridge("mixing").await?);
    let (second, ids) = (somebody(&ari).await?, (leg.id().clone(), bridge.id().clone()));
    guards.store(true, Ordering::SeqCst);
    // Whoever waits is told as well.
    let error = soon(second.release()).await?.expect_err("it may not be");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
    drop((leg, bridge));
    eventually("all are told", async || {
        let belongings = ari.health().belongings;
        (belongings.failed == 3 && belongings.owned + belongings.under_way == 0).then_some(())
    })
    .await;
    let told = told.all();
    assert_eq!(told.len(), 3);
    assert_eq!(told[0], format!("bridge {}: Forbidden", ids.1));
    assert!(told.contains(&format!("channel {}: Forbidden", ids.0)), "{told:?}");
    // A refusal is not asked for twice, and what it is about is there.
    assert_eq!(refused.load(Ordering::SeqCst), 3);
    assert_eq!(ari.bridges().list().await?.len(), 1);
    assert_eq!(ari.channel(&ids.0).get().await?.id, ids.0);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_reached_is_released_later() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app(DESK);
    let (ari, _) = connect.longest_backoff(Duration::from_millis(200)).await?;
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    let (leg, bridge) = (somebody(&ari).await?, ari.owned_bridge("mixing").await?);
    soon(bridge.add(&[&leg])).await??;
    proxy.refuse().await;
    proxy.reset(Which::All);
    drop(leg);
    let releasing = tokio::spawn(bridge.release());
    sleep(Duration::from_secs(3)).await;
    assert!(!releasing.is_finished());
    assert_eq!(other.bridges().list().await?.len(), 1);
    proxy.accept();
    soon(releasing).await???;
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_reached_for_long_is_told() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new());
    let (ari, _) = connect(&instance, DESK).await;
    let told = Told::by(&ari);
    let (leg, bridge) = (somebody(&ari).await?, ari.owned_bridge("mixing").await?);
    let expected = [
        format!("bridge {}: Unreachable", bridge.id()),
        format!("channel {}: Unreachable", leg.id()),
    ];
    instance.kill();
    drop((leg, bridge));
    sleep(2 * A_WHILE).await;
    assert_eq!(ari.health().belongings.under_way, 2);
    let all = async || Some(told.all()).filter(|it| it.len() == 2);
    sleep(Duration::from_secs(20)).await;
    assert_eq!(eventually("both are told", all).await, expected);
    assert_eq!(ari.health().belongings.under_way, 0);
    Ok(())
}

#[tokio::test]
async fn whoever_takes_the_application_gets_what_is_in_it() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (first, _) = connect(&instance, DESK).await;
    let told = Told::by(&first);
    let (leg, bridge) = (somebody(&first).await?, first.owned_bridge("mixing").await?);
    soon(bridge.add(&[&leg])).await??;
    let (second, _events) = connect(&instance, DESK).await;
    let left = soon(leg.left()).await?;
    assert!(left.to_string().contains("Replaced"), "{left}");
    assert_eq!(first.health().belongings.owned, 0);
    assert_eq!(kind(soon(bridge.until_one_leaves()).await?), ErrorKind::Closed);
    let (leg_id, bridge_id) = (leg.id().clone(), bridge.id().clone());
    drop(leg);
    soon(bridge.release()).await??;
    soon(first.close()).await?;
    sleep(A_WHILE).await;
    assert_eq!(second.channel(&leg_id).get().await?.id, leg_id);
    assert!(second.bridge(&bridge_id).get().await?.channels.contains(&leg_id));
    // There they are nobody's.
    let orphans = second.orphans().await?;
    assert_eq!((orphans.channels.len(), orphans.bridges.len()), (1, 1), "{orphans:?}");
    let swept = soon(orphans.sweep()).await?;
    assert_eq!((swept.channels, swept.bridges, swept.failures.len()), (1, 1, 0), "{swept:?}");
    nothing_is_left(&second).await;
    assert!(told.all().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_leg_whose_entering_nobody_heard_of_is_not_waited_for_in_vain() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app(DESK);
    let (ari, _) = connect.longest_backoff(Duration::from_millis(200)).await?;
    // Requests get through, events do not.
    proxy.stall(Which::Websockets);
    let creating = ari.channels().create("Local/wait@default").formats("ulaw").owned();
    let creating = tokio::spawn(creating);
    let dialling = tokio::spawn(ari.dial("Local/wait@default").into_future());
    sleep(A_WHILE).await;
    assert!(!creating.is_finished() && !dialling.is_finished());
    proxy.reset(Which::Websockets);
    proxy.resume();
    let created = soon(creating).await???;
    let dialled = soon(dialling).await???.answered()?;
    drop((created, dialled));
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_else_ends_at_the_same_time_is_released() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().session_limit(1_000));
    let (ari, _) = connect(&instance, DESK).await;
    let told = Told::by(&ari);
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    for round in 0..100_u64 {
        let (leg, bridge) = (somebody(&ari).await?, ari.owned_bridge("mixing").await?);
        soon(bridge.add(&[&leg])).await??;
        let (hangs_up, destroys) = (other.channel(leg.id()), other.bridge(bridge.id()));
        let elsewhere = tokio::spawn(async move {
            sleep(Duration::from_micros(round * 7_919 % 1_000)).await;
            // Whoever is second may be told so.
            let _ = tokio::join!(hangs_up.hangup().into_future(), destroys.destroy().into_future());
        });
        sleep(Duration::from_micros(round * 104_729 % 1_000)).await;
        let (leg, bridge) = soon(async { tokio::join!(leg.release(), bridge.release()) }).await?;
        leg.and(bridge).map_err(|error| format!("round {round}: {error}"))?;
        elsewhere.await?;
    }
    nothing_is_left(&ari).await;
    assert!(told.all().is_empty());
    Ok(())
}
