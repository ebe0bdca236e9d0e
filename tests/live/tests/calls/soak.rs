//! Calls of every sort come and go for as long as `ARI_SOAK` says, in seconds, and nothing piles up: no task, no file,
//! no memory, no channel, no call.

use std::collections::HashMap;
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ari_generated::enums::SnoopDirection;
use ari_generated::events::{PlaybackFinished, RecordingFinished};
use ari_generated::prelude::*;
use ari_generated::{Delivery, Events};
use ari_live_tests::eventually;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::Failure;
use crate::scene::{APPLICATION, PATIENCE, Scene, assert_balanced, begin, end_of};

/// What there is to be done with a call.
const SORTS: [&str; 9] =
    ["play", "digits", "bridge", "continue", "stay", "record", "fail", "keep", "snoop"];
/// Callers at once.
const CALLERS: usize = 16;
/// What the process may grow by between its second and its last quarter, in kB.
const GROWTH: i64 = 8 * 1024;
/// How often a key was pressed once more.
static PRESSED_AGAIN: AtomicU64 = AtomicU64::new(0);
/// Set where the test has a process of its own, whose files and memory are nobody else's.
const ALONE: &str = "ARI_SOAK_ALONE";

#[test]
fn nothing_piles_up() -> Result<(), Failure> {
    if std::env::var_os(ALONE).is_none() {
        let mut alone = Command::new(std::env::current_exe()?);
        alone.args(["--exact", "soak::nothing_piles_up", "--nocapture"]).env(ALONE, "yes");
        let output = alone.output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        println!("{text}");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return Ok(());
    }
    let seconds = match std::env::var("ARI_SOAK") {
        Ok(seconds) => seconds.parse()?,
        Err(_) => 15,
    };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async { tokio::spawn(soak(Duration::from_secs(seconds))).await? })
}

async fn soak(time: Duration) -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let books = Arc::new(Books::default());
    let kept = books.clone();
    let serving = begin(events.serve(move |call: Call| {
        kept.book(&call.id(), -1);
        handle(call)
    }));
    sleep(Duration::from_secs(1)).await;
    let first = Sample::take(&scene).await?;
    eprintln!("{first}");

    let begun = Instant::now();
    let mut callers = JoinSet::new();
    for offset in 0..CALLERS {
        let (other, books) = (scene.other.clone(), books.clone());
        callers.spawn(async move {
            let mut number = offset;
            while begun.elapsed() < time {
                let sort = SORTS[number % SORTS.len()];
                timeout(PATIENCE, one_call(&other, sort, &books))
                    .await
                    .map_err(|_| format!("{sort} hangs"))??;
                number += 1;
            }
            Ok::<(), Failure>(())
        });
    }
    let mut samples = Vec::new();
    while begun.elapsed() < time {
        sleep((time / 60).clamp(Duration::from_millis(250), Duration::from_secs(10))).await;
        let sample = Sample::take(&scene).await?;
        eprintln!(
            "{:4} s, {:6} calls: {sample}",
            begun.elapsed().as_secs(),
            books.placed.load(Ordering::Relaxed)
        );
        samples.push(sample);
        while let Some(ended) = callers.try_join_next() {
            ended??;
        }
    }
    while let Some(ended) = callers.join_next().await {
        ended??;
    }
    scene.empty().await;
    // Idle connections go after a while.
    eventually("tasks and files are as many as at the beginning", async || {
        let last = Sample::take(&scene).await.ok()?;
        (last.tasks <= first.tasks && last.files <= first.files).then_some(())
    })
    .await;
    let last = Sample::take(&scene).await?;
    eprintln!("at the end: {last}");
    assert_eq!((last.channels, last.calls), (0, 0));
    let quarter = samples.len() / 4;
    let mean = |of: &[Sample]| of.iter().map(|it| it.memory).sum::<i64>() / of.len().max(1) as i64;
    let (early, late) = (mean(&samples[quarter..2 * quarter]), mean(&samples[3 * quarter..]));
    eprintln!("memory: {early} kB in the second quarter, {late} kB in the last");
    assert!(late - early <= GROWTH, "{early} kB became {late} kB");
    assert!(
        samples.iter().all(|it| it.calls <= 2 * CALLERS && it.channels <= 12 * CALLERS),
        "{samples:?}"
    );

    let health = scene.ari.health();
    assert_balanced(&health);
    eprintln!("{health:?}; keys pressed again: {PRESSED_AGAIN:?}");
    scene.ari.close().await;
    let served = end_of(serving).await?;
    eprintln!("{served:?}");
    // Each call had its handler, and only one.
    let unbalanced = books.open().clone();
    assert!(unbalanced.is_empty(), "handlers too few or too many: {unbalanced:?}");
    let placed = books.placed.load(Ordering::Relaxed);
    assert_eq!((served.calls, served.refused), (placed, 0));
    // Those that are meant to.
    let meant = placed / SORTS.len() as u64;
    assert!(served.failed.abs_diff(meant) <= CALLERS as u64, "{served:?}");
    Ok(())
}

/// Which calls were placed and not handled yet, or the other way round.
#[derive(Default)]
struct Books {
    open: Mutex<HashMap<ChannelId, i64>>,
    placed: AtomicU64,
}

impl Books {
    fn open(&self) -> MutexGuard<'_, HashMap<ChannelId, i64>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn book(&self, call: &ChannelId, difference: i64) {
        let mut open = self.open();
        let balance = open.remove(call).unwrap_or_default() + difference;
        if balance != 0 {
            open.insert(call.clone(), balance);
        }
    }
}

