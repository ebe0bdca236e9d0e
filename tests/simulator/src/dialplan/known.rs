//! What a line may name: a function or an option that is not known here would do nothing later, and nobody would learn
//! of it. It does not know what they do.

use super::{AFTER_END, Application, expand};

/// A function, and what may stand between its parentheses; `None` is anything.
type Known = (&'static str, Option<&'static [&'static str]>);

/// The functions that can be read.
pub(crate) const READ: &[Known] = &[
    (
        "CALLERID",
        Some(&[
            "all",
            "ani",
            "ani-all",
            "ani-num",
            "ani2",
            "dnid",
            "name",
            "name-pres",
            "name-valid",
            "num",
            "num-plan",
            "num-pres",
            "num-valid",
            "number",
            "pres",
            "rdnis",
            "ton",
        ]),
    ),
    (
        "CHANNEL",
        Some(&[
            "accountcode",
            "appdata",
            "appname",
            "channeltype",
            "context",
            "exten",
            "hangupsource",
            "language",
            "linkedid",
            "musicclass",
            "name",
            "onhold",
            "parkinglot",
            "peeraccount",
            "pjsip,call-id",
            "state",
            "tenantid",
            "uniqueid",
            "userfield",
        ]),
    ),
    (
        "CONNECTEDLINE",
        Some(&[
            "all",
            "name",
            "name-pres",
            "name-valid",
            "num",
            "num-plan",
            "num-pres",
            "num-valid",
            "number",
            "pres",
            "ton",
        ]),
    ),
    ("GLOBAL", None),
    ("IF", None),
    ("LEN", None),
    ("PJSIP_HEADER", Some(&["read,to"])),
];

/// The functions that can be set.
pub(crate) const WRITTEN: &[Known] = &[
    (
        "CALLERID",
        Some(&[
            "all",
            "ani",
            "ani-num",
            "dnid",
            "name",
            "name-pres",
            "num",
            "num-pres",
            "number",
            "pres",
            "rdnis",
        ]),
    ),
    (
        "CHANNEL",
        Some(&[
            "accountcode",
            "hangupsource",
            "language",
            "musicclass",
            "parkinglot",
            "peeraccount",
            "tenantid",
            "userfield",
        ]),
    ),
    ("CONNECTEDLINE", Some(&["all", "name", "num", "number"])),
    ("GLOBAL", None),
    // Nobody transfers with SIP here.
    ("PJSIP_TRANSFER_HANDLING", None),
    ("TALK_DETECT", Some(&["remove", "set"])),
    ("TONE_DETECT", None),
];

/// Extensions that Asterisk goes to by itself, which is not done here.
const NEVER: &[&str] = &["T", "i", "t"];

/// Whether a line of an extension can do all that it says.
///
/// # Errors
///
/// Says what is not known.
pub(super) fn check(
    extension: &str,
    application: Application,
    arguments: &str,
) -> Result<(), String> {
    let name = application.name();
    if NEVER.contains(&extension) {
        return Err(format!("the extension `{extension}` is not supported"));
    }
    if extension == AFTER_END && !application.works_after_end() && application != Application::Wait
    {
        return Err(format!("`{name}` is not supported in the extension `{AFTER_END}`"));
    }
    let plain = expand::check(arguments, &|text| function(READ, text))?;
    if application == Application::Set
        && let Some((target, _)) = arguments.split_once('=')
        && target.trim().ends_with(')')
    {
        function(WRITTEN, target.trim())?;
    }
    let parts = super::arguments(&plain);
    match application {
        Application::Dial if parts[0].contains('&') => {
            return Err("`Dial` calls one address here, not several".to_owned());
        }
        Application::Dial => {
            let options = parts.get(2).map(String::as_str).unwrap_or_default();
            if let Some(option) = options.chars().find(|it| *it != 'g') {
                return Err(format!("`Dial`: the option `{option}` is not supported; `g` is"));
            }
        }
        _ => {}
    }
    let most = match application {
        Application::Dial => 3,
        Application::MusicOnHold | Application::Playback | Application::SendDtmf => 1,
        Application::Answer | Application::Busy | Application::Congestion => 0,
        _ => return Ok(()),
    };
    let more = parts.get(most).filter(|it| !it.is_empty());
    more.map_or(Ok(()), |it| Err(format!("`{name}`: the argument `{it}` is not supported")))
}

/// Whether a function is among the known ones. What is only known when it is run cannot be told.
fn function(known: &[Known], text: &str) -> Result<(), String> {
    let (name, rest) = text.split_once('(').unwrap_or((text, ""));
    let Some((_, items)) = known.iter().find(|it| it.0 == name) else {
        let names: Vec<&str> = known.iter().map(|it| it.0).collect();
        let names = names.join(", ");
        return Err(format!("the function `{name}` is not supported; these are: {names}"));
    };
    let item = rest.rsplit_once(')').map_or(rest, |(item, _)| item).trim().to_ascii_lowercase();
    match items {
        Some(items) if !item.contains('$') && !items.contains(&item.as_str()) => {
            let items = items.join(", ");
            Err(format!("`{name}({item})` is not supported; these are: {items}"))
        }
        _ => Ok(()),
    }
}
