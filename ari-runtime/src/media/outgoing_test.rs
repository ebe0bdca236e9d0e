//! The order and the time in which audio, marks and commands leave; the clock is given, so nothing waits.

use std::num::NonZeroUsize;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot::{self, error::TryRecvError};
use tokio::time::Instant;

use super::{Outgoing, Pace, SentCounts, Step};
use crate::media::carrier::Sent;
use crate::media::control::command::Command;
use crate::media::end::{MediaEnd, NotHeard};

const FRAME: Duration = Duration::from_millis(20);

fn pace() -> Pace {
    Pace {
        frame_bytes: NonZeroUsize::new(4),
        frame: FRAME,
        silence: 0xff,
        lead: Duration::ZERO,
        limit: 2,
        has_control: true,
        has_queue: true,
        fills: false,
    }
}

fn audio(text: &'static str) -> Step {
    Step::Send(Sent::Audio(Bytes::from_static(text.as_bytes())))
}

fn command(command: Command) -> Step {
    Step::Send(Sent::Command(command))
}

fn push(outgoing: &mut Outgoing, text: &'static str, now: Instant) {
    outgoing.push(Bytes::from_static(text.as_bytes()), now);
}

/// Takes everything that leaves at a time.
fn leaves(outgoing: &mut Outgoing, now: Instant) -> Vec<Step> {
    let mut steps = Vec::new();
    loop {
        match outgoing.next(now) {
            step @ Step::Send(_) => steps.push(step),
            Step::Wait(due) if due <= now => {}
            Step::Wait(_) | Step::Idle => return steps,
        }
    }
}

#[test]
fn frames_leave_at_the_pace_at_which_they_are_heard() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    push(&mut outgoing, "aaaabbbbcccc", start);
    assert_eq!(outgoing.next(start), audio("aaaa"));
    assert_eq!(outgoing.next(start), Step::Wait(start + FRAME));
    assert_eq!(outgoing.next(start + FRAME), audio("bbbb"));
    // Whoever comes late catches nothing up: what was to be heard meanwhile was not there.
    let late = start + FRAME * 10;
    assert_eq!(leaves(&mut outgoing, late), [audio("cccc")]);
    push(&mut outgoing, "dddd", late);
    assert_eq!(outgoing.next(late), Step::Wait(late + FRAME));
}

#[test]
fn what_leaves_is_ahead_by_the_lead_and_no_more() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { lead: FRAME * 2, ..pace() });
    push(&mut outgoing, "aaaabbbbccccdddd", start);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa"), audio("bbbb"), audio("cccc")]);
    assert_eq!(outgoing.next(start), Step::Wait(start + FRAME));
    assert_eq!(leaves(&mut outgoing, start + FRAME), [audio("dddd")]);
}

#[test]
fn what_is_left_over_goes_with_what_comes_next_or_is_filled_up_when_nothing_does() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    push(&mut outgoing, "aaaab", start);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa")]);
    push(&mut outgoing, "bbbc", start + FRAME / 2);
    assert_eq!(leaves(&mut outgoing, start + FRAME), [audio("bbbb")]);
    let alone = start + FRAME / 2 + FRAME;
    assert_eq!(outgoing.next(start + FRAME), Step::Wait(alone));
    let filled = Step::Send(Sent::Audio(Bytes::from_static(b"c\xff\xff\xff")));
    assert_eq!(leaves(&mut outgoing, start + FRAME * 2), [filled]);
    assert_eq!(outgoing.next(start + FRAME * 9), Step::Idle);
    assert_eq!(outgoing.counts(), SentCounts { sent: 3, ..SentCounts::default() });
}

#[test]
fn who_sends_waits_while_more_than_the_limit_waits() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    push(&mut outgoing, "aaaabbbb", start);
    assert!(outgoing.has_room());
    push(&mut outgoing, "cccc", start);
    assert!(!outgoing.has_room());
    assert_eq!(outgoing.next(start), audio("aaaa"));
    assert!(outgoing.has_room());
}

