//! The programs that are compared do what they are told and count it; what it takes is not looked at.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;

use ari_bench::server::{Server, append_frame};
use ari_bench::{account, committed};
use ari_contest::{Figures, Task, Way};

const BARE: &str = env!("CARGO_BIN_EXE_contestant-bare");
const DECODING: &str = env!("CARGO_BIN_EXE_contestant-bare-decoding");
const SDK: &str = env!("CARGO_BIN_EXE_contestant-sdk");
const PICKY: &str = env!("CARGO_BIN_EXE_contestant-sdk-picky");

/// Has a task done, and does something once the program is connected.
fn done<T>(program: &str, task: &Task, connected: impl FnOnce() -> T) -> Figures {
    let mut command = Command::new(program);
    let mut child =
        command.args(task.words()).stdout(Stdio::piped()).spawn().expect("it was built");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let mut line = || lines.next().expect("it says something").expect("that is text");
    let mut said = line();
    let mut _kept = None;
    if said == "connected" {
        _kept = Some(connected());
        said = line();
    }
    assert!(child.wait().expect("it ends").success(), "{said}");
    Figures::parse(&said).expect("it says figures")
}

fn bytes(frames: &[String]) -> Arc<[u8]> {
    let mut bytes = Vec::new();
    frames.iter().for_each(|it| append_frame(&mut bytes, it));
    bytes.into()
}

#[test]
fn every_frame_is_decoded() {
    let folder = std::env::temp_dir().join(format!("ari-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("there is room");
    let frames = folder.join("frames.jsonl");
    std::fs::write(&frames, committed().join("\n")).expect("there is room");
    for program in [BARE, SDK] {
        let figures = done(program, &Task::Decode { frames: frames.clone(), rounds: 2 }, || ());
        assert_eq!((figures.count, figures.failed), (2 * committed().len(), 0), "{program}");
    }
    std::fs::remove_dir_all(folder).expect("it is ours");
}

#[test]
fn every_frame_is_read() {
    let frames = committed();
    for (program, threads) in [(BARE, 1), (DECODING, 2), (SDK, 1), (SDK, 2)] {
        let server = Server::start();
        let task = Task::Read { account: account(&server.url), frames: 3 * frames.len(), threads };
        let figures = done(program, &task, || server.send(&bytes(&frames), 3));
        assert_eq!(figures.count, 3 * frames.len(), "{program}");
        assert_eq!((figures.failed, figures.missing), (0, 0), "{program}");
    }
}

#[test]
fn what_never_comes_is_missing() {
    let server = Server::start();
    let frames = &committed()[..10];
    let task = Task::Read { account: account(&server.url), frames: 12, threads: 1 };
    let figures = done(SDK, &task, || server.send(&bytes(frames), 1));
    assert_eq!((figures.count, figures.failed, figures.missing), (10, 0, 2));
}

#[test]
fn what_is_not_wanted_is_not_read() {
    let server = Server::start();
    let frames = committed();
    let wanted = r#""type":"ChannelDtmfReceived""#;
    let digits = frames.iter().filter(|it| it.contains(wanted)).count();
    assert!(digits > 0);
    let task = Task::Read { account: account(&server.url), frames: digits, threads: 1 };
    let figures = done(PICKY, &task, || server.send(&bytes(&frames), 1));
    assert_eq!((figures.count, figures.missing), (digits, 0));
}

#[test]
fn every_request_is_answered() {
    for program in [BARE, SDK] {
        for way in [Way::Http, Way::Websocket] {
            let server = Server::start();
            let account = account(&server.url);
            let task = Task::Request { account, way, requests: 50, at_once: 7, threads: 2 };
            let figures = done(program, &task, || ());
            assert_eq!((figures.count, figures.failed), (50, 0), "{program}, {way:?}");
            // Each that is under way at once makes one before they count.
            let answered = if way == Way::Http { 57 } else { 0 };
            assert_eq!(server.answered(), answered, "{program}, {way:?}");
        }
    }
}

#[test]
fn what_is_no_task_is_refused() {
    for words in
        [&["dance"][..], &["decode", "nowhere.jsonl", "1"], &["read", "http://127.0.0.1:1"]]
    {
        let output = Command::new(SDK).args(words).output().expect("it was built");
        assert!(!output.status.success(), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}
