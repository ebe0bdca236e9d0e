//! External media: a channel whose far end is somebody's media server. Its audio goes nowhere here.

use crate::message::Reply;
use crate::operations::arguments::{Arguments, Variable};
use crate::operations::channels::dialling::LONGEST_ID;
use crate::operations::channels::{formats, shown, variables};
use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::channel::{Dialling, Far, State, Then};
use crate::pbx::life::New;

pub(super) fn external_media(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(application) = arguments.some("app") else {
        return Err(Reply::failed(400, "app cannot be empty"));
    };
    let host = arguments.or_empty("external_host");
    if host.is_empty() {
        let message = "external_host is required for all but websocket server connections";
        return Err(Reply::failed(400, message));
    }
    let Some(format) = arguments.some("format") else {
        return Err(Reply::failed(400, "format cannot be empty"));
    };
    let or = |name, default: &str| arguments.some(name).unwrap_or_else(|| default.to_owned());
    let (transport, encapsulation) = (or("transport", "udp"), or("encapsulation", "rtp"));
    if encapsulation != "rtp" {
        return Err(Reply::failed(501, "The encapsulation and/or transport is not supported"));
    }
    if transport != "udp" {
        return Err(Reply::failed(400, "transport must be 'udp' for rtp encapsulation"));
    }
    if or("direction", "both") != "both" {
        return Err(Reply::failed(400, "Invalid direction specified"));
    }
    if host.rsplit_once(':').is_none_or(|(host, port)| host.is_empty() || port.is_empty()) {
        return Err(Reply::failed(400, "external_host must be <host>:<port> for this transport"));
    }
    let variables = arguments.variables()?;
    let id = arguments.some("channelId").unwrap_or_else(|| pbx.unique_id());
    let is_wrong = id.len() > LONGEST_ID || pbx.is_taken(&id);
    if is_wrong || formats::unknown(&[&format]).is_some() {
        let message = "An internal error prevented this request from being handled";
        return Err(Reply::failed(500, message));
    }
    let serial = pbx.serial("UnicastRTP");
    pbx.make(New {
        id: id.clone(),
        name: format!("UnicastRTP/{host}-0x{:012x}", 0x7f00_0000_0000_u64 + serial * 0x1000),
        device: format!("UnicastRTP/{host}"),
        state: State::Down,
        context: "default".to_owned(),
        extension: "s".to_owned(),
        far: Far::Media,
    });
    if let Some(channel) = pbx.channels.get_mut(&id) {
        channel.at_rest = ("AppDial2".to_owned(), "(Outgoing Line)".to_owned());
    }
    pbx.tell_created(&id);
    pbx.set_variable(&id, "UNICASTRTP_LOCAL_ADDRESS", "127.0.0.1");
    pbx.set_variable(&id, "UNICASTRTP_LOCAL_PORT", &(10_000 + 2 * serial).to_string());
    for Variable { name, value, reported } in variables {
        variables::put(pbx, &id, &name, &value, reported);
    }
    pbx.shows(&id, "AppDial2", "(Outgoing Line)");
    pbx.tell_dialplan(&id);
    if let Some(it) = pbx.applications.get_mut(&application) {
        it.takes_part(Topic::Channel(id.clone()));
    }
    let reply = shown_with_variables(pbx, &id);
    let dialling = Dialling {
        number: format!("{host}/c({format})"),
        named: true,
        timeout: None,
        then: Then::Stasis { application, arguments: String::new() },
        caller: None,
    };
    pbx.call(&id, dialling, None);
    Ok(reply)
}

/// The new channel with all its variables, which only the reply shows: they say where its media goes.
fn shown_with_variables(pbx: &mut Pbx, id: &str) -> Reply {
    let Some(channel) = pbx.channels.get_mut(id) else { return shown(pbx, id) };
    let all = channel.variables.last_first().cloned().collect();
    let before = std::mem::replace(&mut channel.shown, all);
    let reply = shown(pbx, id);
    if let Some(channel) = pbx.channels.get_mut(id) {
        channel.shown = before;
    }
    reply
}
