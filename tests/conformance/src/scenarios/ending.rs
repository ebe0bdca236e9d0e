//! Hanging up, and other ways for a channel to leave the application.

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, leg};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(reasons, "hangup/reasons", "each reason, and the cause it becomes"),
        scenario!(codes, "hangup/codes", "causes by number, and what is refused"),
        scenario!(far_end, "hangup/far-end", "the other side hangs up with a cause"),
        scenario!(reject, "hangup/reject", "a ringing call is turned down"),
        scenario!(afterwards, "hangup/afterwards", "what the extension h does when a call is over"),
        scenario!(goes_on, "hangup/goes-on", "the dial plan after a Dial, with and without g"),
        scenario!(onward, "continue/extension", "back to the dial plan, somewhere else"),
        scenario!(label, "continue/label", "to a label, and to one that does not exist"),
        scenario!(next, "continue/next", "without saying where"),
        scenario!(nowhere, "continue/nowhere", "an originated channel, and a wrong extension"),
        scenario!(moved, "move/application", "to another application and back"),
        scenario!(moved_nowhere, "move/unregistered", "to an application that is not there"),
        scenario!(elsewhere, "redirect/local", "what can be redirected"),
        scenario!(transfer, "transfer-progress/states", "what a transfer's progress may be"),
    ]
}

/// A call out of a context with an extension h, and everything that is told of both its ends.
async fn call_afterwards(stage: &mut Stage, address: &str) -> Run {
    let endpoint = format!("Local/{address}/n");
    let query = [
        ("endpoint", endpoint.as_str()),
        ("app", "out"),
        ("channelId", "near"),
        ("otherChannelId", "near-far"),
    ];
    stage.post("channels", &query).await?;
    stage.settle().await;
    let source = ("eventSource", "channel:near,channel:near-far");
    stage.post("applications/out/subscription", &[source]).await?;
    Ok(())
}

/// A half of a Local channel whose other half hangs up may end before it has learned why: the cause was that of the other
/// half in some of eight runs, and 0 in the others.
fn cause_is_a_race(stage: &Stage, id: &str) {
    stage.either("ChannelDestroyed", id, "cause");
    stage.either("ChannelDestroyed", id, "cause_txt");
}

async fn afterwards(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    cause_is_a_race(stage, "near");
    for address in ["stays@afterwards", "leaves@afterwards", "stays@afterwards-otherwise"] {
        call_afterwards(stage, address).await?;
        if address.starts_with("stays") {
            stage
                .event_where("ChannelDialplan", "near-far", |it| it["dialplan_app"] == "Wait")
                .await?;
            stage.delete("channels/near", &[("reason", "busy")]).await?;
        }
        stage.event("ChannelDestroyed", "near-far").await?;
        stage.event("ChannelDestroyed", "near").await?;
        stage.settle().await;
    }
    // A call that comes in, and is turned down.
    stage.open("menu").await?;
    super::phone_dials_at(stage, "menu@afterwards", "call", "wait").await?;
    stage.event("StasisStart", "call").await?;
    stage.post("applications/menu/subscription", &[("eventSource", "channel:call")]).await?;
    stage.settle().await;
    stage.delete("channels/call", &[("reason", "busy")]).await?;
    stage.event("ChannelDestroyed", "call").await?;
    Ok(())
}

async fn goes_on(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    for extension in ["goes-on", "ends-too", "is-busy"] {
        call_afterwards(stage, &format!("{extension}@afterwards")).await?;
        stage.event("ChannelDestroyed", "near-far").await?;
        stage.event("ChannelDestroyed", "near").await?;
        stage.settle().await;
    }
    Ok(())
}

async fn reasons(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let reasons = [
        "normal",
        "busy",
        "congestion",
        "no_answer",
        "timeout",
        "rejected",
        "unallocated",
        "normal_unspecified",
        "number_incomplete",
        "codec_mismatch",
        "interworking",
        "failure",
        "answered_elsewhere",
    ];
    for reason in reasons {
        leg(stage, "out", reason).await?;
        stage.delete(&format!("channels/{reason}"), &[("reason", reason)]).await?;
        stage.event("ChannelDestroyed", reason).await?;
    }
    Ok(())
}

