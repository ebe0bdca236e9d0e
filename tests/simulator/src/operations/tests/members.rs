//! Who is in bridges: names of peers, technologies, subscriptions, digits.

use serde_json::json;

use crate::operations::tests::Bench;
use crate::pbx::channel::{Far, Party, Step, Work};

fn room(bench: &mut Bench, members: &[&str]) {
    bench.does("POST", "/bridges/room?type=mixing");
    for member in members {
        bench.call(member);
        assert_eq!(bench.does("POST", &format!("/bridges/room/addChannel?channel={member}")), 204);
    }
}

#[tokio::test(start_paused = true)]
async fn everybody_learns_who_the_others_are() {
    let mut bench = Bench::menu(false);
    room(&mut bench, &["a", "b"]);
    assert_eq!(
        bench.heard(),
        [
            "ChannelEnteredBridge b room[a b] simple_bridge",
            "ChannelVarset a BRIDGEPEER PJSIP/b-1",
            "ChannelVarset b BRIDGEPEER PJSIP/a-1",
        ]
    );
    bench.call("c");
    bench.does("POST", "/bridges/room/addChannel?channel=c");
    assert_eq!(
        bench.heard(),
        [
            "ChannelEnteredBridge c room[a b c] simple_bridge",
            "ChannelVarset c BRIDGEPEER PJSIP/a-1,PJSIP/b-1",
            "ChannelVarset a BRIDGEPEER PJSIP/c-1,PJSIP/b-1",
            "ChannelVarset b BRIDGEPEER PJSIP/c-1,PJSIP/a-1",
        ]
    );
    bench.call("d");
    bench.does("POST", "/bridges/room/addChannel?channel=d");
    assert_eq!(
        bench.heard(),
        [
            "ChannelEnteredBridge d room[a b c d] softmix",
            "ChannelVarset c BRIDGEPEER PJSIP/a-1,PJSIP/b-1,PJSIP/d-1",
            "ChannelVarset a BRIDGEPEER PJSIP/c-1,PJSIP/b-1,PJSIP/d-1",
            "ChannelVarset b BRIDGEPEER PJSIP/c-1,PJSIP/a-1,PJSIP/d-1",
            "ChannelVarset d BRIDGEPEER PJSIP/c-1,PJSIP/a-1,PJSIP/b-1",
        ]
    );
    bench.does("POST", "/bridges/room/removeChannel?channel=c,d");
    assert_eq!(
        bench.heard()[..5],
        [
            "ChannelVarset c BRIDGEPEER ",
            "ChannelLeftBridge c room[a b d] softmix",
            "ChannelVarset a BRIDGEPEER PJSIP/b-1,PJSIP/d-1",
            "ChannelVarset b BRIDGEPEER PJSIP/a-1,PJSIP/d-1",
            "ChannelVarset d BRIDGEPEER PJSIP/a-1,PJSIP/b-1",
        ]
    );
    assert_eq!(bench.model("GET", "/bridges/room").1["technology"], "simple_bridge");
}

