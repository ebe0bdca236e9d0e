//! A call of every operation of `channels`.

use ari_generated::channels::{Originate, OriginateWithId};
use ari_generated::enums::{
    ConnectionType, Encapsulation, HangupReason, MediaDirection, MediaTransport, MuteDirection,
    RecordIfExists, SnoopDirection, TerminateOn,
};
use ari_generated::{Ari, ChannelId, PlaybackId, RecordingName};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("channels.list", list),
    ("channels.originate", originate),
    ("channels.create", create),
    ("channels.get", get),
    ("channels.originateWithId", originate_with_id),
    ("channels.hangup", hangup),
    ("channels.continueInDialplan", continue_in_dialplan),
    ("channels.move", move_to),
    ("channels.redirect", redirect),
    ("channels.answer", answer),
    ("channels.ring", ring),
    ("channels.ringStop", ring_stop),
    ("channels.progress", progress),
    ("channels.sendDTMF", send_dtmf),
    ("channels.mute", mute),
    ("channels.unmute", unmute),
    ("channels.hold", hold),
    ("channels.unhold", unhold),
    ("channels.startMoh", start_moh),
    ("channels.stopMoh", stop_moh),
    ("channels.startSilence", start_silence),
    ("channels.stopSilence", stop_silence),
    ("channels.play", play),
    ("channels.playWithId", play_with_id),
    ("channels.record", record),
    ("channels.getChannelVar", get_channel_var),
    ("channels.setChannelVar", set_channel_var),
    ("channels.getChannelVars", get_channel_vars),
    ("channels.setChannelVars", set_channel_vars),
    ("channels.snoopChannel", snoop_channel),
    ("channels.snoopChannelWithId", snoop_channel_with_id),
    ("channels.dial", dial),
    ("channels.rtpstatistics", rtp_statistics),
    ("channels.externalMedia", external_media),
    ("channels.transfer_progress", transfer_progress),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.channels().list())
}

fn originate(ari: &Ari, values: &Values) -> Requests {
    fn others<Choice>(request: Originate<Choice>, values: &Values) -> Originate<Choice> {
        request
            .caller_id(values.text("callerId"))
            .timeout(values.seconds("timeout"))
            .variables(values.pairs("variables"))
            .channel_id(ChannelId::new(values.text("channelId")))
            .other_channel_id(ChannelId::new(values.text("otherChannelId")))
            .originator(ChannelId::new(values.text("originator")))
            .formats(values.text("formats"))
    }
    match values.alternative() {
        "IntoApplication" => requests!(
            values,
            |it| others(it.app(values.text("app")).app_args(values.text("appArgs")), values),
            ari.channels().originate(values.text("endpoint"))
        ),
        _ => requests!(
            values,
            |it| others(it, values)
                .extension(values.text("extension"))
                .context(values.text("context"))
                .priority(values.number("priority").into())
                .label(values.text("label")),
            ari.channels().originate(values.text("endpoint"))
        ),
    }
}

fn create(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .app_args(values.text("appArgs"))
            .channel_id(ChannelId::new(values.text("channelId")))
            .other_channel_id(ChannelId::new(values.text("otherChannelId")))
            .originator(ChannelId::new(values.text("originator")))
            .formats(values.text("formats"))
            .variables(values.pairs("variables")),
        ari.channels().create(values.text("endpoint")).app(values.text("app"))
    )
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().get(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).get()
    )
}

fn originate_with_id(ari: &Ari, values: &Values) -> Requests {
    fn others<Choice>(
        request: OriginateWithId<Choice>,
        values: &Values,
    ) -> OriginateWithId<Choice> {
        request
            .caller_id(values.text("callerId"))
            .timeout(values.seconds("timeout"))
            .variables(values.pairs("variables"))
            .other_channel_id(ChannelId::new(values.text("otherChannelId")))
            .originator(ChannelId::new(values.text("originator")))
            .formats(values.text("formats"))
    }
    let id = ChannelId::new(values.text("channelId"));
    let of_resource = ari.channels().originate_with_id(&id, values.text("endpoint"));
    let of_handle = ari.channel(&id).originate_with_id(values.text("endpoint"));
    match values.alternative() {
        "IntoApplication" => requests!(
            values,
            |it| others(it.app(values.text("app")).app_args(values.text("appArgs")), values),
            of_resource,
            of_handle
        ),
        _ => requests!(
            values,
            |it| others(it, values)
                .extension(values.text("extension"))
                .context(values.text("context"))
                .priority(values.number("priority").into())
                .label(values.text("label")),
            of_resource,
            of_handle
        ),
    }
}

