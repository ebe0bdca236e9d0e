//! Call control on the generated API, written by hand where it takes judgement: steps that end when what they do has, and
//! values that the specification has as texts and numbers.

mod answering;
mod arrival;
#[cfg(feature = "media")]
pub(crate) mod audio;
mod bridge;
mod cause;
#[cfg(feature = "newest")]
mod claim;
mod config;
mod dial;
mod digits;
mod leg;
mod lot;
mod making;
mod media;
mod menu;
mod orphans;
mod outcome;
mod owning;
mod party;
mod playing;
mod recording;
mod room;
#[cfg(feature = "media")]
pub(crate) mod route;
mod shared;
mod stay;
mod step;
#[cfg(feature = "newest")]
mod transfer;

pub use bridge::LiveBridge;
pub use cause::Cause;
#[cfg(feature = "newest")]
pub use claim::Claim;
pub use config::{ConfigFields, ConfigObject};
pub use dial::Dialling;
pub use digits::{CollectDigits, Collected, DigitsEnd};
pub use leg::Leg;
pub use lot::Lot;
pub use making::MediaLeg;
pub use media::{Media, Prompt, Tone};
pub use menu::Menu;
pub use orphans::{Orphans, Swept};
pub use outcome::{Dialled, NotAnswered};
pub use owning::OwnedBridge;
pub use party::Party;
pub use playing::Playing;
pub use recording::Recorded;
pub use shared::{BridgeShare, SharedBridge};
#[cfg(feature = "newest")]
pub use transfer::{Transfer, Transfers};
