//! The media of a telephone, counted. There are none here, so that all counts are nothing.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::channels::find;
use crate::pbx::Pbx;
use crate::pbx::channel::{Far, State};

/// Whole numbers that come first.
const COUNTS: [&str; 8] = [
    "txcount",
    "rxcount",
    "txploss",
    "rxploss",
    "local_ssrc",
    "remote_ssrc",
    "txoctetcount",
    "rxoctetcount",
];

/// What is told of jitter, lost packets and scores at either side.
const EXTREMES: [&str; 4] = ["max", "min", "normdev", "stdev"];

struct Statistics<'a>(&'a str);

impl Serialize for Statistics<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in COUNTS {
            map.serialize_entry(name, &0)?;
        }
        map.serialize_entry("channel_uniqueid", self.0)?;
        map.serialize_entry("txjitter", &0.0)?;
        map.serialize_entry("rxjitter", &0.0)?;
        both(&mut map, "jitter")?;
        both(&mut map, "rxploss")?;
        map.serialize_entry("rtt", &0.0)?;
        for extreme in EXTREMES {
            map.serialize_entry(&format!("{extreme}rtt"), &0.0)?;
        }
        map.serialize_entry("txmes", &0)?;
        map.serialize_entry("rxmes", &0)?;
        both(&mut map, "mes")?;
        map.end()
    }
}

fn both<M: SerializeMap>(map: &mut M, what: &str) -> Result<(), M::Error> {
    for side in ["remote", "local"] {
        for extreme in EXTREMES {
            map.serialize_entry(&format!("{side}_{extreme}{what}"), &0.0)?;
        }
    }
    Ok(())
}

/// Only a telephone that was answered has media; of external media there are no counts here.
pub(super) fn get(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let channel = find(pbx, arguments.path("channelId"))?;
    let technology = channel.name.split('/').next().unwrap_or_default();
    match technology {
        "PJSIP" if channel.far == Far::Phone && channel.state == State::Up => {
            Ok(Reply::ok(&Statistics(&channel.id)))
        }
        "PJSIP" | "UnicastRTP" => Err(Reply::failed(404, "RTP info not found")),
        _ => Err(Reply::failed(403, "Unsupported channel type")),
    }
}
