//! Everything that is done for a call at the moment in which the other side hangs up: it succeeds or the call has left, and
//! nothing stays behind.

use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_generated::{Dialled, Keeper, RecordingName};
use ari_harness::Setup;
use tokio::time::sleep;

use crate::desk::Desk;
use crate::{Failure, soon};

/// How often each is tried.
const ROUNDS: u64 = 200;

/// The microseconds in which people hang up.
const SPREAD: u64 = 3_000;

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Done,
    Left,
    /// A request of its own was too late, as Asterisk says.
    Late,
}

/// A step that waits until something has happened. It is late where the call left just before it began.
fn step<T>(result: Result<T, Error>) -> Result<End, Failure> {
    match result {
        Ok(_) => Ok(End::Done),
        Err(error) if error.kind() == ErrorKind::Left => Ok(End::Left),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(End::Late),
        Err(error) => Err(error.into()),
    }
}

/// A request as it stands.
fn request<T>(result: Result<T, Error>) -> Result<End, Failure> {
    match result {
        Ok(_) => Ok(End::Done),
        Err(error) if matches!(error.status(), Some(404 | 409 | 412 | 500)) => Ok(End::Late),
        Err(error) => Err(error.into()),
    }
}

/// Has people hang up while a step is under way, and counts what the steps come to.
async fn glare(
    desk: &mut Desk,
    answered: bool,
    spread: u64,
    mut begin: impl AsyncFnMut(Call, u64) -> Result<End, Failure>,
) -> Result<[usize; 3], Failure> {
    let mut ends = [0; 3];
    for round in 0..ROUNDS {
        let (phone, keeper) = rings(desk, answered).await?;
        let call = keeper.call();
        let (before, after) = (round * 7_919 % spread, round * 104_729 % 4_000);
        let hanging = tokio::spawn(async move {
            sleep(Duration::from_micros(before)).await;
            phone.hangup().await
        });
        sleep(Duration::from_micros(after)).await;
        // What begins too late is no race.
        if call.has_left().is_none() {
            let end = soon(begin(call.clone(), round)).await?;
            let end = end.map_err(|error| format!("round {round}: {error}"))?;
            ends[end as usize] += 1;
        }
        hanging.await??;
        soon(call.left()).await?;
    }
    Ok(ends)
}

async fn rings(desk: &mut Desk, answered: bool) -> Result<(ChannelHandle, Keeper), Failure> {
    let (phone, keeper) = desk.rings().await?;
    if answered {
        keeper.call().answer().await?;
        desk.phones.answered(&phone).await;
    }
    desk.phones.watch.forget();
    Ok((phone, keeper))
}

async fn desk() -> Result<Desk, Failure> {
    Desk::with(Setup::new().session_limit(1_000)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answering_and_hanging_up() -> Result<(), Failure> {
    let mut desk = desk().await?;
    let ends =
        glare(&mut desk, false, SPREAD, async |call, _| request(call.answer().await)).await?;
    assert!(ends[0] > 0, "{ends:?}");
    // What is gone is hung up already.
    let ends = glare(&mut desk, true, SPREAD, async |call, _| step(call.hangup().await)).await?;
    assert_eq!(ends[1..], [0, 0]);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn putting_into_a_bridge() -> Result<(), Failure> {
    let mut desk = desk().await?;
    let talk = desk.ari.owned_bridge("mixing").await?;
    let ends = glare(&mut desk, true, SPREAD, async |call, round| {
        let end = step(talk.add(&[&call]).await)?;
        if end == End::Done && round % 2 == 0 {
            // Of the rounds before some are still to be told.
            while soon(talk.until_one_leaves()).await?? != call.id() {}
        }
        Ok(end)
    });
    let ends = ends.await?;
    assert!(ends[0] > 0 && ends[1] > 0 && ends[2] < 5, "{ends:?}");
    soon(talk.until_empty()).await??;
    drop(talk);
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn playing_and_asking() -> Result<(), Failure> {
    let mut desk = desk().await?;
    let ends = glare(&mut desk, true, SPREAD, async |call, round| match round % 3 {
        0 => step(call.play(["tone:ring"]).finished().await),
        1 => step(call.digits().prompt("tone:ring").await),
        _ => step(call.menu("tone:ring").on('1', 1).await),
    });
    let ends = ends.await?;
    assert!(ends[0] == 0 && ends[1] > 0 && ends[2] < 5, "a tone has no end: {ends:?}");
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn recording() -> Result<(), Failure> {
    let mut desk = desk().await?;
    let mut names = Vec::new();
    let ends = glare(&mut desk, true, SPREAD, async |call, _| {
        let name = RecordingName::random();
        names.push(name.clone());
        step(call.record(&name, "wav").finished().await)
    });
    let ends = ends.await?;
    assert!(ends[0] + ends[1] > 0 && ends[2] < 5, "{ends:?}");
    for name in &names {
        let live = desk.ari.live_recording(name).get().await;
        assert!(live.is_err_and(|it| it.kind() == ErrorKind::NotFound), "{name} goes on");
    }
    desk.nothing_is_left().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calling_somebody_else() -> Result<(), Failure> {
    let mut desk = desk().await?;
    let ari = desk.ari.clone();
    let talk = ari.owned_bridge("mixing").await?;
    let ends = glare(&mut desk, true, 8 * SPREAD, async |call, round| {
        let to = ["Local/wait@default", "Local/ring@default", "Local/busy@default"];
        let dial = ari.dial(to[round as usize % 3]).originator(&call).ringback();
        let dial = if round % 2 == 0 { dial.early_media_into(&talk) } else { dial };
        match dial.await {
            Ok(Dialled::Answered(leg)) => step(talk.add(&[&call, &leg]).await),
            Ok(Dialled::Busy) => Ok(End::Done),
            Ok(other) => Err(format!("{other:?}").into()),
            Err(error) => step(Err::<(), _>(error)),
        }
    });
    let ends = ends.await?;
    assert!(ends[0] > 0 && ends[1] > 0 && ends[2] < 5, "{ends:?}");
    drop((talk, ari));
    desk.nothing_is_left().await;
    Ok(())
}
