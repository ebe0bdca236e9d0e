//! Calls that a program makes: originated at once, or created first and dialled later.

use std::time::Duration;

use crate::message::Reply;
use crate::operations::arguments::{Arguments, Variable};
use crate::operations::channels::{formats, in_application, shown, variables};
use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::channel::{Dialling, Party, State, Then};

/// How long the ids of an originated channel may be.
pub(super) const LONGEST_ID: usize = 149;

/// The ids that a request has for a new channel and for its other half.
fn wanted_ids(arguments: &Arguments) -> [Option<String>; 2] {
    let wanted = match arguments.path("channelId") {
        "" => arguments.some("channelId"),
        id => Some(id.to_owned()),
    };
    [wanted, arguments.some("otherChannelId")]
}

/// The ids of a new channel and of its other half, which must not be taken.
fn ids(pbx: &mut Pbx, arguments: &Arguments) -> Result<(String, String), Reply> {
    let [wanted, other] = wanted_ids(arguments);
    let is_taken = [&wanted, &other].into_iter().flatten().any(|it| pbx.is_taken(it));
    if is_taken || (wanted.is_some() && wanted == other) {
        return Err(Reply::failed(409, "Channel with given unique ID already exists"));
    }
    Ok(match (wanted, other) {
        (Some(id), Some(other)) => (id, other),
        (Some(id), None) => (id.clone(), format!("{id};2")),
        (None, other) => (pbx.unique_id(), other.unwrap_or_else(|| pbx.unique_id())),
    })
}

/// Makes the channels of an address.
fn make(pbx: &mut Pbx, arguments: &Arguments, endpoint: &str) -> Result<String, Reply> {
    let formats = arguments.or_empty("formats");
    let formats: Vec<&str> = formats.split(',').filter(|it| !it.is_empty()).collect();
    let wrong = |message: &str| Err(Reply::failed(400, message));
    if let Some(originator) = arguments.some("originator") {
        if !formats.is_empty() {
            return wrong("Originator and formats can't both be specified");
        }
        if !pbx.channels.contains_key(&originator) {
            return wrong("Provided originator channel was not found");
        }
    }
    if let Some(unknown) = formats::unknown(&formats) {
        return wrong(&format!("Provided format ({unknown}) was not found"));
    }
    let (id, other) = ids(pbx, arguments)?;
    if !pbx.make_called(endpoint, &id, &other) {
        return Err(Reply::allocation_failed());
    }
    Ok(id)
}

pub(super) fn originate(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let too_long = |it: &String| it.len() > LONGEST_ID;
    let variables = arguments.variables()?;
    if wanted_ids(arguments).iter().flatten().any(too_long) {
        let message = format!("Uniqueid length exceeds maximum of {LONGEST_ID}");
        return Err(Reply::failed(400, &message));
    }
    let Some(endpoint) = arguments.some("endpoint") else {
        return Err(Reply::failed(400, "Endpoint must be specified"));
    };
    let Some((_, number)) = endpoint.split_once('/').filter(|it| !it.1.is_empty()) else {
        return Err(Reply::failed(400, "Invalid endpoint specified"));
    };
    let application = arguments.some("app");
    let then = match (&application, arguments.some("extension")) {
        (Some(application), _) => Then::Stasis {
            application: application.clone(),
            arguments: arguments.or_empty("appArgs"),
        },
        (None, Some(extension)) => into_dialplan(pbx, arguments, extension)?,
        (None, None) => {
            return Err(Reply::failed(400, "Application or extension must be specified"));
        }
    };
    let id = make(pbx, arguments, &endpoint)?;
    if let Some(channel) = pbx.channels.get_mut(&id) {
        channel.at_rest = ("AppDial2".to_owned(), "(Outgoing Line)".to_owned());
    }
    pbx.shows(&id, "AppDial2", "(Outgoing Line)");
    pbx.tell_dialplan(&id);
    pbx.identify(&id, &Party::parse(&arguments.or_empty("callerId")));
    // They are stronger than the caller whom the request names.
    for Variable { name, value, .. } in &variables {
        variables::put(pbx, &id, name, value, false);
    }
    // Whoever originates a channel is told of it to its end, and of its other half.
    let halves = [Some(id.clone()), pbx.other_half(&id)];
    if let Some(application) = application.and_then(|it| pbx.applications.get_mut(&it)) {
        for half in halves.into_iter().flatten() {
            application.takes_part(Topic::Channel(half));
        }
    }
    // What the other side makes of the call comes after the reply.
    let reply = shown(pbx, &id);
    // Its model shows them as soon as something else changes.
    if let Some(channel) = pbx.channels.get_mut(&id) {
        channel.reported =
            variables.into_iter().filter(|it| it.reported).map(|it| it.name).collect();
    }
    let timeout = arguments.number("timeout").unwrap_or(30);
    let dialling =
        Dialling { number: number.to_owned(), named: true, timeout: None, then, caller: None };
    pbx.call(&id, dialling, limit(timeout));
    Ok(reply)
}

