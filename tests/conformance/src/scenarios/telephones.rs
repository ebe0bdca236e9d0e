//! Telephones with SIP: how their calls begin, what they do in them, how they end.

use serde_json::{Value, json};

use crate::{Line, Run, Scenario, Stage, Stuck, Telephone, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(leaves, "telephones/leaves", "calls, is answered, hangs up", sip),
        scenario!(is_ended, "telephones/ended", "is hung up on, with a reason", sip),
        scenario!(gives_up, "telephones/gives-up", "hangs up before the answer", sip),
        scenario!(is_refused, "telephones/refused", "is hung up on before the answer", sip),
        scenario!(presses, "telephones/digits", "presses digits and hears some", sip),
        scenario!(holds, "telephones/hold", "puts the application on hold and comes back", sip),
        scenario!(falls_through, "telephones/dialplan", "the dial plan ends its call", sip),
        scenario!(answers, "telephones/answers", "is originated, rings and answers", sip),
        scenario!(refuses, "telephones/refuses", "is originated and refuses in every way", sip),
        scenario!(declines, "telephones/declines", "rings and declines", sip),
        scenario!(times_out, "telephones/no-answer", "rings until the time is over", sip),
        scenario!(is_cancelled, "telephones/cancelled", "rings and is hung up", sip),
        scenario!(is_dialled, "telephones/dialled", "is created, dialled and answers", sip),
        scenario!(dialled_refuses, "telephones/dialled-busy", "is created, dialled, busy", sip),
        scenario!(talks, "telephones/bridge", "two in a bridge, and one hangs up", sip),
        scenario!(
            is_connected,
            "telephones/connected",
            "one calls the other by the dial plan",
            sip
        ),
        scenario!(is_unavailable, "telephones/unavailable", "the same, who refuses", sip),
    ]
}

/// A telephone calls an application, which hears of everything; the call, and the id of its channel.
pub(super) async fn calls(stage: &mut Stage, ann: &Telephone) -> Result<(Line, String), Stuck> {
    let source = [("eventSource", "endpoint:PJSIP/ann")];
    stage.post("applications/menu/subscription", &source).await?;
    let line = ann.dials("app-menu").await;
    let start = stage.event("StasisStart", "menu").await?;
    stage.settle().await;
    Ok((line, start["channel"]["id"].as_str().unwrap_or_default().to_owned()))
}

/// The same, answered.
pub(super) async fn talks_to(stage: &mut Stage, ann: &Telephone) -> Result<(Line, String), Stuck> {
    let (line, id) = calls(stage, ann).await?;
    stage.post(&format!("channels/{id}/answer"), &[]).await?;
    line.is_answered().await;
    stage.event("ChannelStateChange", &id).await?;
    stage.settle().await;
    Ok((line, id))
}

async fn leaves(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = talks_to(stage, &ann).await?;
    stage.get(&format!("channels/{id}"), &[]).await?;
    stage.get("endpoints/PJSIP/ann", &[]).await?;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    Ok(())
}

async fn is_ended(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    for query in [&[][..], &[("reason", "busy")], &[("reason_code", "38")]] {
        let (line, id) = talks_to(stage, &ann).await?;
        stage.delete(&format!("channels/{id}"), query).await?;
        stage.event("ChannelDestroyed", &id).await?;
        line.ended().await;
    }
    Ok(())
}

async fn gives_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = calls(stage, &ann).await?;
    line.gives_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    Ok(())
}

async fn is_refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    for query in [&[][..], &[("reason", "busy")], &[("reason", "congestion")]] {
        let (line, id) = calls(stage, &ann).await?;
        stage.post(&format!("channels/{id}/ring"), &[]).await?;
        stage.settle().await;
        stage.delete(&format!("channels/{id}"), query).await?;
        stage.event("ChannelDestroyed", &id).await?;
        line.ended().await;
    }
    Ok(())
}

