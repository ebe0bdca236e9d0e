//! The life of instances: start, parallel use, credentials, settings, end; it knows no calls.

mod support;

use std::{
    io::{BufRead, BufReader},
    net::{TcpListener, UdpSocket},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use ari_harness::{Instance, Setup, StartError};
use support::{asterisk, eventually, request, request_as, start, timed};

#[test]
fn two_at_once_answer_with_the_right_credentials_only() {
    let (one, two) = thread::scope(|scope| {
        let one = scope.spawn(|| start(Setup::new()));
        let two = scope.spawn(|| start(Setup::new()));
        (one.join().expect("one"), two.join().expect("two"))
    });
    assert_ne!(one.url(), two.url());
    assert_ne!(one.directory(), two.directory());
    for instance in [&one, &two] {
        assert_eq!(request(instance, "GET", "/asterisk/ping").0, 200);
        let wrong = request_as(instance, "asterisk:wrong", "GET", "/asterisk/ping", "");
        assert_eq!(wrong.0, 401);
        let reader = format!("{}:{}", instance.read_only_username(), instance.read_only_password());
        assert_eq!(request_as(instance, &reader, "GET", "/channels", "").0, 200);
        assert_eq!(request_as(instance, &reader, "POST", "/bridges", "").0, 403);
        assert!(instance.version().starts_with("22."), "{}", instance.version());
    }
    let info = request(&one, "GET", "/asterisk/info").1;
    assert!(info.contains(one.version()), "{info}");
}

#[test]
fn its_log_of_a_normal_start_is_clean() {
    for setup in [Setup::new(), Setup::new().sip()] {
        let instance = start(setup);
        let log = instance.log();
        let bad = log.lines().filter(|line| line.contains("ERROR") || line.contains("WARNING"));
        assert_eq!(bad.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

#[test]
fn the_console_answers() {
    let mut instance = start(Setup::new());
    let version = instance.cli("core show version").expect("it answers");
    assert!(version.contains(instance.version()), "{version}");
    instance.kill();
    assert!(instance.cli("core show version").is_err());
}

#[test]
fn stop_leaves_no_process_and_drop_no_folder() {
    let mut instance = start(Setup::new());
    let process = format!("/proc/{}", instance.pid().expect("it runs"));
    let directory = instance.directory().to_owned();
    assert!(Path::new(&process).exists() && directory.exists());
    assert!(timed("stop", || instance.stop()), "{}", instance.log());
    assert!(!Path::new(&process).exists());
    assert!(!instance.is_running());
    drop(instance);
    assert!(!directory.exists());

    let instance = start(Setup::new());
    let process = format!("/proc/{}", instance.pid().expect("it runs"));
    let directory = instance.directory().to_owned();
    timed("drop", || drop(instance));
    assert!(!Path::new(&process).exists() && !directory.exists());
}

#[test]
fn after_a_kill_it_starts_again_at_the_same_place() {
    let mut instance = start(Setup::new());
    let (url, first) = (instance.url(), instance.pid());
    instance.kill();
    assert!(!instance.is_running());
    timed("restart after kill", || instance.restart()).expect("it starts again");
    assert!(instance.is_running());
    assert_ne!(instance.pid(), first);
    assert_eq!(instance.url(), url);
    assert_eq!(request(&instance, "GET", "/asterisk/ping").0, 200);
    timed("restart while running", || instance.restart()).expect("it starts again");
    assert_eq!(request(&instance, "GET", "/asterisk/ping").0, 200);
}

#[test]
fn settings_reach_asterisk() {
    let instance = start(
        Setup::new()
            .pretty()
            .session_limit(7)
            .channelvars(["COLOUR", "SIZE"])
            .without_module("app_echo")
            .module("app_mixmonitor")
            .dialplan("[default]\nexten => extra,1,Answer()\n")
            .file("users.txt", "text"),
    );
    let text = |file: &str| {
        std::fs::read_to_string(instance.directory().join("etc").join(file)).expect(file)
    };
    assert!(text("http.conf").contains("sessionlimit = 7"));
    assert!(text("ari.conf").contains("channelvars = COLOUR,SIZE"));
    assert_eq!(text("users.txt"), "text");
    let modules = instance.cli("module show like app_").expect("it answers");
    assert!(!modules.contains("app_echo") && modules.contains("app_mixmonitor"), "{modules}");
    let extension = instance.cli("dialplan show extra@default").expect("it answers");
    assert!(extension.contains("Answer()"), "{extension}");
    assert!(request(&instance, "GET", "/asterisk/ping").1.contains("\n  \""));
}

#[test]
fn a_failed_start_shows_the_log() {
    let broken = Setup::new()
        .file("modules.conf", "[modules]\nautoload = no\nrequire = nothing_like_it.so\n");
    let error = asterisk(ari_harness::Release::Sid).start(broken).expect_err("it cannot start");
    assert!(matches!(error, StartError::Ended { .. }), "{error:?}");
    assert!(error.to_string().contains("nothing_like_it"), "{error}");
}

#[test]
fn a_port_taken_by_another_program_is_reported() {
    let mut instance = start(Setup::new().sip().tls());
    let address = |url: String| url.rsplit('/').next().map(str::to_owned).expect("an address");
    let http = address(instance.url());
    let https = address(instance.https_url().expect("it has TLS"));
    let sip = instance.sip_address().expect("it has SIP");
    instance.kill();
    let taken = |instance: &mut Instance| {
        let error = instance.restart().expect_err("the port is taken");
        assert!(matches!(error, StartError::PortTaken { .. }), "{error}");
        assert!(!instance.is_running());
    };
    let listener = TcpListener::bind(http).expect("it is free");
    taken(&mut instance);
    drop(listener);
    let listener = TcpListener::bind(https).expect("it is free");
    taken(&mut instance);
    drop(listener);
    let socket = UdpSocket::bind(sip).expect("it is free");
    taken(&mut instance);
    drop(socket);
    instance.restart().expect("all are free again");
}

/// Set for the copy of this program that is to die.
const VICTIM: &str = "ARI_HARNESS_TEST_VICTIM";

#[test]
fn an_instance_does_not_outlive_a_killed_harness() {
    if std::env::var_os(VICTIM).is_some() {
        let instance = start(Setup::new());
        println!("pid {} in {}", instance.pid().expect("it runs"), instance.directory().display());
        thread::sleep(Duration::from_secs(60));
        return;
    }
    let mut victim = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "an_instance_does_not_outlive_a_killed_harness", "--nocapture"])
        .env(VICTIM, "yes")
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let output = BufReader::new(victim.stdout.take().expect("a pipe"));
    let line = output.lines().map_while(Result::ok).find(|line| line.starts_with("pid "));
    let line = line.expect("it tells");
    let (pid, directory) = line["pid ".len()..].split_once(" in ").expect("both");
    let process = Path::new("/proc").join(pid);
    assert!(process.exists() && Path::new(directory).exists());
    victim.kill().expect("it is killed");
    victim.wait().expect("it is gone");
    eventually("the process and its folder are gone", || {
        !process.exists() && !Path::new(directory).exists()
    });
}
