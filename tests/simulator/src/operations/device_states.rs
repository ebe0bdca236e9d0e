//! The operations of device states: applications set those that begin with `Stasis:`, and read any.

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::devices::{Device, controlled};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => Ok(list(pbx)),
        "get" => Ok(get(pbx, arguments.path("deviceName"))),
        "update" => update(pbx, arguments),
        "delete" => delete(pbx, arguments),
        _ => return None,
    })
}

fn list(pbx: &Pbx) -> Reply {
    let names: Vec<(String, &'static str)> =
        pbx.devices.iter().map(|(own, state)| (format!("Stasis:{own}"), *state)).collect();
    Reply::ok(&names.iter().map(|(name, state)| Device { name, state }).collect::<Vec<_>>())
}

fn get(pbx: &Pbx, name: &str) -> Reply {
    Reply::ok(&Device { name, state: pbx.device_state(name) })
}

/// The name of a device that an application may set.
fn own(arguments: &Arguments) -> Result<&str, Reply> {
    match controlled(arguments.path("deviceName")) {
        Some("") => Err(Reply::failed(404, "Device name is missing")),
        Some(own) => Ok(own),
        None => Err(Reply::failed(409, "Uncontrolled device specified")),
    }
}

fn update(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let own = own(arguments)?;
    match pbx.set_device(own, &arguments.or_empty("deviceState")) {
        true => Ok(Reply::done()),
        false => Err(Reply::failed(500, "Unknown device")),
    }
}

fn delete(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    pbx.forget_device(own(arguments)?);
    Ok(Reply::done())
}
