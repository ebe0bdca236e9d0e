//! Durations are sent in the unit that Asterisk counts in, and never become less or another thing than was meant.

use std::time::Duration;

use ari_generated::{ChannelId, Error, ErrorKind, Request};

use super::client;

fn parameter(request: Result<Request, Error>, name: &str) -> Option<String> {
    let request = request.expect("a request");
    request.query().find(|(it, _)| *it == name).map(|(_, value)| value.to_owned())
}

#[test]
fn a_part_of_a_second_counts_as_one() {
    let ari = client();
    let dial =
        |it| parameter(ari.channels().dial(ChannelId::new("a")).timeout(it).request(), "timeout");
    assert_eq!(dial(Duration::from_secs(7)).as_deref(), Some("7"));
    assert_eq!(dial(Duration::from_millis(7_001)).as_deref(), Some("8"));
    // Zero would be "for ever".
    assert_eq!(dial(Duration::from_nanos(1)).as_deref(), Some("1"));
}

#[test]
fn for_ever_has_a_number_of_its_own() {
    let ari = client();
    let id = ChannelId::new("a");
    let originate = ari.channels().originate("Local/1").timeout(Duration::MAX).request();
    assert_eq!(parameter(originate, "timeout").as_deref(), Some("-1"));
    let originate = ari.channels().originate_with_id(&id, "Local/1").timeout(Duration::MAX);
    assert_eq!(parameter(originate.request(), "timeout").as_deref(), Some("-1"));
    let dial = ari.channels().dial(&id).timeout(Duration::MAX).request();
    assert_eq!(parameter(dial, "timeout").as_deref(), Some("0"));
    let record = ari
        .channel(&id)
        .record(ari_generated::RecordingName::new("n"), "wav")
        .max_duration_seconds(Duration::MAX)
        .max_silence_seconds(Duration::MAX)
        .request();
    let record = record.expect("a request");
    for name in ["maxDurationSeconds", "maxSilenceSeconds"] {
        let found = record.query().find(|(it, _)| *it == name);
        assert_eq!(found.map(|(_, it)| it), Some("0"), "{name}");
    }
}

#[test]
fn milliseconds_are_whole_and_never_less() {
    let ari = client();
    let id = ChannelId::new("a");
    let dtmf = |it| parameter(ari.channels().send_dtmf(&id).before(it).request(), "before");
    assert_eq!(dtmf(Duration::from_millis(250)).as_deref(), Some("250"));
    assert_eq!(dtmf(Duration::from_secs(3)).as_deref(), Some("3000"));
    assert_eq!(dtmf(Duration::from_micros(1_500)).as_deref(), Some("2"));
    assert_eq!(dtmf(Duration::ZERO).as_deref(), Some("0"));
}

#[test]
fn what_asterisk_cannot_count_is_refused() {
    let ari = client();
    let id = ChannelId::new("a");
    let too_long = Duration::from_secs(1 << 31);
    for request in [
        ari.channels().dial(&id).timeout(too_long).request(),
        ari.channels().originate("Local/1").timeout(too_long).request(),
        ari.channels().send_dtmf(&id).after(Duration::from_millis(1 << 31)).request(),
        ari.channels().play(&id, ["sound:a"]).offsetms(Duration::MAX).request(),
    ] {
        assert_eq!(request.map_err(|it| it.kind()), Err(ErrorKind::InvalidInput));
    }
    let longest = Duration::from_secs((1 << 31) - 1);
    let dial = ari.channels().dial(&id).timeout(longest).request();
    assert_eq!(parameter(dial, "timeout").as_deref(), Some("2147483647"));
}
