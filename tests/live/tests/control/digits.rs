//! Digits that people type: ahead of the question, into it, in bridges, too late, and right before they hang up.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::enums::PlaybackState;
use ari_generated::prelude::*;
use ari_generated::{CollectDigits, Collected, DigitsEnd};
use ari_harness::Setup;
use ari_live_tests::{Phones, Watch, awaited};
use tokio::time::sleep;

use crate::desk::Desk;
use crate::phone::Telephone;
use crate::{A_WHILE, Failure, kind, soon};

async fn collected(digits: CollectDigits) -> Result<(String, DigitsEnd), Failure> {
    let Collected { digits, end, .. } = soon(digits.into_future()).await??;
    Ok((digits, end))
}

fn digits(digits: &str, end: DigitsEnd) -> (String, DigitsEnd) {
    (digits.to_owned(), end)
}

#[tokio::test]
async fn what_is_typed_ahead_counts() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    desk.phones.types(&phone, "12#34").await;
    // The last of them has come before anybody asks.
    awaited!(watch, ChannelDtmfReceived, |it| &*it.digit == "4");
    let first = call.digits().prompt("sound:tt-monkeys");
    assert_eq!(collected(first).await?, digits("12", DigitsEnd::Terminator('#')));
    let second = call.digits().prompt("sound:tt-monkeys").max(2);
    assert_eq!(collected(second).await?, digits("34", DigitsEnd::Length));
    assert!(!watch.kinds().contains(&"PlaybackStarted"), "nobody needs the prompt");
    // What is forgotten does not count.
    watch.forget();
    desk.phones.types(&phone, "56").await;
    awaited!(watch, ChannelDtmfReceived, |it| &*it.digit == "6");
    let fresh = call.digits().fresh().first_digit(A_WHILE);
    assert_eq!(collected(fresh).await?, digits("", DigitsEnd::NoDigit));
    watch.forget();
    desk.phones.types(&phone, "78").await;
    awaited!(watch, ChannelDtmfReceived, |it| &*it.digit == "8");
    assert_eq!(call.clear_digits(), 2);
    let nothing = call.digits().first_digit(A_WHILE);
    assert_eq!(collected(nothing).await?, digits("", DigitsEnd::NoDigit));
    Ok(())
}

#[tokio::test]
async fn the_very_first_digits_are_not_lost() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    for _ in 0..10 {
        let (phone, call) = desk.rings().await?;
        let call = call.call();
        call.answer().await?;
        // Before its handler has done anything else.
        desk.phones.answered(&phone).await;
        desk.phones.types(&phone, "1").await;
        assert_eq!(collected(call.digits().max(1)).await?.0, "1");
    }
    Ok(())
}

#[tokio::test]
async fn the_first_digit_stops_the_prompt() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    // This has no end of its own.
    let collecting = tokio::spawn(collect(call.digits().prompt("tone:ring").max(2)));
    awaited!(watch, PlaybackStarted, |it| &*it.playback.media_uri == "tone:ring");
    sleep(A_WHILE).await;
    assert!(!collecting.is_finished());
    desk.phones.types(&phone, "1").await;
    awaited!(watch, PlaybackFinished, |it| &*it.playback.media_uri == "tone:ring");
    assert!(!collecting.is_finished(), "one more digit is to come");
    desk.phones.types(&phone, "2").await;
    assert_eq!(soon(collecting).await???, digits("12", DigitsEnd::Length));
    // Of several, the others are not played.
    let both = ["tone:ring", "tone:busy", "tone:congestion"];
    let collecting = tokio::spawn(collect(call.digits().prompt(both)));
    awaited!(watch, PlaybackStarted, |it| &*it.playback.media_uri == "tone:ring"
        && it.playback.next_media_uri.is_some());
    watch.forget();
    desk.phones.types(&phone, "3#").await;
    assert_eq!(soon(collecting).await???, digits("3", DigitsEnd::Terminator('#')));
    awaited!(watch, PlaybackFinished, |_it| true);
    // Nor do they go on after a time.
    let while_it_lasts = soon(call.play(both).at_most(A_WHILE)).await?;
    assert_eq!(while_it_lasts?.playback.state, PlaybackState::Done);
    Ok(())
}

