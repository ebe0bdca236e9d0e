//! Hanging up at every moment of a story: after whatever is asked or told, in a scene of its own. It knows no example.

use std::time::Duration;

use ari_simulator::Call;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::scene::{PATIENCE, Program, Scene};

/// Rounds of the runtime in which a line of the transcript may come without any time passing.
const ROUNDS: u32 = 500;

/// At how many moments each hangs up, unless `ALL_MOMENTS` is set.
const MOST: usize = 16;

/// Who hangs up, of those who are there at that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Caller,
    Called,
    Both,
}

/// Tells a story once, and then hangs up at each of its moments; nothing may be left, and nothing may go wrong.
///
/// Of a long story's moments it takes some, evenly spread, and others for each who hangs up. `start` begins anew, `story` is what the telephones do. Who is not called yet cannot hang up.
pub async fn hangs_up_at_every_moment(
    extension: &str,
    who: &[Who],
    start: impl AsyncFn() -> (Scene, Program),
    story: impl AsyncFn(&Scene, &Call),
) {
    let moments = {
        let (scene, program) = start().await;
        let before = scene.simulator.transcript().len();
        let caller = scene.simulator.call(extension).from("alice").dials_in();
        timeout(PATIENCE, story(&scene, &caller)).await.expect("the story ends");
        let mut moments = moments_of(&scene);
        moments.retain(|(lines, _)| *lines > before);
        caller.hangs_up();
        scene.is_clean().await;
        program.ends().await;
        moments
    };
    assert!(moments.len() > 3, "{moments:?}");
    let step = match std::env::var_os("ALL_MOMENTS") {
        Some(_) => 1,
        None => moments.len().div_ceil(MOST),
    };
    for (nth, who) in who.iter().enumerate() {
        for (lines, at) in moments.iter().skip(nth % step).step_by(step) {
            let began = Instant::now();
            let (scene, program) = start().await;
            let caller = scene.simulator.call(extension).from("alice").dials_in();
            tokio::select! {
                biased;
                () = comes(&scene, began + *at, *lines) => {}
                () = story(&scene, &caller) => {}
            }
            let called = scene.called.lock().unwrap().clone();
            if *who != Who::Caller && called.is_none() {
                continue;
            }
            if *who != Who::Called {
                caller.hangs_up();
            }
            if let Some(called) = called.filter(|_| *who != Who::Caller) {
                called.hangs_up();
            }
            if scene.talks_on {
                sleep(Duration::from_secs(60)).await;
                let called = scene.called.lock().unwrap().clone();
                if let Some(called) = called {
                    called.hangs_up();
                }
            }
            let who = format!("{who:?} after line {lines} at {at:?}");
            let clean = timeout(PATIENCE * 2, scene.is_clean()).await;
            assert!(clean.is_ok(), "{who}: {}", scene.account());
            let told = program.complaints();
            let is_forgiven = |it: &String| scene.forgives.is_some_and(|error| it.ends_with(error));
            assert!(told.iter().all(is_forgiven), "{who}: {told:?}\n{}", scene.account());
            match told.is_empty() {
                true => drop(program.ends().await),
                false => drop(program.leaves().await),
            }
        }
    }
}

/// After how many lines something can happen, and when: what Asterisk tells of at once comes as one.
fn moments_of(scene: &Scene) -> Vec<(usize, Duration)> {
    let story = scene.simulator.transcript().timed().to_string();
    let parts = |line: &str| {
        let (at, line) = line.trim_start().split_once("  ").unwrap();
        (Duration::from_secs_f64(at.parse().unwrap()), line.starts_with('>'))
    };
    let lines: Vec<_> = story.lines().map(parts).collect();
    let is_last = |line: usize, at| {
        lines.get(line + 1).is_none_or(|(next, is_request)| *is_request || *next != at)
    };
    let ends = lines.iter().enumerate().filter(|(line, (at, _))| is_last(*line, *at));
    ends.map(|(line, (at, _))| (line + 1, *at)).collect()
}

/// Waits for a line of the transcript that came at this time before.
async fn comes(scene: &Scene, at: Instant, lines: usize) {
    sleep_until(at).await;
    for _ in 0..ROUNDS {
        if scene.simulator.transcript().len() >= lines {
            return;
        }
        yield_now().await;
    }
}