fn hangup(ari: &Ari, values: &Values) -> Requests {
    let of_resource = ari.channels().hangup(ChannelId::new(values.text("channelId")));
    let of_handle = ari.channel(ChannelId::new(values.text("channelId"))).hangup();
    match values.alternative() {
        "ByReason" => requests!(
            values,
            |it| it.reason(HangupReason::from(values.choice("reason").as_str())),
            of_resource,
            of_handle
        ),
        _ => requests!(
            values,
            |it| it.reason_code(values.text("reason_code")),
            of_resource,
            of_handle
        ),
    }
}

fn continue_in_dialplan(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .context(values.text("context"))
            .extension(values.text("extension"))
            .priority(values.number("priority").into())
            .label(values.text("label")),
        ari.channels().continue_in_dialplan(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).continue_in_dialplan()
    )
}

fn move_to(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.app_args(values.text("appArgs")),
        ari.channels().move_to(ChannelId::new(values.text("channelId")), values.text("app")),
        ari.channel(ChannelId::new(values.text("channelId"))).move_to(values.text("app"))
    )
}

fn redirect(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().redirect(ChannelId::new(values.text("channelId")), values.text("endpoint")),
        ari.channel(ChannelId::new(values.text("channelId"))).redirect(values.text("endpoint"))
    )
}

fn answer(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().answer(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).answer()
    )
}

fn ring(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().ring(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).ring()
    )
}

fn ring_stop(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().ring_stop(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).ring_stop()
    )
}

fn progress(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().progress(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).progress()
    )
}

fn send_dtmf(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .dtmf(values.text("dtmf"))
            .before(values.milliseconds("before"))
            .between(values.milliseconds("between"))
            .duration(values.milliseconds("duration"))
            .after(values.milliseconds("after")),
        ari.channels().send_dtmf(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).send_dtmf()
    )
}

fn mute(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.direction(MuteDirection::from(values.choice("direction").as_str())),
        ari.channels().mute(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).mute()
    )
}

fn unmute(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.direction(MuteDirection::from(values.choice("direction").as_str())),
        ari.channels().unmute(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).unmute()
    )
}

fn hold(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().hold(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).hold()
    )
}

fn unhold(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().unhold(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).unhold()
    )
}

fn start_moh(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.moh_class(values.text("mohClass")),
        ari.channels().start_moh(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).start_moh()
    )
}

fn stop_moh(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().stop_moh(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).stop_moh()
    )
}

fn start_silence(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().start_silence(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).start_silence()
    )
}

fn stop_silence(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().stop_silence(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).stop_silence()
    )
}

fn play(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .lang(values.text("lang"))
            .offsetms(values.milliseconds("offsetms"))
            .skipms(values.milliseconds("skipms"))
            .playback_id(PlaybackId::new(values.text("playbackId"))),
        ari.channels().play(ChannelId::new(values.text("channelId")), values.list("media")),
        ari.channel(ChannelId::new(values.text("channelId"))).play(values.list("media"))
    )
}

fn play_with_id(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .lang(values.text("lang"))
            .offsetms(values.milliseconds("offsetms"))
            .skipms(values.milliseconds("skipms")),
        ari.channels().play_with_id(
            ChannelId::new(values.text("channelId")),
            PlaybackId::new(values.text("playbackId")),
            values.list("media")
        ),
        ari.channel(ChannelId::new(values.text("channelId")))
            .play_with_id(PlaybackId::new(values.text("playbackId")), values.list("media"))
    )
}

