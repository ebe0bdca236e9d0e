//! What Asterisk's resources look like.
//!
//! Unknown fields are ignored; a field that is absent in some supported release is an [`Option`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod applications;

pub use applications::Application;

mod asterisk;

pub use asterisk::{
    BuildInfo, SystemInfo, SetId, ConfigInfo, StatusInfo, AsteriskInfo, AsteriskPing,
    Module, LogChannel, Variable, Variables, ConfigTuple,
};

mod bridges;

pub use bridges::Bridge;

mod channels;

pub use channels::{Dialed, DialplanCep, CallerId, RtpStat, Channel};

mod device_states;

pub use device_states::DeviceState;

mod endpoints;

pub use endpoints::{Endpoint, TextMessage};

mod events;

pub use events::{
    Message, MissingParams, ContactInfo, Peer, ReferTo, ReferredBy, RequiredDestination,
    AdditionalParam, RestHeader, RestQueryStringParameter, RestRequest,
};

mod mailboxes;

pub use mailboxes::Mailbox;

mod playbacks;

pub use playbacks::Playback;

mod recordings;

pub use recordings::{StoredRecording, LiveRecording};

mod sounds;

pub use sounds::{FormatLangPair, Sound};
