//! What a real Asterisk sent is decoded without loss, and what is wrong is told with its place.

mod faults;
mod kinds;
mod recorded;
mod replies;
mod variations;

use ari_generated::{Event, EventKind};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::specification::Specification;
use serde_json::Value;

/// The specification with its corrections.
fn specification() -> Specification {
    Specification::corrected(&Overlay::read())
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|it| panic!("{it}: {text}"))
}

/// The value of `type`.
fn kind_of(frame: &Value) -> &str {
    frame["type"].as_str().expect("a type")
}

macro_rules! written {
    ($event:ident: $($kind:ident)+) => {
        match $event {
            $(Event::$kind(payload) => {
                assert_eq!($event.kind(), Some(EventKind::$kind));
                assert_eq!(ari_generated::events::$kind::KIND, EventKind::$kind);
                serde_json::to_value(&**payload).ok()
            })+
            _ => None,
        }
    };
}

/// An event written again, `None` for one of no known kind.
fn written(event: &Event) -> Option<Value> {
    written!(event:
        DeviceStateChanged PlaybackStarted PlaybackContinuing PlaybackFinished RecordingStarted
        RecordingFinished RecordingFailed ApplicationMoveFailed ApplicationRegistered
        ApplicationUnregistered ApplicationReplaced BridgeCreated BridgeDestroyed BridgeMerged
        BridgeVideoSourceChanged BridgeBlindTransfer BridgeAttendedTransfer ChannelCreated
        ChannelDestroyed ChannelEnteredBridge ChannelLeftBridge ChannelStateChange
        ChannelDtmfReceived ChannelDialplan ChannelCallerId ChannelUserevent ChannelHangupRequest
        ChannelVarset ChannelHold ChannelUnhold ChannelToneDetected ChannelTalkingStarted
        ChannelTalkingFinished ContactStatusChange PeerStatusChange EndpointStateChange Dial
        StasisEnd StasisStart TextMessageReceived ChannelConnectedLine ChannelTransfer RestResponse
        CallBroadcast CallClaimed)
}
