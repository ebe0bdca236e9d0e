//! Imports into copies of `api-docs`: what stays, what is listed, and specifications that must change nothing.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ari_codegen::Tree;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Arguments, prepare};
use crate::{specification, workspace};

/// A copy of `api-docs` to import into.
fn copy() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    workspace::write_tree(folder.path(), &workspace::read_tree(&workspace::api_docs())?)?;
    Ok(folder)
}

fn arguments(from: impl AsRef<Path>, into: &TempDir) -> Arguments {
    Arguments {
        from: from.as_ref().to_string_lossy().into_owned(),
        release: None,
        yes: true,
        report: None,
        facts_only: false,
        into: Some(into.path().to_owned()),
        allow_plain_http: false,
    }
}

/// Imports and gives what was shown.
fn import(arguments: &Arguments) -> Result<String> {
    let plan = prepare(arguments)?;
    plan.carry_out()?;
    Ok(plan.text)
}

fn json_of(folder: &Path, file: &str) -> Result<Value> {
    Ok(serde_json::from_str(&fs::read_to_string(folder.join(file))?)?)
}

/// A folder with another release: ours, changed, with sentences that are not ours.
fn changed(release: &str, change: impl FnOnce(&mut Value, &mut Value)) -> Result<TempDir> {
    let folder = copy()?;
    let path = |name: &str| folder.path().join(name);
    let mut channels = json_of(folder.path(), "channels.json")?;
    let mut events = json_of(folder.path(), "events.json")?;
    change(&mut channels, &mut events);
    fs::write(path("channels.json"), channels.to_string())?;
    fs::write(path("events.json"), events.to_string())?;
    fs::write(path("release.json"), json!({ "asterisk": release }).to_string())?;
    Ok(folder)
}

/// The operations of a path of channels.json.
fn operations<'a>(channels: &'a mut Value, path: &str) -> Option<&'a mut Vec<Value>> {
    let apis = channels.get_mut("apis")?.as_array_mut()?;
    apis.iter_mut().find(|it| it["path"] == path)?.get_mut("operations")?.as_array_mut()
}

#[test]
fn what_we_have_changes_nothing() -> Result<()> {
    let into = copy()?;
    let before = workspace::read_tree(into.path())?;
    let shown = import(&arguments(workspace::api_docs(), &into))?;
    assert!(shown.starts_with("Asterisk 22.10.1 -> 22.10.1: no difference"), "{shown}");
    assert_eq!(workspace::read_tree(into.path())?, before);
    Ok(())
}

#[test]
fn an_older_release_and_back() -> Result<()> {
    let into = copy()?;
    let shown = import(&arguments("16.30.1", &into))?;
    assert!(shown.contains("- op POST /events/claim (channelId, application): void"), "{shown}");
    assert!(shown.contains("Gone, with the text that we had\n"), "{shown}");
    assert!(shown.contains("/corrections/20: op POST /events/claim: no such target"), "{shown}");
    let facts = |place: &Path| specification::find(place)?.facts();
    assert_eq!(facts(into.path())?.keys(), facts(Path::new("16.30.1"))?.keys());
    // Texts of what is still there stay.
    let old = json_of(into.path(), "applications.json")?;
    let ours = json_of(&workspace::api_docs(), "applications.json")?;
    assert_eq!(
        old["apis"][0]["operations"][0]["summary"],
        ours["apis"][0]["operations"][0]["summary"]
    );
    // What stood for two lines is kept for both; what is committed now is not kept twice.
    let releases = workspace::read_tree(&into.path().join("releases"))?;
    assert!(releases.contains_key("22.10.1.json") && releases.contains_key("23.4.1.json"));
    assert!(!releases.contains_key("16.30.1.json"));

    let shown = import(&arguments(workspace::api_docs(), &into))?;
    assert!(shown.contains("+ op POST /events/claim (channelId, application): void"), "{shown}");
    assert!(shown.contains("\n  op POST /events/claim: summary\n"), "{shown}");
    let overlay = specification::source(&workspace::api_docs(), "overlay.json")?;
    let back =
        ari_codegen::compare(&facts(&workspace::api_docs())?, &facts(into.path())?, &overlay)?;
    assert_eq!(back.changes, []);
    let table = |folder: &Path| fs::read_to_string(folder.join("first_seen.json"));
    assert_eq!(table(into.path())?, table(&workspace::api_docs())?);
    let releases = workspace::read_tree(&into.path().join("releases"))?;
    assert!(releases.contains_key("16.30.1.json") && !releases.contains_key("22.10.1.json"));
    Ok(())
}

