//! Responses that are lost on their way back, with retries on: what was asked for happens once.

use std::time::Duration;

use ari_generated::events::{PlaybackFinished, StasisStart};
use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect};
use ari_harness::{Instance, Setup};
use ari_live_tests::{Items, PATIENCE, Proxy, Which, asterisk, connect, credentials};
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::scene::no_channels;

/// On the way to Asterisk and on the way back; a response is lost between the two.
const DELAY: Duration = Duration::from_millis(500);

/// Clients whose requests go over HTTP and over the websocket, with retries on.
fn clients(proxy: &Proxy, instance: &Instance) -> [Connect<AriApi>; 2] {
    let connect = || {
        let connect = Ari::connect(proxy.url(), credentials(instance)).app("desk").retry();
        connect.longest_backoff(Duration::from_millis(200))
    };
    [connect(), connect().rest_over_websocket()]
}

/// Sends something whose first response does not come back, and tells what the caller is told.
async fn interrupt<T: Send + 'static>(
    proxy: &Proxy,
    request: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<Result<T, Error>, Failure> {
    proxy.delay(DELAY);
    let sent = tokio::spawn(request);
    sleep(DELAY + DELAY / 2).await;
    proxy.reset(Which::All);
    proxy.delay(Duration::ZERO);
    Ok(timeout(PATIENCE, sent).await??)
}

/// The same of what is not sent again.
async fn lose<T: Send + 'static>(
    proxy: &Proxy,
    request: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<Error, Failure> {
    Ok(interrupt(proxy, request).await?.err().ok_or("the response came back")?)
}

#[tokio::test]
async fn a_call_is_placed_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for client in clients(&proxy, &instance) {
        let (ari, events) = client.await?;
        let mut items = Items::new(events);
        let call = ari.channel(ChannelId::random());
        let placed = call.originate_with_id("Local/wait@default").app("desk");
        let error = lose(&proxy, placed.into_future()).await?;
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        assert_eq!(error.is_there(), Some(true), "{error}");
        items.lost().await;
        items.reconnected().await;
        let halves = direct.channels().list().await?;
        assert_eq!(halves.len(), 2, "{halves:?}");
        assert!(halves.iter().any(|it| it.id == *call.channel_id()));
        assert_eq!(call.hangup().await?, Removal::Done);
        no_channels(&direct).await;
        ari.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_sound_is_played_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    // It sees what the other one does.
    let (watcher, events) = connect(&instance, "watcher").await;
    let mut seen = Items::new(events);
    for client in clients(&proxy, &instance) {
        let (ari, _events) = client.await?;
        let call = ari.channel(ChannelId::random());
        let entered = call.wait_for::<StasisStart>(PATIENCE);
        call.originate_with_id("Local/wait@default").app("desk").await?;
        entered.await?;
        let source = format!("channel:{}", call.channel_id());
        watcher.applications().subscribe("watcher", [source]).await?;
        let id = PlaybackId::random();
        let played = call.play_with_id(&id, ["sound:hello-world"]);
        let error = lose(&proxy, played.into_future()).await?;
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
        let of_it = |it: &PlaybackFinished| it.playback.id == id;
        let finished = |it: &Delivery| match it {
            Delivery::Event(Event::PlaybackFinished(it)) if of_it(it) => Some(true),
            // It tells that all that was queued on the channel is over.
            Delivery::Event(Event::ChannelVarset(it)) if it.variable == "OVER" => Some(false),
            _ => None,
        };
        assert!(seen.find("PlaybackFinished", finished).await);
        sleep(Duration::from_secs(2)).await;
        let over = watcher.channel(call.channel_id()).set_variable("OVER").value("yes");
        over.await?;
        assert!(!seen.find("the end of it", finished).await, "it was played twice");
        assert_eq!(call.hangup().await?, Removal::Done);
        ari.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_read_that_changes_something_happens_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    for client in clients(&proxy, &instance) {
        let (ari, _events) = client.await?;
        let call = ari.channel(ChannelId::random());
        let entered = call.wait_for::<StasisStart>(PATIENCE);
        call.originate_with_id("Local/wait@default").app("desk").await?;
        entered.await?;
        call.set_variable("LIST").value("a,b,c,d").await?;
        // It takes the first item away.
        lose(&proxy, call.get_variable("SHIFT(LIST)").into_future()).await?;
        let list = direct.channel(call.channel_id()).get_variable("LIST").await?;
        assert_eq!(list.value, "b,c,d");
        // What only reads is read again.
        let read = interrupt(&proxy, call.get_variable("LIST").into_future()).await??;
        assert_eq!(read.value, "b,c,d");
        assert_eq!(call.hangup().await?, Removal::Done);
        ari.close().await;
    }
    Ok(())
}

#[tokio::test]
async fn a_starting_asterisk_is_waited_for() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new());
    let connect = Ari::connect(instance.url(), credentials(&instance)).retry();
    let ari = connect.request_deadline(PATIENCE).rest()?;
    ari.asterisk().ping().await?;
    instance.kill();
    let asked = [
        tokio::spawn(ari.asterisk().ping().into_future()),
        tokio::spawn(ari.asterisk().ping().into_future()),
    ];
    // Not sent, so that it does no harm.
    let set = ari.asterisk().set_global_var("COLOUR").value("blue");
    let set = tokio::spawn(set.into_future());
    sleep(Duration::from_millis(300)).await;
    let instance = tokio::task::spawn_blocking(move || instance.restart().map(|()| instance));
    let instance = instance.await??;
    for asked in asked {
        timeout(PATIENCE, asked).await???;
    }
    timeout(PATIENCE, set).await???;
    assert_eq!(ari.asterisk().get_global_var("COLOUR").await?.value, "blue");
    drop(instance);
    Ok(())
}
