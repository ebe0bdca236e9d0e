//! The SDK, as a program uses it.

use std::future::pending;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use ari_generated::Missed;
use ari_generated::prelude::*;
use ari_runtime::media::control::Notation;
use ari_runtime::media::{Connection, Pacing};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::server::FRAME;

/// A client.
#[derive(Clone)]
pub struct Sdk(Ari);

/// Connects; nothing is sent by itself.
///
/// # Errors
///
/// The server refuses.
pub async fn connect(account: &Account, way: Way, room: usize) -> Result<(Ari, Events), Error> {
    let credentials = Credentials::new(&account.user, &account.password);
    let connect = Ari::connect(&account.url, credentials).app(&account.app);
    let connect = connect.ping_every(Duration::from_secs(3_600)).stream_capacity(room);
    match way {
        Way::Http => connect.await,
        Way::Websocket => connect.rest_over_websocket().await,
    }
}

impl Contestant for Sdk {
    type Events = Events;

    fn decode(frame: &str) -> bool {
        black_box(Event::decode(black_box(frame))).is_ok_and(|it| it.kind().is_some())
    }

    async fn connect(account: &Account, way: Way, room: usize) -> Result<(Self, Events), Failure> {
        let (ari, events) = connect(account, way, room).await?;
        Ok((Self(ari), events))
    }

    async fn next(events: &mut Events) -> Seen {
        match events.next().await {
            Some(Delivery::Event(event)) => {
                black_box(event);
                Seen::Frame
            }
            Some(Delivery::Malformed(_)) => Seen::Lost(1),
            Some(Delivery::Missed(Missed { count, .. })) => {
                Seen::Lost(usize::try_from(count).unwrap_or(usize::MAX))
            }
            Some(_) | None => Seen::End,
        }
    }

    async fn talk(
        self,
        stream: usize,
        opened: mpsc::Sender<()>,
        heard: Arc<AtomicUsize>,
    ) -> Result<(), Failure> {
        let name = stream.to_string();
        let connection = Connection::dial(&self.0, &name, Notation::PlainText).await?;
        let (mut reader, mut writer) =
            connection.begin(&self.0, Pacing::real_time(), pending(), ());
        opened.send(()).await?;
        let hearing = async {
            while let Some(frame) = reader.next_audio().await {
                black_box(frame);
                heard.fetch_add(1, Ordering::Relaxed);
            }
        };
        let speaking = async { while writer.send(FRAME).await.is_ok() {} };
        tokio::join!(hearing, speaking);
        Err("the stream ended".into())
    }

    async fn answer(&self, channel: &str) -> Result<(), Failure> {
        Ok(self.0.channels().answer(ChannelId::new(channel)).await?)
    }

    async fn serve(self, mut events: Events, ended: mpsc::Sender<()>) -> Result<(), Failure> {
        // The legs that a program makes go to whoever reads everything: handlers are for those that call.
        let mut handling = JoinSet::new();
        loop {
            tokio::select! {
                item = events.next() => match item {
                    Some(Delivery::Event(Event::StasisStart(start))) => {
                        let channel = self.0.channel(&start.channel.id);
                        handling.spawn(async move {
                            channel.answer().await?;
                            channel.hangup().await
                        });
                    }
                    Some(Delivery::Event(Event::StasisEnd(_))) => ended.send(()).await?,
                    Some(_) => {}
                    None => return Ok(()),
                },
                Some(handled) = handling.join_next() => drop(handled??),
            }
        }
    }

    async fn originate(&self, endpoint: &str, app: &str) -> Result<(), Failure> {
        self.0.channels().originate(endpoint).app(app).await?;
        Ok(())
    }
}
