//! Bridges: how they come, what is played in them, and their variables.

use serde_json::json;

use crate::operations::tests::Bench;

#[tokio::test(start_paused = true)]
async fn a_bridge_has_a_type() {
    let mut bench = Bench::menu(false);
    let reply = bench.reply("POST", "/bridges/room?type=mixing,dtmf_events&name=One", None);
    let crate::message::Content::Json(text) = reply.content else { panic!("no model") };
    let created = bench.pbx.bridges["room"].created.clone();
    assert_eq!(
        text,
        format!(
            r#"{{"id":"room","technology":"simple_bridge","bridge_type":"mixing","bridge_class":"stasis","creator":"Stasis","name":"One","channels":[],"creationtime":"{created}","video_mode":"talker"}}"#
        )
    );
    for address in ["/bridges/room", "/bridges?bridgeId=room&type=holding"] {
        let taken = json!({"message": "Bridge with id 'room' already exists"});
        assert_eq!(bench.model("POST", address), (409, taken));
    }
    for (kinds, technology, mode) in [
        ("holding", "holding_bridge", "talker"),
        ("mixing,video_sfu", "softmix", "sfu"),
        ("holding,video_sfu", "softmix", "sfu"),
        ("mixing,video_single", "simple_bridge", "single"),
        ("mixing,singing", "simple_bridge", "talker"),
    ] {
        let (_, model) = bench.model("POST", &format!("/bridges?type={kinds}"));
        assert_eq!(
            (&model["technology"], &model["video_mode"]),
            (&json!(technology), &json!(mode))
        );
    }
    for kinds in ["singing", "dtmf_events", "mixing,holding", "video_single"] {
        let message = "Unable to create bridge. Possible duplicate bridge id '(null)'";
        let reply = bench.model("POST", &format!("/bridges?type={kinds}"));
        assert_eq!(reply, (500, json!({"message": message})));
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_hears_what_is_played() {
    let mut bench = Bench::menu(true);
    bench.call("j");
    bench.does("POST", "/bridges/br");
    bench.does("POST", "/bridges/br/addChannel?channel=j");
    bench.heard();
    bench.does("POST", "/bridges/br/play?media=digits:1,digits:2&playbackId=pb");
    let started = "PlaybackStarted pb digits:1 digits:2 playing";
    let announcer = "ChannelVarset j BRIDGEPEER Announcer/ARI-00000000;2";
    assert_eq!(bench.heard(), [announcer, started, started]);
    bench.does("POST", "/bridges/br/moh");
    assert_eq!(bench.does("DELETE", "/bridges/br/moh"), 204);
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset j BRIDGEPEER Announcer/ARI_MOH-00000001;2,Announcer/ARI-00000000;2",
            announcer,
        ]
    );
    assert_eq!(bench.does("DELETE", "/bridges/br/moh"), 409);
    bench.wait(800).await;
    bench.heard();
    bench.does("POST", "/bridges/br/record?name=r1&format=wav");
    let recording = "RecordingStarted r1 recording";
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset j BRIDGEPEER Recorder/ARI-00000002;2,Announcer/ARI-00000000;2",
            recording,
            recording,
        ]
    );
    assert_eq!(bench.model("GET", "/bridges/br").1["channels"], json!(["j"]));
    bench.wait(800).await;
    let finished = "PlaybackFinished pb digits:2 done";
    let recorder = "ChannelVarset j BRIDGEPEER Recorder/ARI-00000002;2";
    assert_eq!(bench.heard(), [finished, finished, recorder]);
    bench.does("POST", "/recordings/live/r1/stop");
    let over = "RecordingFinished r1 done 0";
    assert_eq!(bench.heard(), [over, over]);
    bench.does("DELETE", "/bridges/br");
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset j BRIDGEPEER ",
            "ChannelLeftBridge j br[] simple_bridge",
            "BridgeDestroyed br[] simple_bridge",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn one_speaks_to_those_who_wait() {
    let mut bench = Bench::menu(false);
    bench.call("k");
    bench.does("POST", "/bridges/hb?type=holding");
    bench.does("POST", "/bridges/hb/addChannel?channel=k");
    bench.heard();
    assert_eq!(bench.does("POST", "/bridges/hb/moh"), 204);
    assert_eq!(bench.does("POST", "/bridges/hb/play/q?media=sound:tt-monkeys"), 201);
    assert_eq!(
        bench.heard(),
        [
            "PlaybackStarted q sound:tt-monkeys playing",
            "PlaybackFinished q sound:tt-monkeys failed",
        ]
    );
    assert_eq!(bench.does("DELETE", "/playbacks/q"), 404);
    bench.does("DELETE", "/bridges/hb/moh");
    bench.does("POST", "/bridges/hb/play/h1?media=sound:hello-world");
    assert_eq!(bench.does("POST", "/bridges/hb/moh"), 204);
    assert_eq!(bench.does("DELETE", "/bridges/hb/moh"), 409);
    bench.wait(1_420).await;
    assert_eq!(bench.heard()[1], "PlaybackFinished h1 sound:hello-world done");
}

