//! asterisk-ari as a contestant, by its two clients, of requests and of events: its `AriClient` would begin a call only
//! when the one before it is done with.

use std::process::ExitCode;
use std::sync::Arc;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use asterisk_ari::apis::channels::params::{App, DeleteRequest, OriginateRequest};
use asterisk_ari::ws::models::Event;
use asterisk_ari::ws::params::ListenRequest;
use asterisk_ari::{Config, apis, ws};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc::Sender;

#[derive(Clone)]
struct AsteriskAri(Arc<apis::client::Client>);

struct Events {
    stream: BoxStream<'static, Event>,
    /// Ends the stream when it is dropped.
    _client: ws::client::Client,
}

fn main() -> ExitCode {
    ari_contest::run::<AsteriskAri>()
}

impl Contestant for AsteriskAri {
    type Events = Events;

    fn decode(frame: &str) -> bool {
        // As its websocket does, which takes what fits no type for an unknown event.
        serde_json::from_str::<Event>(frame).is_ok_and(|it| !matches!(it, Event::Unknown(_)))
    }

    // It keeps 100 events for whoever is slow, takes no other number, and reads no more until there is room.
    async fn connect(
        account: &Account,
        way: Way,
        _room: usize,
    ) -> Result<(Self, Self::Events), Failure> {
        if way == Way::Websocket {
            return Err("it has no requests over the websocket".into());
        }
        let config = Config::new(&account.url, &account.user, &account.password);
        let client = Arc::new(apis::client::Client::with_config(config.clone()));
        let mut events = ws::client::Client::with_config(config);
        // Left alone, it subscribes to everything, which the others do not.
        let request = ListenRequest::new(&account.app).with_subscribe_all(false);
        let stream = events.connect(request).await?.boxed();
        Ok((Self(client), Events { stream, _client: events }))
    }

    async fn next(events: &mut Self::Events) -> Seen {
        match events.stream.next().await {
            Some(_) => Seen::Frame,
            None => Seen::End,
        }
    }

    async fn answer(&self, channel: &str) -> Result<(), Failure> {
        Ok(self.0.channels().answer(channel).await?)
    }

    async fn serve(self, mut events: Self::Events, ended: Sender<()>) -> Result<(), Failure> {
        while let Some(event) = events.stream.next().await {
            match event {
                Event::StasisStart(start) => {
                    let (client, channel) = (self.0.clone(), start.data.channel.id);
                    tokio::spawn(async move {
                        if let Err(error) = handle(&client, &channel).await {
                            eprintln!("{channel}: {error}");
                        }
                    });
                }
                Event::StasisEnd(_) => ended.send(()).await?,
                _ => {}
            }
        }
        Ok(())
    }

    async fn originate(&self, endpoint: &str, app: &str) -> Result<(), Failure> {
        let request = OriginateRequest::new(endpoint).with_app(App::new(app));
        self.0.channels().originate(request).await?;
        Ok(())
    }
}

async fn handle(client: &apis::client::Client, channel: &str) -> asterisk_ari::Result<()> {
    client.channels().answer(channel).await?;
    client.channels().delete(DeleteRequest::new(channel)).await
}
