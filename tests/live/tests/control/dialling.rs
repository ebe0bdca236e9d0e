//! Placing calls to people with phones: every outcome, who hears what meanwhile, and what becomes of legs.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Cause, Dialled, RecordingName};
use ari_harness::{Instance, Setup};
use ari_live_tests::{PATIENCE, Phones, Proxy, asterisk, credentials, eventually};
use tokio::time::{Instant, sleep, timeout};

use crate::desk::{DESK, Desk, nothing_is_left};
use crate::{A_WHILE, Failure, kind, soon};

async fn desk(instance: &Instance) -> Result<Ari, Error> {
    Ok(Ari::connect(instance.url(), credentials(instance)).app(DESK).await?.0)
}

/// As many random moments as are wanted, up to a limit, the same in each run.
fn moments(number: u64, limit: Duration) -> impl Iterator<Item = Duration> {
    let step = |it: &u64| Some(it.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1));
    let numbers = std::iter::successors(Some(7_u64), step);
    numbers
        .take(number as usize)
        .map(move |it| limit.mul_f64((it >> 40) as f64 / f64::from(1 << 24)))
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
    let dialplan = "[default]\nexten => _cause-X!,1,Hangup(${EXTEN:6})\n";
    let instance = asterisk(Setup::new().dialplan(dialplan));
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
    assert!(matches!(outcome("Local/wait@nowhere").await?, Dialled::Gone));
    assert!(matches!(outcome("Local/cause-16@default").await?, Dialled::Gone));
    assert!(matches!(outcome("Local/cause-17@default").await?, Dialled::Busy));
    assert!(matches!(outcome("Local/cause-19@default").await?, Dialled::NoAnswer));
    for _ in 0..30 {
        // The last event of the channel does not always bear it.
        match outcome("Local/cause-21@default").await? {
            Dialled::Rejected { cause } => assert_eq!(cause, Cause::CALL_REJECTED),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(outcome("Carrier/pigeon").await?, Dialled::Unavailable(_)));
    // What is no address at all is a mistake, and no outcome.
    let error = soon(ari.dial("nothing").into_future()).await?.expect_err("no technology");
    assert_eq!(error.status(), Some(400), "{error}");
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn somebody_who_answers_and_hangs_up_at_once_has_answered() -> Result<(), Failure> {
    let dialplan = "[default]\nexten => blink,1,Answer()\n same => n,Hangup()\n";
    let instance = asterisk(Setup::new().dialplan(dialplan));
    let ari = desk(&instance).await?;
    for _ in 0..20 {
        let leg = soon(ari.dial("Local/blink@default").into_future()).await??.answered()?;
        soon(leg.left()).await?;
        assert_eq!(soon(leg.ended()).await?, Some(Cause::NORMAL_CLEARING));
        soon(leg.release()).await??;
    }
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn the_time_to_answer_may_be_short_and_may_have_no_end() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    let mut phones = Phones::new(&instance).await;
    for time in [Duration::ZERO, Duration::from_millis(1), Duration::from_millis(300)] {
        let begin = Instant::now();
        let dialling = ari.dial(Phones::ENDPOINT).answer_within(time).into_future();
        assert!(matches!(soon(dialling).await??, Dialled::NoAnswer));
        // Asterisk counts whole seconds, and none would be for ever.
        assert!((time..time + Duration::from_secs(1)).contains(&begin.elapsed()), "{time:?}");
    }
    nothing_is_left(&ari).await;
    nothing_is_left(&phones.ari).await;
    let dialling = ari.dial(Phones::ENDPOINT).answer_within(Duration::MAX).into_future();
    let dialling = tokio::spawn(dialling);
    // Those before may have rung.
    let phone = loop {
        let phone = phones.rings().await;
        if phone.ring().await.is_ok() {
            break phone;
        }
    };
    sleep(Duration::from_secs(4)).await;
    assert!(!dialling.is_finished(), "it rings as long as nobody answers");
    phone.answer().await?;
    drop(soon(dialling).await???.answered()?);
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn whom_the_call_is_for_may_leave() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    for answered in [false, true] {
        let (caller, call) = if answered { desk.talks().await? } else { desk.rings().await? };
        let dial = desk.ari.dial(Phones::ENDPOINT).originator(&call.call()).ringback();
        let dialling = tokio::spawn(dial.into_future());
        let callee = desk.phones.rings().await;
        callee.ring().await?;
        sleep(A_WHILE).await;
        assert!(!dialling.is_finished());
        caller.hangup().await?;
        assert_eq!(kind(soon(dialling).await??), ErrorKind::Left);
        drop(call);
        desk.nothing_is_left().await;
        // Who has left already calls nobody.
        let (caller, call) = desk.talks().await?;
        caller.hangup().await?;
        soon(call.call().left()).await?;
        let late = desk.ari.dial(Phones::ENDPOINT).originator(&call.call());
        assert_eq!(kind(soon(late.into_future()).await?), ErrorKind::Left);
        drop(call);
        desk.nothing_is_left().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_leg_may_be_whom_the_call_is_for() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let dialling = tokio::spawn(desk.ari.dial("Local/wait@default").into_future());
    let first = soon(dialling).await???.answered()?;
    let dial = desk.ari.dial(Phones::ENDPOINT).originator(&first).ringback();
    let dialling = tokio::spawn(dial.into_future());
    desk.phones.rings().await.ring().await?;
    soon(first.release()).await??;
    assert_eq!(kind(soon(dialling).await??), ErrorKind::Left);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn ringing_is_heard_while_it_rings_and_no_longer() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (caller, call) = desk.talks().await?;
    for ending in ["answered", "busy", "late", "dropped"] {
        let time = if ending == "late" { Duration::from_secs(4) } else { PATIENCE };
        let dial = desk.ari.dial(Phones::ENDPOINT).originator(&call.call()).ringback();
        let dialling = tokio::spawn(dial.answer_within(time).into_future());
        let callee = desk.phones.rings().await;
        desk.hears(&caller, false).await;
        callee.ring().await?;
        desk.hears(&caller, true).await;
        match ending {
            "answered" => callee.answer().await?,
            "busy" => drop(callee.hangup().reason_code(Cause::USER_BUSY).await?),
            "dropped" => dialling.abort(),
            _ => {}
        }
        match (ending, soon(dialling).await?) {
            ("answered", Ok(Ok(Dialled::Answered(leg)))) => soon(leg.release()).await??,
            ("busy", Ok(Ok(Dialled::Busy))) | ("late", Ok(Ok(Dialled::NoAnswer))) => {}
            ("dropped", Err(_)) => {}
            (_, other) => panic!("{ending}: {other:?}"),
        }
        timeout(PATIENCE, desk.hears(&caller, false)).await.map_err(|_| ending)?;
    }
    drop((caller, call));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn the_other_side_is_shown_who_calls() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (_caller, call) = desk.rings().await?;
    call.call().set_variable("CALLERID(all)").value("Jo Doe <5551234>").await?;
    call.call().set_variable("__SHARED").value("yes").await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    let dial = || desk.ari.dial(Phones::ENDPOINT).variable("FOO", "1").variable("__BAR", "a,b");
    let cases = [
        (dial().caller_id("Boss <100>"), "Boss", "100"),
        (dial().caller_id("100"), "", "100"),
        (dial().caller_id("Boss <100>").early_media_into(&talk), "Boss", "100"),
        (dial().originator(&call.call()), "Jo Doe", "5551234"),
        // What is said here counts for more.
        (dial().originator(&call.call()).caller_id("Boss <100>"), "Boss", "100"),
    ];
    for (place, (dial, name, number)) in cases.into_iter().enumerate() {
        let dialling = tokio::spawn(dial.into_future());
        let callee = desk.phones.rings().await;
        let shown = callee.get().await?.caller;
        assert_eq!((&*shown.name, &*shown.number), (name, number), "case {place}");
        assert_eq!(callee.get_variable("FOO").await?.value, "1");
        assert_eq!(callee.get_variable("BAR").await?.value, "a,b");
        if place == 3 {
            assert_eq!(callee.get_variable("SHARED").await?.value, "yes");
        }
        callee.answer().await?;
        drop(soon(dialling).await???.answered()?);
    }
    drop((call, talk));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn who_answers_first_has_it_and_the_nearest_to_an_answer_is_told() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let ari = desk.ari.clone();
    let all = ari.dial(Phones::ENDPOINT).also("Local/busy@default").also(Phones::ENDPOINT);
    let dialling = tokio::spawn(all.also("Local/nobody@default").into_future());
    let (first, second) = (desk.phones.rings().await, desk.phones.rings().await);
    first.ring().await?;
    second.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    let gone = first.channel_id().clone();
    eventually("the other one is hung up", async || {
        let there = ari.channels().list().await.ok()?;
        (!there.iter().any(|it| it.id == gone)).then_some(())
    })
    .await;
    assert_eq!((leg.has_left(), ari.health().belongings.owned), (None, 1));
    drop(leg);
    let dial = |endpoints: [&str; 2]| {
        let dial = ari.dial(format!("Local/{}", endpoints[0]));
        let dial = dial.also(format!("Local/{}", endpoints[1]));
        soon(dial.answer_within(Duration::from_secs(1)).into_future())
    };
    assert!(matches!(dial(["ring@default", "busy@default"]).await??, Dialled::NoAnswer));
    assert!(matches!(dial(["congestion@default", "busy@default"]).await??, Dialled::Busy));
    let congested = dial(["nobody@default", "congestion@default"]).await??;
    assert!(matches!(congested, Dialled::Rejected { .. }));
    let nobody = soon(ari.dial("Carrier/pigeon").also("Local/nobody@default").into_future());
    assert!(matches!(nobody.await??, Dialled::Gone));
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dialling_that_is_dropped_leaves_nothing() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    for (place, moment) in moments(40, Duration::from_millis(30)).enumerate() {
        let extension = ["ring", "wait", "busy"][place % 3];
        let dial = ari.dial(format!("Local/{extension}@default")).also("Local/ring@default");
        let dialling = tokio::spawn(dial.into_future());
        sleep(moment).await;
        dialling.abort();
        // A leg that was answered before is dropped here.
        let _ = soon(dialling).await?;
    }
    nothing_is_left(&ari).await;
    // Before Asterisk has heard of it, and before it has answered.
    let proxy = Proxy::start(&instance.url()).await;
    let (slow, _) = Ari::connect(proxy.url(), credentials(&instance)).app("slow").await?;
    proxy.delay(Duration::from_millis(100));
    for moment in moments(6, Duration::from_millis(500)) {
        let dialling = tokio::spawn(slow.dial("Local/wait@default").into_future());
        sleep(moment).await;
        dialling.abort();
        let _ = soon(dialling).await?;
    }
    nothing_is_left(&slow).await;
    Ok(())
}

#[tokio::test]
async fn a_leg_goes_with_its_scope_unless_it_is_kept() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    let dial = || soon(ari.dial("Local/wait@default").into_future());
    let leg = dial().await??.answered()?;
    let panicking = tokio::spawn(async move {
        assert!(leg.has_left().is_some(), "on purpose");
    });
    assert!(soon(panicking).await?.is_err_and(|it| it.is_panic()));
    nothing_is_left(&ari).await;
    let kept = dial().await??.answered()?.keep();
    sleep(A_WHILE).await;
    assert_eq!(kept.get().await?.id, *kept.channel_id());
    assert_eq!(ari.health().belongings.owned, 0);
    kept.hangup().await?;
    // Somebody else hung it up meanwhile, and that is what was wanted.
    let leg = dial().await??.answered()?;
    leg.hangup().await?;
    soon(leg.release()).await??;
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn fifty_at_once_are_answered_and_hung_up() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().session_limit(1_000));
    let ari = desk(&instance).await?;
    let dials = (0..50).map(|_| tokio::spawn(ari.dial("Local/wait@default").into_future()));
    let dials: Vec<_> = dials.collect();
    let mut legs = Vec::new();
    for dial in dials {
        legs.push(soon(dial).await???.answered()?);
    }
    assert_eq!(ari.health().belongings.owned, 50);
    drop(legs);
    nothing_is_left(&ari).await;
    Ok(())
}

#[tokio::test]
async fn a_leg_can_be_recorded() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = desk(&instance).await?;
    let leg = soon(ari.dial("Local/playtones@default").into_future()).await??.answered()?;
    let recording = leg.record(RecordingName::random(), "wav");
    let recording = recording.max_duration_seconds(Duration::from_secs(1)).finished();
    soon(recording).await??.stored().delete().await?;
    drop(leg);
    nothing_is_left(&ari).await;
    Ok(())
}
