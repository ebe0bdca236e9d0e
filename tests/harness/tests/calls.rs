//! Calls over Local channels: the dialplan, its sounds and music work; it knows no SIP.

mod support;

use ari_harness::{DIALPLAN, Instance, Setup};
use support::{eventually, request, request_as, start};

fn originate(instance: &Instance, id: &str, extension: &str) {
    let path = format!(
        "/channels/{id}?endpoint=Local/{extension}@default&otherChannelId={id}-2&extension=wait&context=default&priority=1"
    );
    let (status, answer) = request(instance, "POST", &path);
    assert_eq!(status, 200, "{answer}");
}

fn channel(instance: &Instance, id: &str) -> String {
    request(instance, "GET", &format!("/channels/{id}")).1
}

#[test]
fn music_and_sounds_play() {
    let instance = start(Setup::new());
    originate(&instance, "music", "music");
    originate(&instance, "monkeys", "monkeys");
    for (id, application) in [("music", "MusicOnHold"), ("monkeys", "Playback")] {
        eventually(id, || {
            channel(&instance, id).contains("\"Up\"")
                && channel(&instance, &format!("{id}-2")).contains(application)
        });
    }
    let playing =
        instance.cli("core show channel Local/music@default-00000000;2").expect("it answers");
    assert!(playing.contains("MusicOnHold"), "{playing}");
    let classes = instance.cli("moh show files").expect("it answers");
    assert!(classes.contains("macroform"), "{classes}");
    let sounds = request(&instance, "GET", "/sounds").1;
    assert!(sounds.contains("\"tt-monkeys\"") && sounds.contains("\"hello-world\""));
    let log = instance.log();
    assert!(!log.contains("WARNING") && !log.contains("ERROR"), "{log}");
}

#[test]
fn extensions_do_what_they_say() {
    let instance = start(Setup::new());
    for extension in [
        "echo",
        "wait",
        "playtones",
        "milliwatt",
        "digits-12#",
        "userevent",
        "dial-echo",
        "answer-after-0",
    ] {
        let id = extension.replace('#', "");
        originate(&instance, &id, &extension.replace('#', "%23"));
        eventually(extension, || channel(&instance, &id).contains("\"Up\""));
    }
    originate(&instance, "ring", "ring");
    eventually("ring", || channel(&instance, "ring").contains("\"Ringing\""));
    for extension in ["busy", "congestion", "app-nobody", "hangup-after-0", "1000"] {
        originate(&instance, extension, extension);
        eventually(extension, || {
            request(&instance, "GET", &format!("/channels/{extension}")).0 == 404
        });
    }
}

#[test]
fn a_recording_is_stored_where_told() {
    let instance = start(Setup::new());
    let body = "{\"endpoint\":\"Local/milliwatt@default\",\"app\":\"nobody\",\"formats\":\"ulaw\"}";
    let credentials = format!("{}:{}", instance.username(), instance.password());
    let (status, bridge) =
        request_as(&instance, &credentials, "POST", "/bridges/room?type=mixing", "");
    assert_eq!(status, 200, "{bridge}");
    // Nobody listens as that application, so the call must fail on the server and not in the harness.
    assert_eq!(request_as(&instance, &credentials, "POST", "/channels", body).0, 200);
    let (status, answer) = request(&instance, "POST", "/bridges/room/record?name=hello&format=wav");
    assert_eq!(status, 201, "{answer}");
    eventually("a file", || {
        let mut files = std::fs::read_dir(instance.recordings_directory()).expect("a folder");
        files.any(|file| file.is_ok_and(|file| file.file_name() == "hello.wav"))
    });
}

#[test]
fn every_application_and_function_of_the_dialplan_is_there() {
    let instance = start(Setup::new().sip());
    let mut seen = 0;
    for line in DIALPLAN.lines().filter(|line| line.contains("=> ")) {
        let (_, step) = line.split_once(",1,").or_else(|| line.split_once("n,")).expect("a step");
        let (application, argument) = step.split_once('(').expect("parentheses");
        let mut names = vec![("application", application)];
        if application == "Set" {
            names.push(("function", argument.split('(').next().expect("a name")));
        }
        for (kind, name) in names {
            let about = instance.cli(&format!("core show {kind} {name}")).expect("it answers");
            assert!(about.contains("Synopsis"), "{line}: {about}");
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}
