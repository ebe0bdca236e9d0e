//! The loops that do a task with a client and count.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::figures::Watch;
use crate::{Account, Contestant, Failure, Figures, Seen, Task, Way};

/// How long nothing has to come before what is missing counts as lost.
const SILENCE: Duration = Duration::from_secs(5);

pub(crate) fn carry_out<C: Contestant>(task: &Task) -> Result<Figures, Failure> {
    match task {
        Task::Decode { frames, rounds } => decode::<C>(frames, *rounds),
        Task::Read { account, frames, threads } => {
            runtime(*threads)?.block_on(read::<C>(account, *frames))
        }
        Task::Request { account, way, requests, at_once, threads } => {
            runtime(*threads)?.block_on(request::<C>(account, *way, *requests, *at_once))
        }
        Task::Call { account, way, endpoint, calls, at_once } => {
            runtime(2)?.block_on(call::<C>(account, *way, endpoint, *calls, *at_once))
        }
        Task::Stream { account, streams, milliseconds } => {
            let time = Duration::from_millis(*milliseconds as u64);
            runtime(2)?.block_on(stream::<C>(account, *streams, time))
        }
    }
}

fn runtime(threads: usize) -> Result<Runtime, Failure> {
    let mut builder = match threads {
        1 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    Ok(builder.worker_threads(threads.max(1)).enable_all().build()?)
}

fn decode<C: Contestant>(frames: &Path, rounds: usize) -> Result<Figures, Failure> {
    let text = fs::read_to_string(frames)?;
    let frames: Vec<&str> = text.lines().filter(|it| !it.is_empty()).collect();
    let mut failed = 0;
    let watch = Watch::start();
    for _ in 0..rounds {
        failed += frames.iter().filter(|it| !C::decode(it)).count();
    }
    Ok(Figures { failed, ..watch.stop(frames.len() * rounds) })
}

async fn read<C: Contestant>(account: &Account, frames: usize) -> Result<Figures, Failure> {
    let (client, mut events) = C::connect(account, Way::Http, frames).await?;
    println!("connected");
    std::io::stdout().flush()?;
    let (seen, lost) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (seeing, losing) = (seen.clone(), lost.clone());
    let (first, started) = tokio::sync::oneshot::channel();
    // A task of its own, as a program's handlers are.
    let mut reading = tokio::spawn(async move {
        let mut first = Some(first);
        while seeing.load(Ordering::Relaxed) + losing.load(Ordering::Relaxed) < frames {
            match C::next(&mut events).await {
                Seen::Frame => seeing.fetch_add(1, Ordering::Relaxed),
                Seen::Lost(count) => losing.fetch_add(count, Ordering::Relaxed),
                Seen::End => break,
            };
            if let Some(first) = first.take() {
                let _ = first.send(Watch::start());
            }
        }
        Instant::now()
    });
    let watch = timeout(SILENCE * 12, started).await??;
    let mut last = (Instant::now(), 0);
    let ended = loop {
        if let Ok(ended) = timeout(Duration::from_millis(5), &mut reading).await {
            break ended?;
        }
        let count = seen.load(Ordering::Relaxed) + lost.load(Ordering::Relaxed);
        if count > last.1 {
            last = (Instant::now(), count);
        } else if last.0.elapsed() > SILENCE {
            reading.abort();
            break last.0;
        }
    };
    let (seen, failed) = (seen.load(Ordering::Relaxed), lost.load(Ordering::Relaxed));
    let missing = frames.saturating_sub(seen + failed);
    drop(client);
    Ok(Figures { failed, missing, ..watch.stop_as_of(ended, seen) })
}

async fn stream<C: Contestant>(
    account: &Account,
    streams: usize,
    time: Duration,
) -> Result<Figures, Failure> {
    let (client, mut events) = C::connect(account, Way::Http, 1_024).await?;
    let reading = tokio::spawn(async move { while C::next(&mut events).await != Seen::End {} });
    let heard = Arc::new(AtomicUsize::new(0));
    let (opened, mut open) = mpsc::channel(streams.max(1));
    let mut talking = JoinSet::new();
    for stream in 0..streams {
        talking.spawn(client.clone().talk(stream, opened.clone(), heard.clone()));
    }
    drop(opened);
    for _ in 0..streams {
        if timeout(SILENCE * 12, open.recv()).await?.is_none() {
            break;
        }
    }
    if let Some(ended) = talking.try_join_next() {
        ended??;
        return Err("a stream ended by itself".into());
    }
    println!("connected");
    std::io::stdout().flush()?;
    // What opening them has cost is over by then.
    sleep(Duration::from_secs(1)).await;
    let (watch, before) = (Watch::start(), heard.load(Ordering::Relaxed));
    sleep(time).await;
    let figures = watch.stop(heard.load(Ordering::Relaxed) - before);
    let failed = std::iter::from_fn(|| talking.try_join_next()).count();
    reading.abort();
    Ok(Figures { failed, ..figures })
}

async fn request<C: Contestant>(
    account: &Account,
    way: Way,
    requests: usize,
    at_once: usize,
) -> Result<Figures, Failure> {
    let (client, mut events) = C::connect(account, way, 1_024).await?;
    let reading = tokio::spawn(async move { while C::next(&mut events).await != Seen::End {} });
    // The connections are made before anything is measured.
    answer_often(&client, at_once, at_once).await?;
    let watch = Watch::start();
    answer_often(&client, requests, at_once).await?;
    let figures = watch.stop(requests);
    reading.abort();
    Ok(figures)
}

async fn answer_often<C: Contestant>(
    client: &C,
    requests: usize,
    at_once: usize,
) -> Result<(), Failure> {
    let mut tasks = JoinSet::new();
    for task in 0..at_once {
        let client = client.clone();
        // The remainder goes to the first ones.
        let share = requests / at_once + usize::from(task < requests % at_once);
        tasks.spawn(async move {
            for _ in 0..share {
                client.answer("1795247821.1").await?;
            }
            Ok::<(), Failure>(())
        });
    }
    while let Some(done) = tasks.join_next().await {
        done??;
    }
    Ok(())
}

async fn call<C: Contestant>(
    account: &Account,
    way: Way,
    endpoint: &str,
    calls: usize,
    at_once: usize,
) -> Result<Figures, Failure> {
    let (client, events) = C::connect(account, way, 10_000).await?;
    let (ended, mut ends) = mpsc::channel(calls);
    let mut serving = tokio::spawn(client.clone().serve(events, ended));
    let lines = Arc::new(Semaphore::new(at_once));
    let watch = Watch::start();
    let mut originating = JoinSet::new();
    let mut last = Instant::now();
    let (mut begun, mut done, mut failed) = (0, 0, 0);
    while done + failed < calls {
        tokio::select! {
            line = lines.clone().acquire_owned(), if begun < calls => {
                // Given back when the call has ended.
                line?.forget();
                begun += 1;
                let client = client.clone();
                let (endpoint, app) = (endpoint.to_owned(), account.app.clone());
                originating.spawn(async move { client.originate(&endpoint, &app).await });
            }
            Some(originated) = originating.join_next(), if !originating.is_empty() => {
                if let Err(error) = originated? {
                    eprintln!("not called: {error}");
                    failed += 1;
                    lines.add_permits(1);
                }
            }
            Some(()) = ends.recv() => {
                done += 1;
                last = Instant::now();
                lines.add_permits(1);
            }
            served = &mut serving => {
                served??;
                return Err("no calls are taken any more".into());
            }
            () = sleep(SILENCE) => break,
        }
    }
    serving.abort();
    let missing = calls - done - failed;
    Ok(Figures { failed, missing, ..watch.stop_as_of(last, done) })
}