async fn codes(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    leg(stage, "out", "callee").await?;
    stage.delete("channels/callee", &[("reason", "bored")]).await?;
    stage.delete("channels/callee", &[("reason", "busy"), ("reason_code", "17")]).await?;
    stage.delete("channels/callee", &[("reason_code", "seventeen")]).await?;
    stage.delete("channels/nobody", &[]).await?;
    stage.delete("channels/callee", &[("reason_code", "42")]).await?;
    stage.event("ChannelDestroyed", "callee").await?;
    leg(stage, "out", "another").await?;
    stage.delete("channels/another", &[("reason_code", "999")]).await?;
    stage.settle().await;
    stage.delete("channels/another", &[]).await?;
    stage.event("ChannelDestroyed", "another").await?;
    Ok(())
}

async fn far_end(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    cause_is_a_race(stage, "callee");
    super::leg_to(stage, "out", "callee", "leaves-27").await?;
    stage.event("ChannelDestroyed", "callee").await?;
    leg(stage, "out", "other").await?;
    stage.delete("channels/other-far", &[]).await?;
    stage.event("ChannelDestroyed", "other").await?;
    Ok(())
}

async fn reject(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    super::caller(stage, "app-menu", "caller", "wait").await?;
    for source in ["channel:caller", "channel:phone-of-caller"] {
        stage.post("applications/menu/subscription", &[("eventSource", source)]).await?;
    }
    stage.delete("channels/caller", &[("reason", "busy")]).await?;
    stage.event("ChannelDestroyed", "caller").await?;
    stage.event("ChannelDestroyed", "phone-of-caller").await?;
    Ok(())
}

async fn onward(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    let query = [("context", "conformance"), ("extension", "after"), ("priority", "1")];
    stage.post("channels/caller/continue", &query).await?;
    stage.event("StasisEnd", "caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.post("channels/caller/play", &[("media", "sound:beep")]).await?;
    stage.post("channels/caller/continue", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.hang_up("caller").await
}

async fn label(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    let (context, extension) = (("context", "conformance"), ("extension", "after"));
    stage.post("channels/caller/continue", &[context, extension, ("label", "nowhere")]).await?;
    stage.post("channels/caller/continue", &[context, extension, ("label", "here")]).await?;
    stage.event("StasisEnd", "caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.hang_up("caller").await
}

async fn next(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/caller/continue", &[]).await?;
    stage.event("ChannelDestroyed", "caller").await?;
    stage.post("channels/caller/continue", &[]).await?;
    Ok(())
}

async fn nowhere(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "callee").await?;
    // It goes where its other side was called.
    stage.post("channels/callee/continue", &[]).await?;
    stage.event("StasisEnd", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.hang_up("callee").await?;
    leg(stage, "menu", "other").await?;
    let query = [("context", "conformance"), ("extension", "nothing-there")];
    stage.post("channels/other/continue", &query).await?;
    stage.event("ChannelDestroyed", "other").await?;
    Ok(())
}

async fn moved(stage: &mut Stage) -> Run {
    stage.open("first").await?;
    stage.open("second").await?;
    answered(stage, "first", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/caller/move", &[("app", "second"), ("appArgs", "a,b")]).await?;
    stage.event("StasisStart", "caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.get("applications", &[]).await?;
    stage.post("channels/caller/move", &[("app", "first")]).await?;
    stage.event("StasisStart", "caller").await?;
    stage.settle().await;
    stage.hang_up("caller").await
}

async fn moved_nowhere(stage: &mut Stage) -> Run {
    stage.open("first").await?;
    answered(stage, "first", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/nobody/move", &[("app", "first")]).await?;
    stage.post("channels/caller/move", &[("app", "nobody")]).await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.delete("channels/caller", &[]).await?;
    stage.settle().await;
    Ok(())
}

async fn elsewhere(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/caller/redirect", &[]).await?;
    stage.post("channels/nobody/redirect", &[("endpoint", "Local/x")]).await?;
    stage.post("channels/caller/redirect", &[("endpoint", "wait")]).await?;
    stage.post("channels/caller/redirect", &[("endpoint", "Nothing/x")]).await?;
    let endpoint = [("endpoint", "Local/wait@conformance")];
    stage.post("channels/caller/redirect", &endpoint).await?;
    stage.settle().await;
    stage.hang_up("caller").await
}

async fn transfer(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/nobody/transfer_progress", &[("states", "channel_answered")]).await?;
    stage.post("channels/caller/transfer_progress", &[]).await?;
    stage.post("channels/caller/transfer_progress", &[("states", "happy")]).await?;
    stage.post("channels/caller/transfer_progress", &[("states", "channel_progress")]).await?;
    stage.settle().await;
    stage.hang_up("caller").await
}
