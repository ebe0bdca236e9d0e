//! What programs do to each other: calls offered, claimed, moved to nobody; names taken over; lamps.

use ari_generated::enums::DeviceStateValue;
use ari_generated::{ChannelId, Delivery, DeviceName, Ended};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect};

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// Offers to all, and tells who won.
const OFFER: &str = "[default]
exten => offer,1,Answer()
 same => n,StasisBroadcast(60000,,,yes)
 same => n,Hangup()
";

/// Two applications of one Asterisk, one of which loses its name in the end.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new().dialplan(OFFER));
    let (ari, events) = connect(&instance, "day").await;
    let (night, night_events) = connect(&instance, "night").await;
    let (mut watch, mut other) = (Watch::new(events), Watch::new(night_events));
    let mut seen = Seen::default();

    let (caller, call) = (ChannelId::random(), ChannelId::random());
    ari.channel(&caller)
        .originate_with_id("Local/offer@default")
        .other_channel_id(&call)
        .extension("wait")
        .context("default")
        .caller_id("Ann <4711>")
        .await?;
    for watch in [&mut watch, &mut other] {
        let offered = arrives!(seen, watch, CallBroadcast(it) if it.channel.id == call);
        assert_eq!(offered.called.as_deref(), Some("offer"));
        assert_eq!(offered.caller.as_deref(), Some("4711"));
    }
    night.user_events().claim_channel(&call).await?;
    let claimed = arrives!(seen, watch, CallClaimed(it) if it.channel.id == call);
    assert_eq!(claimed.winner_app, "night");
    arrives!(seen, other, StasisStart(it) if it.channel.id == call);

    night.channel(&call).move_to("nobody").app_args("a,b").await?;
    let failed = arrives!(seen, other, ApplicationMoveFailed(it) if it.channel.id == call);
    assert_eq!((failed.destination.as_str(), failed.application.as_str()), ("nobody", "night"));
    assert_eq!(failed.args, ["a", "b"]);
    ari.channel(&caller).hangup().await?;

    let desk = DeviceName::new("Stasis:desk");
    ari.applications().subscribe("day", ["deviceState:Stasis:desk"]).await?;
    ari.device_state(&desk).update(DeviceStateValue::RingInUse).await?;
    let lamp = arrives!(seen, watch, DeviceStateChanged(it) if it.device_state.name == desk);
    assert_eq!(lamp.device_state.state, DeviceStateValue::RingInUse);
    ari.device_state(&desk).delete().await?;
    ari.applications().unsubscribe("day", ["deviceState:Stasis:desk"]).await?;

    // A stream of one kind, to see that it ends after what it is told.
    let mut last = night.events();
    let (_thief, _events) = connect(&instance, "night").await;
    let replaced = arrives!(seen, other, ApplicationReplaced(it) if it.application == "night");
    let told = loop {
        match last.next().await {
            Some(Delivery::Event(event)) if event.kind_name() != "ApplicationReplaced" => {}
            next => break next,
        }
    };
    let event = ari_generated::Event::ApplicationReplaced(replaced);
    assert_eq!(told, Some(Delivery::Event(event)));
    assert_eq!(last.next().await, Some(Delivery::Ended(Ended::Replaced)));
    Ok(seen)
}
