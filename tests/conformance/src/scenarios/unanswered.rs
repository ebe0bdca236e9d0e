//! Calls that do not come to be answered, by both operations that call: from the channel's creation to its end.

use crate::{Run, Scenario, Stage};

/// How the channel comes into being and is called.
#[derive(Clone, Copy)]
enum By {
    /// In one step.
    Originate,
    /// In two: create, then dial.
    Dial,
}

/// Names the same scenario for both operations.
macro_rules! both {
    ($extension:literal, $timeout:literal, $name:literal, $covers:literal) => {
        [
            Scenario {
                name: concat!("originate/", $name),
                covers: $covers,
                sip: false,
                steps: |stage| Box::pin(unanswered(stage, By::Originate, $extension, $timeout)),
            },
            Scenario {
                name: concat!("dial/", $name),
                covers: $covers,
                sip: false,
                steps: |stage| Box::pin(unanswered(stage, By::Dial, $extension, $timeout)),
            },
        ]
    };
}

pub(super) fn all() -> Vec<Scenario> {
    [
        both!("busy", "5", "busy", "the other side is busy"),
        both!("congestion", "5", "congestion", "the other side is congested"),
        both!("ring", "1", "no-answer", "nobody answers within the timeout"),
        both!("silent", "1", "silent", "it does not even ring"),
        both!("rejects-21", "5", "rejected", "the other side hangs up with a cause"),
    ]
    .concat()
}

async fn unanswered(stage: &mut Stage, by: By, extension: &str, timeout: &str) -> Run {
    stage.open("out").await?;
    let timeout = ("timeout", timeout);
    match by {
        By::Originate => {
            let endpoint = format!("Local/{extension}@conformance/n");
            let query = [
                ("endpoint", endpoint.as_str()),
                ("app", "out"),
                ("channelId", "callee"),
                ("otherChannelId", "callee-far"),
                timeout,
            ];
            stage.post("channels", &query).await?;
            stage.settle().await;
            // How the other side ends is a race of its own.
            let source = [("eventSource", "channel:callee-far")];
            stage.delete("applications/out/subscription", &source).await?;
        }
        By::Dial => {
            super::dialling::create(stage, extension).await?;
            stage.post("channels/callee/dial", &[timeout]).await?;
        }
    }
    stage.event("ChannelDestroyed", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    Ok(())
}
