//! Operations of `asterisk`: information, modules, logging, global variables and dynamic configuration.

use ari_generated::enums::InfoSection;
use ari_generated::models::ConfigTuple;
use ari_generated::{Ari, ErrorKind};
use ari_harness::{Instance, Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, through_every_door};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_asterisk);

async fn every_operation_of_asterisk(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new().sip(), "asterisk").await;
    let (instance, ari) = (&stage.instance, &stage.ari);
    information(instance, ari).await?;
    modules(instance, ari).await?;
    logging(instance, ari).await?;
    variables(instance, ari).await?;
    configuration(instance, ari).await?;
    ledger.assert_complete(instance.version(), "asterisk", &[]);
    Ok(())
}

async fn information(instance: &Instance, ari: &Ari) -> Outcome {
    let info = ari.asterisk().get_info().await?;
    let system = info.system.ok_or("no system")?;
    assert!(system.version.starts_with(instance.version()), "{}", system.version);
    let build = info.build.ok_or("no build")?;
    assert!(build.os.contains("Linux"), "{build:?}");
    let status = info.status.ok_or("no status")?;
    assert!(status.startup_time <= status.last_reload_time, "{status:?}");
    assert_eq!(info.config.ok_or("no config")?.default_language, "en");

    let part = ari.asterisk().get_info().only([InfoSection::System, InfoSection::Config]).await?;
    assert!(part.system.is_some() && part.config.is_some(), "{part:?}");
    assert!(part.build.is_none() && part.status.is_none(), "{part:?}");

    let pong = ari.asterisk().ping().await?;
    assert_eq!(pong.ping, "pong");
    assert_eq!(pong.asterisk_id, system.entity_id);
    Ok(())
}

async fn modules(instance: &Instance, ari: &Ari) -> Outcome {
    let name = "app_milliwatt.so";
    let listed = ari.asterisk().list_modules().await?;
    let milliwatt = listed.iter().find(|it| it.name == name).ok_or("not listed")?;
    assert_eq!(milliwatt, &ari.module(name).get().await?);
    assert_eq!((milliwatt.status.as_str(), milliwatt.use_count), ("Running", 0));

    let application = || instance.cli("core show application Milliwatt");
    ari.module(name).unload().await?;
    assert!(!application()?.contains("Synopsis"), "it is gone");
    refused(ari.module(name).get().await, ErrorKind::NotFound, 404);
    refused(ari.module(name).unload().await, ErrorKind::NotFound, 404);
    ari.module(name).load().await?;
    assert!(application()?.contains("Synopsis"), "it is back");
    refused(ari.module(name).load().await, ErrorKind::Conflict, 409);
    refused(ari.module(name).reload().await, ErrorKind::Conflict, 409);

    let dialplan = instance.directory().join("etc/extensions.conf");
    let before = std::fs::read_to_string(&dialplan)?;
    std::fs::write(&dialplan, format!("{before}\n[reloaded]\nexten => 1,1,NoOp()\n"))?;
    ari.module("pbx_config.so").reload().await?;
    assert!(instance.cli("dialplan show reloaded")?.contains("NoOp()"), "{}", instance.log());
    Ok(())
}

async fn logging(instance: &Instance, ari: &Ari) -> Outcome {
    let logs = ari.asterisk();
    logs.add_log("second.log", "notice,warning").await?;
    refused(logs.add_log("second.log", "notice").await, ErrorKind::Conflict, 409);
    let channel = |found: Vec<ari_generated::models::LogChannel>| {
        found.into_iter().find(|it| it.channel.ends_with("/second.log"))
    };
    let second = channel(logs.list_log_channels().await?).ok_or("not listed")?;
    assert_eq!((second.kind.as_str(), second.status.as_str()), ("File", "Enabled"));
    assert_eq!(second.configuration.split_whitespace().collect::<Vec<_>>(), ["NOTICE", "WARNING"]);
    let folder = instance.directory().join("log");
    assert!(folder.join("second.log").exists());

    logs.delete_log("second.log").await?;
    assert_eq!(channel(logs.list_log_channels().await?), None);
    refused(logs.delete_log("second.log").await, ErrorKind::NotFound, 404);

    // The name goes into the path of the request, slashes and all.
    let own = folder.join("asterisk.log").display().to_string();
    for name in ["asterisk.log", own.as_str()] {
        let before = std::fs::read_dir(&folder)?.count();
        logs.rotate_log(name).await?;
        assert!(std::fs::read_dir(&folder)?.count() > before, "nothing was moved aside: {name}");
    }
    refused(logs.rotate_log("second.log").await, ErrorKind::NotFound, 404);
    Ok(())
}

