//! A call of every operation of `playbacks`.

use ari_generated::enums::PlaybackOperation;
use ari_generated::{Ari, PlaybackId};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] =
    &[("playbacks.get", get), ("playbacks.stop", stop), ("playbacks.control", control)];

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.playbacks().get(PlaybackId::new(values.text("playbackId"))),
        ari.playback(PlaybackId::new(values.text("playbackId"))).get()
    )
}

fn stop(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.playbacks().stop(PlaybackId::new(values.text("playbackId"))),
        ari.playback(PlaybackId::new(values.text("playbackId"))).stop()
    )
}

fn control(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.playbacks().control(
            PlaybackId::new(values.text("playbackId")),
            PlaybackOperation::from(values.choice("operation").as_str())
        ),
        ari.playback(PlaybackId::new(values.text("playbackId")))
            .control(PlaybackOperation::from(values.choice("operation").as_str()))
    )
}