async fn presses(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = talks_to(stage, &ann).await?;
    for digit in ['1', '#', 'A'] {
        line.presses(digit).await;
        stage.event("ChannelDtmfReceived", &id).await?;
    }
    stage.post(&format!("channels/{id}/dtmf"), &[("dtmf", "5")]).await?;
    stage.settle().await;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    Ok(())
}

async fn holds(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = talks_to(stage, &ann).await?;
    line.holds().await;
    stage.event("ChannelHold", &id).await?;
    stage.get(&format!("channels/{id}"), &[]).await?;
    line.unholds().await;
    stage.event("ChannelUnhold", &id).await?;
    stage.settle().await;
    line.holds().await;
    stage.event("ChannelHold", &id).await?;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    Ok(())
}

async fn falls_through(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = talks_to(stage, &ann).await?;
    stage.post(&format!("channels/{id}/continue"), &[]).await?;
    stage.event("ChannelDestroyed", &id).await?;
    line.ended().await;
    for extension in ["after-all", "nowhere-at-all"] {
        ann.dials(extension).await.ended().await;
        stage.settle().await;
    }
    Ok(())
}

/// Waits until a telephone has no channel any more, which is the last that is told of a call.
async fn is_free(stage: &mut Stage, name: &str) -> Run {
    let has_none = |it: &Value| it["endpoint"]["channel_ids"] == json!([]);
    stage.event_where("EndpointStateChange", name, has_none).await?;
    Ok(())
}

/// Originates a call to `ben`.
async fn originates(stage: &mut Stage, id: &str, timeout: &str) -> Run {
    let query =
        [("channelId", id), ("endpoint", "PJSIP/ben"), ("app", "out"), ("timeout", timeout)];
    stage.post("channels", &query).await?;
    Ok(())
}

async fn answers(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let mut ben = stage.server().telephone("ben").await;
    originates(stage, "callee", "10").await?;
    let line = ben.rings().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    line.answers().await;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", "callee").await?;
    originates(stage, "another", "10").await?;
    let line = ben.rings().await;
    line.answers().await;
    stage.event("StasisStart", "another").await?;
    stage.settle().await;
    stage.hang_up("another").await?;
    line.ended().await;
    Ok(())
}

const STATUSES: [&str; 12] = [
    "486 Busy Here",
    "603 Decline",
    "480 Temporarily Unavailable",
    "404 Not Found",
    "503 Service Unavailable",
    "403 Forbidden",
    "408 Request Timeout",
    "410 Gone",
    "484 Address Incomplete",
    "488 Not Acceptable Here",
    "500 Server Internal Error",
    "600 Busy Everywhere",
];

async fn refuses(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let ben = stage.server().telephone("ben").await;
    for status in STATUSES {
        ben.refuses(status);
        let id = format!("callee-{}", &status[..3]);
        originates(stage, &id, "10").await?;
        stage.event("ChannelDestroyed", &id).await?;
        stage.settle().await;
    }
    Ok(())
}

async fn declines(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let mut ben = stage.server().telephone("ben").await;
    originates(stage, "callee", "10").await?;
    let line = ben.rings().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    line.refuses("603 Decline").await;
    stage.event("ChannelDestroyed", "callee").await?;
    Ok(())
}

async fn times_out(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let mut ben = stage.server().telephone("ben").await;
    originates(stage, "callee", "1").await?;
    let line = ben.rings().await;
    stage.event("ChannelDestroyed", "callee").await?;
    line.ended().await;
    Ok(())
}

async fn is_cancelled(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let mut ben = stage.server().telephone("ben").await;
    originates(stage, "callee", "10").await?;
    let line = ben.rings().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    stage.settle().await;
    stage.hang_up("callee").await?;
    line.ended().await;
    Ok(())
}

async fn created(stage: &mut Stage) -> Run {
    let query = [("endpoint", "PJSIP/ben"), ("app", "out"), ("channelId", "callee")];
    stage.post("channels/create", &query).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    Ok(())
}

