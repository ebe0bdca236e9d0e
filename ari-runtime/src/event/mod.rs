//! Decoding of events: one look at the kind, one pass over the fields; which kinds there are comes through the seam.

pub(crate) mod frame;
pub(crate) mod json;
pub(crate) mod scan;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};

use crate::event::frame::{Frame, RawEvent};
use crate::event::json::Reader;

/// The events of an API, as generated code provides them.
pub trait ApiEvent: Clone + fmt::Debug + Send + Sync + Sized + 'static {
    /// The kinds that are known.
    type Kind: Copy + Eq + std::hash::Hash + fmt::Debug + Send + Sync + 'static;

    /// The kind of that name.
    fn kind(name: &str) -> Option<Self::Kind>;

    /// The name of a kind on the wire.
    fn name(kind: Self::Kind) -> &'static str;

    /// The kind of this event; `None` for one that is not known.
    fn known_kind(&self) -> Option<Self::Kind>;

    /// Its frame; `None` for one that was built.
    fn raw(&self) -> Option<&str>;

    /// Reads the fields of an event of a kind.
    ///
    /// # Errors
    ///
    /// The fields do not fit the kind.
    fn read<'de, A: MapAccess<'de>>(
        kind: Self::Kind,
        fields: A,
        frame: &Frame,
    ) -> Result<Self, A::Error>;

    /// An event of an unknown kind.
    fn unrecognized(raw: RawEvent) -> Self;

    /// Names everything the event concerns.
    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>));
}

/// What generated code lets the runtime do with the payload of one kind.
pub trait Payload: DeserializeOwned + Send + Sync + 'static {
    /// The events it is one of.
    type Event: ApiEvent;

    /// Its kind.
    const KIND: <Self::Event as ApiEvent>::Kind;

    /// The payload, if the event is of this kind.
    fn of(event: &Self::Event) -> Option<&Arc<Self>>;

    /// Keeps the frame that the payload was decoded from.
    fn attach(&mut self, frame: Frame);

    /// Names everything the event concerns.
    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        let _ = visit;
    }
}

/// Reads the payload of one kind and keeps its frame.
///
/// # Errors
///
/// The fields do not fit.
pub fn payload<'de, T: Payload, A: MapAccess<'de>>(
    fields: A,
    frame: &Frame,
) -> Result<Arc<T>, A::Error> {
    let payload = T::deserialize(serde::de::value::MapAccessDeserializer::new(fields))?;
    // Payloads are large: what happens to them where they stay saves moving them.
    let mut payload = Arc::new(payload);
    if let Some(payload) = Arc::get_mut(&mut payload) {
        payload.attach(frame.clone());
    }
    Ok(payload)
}

/// Something in Asterisk that an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Subject<'a> {
    /// What it is: `channel`, `bridge`, `playback`.
    pub kind: &'a str,
    /// Its id or name.
    pub id: &'a str,
    /// What the id is unique in: an endpoint's technology; empty for all others.
    pub group: &'a str,
}

impl<'a> Subject<'a> {
    /// A subject by its id.
    pub fn new(kind: &'a str, id: &'a str) -> Self {
        Self { kind, id, group: "" }
    }

    /// The subject, with what its id is unique in.
    pub fn within(mut self, group: &'a str) -> Self {
        self.group = group;
        self
    }

    /// The subject that a text such as `channel:1795247821.0` names.
    pub fn from_uri(uri: &'a str) -> Option<Self> {
        let (kind, id) = uri.split_once(':')?;
        Some(Self::new(kind, id))
    }
}

/// A frame that is no event, or an event whose fields are not as documented.
#[derive(Clone, PartialEq, thiserror::Error)]
#[error("{} at {path}: {message}", kind.as_deref().unwrap_or("a frame"))]
#[non_exhaustive]
pub struct DecodeError {
    /// The value of `type`, where there is one.
    pub kind: Option<String>,
    /// JSON path of the fault: `$.channel.caller.name`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// The frame as it came.
    pub raw: String,
}

impl fmt::Debug for DecodeError {
    /// Shows everything but the frame, which is the caller's to print.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("kind", &self.kind)
            .field("path", &self.path)
            .field("message", &self.message)
            .field("raw", &format_args!("{} bytes", self.raw.len()))
            .finish()
    }
}

/// Decodes an event from its text.
///
/// # Errors
///
/// The text is no event, or its fields are not as documented.
pub fn decode<E: ApiEvent>(text: &str) -> Result<E, DecodeError> {
    let name = scan::peek_type(text);
    let kind = name.as_deref().and_then(E::kind);
    decode_frame(&Frame::from(text), name.as_deref(), kind)
}

/// Decodes the event in a frame, of which the `type` and what kind that is are known.
pub(crate) fn decode_frame<E: ApiEvent>(
    frame: &Frame,
    name: Option<&str>,
    kind: Option<E::Kind>,
) -> Result<E, DecodeError> {
    let text = frame.text().unwrap_or_default();
    let Some(name) = name else {
        let message = match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => "there is no `type` that is a text".to_owned(),
            Err(error) => error.to_string(),
        };
        return Err(DecodeError { kind: None, path: "$".into(), message, raw: text.into() });
    };
    let Some(kind) = kind else {
        return read(text, PhantomData::<IgnoredAny>)
            .map(|_| E::unrecognized(RawEvent::new(name, frame.clone())))
            .map_err(|error| fault(text, name, &error));
    };
    let mut reader = Reader::new(text);
    let event = KindSeed::<E> { kind, frame }.deserialize(&mut reader);
    let event = event.and_then(|event| reader.end().map(|()| event));
    event.map_err(|it| match (it, serde_json::from_str::<IgnoredAny>(text)) {
        // Who knows all of JSON tells best why it is none.
        (it, Err(error)) if it.is_of_syntax() => fault(text, name, &error),
        (it, _) => fault_at(text, name, reader.offset(), it.to_string()),
    })
}

/// Decodes a frame, whose `type` is known, into a type that the program brings.
pub(crate) fn decode_as<'de, T: Deserialize<'de>>(
    text: &'de str,
    name: &str,
) -> Result<T, DecodeError> {
    read(text, PhantomData::<T>).map_err(|error| fault(text, name, &error))
}

fn fault(text: &str, name: &str, error: &serde_json::Error) -> DecodeError {
    let offset = scan::offset_of(text, error.line(), error.column());
    fault_at(text, name, offset, message_of(error))
}

fn fault_at(text: &str, name: &str, offset: usize, message: String) -> DecodeError {
    let path = scan::path_at(text, offset);
    DecodeError { kind: Some(name.to_owned()), path, message, raw: text.into() }
}

fn read<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// The message without its position, which the path tells better.
fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    match message.rfind(" at line ") {
        Some(end) => message[..end].to_owned(),
        None => message,
    }
}

/// One map, read as the kind that the look at it found.
struct KindSeed<'a, E: ApiEvent> {
    kind: E::Kind,
    frame: &'a Frame,
}

impl<'de, E: ApiEvent> DeserializeSeed<'de> for KindSeed<'_, E> {
    type Value = E;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<E, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, E: ApiEvent> Visitor<'de> for KindSeed<'_, E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields of {:?}", self.kind)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<E, A::Error> {
        E::read(self.kind, fields, self.frame)
    }
}
