//! A call's audio in this program: over media websockets, AudioSocket and RTP, with one reader and one writer for all of them.
//!
//! Making the channel that carries it, and bridging that, is not done here.

pub mod audio_socket;
mod carrier;
pub mod codec;
pub mod control;
mod driver;
mod end;
pub mod format;
pub mod framer;
mod incoming;
mod listener;
mod open;
mod outgoing;
mod reader;
#[cfg(feature = "resample")]
mod resample;
pub mod rtp;
pub mod sequence;
mod stream;
mod writer;

pub use codec::Codec;
pub use end::{MediaEnd, NotHeard, SendError};
pub use format::Format;
pub use incoming::{AudioFrame, MediaItem, ReceivedCounts};
#[doc(hidden)]
pub use listener::{Expected, LEG};
pub use listener::{ListenForMedia, MediaListener};
#[doc(hidden)]
pub use open::Connection;
pub use outgoing::SentCounts;
pub use reader::MediaReader;
#[cfg(feature = "resample")]
pub use resample::Resampler;
pub use stream::Pacing;
pub use writer::{Mark, MediaControl, MediaWriter};
