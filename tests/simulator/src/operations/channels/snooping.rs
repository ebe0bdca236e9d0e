//! Channels that listen to another one.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::channels::{find_provided, shown};
use crate::pbx::Pbx;
use crate::pbx::channel::{Far, State};
use crate::pbx::life::New;

pub(super) fn snoop(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let direction = |name| match arguments.some(name).as_deref() {
        None | Some("none") => Ok(false),
        Some("in" | "out" | "both") => Ok(true),
        Some(_) => Err(Reply::failed(400, format!("Invalid direction specified for {name}"))),
    };
    let (spies, whispers) = (direction("spy")?, direction("whisper")?);
    if !spies && !whispers {
        let message = "Direction must be specified for at least spy or whisper";
        return Err(Reply::failed(400, message));
    }
    let Some(application) = arguments.some("app") else {
        return Err(Reply::failed(400, "Application name is required"));
    };
    let of = find_provided(pbx, arguments.path("channelId"))?.id.clone();
    let id = match arguments.path("snoopId") {
        "" => arguments.some("snoopId").unwrap_or_else(|| pbx.unique_id()),
        id => id.to_owned(),
    };
    if pbx.is_taken(&id) {
        return Err(Reply::failed(500, "Snoop channel could not be created"));
    }
    let serial = pbx.serial("Snoop");
    pbx.make(New {
        id: id.clone(),
        name: format!("Snoop/{of}-{serial:08x}"),
        device: format!("Snoop/{of}"),
        state: State::Up,
        context: "default".to_owned(),
        extension: "s".to_owned(),
        far: Far::Snoop(of.clone()),
    });
    if let Some(channel) = pbx.channels.get_mut(&of) {
        channel.snoops.push(id.clone());
    }
    pbx.tell_created(&id);
    let reply = shown(pbx, &id);
    let text = arguments.or_empty("appArgs");
    let data = match text.is_empty() {
        true => application.clone(),
        false => format!("{application},{text}"),
    };
    pbx.shows(&id, "Stasis", &data);
    pbx.tell_dialplan(&id);
    if !pbx.enter(&id, &application, &crate::pbx::dialling::split(&text)) {
        pbx.finish(&id, 0);
    }
    Ok(reply)
}
