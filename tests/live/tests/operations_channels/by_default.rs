//! Operations that make channels, without an application: theirs is the client's.

use ari_generated::enums::SnoopDirection;
use ari_generated::{ChannelId, Error, Request};
use ari_live_tests::{Stage, awaited, eventually};

use crate::Outcome;

/// The application that a request names.
fn named(request: Result<Request, Error>) -> Result<Option<String>, Error> {
    let request = request?;
    let mut query = request.query();
    Ok(query.find(|(name, _)| *name == "app").map(|(_, value)| value.to_owned()))
}

pub async fn channels_enter_the_clients_own_application(stage: &mut Stage) -> Outcome {
    let ari = stage.ari.clone();
    let own = Some(stage.application().to_owned());
    let ids: [ChannelId; 6] = std::array::from_fn(|_| ChannelId::random());
    let [placed, with_id, created, media, ear, mouth] = &ids;

    let request = ari.channels().originate("Local/wait@default").channel_id(placed);
    assert_eq!(named(request.request())?, own, "it shows before it is sent");
    request.app_args("by default").await?;
    let request = ari.channel(with_id).originate_with_id("Local/wait@default");
    assert_eq!(named(request.request())?, own);
    request.await?;
    let request = ari.channels().create("Local/wait@default").channel_id(created);
    assert_eq!(named(request.request())?, own);
    request.await?;
    let request = ari.channels().external_media("ulaw").channel_id(media);
    let request = request.external_host("127.0.0.1:9");
    assert_eq!(named(request.request())?, own);
    request.await?;
    for id in &ids[..4] {
        let start = awaited!(stage.watch, StasisStart, |it| it.channel.id == *id);
        assert_eq!(start.application, stage.application());
    }
    let request = ari.channel(placed).snoop().snoop_id(ear).spy(SnoopDirection::In);
    assert_eq!(named(request.request())?, own);
    request.await?;
    let request = ari.channel(placed).snoop_with_id(mouth).whisper(SnoopDirection::Out);
    assert_eq!(named(request.request())?, own);
    request.await?;
    for id in &ids[4..] {
        let start = awaited!(stage.watch, StasisStart, |it| it.channel.id == *id);
        assert_eq!(start.application, stage.application());
    }
    // Another one is named where that is meant.
    let elsewhere = ari.channels().create("Local/wait@default").app("elsewhere");
    assert_eq!(named(elsewhere.request())?.as_deref(), Some("elsewhere"));
    for id in &ids {
        ari.channel(id).hangup().await?;
    }
    Ok(())
}

pub async fn the_dialplan_keeps_what_is_originated_into_it(stage: &mut Stage) -> Outcome {
    let channels = stage.ari.channels();
    let ids: [ChannelId; 2] = std::array::from_fn(|_| ChannelId::random());
    let request = channels.originate("Local/wait@default").channel_id(&ids[0]).extension("echo");
    assert_eq!(named(request.request())?, None);
    request.await?;
    let request = channels.originate_with_id(&ids[1], "Local/wait@default").extension("echo");
    let request = request.context("default").priority(1);
    assert_eq!(named(request.request())?, None);
    request.await?;
    for id in &ids {
        let channel = stage.ari.channel(id);
        eventually("the call is at the echo", || async {
            let dialplan = channel.get().await.ok()?.dialplan;
            (dialplan.app_name.as_deref() == Some("Echo")).then_some(())
        })
        .await;
    }
    let application = stage.ari.application(stage.application()).get().await?;
    assert!(!application.channel_ids.iter().any(|it| ids.contains(it)), "{application:?}");
    // What comes after them in the application tells that they did not enter it before.
    let after = stage.call("wait").await;
    let seen = stage.watch.seen().iter();
    let entered = seen.filter_map(|it| match it {
        ari_generated::Event::StasisStart(it) => Some(&it.channel.id),
        _ => None,
    });
    assert!(!entered.into_iter().any(|it| ids.contains(it)));
    for id in ids.iter().chain([after.channel_id()]) {
        stage.ari.channel(id).hangup().await?;
    }
    Ok(())
}
