//! A call of every operation of `recordings`.

use ari_generated::{Ari, RecordingName};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("recordings.listStored", list_stored),
    ("recordings.getStored", get_stored),
    ("recordings.deleteStored", delete_stored),
    ("recordings.getStoredFile", get_stored_file),
    ("recordings.copyStored", copy_stored),
    ("recordings.getLive", get_live),
    ("recordings.cancel", cancel),
    ("recordings.stop", stop),
    ("recordings.pause", pause),
    ("recordings.unpause", unpause),
    ("recordings.mute", mute),
    ("recordings.unmute", unmute),
];

fn list_stored(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.recordings().list_stored())
}

fn get_stored(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().get_stored(RecordingName::new(values.text("recordingName"))),
        ari.stored_recording(RecordingName::new(values.text("recordingName"))).get()
    )
}

fn delete_stored(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().delete_stored(RecordingName::new(values.text("recordingName"))),
        ari.stored_recording(RecordingName::new(values.text("recordingName"))).delete()
    )
}

fn get_stored_file(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().get_stored_file(RecordingName::new(values.text("recordingName"))),
        ari.stored_recording(RecordingName::new(values.text("recordingName"))).file()
    )
}

fn copy_stored(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().copy_stored(
            RecordingName::new(values.text("recordingName")),
            RecordingName::new(values.text("destinationRecordingName"))
        ),
        ari.stored_recording(RecordingName::new(values.text("recordingName")))
            .copy(RecordingName::new(values.text("destinationRecordingName")))
    )
}

fn get_live(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().get_live(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).get()
    )
}

fn cancel(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().cancel(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).cancel()
    )
}

fn stop(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().stop(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).stop()
    )
}

fn pause(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().pause(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).pause()
    )
}

fn unpause(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().unpause(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).unpause()
    )
}

fn mute(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().mute(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).mute()
    )
}

fn unmute(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.recordings().unmute(RecordingName::new(values.text("recordingName"))),
        ari.live_recording(RecordingName::new(values.text("recordingName"))).unmute()
    )
}
