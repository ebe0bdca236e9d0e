//! Call control on the generated API, written by hand where it takes judgement: steps that end when what they do has.

mod playing;
mod recording;
mod step;

pub use recording::Recorded;
