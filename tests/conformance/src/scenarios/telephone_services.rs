//! What a server with SIP does beside calls: it sends texts and referrals, sends callers elsewhere, counts media, and takes
//! configuration.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::telephones::{calls, talks_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(texts, "telephones/messages", "texts to telephones", sip),
        scenario!(referrals, "telephones/referrals", "telephones are asked to call", sip),
        scenario!(redirected, "telephones/redirect", "a caller is sent elsewhere", sip),
        scenario!(measured, "telephones/rtp-statistics", "the media of a call are counted", sip),
        scenario!(configured, "telephones/configuration", "objects are pushed and removed", sip),
        scenario!(unknown, "telephones/unknown", "addresses that nobody has", sip),
        scenario!(functions, "telephones/functions", "what SIP tells of a call", sip),
    ]
}

async fn texts(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let _ann = stage.server().telephone("ann").await;
    let from = ("from", "sip:clock@example.org");
    let text = ("body", "Half past nine");
    stage.put("endpoints/sendMessage", &[("to", "pjsip:ann"), from, text]).await?;
    stage.put("endpoints/PJSIP/ann/sendMessage", &[from, text]).await?;
    stage.put("endpoints/PJSIP/ann/sendMessage", &[from]).await?;
    let body = json!({ "variables": { "X-Ticket": "42" } });
    stage.call("PUT", "endpoints/PJSIP/ann/sendMessage", &[from, text], Some(body)).await?;
    stage.put("endpoints/PJSIP/ann/sendMessage", &[text]).await?;
    stage.put("endpoints/sendMessage", &[("to", "pjsip:nobody"), from, text]).await?;
    stage.put("endpoints/PJSIP/nobody/sendMessage", &[from, text]).await?;
    let body = json!({ "variables": { "X-Ticket": 42 } });
    stage.call("PUT", "endpoints/PJSIP/ann/sendMessage", &[from, text], Some(body)).await?;
    Ok(())
}

async fn referrals(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let _ann = stage.server().telephone("ann").await;
    let (from, taxi) = (("from", "sip:clock@example.org"), ("refer_to", "sip:taxi@example.org"));
    stage.post("endpoints/refer", &[("to", "pjsip:ann"), from, taxi]).await?;
    stage.post("endpoints/PJSIP/ann/refer", &[from, taxi]).await?;
    stage.post("endpoints/PJSIP/ann/refer", &[from, taxi, ("to_self", "true")]).await?;
    stage.post("endpoints/PJSIP/nobody/refer", &[from, taxi]).await?;
    Ok(())
}

async fn redirected(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    for answered in [false, true] {
        let (line, id) = match answered {
            true => talks_to(stage, &ann).await?,
            false => calls(stage, &ann).await?,
        };
        let path = format!("channels/{id}/redirect");
        stage.post(&path, &[]).await?;
        stage.post(&path, &[("endpoint", "ben")]).await?;
        stage.post(&path, &[("endpoint", "Local/wait@conformance")]).await?;
        stage.post(&path, &[("endpoint", "PJSIP/sip:ben@127.0.0.1:5062")]).await?;
        if answered {
            // The telephone makes of it what it wants.
            stage.settle().await;
        } else {
            stage.event("ChannelDestroyed", &id).await?;
            line.ended().await;
        }
    }
    Ok(())
}

async fn measured(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = calls(stage, &ann).await?;
    stage.outline(&format!("channels/{id}/rtp_statistics"), &[]).await?;
    stage.post(&format!("channels/{id}/answer"), &[]).await?;
    line.is_answered().await;
    stage.event("ChannelStateChange", &id).await?;
    stage.settle().await;
    stage.outline(&format!("channels/{id}/rtp_statistics"), &[]).await?;
    line.hangs_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    stage.get(&format!("channels/{id}/rtp_statistics"), &[]).await?;
    Ok(())
}

async fn configured(stage: &mut Stage) -> Run {
    let field = |name: &str, value: &str| json!({ "attribute": name, "value": value });
    let path = "asterisk/config/dynamic/res_pjsip/aor/gina";
    stage.get(path, &[]).await?;
    stage.delete(path, &[]).await?;
    let fields =
        json!({ "fields": [field("max_contacts", "3"), field("qualify_frequency", "60")] });
    stage.call("PUT", path, &[], Some(fields)).await?;
    stage.get(path, &[]).await?;
    let fields = json!({ "fields": [field("max_contacts", "4")] });
    stage.call("PUT", path, &[], Some(fields)).await?;
    let fields = json!({ "fields": [field("no_such_field", "4")] });
    stage.call("PUT", path, &[], Some(fields)).await?;
    stage.put(path, &[]).await?;
    let endpoint = "asterisk/config/dynamic/res_pjsip/endpoint/gina";
    let fields = [field("context", "default"), field("aors", "gina"), field("allow", "!all,ulaw")];
    stage.call("PUT", endpoint, &[], Some(json!({ "fields": fields }))).await?;
    stage.get("endpoints/PJSIP/gina", &[]).await?;
    stage.delete(endpoint, &[]).await?;
    stage.get(endpoint, &[]).await?;
    stage.get("endpoints/PJSIP/gina", &[]).await?;
    stage.delete(path, &[]).await?;
    stage.get(path, &[]).await?;
    stage.get("asterisk/config/dynamic/res_pjsip/nothing/gina", &[]).await?;
    stage.get("asterisk/config/dynamic/res_nothing/aor/gina", &[]).await?;
    let fixed = "asterisk/config/dynamic/res_pjsip/aor/ann";
    let _ann = stage.server().telephone("ann").await;
    stage.delete(fixed, &[]).await?;
    let fields = json!({ "fields": [field("max_contacts", "4")] });
    stage.call("PUT", fixed, &[], Some(fields)).await?;
    Ok(())
}

async fn unknown(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let (app, id) = (("app", "out"), ("channelId", "callee"));
    for endpoint in ["PJSIP/nobody", "PJSIP/anonymous", "PJSIP/"] {
        stage.post("channels", &[("endpoint", endpoint), app, id]).await?;
        stage.post("channels/create", &[("endpoint", endpoint), app, id]).await?;
        stage.settle().await;
    }
    stage.get("channels", &[]).await?;
    stage.get("endpoints/PJSIP", &[]).await?;
    stage.get("endpoints/PJSIP/nobody", &[]).await?;
    let source = [("eventSource", "endpoint:PJSIP/nobody")];
    stage.post("applications/out/subscription", &source).await?;
    Ok(())
}

async fn functions(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let ann = stage.server().telephone("ann").await;
    let (line, id) = calls(stage, &ann).await?;
    let path = format!("channels/{id}/variable");
    for name in [
        "SIPDOMAIN",
        "CHANNEL(pjsip,call-id)",
        "CHANNEL(name)",
        "CHANNEL(channeltype)",
        "CHANNEL(linkedid)",
        "CALLERID(num)",
        "CALLERID(dnid)",
        "PJSIP_HEADER(read,To)",
        "PJSIP_HEADER(read,X-Nothing)",
        "CHANNEL(pjsip,nothing)",
    ] {
        stage.get(&path, &[("variable", name)]).await?;
    }
    line.gives_up().await;
    stage.event("ChannelDestroyed", &id).await?;
    Ok(())
}