fn record(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .max_duration_seconds(values.seconds("maxDurationSeconds"))
            .max_silence_seconds(values.seconds("maxSilenceSeconds"))
            .if_exists(RecordIfExists::from(values.choice("ifExists").as_str()))
            .beep(values.flag("beep"))
            .terminate_on(TerminateOn::from(values.choice("terminateOn").as_str())),
        ari.channels().record(
            ChannelId::new(values.text("channelId")),
            RecordingName::new(values.text("name")),
            values.text("format")
        ),
        ari.channel(ChannelId::new(values.text("channelId")))
            .record(RecordingName::new(values.text("name")), values.text("format"))
    )
}

fn get_channel_var(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels()
            .get_channel_var(ChannelId::new(values.text("channelId")), values.text("variable")),
        ari.channel(ChannelId::new(values.text("channelId"))).get_variable(values.text("variable"))
    )
}

fn set_channel_var(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.value(values.text("value")).report_events(values.flag("report_events")),
        ari.channels()
            .set_channel_var(ChannelId::new(values.text("channelId")), values.text("variable")),
        ari.channel(ChannelId::new(values.text("channelId"))).set_variable(values.text("variable"))
    )
}

fn get_channel_vars(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels()
            .get_channel_vars(ChannelId::new(values.text("channelId")), values.list("variables")),
        ari.channel(ChannelId::new(values.text("channelId")))
            .get_variables(values.list("variables"))
    )
}

fn set_channel_vars(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels()
            .set_channel_vars(ChannelId::new(values.text("channelId")), values.pairs("variables")),
        ari.channel(ChannelId::new(values.text("channelId")))
            .set_variables(values.pairs("variables"))
    )
}

fn snoop_channel(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .spy(SnoopDirection::from(values.choice("spy").as_str()))
            .whisper(SnoopDirection::from(values.choice("whisper").as_str()))
            .app_args(values.text("appArgs"))
            .snoop_id(ChannelId::new(values.text("snoopId"))),
        ari.channels()
            .snoop_channel(ChannelId::new(values.text("channelId")))
            .app(values.text("app")),
        ari.channel(ChannelId::new(values.text("channelId"))).snoop().app(values.text("app"))
    )
}

fn snoop_channel_with_id(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .spy(SnoopDirection::from(values.choice("spy").as_str()))
            .whisper(SnoopDirection::from(values.choice("whisper").as_str()))
            .app_args(values.text("appArgs")),
        ari.channels()
            .snoop_channel_with_id(
                ChannelId::new(values.text("channelId")),
                ChannelId::new(values.text("snoopId")),
            )
            .app(values.text("app")),
        ari.channel(ChannelId::new(values.text("channelId")))
            .snoop_with_id(ChannelId::new(values.text("snoopId")))
            .app(values.text("app"))
    )
}

fn dial(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.caller(ChannelId::new(values.text("caller"))).timeout(values.seconds("timeout")),
        ari.channels().dial(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).dial()
    )
}

fn rtp_statistics(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels().rtp_statistics(ChannelId::new(values.text("channelId"))),
        ari.channel(ChannelId::new(values.text("channelId"))).rtp_statistics()
    )
}

fn external_media(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it
            .channel_id(ChannelId::new(values.text("channelId")))
            .variables(values.pairs("variables"))
            .external_host(values.text("external_host"))
            .encapsulation(Encapsulation::from(values.choice("encapsulation").as_str()))
            .transport(MediaTransport::from(values.choice("transport").as_str()))
            .connection_type(ConnectionType::from(values.choice("connection_type").as_str()))
            .direction(MediaDirection::from(values.choice("direction").as_str()))
            .data(values.text("data"))
            .transport_data(values.text("transport_data")),
        ari.channels().external_media(values.text("format")).app(values.text("app"))
    )
}

fn transfer_progress(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.channels()
            .transfer_progress(ChannelId::new(values.text("channelId")), values.text("states")),
        ari.channel(ChannelId::new(values.text("channelId")))
            .transfer_progress(values.text("states"))
    )
}