#[test]
fn marks_leave_behind_what_they_mark_and_are_told_when_asterisk_says_so() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { lead: FRAME * 10, ..pace() });
    let (first, mut first_heard) = oneshot::channel();
    let (second, mut second_heard) = oneshot::channel();
    let (third, mut third_heard) = oneshot::channel();
    push(&mut outgoing, "aaaab", start);
    outgoing.mark(first);
    push(&mut outgoing, "cccc", start);
    outgoing.mark(second);
    outgoing.mark(third);
    let filled = Step::Send(Sent::Audio(Bytes::from_static(b"b\xff\xff\xff")));
    let mark = |id: &str| command(Command::Mark { id: id.to_owned() });
    let expected = [audio("aaaa"), filled, mark("m1"), audio("cccc"), mark("m2"), mark("m3")];
    assert_eq!(leaves(&mut outgoing, start), expected);
    outgoing.heard("another's");
    assert_eq!(first_heard.try_recv(), Err(TryRecvError::Empty));
    // What comes before a mark was heard, too.
    outgoing.heard("m2");
    assert_eq!(first_heard.try_recv(), Ok(Ok(())));
    assert_eq!(second_heard.try_recv(), Ok(Ok(())));
    assert_eq!(third_heard.try_recv(), Err(TryRecvError::Empty));
    outgoing.refused("no marks here");
    assert_eq!(third_heard.try_recv(), Ok(Err(NotHeard::Refused("no marks here".into()))));
}

#[test]
fn where_asterisk_tells_nothing_marks_are_heard_when_their_time_has_passed() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { has_queue: false, ..pace() });
    let (told, mut heard) = oneshot::channel();
    push(&mut outgoing, "aaaabbbb", start);
    outgoing.mark(told);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa")]);
    assert_eq!(leaves(&mut outgoing, start + FRAME), [audio("bbbb")]);
    assert_eq!(outgoing.next(start + FRAME), Step::Wait(start + FRAME * 2));
    assert_eq!(heard.try_recv(), Err(TryRecvError::Empty));
    // A pause has it heard later.
    outgoing.pause(true, start + FRAME);
    assert_eq!(outgoing.next(start + FRAME * 5), Step::Idle);
    outgoing.pause(false, start + FRAME * 5);
    assert_eq!(outgoing.next(start + FRAME * 5), Step::Wait(start + FRAME * 6));
    assert_eq!(outgoing.next(start + FRAME * 6), Step::Idle);
    assert_eq!(heard.try_recv(), Ok(Ok(())));
}

#[test]
fn a_flush_throws_away_what_waits_and_tells_asterisk() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    let (told, mut heard) = oneshot::channel();
    let (sent, mut sent_heard) = oneshot::channel();
    let (drained, mut is_drained) = oneshot::channel();
    outgoing.mark(sent);
    assert_eq!(leaves(&mut outgoing, start), [command(Command::Mark { id: "m1".into() })]);
    push(&mut outgoing, "aaaabbbbc", start);
    assert_eq!(outgoing.next(start), audio("aaaa"));
    outgoing.mark(told);
    outgoing.drain(drained);
    // The frame that was begun was filled up by the mark.
    assert_eq!(outgoing.flush(), 2);
    for mark in [&mut heard, &mut sent_heard] {
        assert_eq!(mark.try_recv(), Ok(Err(NotHeard::Flushed)));
    }
    assert_eq!(is_drained.try_recv(), Ok(Ok(())));
    assert_eq!(outgoing.counts(), SentCounts { sent: 1, flushed: 2, ..SentCounts::default() });
    assert_eq!(leaves(&mut outgoing, start), [command(Command::Flush)]);
    // What comes then is heard at once.
    push(&mut outgoing, "dddde", start);
    assert_eq!(leaves(&mut outgoing, start), [audio("dddd")]);
    assert_eq!(outgoing.flush(), 1);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 9), [command(Command::Flush)]);
}

