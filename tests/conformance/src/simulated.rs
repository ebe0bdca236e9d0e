//! The simulated server: the only place that knows what the simulator is started with.

use std::time::Duration;

use ari_simulator::Simulator;

use crate::{DIALPLAN, Server};

/// How long Asterisk's own sounds last that scenarios play, in milliseconds.
const SOUNDS: [(&str, u64); 2] = [("hello-world", 1_420), ("tt-monkeys", 16_000)];

/// Starts one.
///
/// # Panics
///
/// It does not start.
pub async fn server() -> Server {
    let mut builder = Simulator::builder().dialplan(DIALPLAN).expect("a dialplan that it reads");
    for (name, long) in SOUNDS {
        builder = builder.sound(name, Duration::from_millis(long));
    }
    // Digits, letters and beeps.
    let builder = builder.other_sounds(Duration::from_millis(500)).missing_sound("no-such-sound");
    Server::simulated(builder.start().await.expect("a simulator"))
}

/// The operations it claims, as verb and path template.
pub fn operations() -> Vec<(&'static str, &'static str)> {
    ari_simulator::operations().collect()
}