/// As a task that may be given away.
async fn collect(digits: CollectDigits) -> Result<(String, DigitsEnd), Error> {
    let Collected { digits, end, .. } = digits.await?;
    Ok((digits, end))
}

#[tokio::test]
async fn a_whole_prompt_is_heard_to_its_end() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    let prompt = ["sound:digits/1", "sound:hello-world"];
    let collecting = tokio::spawn(collect(call.digits().prompt(prompt).whole_prompt().max(2)));
    awaited!(watch, PlaybackStarted, |_it| true);
    desk.phones.types(&phone, "42").await;
    let collected = soon(collecting).await???;
    let finished = awaited!(watch, PlaybackFinished, |_it| true);
    assert_eq!(finished.playback.state, PlaybackState::Done);
    assert_eq!(&*finished.playback.media_uri, "sound:hello-world");
    assert_eq!(collected, digits("42", DigitsEnd::Length));
    Ok(())
}

#[tokio::test]
async fn number_terminators_and_timers_end_it() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    let phones = &desk.phones;
    let ask = async |digits: CollectDigits, typed: &str| {
        let collecting = tokio::spawn(collect(digits));
        phones.types(&phone, typed).await;
        Ok::<_, Failure>(soon(collecting).await???)
    };
    let short = Duration::from_millis(600);
    let asked = ask(call.digits().max(3), "123").await?;
    assert_eq!(asked, digits("123", DigitsEnd::Length));
    let asked = ask(call.digits().terminators("*0"), "1#0").await?;
    assert_eq!(asked, digits("1#", DigitsEnd::Terminator('0')));
    let asked = ask(call.digits(), "#").await?;
    assert_eq!(asked, digits("", DigitsEnd::Terminator('#')));
    // The terminator is not one more digit.
    let asked = ask(call.digits().max(2), "1#").await?;
    assert_eq!(asked, digits("1", DigitsEnd::Terminator('#')));
    let asked = ask(call.digits().terminators("").between_digits(short), "#*").await?;
    assert_eq!(asked, digits("#*", DigitsEnd::NoMore));
    let asked = ask(call.digits().between_digits(short), "12").await?;
    assert_eq!(asked, digits("12", DigitsEnd::NoMore));
    assert_eq!(collected(call.digits().first_digit(short)).await?, digits("", DigitsEnd::NoDigit));
    assert_eq!(collected(call.digits().within(short)).await?, digits("", DigitsEnd::Time));
    let asked = ask(call.digits().within(short), "1").await?;
    assert_eq!(asked, digits("1", DigitsEnd::Time));
    // The times begin when the prompt ends.
    let late = call.digits().prompt("sound:hello-world").first_digit(short).max(1);
    let collecting = tokio::spawn(collect(late));
    sleep(A_WHILE).await;
    assert!(!collecting.is_finished());
    assert_eq!(soon(collecting).await???, digits("", DigitsEnd::NoDigit));
    Ok(())
}

#[tokio::test]
async fn they_are_heard_in_a_bridge() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    let (caller, call) = desk.talks().await?;
    let dialling = tokio::spawn(desk.ari.dial(Phones::ENDPOINT).into_future());
    let callee = desk.phones.rings().await;
    callee.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    soon(talk.add(&[&call.call(), &leg])).await??;
    let (of_call, of_leg) =
        (tokio::spawn(collect(call.call().digits())), tokio::spawn(collect(leg.digits())));
    desk.phones.types(&caller, "12#").await;
    assert_eq!(soon(of_call).await???, digits("12", DigitsEnd::Terminator('#')));
    desk.phones.types(&callee, "34#").await;
    assert_eq!(soon(of_leg).await???, digits("34", DigitsEnd::Terminator('#')));
    // A prompt there, too.
    let collecting = tokio::spawn(collect(leg.digits().prompt("tone:ring").max(1).fresh()));
    desk.hears(&callee, true).await;
    desk.phones.types(&callee, "5").await;
    assert_eq!(soon(collecting).await???, digits("5", DigitsEnd::Length));
    desk.hears(&callee, false).await;
    Ok(())
}

