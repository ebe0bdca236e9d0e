//! Runs scenarios, several at once, each on a server of its own.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::{Run, Server, Stage, Transcript, simulated};

/// A scenario's steps.
pub type Steps = for<'a> fn(&'a mut Stage) -> Pin<Box<dyn Future<Output = Run> + 'a>>;

/// A short story between a client and a server.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Scenario {
    /// Its name, such as `channels/answer`.
    pub name: &'static str,
    /// What it covers, in a line.
    pub covers: &'static str,
    /// Whether it needs telephones.
    pub sip: bool,
    /// What it does.
    pub steps: Steps,
}

/// Names scenarios: `scenario!(answer, "channels/answer", "A call is answered")`, with `sip` at the end where there are
/// telephones.
#[macro_export]
macro_rules! scenario {
    ($steps:ident, $name:expr, $covers:expr) => {
        $crate::scenario!(@ $steps, $name, $covers, false)
    };
    ($steps:ident, $name:expr, $covers:expr, sip) => {
        $crate::scenario!(@ $steps, $name, $covers, true)
    };
    (@ $steps:ident, $name:expr, $covers:expr, $sip:expr) => {
        $crate::Scenario {
            name: $name,
            covers: $covers,
            sip: $sip,
            steps: |stage| Box::pin($steps(stage)),
        }
    };
}

/// On which of the two servers.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Which {
    /// A real Asterisk.
    Real,
    /// The simulated one.
    Simulated,
}

/// Runs one scenario on a server of its own.
///
/// # Panics
///
/// There can be no runtime or no server.
pub fn run(scenario: &Scenario, which: Which) -> Transcript {
    // Nobody has to wait for what is simulated.
    let paused = which == Which::Simulated;
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(paused).build();
    runtime.expect("a runtime").block_on(async {
        let server = match which {
            Which::Real => Server::real(scenario.sip),
            Which::Simulated => simulated::server().await,
        };
        let mut stage = Stage::new(server);
        if let Err(stuck) = (scenario.steps)(&mut stage).await {
            eprintln!("{}: {}\n{}", scenario.name, stuck.0, stage.server().log());
            stage.give_up(stuck);
        }
        stage.settle().await;
        Transcript::of(scenario.name, &stage.entries())
    })
}

/// Runs all, so many at once; the transcripts have the order of the scenarios.
pub fn run_all(scenarios: &[Scenario], at_once: usize, which: Which) -> Vec<Transcript> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(scenario) = scenarios.get(index) else { break };
                    let transcript = run(scenario, which);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((index, transcript));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|it| it.0);
    done.into_iter().map(|it| it.1).collect()
}
