//! Playbacks: their queue, their lists, what is done to them and how they fail.

use serde_json::json;

use crate::operations::tests::Bench;

#[tokio::test(start_paused = true)]
async fn a_sound_plays_for_as_long_as_it_lasts() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    let reply =
        bench.reply("POST", "/channels/near/play?media=sound:hello-world&playbackId=a b", None);
    assert_eq!(reply.location.as_deref(), Some("/playbacks/a%20b"));
    let crate::message::Content::Json(text) = reply.content else { panic!("no model") };
    assert_eq!(
        text,
        r#"{"id":"a b","media_uri":"sound:hello-world","target_uri":"channel:near","language":"en","state":"queued"}"#
    );
    assert_eq!(bench.heard(), ["PlaybackStarted a b sound:hello-world playing"]);
    bench.wait(1_419).await;
    assert_eq!(bench.model("GET", "/playbacks/a%20b").1["state"], "playing");
    assert_eq!(bench.heard(), [""; 0]);
    bench.wait(1).await;
    assert_eq!(bench.heard(), ["PlaybackFinished a b sound:hello-world done"]);
    assert_eq!(
        bench.model("GET", "/playbacks/a%20b"),
        (404, json!({"message": "Playback not found"}))
    );
}

#[tokio::test(start_paused = true)]
async fn lists_go_on_and_others_wait() {
    let mut bench = Bench::menu(true);
    bench.call("l");
    let (_, model) = bench.model("POST", "/channels/l/play/p1?media=sound:nosuch,digits:12");
    assert_eq!(model["next_media_uri"], "digits:12");
    bench.does("POST", "/channels/l/play/p2?media=sound:hello-world");
    assert_eq!(bench.model("GET", "/playbacks/p2").1["state"], "queued");
    assert_eq!(
        bench.heard(),
        [
            "PlaybackStarted p1 sound:nosuch digits:12 playing",
            "PlaybackContinuing p1 sound:nosuch digits:12 continuing",
            "PlaybackStarted p1 digits:12 playing",
        ]
    );
    bench.wait(1_600).await;
    assert_eq!(
        bench.heard(),
        ["PlaybackFinished p1 digits:12 done", "PlaybackStarted p2 sound:hello-world playing"]
    );
}

#[tokio::test(start_paused = true)]
async fn stopping_a_list_stops_all_of_it() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/play/l1?media=sound:tt-monkeys,sound:hello-world");
    bench.does("POST", "/channels/near/play/never?media=sound:hello-world");
    assert_eq!(bench.does("DELETE", "/playbacks/never"), 204);
    assert_eq!(bench.model("GET", "/playbacks/never").1["state"], "done");
    bench.heard();
    assert_eq!(bench.does("DELETE", "/playbacks/l1"), 204);
    assert_eq!(
        bench.heard(),
        [
            "PlaybackFinished l1 sound:tt-monkeys sound:hello-world done",
            "PlaybackFinished never sound:hello-world done",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn controls_depend_on_the_state() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/play/l2?media=sound:tt-monkeys");
    bench.does("POST", "/channels/near/play/l3?media=sound:tt-monkeys");
    let mut ask = |id: &str, operation: &str| {
        bench.does("POST", &format!("/playbacks/{id}/control?operation={operation}"))
    };
    let all = ["pause", "unpause", "restart", "reverse", "forward"];
    assert_eq!(all.map(|it| ask("l3", it)), [409, 409, 204, 409, 409]);
    assert_eq!(ask("l2", "pause"), 204);
    let paused = ["pause", "restart", "reverse", "forward"];
    assert_eq!(paused.map(|it| ask("l2", it)), [204, 409, 409, 409]);
    assert_eq!(ask("l2", "stop"), 400);
    assert_eq!(bench.model("GET", "/playbacks/l2").1["state"], "paused");
    bench.heard();
    bench.wait(60_000).await;
    assert_eq!(bench.does("POST", "/playbacks/l2/control?operation=unpause"), 204);
    assert_eq!(bench.heard(), ["PlaybackStarted l2 sound:tt-monkeys playing"]);
    bench.wait(10_000).await;
    for operation in ["reverse", "restart", "forward"] {
        let address = format!("/playbacks/l2/control?operation={operation}");
        assert_eq!(bench.does("POST", &address), 204);
    }
    // It began again and three seconds further on.
    bench.wait(12_999).await;
    assert_eq!(bench.heard(), [""; 0]);
    bench.wait(1).await;
    assert_eq!(bench.heard()[0], "PlaybackFinished l2 sound:tt-monkeys done");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_played_fails_or_is_lost() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    let failed = json!({"message": "Failed to queue media for playback"});
    assert_eq!(bench.model("POST", "/channels/near/play"), (500, failed));
    for (media, ends) in [
        ("sound:nosuch", true),
        ("no-scheme", false),
        ("song:of-joy", false),
        ("recording:none", false),
        ("number:many", false),
        ("tone:none;tonezone=xx", true),
    ] {
        assert_eq!(bench.does("POST", &format!("/channels/near/play/a?media={media}")), 201);
        let mut told = vec![format!("PlaybackStarted a {media} playing")];
        if ends {
            told.push(format!("PlaybackFinished a {media} failed"));
        }
        assert_eq!(bench.heard(), told);
        assert_eq!(bench.does("GET", "/playbacks/a"), 404, "{media}");
    }
    bench.does("POST", "/channels/near/play/t?media=tone:ring");
    bench.wait(3_600_000).await;
    assert_eq!(bench.model("GET", "/playbacks/t").1["state"], "playing");
}

#[tokio::test(start_paused = true)]
async fn whoever_hangs_up_hears_nothing_more() {
    let mut bench = Bench::menu(false);
    bench.call("near");
    bench.does("POST", "/channels/near/play/long?media=sound:tt-monkeys");
    bench.does("POST", "/channels/near/play/next?media=sound:tt-monkeys");
    bench.heard();
    bench.does("DELETE", "/channels/near");
    assert_eq!(
        bench.heard(),
        [
            "ChannelHangupRequest near",
            "PlaybackFinished long sound:tt-monkeys failed",
            "PlaybackStarted next sound:tt-monkeys playing",
            "PlaybackFinished next sound:tt-monkeys failed",
            "StasisEnd near",
        ]
    );
    assert_eq!(bench.does("GET", "/playbacks/long"), 404);
}
