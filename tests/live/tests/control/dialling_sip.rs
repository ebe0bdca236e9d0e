//! Placing calls to telephones that speak SIP: every answer that one can give, early media, and what is on the wire.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Cause, Dialled};
use ari_harness::Setup;
use tokio::time::sleep;

use crate::desk::Desk;
use crate::phone::Telephone;
use crate::{A_WHILE, Failure, soon};

/// The time after which nobody answers.
const SHORT: Duration = Duration::from_millis(1_200);

#[tokio::test]
async fn every_answer_of_a_telephone_has_its_outcome() -> Result<(), Failure> {
    let desk = Desk::with(Setup::new().sip()).await?;
    let telephone = Telephone::new().await;
    let cases = [
        ("486", "busy"),
        ("180-486", "busy"),
        ("600", "busy"),
        ("603", "21"),
        ("403", "21"),
        ("404", "1"),
        ("410", "22"),
        ("484", "28"),
        ("488", "58"),
        ("503", "34"),
        ("302", "23"),
        ("480", "no answer"),
        // Silence, with and without a word before.
        ("w1", "no answer"),
        ("100", "no answer"),
        ("180", "no answer"),
        ("183", "no answer"),
        ("200", "answered"),
        ("180-w300-200", "answered"),
        ("183-180-200", "answered"),
        ("200-bye", "answered"),
    ];
    for (steps, expected) in cases {
        let dial = desk.ari.dial(telephone.that(steps)).answer_within(SHORT);
        let outcome =
            match soon(dial.into_future()).await?.map_err(|it| format!("{steps}: {it}"))? {
                Dialled::Answered(_) => "answered".to_owned(),
                Dialled::Busy => "busy".to_owned(),
                Dialled::NoAnswer => "no answer".to_owned(),
                Dialled::Rejected { cause } => cause.to_string(),
                Dialled::Unavailable(error) => error.to_string(),
                Dialled::Gone => "gone".to_owned(),
            };
        assert_eq!(outcome, expected, "{steps}");
    }
    // Not registered, and nobody.
    for endpoint in ["PJSIP/alice", "PJSIP/nosuch", "PJSIP/anonymous"] {
        let outcome = soon(desk.ari.dial(endpoint).into_future()).await??;
        assert!(matches!(outcome, Dialled::Unavailable(_)), "{endpoint}: {outcome:?}");
    }
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_telephone_that_hangs_up_ends_its_leg_with_a_cause() -> Result<(), Failure> {
    let desk = Desk::with(Setup::new().sip()).await?;
    let telephone = Telephone::new().await;
    let leg = soon(desk.ari.dial(telephone.that("200")).into_future()).await??.answered()?;
    assert_eq!(leg.has_left(), None);
    telephone.hangs_up("200").await;
    soon(leg.left()).await?;
    assert_eq!(soon(leg.ended()).await?, Some(Cause::NORMAL_CLEARING));
    assert!(telephone.requests("BYE").is_empty(), "it is not hung up again");
    drop(leg);
    // The other way round.
    let leg = soon(desk.ari.dial(telephone.that("180-200")).into_future()).await??.answered()?;
    drop(leg);
    assert_eq!(telephone.receives("BYE", 1).await.len(), 1);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_were_not_first_are_told_that_it_was_answered_elsewhere() -> Result<(), Failure> {
    let desk = Desk::with(Setup::new().sip()).await?;
    let (first, others) = (Telephone::new().await, Telephone::new().await);
    const ROUNDS: usize = 30;
    for _ in 0..ROUNDS {
        let dial = desk.ari.dial(others.that("180")).also(first.that("180-w60-200"));
        let dial = dial.also(others.that("183")).also(others.that("486"));
        let leg = soon(dial.into_future()).await??.answered()?;
        assert_eq!(leg.has_left(), None);
    }
    let cancels = others.receives("CANCEL", 2 * ROUNDS).await;
    let untold = cancels.iter().filter(|it| !it.contains("Call completed elsewhere"));
    assert_eq!(untold.count(), 0, "of {}; one is {:?}", cancels.len(), cancels.first());
    assert!(first.requests("CANCEL").is_empty());
    // Where nobody answers, nobody is told so.
    let others = Telephone::new().await;
    let dial = desk.ari.dial(others.that("180")).also(others.that("183"));
    soon(dial.answer_within(Duration::from_millis(500)).into_future()).await??;
    for cancel in others.receives("CANCEL", 2).await {
        assert!(cancel.contains("cause=19"), "{cancel}");
    }
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn who_calls_is_on_the_telephones_display() -> Result<(), Failure> {
    let mut desk = Desk::with(Setup::new().sip()).await?;
    let (_caller, call) = desk.rings().await?;
    call.call().set_variable("CALLERID(all)").value("Jo Doe <5551234>").await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    let call = call.call();
    type Change =
        fn(ari_generated::Dialling, &Call, &ari_generated::OwnedBridge) -> ari_generated::Dialling;
    let cases: [(&str, Change); 5] = [
        ("\"Boss\" <sip:100@", |it, _, _| it.caller_id("Boss <100>")),
        ("\"Boss\" <sip:100@", |it, _, talk| it.caller_id("Boss <100>").early_media_into(talk)),
        ("\"Jo Doe\" <sip:5551234@", |it, call, _| it.originator(call)),
        ("\"Boss\" <sip:100@", |it, call, _| it.originator(call).caller_id("Boss <100>")),
        ("\"Boss\" <sip:100@", |it, call, talk| {
            it.originator(call).caller_id("Boss <100>").early_media_into(talk)
        }),
    ];
    for (place, (shown, change)) in cases.into_iter().enumerate() {
        let telephone = Telephone::new().await;
        let dial = change(desk.ari.dial(telephone.that("200")), &call, &talk);
        let _leg = soon(dial.into_future()).await??.answered()?;
        let invites = telephone.receives("INVITE", 1).await;
        let from = invites[0].lines().find(|it| it.starts_with("From:")).unwrap_or_default();
        assert!(from.contains(shown), "case {place}: {from} instead of {shown}");
    }
    Ok(())
}

#[tokio::test]
async fn early_media_reaches_who_is_in_the_bridge() -> Result<(), Failure> {
    let mut desk = Desk::with(Setup::new().sip()).await?;
    let telephone = Telephone::new().await;
    let (caller, call) = desk.talks().await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    talk.add(&[&call.call()]).await?;
    // An announcement before the answer, and the same leg afterwards.
    let steps = "loud-183-w3000-200";
    let dialling = desk.ari.dial(telephone.that(steps)).early_media_into(&talk);
    let dialling = tokio::spawn(dialling.into_future());
    desk.hears(&caller, true).await;
    assert!(!dialling.is_finished(), "it is heard before the answer");
    assert_eq!(talk.members().await?.len(), 2);
    let leg = soon(dialling).await???.answered()?;
    desk.hears(&caller, true).await;
    assert!(talk.members().await?.contains(leg.id()));
    drop(leg);
    desk.hears(&caller, false).await;
    assert_eq!(talk.members().await?, [call.call().id()]);
    // Ringing, which Asterisk makes, and which must not go on when it fails.
    for (steps, time) in [("180-w2000-486", 20), ("180", 3)] {
        let dialling = desk.ari.dial(telephone.that(steps)).early_media_into(&talk);
        let dialling = dialling.answer_within(Duration::from_secs(time)).into_future();
        let dialling = tokio::spawn(dialling);
        desk.hears(&caller, true).await;
        assert!(!dialling.is_finished());
        let outcome = soon(dialling).await???;
        assert!(matches!(outcome, Dialled::Busy | Dialled::NoAnswer), "{outcome:?}");
        desk.hears(&caller, false).await;
    }
    // Nor when nobody waits for it any more.
    let dialling = desk.ari.dial(telephone.that("180")).early_media_into(&talk);
    let dialling = tokio::spawn(dialling.into_future());
    desk.hears(&caller, true).await;
    dialling.abort();
    desk.hears(&caller, false).await;
    drop((caller, call, talk));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_leg_that_is_dropped_before_the_telephone_said_a_word_is_gone() -> Result<(), Failure> {
    let desk = Desk::with(Setup::new().sip()).await?;
    let telephone = Telephone::new().await;
    let dialling = tokio::spawn(desk.ari.dial(telephone.that("w1000-180")).into_future());
    telephone.receives("INVITE", 1).await;
    dialling.abort();
    desk.nothing_is_left().await;
    // It is cancelled as soon as it may be.
    telephone.receives("CANCEL", 1).await;
    sleep(A_WHILE).await;
    assert!(telephone.requests("BYE").is_empty());
    Ok(())
}
