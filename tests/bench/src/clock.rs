//! Processor time, which other programs disturb less than they do the time on the wall.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// What this thread has used so far.
pub fn of_thread() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// What all threads of this process have used so far.
pub fn of_process() -> Duration {
    read(ClockId::ProcessCPUTime)
}

fn read(clock: ClockId) -> Duration {
    Duration::try_from(clock_gettime(clock)).unwrap_or_default()
}

/// The least of some measurements of the same: whatever disturbs makes them larger.
pub fn least(times: &[Duration]) -> Duration {
    times.iter().min().copied().unwrap_or_default()
}

/// The middle one.
pub fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// The middle one of the ratios of measurements that were taken side by side.
pub fn ratio(times: &[Duration], floor: &[Duration]) -> f64 {
    let pairs = times.iter().zip(floor);
    let mut ratios: Vec<f64> = pairs.map(|(it, of)| it.as_secs_f64() / of.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or_default()
}
