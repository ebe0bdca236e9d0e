//! Recordings: their turn, their limits, what is done to them, and their files.

use serde_json::json;

use crate::message::Content;
use crate::operations::tests::Bench;
use crate::pbx::channel::Far;

#[tokio::test(start_paused = true)]
async fn a_recording_ends_by_itself_and_is_stored() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    let address = "/channels/near/record?name=a/b c&format=wav&maxDurationSeconds=2";
    let reply = bench.reply("POST", address, None);
    assert_eq!(reply.location.as_deref(), Some("/recordings/live/a%2Fb%20c"));
    assert_eq!(bench.heard(), ["RecordingStarted a/b c recording"]);
    bench.wait(2_000).await;
    assert_eq!(bench.heard(), ["RecordingFinished a/b c done 2"]);
    assert_eq!(bench.does("GET", "/recordings/live/a%2Fb%20c"), 404);
    let stored = json!([{"name": "a/b c", "format": "wav"}]);
    assert_eq!(bench.model("GET", "/recordings/stored"), (200, stored));
    let file = bench.reply("GET", "/recordings/stored/a%2Fb%20c/file", None);
    let Content::Bytes { content_type, bytes } = file.content else { panic!("no file") };
    assert_eq!((content_type, bytes.len()), ("audio/wav", 44 + 32_000));
    assert_eq!(&bytes[..4], b"RIFF");
    bench.does("POST", "/channels/near/play/again?media=recording:a/b c");
    bench.heard();
    bench.wait(2_000).await;
    assert_eq!(bench.heard(), ["PlaybackFinished again recording:a/b c done"]);
}

#[tokio::test(start_paused = true)]
async fn names_are_taken() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    let record = "/channels/near/record?name=voice&format=wav&maxDurationSeconds=1";
    bench.does("POST", record);
    bench.wait(1_000).await;
    let exists = json!({"message": "Recording 'voice' already exists and can not be overwritten"});
    assert_eq!(bench.model("POST", record), (409, exists.clone()));
    assert_eq!(bench.does("POST", &format!("{record}&ifExists=overwrite")), 201);
    assert_eq!(bench.model("POST", &format!("{record}&ifExists=overwrite")), (409, exists));
    bench.wait(1_000).await;
    bench.heard();
    bench.does("POST", &format!("{record}&ifExists=append"));
    bench.wait(1_000).await;
    assert_eq!(bench.heard()[1], "RecordingFinished voice done 2");
    for (address, status) in [
        ("name=v&format=wav&ifExists=explode", 400),
        ("name=v&format=wav&terminateOn=x", 400),
        ("name=v&format=wav&maxDurationSeconds=-1", 400),
        ("name=v&format=mp3", 422),
        ("name=v", 422),
        ("format=wav", 500),
        ("name=../v&format=wav", 500),
    ] {
        assert_eq!(bench.does("POST", &format!("/channels/near/record?{address}")), status);
    }
    let copy = "/recordings/stored/voice/copy";
    assert_eq!(bench.does("POST", copy), 400);
    let to = format!("{copy}?destinationRecordingName=other");
    assert_eq!(bench.model("POST", &to), (200, json!({"name": "other", "format": "wav"})));
    assert_eq!(bench.does("POST", &to), 409);
    assert_eq!(bench.does("DELETE", "/recordings/stored/other"), 204);
    assert_eq!(bench.does("DELETE", "/recordings/stored/other"), 404);
}

#[tokio::test(start_paused = true)]
async fn controls_depend_on_the_state() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/play/long?media=sound:tt-monkeys");
    bench.does("POST", "/channels/near/record?name=one&format=wav&maxDurationSeconds=3");
    let mut ask =
        |method: &str, what: &str| bench.does(method, &format!("/recordings/live/one{what}"));
    let queued = [("POST", "/pause"), ("DELETE", "/pause"), ("POST", "/mute"), ("DELETE", "/mute")];
    assert_eq!(queued.map(|(method, what)| ask(method, what)), [409; 4]);
    assert_eq!(ask("POST", "/stop"), 204);
    assert_eq!(bench.model("GET", "/recordings/live/one").1["state"], "canceled");
    bench.heard();
    bench.does("DELETE", "/playbacks/long");
    // Its turn comes all the same.
    assert_eq!(
        bench.heard(),
        ["PlaybackFinished long sound:tt-monkeys done", "RecordingStarted one recording"]
    );
    bench.wait(1_000).await;
    assert_eq!(bench.does("POST", "/recordings/live/one/pause"), 204);
    assert_eq!(bench.model("GET", "/recordings/live/one").1["state"], "paused");
    bench.wait(60_000).await;
    assert_eq!(bench.does("DELETE", "/recordings/live/one/pause"), 204);
    bench.wait(2_000).await;
    assert_eq!(bench.heard(), ["RecordingFinished one done 3"]);
    bench.does("POST", "/channels/near/record?name=two&format=wav");
    assert_eq!(bench.does("GET", "/recordings/stored/two"), 200);
    assert_eq!(bench.does("DELETE", "/recordings/live/two"), 204);
    assert_eq!(bench.heard()[1], "RecordingFinished two done 0");
    assert_eq!(bench.does("GET", "/recordings/stored/two"), 404);
}