#[tokio::test(start_paused = true)]
async fn one_bridge_is_left_for_another() {
    let mut bench = Bench::menu(false);
    room(&mut bench, &["a", "b"]);
    bench.does("POST", "/bridges/other");
    bench.heard();
    bench.does("POST", "/bridges/other/addChannel?channel=a");
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset a BRIDGEPEER ",
            "ChannelLeftBridge a room[b] simple_bridge",
            "ChannelEnteredBridge a other[a] simple_bridge",
        ]
    );
    // The name of who has left is known all the same.
    bench.does("POST", "/bridges/room/removeChannel?channel=b");
    assert_eq!(
        bench.heard(),
        ["ChannelVarset b BRIDGEPEER ", "ChannelLeftBridge b room[] simple_bridge"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_application_hears_of_a_bridge_while_it_has_somebody_there() {
    let mut bench = Bench::menu(false);
    bench.does("POST", "/bridges/room");
    assert_eq!(bench.heard(), [""; 0]);
    bench.call("a");
    bench.does("POST", "/bridges/room/addChannel?channel=a");
    bench.does("POST", "/bridges/room/removeChannel?channel=a");
    bench.heard();
    bench.does("DELETE", "/bridges/room");
    assert_eq!(bench.heard(), [""; 0]);
    // Whoever has hung up there is not forgotten.
    bench.does("POST", "/bridges/room");
    bench.does("POST", "/bridges/room/addChannel?channel=a");
    bench.heard();
    bench.does("DELETE", "/channels/a");
    assert_eq!(
        bench.heard(),
        ["ChannelHangupRequest a", "ChannelLeftBridge a room[] simple_bridge", "StasisEnd a",]
    );
    bench.does("DELETE", "/bridges/room");
    assert_eq!(bench.heard(), ["BridgeDestroyed room[] simple_bridge"]);
}

#[tokio::test(start_paused = true)]
async fn a_bridge_ends_with_everybody_in_it() {
    let mut bench = Bench::menu(true);
    room(&mut bench, &["a", "b"]);
    bench.heard();
    bench.does("DELETE", "/bridges/room");
    assert_eq!(
        bench.heard(),
        [
            "ChannelVarset a BRIDGEPEER ",
            "ChannelVarset b BRIDGEPEER ",
            "ChannelLeftBridge a room[b] simple_bridge",
            "ChannelLeftBridge b room[] simple_bridge",
            "BridgeDestroyed room[] simple_bridge",
        ]
    );
    assert_eq!(bench.does("GET", "/channels/a"), 200);
}

#[tokio::test(start_paused = true)]
async fn who_may_not_enter() {
    let mut bench = Bench::menu(false);
    room(&mut bench, &["a"]);
    bench.call("outside");
    bench.pbx.end_stay("outside");
    bench.call("b");
    for (what, status, message) in [
        ("nothing/addChannel?channel=a", 404, "Bridge not found"),
        ("room/addChannel", 400, "Missing parameter channel"),
        ("room/addChannel?channel=nobody", 400, "Channel not found"),
        ("room/addChannel?channel=b,nobody", 400, "Channel not found"),
        ("room/addChannel?channel=outside", 422, "Channel not in Stasis application"),
        ("room/removeChannel?channel=b", 422, "Channel not in this bridge"),
        ("room/removeChannel?channel=nobody", 400, "Channel not found"),
        ("room/videoSource/b", 422, "Channel not in this bridge"),
        ("room/videoSource/nobody", 400, "Channel not found"),
    ] {
        let reply = bench.model("POST", &format!("/bridges/{what}"));
        assert_eq!(reply, (status, json!({"message": message})), "{what}");
    }
    assert_eq!(bench.model("GET", "/bridges/room").1["channels"], json!(["a"]));
}

#[tokio::test(start_paused = true)]
async fn one_picture_is_shown() {
    let mut bench = Bench::menu(false);
    room(&mut bench, &["a"]);
    bench.heard();
    assert_eq!(bench.does("POST", "/bridges/room/videoSource/a"), 204);
    assert_eq!(bench.heard(), ["BridgeVideoSourceChanged room[a] simple_bridge"]);
    let (_, model) = bench.model("GET", "/bridges/room");
    assert_eq!((&model["video_mode"], &model["video_source_id"]), (&json!("single"), &json!("a")));
    bench.does("DELETE", "/channels/a");
    assert_eq!(
        bench.heard()[1..3],
        [
            "BridgeVideoSourceChanged room[] simple_bridge a",
            "ChannelLeftBridge a room[] simple_bridge",
        ]
    );
}

/// Both halves of a Local channel, the first of which is in the application.
fn local(bench: &mut Bench, id: &str) {
    let far = format!("{id}-far");
    bench.called(id, Far::Local(far.clone()));
    bench.called(&far, Far::Local(id.to_owned()));
    bench.pbx.end_stay(&far);
    bench.heard();
}

#[tokio::test(start_paused = true)]
async fn digits_go_through_a_bridge() {
    let mut bench = Bench::menu(true);
    bench.does("POST", "/bridges/room");
    for id in ["ann", "bob"] {
        local(&mut bench, id);
        bench.does("POST", &format!("/bridges/room/addChannel?channel={id}"));
    }
    bench.heard();
    bench.pbx.receives_digit("ann", '7', 100);
    assert_eq!(bench.heard(), ["ChannelDtmfReceived ann 7", "ChannelDtmfReceived bob-far 7"]);
    bench.does("POST", "/bridges/room/addChannel?channel=ann&absorbDTMF=true");
    bench.heard();
    bench.pbx.receives_digit("ann", '3', 100);
    assert_eq!(bench.heard(), ["ChannelDtmfReceived ann 3"]);
}

#[tokio::test(start_paused = true)]
async fn a_digit_goes_round_once() {
    let mut bench = Bench::menu(true);
    bench.does("POST", "/bridges/room");
    local(&mut bench, "ann");
    bench.pbx.enter("ann-far", "menu", &[]);
    bench.does("POST", "/bridges/room/addChannel?channel=ann,ann-far");
    bench.heard();
    bench.pbx.receives_digit("ann", '7', 100);
    assert_eq!(bench.heard(), ["ChannelDtmfReceived ann 7", "ChannelDtmfReceived ann 7"]);
}

#[tokio::test(start_paused = true)]
async fn two_learn_who_the_other_is() {
    let mut bench = Bench::menu(true);
    bench.does("POST", "/bridges/room");
    bench.call("caller");
    bench.call("callee");
    let party = Party::parse("Cay <300>");
    let callee = bench.pbx.channels.get_mut("callee").expect("the callee");
    (callee.caller, callee.connected) = (party.clone(), party.clone());
    bench.does("POST", "/bridges/room/addChannel?channel=caller,callee");
    let told = bench.heard();
    let lines = ["ChannelConnectedLine caller", "ChannelConnectedLine callee"];
    assert_eq!(told[told.len() - 2..], lines);
    assert_eq!(bench.pbx.channels["caller"].connected, party);
    assert!(bench.pbx.channels["callee"].connected.is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_dialplan_connects_two() {
    for (ends, other) in [("callee", "caller"), ("caller", "callee")] {
        let mut bench = Bench::menu(true);
        bench.call("caller");
        bench.call("callee");
        for id in ["caller", "callee"] {
            bench.pbx.end_stay(id);
        }
        let caller = bench.pbx.channels.get_mut("caller").expect("the caller");
        caller.work = Work::Step(Step::Dial("callee".to_owned()));
        caller.in_dialplan = true;
        bench.heard();
        bench.pbx.join_two("caller", "callee");
        let id = bench.pbx.bridges.keys().next().expect("a bridge").clone();
        assert_eq!(
            bench.heard(),
            [
                format!("BridgeCreated {id}[] simple_bridge"),
                "ChannelDialplan callee".to_owned(),
                format!("ChannelEnteredBridge callee {id}[callee] simple_bridge"),
                format!("ChannelEnteredBridge caller {id}[callee caller] simple_bridge"),
                "ChannelVarset callee BRIDGEPEER PJSIP/caller-1".to_owned(),
                "ChannelVarset caller BRIDGEPEER PJSIP/callee-1".to_owned(),
            ]
        );
        let refused = json!({"message": "Bridge not in Stasis application"});
        assert_eq!(bench.model("DELETE", &format!("/bridges/{id}")), (409, refused));
        bench.pbx.hung_up(ends, 16);
        let told = bench.heard();
        assert_eq!(
            told[..6],
            [
                format!("ChannelHangupRequest {ends}"),
                format!("ChannelVarset {ends} BRIDGEPEER "),
                format!("ChannelLeftBridge {ends} {id}[{other}] simple_bridge"),
                format!("ChannelVarset {other} BRIDGEPEER "),
                format!("ChannelLeftBridge {other} {id}[] simple_bridge"),
                format!("BridgeDestroyed {id}[] simple_bridge"),
            ]
        );
        let destroyed = told.iter().filter(|it| it.starts_with("ChannelDestroyed")).count();
        assert_eq!((destroyed, bench.pbx.channels.len()), (2, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_announces_to_an_empty_bridge() {
    let mut bench = Bench::menu(true);
    room(&mut bench, &["a"]);
    bench.does("POST", "/bridges/room/play/long?media=sound:hello-world");
    bench.does("POST", "/bridges/room/play/next?media=sound:hello-world");
    bench.heard();
    bench.does("POST", "/bridges/room/removeChannel?channel=a");
    let heard = bench.heard();
    let mut once: Vec<_> = heard.iter().filter(|it| it.starts_with("Playback")).collect();
    once.dedup();
    assert_eq!(
        once,
        [
            "PlaybackFinished long sound:hello-world failed",
            "PlaybackStarted next sound:hello-world playing",
            "PlaybackFinished next sound:hello-world failed",
        ]
    );
    assert_eq!(bench.does("GET", "/playbacks/long"), 404);
    // Who comes first into an empty bridge may announce.
    bench.does("POST", "/bridges/room/play/early?media=sound:hello-world");
    assert_eq!(bench.does("GET", "/playbacks/early"), 200);
    assert_eq!(bench.does("POST", "/bridges/room/moh"), 204);
    bench.does("POST", "/bridges/room/addChannel?channel=a");
    assert_eq!(bench.does("GET", "/playbacks/early"), 200);
    bench.does("POST", "/bridges/room/removeChannel?channel=a");
    assert_eq!(bench.does("DELETE", "/bridges/room/moh"), 409);
}
