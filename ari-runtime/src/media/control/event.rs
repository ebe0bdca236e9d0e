//! What Asterisk says on a media websocket, in plain text or JSON; reads text frames and loses none.

use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

use serde_json::{Map, Value};

use crate::media::format::Format;

/// An event on a media websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The first one: what the audio is like.
    MediaStart(MediaStart),
    /// The answer to the question for it.
    Status(Status),
    /// The queue is nearly full: audio that is sent now may be dropped.
    Xoff,
    /// There is room in the queue again.
    Xon,
    /// All audio was played, as was asked.
    QueueDrained,
    /// The audio before a mark was played.
    MarkProcessed {
        /// The id of the mark; empty for none.
        id: String,
    },
    /// The audio that was buffered was played.
    BufferingCompleted {
        /// The id that the end of buffering was given; empty for none.
        id: String,
    },
    /// A key was pressed and released.
    DtmfEnd {
        /// `0` to `9`, `*`, `#`, `A` to `D`.
        digit: char,
    },
    /// A command was refused.
    Error {
        /// Why, in Asterisk's words, without the line feed at the end.
        text: String,
    },
    /// Something else.
    Unknown {
        /// The text frame as it came.
        text: String,
    },
}

/// What the audio of a media websocket is like.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaStart {
    /// The id in the path of the websocket that the program opened, or the name of the `websocket_client` that
    /// Asterisk opened it with.
    pub connection_id: Option<String>,
    /// The name of the channel.
    pub channel: Option<String>,
    /// The id of the channel; the first releases with media websockets do not tell it.
    pub channel_id: Option<String>,
    /// What the audio is carried as.
    pub format: Format,
    /// Bytes of a frame; 0 where Asterisk makes no frames.
    pub optimal_frame_size: usize,
    /// How long a frame lasts; the first releases with media websockets do not tell it.
    pub ptime: Option<Duration>,
    /// The variables of the channel; told in JSON alone.
    pub channel_variables: BTreeMap<String, String>,
}

/// The queue of audio that Asterisk has yet to play.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The id of the channel; the first releases with media websockets do not tell it.
    pub channel_id: Option<String>,
    /// Frames in the queue.
    pub queue_length: u32,
    /// There is room again below so many frames.
    pub xon_level: u32,
    /// The queue counts as full from so many frames on.
    pub xoff_level: u32,
    /// The queue was full and is not yet below the lower level.
    pub queue_full: bool,
    /// Audio is being buffered.
    pub bulk_media: bool,
    /// Silence is played instead.
    pub media_paused: bool,
}

impl Event {
    /// Reads a text frame, in the notation that it shows. What is not known, or cannot be read, is
    /// [`Unknown`](Event::Unknown).
    pub fn read(text: &str) -> Self {
        known(text).unwrap_or_else(|| Self::Unknown { text: text.to_owned() })
    }
}

fn known(text: &str) -> Option<Event> {
    if text.trim_start().starts_with('{') {
        let object: Map<String, Value> = serde_json::from_str(text).ok()?;
        let name = object.get("event")?.as_str()?;
        return event(name, &Fields::Json(&object));
    }
    let text = text.trim_end();
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    event(name, &Fields::Plain { rest, places: places(rest) })
}

fn event(name: &str, fields: &Fields<'_>) -> Option<Event> {
    Some(match name {
        "MEDIA_START" => Event::MediaStart(MediaStart {
            connection_id: fields.text("connection_id"),
            channel: fields.text("channel"),
            channel_id: fields.text("channel_id"),
            format: fields.text("format")?.into(),
            optimal_frame_size: fields.parsed("optimal_frame_size")?,
            ptime: fields.parsed("ptime").map(Duration::from_millis),
            channel_variables: fields.variables(),
        }),
        "STATUS" => Event::Status(Status {
            channel_id: fields.text("channel_id"),
            queue_length: fields.parsed("queue_length")?,
            xon_level: fields.parsed("xon_level")?,
            xoff_level: fields.parsed("xoff_level")?,
            queue_full: fields.parsed("queue_full")?,
            bulk_media: fields.parsed("bulk_media")?,
            media_paused: fields.parsed("media_paused")?,
        }),
        "MEDIA_XOFF" => Event::Xoff,
        "MEDIA_XON" => Event::Xon,
        "QUEUE_DRAINED" => Event::QueueDrained,
        "MEDIA_MARK_PROCESSED" => Event::MarkProcessed { id: fields.id() },
        "MEDIA_BUFFERING_COMPLETED" => Event::BufferingCompleted { id: fields.id() },
        "DTMF_END" => Event::DtmfEnd { digit: fields.parsed("digit")? },
        "ERROR" => Event::Error { text: fields.error()? },
        _ => return None,
    })
}

/// What stands behind an event's name.
enum Fields<'a> {
    Plain { rest: &'a str, places: Vec<(&'a str, Range<usize>)> },
    Json(&'a Map<String, Value>),
}

impl Fields<'_> {
    fn text(&self, key: &str) -> Option<String> {
        match self {
            Self::Plain { rest, places } => {
                let (_, place) = places.iter().find(|(it, _)| *it == key)?;
                rest.get(place.clone()).map(str::to_owned)
            }
            Self::Json(object) => text_of(object.get(key)?),
        }
    }

    fn parsed<T: std::str::FromStr>(&self, key: &str) -> Option<T> {
        self.text(key)?.parse().ok()
    }

    /// The id that a command was given, which plain text does not name.
    fn id(&self) -> String {
        match self {
            Self::Plain { rest, .. } => (*rest).to_owned(),
            Self::Json(_) => self.text("correlation_id").unwrap_or_default(),
        }
    }

    /// Asterisk ends some of these with a line feed.
    fn error(&self) -> Option<String> {
        let text = match (self.text("error_text"), self) {
            (Some(text), _) => text,
            (None, Self::Plain { rest, .. }) if !rest.is_empty() => (*rest).to_owned(),
            _ => return None,
        };
        Some(text.trim_end().to_owned())
    }

    fn variables(&self) -> BTreeMap<String, String> {
        match self {
            Self::Json(object) => object
                .get("channel_variables")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .filter_map(|(name, value)| Some((name.clone(), text_of(value)?)))
                .collect(),
            Self::Plain { .. } => BTreeMap::new(),
        }
    }
}

/// The characters of a text, and what else is written without quotes as it is written.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// Where the values of `key:value key:value` are.
///
/// A word without a key of its own belongs to the value before it, since names and ids of channels may have spaces.
/// The text of an error goes on to the end.
fn places(rest: &str) -> Vec<(&str, Range<usize>)> {
    let mut places: Vec<(&str, Range<usize>)> = Vec::new();
    let mut start = 0;
    for word in rest.split(' ') {
        let end = start + word.len();
        match word.split_once(':').filter(|(key, _)| is_key(key)) {
            Some(("error_text", value)) => {
                places.push(("error_text", end - value.len()..rest.len()));
                break;
            }
            Some((key, value)) => places.push((key, end - value.len()..end)),
            None => {
                if let Some((_, place)) = places.last_mut() {
                    place.end = end;
                }
            }
        }
        start = end + 1;
    }
    places
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
}

#[cfg(test)]
#[path = "event_test.rs"]
mod tests;
