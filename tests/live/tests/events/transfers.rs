//! Transfers inside the dialplan's own bridges, by the digits of features.conf.

use std::time::Duration;

use ari_generated::{Ari, ChannelId};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect};

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// Whom a transferer can reach with digits alone. A key shows that both are connected.
const COLLEAGUE: &str = "[default]
exten => 702,1,Answer()
 same => n,SendDTMF(5)
 same => n,Wait(3600)
";

/// A blind transfer, then an attended one that joins two bridges.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new().dialplan(COLLEAGUE));
    let (ari, events) = connect(&instance, "transfers").await;
    let (mut watch, mut seen) = (Watch::new(events), Seen::default());
    ari.applications().subscribe("transfers", ["bridge:", "channel:"]).await?;

    let (ours, transferer) = talk(&ari, &mut seen, &mut watch).await?;
    dial(&ari, &ours, "#1702").await?;
    let blind = arrives!(seen, watch, BridgeBlindTransfer(it) if it.channel.id == transferer);
    assert_eq!((blind.exten.as_str(), blind.context.as_str()), ("702", "default"));
    assert_eq!((blind.result.as_str(), blind.is_external), ("Success", false));
    let transferee = blind.transferee.as_ref().ok_or("nobody was transferred")?;
    assert!(transferee.name.starts_with("Local/wait@default-"), "{blind:?}");
    let bridge = blind.bridge.as_ref().ok_or("in no bridge")?;
    assert_eq!(bridge.bridge_class, "basic");
    ari.channel(&ours).hangup().await?;

    let (ours, transferer) = talk(&ari, &mut seen, &mut watch).await?;
    dial(&ari, &ours, "*2702").await?;
    // The transferer lets go once the colleague is heard.
    let consulted = arrives!(seen, watch, ChannelEnteredBridge(it)
        if it.channel.as_ref().is_some_and(|channel| channel.name.starts_with("Local/702@")));
    arrives!(seen, watch, ChannelDtmfReceived(it) if it.channel.id == ours && it.digit == "5");
    ari.channel(&ours).hangup().await?;
    let attended = arrives!(seen, watch, BridgeAttendedTransfer(it) if it.result == "Success");
    assert_eq!(attended.transferer_first_leg.id, transferer);
    assert_eq!(attended.transferer_second_leg.id, transferer);
    assert_eq!((attended.destination_type.as_str(), attended.is_external), ("bridge", false));
    let first = attended.transferer_first_leg_bridge.as_ref().ok_or("no first bridge")?;
    let second = attended.transferer_second_leg_bridge.as_ref().ok_or("no second bridge")?;
    assert_eq!(second.id, consulted.bridge.id);
    let transferee = attended.transferee.as_ref().ok_or("nobody was transferred")?;
    assert!(transferee.name.starts_with("Local/wait@default-"), "{attended:?}");
    // Asterisk looks for the target in the second bridge, and now and then the merge has emptied it before.
    let target = attended.transfer_target.as_ref();
    assert!(target.is_none_or(|it| it.name.starts_with("Local/702@default-")), "{attended:?}");

    let merged = arrives!(seen, watch, BridgeMerged(it) if it.bridge.id != it.bridge_from.id);
    assert_eq!(Some(&merged.bridge.id), attended.destination_bridge.as_ref());
    let both = [&first.id, &second.id];
    assert!(both.contains(&&merged.bridge.id) && both.contains(&&merged.bridge_from.id));
    // Whom it was to is certain from this.
    arrives!(seen, watch, ChannelEnteredBridge(it)
        if it.bridge.id == merged.bridge.id
            && it.channel.as_ref().is_some_and(|channel| channel.name.starts_with("Local/702@")));
    Ok(seen)
}

/// Somebody speaks with somebody in a bridge of the dialplan: our end, and the transferer between it and the bridge.
async fn talk(
    ari: &Ari,
    seen: &mut Seen,
    watch: &mut Watch,
) -> Result<(ChannelId, ChannelId), ari_generated::Error> {
    let (ours, transferer) = (ChannelId::random(), ChannelId::random());
    ari.channel(&ours)
        .originate_with_id("Local/dial-wait@default")
        .other_channel_id(&transferer)
        .app("transfers")
        .await?;
    arrives!(seen, watch, StasisStart(it) if it.channel.id == ours);
    arrives!(seen, watch, ChannelEnteredBridge(it)
        if it.bridge.channels.len() == 2 && it.bridge.channels.contains(&transferer));
    Ok((ours, transferer))
}

async fn dial(ari: &Ari, channel: &ChannelId, digits: &str) -> Result<(), ari_generated::Error> {
    ari.channel(channel)
        .send_dtmf()
        .dtmf(digits)
        .between(Duration::from_millis(120))
        .duration(Duration::from_millis(120))
        .await
}
