//! What a client is asked to do where clients are compared, and what is counted meanwhile; knows no client. A program
//! for each client is a [`Contestant`] and a `main` that is [`run`].
//!
//! A program is called with a [`Task`] and prints one line, its [`Figures`]; before it reads events it prints `connected`.

mod clock;
mod figures;
mod loops;
mod task;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

pub use clock::{of_process, of_thread};
pub use figures::Figures;
pub use task::{Account, Task, Way};
use tokio::sync::mpsc::Sender;

/// Why something could not be done.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What the next item of a client's events says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// A frame, decoded or told to be malformed.
    Frame,
    /// So many frames were lost, and we were told.
    Lost(usize),
    /// There will be no more.
    End,
}

/// A client, as a program uses it.
pub trait Contestant: Clone + Send + Sync + 'static {
    /// Where its events come from.
    type Events: Send + 'static;

    /// Makes an event of a frame; false where it cannot.
    fn decode(frame: &str) -> bool;

    /// Connects, with room for so many events that nobody has read, if that can be chosen.
    fn connect(
        account: &Account,
        way: Way,
        room: usize,
    ) -> impl Future<Output = Result<(Self, Self::Events), Failure>> + Send;

    /// Reads one event.
    fn next(events: &mut Self::Events) -> impl Future<Output = Seen> + Send;

    /// Answers a channel.
    fn answer(&self, channel: &str) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Handles calls until the connection ends: what enters the application is answered, then hung up, and `ended` is
    /// told of each that has left it.
    fn serve(
        self,
        events: Self::Events,
        ended: Sender<()>,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Calls an endpoint into the application.
    fn originate(
        &self,
        endpoint: &str,
        app: &str,
    ) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Opens a stream of audio, says so, then hears what comes and says a frame every 20 ms until it is dropped; counts what
    /// it hears.
    fn talk(
        self,
        stream: usize,
        opened: Sender<()>,
        heard: Arc<AtomicUsize>,
    ) -> impl Future<Output = Result<(), Failure>> + Send {
        drop((stream, opened, heard));
        async { Err("this client is not asked to carry audio".into()) }
    }
}

/// The `main` of a contestant's program.
pub fn run<C: Contestant>() -> ExitCode {
    match Task::parse(std::env::args().skip(1)).and_then(|task| loops::carry_out::<C>(&task)) {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
