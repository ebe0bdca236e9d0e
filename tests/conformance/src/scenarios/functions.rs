//! Functions, over ARI and in the dialplan.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::{leg, leg_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(caller, "functions/caller", "what is known of the caller and the other side"),
        scenario!(withheld, "functions/withheld", "the caller's name and number set and withheld"),
        scenario!(of_channel, "functions/channel", "what a channel tells of itself"),
        scenario!(set, "functions/set", "what can be set of a channel"),
        scenario!(unknown, "functions/unknown", "names that are not there, or in small letters"),
        scenario!(of_all, "functions/global", "functions without a channel"),
        scenario!(in_the_dialplan, "functions/dialplan", "IF, LEN, GLOBAL and HANGUPCAUSE"),
    ]
}

/// The variable of a channel.
const NEAR: &str = "channels/near/variable";

async fn read(stage: &mut Stage, path: &str, names: &[&str]) -> Run {
    for name in names {
        stage.get(path, &[("variable", name)]).await?;
    }
    Ok(())
}

async fn write(stage: &mut Stage, path: &str, values: &[(&str, &str)]) -> Run {
    for (name, value) in values {
        stage.post(path, &[("variable", name), ("value", value)]).await?;
        stage.settle().await;
        stage.get(path, &[("variable", name)]).await?;
    }
    Ok(())
}

const PARTY: [&str; 14] = [
    "CALLERID(all)",
    "CALLERID(name)",
    "CALLERID(num)",
    "CALLERID(number)",
    "CALLERID(NUM)",
    "CALLERID(pres)",
    "CALLERID(num-pres)",
    "CALLERID(name-pres)",
    "CALLERID(num-valid)",
    "CALLERID(ani)",
    "CALLERID(dnid)",
    "CALLERID(rdnis)",
    "CALLERID(nothing)",
    "CALLINGPRES",
];

async fn caller(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let query = [
        ("endpoint", "Local/wait@conformance/n"),
        ("app", "menu"),
        ("callerId", "Ann <100>"),
        ("channelId", "near"),
        ("otherChannelId", "near-far"),
    ];
    stage.post("channels", &query).await?;
    stage.event("StasisStart", "near").await?;
    stage.settle().await;
    leg(stage, "menu", "nameless").await?;
    for id in ["near", "near-far", "nameless", "nameless-far"] {
        read(stage, &format!("channels/{id}/variable"), &PARTY).await?;
    }
    let names = ["all", "name", "num", "number", "pres", "num-pres", "num-valid", "nothing"];
    for name in names.map(|it| format!("CONNECTEDLINE({it})")) {
        read(stage, NEAR, &[&name]).await?;
        read(stage, "channels/nameless-far/variable", &[&name]).await?;
    }
    stage.hang_up("nameless").await?;
    stage.hang_up("near").await
}

async fn withheld(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let values = [
        ("CALLERID(num-pres)", "prohib"),
        ("CALLERID(name)", "Zed"),
        ("CALLERID(pres)", "prohib"),
        ("CALLERID(name-pres)", "allowed"),
        ("CALLERID(num)", "12"),
        ("CALLERID(num-pres)", "bogus"),
        ("CALLERID(number)", "12-34"),
        ("CALLERID(all)", "\"Eve E\" <99>"),
        ("CALLERID(all)", "<12-34>"),
        ("CALLERID(num-pres)", "allowed_passed_screen"),
        ("CALLERID(all)", "5551212"),
        ("CALLERID(ani)", "77"),
        ("CALLERID(dnid)", "88"),
        ("CALLERID(rdnis)", "66"),
        ("CALLERID(num)", "5"),
        ("CALLERID(nothing)", "1"),
    ];
    write(stage, NEAR, &values).await?;
    read(stage, NEAR, &PARTY).await?;
    stage.get("channels/near", &[]).await?;
    stage.post(NEAR, &[("variable", "CALLERID(num)")]).await?;
    stage.settle().await;
    read(stage, NEAR, &["CALLERID(num)"]).await?;
    stage.hang_up("near").await
}

