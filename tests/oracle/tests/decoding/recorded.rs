//! Every recorded frame decodes into the event of its kind, and nothing that is declared gets lost.

use std::collections::BTreeSet;

use ari_generated::{Event, EventKind};
use ari_oracle_tests::frames::{corpus, corpus_frames, sample, samples};
use ari_oracle_tests::specification::Specification;
use ari_oracle_tests::values::declared;

use super::{kind_of, parse, specification, written};

fn kinds(frames: &[String]) -> BTreeSet<String> {
    frames.iter().map(|it| kind_of(&parse(it)).to_owned()).collect()
}

fn decodes_without_loss(specification: &Specification, frame: &str) {
    let original = parse(frame);
    let kind = kind_of(&original);
    let event = Event::decode(frame).unwrap_or_else(|it| panic!("{it}: {frame}"));
    assert_eq!(event.kind_name(), kind);
    assert_eq!(event.kind().map(EventKind::name), Some(kind), "{frame}");
    assert_eq!(event.raw(), Some(frame));
    assert_eq!(event.application(), original["application"].as_str());
    let timestamp = event.timestamp().expect("a timestamp");
    assert_eq!(Some(timestamp.to_string().as_str()), original["timestamp"].as_str());
    let written = written(&event).expect("a known kind");
    assert_eq!(written, declared(specification, kind, &original), "{frame}");
    let again = Event::decode(&written.to_string()).unwrap_or_else(|it| panic!("{it}: {written}"));
    assert_eq!(again, event, "{frame}");
}

#[test]
fn the_sample_holds_every_kind() {
    let specification = specification();
    let declared: BTreeSet<String> = specification.events().iter().cloned().collect();
    let new = kinds(&sample("22.10.1"));
    assert_eq!(new, declared);
    let old = kinds(&sample("16.28.0"));
    assert_eq!(old.len(), 38);
    assert!(old.is_subset(&declared));
}

#[test]
fn every_sampled_frame_decodes_without_loss() {
    let specification = specification();
    for frame in samples() {
        decodes_without_loss(&specification, &frame);
    }
}

#[test]
fn every_frame_of_the_whole_recording_decodes_without_loss() {
    let Some(corpus) = corpus() else {
        println!("the whole recording is not beside the checkout: only the sample was tested");
        return;
    };
    let specification = specification();
    let frames = corpus_frames(&corpus);
    println!("the whole recording: {} frames", frames.len());
    assert!(frames.len() > 2_800);
    for frame in frames {
        decodes_without_loss(&specification, &frame);
    }
}