#[test]
fn what_is_new_needs_a_text_of_ours() -> Result<()> {
    let from = changed("22.11.0", |channels, events| {
        if let Some(operations) = operations(channels, "/channels/{channelId}/answer") {
            operations[0]["parameters"].as_array_mut().into_iter().for_each(|it| {
                it.push(json!({
                    "name": "loudly", "paramType": "query", "dataType": "boolean", "required": true,
                    "description": "Their words about loudness."
                }));
            });
            operations.push(json!({
                "httpMethod": "DELETE", "nickname": "unanswer", "responseClass": "void", "since": ["22.11.0", "20.21.0", "12.1.0-x"],
                "summary": "Their words about unanswering.", "notes": "Their notes.",
                "parameters": [{"name": "channelId", "paramType": "path", "dataType": "string"}],
                "errorResponses": [{"code": 404, "reason": "Their reason."}]
            }));
        }
        events["models"]["Event"]["subTypes"]
            .as_array_mut()
            .into_iter()
            .for_each(|it| it.push(json!("ChannelSang")));
        events["models"]["ChannelSang"] = json!({
            "id": "ChannelSang", "description": "Their words.",
            "properties": {"song": {"type": "string", "required": true, "description": "Their song."}}
        });
    })?;
    let into = copy()?;
    let shown = import(&arguments(from.path(), &into))?;
    for line in [
        "Asterisk 22.10.1 -> 22.11.0: ",
        "\nBreaking\n  + op POST /channels/{channelId}/answer param loudly: boolean\n",
        "  + op DELETE /channels/{channelId}/answer (channelId): void\n",
        "  + event ChannelSang (song)\n",
        "The generated crate goes from 0.1.0 to 0.2.0+asterisk-22.11.0 at least.",
        "\nNeeds a text of ours\n",
        "  op POST /channels/{channelId}/answer param loudly: description\n",
        "  op DELETE /channels/{channelId}/answer: summary\n",
        "  op DELETE /channels/{channelId}/answer error 404: reason\n",
        "  model ChannelSang: description\n",
        "  field ChannelSang.song: description\n",
    ] {
        assert!(shown.contains(line), "{line:?} is missing:\n{shown}");
    }
    let written = workspace::read_tree(into.path())?;
    for (path, text) in &written {
        assert!(!text.contains("Their"), "{path}");
    }
    let channels = json_of(into.path(), "channels.json")?.to_string();
    assert!(channels.contains(r#""nickname":"unanswer""#), "{channels}");

    let table = json_of(into.path(), "first_seen.json")?;
    // Asterisk tells of operations since when each line has them.
    assert_eq!(
        table["op DELETE /channels/{channelId}/answer"],
        json!({"20": "20.21.0", "22": "22.11.0", "HEAD": "HEAD"})
    );
    for key in ["model ChannelSang", "field ChannelSang.song"] {
        assert_eq!(table[key], json!({"22": "22.11.0", "HEAD": "HEAD"}), "{key}");
    }
    assert_eq!(table["op GET /channels"]["22"], "22.0.0");
    let release = json_of(into.path(), "release.json")?;
    assert_eq!(release, json!({"asterisk": "22.11.0", "same_in": []}));
    assert!(
        written.contains_key("releases/23.4.1.json")
            && !written.contains_key("releases/22.10.1.json")
    );
    Ok(())
}

/// Wherever upstream may put a sentence next, it does not get in.
#[test]
fn what_nothing_is_known_of_stays_out_and_is_told() -> Result<()> {
    let from = changed("22.11.0", |channels, events| {
        let sentence = json!("Their words.");
        channels["_comment"] = sentence.clone();
        channels["apis"][0]["notes"] = sentence.clone();
        let operation = &mut channels["apis"][0]["operations"][0];
        operation["__note"] = sentence.clone();
        operation["errorResponses"] = json!([{"code": 400, "message": "Their words."}]);
        let model = &mut channels["models"]["Channel"];
        model["notes"] = sentence.clone();
        model["properties"]["id"]["descripton"] = sentence.clone();
        model["properties"]["state"]["allowableValues"]["description"] = sentence.clone();
        events["apis"][0]["operations"][0]["parameters"][0]["descriptioni"] = sentence;
    })?;
    let into = copy()?;
    let shown = import(&arguments(from.path(), &into))?;
    for (path, text) in workspace::read_tree(into.path())? {
        assert!(!text.contains("Their"), "{path}");
    }
    for line in [
        "\nNot taken over, since nothing is known of it\n",
        "  file channels.json: _comment\n",
        "  path /channels: notes\n",
        "  op GET /channels: __note\n",
        "  op GET /channels error 400: message\n",
        "  model Channel: notes\n",
        "  field Channel.id: descripton\n",
        "  field Channel.state: allowableValues description\n",
    ] {
        assert!(shown.contains(line), "{line:?} is missing:\n{shown}");
    }
    Ok(())
}

#[test]
fn what_a_line_dropped_is_told_since_the_table_cannot() -> Result<()> {
    let from = changed("22.11.0", |channels, _| {
        if let Some(operations) = operations(channels, "/channels/{channelId}") {
            for parameters in operations.iter_mut().filter_map(|it| it["parameters"].as_array_mut())
            {
                parameters.retain(|it| it["name"] != "reason_code");
            }
        }
    })?;
    let into = copy()?;
    let shown = import(&arguments(from.path(), &into))?;
    let told = "\nNot there, though first_seen.json has it in this release\n  op DELETE /channels/{channelId} param reason_code\n";
    assert!(shown.contains(told), "{shown}");
    Ok(())
}

#[test]
fn a_listing_that_they_do_not_bring_stays() -> Result<()> {
    let into = copy()?;
    let shown = import(&arguments("20", &into))?;
    assert!(!shown.contains("path /api-docs/"), "{shown}");
    let listing = |folder: &Path| fs::read_to_string(folder.join("resources.json"));
    assert_eq!(listing(into.path())?, listing(&workspace::api_docs())?);
    Ok(())
}

#[test]
fn what_cannot_be_written_leaves_everything_as_it_was() -> Result<()> {
    let into = copy()?;
    // In the way of a file that comes late.
    fs::create_dir_all(into.path().join("sounds.json.new/in_the_way"))?;
    let before = workspace::read_tree(into.path())?;
    let plan = prepare(&arguments("20", &into))?;
    assert!(plan.carry_out().is_err());
    assert_eq!(workspace::read_tree(into.path())?, before);
    Ok(())
}

#[test]
fn another_folder_gets_the_files_alone_and_code_can_be_made_of_it() -> Result<()> {
    let into = tempfile::tempdir()?;
    let folder = into.path().join("our-asterisk");
    let mut arguments = arguments("20", &into);
    arguments.into = Some(folder.clone());
    import(&arguments)?;
    let files = workspace::read_tree(&folder)?;
    assert!(files.contains_key("channels.json") && !files.contains_key("first_seen.json"));
    assert_eq!(specification::find(&folder)?.name, "20.20.1");
    let theirs = crate::codegen::generate(&folder)?.tree;
    assert!(theirs == crate::codegen::generate(Path::new("20"))?.tree);
    arguments.facts_only = true;
    assert!(prepare(&arguments).is_err());
    Ok(())
}

#[test]
fn a_new_line_begins_with_what_the_one_before_had() -> Result<()> {
    let into = copy()?;
    let mut arguments = arguments(workspace::api_docs(), &into);
    arguments.release = Some("24.1.0".to_owned());
    import(&arguments)?;
    let table = json_of(into.path(), "first_seen.json")?;
    assert_eq!(table["op POST /events/claim"]["24"], "24.0.0");
    let release = json_of(into.path(), "release.json")?;
    assert_eq!(release, json!({"asterisk": "24.1.0", "same_in": ["23.4.1", "22.10.1"]}));
    Ok(())
}

#[test]
fn corrections_that_have_become_true_are_named() -> Result<()> {
    let from = changed("22.11.0", |channels, _| {
        channels["models"]["RTPstat"]["properties"]["txcount"]["type"] = json!("unsigned int");
    })?;
    let into = copy()?;
    let shown = import(&arguments(from.path(), &into))?;
    assert!(
        shown.contains("/corrections/0: field RTPstat.txcount: already \"unsigned int\": the correction has become true"),
        "{shown}"
    );
    Ok(())
}

#[test]
fn facts_alone_leave_the_committed_release() -> Result<()> {
    let from = changed("20.21.0", |channels, _| {
        channels["models"]["Channel"]["properties"]["mood"] = json!({"type": "string"});
    })?;
    let into = copy()?;
    let before = workspace::read_tree(into.path())?;
    let mut arguments = arguments(from.path(), &into);
    arguments.facts_only = true;
    let shown = import(&arguments)?;
    assert!(shown.contains("Asterisk 20.20.1 -> 20.21.0"), "{shown}");
    assert!(shown.contains("+ field Channel.mood: string"), "{shown}");
    let after = workspace::read_tree(into.path())?;
    let differing: Vec<_> =
        ari_codegen::differences(&after, &before).into_iter().map(|it| format!("{it:?}")).collect();
    assert_eq!(differing.len(), 3, "{differing:?}");
    assert!(
        after.contains_key("releases/20.21.0.json") && !after.contains_key("releases/20.20.1.json")
    );
    assert_eq!(
        json_of(into.path(), "first_seen.json")?["field Channel.mood"],
        json!({"20": "20.21.0", "HEAD": "HEAD"})
    );
    Ok(())
}

#[test]
fn facts_take_the_place_of_older_ones_of_their_line_only() -> Result<()> {
    let into = copy()?;
    let refused = |release: &str| -> Result<String> {
        let from = changed(release, |_, _| ())?;
        let mut arguments = arguments(from.path(), &into);
        arguments.facts_only = true;
        let error = prepare(&arguments).err().context("it is refused")?;
        Ok(error.to_string())
    };
    assert!(refused("22.11.0")?.starts_with("22.10.1 is committed"));
    assert!(refused("20.9.0")?.starts_with("20.20.1 stands for its line"));
    assert!(refused("23.1.0")?.starts_with("23.4.1 stands for its line"));

    let from = changed("23.5.0", |_, _| ())?;
    let mut arguments = arguments(from.path(), &into);
    arguments.facts_only = true;
    import(&arguments)?;
    let release = json_of(into.path(), "release.json")?;
    assert_eq!(release, json!({"asterisk": "22.10.1", "same_in": []}));
    let found = specification::stored_in(into.path(), "23")?.context("a release of 23")?;
    assert_eq!((found.name.as_str(), found.derived), ("23.5.0", false));
    Ok(())
}

#[test]
fn nobody_knows_the_release_of_a_folder_without_a_name() -> Result<()> {
    let (from, into) = (copy()?, copy()?);
    fs::remove_file(from.path().join("release.json"))?;
    let error = prepare(&arguments(from.path(), &into)).err().map(|it| it.to_string());
    assert!(error.is_some_and(|it| it.contains("--release")));
    Ok(())
}

/// What may be in a file of a hostile specification, and what is said of it.
fn hostile() -> Vec<(&'static str, PathBuf, String, &'static str)> {
    let model = |id: &str, property: Value| {
        json!({"swaggerVersion": "1.1", "resourcePath": "/api-docs/evil.{format}", "apis": [], "models": {id: {"id": id, "properties": {"a": property}}}})
            .to_string()
    };
    let operation = |path: &str, nickname: &str, parameter: &str| {
        json!({"swaggerVersion": "1.1", "resourcePath": "/api-docs/evil.{format}", "apis": [{"path": path, "operations": [
            {"httpMethod": "GET", "nickname": nickname, "responseClass": "void", "summary": "Looks.",
             "parameters": [{"name": parameter, "paramType": "query", "dataType": "string"}]}]}]})
            .to_string()
    };
    let evil = || PathBuf::from("evil.json");
    let chain: serde_json::Map<String, Value> = (0..8_000)
        .map(|it| {
            let property = json!({"n": {"type": format!("Model{}", (it + 1) % 8_000)}});
            (format!("Model{it}"), json!({"id": format!("Model{it}"), "properties": property}))
        })
        .collect();
    let cycle = json!({"swaggerVersion": "1.1", "resourcePath": "/x", "apis": [], "models": chain});
    vec![
        ("no JSON", evil(), "{".to_owned(), "not JSON"),
        ("truncated", "channels.json".into(), truncated(), "not JSON"),
        ("not text", evil(), "\u{0}".to_owned(), "not JSON"),
        ("a list", evil(), "[]".to_owned(), "expected an object"),
        ("deep", evil(), "[".repeat(200_000), "not JSON"),
        (
            "huge",
            evil(),
            model("Big", json!({"type": "string", "description": "long ".repeat(2_000_000)})),
            "no resource file has more",
        ),
        ("contains itself", evil(), model("Loop", json!({"type": "Loop"})), "contains itself"),
        ("a long cycle", evil(), cycle.to_string(), "contains itself"),
        (
            "an unknown type",
            evil(),
            model("Lost", json!({"type": "Nowhere"})),
            "expected a declared model",
        ),
        (
            "a way out in a model",
            evil(),
            model("../../Evil", json!({"type": "string"})),
            "expected a name of letters",
        ),
        (
            "a way out in a nickname",
            evil(),
            operation("/evil", "../../../etc/passwd", "a"),
            "expected a name of letters",
        ),
        (
            "a way out in a path",
            evil(),
            operation("/evil/../../x", "look", "a/b"),
            "expected a name of letters",
        ),
        (
            "a way out in a file",
            "..evil.json".into(),
            operation("/..evil", "look", "a"),
            "expected a file name of letters",
        ),
        (
            "another's path",
            evil(),
            operation("/channels", "look", "a"),
            "expected a path that starts with",
        ),
        (
            "code in a name",
            evil(),
            operation("/evil", "look() { } fn x", "a"),
            "expected a name of letters",
        ),
        ("a keyword as a method", evil(), operation("/evil", "fn", "a"), "is no Rust identifier"),
        (
            "a keyword as a parameter",
            evil(),
            operation("/evil", "look", "self"),
            "is no Rust identifier",
        ),
        (
            "a keyword as a model",
            evil(),
            model("Self", json!({"type": "string"})),
            "is no Rust identifier",
        ),
        (
            "a keyword as a resource",
            "mod.json".into(),
            operation("/mod", "look", "a"),
            "is no Rust identifier",
        ),
        ("a type of ours", evil(), model("Error", json!({"type": "string"})), "is taken"),
    ]
}

fn truncated() -> String {
    let text = fs::read_to_string(workspace::api_docs().join("channels.json")).unwrap_or_default();
    text.chars().take(text.len() / 2).collect()
}

#[test]
fn hostile_specifications_end_with_an_error_and_change_nothing() -> Result<()> {
    let into = copy()?;
    let before: Tree = workspace::read_tree(into.path())?;
    for (what, file, text, message) in hostile() {
        let from = copy()?;
        fs::write(from.path().join(&file), &text)?;
        let error = import(&arguments(from.path(), &into)).err().context(what)?;
        let error = format!("{error:#}");
        assert!(error.contains(message), "{what}: {}", error.chars().take(500).collect::<String>());
        assert_eq!(workspace::read_tree(into.path())?, before, "{what}");
        // The same goes for the code.
        let error = crate::codegen::generate(from.path()).err().context(what)?;
        assert!(format!("{error:#}").contains(message), "{what}");
    }
    Ok(())
}