#[test]
fn a_pause_keeps_what_waits_and_what_it_was_worth() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { lead: FRAME, ..pace() });
    push(&mut outgoing, "aaaabbbbcccc", start);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa"), audio("bbbb")]);
    outgoing.pause(true, start);
    outgoing.pause(true, start);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 50), [command(Command::Pause)]);
    outgoing.pause(false, start + FRAME * 50);
    // Both that left are still to be heard.
    assert_eq!(leaves(&mut outgoing, start + FRAME * 50), [command(Command::Continue)]);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 51), [audio("cccc")]);
}

#[test]
fn commands_overtake_audio_also_while_asterisk_wants_none() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    push(&mut outgoing, "aaaa", start);
    outgoing.hold(true);
    let (status, _answered) = oneshot::channel();
    outgoing.ask(status);
    assert_eq!(leaves(&mut outgoing, start), [command(Command::GetStatus)]);
    outgoing.hold(false);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa")]);
}

#[test]
fn a_chunk_is_a_frame_where_there_are_none() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { frame_bytes: None, has_queue: false, ..pace() });
    push(&mut outgoing, "a", start);
    push(&mut outgoing, "", start);
    push(&mut outgoing, "bcdefgh", start);
    assert_eq!(leaves(&mut outgoing, start), [audio("a")]);
    assert_eq!(leaves(&mut outgoing, start + FRAME), [audio("bcdefgh")]);
}

#[test]
fn the_end_is_told_to_everybody_who_waits_and_who_comes_later() {
    let mut outgoing = Outgoing::new(pace());
    let (sent, mut sent_heard) = oneshot::channel();
    let (waiting, mut waiting_heard) = oneshot::channel();
    let (drained, mut is_drained) = oneshot::channel();
    let (status, mut answered) = oneshot::channel();
    outgoing.mark(sent);
    leaves(&mut outgoing, Instant::now());
    push(&mut outgoing, "aaaa", Instant::now());
    outgoing.mark(waiting);
    outgoing.drain(drained);
    outgoing.ask(status);
    outgoing.end(&MediaEnd::Closed);
    outgoing.end(&MediaEnd::Here);
    let (late, mut late_heard) = oneshot::channel();
    outgoing.mark(late);
    let ended = Ok(Err(NotHeard::Ended(MediaEnd::Closed)));
    for mark in [&mut sent_heard, &mut waiting_heard, &mut is_drained, &mut late_heard] {
        assert_eq!(mark.try_recv(), ended);
    }
    assert_eq!(answered.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(outgoing.counts(), SentCounts { abandoned: 1, ..SentCounts::default() });
}

#[test]
fn a_clock_that_is_a_little_late_has_nothing_leave_later_and_later() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(pace());
    push(&mut outgoing, "aaaabbbbccccdddd", start);
    let late = Duration::from_millis(1);
    assert_eq!(outgoing.next(start), audio("aaaa"));
    for (number, frame) in (1..).zip(["bbbb", "cccc", "dddd"]) {
        let due = start + FRAME * number;
        assert_eq!(outgoing.next(due - late), Step::Wait(due));
        assert_eq!(outgoing.next(due + late), audio(frame));
    }
}

#[test]
fn an_answer_that_is_under_way_is_not_taken_for_that_to_a_later_question() {
    let start = Instant::now();
    let mut outgoing = Outgoing::new(Pace { lead: FRAME * 9, ..pace() });
    let (first, mut first_drained) = oneshot::channel();
    let (second, mut second_drained) = oneshot::channel();
    push(&mut outgoing, "aaaa", start);
    outgoing.drain(first);
    push(&mut outgoing, "bbbb", start);
    outgoing.drain(second);
    let asked = command(Command::ReportQueueDrained);
    assert_eq!(leaves(&mut outgoing, start), [audio("aaaa"), asked, audio("bbbb")]);
    outgoing.drained();
    assert_eq!(first_drained.try_recv(), Ok(Ok(())));
    assert_eq!(second_drained.try_recv(), Err(TryRecvError::Empty));
    let again = command(Command::ReportQueueDrained);
    assert_eq!(leaves(&mut outgoing, start), [again]);
    outgoing.drained();
    assert_eq!(second_drained.try_recv(), Ok(Ok(())));
    assert_eq!(leaves(&mut outgoing, start), []);
}

