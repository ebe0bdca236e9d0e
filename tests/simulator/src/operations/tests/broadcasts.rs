//! Calls that are offered, claimed and lost.

use std::time::Duration;

use serde_json::json;
use tokio::time::advance;

use crate::operations::tests::{Bench, failure};

const LOST: &str = "Channel has already been claimed by another application";
const NOTHING: &str = "Channel not found or not in broadcast state";

/// A call that the dialplan offers like this.
fn offered(data: &str) -> Bench {
    let mut bench = Bench::new();
    bench.connects("agent-1", false);
    bench.connects("agent-2", false);
    bench.connects("queue", false);
    bench.channel("c", "UnicastRTP/x");
    bench.pbx.shows("c", "StasisBroadcast", data);
    assert!(bench.pbx.starts_broadcast("c", data));
    bench
}

fn claim(bench: &mut Bench, application: &str) -> (u16, String) {
    bench.ask(&format!("POST /events/claim?channelId=c&application={application}"))
}

#[tokio::test(start_paused = true)]
async fn one_wins_and_all_who_were_asked_are_told() {
    let mut bench = offered("1500,^agent,x:y z,yes");
    let offer = bench.told("agent-1");
    assert_eq!(offer[0]["type"], "CallBroadcast");
    assert_eq!(offer[0]["caller"], "");
    assert_eq!(offer[0]["called"], "1000");
    assert_eq!(offer[0]["channel"]["dialplan"]["app_name"], "StasisBroadcast");
    assert_eq!(bench.types("agent-2"), ["CallBroadcast"]);
    assert_eq!(claim(&mut bench, "agent-2"), (204, String::new()));
    assert_eq!(claim(&mut bench, "agent-1"), failure(409, LOST));
    assert_eq!(claim(&mut bench, "agent-2"), failure(409, LOST));
    let claimed = bench.told("agent-1");
    assert_eq!(claimed.len(), 1, "{claimed:#?}");
    assert_eq!(
        (&claimed[0]["type"], &claimed[0]["winner_app"]),
        (&json!("CallClaimed"), &json!("agent-2"))
    );
    let won = bench.told("agent-2");
    let types: Vec<_> = won.iter().map(|it| it["type"].clone()).collect();
    assert_eq!(types, ["CallClaimed", "StasisStart"]);
    assert_eq!(won[1]["args"], json!(["x", "y z"]));
    assert!(bench.types("queue").is_empty());
    // The offer is over when the winner is done with the call.
    bench.ask("DELETE /channels/c");
    assert_eq!(claim(&mut bench, "agent-1"), failure(404, NOTHING));
}

#[tokio::test(start_paused = true)]
async fn nobody_is_told_who_won_unless_the_dialplan_says_so() {
    let mut bench = offered("");
    for name in ["agent-1", "agent-2", "queue"] {
        assert_eq!(bench.types(name), ["CallBroadcast"]);
    }
    assert_eq!(claim(&mut bench, "queue").0, 204);
    assert_eq!(bench.types("queue"), ["StasisStart"]);
    assert!(bench.types("agent-1").is_empty());
}

#[tokio::test(start_paused = true)]
async fn an_offer_ends() {
    for (data, lasts) in [("", 500), ("1500,nobody", 1500), ("abc", 500), ("70000", 500), ("0", 0)]
    {
        let mut bench = offered(data);
        bench.pbx.ring();
        let status = |bench: &Bench| bench.pbx.value_of("c", "STASISSTATUS");
        if lasts > 0 {
            advance(Duration::from_millis(lasts - 1)).await;
            bench.pbx.ring();
            assert_eq!(status(&bench).as_deref(), Some(""), "{data}");
            bench.connects("watch", true);
            advance(Duration::from_millis(1)).await;
            bench.pbx.ring();
            let told = bench.told("watch");
            assert_eq!(told[0]["value"], "TIMEOUT", "{data}");
        }
        assert_eq!(claim(&mut bench, "queue"), failure(404, NOTHING));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_can_be_lost_to_an_application_that_is_not_there() {
    let mut bench = offered("1500,,,yes");
    bench.connects("watch", true);
    assert_eq!(claim(&mut bench, "nobody").0, 204);
    let told = bench.told("watch");
    assert_eq!(told[0]["winner_app"], "nobody");
    assert_eq!(
        (&told[1]["variable"], &told[1]["value"]),
        (&json!("STASISSTATUS"), &json!("FAILED"))
    );
    assert_eq!(claim(&mut bench, "queue"), failure(404, NOTHING));
}

#[tokio::test(start_paused = true)]
async fn a_filter_that_cannot_be_read_keeps_nobody_out() {
    let mut bench = offered("1500,bc[");
    assert_eq!(bench.types("queue"), ["CallBroadcast"]);
    // The caller gives up.
    bench.connects("watch", true);
    bench.pbx.finish("c", 16);
    assert_eq!(bench.told("watch")[0]["value"], "TIMEOUT");
}

#[test]
fn a_claim_names_both() {
    let mut bench = Bench::new();
    let channel = failure(400, "channelId parameter is required");
    assert_eq!(bench.ask("POST /events/claim"), channel);
    assert_eq!(bench.ask("POST /events/claim?channelId=&application=x"), channel);
    let application = failure(400, "application parameter is required");
    assert_eq!(bench.ask("POST /events/claim?channelId=c&application="), application);
    assert_eq!(claim(&mut bench, "x"), failure(404, NOTHING));
}
