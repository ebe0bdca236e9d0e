//! Variables of channels and dialplan functions: what is written is read back, whatever it is made of.

use ari_generated::channels::ChannelHandle;
use ari_generated::{ErrorKind, VariableValue};
use ari_live_tests::{Stage, awaited, eventually};

use crate::Outcome;

pub async fn values_come_back(stage: &mut Stage) -> Outcome {
    let channel = stage.call("wait").await;
    let id = channel.channel_id();
    // Too long for a request line, so it travels in the body.
    let long = "x".repeat(5_000);
    let long_and_wide = "50% von „allem“, & mehr ".repeat(200);
    let awkward =
        ["", " ", "a,b", "50% + \"ü\"\n/ ?#&=;", "😀", "${NOT_READ}", &long, &long_and_wide];
    for value in awkward {
        channel.set_variable("WORD").value(value).await?;
        awaited!(stage.watch, ChannelVarset, |it| it.variable == "WORD" && it.value == value);
        assert_eq!(channel.get_variable("WORD").await?.value, value);
    }

    let channels = stage.ari.channels();
    channels.set_channel_var(id, "CALLERID(name)").value("Grüße, 50%").await?;
    // On 16.28 the answer comes first, and then the channel is told.
    eventually("the caller has a name", || async {
        (channels.get(id).await.ok()?.caller.name == "Grüße, 50%").then_some(())
    })
    .await;
    assert_eq!(channels.get_channel_var(id, "CALLERID(name)").await?.value, "Grüße, 50%");
    let missing = channel.get_variable("NONE").await.expect_err("it was never set");
    assert_eq!(missing.kind(), ErrorKind::NotFound, "{missing}");
    let unknown = channel.get_variable("NO_FUNCTION(1)").await.expect_err("no such function");
    assert_eq!(unknown.kind(), ErrorKind::ServerError, "{unknown}");
    if stage.has("channels.setChannelVars") {
        several_are_set_and_shown(stage, &channel, &long_and_wide).await?;
    } else {
        let shown = [("SHOWN", VariableValue::new("yes").report_events(true))];
        let placed = channels.originate("Local/wait@default").app("channels").variables(shown);
        let refused = placed.await.expect_err("a variable is a string");
        assert_eq!(refused.kind(), ErrorKind::BadRequest, "{refused}");
    }
    channel.hangup().await?;
    Ok(())
}

async fn several_are_set_and_shown(
    stage: &Stage,
    channel: &ChannelHandle,
    long_and_wide: &str,
) -> Outcome {
    let (id, channels) = (channel.channel_id(), stage.ari.channels());
    channels.set_channel_var(id, "TOLD").value("1").report_events(true).await?;
    channel
        .set_variables([
            ("FIRST", VariableValue::new("eins, zwei")),
            ("LAST", VariableValue::new(long_and_wide).report_events(true)),
        ])
        .await?;
    channels.set_channel_vars(id, [("MIDDLE", "50%")]).await?;
    let shown = channel.get().await?.channelvars.unwrap_or_default();
    assert_eq!(shown.get("TOLD").and_then(|it| it.as_str()), Some("1"));
    assert_eq!(shown.get("LAST").and_then(|it| it.as_str()), Some(long_and_wide));
    assert!(!shown.contains_key("FIRST"), "{shown:?}");

    let many = channel.get_variables(["FIRST", "MIDDLE", "LAST"]).await?.variables;
    assert_eq!((&many["FIRST"], &many["MIDDLE"]), (&"eins, zwei".into(), &"50%".into()));
    assert_eq!(many["LAST"], long_and_wide);
    // The name of a function may hold a comma, which would part it in the query.
    let filtered = "FILTER(a-c,cXaYb)";
    let many = channels.get_channel_vars(id, [filtered, "MIDDLE"]).await?.variables;
    assert_eq!((&many[filtered], &many["MIDDLE"]), (&"cab".into(), &"50%".into()));

    let missing = channel.get_variables(["FIRST", "NONE"]).await.expect_err("one is not set");
    assert_eq!(missing.kind(), ErrorKind::NotFound, "{missing}");
    Ok(())
}