async fn is_dialled(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let mut ben = stage.server().telephone("ben").await;
    created(stage).await?;
    stage.post("channels/callee/dial", &[("timeout", "10")]).await?;
    let line = ben.rings().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    stage.settle().await;
    line.answers().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "ANSWER").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", "callee").await?;
    Ok(())
}

async fn dialled_refuses(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let ben = stage.server().telephone("ben").await;
    for status in ["486 Busy Here", "603 Decline", "503 Service Unavailable"] {
        ben.refuses(status);
        created(stage).await?;
        stage.post("channels/callee/dial", &[("timeout", "10")]).await?;
        stage.event("ChannelDestroyed", "callee").await?;
        stage.settle().await;
    }
    Ok(())
}

async fn talks(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.open("out").await?;
    let ann = stage.server().telephone("ann").await;
    let mut ben = stage.server().telephone("ben").await;
    let (caller, id) = talks_to(stage, &ann).await?;
    originates(stage, "callee", "10").await?;
    let callee = ben.rings().await;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    stage.settle().await;
    callee.answers().await;
    stage.event("StasisStart", "callee").await?;
    stage.post("bridges/room", &[("type", "mixing")]).await?;
    for channel in [&id, "callee"] {
        // When it is told relative to other things is a race.
        let query = [("channel", channel), ("inhibitConnectedLineUpdates", "true")];
        stage.post("bridges/room/addChannel", &query).await?;
        stage.event("ChannelEnteredBridge", channel).await?;
        stage.settle().await;
    }
    stage.get("bridges/room", &[]).await?;
    caller.presses('7').await;
    stage.event("ChannelDtmfReceived", &id).await?;
    callee.hangs_up().await;
    stage.event("ChannelDestroyed", "callee").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.delete(&format!("channels/{id}"), &[]).await?;
    stage.event("ChannelDestroyed", &id).await?;
    caller.ended().await;
    Ok(())
}

/// Waits until neither has a channel any more.
async fn are_free(stage: &mut Stage) -> Run {
    is_free(stage, "ann").await?;
    is_free(stage, "ben").await?;
    stage.settle().await;
    Ok(())
}

/// Waits until both have been told with whom they talk.
async fn are_bridged(stage: &mut Stage) -> Run {
    for name in ["PJSIP/ann-", "PJSIP/ben-"] {
        let knows = |it: &Value| {
            let is_it = it["channel"]["name"].as_str().is_some_and(|it| it.starts_with(name));
            is_it && it["variable"] == "BRIDGEPEER"
        };
        stage.event_where("ChannelVarset", "menu", knows).await?;
    }
    stage.settle().await;
    Ok(())
}

async fn is_connected(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let mut ben = stage.server().telephone("ben").await;
    for source in ["endpoint:PJSIP/ann", "endpoint:PJSIP/ben"] {
        stage.post("applications/menu/subscription", &[("eventSource", source)]).await?;
    }
    for callee_leaves in [true, false] {
        let caller = ann.dials("phone-ben").await;
        let callee = ben.rings().await;
        stage.settle().await;
        callee.answers().await;
        caller.is_answered().await;
        are_bridged(stage).await?;
        let (leaves, stays) = if callee_leaves { (&callee, &caller) } else { (&caller, &callee) };
        leaves.hangs_up().await;
        stays.ended().await;
        are_free(stage).await?;
    }
    let caller = ann.dials("phone-ben").await;
    let callee = ben.rings().await;
    stage.settle().await;
    caller.gives_up().await;
    callee.ended().await;
    are_free(stage).await
}

async fn is_unavailable(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let ben = stage.server().telephone("ben").await;
    for source in ["endpoint:PJSIP/ann", "endpoint:PJSIP/ben"] {
        stage.post("applications/menu/subscription", &[("eventSource", source)]).await?;
    }
    for status in STATUSES {
        ben.refuses(status);
        ann.dials("phone-ben").await.ended().await;
        are_free(stage).await?;
    }
    Ok(())
}
