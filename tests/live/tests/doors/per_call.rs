//! A connection for each call: many at once, one that panics, one that is lost, and a server that is not there.

use std::collections::HashSet;
use std::time::Duration;

use ari_generated::events::ChannelVarset;
use ari_generated::prelude::*;
use ari_live_tests::{Items, PATIENCE, Proxy, Which, credentials, eventually};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{accepted, listen, no_channels, per_call};

#[tokio::test]
async fn a_hundred_calls_have_a_hundred_connections() -> Result<(), Failure> {
    const CALLS: usize = 100;
    let listener = listen().await?;
    let address = listener.local_addr();
    let (told, mut entered) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(
        listener
            .serve(move |accepted: Accepted| {
                let told = told.clone();
                async move {
                    let served = accepted
                        .events
                        .serve(move |call: Call| {
                            let told = told.clone();
                            async move {
                                call.channel().answer().await?;
                                let application = call.start().map(|it| it.application.clone());
                                let _ = told.send((call.id().clone(), application));
                                call.sleep(Duration::from_secs(600)).await?;
                                Ok::<(), Error>(())
                            }
                        })
                        .await?;
                    assert_eq!((served.calls, served.failed), (1, 0));
                    Ok::<(), Error>(())
                }
            })
            .drain_on(async { drop(stopped.await) }, Duration::from_secs(5), Parting::hang_up())
            .into_future(),
    );
    let instance = per_call(address, "desk", 4).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for _ in 0..CALLS {
        let call = direct.channels().originate("Local/app-desk@default");
        call.extension("wait").context("default").await?;
    }
    let (mut calls, mut applications) = (HashSet::new(), HashSet::new());
    while calls.len() < CALLS {
        let (id, application) = timeout(PATIENCE, entered.recv()).await?.ok_or("ended")?;
        let application = application.ok_or("no StasisStart")?;
        assert!(application.starts_with("desk:Local/app-desk@default-"), "{application}");
        assert!(calls.insert(id));
        assert!(applications.insert(application));
    }
    let there = direct.applications().list().await?;
    assert_eq!(there.len(), CALLS, "each call has an application of its own");
    for id in &calls {
        direct.channel(id).hangup().await?;
    }
    // Asterisk ends each connection some seconds after its call, and that is the good end.
    eventually("no applications", || async {
        direct.applications().list().await.ok().filter(Vec::is_empty)
    })
    .await;
    let _ = stop.send(());
    let served = timeout(PATIENCE, served).await??;
    assert_eq!((served.connections, served.failed), (CALLS as u64, 0));
    no_channels(&direct).await;
    Ok(())
}

#[tokio::test]
async fn a_panic_ends_one_connection_alone() -> Result<(), Failure> {
    let listener = listen().await?;
    let address = listener.local_addr();
    let (told, mut failures) = mpsc::unbounded_channel();
    let (entered, mut calls) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(
        listener
            .serve(move |accepted: Accepted| {
                let entered = entered.clone();
                async move {
                    let mut items = Items::new(accepted.events);
                    let (id, caller) = items
                        .find("StasisStart", |it| match it {
                            Delivery::Event(Event::StasisStart(it)) => {
                                Some((it.channel.id.clone(), it.channel.caller.number.clone()))
                            }
                            _ => None,
                        })
                        .await;
                    assert_ne!(caller, "13", "an unlucky number");
                    accepted.ari.channel(&id).answer().await?;
                    let _ = entered.send(id.clone());
                    let hung_up = items.find("StasisEnd", |it| match it {
                        Delivery::Event(Event::StasisEnd(it)) => Some(it.channel.id.clone()),
                        _ => None,
                    });
                    assert_eq!(hung_up.await, id);
                    Ok::<(), Error>(())
                }
            })
            .on_failure(move |visitor, failure| {
                let _ = told.send(format!("{} {failure}", visitor.path));
            })
            .drain_on(async { drop(stopped.await) }, Duration::ZERO, Parting::hang_up())
            .into_future(),
    );
    let instance = per_call(address, "desk", 1).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let place = async |number: &str| {
        let call = direct.channels().originate("Local/app-desk@default").caller_id(number);
        call.extension("wait").context("default").await
    };
    place("12").await?;
    place("13").await?;
    let failure = timeout(PATIENCE, failures.recv()).await?.ok_or("ended")?;
    assert!(failure.starts_with("/door its handler panicked"), "{failure}");
    assert!(failure.contains("an unlucky number"), "{failure}");
    place("14").await?;
    for _ in 0..2 {
        let id = timeout(PATIENCE, calls.recv()).await?.ok_or("ended")?;
        direct.channel(&id).hangup().await?;
    }
    // The caller whose handler panicked is nobody's; Asterisk connects again for it, and again.
    for left in direct.channels().list().await? {
        direct.channel(&left.id).hangup().await?;
    }
    let _ = stop.send(());
    let served = timeout(PATIENCE, served).await??;
    assert!(served.connections >= 3 && served.failed >= 1, "{served:?}");
    Ok(())
}