/// Somebody calls, and is gone in the end.
async fn one_call(other: &Ari, sort: &str, books: &Books) -> Result<(), Failure> {
    let phone = other.channel(ChannelId::random());
    let call = other.channel(ChannelId::random());
    phone
        .originate_with_id(format!("Local/app-{APPLICATION}@default"))
        .other_channel_id(call.channel_id())
        .context("default")
        .extension(if sort == "digits" { "echo" } else { "wait" })
        .priority(1)
        .formats("ulaw")
        .variables([("__SORT", sort)])
        .await?;
    books.placed.fetch_add(1, Ordering::Relaxed);
    books.book(call.channel_id(), 1);
    if sort == "stay" {
        // Who hangs up before is no call.
        while call.get().await?.dialplan.app_name.as_deref() != Some("Stasis") {
            sleep(Duration::from_millis(20)).await;
        }
        sleep(Duration::from_millis(100)).await;
        phone.hangup().await?;
    }
    while phone.get().await.is_ok() {
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Does with a call what its sort says.
async fn handle(call: Call) -> Result<(), Failure> {
    call.on_left(|_| async {});
    let channel = call.channel();
    let sort = match channel.get_variable("SORT").await {
        Ok(variable) => variable.value.to_string(),
        // One that hangs up early is gone by now.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let ari = call.ari();
    if sort == "stay" {
        return Ok(crate::scene::stay(call).await?);
    }
    channel.answer().await?;
    match sort.as_str() {
        "play" => {
            let playback = ari.playback(PlaybackId::random());
            let finished = playback.wait_for::<PlaybackFinished>(PATIENCE);
            channel.play_with_id(playback.playback_id(), ["sound:beep"]).await?;
            finished.await?;
        }
        "digits" => {
            let mut events = call.events();
            // What is sent before the far end listens is lost there.
            loop {
                call.sleep(Duration::from_millis(100)).await?;
                let short = Duration::from_millis(60);
                channel.send_dtmf().dtmf("1").duration(short).await?;
                if timeout(Duration::from_secs(2), digit(&mut events)).await.is_ok() {
                    break;
                }
                PRESSED_AGAIN.fetch_add(1, Ordering::Relaxed);
            }
        }
        "bridge" => {
            let (bridge, leg) = (ari.bridge(BridgeId::random()), ari.channel(ChannelId::random()));
            bridge.create_with_id().await?;
            leg.originate_with_id("Local/wait@default").app(APPLICATION).formats("ulaw").await?;
            let joined = leg.wait_for::<ari_generated::events::ChannelEnteredBridge>(PATIENCE);
            while bridge.add_channel([leg.channel_id().clone(), call.id()]).await.is_err() {
                call.sleep(Duration::from_millis(20)).await?;
            }
            joined.await?;
            leg.hangup().await?;
            bridge.destroy().await?;
        }
        "continue" => {
            channel.continue_in_dialplan().context("default").extension("hangup-after-1").await?
        }
        "record" => {
            let recording = ari.live_recording(RecordingName::random());
            let finished = recording.wait_for::<RecordingFinished>(PATIENCE);
            channel.record(recording.recording_name(), "wav").await?;
            call.sleep(Duration::from_millis(100)).await?;
            recording.stop().await?;
            finished.await?;
            ari.stored_recording(recording.recording_name()).delete().await?;
        }
        "fail" => return Err("on purpose".into()),
        "keep" => {
            let keeper = call.keep();
            tokio::spawn(async move {
                sleep(Duration::from_millis(100)).await;
                drop(keeper);
            });
        }
        "snoop" => {
            let snooping = ari.channel(ChannelId::random());
            channel
                .snoop_with_id(snooping.channel_id())
                .app(APPLICATION)
                .spy(SnoopDirection::In)
                .await?;
            call.sleep(Duration::from_millis(50)).await?;
            snooping.hangup().await?;
        }
        other => return Err(format!("no such sort: {other:?}").into()),
    }
    Ok(())
}

async fn digit(events: &mut Events) {
    loop {
        match events.next().await {
            Some(Delivery::Event(Event::ChannelDtmfReceived(_))) | None => return,
            Some(_) => {}
        }
    }
}

/// What there is at a moment.
#[derive(Debug)]
struct Sample {
    tasks: usize,
    files: usize,
    /// In kB.
    memory: i64,
    channels: usize,
    calls: usize,
}

impl Sample {
    async fn take(scene: &Scene) -> Result<Self, Failure> {
        let tasks = Handle::current().metrics().num_alive_tasks();
        let files = std::fs::read_dir("/proc/self/fd")?.count();
        let status = std::fs::read_to_string("/proc/self/status")?;
        let memory = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
        let memory = memory.and_then(|it| it.split_whitespace().next()).ok_or("no memory")?;
        // The console needs no connection of this process.
        let channels = scene
            .instance
            .cli("core show channels concise")?
            .lines()
            .filter(|it| it.contains('!'))
            .count();
        let calls = scene.ari.health().live_calls;
        Ok(Self { tasks, files, memory: memory.parse()?, channels, calls })
    }
}

impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { tasks, files, memory, channels, calls } = self;
        write!(f, "{tasks} tasks, {files} files, {memory} kB, {channels} channels, {calls} calls")
    }
}
