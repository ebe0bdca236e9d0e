//! Placing calls: every outcome, and what is heard meanwhile.

use std::time::Duration;

use ari_generated::Dialled;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Phones, asterisk, credentials};

use crate::{Failure, nothing_is_left, soon};

async fn desk(instance: &Instance) -> Result<Ari, Error> {
    Ok(Ari::connect(instance.url(), credentials(instance)).app("desk").await?.0)
}

#[tokio::test]
async fn an_answer_gives_a_leg_that_its_scope_hangs_up() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    let mut phones = Phones::new(&instance).await;
    let dialling = tokio::spawn(ari.dial(Phones::ENDPOINT).into_future());
    let phone = phones.rings().await;
    phone.ring().await?;
    phone.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    assert_eq!(ari.health().belongings.owned, 1);
    let talk = ari.owned_bridge("mixing").await?;
    soon(talk.add(&[&leg])).await??;
    assert_eq!(talk.members().await?, [leg.id().clone()]);
    phones.types(&phone, "12#").await;
    let typed = soon(leg.digits().into_future()).await??;
    assert_eq!(typed.digits, "12");
    let id = leg.id().clone();
    drop(leg);
    assert_eq!(soon(talk.until_one_leaves()).await??, id);
    drop(talk);
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn whoever_does_not_answer_is_told_apart() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    let outcome = async |endpoint: &str| {
        soon(ari.dial(endpoint).answer_within(Duration::from_secs(1)).into_future())
            .await?
            .map_err(Failure::from)
    };
    assert!(matches!(outcome("Local/busy@default").await?, Dialled::Busy));
    assert!(matches!(outcome("Local/congestion@default").await?, Dialled::Rejected { .. }));
    assert!(matches!(outcome("Local/ring@default").await?, Dialled::NoAnswer));
    assert!(matches!(outcome("Local/nobody@default").await?, Dialled::Gone));
    assert!(matches!(outcome("Carrier/pigeon").await?, Dialled::Unavailable(_)));
    nothing_is_left(&ari).await;
    Ok(())
}