#[test]
fn what_waits_for_answers_is_bounded() {
    let mut outgoing = Outgoing::new(pace());
    let now = Instant::now();
    for _ in 0..9_999 {
        outgoing.mark(oneshot::channel().0);
        outgoing.ask(oneshot::channel().0);
        outgoing.pause(true, now);
        outgoing.flush();
        outgoing.pause(false, now);
    }
    let mut marks = Vec::new();
    for _ in 0..9_999 {
        let (told, heard) = oneshot::channel();
        outgoing.mark(told);
        marks.push(heard);
    }
    let last = marks.last_mut().expect("a mark");
    assert!(matches!(last.try_recv(), Ok(Err(NotHeard::Refused(_)))));
    // The marks, the questions, a flush.
    assert_eq!(leaves(&mut outgoing, now).len(), 1_024 + 1_024 + 1);
}

#[test]
fn who_cannot_be_asked_is_not_asked() {
    let mut outgoing = Outgoing::new(Pace { has_control: false, has_queue: false, ..pace() });
    let (status, mut answered) = oneshot::channel();
    outgoing.ask(status);
    outgoing.pause(true, Instant::now());
    outgoing.flush();
    assert_eq!(answered.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(outgoing.next(Instant::now()), Step::Idle);
}

#[test]
fn silence_is_sent_where_there_is_nothing_else_but_nothing_waits_for_it() {
    let start = Instant::now();
    let fills = Pace { fills: true, has_queue: false, has_control: false, ..pace() };
    let mut outgoing = Outgoing::new(fills);
    let silence = || Step::Send(Sent::Audio(Bytes::from_static(&[0xff; 4])));
    assert_eq!(leaves(&mut outgoing, start), [silence()]);
    assert_eq!(outgoing.next(start), Step::Wait(start + FRAME));
    assert_eq!(leaves(&mut outgoing, start + FRAME), [silence()]);
    push(&mut outgoing, "aaaabbbb", start + FRAME);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 2), [audio("aaaa")]);
    outgoing.pause(true, start + FRAME * 2);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 3), [silence()]);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 4), [silence()]);
    outgoing.pause(false, start + FRAME * 4);
    let (told, mut heard) = oneshot::channel();
    outgoing.mark(told);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 5), [audio("bbbb")]);
    assert_eq!(leaves(&mut outgoing, start + FRAME * 6), [silence()]);
    assert_eq!(heard.try_recv(), Ok(Ok(())));
    // It is no audio that was given to the stream.
    assert_eq!(outgoing.counts(), SentCounts { sent: 2, ..SentCounts::default() });
}

#[test]
fn who_has_to_be_sent_something_does_not_wait_for_a_frame_that_is_begun() {
    let start = Instant::now();
    let fills = Pace { fills: true, has_queue: false, has_control: false, ..pace() };
    let mut outgoing = Outgoing::new(fills);
    let mut sent = Vec::new();
    for turn in 0..16 {
        let now = start + FRAME * turn * 3 / 4;
        push(&mut outgoing, "a", now);
        sent.extend(leaves(&mut outgoing, now));
    }
    // 11.25 frames' time, in which four frames were filled, and none before it was whole.
    assert_eq!(sent.iter().filter(|it| **it == audio("aaaa")).count(), 4, "{sent:?}");
    assert!((10..=12).contains(&sent.len()), "{sent:?}");
}

#[test]
fn whoever_gave_up_waiting_is_in_nobodys_way() {
    let mut outgoing = Outgoing::new(pace());
    outgoing.hold(true);
    for _ in 0..5_000 {
        let (told, heard) = oneshot::channel();
        outgoing.drain(told);
        drop(heard);
    }
    let (told, mut heard) = oneshot::channel();
    outgoing.mark(told);
    assert_eq!(heard.try_recv(), Err(TryRecvError::Empty));
    outgoing.hold(false);
    let mark = command(Command::Mark { id: "m1".to_owned() });
    assert_eq!(leaves(&mut outgoing, Instant::now()), [mark]);
}
