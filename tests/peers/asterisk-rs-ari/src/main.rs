//! asterisk-rs-ari as a contestant, used as its example `ari_stasis_app` uses it.

use std::process::ExitCode;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use asterisk_rs_ari::config::AriConfigBuilder;
use asterisk_rs_ari::resources::channel::{self, ChannelHandle, OriginateParams};
use asterisk_rs_ari::{AriClient, AriEvent, AriMessage, TransportMode};
use asterisk_rs_core::event::{EventReceive, EventSubscription};
use tokio::sync::mpsc::Sender;

#[derive(Clone)]
struct AsteriskRs(AriClient);

fn main() -> ExitCode {
    ari_contest::run::<AsteriskRs>()
}

impl Contestant for AsteriskRs {
    type Events = EventSubscription<AriMessage>;

    fn decode(frame: &str) -> bool {
        // As its websocket does.
        serde_json::from_str::<AriMessage>(frame).is_ok()
    }

    // It keeps 256 events for whoever is slow, and takes no other number.
    async fn connect(
        account: &Account,
        way: Way,
        _room: usize,
    ) -> Result<(Self, Self::Events), Failure> {
        let (host, port) = account
            .url
            .strip_prefix("http://")
            .and_then(|it| it.rsplit_once(':'))
            .ok_or("the address has no host and port")?;
        let config = AriConfigBuilder::new(&account.app)
            .host(host)
            .port(port.parse()?)
            .username(&account.user)
            .password(&account.password)
            .transport(match way {
                Way::Http => TransportMode::Http,
                Way::Websocket => TransportMode::WebSocket,
            })
            .build()?;
        let client = AriClient::connect(config).await?;
        // There is no earlier moment: what came since the connection was made is lost.
        let events = client.subscribe();
        Ok((Self(client), events))
    }

    async fn next(events: &mut Self::Events) -> Seen {
        match events.recv_outcome().await {
            EventReceive::Event(_) => Seen::Frame,
            EventReceive::Lagged(count) => Seen::Lost(usize::try_from(count).unwrap_or(usize::MAX)),
            EventReceive::Closed => Seen::End,
        }
    }

    async fn answer(&self, channel: &str) -> Result<(), Failure> {
        Ok(ChannelHandle::new(channel, self.0.clone()).answer().await?)
    }

    async fn serve(self, mut events: Self::Events, ended: Sender<()>) -> Result<(), Failure> {
        while let Some(message) = events.recv_lossy().await {
            match message.event {
                AriEvent::StasisStart { channel, .. } => {
                    let call = ChannelHandle::new(channel.id, self.0.clone());
                    tokio::spawn(async move {
                        if let Err(error) = handle(&call).await {
                            eprintln!("{}: {error}", call.id());
                        }
                    });
                }
                AriEvent::StasisEnd { .. } => ended.send(()).await?,
                _ => {}
            }
        }
        Ok(())
    }

    async fn originate(&self, endpoint: &str, app: &str) -> Result<(), Failure> {
        channel::originate(&self.0, &OriginateParams::new(endpoint).app(app)).await?;
        Ok(())
    }
}

async fn handle(call: &ChannelHandle) -> asterisk_rs_ari::error::Result<()> {
    call.answer().await?;
    call.hangup(None).await
}
