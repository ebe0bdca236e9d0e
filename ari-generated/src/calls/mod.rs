//! Call control on the generated API, written by hand where it takes judgement: steps that end when what they do has, and
//! values that the specification has as texts and numbers.

mod answering;
mod cause;
mod media;
mod playing;
mod recording;
mod step;

pub use cause::Cause;
pub use media::{Media, Tone};
pub use recording::Recorded;
