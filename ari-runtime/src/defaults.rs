//! Every default in one table; the documentation of [`Connect`](crate::Connect) tells them.

use std::time::Duration;

/// Until the response to a request is there.
pub(crate) const REQUEST_DEADLINE: Duration = Duration::from_secs(10);

/// Until TCP, TLS and the websocket handshake are through.
pub(crate) const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// Until TCP and TLS are through.
pub(crate) const TCP_DEADLINE: Duration = Duration::from_secs(5);

/// HTTP connections at once; Asterisk serves 100 sessions to all its clients together.
pub(crate) const HTTP_CONNECTIONS: usize = 20;

/// An idle connection is dropped before Asterisk drops it, which it does after 15 s.
pub(crate) const IDLE_CONNECTION: Duration = Duration::from_secs(10);

/// Requests that wait for the event connection to carry them, and as many that wait for their responses: Asterisk
/// executes them one by one anyway.
pub(crate) const REQUESTS_UNDER_WAY: usize = 256;

/// From the loss of a connection that Asterisk made until it has to be back.
pub(crate) const RETURN_DEADLINE: Duration = Duration::from_secs(30);

/// The longest wait before a request is sent again that surely was not executed, or that only reads.
pub(crate) const LONGEST_RETRY: Duration = Duration::from_secs(1);

/// Until it is known whether there is what a request with an unknown outcome was to create.
pub(crate) const LOOKUP_DEADLINE: Duration = Duration::from_secs(2);

/// Clients that a server has at once, each with a connection, or waiting for Asterisk to come back.
pub(crate) const ACCEPTED_CONNECTIONS: usize = 1_000;

/// Connections that are being greeted at once; others wait until they are accepted.
pub(crate) const GREETINGS: usize = 256;

/// Items a stream of events holds for a reader that is behind.
pub(crate) const STREAM_CAPACITY: usize = 4_096;

/// Largest frame that is read: listings of channels and of sounds can be long.
pub(crate) const LARGEST_FRAME: usize = 64 << 20;

/// What is read from a websocket at once: the library clears all of it for each read, however little comes, and most frames
/// come alone.
pub(crate) const READ_BUFFER: usize = 16 << 10;

/// The same of a media websocket: a frame of 20 ms, and some.
#[cfg(feature = "media")]
pub(crate) const MEDIA_READ_BUFFER: usize = 4 << 10;

/// Largest JSON body that Asterisk reads.
pub(crate) const LARGEST_BODY: usize = 40_960;

/// Until a connection for audio is there and has said what the audio is like.
#[cfg(feature = "media")]
pub(crate) const MEDIA_DEADLINE: Duration = Duration::from_secs(5);

/// Until the close frame is answered.
pub(crate) const CLOSE_DEADLINE: Duration = Duration::from_secs(2);

/// How long nothing has to come before a connection that Asterisk made is closed.
pub(crate) const QUIET: Duration = Duration::from_millis(200);

/// The first wait before connecting again; each further one is twice as long.
pub(crate) const FIRST_BACKOFF: Duration = Duration::from_millis(250);

/// The longest of these waits, and the one after a refusal.
pub(crate) const LONGEST_BACKOFF: Duration = Duration::from_secs(15);

/// Between two pings, and from a ping without any sign of life until the peer is taken for dead.
pub(crate) const PING: Duration = Duration::from_secs(10);

/// Until the response to one request about what Asterisk holds after a gap is there.
pub(crate) const RESYNC_DEADLINE: Duration = Duration::from_secs(5);

/// Events of a call that its own task has not taken yet.
pub(crate) const CALL_CAPACITY: usize = 256;

/// Channels of which it is known that they were in the application and left.
pub(crate) const DEPARTED: usize = 1_024;

/// Digits of a call that nobody took.
pub(crate) const DIGITS: usize = 256;

/// Calls at once.
pub(crate) const HANDLERS: usize = 10_000;

/// From hanging up until the channel has left, and from then until the true cause is told.
pub(crate) const CAUSE_DEADLINE: Duration = Duration::from_secs(5);

/// Until Asterisk has been told to send a call's events to its true end; then its handler begins in any case.
pub(crate) const FOLLOW_DEADLINE: Duration = Duration::from_secs(1);

/// From a request of a handler that came too late until its call is known to have left.
pub(crate) const OVERTAKEN_DEADLINE: Duration = Duration::from_secs(1);

/// For what belongs to a scope to be released, while Asterisk is out of reach.
pub(crate) const RELEASE_DEADLINE: Duration = Duration::from_secs(30);

/// Between two attempts to hang up or release something while Asterisk is out of reach.
pub(crate) const HANG_UP_AGAIN: Duration = Duration::from_secs(1);

/// For calls to go that were parted with.
pub(crate) const PARTING_DEADLINE: Duration = Duration::from_secs(10);
