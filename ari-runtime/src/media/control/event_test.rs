//! Reads what a real Asterisk 22.10.1 sent, and what none should.

use std::time::Duration;

use super::{Event, MediaStart, Status};
use crate::media::format::Format;

const PLAIN: [&str; 15] = [
    "MEDIA_START connection_id:41d5d57a-6cef-40b5-a7d1-0df56c2ec264 channel:WebSocket/INCOMING/0x7f98f80073a0 channel_id:wsm1 format:ulaw optimal_frame_size:160 ptime:20",
    "STATUS channel_id:wsm1 queue_length:0 xon_level:800 xoff_level:900 queue_full:false bulk_media:false media_paused:false",
    "MEDIA_MARK_PROCESSED m1",
    "QUEUE_DRAINED",
    "STATUS channel_id:wsm1 queue_length:32 xon_level:800 xoff_level:900 queue_full:false bulk_media:false media_paused:false",
    "MEDIA_BUFFERING_COMPLETED id7",
    "MEDIA_XOFF",
    "STATUS channel_id:wsm1 queue_length:1125 xon_level:800 xoff_level:900 queue_full:true bulk_media:true media_paused:true",
    "STATUS channel_id:wsm1 queue_length:0 xon_level:800 xoff_level:900 queue_full:true bulk_media:false media_paused:true",
    "MEDIA_XON",
    "ERROR channel_id:wsm1 error_text:SET_MEDIA_DIRECTION only supports JSON format.\n",
    "DTMF_END digit:5 channel_id:wsm1",
    "DTMF_END digit:# channel_id:wsm1",
    // The form of the first releases, as their documentation has it.
    "MEDIA_START connection_id:c1 channel:WebSocket/c1 format:slin16 optimal_frame_size:640",
    "STATUS queue_length:43 xon_level:800 xoff_level:900 queue_full:false bulk_media:true media_paused:false",
];

const JSON: [&str; 14] = [
    r#"{"event":"MEDIA_START","connection_id":"d0a42a31-f4d5-457e-9c92-be5f01f23127","channel":"WebSocket/INCOMING/0x7f98f801eda0","channel_id":"wsm2","format":"slin16","optimal_frame_size":640,"ptime":20,"channel_variables":{"MYV":"w","CORPUS_VAR":"q","MEDIA_WEBSOCKET_CONNECTION_ID":"d0a42a31-f4d5-457e-9c92-be5f01f23127","MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE":"640"}}"#,
    r#"{"event":"STATUS","channel_id":"wsm2","queue_length":0,"xon_level":800,"xoff_level":900,"queue_full":false,"bulk_media":false,"media_paused":false}"#,
    r#"{"event":"MEDIA_MARK_PROCESSED","channel_id":"wsm2","correlation_id":"c1"}"#,
    r#"{"event":"MEDIA_MARK_PROCESSED","channel_id":"wsm2","correlation_id":""}"#,
    r#"{"event":"MEDIA_BUFFERING_COMPLETED","channel_id":"wsm2","correlation_id":"c2"}"#,
    r#"{"event":"QUEUE_DRAINED","channel_id":"wsm2"}"#,
    r#"{"event":"STATUS","channel_id":"wsm2","queue_length":0,"xon_level":800,"xoff_level":900,"queue_full":false,"bulk_media":false,"media_paused":true}"#,
    r#"{"event":"ERROR","channel_id":"wsm2","error_text":"MARK_MEDIA not supported while media direction is 'in'"}"#,
    r#"{"event":"ERROR","channel_id":"wsm2","error_text":"'zz' is not a valid direction for SET_MEDIA_DIRECTION.\n"}"#,
    r#"{"event":"ERROR","channel_id":"wsm2","error_text":"SET_MEDIA_DIRECTION requires a 'direction' parameter.\n"}"#,
    r#"{"event":"ERROR","channel_id":"wsm2","error_text":"Unable to parse JSON command"}"#,
    r#"{"event":"DTMF_END","channel_id":"wsm2","digit":"7"}"#,
    r#"{"event":"MEDIA_START","connection_id":"2d8ab987-f9d5-462b-bff8-2ed5ab6abf6a","channel":"WebSocket/INCOMING/0x7f98f80214f0","channel_id":"cod-g729","format":"g729","optimal_frame_size":0,"ptime":20,"channel_variables":{"MEDIA_WEBSOCKET_CONNECTION_ID":"2d8ab987-f9d5-462b-bff8-2ed5ab6abf6a","MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE":"0"}}"#,
    r#"{"event":"MEDIA_START","connection_id":"65221159-5f4d-4175-a845-606e4bb2b39d","channel":"WebSocket/INCOMING/0x7f98f8021a90","channel_id":"cod-g723","format":"g723","optimal_frame_size":20,"ptime":30,"channel_variables":{"MEDIA_WEBSOCKET_CONNECTION_ID":"65221159-5f4d-4175-a845-606e4bb2b39d","MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE":"20"}}"#,
];