#[tokio::test]
async fn two_telephones_in_a_bridge_are_heard() -> Result<(), Failure> {
    let desk = Desk::with(Setup::new().sip()).await?;
    let telephone = Telephone::new().await;
    let leg = async |steps: &str| -> Result<_, Failure> {
        Ok(soon(desk.ari.dial(telephone.that(steps)).into_future()).await??.answered()?)
    };
    let (one, two) = (leg("200-loud-one").await?, leg("200-two").await?);
    let owned = desk.ari.owned_bridge("mixing").await?;
    let named = desk.ari.named_bridge("talk", "mixing").await?;
    for bridge in [&*owned, &named] {
        soon(bridge.add(&[&one, &two])).await??;
        // As soon as audio has passed both ways it would be left to the telephones alone.
        sleep(A_WHILE).await;
        let collecting = (tokio::spawn(collect(one.digits())), tokio::spawn(collect(two.digits())));
        telephone.types("200-loud-one", "12#");
        assert_eq!(soon(collecting.0).await???, digits("12", DigitsEnd::Terminator('#')));
        telephone.types("200-two", "34#");
        assert_eq!(soon(collecting.1).await???, digits("34", DigitsEnd::Terminator('#')));
    }
    assert!(telephone.heard("200-two") > 0, "they hear each other all the same");
    // Who says what it shall be gets that.
    let told = desk.ari.bridges().create().bridge_type("mixing").owned().await?;
    soon(told.add(&[&one, &two])).await??;
    sleep(A_WHILE).await;
    assert_eq!(&*told.get().await?.technology, "native_rtp");
    named.destroy().await?;
    Ok(())
}

#[tokio::test]
async fn whoever_hangs_up_instead_has_left() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    type Ask = fn(&Call) -> CollectDigits;
    let cases: [(&str, Ask); 5] = [
        ("", |it| it.digits()),
        ("1", |it| it.digits()),
        ("", |it| it.digits().prompt("tone:ring")),
        ("", |it| it.digits().prompt("tone:ring").whole_prompt()),
        ("1", |it| it.digits().prompt("tone:ring")),
    ];
    for (place, (typed, ask)) in cases.into_iter().enumerate() {
        let (phone, call) = desk.talks().await?;
        let call = call.call();
        let collecting = tokio::spawn(collect(ask(&call)));
        sleep(A_WHILE).await;
        if !typed.is_empty() {
            desk.phones.types(&phone, typed).await;
            sleep(A_WHILE).await;
        }
        assert!(!collecting.is_finished(), "case {place}");
        phone.hangup().await?;
        let error = soon(collecting).await??.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::Left, "case {place}: {error}");
        // Nor does anybody answer the next question.
        let error = soon(ask(&call).into_future()).await?.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::Left, "case {place} again: {error}");
    }
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn what_was_typed_just_before_the_hangup_is_there() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    for prompt in [None, Some("tone:ring")] {
        for _ in 0..5 {
            let (phone, call) = desk.talks().await?;
            let call = call.call();
            let ask = call.digits().max(2);
            let ask = match prompt {
                Some(prompt) => ask.prompt(prompt),
                None => ask,
            };
            let collecting = tokio::spawn(collect(ask));
            sleep(Duration::from_millis(100)).await;
            desk.phones.types(&phone, "12").await;
            awaited!(watch, ChannelDtmfReceived, |it| &*it.digit == "2"
                && it.channel.id == call.id());
            phone.hangup().await?;
            assert_eq!(soon(collecting).await???, digits("12", DigitsEnd::Length));
        }
    }
    // Asked after they left.
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    desk.phones.types(&phone, "7").await;
    awaited!(watch, ChannelDtmfReceived, |it| &*it.digit == "7");
    hangs_up(&phone, &call).await?;
    assert_eq!(collected(call.digits().max(1)).await?, digits("7", DigitsEnd::Length));
    assert_eq!(kind(soon(call.digits().into_future()).await?), ErrorKind::Left);
    Ok(())
}

async fn hangs_up(phone: &ChannelHandle, call: &Call) -> Result<(), Failure> {
    phone.hangup().await?;
    soon(call.left()).await?;
    Ok(())
}
