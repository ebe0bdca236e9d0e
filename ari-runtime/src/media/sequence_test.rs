//! Numbers in and out of order, against a plain reckoning.

use std::collections::BTreeSet;

use super::{Arrival, Sequence};

fn feed(numbers: &[u16]) -> (Vec<Arrival>, Sequence) {
    let mut sequence = Sequence::new();
    let arrivals = numbers.iter().map(|it| sequence.arrived(1, *it)).collect();
    (arrivals, sequence)
}

#[test]
fn numbers_in_order_go_on_past_the_largest() {
    let (arrivals, sequence) = feed(&[65_534, 65_535, 0, 1]);
    assert_eq!(
        arrivals,
        [
            Arrival::Started { index: 65_536 + 65_534 },
            Arrival::Next { index: 65_536 + 65_535, lost: 0 },
            Arrival::Next { index: 2 * 65_536, lost: 0 },
            Arrival::Next { index: 2 * 65_536 + 1, lost: 0 },
        ]
    );
    assert_eq!((sequence.counts().received, sequence.counts().lost), (4, 0));
}

#[test]
fn a_gap_is_told_and_closes_again() {
    let (arrivals, sequence) = feed(&[65_533, 1, 65_535, 65_535, 0, 1]);
    let base = 65_536;
    assert_eq!(
        arrivals,
        [
            Arrival::Started { index: base + 65_533 },
            Arrival::Next { index: base + 65_537, lost: 3 },
            Arrival::Late { index: base + 65_535 },
            Arrival::Repeat { index: base + 65_535 },
            Arrival::Late { index: base + 65_536 },
            Arrival::Repeat { index: base + 65_537 },
        ]
    );
    let counts = sequence.counts();
    assert_eq!((counts.received, counts.lost, counts.late, counts.repeated), (6, 1, 2, 2));
    assert_eq!(counts.restarted, 0);
}

#[test]
fn what_belongs_before_the_first_was_never_missed() {
    let (arrivals, sequence) = feed(&[0, 65_535, 65_535, 1]);
    assert_eq!(
        arrivals,
        [
            Arrival::Started { index: 65_536 },
            Arrival::Late { index: 65_535 },
            Arrival::Repeat { index: 65_535 },
            Arrival::Next { index: 65_537, lost: 0 },
        ]
    );
    assert_eq!(sequence.counts().lost, 0);
}

#[test]
fn a_far_number_or_another_source_starts_anew() {
    let (arrivals, mut sequence) = feed(&[100, 3_100, 6_101, 3_101, 0]);
    assert_eq!(
        arrivals,
        [
            Arrival::Started { index: 65_536 + 100 },
            Arrival::Next { index: 65_536 + 3_100, lost: 2_999 },
            Arrival::Started { index: 3 * 65_536 + 6_101 },
            Arrival::Late { index: 3 * 65_536 + 3_101 },
            Arrival::Started { index: 5 * 65_536 },
        ]
    );
    assert_eq!(sequence.arrived(2, 0), Arrival::Started { index: 7 * 65_536 });
    assert_eq!(sequence.arrived(2, 1), Arrival::Next { index: 7 * 65_536 + 1, lost: 0 });
    let counts = sequence.counts();
    assert_eq!((counts.restarted, counts.lost, counts.late), (3, 2_999, 1));
}

#[test]
fn any_disorder_is_reckoned_right() {
    // Numbers around the turn with a small disorder, losses and repeats; the generator is Knuth's, with a fixed seed.
    let mut state = 7_u64;
    let mut random = |below: u64| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..30 {
        let begin = 60_000 + random(10_000);
        let mut order: Vec<(u64, u64)> = Vec::new();
        for index in begin..begin + 300 {
            for _ in 0..random(4) {
                order.push((index + random(40), index));
            }
        }
        order.sort_unstable();
        let mut sequence = Sequence::new();
        let mut seen = BTreeSet::new();
        let mut offset = 0;
        let (mut late, mut repeated) = (0, 0);
        let first = order.first().map_or(0, |(_, it)| *it);
        for (_, index) in order {
            let number = u16::try_from(index % 65_536).expect("a number below 65,536");
            let furthest = seen.last().copied();
            let again = !seen.insert(index);
            let arrival = sequence.arrived(9, number);
            match (furthest, arrival) {
                (None, Arrival::Started { index: place }) => offset = place.wrapping_sub(index),
                (Some(_), Arrival::Repeat { index: place }) => {
                    assert!(again);
                    repeated += 1;
                    assert_eq!(place.wrapping_sub(offset), index);
                }
                (Some(furthest), Arrival::Late { index: place }) => {
                    assert!(!again && index < furthest);
                    late += 1;
                    assert_eq!(place.wrapping_sub(offset), index);
                }
                (Some(furthest), Arrival::Next { index: place, lost }) => {
                    assert!(!again && index > furthest);
                    assert_eq!(place.wrapping_sub(offset), index);
                    assert_eq!(u64::from(lost), index - furthest - 1);
                }
                other => panic!("{other:?}"),
            }
            let furthest = seen.last().copied().unwrap_or(first);
            let missing = (first..=furthest).filter(|it| !seen.contains(it)).count();
            let counts = sequence.counts();
            assert_eq!(u64::try_from(missing), Ok(counts.lost));
            assert_eq!((counts.late, counts.repeated), (late, repeated));
        }
    }
}

#[test]
fn what_was_seen_a_turn_ago_is_forgotten() {
    let mut sequence = Sequence::new();
    for turn in 0..3 {
        for number in 0..=u16::MAX {
            let arrival = sequence.arrived(1, number);
            if (turn, number) != (0, 0) {
                assert!(matches!(arrival, Arrival::Next { lost: 0, .. }), "{turn} {number}");
            }
        }
    }
    // Every second one, so that the others of this and the last turns lie between.
    for number in (1..60_000).step_by(2) {
        assert!(matches!(sequence.arrived(1, number), Arrival::Next { lost: 1, .. }));
        assert!(matches!(sequence.arrived(1, number - 1), Arrival::Late { .. }));
    }
    assert_eq!(sequence.counts().lost, 0);
}
