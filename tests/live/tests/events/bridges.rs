//! A conference: it is opened, people come and go, somebody is shown, and it is closed.

use ari_generated::enums::BridgeType;
use ari_generated::{BridgeId, ChannelId};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect};

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// A bridge with two channels.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "bridges").await;
    let (mut watch, mut seen) = (Watch::new(events), Seen::default());
    // Nobody is in a new bridge, so only this tells of its creation.
    ari.applications().subscribe("bridges", ["bridge:"]).await?;
    let room = BridgeId::random();
    let bridge = ari.bridge(&room);
    bridge.create_with_id().bridge_type("mixing,video_single").name("conference").await?;
    let created = arrives!(seen, watch, BridgeCreated(it) if it.bridge.id == room);
    assert_eq!(created.bridge.bridge_type, BridgeType::Mixing);
    assert_eq!(created.bridge.bridge_class, "stasis");
    assert_eq!(
        (created.bridge.name.as_str(), created.bridge.creator.as_str()),
        ("conference", "Stasis")
    );
    assert_eq!(created.bridge.channels, Vec::<ChannelId>::new());
    assert_eq!(created.bridge.creationtime.map(|it| it <= created.timestamp), Some(true));

    let (ann, ben) = (ChannelId::random(), ChannelId::random());
    for id in [&ann, &ben] {
        ari.channel(id).originate_with_id("Local/wait@default").app("bridges").await?;
        arrives!(seen, watch, StasisStart(it) if it.channel.id == *id);
        bridge.add_channel([id]).await?;
        let entered = arrives!(seen, watch, ChannelEnteredBridge(it)
            if it.channel.as_ref().is_some_and(|channel| channel.id == *id));
        assert!(entered.bridge.channels.contains(id), "{entered:?}");
    }

    bridge.set_video_source(&ann).await?;
    let shown = arrives!(seen, watch, BridgeVideoSourceChanged(it)
        if it.bridge.video_source_id.as_ref() == Some(&ann));
    assert_eq!((&shown.bridge.id, &shown.old_video_source_id), (&room, &None));
    assert_eq!(shown.bridge.video_mode.as_deref(), Some("single"));
    bridge.set_video_source(&ben).await?;
    let shown = arrives!(seen, watch, BridgeVideoSourceChanged(it)
        if it.bridge.video_source_id.as_ref() == Some(&ben));
    assert_eq!(shown.old_video_source_id, Some(ann.clone()));

    bridge.remove_channel([&ann]).await?;
    let left = arrives!(seen, watch, ChannelLeftBridge(it) if it.channel.id == ann);
    assert_eq!(left.bridge.channels.iter().collect::<Vec<_>>(), [&ben]);

    bridge.destroy().await?;
    let gone = arrives!(seen, watch, BridgeDestroyed(it) if it.bridge.id == room);
    assert_eq!(gone.bridge.name, "conference");
    for id in [&ann, &ben] {
        ari.channel(id).hangup().await?;
    }
    Ok(seen)
}
