//! What a program says of its clients, however they are connected.

use std::sync::Arc;
use std::time::Duration;

use crate::api::Api;
use crate::defaults;
use crate::request::caller::Caller;
use crate::request::witness::Witnesses;
use crate::transport::Transport;
use crate::transport::retry::Retrying;

/// Something around the transport.
pub(crate) type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// How the connection is kept.
#[derive(Clone, Debug)]
pub(crate) struct Keeping {
    /// A ping goes out each time this has passed; a peer from which nothing came since the last one is dead.
    pub(crate) ping: Duration,
    pub(crate) longest_backoff: Duration,
    pub(crate) give_up: Option<Duration>,
    /// An application that another connection took is taken back.
    pub(crate) take_back: bool,
}

/// What a program says of its clients, however they are connected.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) request_deadline: Duration,
    pub(crate) capacity: usize,
    pub(crate) keeping: Keeping,
    /// The first is the innermost.
    pub(crate) layers: Vec<Layer>,
    /// What surely repeats nothing is sent again.
    pub(crate) retry: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            request_deadline: defaults::REQUEST_DEADLINE,
            capacity: defaults::STREAM_CAPACITY,
            keeping: Keeping {
                ping: defaults::PING,
                longest_backoff: defaults::LONGEST_BACKOFF,
                give_up: None,
                take_back: false,
            },
            layers: Vec::new(),
            retry: false,
        }
    }
}

impl Settings {
    pub(crate) fn set_ping(&mut self, period: Duration) {
        self.keeping.ping = sensible(period);
    }

    pub(crate) fn add_layer<T: Transport>(
        &mut self,
        layer: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) {
        self.layers.push(Arc::new(move |inner| Arc::new(layer(inner))));
    }

    /// What requests are sent with.
    pub(crate) fn caller<A: Api>(&self, transport: impl Transport, witnesses: Witnesses) -> Caller {
        let innermost: Arc<dyn Transport> = Arc::new(transport);
        let layered = self.layers.iter().fold(innermost, |inner, layer| layer(inner));
        let retrying = Retrying::new(layered, self.retry);
        let question = A::SESSION.release_question();
        Caller::new(Arc::new(retrying), self.request_deadline, witnesses, self.retry, question)
    }
}

/// A period that neither keeps the machine busy nor overflows a clock.
pub(crate) fn sensible(period: Duration) -> Duration {
    period.clamp(Duration::from_millis(10), Duration::from_secs(86_400))
}