#[tokio::test]
async fn a_call_goes_on_when_its_connection_was_lost() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let proxy = Proxy::start(&listener.local_addr().to_string()).await;
    let instance =
        per_call(proxy.url().trim_start_matches("http://").parse()?, "desk", 100).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let caller = direct.channel(ChannelId::random());
    let call = caller.originate_with_id("Local/app-desk@default").formats("ulaw");
    call.extension("wait").context("default").await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut life = Items::new(ari.events());
    let (told, mut values) = mpsc::unbounded_channel();
    let served = tokio::spawn(
        events
            .serve(move |call: Call| {
                let told = told.clone();
                async move {
                    call.channel().answer().await?;
                    let _ = told.send(call.id().to_string());
                    call.on(move |it: &ChannelVarset| {
                        let _ = told.send(it.value.to_string());
                    });
                    call.sleep(Duration::from_secs(600)).await?;
                    Ok::<(), Error>(())
                }
            })
            .into_future(),
    );
    let id = ChannelId::new(timeout(PATIENCE, values.recv()).await?.ok_or("ended")?);
    // Asterisk can crash when such a connection breaks while it sends.
    life.quiet().await;
    proxy.reset(Which::All);
    life.lost().await;
    life.reconnected().await;
    let resynced = life.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    let channels = resynced.pictures.iter().find(|it| it.kind == "channel").ok_or("no picture")?;
    assert_eq!((channels.remaining.len(), channels.appeared.len()), (1, 0), "{channels:?}");
    direct.channel(&id).set_variable("PROBE").value("heard").await?;
    while timeout(PATIENCE, values.recv()).await?.ok_or("ended")? != "heard" {}
    caller.hangup().await?;
    let served = timeout(PATIENCE, served).await???;
    assert_eq!((served.calls, served.failed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_program_that_was_started_anew_adopts_the_call() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let address = listener.local_addr();
    let instance = per_call(address, "desk", 1_000).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let call = direct.channels().originate("Local/app-desk@default");
    call.extension("wait").context("default").await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let id = Items::new(events)
        .find("StasisStart", |it| match it {
            Delivery::Event(Event::StasisStart(it)) => Some(it.channel.id.clone()),
            _ => None,
        })
        .await;
    listener.close().await;
    drop(listener);
    ari.close().await;
    assert!(direct.channel(&id).get().await.is_ok(), "it waits");

    let again = Ari::listen(address.to_string()).credentials(Credentials::new("pbx", "sesame"));
    let mut listener = again.await?;
    let Accepted { events, .. } = accepted(&mut listener).await?;
    let (told, mut adopted) = mpsc::unbounded_channel();
    let served = tokio::spawn(
        events
            .serve(move |call: Call| {
                let _ = told.send((call.id().clone(), call.start().is_none()));
                // Hung up by whoever serves.
                async { Ok::<(), Error>(()) }
            })
            .adopt()
            .into_future(),
    );
    assert_eq!(timeout(PATIENCE, adopted.recv()).await?, Some((id, true)));
    no_channels(&direct).await;
    assert_eq!(timeout(PATIENCE, served).await???.calls, 1);
    Ok(())
}

#[tokio::test]
async fn without_a_server_the_dialplan_goes_on() -> Result<(), Failure> {
    let listener = listen().await?;
    let address = listener.local_addr();
    listener.close().await;
    drop(listener);
    let instance = per_call(address, "desk", 2).await?;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let call = direct.channels().originate("Local/app-desk@default");
    call.extension("wait").context("default").await?;
    no_channels(&direct).await;
    Ok(())
}