/// A time in seconds; 0 and less is none.
fn limit(seconds: i64) -> Option<Duration> {
    u64::try_from(seconds).ok().filter(|it| *it > 0).map(Duration::from_secs)
}

fn into_dialplan(pbx: &Pbx, arguments: &Arguments, extension: String) -> Result<Then, Reply> {
    let context = arguments.some("context").unwrap_or_else(|| "default".to_owned());
    let priority = match (arguments.some("label"), arguments.number("priority")) {
        (Some(label), _) => match label.parse() {
            Ok(priority) => priority,
            Err(_) => pbx
                .settings
                .dialplan
                .label(&context, &extension, &label)
                .ok_or_else(|| Reply::failed(404, "Requested label can not be found"))?,
        },
        (None, Some(priority)) => u32::try_from(priority).unwrap_or(1).max(1),
        (None, None) => 1,
    };
    Ok(Then::Dialplan { context, extension, priority })
}

pub(super) fn create(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(endpoint) = arguments.some("endpoint") else {
        return Err(Reply::failed(400, "Endpoint must be specified"));
    };
    let Some((_, number)) = endpoint.split_once('/').filter(|it| !it.1.is_empty()) else {
        return Err(Reply::failed(400, "Invalid endpoint specified"));
    };
    // Without an application the channel does not last.
    let application = arguments.or_empty("app");
    let number = number.to_owned();
    let variables = arguments.variables()?;
    let id = make(pbx, arguments, &endpoint)?;
    if let Some(it) = pbx.applications.get_mut(&application) {
        it.takes_part(Topic::Channel(id.clone()));
    }
    for Variable { name, value, reported } in variables {
        variables::put(pbx, &id, &name, &value, reported);
    }
    let reply = shown(pbx, &id);
    let text = arguments.or_empty("appArgs");
    let data = match text.is_empty() {
        true => application.clone(),
        false => format!("{application},{text}"),
    };
    pbx.shows(&id, "Stasis", &data);
    pbx.tell_dialplan(&id);
    if let Some(channel) = pbx.channels.get_mut(&id) {
        channel.number = number;
    }
    if !pbx.enter(&id, &application, &crate::pbx::dialling::split(&text)) {
        pbx.finish(&id, 0);
    }
    Ok(reply)
}

pub(super) fn dial(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    let channel = in_application(pbx, id)?;
    if channel.state != State::Down && channel.state != State::Ring {
        return Err(Reply::failed(409, "Channel is not in the 'Down' state"));
    }
    // The real one ends with a fault of memory access when it is asked twice.
    if channel.dialling.is_some() {
        return Err(Reply::failed(409, "Channel is not in the 'Down' state"));
    }
    let dialling = Dialling {
        number: channel.number.clone(),
        named: false,
        timeout: None,
        then: Then::Stays,
        // Whoever is named as the caller is not told of either.
        caller: None,
    };
    let timeout = limit(arguments.number("timeout").unwrap_or(0));
    pbx.call(id, dialling, timeout);
    Ok(Reply::done())
}
