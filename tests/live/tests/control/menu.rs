//! Menus: choices, mistakes, silence, options that begin alike, and callers who hang up over it.

use std::time::Duration;

use ari_generated::Menu;
use ari_generated::prelude::*;
use ari_live_tests::{Phones, Watch, awaited};
use tokio::time::sleep;

use crate::desk::Desk;
use crate::{A_WHILE, Failure, soon};

const PROMPT: &str = "sound:digits/1";
const INVALID: &str = "sound:digits/2";
const SILENCE: &str = "sound:digits/3";
const SHORT: Duration = Duration::from_millis(600);

/// The media that began, in order.
fn played(watch: &Watch) -> Vec<&str> {
    let mut played = Vec::new();
    for event in watch.seen() {
        if let Event::PlaybackStarted(it) = event {
            played.push(&*it.playback.media_uri);
        }
    }
    played
}

/// Reads what has come.
async fn catch_up(watch: &mut Watch, call: &Call) -> Result<(), Failure> {
    let name = ChannelId::random().to_string();
    call.set_variable(&name).value("caught up").await?;
    awaited!(watch, ChannelVarset, |it| *it.variable == *name);
    Ok(())
}

fn menu(call: &Call) -> Menu<&'static str> {
    let menu = call.menu(PROMPT).on("1", "one").on("12", "twelve").on("123", "more");
    menu.on('*', "star").on('#', "hash").invalid(INVALID).silence(SILENCE).between_digits(SHORT)
}

#[tokio::test]
async fn an_option_is_chosen() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    let cases = [("1", "one"), ("12", "twelve"), ("123", "more"), ("*", "star"), ("#", "hash")];
    for (typed, chosen) in cases {
        let choosing = tokio::spawn(menu(&call).into_future());
        desk.phones.types(&phone, typed).await;
        assert_eq!(soon(choosing).await???, Some(chosen), "{typed}");
    }
    // Where nothing longer begins with it, nobody waits for more.
    let choosing = call.menu(PROMPT).on("7", 7).on("87", 87).between_digits(Duration::MAX);
    desk.phones.types(&phone, "87").await;
    assert_eq!(soon(choosing.into_future()).await??, Some(87));
    // What was typed too much is there for the next.
    desk.phones.types(&phone, "71").await;
    assert_eq!(soon(call.menu(PROMPT).on("7", 7).into_future()).await??, Some(7));
    assert_eq!(soon(menu(&call).into_future()).await??, Some("one"));
    Ok(())
}

#[tokio::test]
async fn a_digit_stops_the_prompt() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let choosing = tokio::spawn(call.call().menu("tone:ring").on('2', 2).into_future());
    awaited!(watch, PlaybackStarted, |_it| true);
    sleep(A_WHILE).await;
    desk.phones.types(&phone, "2").await;
    assert_eq!(soon(choosing).await???, Some(2));
    awaited!(watch, PlaybackFinished, |_it| true);
    Ok(())
}

#[tokio::test]
async fn mistakes_and_silence_are_forgiven_until_the_tries_are_used_up() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    // Wrong, then right.
    let choosing = tokio::spawn(menu(&call).into_future());
    awaited!(watch, PlaybackStarted, |_it| true);
    desk.phones.types(&phone, "9").await;
    awaited!(watch, PlaybackFinished, |it| &*it.playback.media_uri == INVALID);
    desk.phones.types(&phone, "*").await;
    assert_eq!(soon(choosing).await???, Some("star"));
    catch_up(&mut watch, &call).await?;
    let heard = played(&watch);
    assert_eq!(
        (heard[0], heard[1], heard.iter().filter(|it| **it == INVALID).count()),
        (PROMPT, INVALID, 1)
    );
    // Two digits where the second is wrong.
    watch.forget();
    let choosing = tokio::spawn(menu(&call).tries(1).into_future());
    desk.phones.types(&phone, "14").await;
    assert_eq!(soon(choosing).await???, None);
    catch_up(&mut watch, &call).await?;
    assert!(played(&watch).contains(&INVALID));
    // Silence, twice.
    watch.forget();
    let silent = menu(&call).first_digit(SHORT).tries(2);
    assert_eq!(soon(silent.into_future()).await??, None);
    catch_up(&mut watch, &call).await?;
    assert_eq!(played(&watch), [PROMPT, SILENCE, PROMPT, SILENCE]);
    // Without apologies, and three times where nothing is said.
    watch.forget();
    let silent = call.menu(PROMPT).on('1', 1).first_digit(Duration::from_millis(100));
    assert_eq!(soon(silent.into_future()).await??, None);
    catch_up(&mut watch, &call).await?;
    assert_eq!(played(&watch), [PROMPT; 3]);
    Ok(())
}

#[tokio::test]
async fn what_interrupts_an_apology_is_for_the_next_try() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let mut watch = Watch::new(desk.ari.events());
    let (phone, call) = desk.talks().await?;
    let call = call.call();
    let choosing = menu(&call).invalid("tone:busy");
    let choosing = tokio::spawn(choosing.into_future());
    desk.phones.types(&phone, "9").await;
    awaited!(watch, PlaybackStarted, |it| &*it.playback.media_uri == "tone:busy");
    sleep(A_WHILE).await;
    watch.forget();
    desk.phones.types(&phone, "#").await;
    assert_eq!(soon(choosing).await???, Some("hash"));
    awaited!(watch, PlaybackFinished, |it| &*it.playback.media_uri == "tone:busy");
    assert!(!played(&watch).contains(&PROMPT), "they know it");
    Ok(())
}

#[tokio::test]
async fn whoever_hangs_up_over_it_has_left() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    type Ask = fn(&Call) -> Menu<&'static str>;
    let cases: [(&str, Ask); 4] = [
        // At the prompt, before the first digit, before the second, at the apology.
        ("", |it| it.menu("tone:ring").on('1', "one")),
        ("", menu),
        ("1", |it| menu(it).between_digits(Duration::MAX)),
        ("9", |it| menu(it).invalid("tone:busy")),
    ];
    for (place, (typed, ask)) in cases.into_iter().enumerate() {
        let (phone, call) = desk.talks().await?;
        let choosing = tokio::spawn(ask(&call.call()).into_future());
        sleep(2 * A_WHILE).await;
        if !typed.is_empty() {
            desk.phones.types(&phone, typed).await;
            sleep(A_WHILE).await;
        }
        assert!(!choosing.is_finished(), "case {place}");
        phone.hangup().await?;
        let error = soon(choosing).await??.expect_err("nobody is there");
        assert_eq!(error.kind(), ErrorKind::Left, "case {place}: {error}");
    }
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test]
async fn a_leg_has_a_menu_too() -> Result<(), Failure> {
    let mut desk = Desk::new().await?;
    let dialling = tokio::spawn(desk.ari.dial(Phones::ENDPOINT).into_future());
    let callee = desk.phones.rings().await;
    callee.answer().await?;
    let leg = soon(dialling).await???.answered()?;
    let choosing = tokio::spawn(leg.menu(PROMPT).on('1', true).on('2', false).into_future());
    desk.phones.types(&callee, "2").await;
    assert_eq!(soon(choosing).await???, Some(false));
    drop(leg);
    desk.nothing_is_left().await;
    Ok(())
}