#[tokio::test(start_paused = true)]
async fn what_is_played_ends_with_the_bridge() {
    let mut bench = Bench::menu(false);
    bench.call("a");
    bench.does("POST", "/bridges/room");
    bench.does("POST", "/bridges/room/addChannel?channel=a");
    bench.does("POST", "/bridges/room/play/one?media=sound:tt-monkeys");
    bench.does("POST", "/bridges/room/play/two?media=sound:tt-monkeys");
    bench.heard();
    bench.does("DELETE", "/bridges/room");
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset a BRIDGEPEER ",
            "ChannelLeftBridge a room[] simple_bridge",
            "PlaybackFinished one sound:tt-monkeys failed",
            "PlaybackStarted two sound:tt-monkeys playing",
            "PlaybackFinished two sound:tt-monkeys failed",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_played_in_a_bridge() {
    let mut bench = Bench::menu(false);
    bench.call("a");
    bench.does("POST", "/bridges/room");
    bench.does("POST", "/bridges/room/addChannel?channel=a");
    bench.heard();
    let failed = json!({"error": "Allocation failed"});
    assert_eq!(bench.model("POST", "/bridges/room/play"), (500, failed.clone()));
    assert_eq!(bench.heard(), ["ChannelVarset a BRIDGEPEER Announcer/ARI-00000000;2"]);
    assert_eq!(bench.model("POST", "/bridges/room/play?media=sound:beep&skipms=-1"), (500, failed));
    assert_eq!(bench.heard(), ["ChannelVarset a BRIDGEPEER Announcer/ARI-00000001;2"]);
    let unknown = json!({"message": "specified announcer_format is unknown on this system"});
    let address = "/bridges/room/play?media=sound:beep&announcer_format=nothing";
    assert_eq!(bench.model("POST", address), (422, unknown));
}

#[tokio::test(start_paused = true)]
async fn bridges_have_variables() {
    let mut bench = Bench::menu(false);
    let body = json!({"variables": {"A": {"value": "1", "report_events": true}, "B": "2"}});
    let (_, model) = bench.model_with("POST", "/bridges/room", Some(body));
    assert_eq!(model["bridgevars"], json!({"A": "1"}));
    let address = "/bridges/room/variable?variable=C&value=3&report_events=true";
    assert_eq!(bench.does("POST", address), 204);
    assert_eq!(bench.does("POST", "/bridges/room/variable?variable=B&value="), 204);
    let missing = json!({"message": "Provided variable was not found"});
    assert_eq!(bench.model("GET", "/bridges/room/variable?variable=B"), (404, missing.clone()));
    let all = bench.model("GET", "/bridges/room/variables?variables=A,C");
    assert_eq!(all, (200, json!({"variables": {"A": "1", "C": "3"}})));
    assert_eq!(bench.model("GET", "/bridges/room/variables?variables=A,Z"), (404, missing));
    assert_eq!(bench.model("GET", "/bridges/room").1["bridgevars"], json!({"A": "1", "C": "3"}));
    let number = Some(json!({"variables": {"E": 5}}));
    assert_eq!(bench.model_with("POST", "/bridges/room/variables", number.clone()).0, 400);
    // What is wrong with the variables is found when the bridge is there.
    assert_eq!(bench.model_with("POST", "/bridges/other", number).0, 400);
    assert_eq!(bench.does("GET", "/bridges/other"), 200);
}
