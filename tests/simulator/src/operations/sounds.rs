//! The operations of sounds: those of the settings, and a few that every Asterisk has.

use serde::Serialize;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;

/// What is there without being named in the settings.
const USUAL: [&str; 22] = [
    "auth-thankyou",
    "beep",
    "beeperr",
    "demo-congrats",
    "digits/0",
    "digits/1",
    "digits/2",
    "digits/3",
    "digits/4",
    "digits/5",
    "digits/6",
    "digits/7",
    "digits/8",
    "digits/9",
    "hello-world",
    "queue-thankyou",
    "silence/1",
    "transfer",
    "tt-monkeys",
    "vm-goodbye",
    "vm-nobodyavail",
    "vm-savedto",
];

const LANGUAGE: &str = "en";
const FORMAT: &str = "gsm";

#[derive(Serialize)]
struct Sound<'a> {
    id: &'a str,
    formats: [Format; 1],
}

#[derive(Serialize)]
struct Format {
    language: &'static str,
    format: &'static str,
}

fn sound(id: &str) -> Sound<'_> {
    Sound { id, formats: [Format { language: LANGUAGE, format: FORMAT }] }
}

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => list(pbx, arguments),
        "get" => get(pbx, arguments.path("soundId")),
        _ => return None,
    })
}

fn list(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let is = |name, only: &str| arguments.some(name).is_none_or(|it| it == only);
    if !is("lang", LANGUAGE) || !is("format", FORMAT) {
        return Err(none());
    }
    let settled = pbx.settings.sounds.keys().map(String::as_str);
    let mut ids: Vec<&str> = settled.chain(USUAL).filter(|it| pbx.settings.has_sound(it)).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(none());
    }
    Ok(Reply::ok(&ids.into_iter().map(sound).collect::<Vec<_>>()))
}

fn none() -> Reply {
    Reply::failed(404, "No sounds found that matched the query")
}

fn get(pbx: &Pbx, id: &str) -> Result<Reply, Reply> {
    let is_known = pbx.settings.sounds.contains_key(id) || USUAL.contains(&id);
    match is_known && pbx.settings.has_sound(id) {
        true => Ok(Reply::ok(&sound(id))),
        false => Err(Reply::failed(404, "Sound not found")),
    }
}