fn start(text: &str) -> MediaStart {
    match Event::read(text) {
        Event::MediaStart(start) => start,
        other => panic!("no start: {other:?}"),
    }
}

fn status(text: &str) -> Status {
    match Event::read(text) {
        Event::Status(status) => status,
        other => panic!("no status: {other:?}"),
    }
}

fn error(text: &str) -> Event {
    Event::Error { text: text.to_owned() }
}

fn mark(id: &str) -> Event {
    Event::MarkProcessed { id: id.to_owned() }
}

#[test]
fn a_start_tells_what_the_audio_is_like() {
    let plain = start(PLAIN[0]);
    assert_eq!(plain.connection_id.as_deref(), Some("41d5d57a-6cef-40b5-a7d1-0df56c2ec264"));
    assert_eq!(plain.channel.as_deref(), Some("WebSocket/INCOMING/0x7f98f80073a0"));
    assert_eq!(plain.channel_id.as_deref(), Some("wsm1"));
    assert_eq!((plain.format, plain.optimal_frame_size), (Format::ULAW, 160));
    assert_eq!(plain.ptime, Some(Duration::from_millis(20)));
    assert!(plain.channel_variables.is_empty());

    let json = start(JSON[0]);
    assert_eq!(json.channel_id.as_deref(), Some("wsm2"));
    assert_eq!((json.format, json.optimal_frame_size), (Format::SLIN16, 640));
    let names: Vec<&str> = json.channel_variables.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "CORPUS_VAR",
            "MEDIA_WEBSOCKET_CONNECTION_ID",
            "MEDIA_WEBSOCKET_OPTIMAL_FRAME_SIZE",
            "MYV"
        ]
    );
    assert_eq!(json.channel_variables.get("MYV").map(String::as_str), Some("w"));

    assert_eq!(start(JSON[12]).optimal_frame_size, 0);
    assert_eq!(start(JSON[13]).ptime, Some(Duration::from_millis(30)));

    let early = start(PLAIN[13]);
    assert_eq!((early.channel_id, early.ptime), (None, None));
    assert_eq!(early.optimal_frame_size, 640);
}

#[test]
fn a_status_tells_of_the_queue() {
    let plain = status(PLAIN[7]);
    assert_eq!((plain.queue_length, plain.xon_level, plain.xoff_level), (1_125, 800, 900));
    assert!(plain.queue_full && plain.bulk_media && plain.media_paused);
    let json = status(JSON[6]);
    assert_eq!(json.channel_id.as_deref(), Some("wsm2"));
    assert!(!json.queue_full && !json.bulk_media && json.media_paused);
    assert_eq!(status(PLAIN[14]).channel_id, None);
}

