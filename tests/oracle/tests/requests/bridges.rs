//! A call of every operation of `bridges`.

use ari_generated::enums::{RecordIfExists, TerminateOn};
use ari_generated::{Ari, BridgeId, ChannelId, PlaybackId, RecordingName};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("bridges.list", list),
    ("bridges.create", create),
    ("bridges.createWithId", create_with_id),
    ("bridges.get", get),
    ("bridges.destroy", destroy),
    ("bridges.getBridgeVar", get_bridge_var),
    ("bridges.setBridgeVar", set_bridge_var),
    ("bridges.getBridgeVars", get_bridge_vars),
    ("bridges.setBridgeVars", set_bridge_vars),
    ("bridges.addChannel", add_channel),
    ("bridges.removeChannel", remove_channel),
    ("bridges.setVideoSource", set_video_source),
    ("bridges.clearVideoSource", clear_video_source),
    ("bridges.startMoh", start_moh),
    ("bridges.stopMoh", stop_moh),
    ("bridges.play", play),
    ("bridges.playWithId", play_with_id),
    ("bridges.record", record),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.bridges().list())
}

fn create(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .bridge_type(values.text("type"))
            .bridge_id(BridgeId::new(values.text("bridgeId")))
            .name(values.text("name")),
        ari.bridges().create()
    )
}

fn create_with_id(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .bridge_type(values.text("type"))
            .name(values.text("name"))
            .variables(values.pairs("variables")),
        ari.bridges().create_with_id(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).create_with_id()
    )
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().get(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).get()
    )
}

fn destroy(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().destroy(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).destroy()
    )
}

fn get_bridge_var(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges()
            .get_bridge_var(BridgeId::new(values.text("bridgeId")), values.text("variable")),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).get_variable(values.text("variable"))
    )
}

fn set_bridge_var(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.value(values.text("value")).report_events(values.flag("report_events")),
        ari.bridges()
            .set_bridge_var(BridgeId::new(values.text("bridgeId")), values.text("variable")),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).set_variable(values.text("variable"))
    )
}

fn get_bridge_vars(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges()
            .get_bridge_vars(BridgeId::new(values.text("bridgeId")), values.list("variables")),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).get_variables(values.list("variables"))
    )
}

fn set_bridge_vars(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges()
            .set_bridge_vars(BridgeId::new(values.text("bridgeId")), values.pairs("variables")),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).set_variables(values.pairs("variables"))
    )
}

fn add_channel(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .role(values.text("role"))
            .absorb_dtmf(values.flag("absorbDTMF"))
            .mute(values.flag("mute"))
            .inhibit_connected_line_updates(values.flag("inhibitConnectedLineUpdates")),
        ari.bridges().add_channel(
            BridgeId::new(values.text("bridgeId")),
            values.list("channel").into_iter().map(ChannelId::new)
        ),
        ari.bridge(BridgeId::new(values.text("bridgeId")))
            .add_channel(values.list("channel").into_iter().map(ChannelId::new))
    )
}

fn remove_channel(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().remove_channel(
            BridgeId::new(values.text("bridgeId")),
            values.list("channel").into_iter().map(ChannelId::new)
        ),
        ari.bridge(BridgeId::new(values.text("bridgeId")))
            .remove_channel(values.list("channel").into_iter().map(ChannelId::new))
    )
}

fn set_video_source(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().set_video_source(
            BridgeId::new(values.text("bridgeId")),
            ChannelId::new(values.text("channelId"))
        ),
        ari.bridge(BridgeId::new(values.text("bridgeId")))
            .set_video_source(ChannelId::new(values.text("channelId")))
    )
}

fn clear_video_source(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().clear_video_source(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).clear_video_source()
    )
}

fn start_moh(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.moh_class(values.text("mohClass")),
        ari.bridges().start_moh(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).start_moh()
    )
}

fn stop_moh(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.bridges().stop_moh(BridgeId::new(values.text("bridgeId"))),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).stop_moh()
    )
}

fn play(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .announcer_format(values.text("announcer_format"))
            .lang(values.text("lang"))
            .offsetms(values.milliseconds("offsetms"))
            .skipms(values.milliseconds("skipms"))
            .playback_id(PlaybackId::new(values.text("playbackId"))),
        ari.bridges().play(BridgeId::new(values.text("bridgeId")), values.list("media")),
        ari.bridge(BridgeId::new(values.text("bridgeId"))).play(values.list("media"))
    )
}

fn play_with_id(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .announcer_format(values.text("announcer_format"))
            .lang(values.text("lang"))
            .offsetms(values.milliseconds("offsetms"))
            .skipms(values.milliseconds("skipms")),
        ari.bridges().play_with_id(
            BridgeId::new(values.text("bridgeId")),
            PlaybackId::new(values.text("playbackId")),
            values.list("media")
        ),
        ari.bridge(BridgeId::new(values.text("bridgeId")))
            .play_with_id(PlaybackId::new(values.text("playbackId")), values.list("media"))
    )
}

fn record(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .recorder_format(values.text("recorder_format"))
            .max_duration_seconds(values.seconds("maxDurationSeconds"))
            .max_silence_seconds(values.seconds("maxSilenceSeconds"))
            .if_exists(RecordIfExists::from(values.choice("ifExists").as_str()))
            .beep(values.flag("beep"))
            .terminate_on(TerminateOn::from(values.choice("terminateOn").as_str())),
        ari.bridges().record(
            BridgeId::new(values.text("bridgeId")),
            RecordingName::new(values.text("name")),
            values.text("format")
        ),
        ari.bridge(BridgeId::new(values.text("bridgeId")))
            .record(RecordingName::new(values.text("name")), values.text("format"))
    )
}
