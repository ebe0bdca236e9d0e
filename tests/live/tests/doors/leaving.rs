//! A server that leaves service: nobody comes in any more, calls get their time, the rest is parted with.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::{PATIENCE, credentials, eventually};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::scene::{listen, no_channels, per_call, persistent};

/// Serves calls that end by themselves after a second where the caller is in a hurry, and never otherwise.
async fn desk(connection: Accepted) -> Result<(), Error> {
    let handler = async |call: Call| {
        call.channel().answer().await?;
        let hurried = call.start().is_some_and(|it| it.args.iter().any(|it| it == "hurried"));
        let time = if hurried { Duration::from_secs(1) } else { Duration::from_secs(600) };
        call.sleep(time).await?;
        Ok::<(), Error>(())
    };
    let served = connection.events.serve(handler).await?;
    assert_eq!(served.failed, 0, "{served:?}");
    Ok(())
}

#[tokio::test]
async fn calls_get_their_time_and_the_rest_is_parted_with() -> Result<(), Failure> {
    for kind in ["lasting", "for each call"] {
        let listener = listen().await?;
        let address = listener.local_addr();
        let (stop, stopped) = oneshot::channel::<()>();
        let failures = Arc::new(AtomicUsize::new(0));
        let counted = failures.clone();
        let parted = Arc::new(AtomicUsize::new(0));
        let counting = parted.clone();
        let parting = Parting::run(move |call: Call| {
            counting.fetch_add(1, Ordering::Relaxed);
            async move { call.channel().hangup().await.map(drop) }
        });
        let served = tokio::spawn(
            listener
                .serve(desk)
                .on_failure(move |visitor, failure| {
                    eprintln!("{visitor:?}: {failure}");
                    counted.fetch_add(1, Ordering::Relaxed);
                })
                .drain_on(async { drop(stopped.await) }, Duration::from_secs(3), parting)
                .into_future(),
        );
        let instance = match kind {
            "lasting" => persistent(address, &["desk"]).await?,
            _ => per_call(address, "desk", 1).await?,
        };
        let direct = Ari::rest(instance.url(), credentials(&instance))?;
        for patience in ["hurried", "patient"].repeat(3) {
            let call = direct.channels().originate(format!("Local/{patience}@leaving"));
            call.extension("wait").context("default").await?;
        }
        let there = || async {
            let channels = direct.channels().list().await.ok()?;
            let up = |it: &&ari_generated::models::Channel| {
                it.dialplan.app_name.as_deref() == Some("Stasis")
                    && it.state == ari_generated::enums::ChannelState::Up
            };
            (channels.iter().filter(up).count() == 6).then_some(())
        };
        eventually("six calls", there).await;
        let _ = stop.send(());
        sleep(Duration::from_millis(300)).await;
        assert!(TcpStream::connect(address).await.is_err(), "{kind}: nobody comes in any more");
        let served = timeout(PATIENCE, served).await??;
        let connections = if kind == "lasting" { 1 } else { 6 };
        assert_eq!((served.connections, served.failed), (connections, 0), "{kind}");
        assert_eq!(failures.load(Ordering::Relaxed), 0, "{kind}");
        assert_eq!(parted.load(Ordering::Relaxed), 3, "{kind}: those that were patient");
        no_channels(&direct).await;
    }
    Ok(())
}