#[test]
fn the_others_are_read_in_both_notations() {
    for (text, expected) in [
        (PLAIN[2], mark("m1")),
        ("MEDIA_MARK_PROCESSED", mark("")),
        ("MEDIA_MARK_PROCESSED two words", mark("two words")),
        (PLAIN[3], Event::QueueDrained),
        (PLAIN[5], Event::BufferingCompleted { id: "id7".to_owned() }),
        (PLAIN[6], Event::Xoff),
        (PLAIN[9], Event::Xon),
        (PLAIN[10], error("SET_MEDIA_DIRECTION only supports JSON format.")),
        (PLAIN[11], Event::DtmfEnd { digit: '5' }),
        (PLAIN[12], Event::DtmfEnd { digit: '#' }),
        ("DTMF_END digit:9", Event::DtmfEnd { digit: '9' }),
        (JSON[2], mark("c1")),
        (JSON[3], mark("")),
        (JSON[4], Event::BufferingCompleted { id: "c2".to_owned() }),
        (JSON[5], Event::QueueDrained),
        (r#"{"event":"MEDIA_XOFF","channel_id":"w"}"#, Event::Xoff),
        (r#" {"channel_id":"w","event":"MEDIA_XON"}"#, Event::Xon),
        (JSON[7], error("MARK_MEDIA not supported while media direction is 'in'")),
        (JSON[8], error("'zz' is not a valid direction for SET_MEDIA_DIRECTION.")),
        (JSON[10], error("Unable to parse JSON command")),
        (JSON[11], Event::DtmfEnd { digit: '7' }),
    ] {
        assert_eq!(Event::read(text), expected, "{text}");
    }
}

#[test]
fn nothing_that_was_recorded_is_unknown() {
    for text in PLAIN.iter().chain(&JSON) {
        assert!(!matches!(Event::read(text), Event::Unknown { .. }), "{text}");
    }
}

#[test]
fn odd_names_of_channels_are_read_whole() {
    let odd = start(
        "MEDIA_START connection_id:my client channel:WebSocket/my client/0x7f:é;1 channel_id:a:b  c format:slin \
         optimal_frame_size:320 ptime:20 new_field:x y",
    );
    assert_eq!(odd.connection_id.as_deref(), Some("my client"));
    assert_eq!(odd.channel.as_deref(), Some("WebSocket/my client/0x7f:é;1"));
    assert_eq!(odd.format, Format::SLIN);
    assert_eq!(odd.ptime, Some(Duration::from_millis(20)));
    // Only a word that looks like a key ends a value.
    assert_eq!(odd.channel_id.as_deref(), Some("a:b  c"));
}

#[test]
fn an_error_keeps_what_looks_like_a_field() {
    let text = "ERROR channel_id:a error_text:bad field: digit:5  x";
    assert_eq!(Event::read(text), error("bad field: digit:5  x"));
    assert_eq!(Event::read("ERROR something else"), error("something else"));
}

#[test]
fn new_fields_do_no_harm() {
    let text = r#"{"event":"DTMF_END","digit":"1","duration":{"ms":[90]},"event_time":null}"#;
    assert_eq!(Event::read(text), Event::DtmfEnd { digit: '1' });
    let text = r#"{"event":"MEDIA_START","format":"ulaw","optimal_frame_size":160,"channel_variables":{"A":1,"B":null}}"#;
    let lenient = start(text);
    assert_eq!((lenient.connection_id, lenient.ptime), (None, None));
    assert_eq!(lenient.channel_variables.get("A").map(String::as_str), Some("1"));
    assert!(!lenient.channel_variables.contains_key("B"));
}

#[test]
fn what_cannot_be_read_comes_back_as_it_is() {
    for text in [
        "",
        " ",
        "\n",
        "HELLO",
        "media_xon",
        "MEDIA_XONX",
        "ERROR",
        "DTMF_END digit:55",
        "DTMF_END digit:",
        "DTMF_END channel_id:a",
        "MEDIA_START",
        "MEDIA_START format:ulaw",
        "MEDIA_START format:ulaw optimal_frame_size:-1",
        "MEDIA_START format:ulaw optimal_frame_size:99999999999999999999999",
        "STATUS queue_length:0 xon_level:800 xoff_level:900 queue_full:no bulk_media:false media_paused:false",
        "{",
        "{}",
        "[]",
        r#"{"event":5}"#,
        r#"{"event":"MEDIA_XON"} {"event":"MEDIA_XON"}"#,
        r#"{"event":"ERROR"}"#,
        r#"{"event":"DTMF_END","digit":""}"#,
        r#"{"event":"MEDIA_START","format":"ulaw","optimal_frame_size":1.5}"#,
        r#"{"EVENT":"MEDIA_XON"}"#,
    ] {
        assert_eq!(Event::read(text), Event::Unknown { text: text.to_owned() }, "{text}");
    }
    let deep = format!(r#"{{"event":{}"#, "[".repeat(100_000));
    assert_eq!(Event::read(&deep), Event::Unknown { text: deep.clone() });
}

#[test]
fn a_frame_that_ends_or_begins_anywhere_does_no_harm() {
    for text in PLAIN.iter().chain(&JSON) {
        for (place, _) in text.char_indices() {
            let (before, after) = text.split_at(place);
            for part in [before, after] {
                if let Event::Unknown { text } = Event::read(part) {
                    assert_eq!(text, part);
                }
            }
            if text.starts_with('{') {
                assert!(matches!(Event::read(before), Event::Unknown { .. }), "{before}");
            }
        }
    }
}
