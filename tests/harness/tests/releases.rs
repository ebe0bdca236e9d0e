//! Both releases: fetched once, started with all they have; it knows no configuration.

mod support;

use std::{fs, path::Path, thread, time::Instant};

use ari_harness::{Installation, Release, Setup, default_cache, fetch};
use support::{asterisk, request, timed};

#[test]
fn the_oldest_release_starts_too() {
    let old = asterisk(Release::Bullseye);
    assert_eq!(old.version().expect("it runs"), "16.28.0");
    for setup in [Setup::new(), Setup::new().tls(), Setup::new().sip()] {
        let instance = timed("start bullseye", || old.start(setup).expect("it starts"));
        assert_eq!(instance.release(), Release::Bullseye);
        let (status, answer) = request(&instance, "GET", "/asterisk/ping");
        assert_eq!(status, 200, "{answer}");
        assert!(request(&instance, "GET", "/asterisk/info").1.contains("16.28.0"));
        let log = instance.log();
        assert!(!log.contains("ERROR"), "{log}");
    }
}

#[test]
fn a_second_fetch_costs_nothing() {
    asterisk(Release::Sid);
    let begin = Instant::now();
    let names: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| asterisk(Release::Sid))).collect();
        threads.into_iter().map(|thread| thread.join().expect("fetched")).collect()
    });
    assert!(names.iter().all(|found| found.root() == names[0].root()));
    assert!(begin.elapsed().as_millis() < 500, "{:?}", begin.elapsed());
}

#[test]
fn the_newest_release_has_every_module_of_the_lists() {
    let asterisk = asterisk(Release::Sid);
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config");
    let instance = asterisk.start(Setup::new().sip()).expect("it starts");
    let running = instance.cli("module show").expect("it answers");
    for list in ["modules.list", "modules-sip.list"] {
        let text = fs::read_to_string(here.join(list)).expect(list);
        for module in text.lines().filter(|line| !line.starts_with('#')) {
            let line = running.lines().find(|line| line.starts_with(&format!("{module}.so")));
            assert!(line.is_some_and(|line| line.contains("Running")), "{module}: {line:?}");
        }
    }
}

#[test]
fn names_go_there_and_back() {
    for release in Release::ALL {
        assert_eq!(release.to_string().parse(), Ok(release));
    }
    assert!("jessie".parse::<Release>().is_err());
    assert!(Installation::find(Release::Sid, Path::new("/nowhere")).expect("no error").is_none());
    assert!(fetch(Release::Sid, &default_cache()).is_ok());
}
