//! Calls that the application makes in one step.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(
            to_an_application,
            "originate/application",
            "into the application, with arguments, a caller and a variable"
        ),
        scenario!(with_id, "originate/with-id", "the id in the path, everything else in the body"),
        scenario!(to_an_extension, "originate/extension", "to an extension, priority and label"),
        scenario!(is_cancelled, "originate/cancelled", "hung up while it rings"),
        scenario!(nobody_there, "originate/unregistered", "the application is not registered"),
        scenario!(
            bad_requests,
            "originate/bad-requests",
            "missing or wrong parameters, variables that are none"
        ),
        scenario!(ids_taken, "originate/taken-ids", "an id in use, and one that begins another"),
        scenario!(named, "originate/caller", "a caller by function, and in many ways of writing"),
        scenario!(inherited, "originate/inherited", "language and variables at the other end"),
        scenario!(spelled, "originate/technology", "a technology in small and large letters"),
        scenario!(long_ids, "originate/long-ids", "ids as long as they may be, and longer"),
        scenario!(
            two_applications,
            "originate/two-applications",
            "each application hears of its own channel"
        ),
        scenario!(
            listed,
            "originate/list",
            "channels are listed with both ends, and gone afterwards"
        ),
    ]
}

async fn to_an_application(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let query = [
        ("endpoint", "Local/slow@conformance/n"),
        ("app", "out"),
        ("appArgs", "one,two"),
        ("callerId", "Ann <100>"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
    ];
    let variables = json!({ "variables": { "colour": "blue" } });
    stage.call("POST", "channels", &query, Some(variables)).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.get("channels/callee/variable", &[("variable", "colour")]).await?;
    stage.hang_up("callee").await
}

async fn with_id(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let body = json!({
        "endpoint": "Local/slow@conformance/n",
        "app": "out",
        "appArgs": "only",
        "callerId": "200",
        "timeout": 5,
        "otherChannelId": "callee-far",
        "formats": "ulaw",
        "variables": { "size": { "value": "big", "report_events": true } },
    });
    stage.call("POST", "channels/callee", &[], Some(body)).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.hang_up("callee").await
}

async fn to_an_extension(stage: &mut Stage) -> Run {
    stage.open("watcher").await?;
    for (id, how) in [("first", ("priority", "1")), ("second", ("label", "here"))] {
        let other = format!("{id}-far");
        let query = [
            ("endpoint", "Local/slow@conformance/n"),
            ("extension", "after"),
            ("context", "conformance"),
            ("channelId", id),
            ("otherChannelId", &other),
            how,
        ];
        stage.post("channels", &query).await?;
        stage.settle().await;
        let source = format!("channel:{id}");
        stage.post("applications/watcher/subscription", &[("eventSource", &source)]).await?;
        stage.event("ChannelStateChange", id).await?;
        stage.settle().await;
        stage.get(&format!("channels/{id}"), &[]).await?;
        stage.hang_up(id).await?;
    }
    Ok(())
}

async fn is_cancelled(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let query = [
        ("endpoint", "Local/ring@conformance/n"),
        ("app", "out"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
    ];
    stage.post("channels", &query).await?;
    stage.event("ChannelStateChange", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.hang_up("callee").await?;
    stage.settle().await;
    stage.get("channels", &[]).await?;
    Ok(())
}

async fn nobody_there(stage: &mut Stage) -> Run {
    stage.open("watcher").await?;
    let query = [
        ("endpoint", "Local/slow@conformance/n"),
        ("app", "nobody"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
    ];
    stage.post("channels", &query).await?;
    stage.settle().await;
    let source = [("eventSource", "channel:callee")];
    stage.post("applications/watcher/subscription", &source).await?;
    stage.event("ChannelDestroyed", "callee").await?;
    stage.settle().await;
    stage.get("applications/nobody", &[]).await?;
    Ok(())
}

async fn bad_requests(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let endpoint = ("endpoint", "Local/wait@conformance/n");
    let (app, context) = (("app", "out"), ("context", "conformance"));
    stage.post("channels", &[]).await?;
    stage.post("channels", &[app]).await?;
    stage.post("channels", &[endpoint]).await?;
    stage.post("channels", &[("endpoint", ""), app]).await?;
    stage.post("channels", &[("endpoint", "wait@conformance"), app]).await?;
    stage.post("channels", &[endpoint, ("extension", "wait"), context, ("label", "no")]).await?;
    stage.post("channels", &[endpoint, app, ("timeout", "soon"), ("channelId", "text")]).await?;
    stage.event("StasisStart", "text").await?;
    stage.settle().await;
    stage.hang_up("text").await?;
    let query = [endpoint, app, ("formats", "ulaw"), ("originator", "text")];
    stage.post("channels", &query).await?;
    stage.post("channels", &[endpoint, app, ("formats", "nothing")]).await?;
    stage.post("channels", &[endpoint, app, ("originator", "nobody")]).await?;
    for variables in [json!({ "n": 1 }), json!("text"), json!(["a"]), json!({ "n": { "v": 1 } })] {
        let body = json!({ "variables": variables });
        stage.call("POST", "channels", &[endpoint, app], Some(body)).await?;
    }
    let json = "application/json";
    for text in ["{", "[1]", "\"text\"", ""] {
        let body = Some((json, text.to_owned()));
        stage.call_text("POST", "channels", &[], body).await?;
    }
    Ok(())
}

async fn ids_taken(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let endpoint = ("endpoint", "Local/wait@conformance/n");
    let app = ("app", "out");
    super::leg(stage, "out", "callee").await?;
    stage.post("channels", &[endpoint, app, ("channelId", "callee")]).await?;
    stage.post("channels", &[endpoint, app, ("channelId", "call")]).await?;
    stage.post("channels", &[endpoint, app, ("channelId", "CALLEE")]).await?;
    let same = [endpoint, app, ("channelId", "twin"), ("otherChannelId", "twin")];
    stage.post("channels", &same).await?;
    stage.post("channels/create", &[endpoint, app, ("channelId", "callee")]).await?;
    stage.get("channels/call", &[]).await?;
    stage.hang_up("callee").await?;
    stage.settle().await;
    // The same again.
    super::leg(stage, "out", "callee").await?;
    stage.hang_up("callee").await
}

/// Opens an application that hears of every channel.
async fn hears_all(stage: &mut Stage) -> Run {
    stage.open_as("out", &[("app", "out"), ("subscribeAll", "true")]).await?;
    let devices = [("eventSource", "deviceState:")];
    stage.delete("applications/out/subscription", &devices).await?;
    Ok(())
}

async fn named(stage: &mut Stage) -> Run {
    hears_all(stage).await?;
    let both = json!({ "variables": { "CALLERID(name)": "Eve", "CALLERID(num)": "55" } });
    let number = json!({ "variables": { "CALLERID(num)": "55" } });
    let all = json!({ "variables": { "CALLERID(all)": "Zed <7>" } });
    let ways = [
        ("Ann <100>", Some(both)),
        ("Ann <100>", Some(number)),
        ("", Some(all)),
        ("<12-34>", None),
        ("12-34", None),
        ("12 34", None),
        ("*12#", None),
        ("Ann <+1-2>", None),
        ("\"Ann B\" <(12) 3.4>", None),
        ("Ann <one>", None),
        ("Ann <12", None),
        ("Ann B", None),
    ];
    for (caller, variables) in ways {
        let query = [
            ("endpoint", "Local/wait@conformance/n"),
            ("app", "out"),
            ("callerId", caller),
            ("channelId", "callee"),
            ("otherChannelId", "callee-far"),
        ];
        stage.call("POST", "channels", &query, variables).await?;
        stage.event("StasisStart", "callee").await?;
        stage.settle().await;
        stage.get("channels/callee-far", &[]).await?;
        stage.hang_up("callee").await?;
        stage.settle().await;
    }
    Ok(())
}

async fn inherited(stage: &mut Stage) -> Run {
    hears_all(stage).await?;
    let query = [
        ("endpoint", "Local/wait@conformance/n"),
        ("app", "out"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
    ];
    let variables = json!({ "CHANNEL(language)": "de", "__a": "1", "_b": "2", "c": "3" });
    stage.call("POST", "channels", &query, Some(json!({ "variables": variables }))).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.get("channels/callee-far", &[]).await?;
    for name in ["a", "b", "c"] {
        stage.get("channels/callee-far/variable", &[("variable", name)]).await?;
    }
    stage.hang_up("callee").await
}

async fn spelled(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    for (path, endpoint) in
        [("channels", "local/wait@conformance/n"), ("channels/create", "LOCAL/wait@conformance/n")]
    {
        let query = [
            ("endpoint", endpoint),
            ("app", "out"),
            ("channelId", "callee"),
            ("otherChannelId", "callee-far"),
        ];
        stage.post(path, &query).await?;
        stage.event("StasisStart", "callee").await?;
        stage.settle().await;
        stage.hang_up("callee").await?;
        stage.settle().await;
    }
    Ok(())
}

async fn long_ids(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let (longest, longer) = ("a".repeat(149), "b".repeat(150));
    let (endpoint, app) = (("endpoint", "Local/wait@conformance/n"), ("app", "out"));
    let far = ("otherChannelId", "callee-far");
    stage.post("channels", &[endpoint, app, ("channelId", &longest), far]).await?;
    stage.event("StasisStart", &longest).await?;
    stage.settle().await;
    stage.hang_up(&longest).await?;
    stage.settle().await;
    stage.post("channels", &[endpoint, app, ("channelId", &longer)]).await?;
    stage.post("channels", &[app, ("channelId", &longer)]).await?;
    stage.post("channels", &[endpoint, app, ("otherChannelId", &longer)]).await?;
    stage.post(&format!("channels/{longer}"), &[endpoint, app]).await?;
    let body = json!({ "variables": { "n": 1 } });
    let query = [endpoint, app, ("channelId", longer.as_str())];
    stage.call("POST", "channels", &query, Some(body)).await?;
    stage.post("channels/create", &[endpoint, app, ("channelId", &longer), far]).await?;
    stage.event("StasisStart", &longer).await?;
    stage.settle().await;
    stage.hang_up(&longer).await?;
    let media = [app, ("external_host", "127.0.0.1:9"), ("format", "ulaw")];
    let query = [media.as_slice(), &[("channelId", longer.as_str())]].concat();
    stage.post("channels/externalMedia", &query).await?;
    Ok(())
}

async fn two_applications(stage: &mut Stage) -> Run {
    stage.open("left").await?;
    stage.open("right").await?;
    super::leg(stage, "left", "one").await?;
    super::leg(stage, "right", "two").await?;
    stage.get("applications", &[]).await?;
    stage.hang_up("one").await?;
    stage.hang_up("two").await
}

async fn listed(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    stage.get("channels", &[]).await?;
    super::leg(stage, "out", "one").await?;
    super::leg(stage, "out", "two").await?;
    stage.get("channels", &[]).await?;
    stage.get("channels/one-far", &[]).await?;
    stage.hang_up("one").await?;
    stage.hang_up("two").await?;
    stage.settle().await;
    stage.get("channels", &[]).await?;
    Ok(())
}