#[tokio::test(start_paused = true)]
async fn a_digit_ends_a_recording() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/record?name=one&format=wav&terminateOn=#");
    bench.heard();
    bench.pbx.receives_digit("near", '5', 100);
    bench.pbx.receives_digit("near", '#', 100);
    assert_eq!(
        bench.heard(),
        [
            "ChannelDtmfReceived near 5",
            "ChannelDtmfReceived near #",
            "RecordingFinished one done 0",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn silence_ends_a_recording() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.pbx.channel_is_silent("near", false);
    bench.does("POST", "/channels/near/record?name=voice&format=wav&maxSilenceSeconds=2");
    bench.wait(5_000).await;
    bench.pbx.channel_is_silent("near", true);
    bench.wait(1_000).await;
    bench.pbx.channel_is_silent("near", false);
    bench.wait(1_000).await;
    bench.pbx.channel_is_silent("near", true);
    bench.heard();
    bench.wait(2_000).await;
    assert_eq!(bench.heard(), ["RecordingFinished voice done 8 7 1"]);
}

#[tokio::test(start_paused = true)]
async fn a_recording_ends_with_its_channel() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/record?name=one&format=wav");
    bench.does("POST", "/channels/near/record?name=two&format=wav");
    bench.heard();
    bench.does("DELETE", "/channels/near");
    assert_eq!(
        bench.heard()[..5],
        [
            "ChannelHangupRequest near",
            "RecordingFinished one done 0",
            "RecordingStarted two recording",
            "RecordingFinished two done 0",
            "StasisEnd near",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_channel_is_in_a_bridge_or_recorded() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/bridges/room");
    bench.does("POST", "/channels/near/record?name=one&format=wav");
    let busy = json!({"message": "Channel near currently recording"});
    assert_eq!(bench.model("POST", "/bridges/room/addChannel?channel=near"), (409, busy));
    bench.does("POST", "/recordings/live/one/stop");
    bench.does("POST", "/bridges/room/addChannel?channel=near");
    bench.heard();
    assert_eq!(bench.does("POST", "/channels/near/record?name=two&format=wav"), 201);
    assert_eq!(bench.heard(), ["RecordingFailed two failed Cannot record channel while in bridge"]);
    assert_eq!(bench.does("GET", "/recordings/live/two"), 404);
}

#[tokio::test(start_paused = true)]
async fn a_recording_waits_for_audio() {
    let mut bench = Bench::menu(false);
    bench.called("near", Far::Local("near-far".to_owned()));
    bench.called("near-far", Far::Local("near".to_owned()));
    bench.does("POST", "/channels/near/record?name=voice&format=wav&maxDurationSeconds=1");
    bench.wait(60_000).await;
    assert_eq!(bench.model("GET", "/recordings/live/voice").1["state"], "recording");
    bench.heard();
    bench.does("POST", "/recordings/live/voice/stop");
    assert_eq!(bench.heard(), ["RecordingFinished voice done 0"]);
}

/// As 22.10.1 counted: of the silence at the end 200 ms stay in the file, and seconds are cut off each for itself.
#[tokio::test(start_paused = true)]
async fn silence_at_the_end_is_cut_off() {
    for (silence, stopped, told, bytes) in [
        (1, None, "1 1 0", 3_200),
        (3, None, "1 1 0", 3_200),
        (9, Some(3_080), "1 1 0", 49_280),
        (9, Some(2_500), "0 0 0", 40_000),
    ] {
        let mut bench = Bench::menu(false);
        bench.call("near");
        bench.pbx.channel_is_silent("near", true);
        let query = format!("name=voice&format=wav&maxSilenceSeconds={silence}");
        bench.does("POST", &format!("/channels/near/record?{query}"));
        bench.heard();
        match stopped {
            Some(after) => {
                bench.wait(after).await;
                bench.does("POST", "/recordings/live/voice/stop");
            }
            None => bench.wait(silence * 1_000).await,
        }
        assert_eq!(bench.heard(), [format!("RecordingFinished voice done {told}")]);
        let kept = bench.pbx.stored["voice"].duration;
        assert_eq!(kept.as_millis() * 16, bytes);
    }
}