async fn variables(instance: &Instance, ari: &Ari) -> Outcome {
    let long = "€".repeat(2_000);
    for value in [
        "plain",
        "",
        " spaces  ",
        "a,b;c=d&e?f#g%41+h",
        "\"quoted\" \\ back",
        "line\nline\ttab",
        "Grüße, 世界 🙂",
        "true",
        long.as_str(),
    ] {
        ari.asterisk().set_global_var("AWKWARD").value(value).await?;
        assert_eq!(ari.asterisk().get_global_var("AWKWARD").await?.value, value);
    }
    assert_eq!(ari.asterisk().get_global_var("NEVER_SET").await?.value, "");
    ari.asterisk().set_global_var("SEEN").value("by the dialplan").await?;
    let globals = instance.cli("dialplan show globals")?;
    assert!(globals.contains("SEEN=by the dialplan"), "{globals}");
    Ok(())
}

async fn configuration(instance: &Instance, ari: &Ari) -> Outcome {
    let carol = |kind: &'static str| ari.asterisk().get_object("res_pjsip", kind, "carol");
    refused(carol("endpoint").await, ErrorKind::NotFound, 404);
    ari.asterisk()
        .update_object("res_pjsip", "aor", "carol")
        .fields([ConfigTuple::new("max_contacts", "3")])
        .await?;
    let made = ari
        .asterisk()
        .update_object("res_pjsip", "endpoint", "carol")
        .fields([
            ConfigTuple::new("aors", "carol"),
            ConfigTuple::new("context", "default"),
            ConfigTuple::new("allow", "!all,ulaw"),
            ConfigTuple::new("callerid", "\"Carol Ünal\" <carol>"),
        ])
        .await?;
    let read = carol("endpoint").await?;
    for fields in [made, read] {
        let value = |name: &str| {
            fields.iter().find(|it| it.attribute == name).map(|it| it.value.as_str().to_owned())
        };
        assert_eq!(value("context").as_deref(), Some("default"));
        assert_eq!(value("aors").as_deref(), Some("carol"));
        assert_eq!(value("callerid").as_deref(), Some("\"Carol Ünal\" <carol>"));
    }
    let aor = carol("aor").await?;
    assert!(aor.contains(&ConfigTuple::new("max_contacts", "3")), "{aor:?}");
    assert!(instance.cli("pjsip show endpoint carol")?.contains("Endpoint:  carol"));

    // What is not named stays.
    ari.asterisk()
        .update_object("res_pjsip", "aor", "carol")
        .fields([ConfigTuple::new("qualify_frequency", "60")])
        .await?;
    let aor = carol("aor").await?;
    assert!(aor.contains(&ConfigTuple::new("max_contacts", "3")), "{aor:?}");
    assert!(aor.contains(&ConfigTuple::new("qualify_frequency", "60")), "{aor:?}");
    let wrong = ari
        .asterisk()
        .update_object("res_pjsip", "endpoint", "dave")
        .fields([ConfigTuple::new("no_such_attribute", "1")])
        .await;
    refused(wrong, ErrorKind::BadRequest, 400);

    for kind in ["endpoint", "aor"] {
        ari.asterisk().delete_object("res_pjsip", kind, "carol").await?;
        refused(carol(kind).await, ErrorKind::NotFound, 404);
    }
    assert!(!instance.cli("pjsip show endpoints")?.contains("carol"));
    // Alice comes from a file.
    let fixed = ari.asterisk().delete_object("res_pjsip", "endpoint", "alice").await;
    refused(fixed, ErrorKind::Forbidden, 403);
    Ok(())
}
