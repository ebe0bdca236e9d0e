//! Calls that are placed on every way to Asterisk, and over connections that are lost meanwhile.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Cause, Dialled, DigitsEnd};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Phones, Proxy, Which, asterisk, credentials};
use tokio::time::sleep;

use crate::desk::{DESK, nothing_is_left};
use crate::{A_WHILE, Failure, soon};

async fn placed(door: Door, release: Release) -> Result<(), Failure> {
    let (instance, ari, _events) = door.open(release, Setup::new(), DESK).await;
    let mut phones = Phones::new(&instance).await;
    let dial = ari.dial(Phones::ENDPOINT).also("Local/ring@default").caller_id("Jo <100>");
    let dialling = tokio::spawn(dial.variable("FOO", "a,b").into_future());
    let callee = phones.rings().await;
    assert_eq!(&*callee.get().await?.caller.number, "100");
    assert_eq!(callee.get_variable("FOO").await?.value, "a,b");
    callee.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&leg])).await??;
    phones.types(&callee, "12#").await;
    let typed = soon(leg.digits().into_future()).await??;
    assert_eq!((&*typed.digits, typed.end), ("12", DigitsEnd::Terminator('#')));
    let id = leg.id().clone();
    callee.hangup().await?;
    assert_eq!(soon(talk.until_one_leaves()).await??, id);
    assert_eq!(soon(leg.ended()).await?, Some(Cause::NORMAL_CLEARING));
    soon(leg.release()).await??;
    soon(talk.release()).await??;
    let short = |to: &str| ari.dial(to).answer_within(Duration::from_millis(700)).into_future();
    assert!(matches!(soon(short("Local/busy@default")).await??, Dialled::Busy));
    assert!(matches!(soon(short("Local/ring@default")).await??, Dialled::NoAnswer));
    assert!(matches!(soon(short("Local/nobody@default")).await??, Dialled::Gone));
    assert!(matches!(soon(short("Carrier/pigeon")).await??, Dialled::Unavailable(_)));
    let dropped = tokio::spawn(ari.dial("Local/ring@default").into_future());
    sleep(Duration::from_millis(100)).await;
    dropped.abort();
    nothing_is_left(&ari).await;
    Ok(())
}

ari_live_tests::through_every_door!(placed);

#[tokio::test]
async fn what_happens_while_the_connection_is_lost_is_found_out() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app(DESK);
    let (ari, _) = connect.longest_backoff(Duration::from_millis(200)).await?;
    let mut phones = Phones::new(&instance).await;
    for answers in [true, false] {
        let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
        let callee = phones.rings().await;
        callee.ring().await?;
        sleep(A_WHILE).await;
        proxy.refuse().await;
        proxy.reset(Which::All);
        match answers {
            true => callee.answer().await?,
            false => drop(callee.hangup().reason_code(Cause::USER_BUSY).await?),
        }
        sleep(A_WHILE).await;
        proxy.accept();
        match (answers, soon(dialling).await???) {
            (true, Dialled::Answered(leg)) => soon(leg.release()).await??,
            // Nobody tells why any more.
            (false, Dialled::Gone) => {}
            (_, other) => panic!("{answers}: {other:?}"),
        }
    }
    // It rings on over the gap.
    let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
    let callee = phones.rings().await;
    proxy.reset(Which::All);
    sleep(A_WHILE).await;
    assert!(!dialling.is_finished());
    callee.answer().await?;
    drop(soon(dialling).await???.answered()?);
    // The time to answer goes on, too.
    let dial = ari.dial(Phones::ENDPOINT).answer_within(Duration::from_secs(2));
    let dialling = tokio::spawn(dial.into_future());
    phones.rings().await;
    proxy.refuse().await;
    proxy.reset(Which::All);
    assert!(matches!(soon(dialling).await???, Dialled::NoAnswer));
    proxy.accept();
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn closing_ends_what_is_under_way() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, _) = Ari::connect(instance.url(), credentials(&instance)).app(DESK).await?;
    let other = Ari::rest(instance.url(), credentials(&instance))?;
    let mut phones = Phones::new(&instance).await;
    let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
    phones.rings().await;
    soon(ari.close()).await?;
    let outcome = soon(dialling).await??;
    assert!(!matches!(outcome, Ok(Dialled::Answered(_))), "{outcome:?}");
    let error =
        soon(ari.dial("Local/wait@default").into_future()).await?.expect_err("it is closed");
    assert_eq!(error.kind(), ErrorKind::Closed);
    nothing_is_left(&other).await;
    assert_eq!(ari.health().belongings.owned, 0);
    Ok(())
}