async fn of_channel(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let items = [
        "accountcode",
        "appdata",
        "appname",
        "channeltype",
        "context",
        "exten",
        "hangupsource",
        "language",
        "Linkedid",
        "musicclass",
        "NAME",
        "onhold",
        "parkinglot",
        "peeraccount",
        "state",
        "tenantid",
        "uniqueid",
        "userfield",
        "nothing",
        "priority",
        "",
    ];
    for item in items {
        let name = format!("CHANNEL({item})");
        read(stage, NEAR, &[&name]).await?;
        read(stage, "channels/near-far/variable", &[&name]).await?;
    }
    let names = ["HANGUPCAUSE", "CHANNEL", "UNIQUEID", "CONTEXT", "EXTEN", "PRIORITY"];
    read(stage, NEAR, &names).await?;
    read(stage, "channels/near-far/variable", &names).await?;
    stage.hang_up("near").await
}

async fn set(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let values = [
        ("CHANNEL(language)", "de"),
        ("CHANNEL(Language)", "fr"),
        ("CHANNEL(musicclass)", "jazz"),
        ("CHANNEL(accountcode)", "sales"),
        ("CHANNEL(userfield)", "seven"),
        ("CHANNEL(hangupsource)", "nobody"),
        ("CHANNEL(name)", "other"),
        ("CHANNEL(state)", "Down"),
        ("CHANNEL(linkedid)", "other"),
        ("GLOBAL(season)", "spring"),
        ("EXTEN", "9"),
        ("HANGUPCAUSE", "17"),
        ("TALK_DETECT(set)", "400"),
    ];
    write(stage, NEAR, &values).await?;
    stage.get("channels/near", &[]).await?;
    read(stage, NEAR, &["season"]).await?;
    stage.post(NEAR, &[("variable", "GLOBAL(season)")]).await?;
    stage.settle().await;
    read(stage, NEAR, &["GLOBAL(season)", "season"]).await?;
    stage.hang_up("near").await
}

async fn unknown(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let names = [
        "callerid(num)",
        "Channel(name)",
        "exten",
        "NOTHING(x)",
        "HANGUPCAUSE(x)",
        "CALLERID()",
        "CALLERID(num",
        "CALLERID(num)x",
        " CALLERID(num)",
        "(num)",
        ")",
        "LEN(hello)",
        "LEN()",
        "IF(1?a:b)",
        "IF(0?a)",
        "IF(1)",
        "GLOBAL(nothing)",
    ];
    read(stage, NEAR, &names).await?;
    let values = [("callerid(num)", "1"), ("channel(language)", "it"), ("CALLERID(num", "1")];
    write(stage, NEAR, &values).await?;
    stage.get("channels/near", &[]).await?;
    let body = json!({ "variables": { "callerid(num)": "1", "NOTHING(x)": "2" } });
    stage.call("POST", "channels/near/variables", &[], Some(body)).await?;
    stage.settle().await;
    let names = "CALLERID(num),callerid(num)";
    stage.get("channels/near/variables", &[("variables", names)]).await?;
    stage.hang_up("near").await
}

async fn of_all(stage: &mut Stage) -> Run {
    let path = "asterisk/variable";
    let values = [
        ("GLOBAL(season)", "spring"),
        ("global(season)", "autumn"),
        ("CALLERID(num)", "1"),
        ("NOTHING(x)", "1"),
        ("LEN(x)", "1"),
    ];
    write(stage, path, &values).await?;
    let names = ["season", "CHANNEL(name)", "HANGUPCAUSE", "EXTEN", "CALLINGPRES", "IF(1?a:b)"];
    read(stage, path, &names).await
}

async fn in_the_dialplan(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "functions").await?;
    stage.event_where("ChannelDialplan", "near-far", |it| it["dialplan_app"] == "Wait").await?;
    stage.settle().await;
    stage.hang_up("near").await
}
