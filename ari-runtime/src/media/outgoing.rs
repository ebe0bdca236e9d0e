//! What is to be sent, in order, and when: frames at the pace at which they are played, marks among them, and commands
//! before them. Knows no connection and waits for nothing.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::task::Waker;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::media::carrier::Sent;
use crate::media::control::command::Command;
use crate::media::control::event::Status;
use crate::media::end::{MediaEnd, NotHeard};
use crate::media::framer::Framer;

/// Frames that come later than this many after what was sent has been heard begin anew; earlier ones only catch up with what
/// a clock of milliseconds is late.
pub(crate) const CATCHES_UP: u32 = 2;

/// Marks, and questions for the queue, that may wait for their answers; one who asks for more never looks at them.
const UNANSWERED: usize = 1_024;

/// Who is told that audio was heard.
pub(super) type Told = oneshot::Sender<Result<(), NotHeard>>;

/// What became of the frames that were given to a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentCounts {
    /// Frames that were sent.
    pub sent: u64,
    /// Frames that were thrown away by a flush before they were sent. What Asterisk had of them is not counted.
    pub flushed: u64,
    /// Frames that were not sent because the media ended.
    pub abandoned: u64,
    /// Frames that wait.
    pub waiting: usize,
}

/// How audio is cut and paced.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    /// Bytes of a frame; none where each chunk is one.
    pub(super) frame_bytes: Option<NonZeroUsize>,
    /// How long a frame lasts.
    pub(super) frame: Duration,
    /// What a frame is filled up with.
    pub(super) silence: u8,
    /// How far what is sent may be ahead of what is heard.
    pub(super) lead: Duration,
    /// Frames that may wait before who sends more has to.
    pub(super) limit: usize,
    /// What is said beside the audio is heard at the other end.
    pub(super) has_control: bool,
    /// Asterisk has a queue that can be flushed, paused and marked.
    pub(super) has_queue: bool,
    /// Silence is sent where there is nothing else to send.
    pub(super) fills: bool,
}

/// What is to be sent.
pub(super) struct Outgoing {
    pace: Pace,
    framer: Option<Framer>,
    entries: VecDeque<Entry>,
    /// How many of them are frames.
    frames: usize,
    /// Commands that overtake the audio.
    urgent: VecDeque<Command>,
    /// When audio was added last.
    pushed: Option<Instant>,
    /// Until when what was sent lasts.
    lasts_until: Option<Instant>,
    paused: Option<Instant>,
    /// Asterisk wants no more for now.
    is_held: bool,
    /// Marks that Asterisk has, in their order.
    marks: VecDeque<(String, Told)>,
    marked: u64,
    /// Those who wait for Asterisk's queue to be empty, which it has been asked to tell.
    drains: Vec<Told>,
    /// Those who came after that, and for whom it has to be asked again: its answer may be under way.
    later_drains: Vec<Told>,
    /// Those who wait for time to pass, where Asterisk tells nothing.
    passing: VecDeque<(Instant, Told)>,
    statuses: VecDeque<oneshot::Sender<Status>>,
    sent: u64,
    flushed: u64,
    /// How often everything was thrown away.
    flushes: u64,
    abandoned: u64,
    end: Option<MediaEnd>,
    /// Who waits until fewer frames wait.
    room: Option<Waker>,
    /// Who sends.
    sender: Option<Waker>,
}

enum Entry {
    Frame(Bytes),
    Mark(Told),
    Drain(Told),
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Send(Sent),
    Wait(Instant),
    Idle,
}

impl Outgoing {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            framer: pace.frame_bytes.map(Framer::new),
            pace,
            entries: VecDeque::new(),
            frames: 0,
            urgent: VecDeque::new(),
            pushed: None,
            lasts_until: None,
            paused: None,
            is_held: false,
            marks: VecDeque::new(),
            marked: 0,
            drains: Vec::new(),
            later_drains: Vec::new(),
            passing: VecDeque::new(),
            statuses: VecDeque::new(),
            sent: 0,
            flushed: 0,
            flushes: 0,
            abandoned: 0,
            end: None,
            room: None,
            sender: None,
        }
    }

    /// Adds audio.
    pub(super) fn push(&mut self, chunk: Bytes, now: Instant) {
        self.pushed = Some(now);
        match &mut self.framer {
            Some(framer) => framer.push(chunk),
            None if chunk.is_empty() => {}
            None => {
                self.frames += 1;
                self.entries.push_back(Entry::Frame(chunk));
            }
        }
        self.cut();
        self.wake_sender();
    }

    fn cut(&mut self) {
        let Some(framer) = &mut self.framer else { return };
        while let Some(frame) = framer.next_frame() {
            self.frames += 1;
            self.entries.push_back(Entry::Frame(frame));
        }
    }

    /// Fills a frame that was begun up with silence.
    fn fill_up(&mut self) {
        if let Some(frame) = self.framer.as_mut().and_then(|it| it.finish(self.pace.silence)) {
            self.frames += 1;
            self.entries.push_back(Entry::Frame(frame));
        }
    }

    /// Has somebody told when the audio so far was heard.
    pub(super) fn mark(&mut self, told: Told) {
        self.enqueue(Entry::Mark, told);
    }

    /// Has somebody told when nothing is left to be heard.
    pub(super) fn drain(&mut self, told: Told) {
        self.enqueue(Entry::Drain, told);
    }

    fn enqueue(&mut self, entry: fn(Told) -> Entry, told: Told) {
        if let Some(end) = &self.end {
            // Nobody waits for it where the future was dropped.
            let _ = told.send(Err(NotHeard::Ended(end.clone())));
            return;
        }
        if self.unanswered() >= UNANSWERED {
            self.forget_who_left();
        }
        if self.unanswered() >= UNANSWERED {
            let _ = told.send(Err(NotHeard::Refused("too many marks wait".to_owned())));
            return;
        }
        self.fill_up();
        self.entries.push_back(entry(told));
        self.wake_sender();
    }

    /// How many wait to be told something.
    fn unanswered(&self) -> usize {
        let waiting = self.entries.len() - self.frames + self.later_drains.len();
        waiting + self.marks.len() + self.passing.len()
    }

    /// Some asked and do not wait any more.
    fn forget_who_left(&mut self) {
        self.entries.retain(|it| match it {
            Entry::Frame(_) => true,
            Entry::Mark(told) | Entry::Drain(told) => !told.is_closed(),
        });
        self.marks.retain(|(_, told)| !told.is_closed());
        self.passing.retain(|(_, told)| !told.is_closed());
        self.later_drains.retain(|it| !it.is_closed());
    }

    /// Throws away what was not heard yet; tells how many frames of it had not been sent.
    pub(super) fn flush(&mut self) -> usize {
        let begun = self.framer.as_ref().is_some_and(|it| it.held() > 0);
        self.framer = self.pace.frame_bytes.map(Framer::new);
        let frames = std::mem::take(&mut self.frames) + usize::from(begun);
        self.flushed += frames as u64;
        self.flushes += 1;
        let mut marks: Vec<Told> = self.marks.drain(..).map(|(_, told)| told).collect();
        marks.extend(self.passing.drain(..).map(|(_, told)| told));
        for entry in self.entries.drain(..) {
            match entry {
                Entry::Frame(_) => {}
                Entry::Mark(told) => marks.push(told),
                // Nothing is left to be heard.
                Entry::Drain(told) => drop(told.send(Ok(()))),
            }
        }
        for told in marks {
            let _ = told.send(Err(NotHeard::Flushed));
        }
        self.lasts_until = None;
        if self.pace.has_queue && !self.urgent.contains(&Command::Flush) {
            self.urgent.push_back(Command::Flush);
        }
        self.wake_room();
        self.wake_sender();
        frames
    }

    /// Has silence heard from now on, or goes on.
    pub(super) fn pause(&mut self, pauses: bool, now: Instant) {
        if pauses == self.paused.is_some() {
            return;
        }
        let command = match self.paused.take() {
            None => {
                self.paused = Some(now);
                Command::Pause
            }
            Some(since) => {
                // What was sent lasts longer by the pause, unless there was silence meanwhile.
                let pause = now - since;
                if !self.pace.fills {
                    self.lasts_until = self.lasts_until.map(|it| it.max(since) + pause);
                }
                self.passing.iter_mut().for_each(|it| it.0 += pause);
                Command::Continue
            }
        };
        if self.pace.has_queue {
            // What did not leave yet need not be undone there.
            let before = self.urgent.len();
            self.urgent.retain(|it| !matches!(it, Command::Pause | Command::Continue));
            if self.urgent.len() == before {
                self.urgent.push_back(command);
            }
        }
        self.wake_sender();
    }

    /// Asks for Asterisk's queue; where there is none to ask, who asked is told by dropping it.
    pub(super) fn ask(&mut self, answer: oneshot::Sender<Status>) {
        let can_ask = self.end.is_none() && self.pace.has_control;
        if can_ask && self.statuses.len() < UNANSWERED {
            self.statuses.push_back(answer);
            self.urgent.push_back(Command::GetStatus);
            self.wake_sender();
        }
    }

    pub(super) fn answered(&mut self, status: &Status) {
        if let Some(asked) = self.statuses.pop_front() {
            let _ = asked.send(status.clone());
        }
    }

    /// Asterisk wants no more for now, or wants it again.
    pub(super) fn hold(&mut self, is_held: bool) {
        self.is_held = is_held;
        self.wake_sender();
    }

    /// A mark was heard, and with it all before it.
    pub(super) fn heard(&mut self, id: &str) {
        let Some(place) = self.marks.iter().position(|(it, _)| it == id) else { return };
        for (_, told) in self.marks.drain(..=place) {
            let _ = told.send(Ok(()));
        }
    }

    /// Asterisk's queue is empty.
    pub(super) fn drained(&mut self) {
        for told in std::mem::replace(&mut self.drains, std::mem::take(&mut self.later_drains)) {
            let _ = told.send(Ok(()));
        }
        if !self.drains.is_empty() {
            self.urgent.push_back(Command::ReportQueueDrained);
            self.wake_sender();
        }
    }

    /// Asterisk refused what it was asked for last.
    pub(super) fn refused(&mut self, text: &str) {
        let marks = self.marks.drain(..).map(|(_, told)| told);
        let drains = self.drains.drain(..).chain(self.later_drains.drain(..));
        for told in marks.chain(drains) {
            let _ = told.send(Err(NotHeard::Refused(text.to_owned())));
        }
    }

    /// Nothing is sent any more.
    pub(super) fn end(&mut self, end: &MediaEnd) {
        let end = self.end.get_or_insert_with(|| end.clone()).clone();
        let waiting = self.entries.drain(..).filter_map(|it| match it {
            Entry::Mark(told) | Entry::Drain(told) => Some(told),
            Entry::Frame(_) => None,
        });
        let marks = self.marks.drain(..).map(|(_, told)| told);
        let passing = self.passing.drain(..).map(|(_, told)| told);
        let drains = self.drains.drain(..).chain(self.later_drains.drain(..));
        for told in waiting.chain(marks).chain(passing).chain(drains) {
            let _ = told.send(Err(NotHeard::Ended(end.clone())));
        }
        let begun = self.framer.as_ref().is_some_and(|it| it.held() > 0);
        self.framer = self.pace.frame_bytes.map(Framer::new);
        self.abandoned += (std::mem::take(&mut self.frames) + usize::from(begun)) as u64;
        self.statuses.clear();
        self.urgent.clear();
        self.wake_room();
        self.wake_sender();
    }

    pub(super) fn has_ended(&self) -> Option<&MediaEnd> {
        self.end.as_ref()
    }

    pub(super) fn flushes(&self) -> u64 {
        self.flushes
    }

    /// Is there room for who sends more?
    pub(super) fn has_room(&self) -> bool {
        self.frames <= self.pace.limit
    }

    pub(super) fn wait_for_room(&mut self, waker: &Waker) {
        self.room = Some(waker.clone());
    }

    pub(super) fn wait_for_work(&mut self, waker: &Waker) {
        self.sender = Some(waker.clone());
    }

    fn wake_room(&mut self) {
        if let Some(waker) = self.room.take() {
            waker.wake();
        }
    }

    fn wake_sender(&mut self) {
        if let Some(waker) = self.sender.take() {
            waker.wake();
        }
    }

    pub(super) fn counts(&self) -> SentCounts {
        let Self { sent, flushed, abandoned, .. } = *self;
        SentCounts { sent, flushed, abandoned, waiting: self.frames }
    }

    /// What to do at this time.
    pub(super) fn next(&mut self, now: Instant) -> Step {
        if let Some(command) = self.urgent.pop_front() {
            return Step::Send(Sent::Command(command));
        }
        if self.paused.is_some() {
            return self.silence(now);
        }
        while self.passing.front().is_some_and(|(it, _)| *it <= now) {
            if let Some((_, told)) = self.passing.pop_front() {
                let _ = told.send(Ok(()));
            }
        }
        let passing = self.passing.front().map(|it| it.0);
        let next = if self.is_held { Step::Idle } else { self.next_of_queue(now) };
        match (next, passing) {
            (Step::Wait(due), Some(passing)) => Step::Wait(due.min(passing)),
            (Step::Idle, Some(passing)) => Step::Wait(passing),
            (next, _) => next,
        }
    }

    /// Until when what was sent lasts, or from when on the next frame will.
    fn lasts_until(&self, now: Instant) -> Instant {
        let end = self.lasts_until.unwrap_or(now);
        if end + self.pace.frame * CATCHES_UP < now { now } else { end }
    }

    /// There is nothing else to send.
    fn silence(&mut self, now: Instant) -> Step {
        let Some(frame_bytes) = self.pace.frame_bytes.filter(|_| self.pace.fills) else {
            return Step::Idle;
        };
        let due = self.lasts_until(now);
        if due > now {
            return Step::Wait(due);
        }
        self.lasts_until = Some(due + self.pace.frame);
        Step::Send(Sent::Audio(vec![self.pace.silence; frame_bytes.get()].into()))
    }

    fn next_of_queue(&mut self, now: Instant) -> Step {
        loop {
            let lasts_until = self.lasts_until(now);
            match self.entries.pop_front() {
                Some(Entry::Frame(frame)) => {
                    if let Some(due) =
                        lasts_until.checked_sub(self.pace.lead).filter(|it| *it > now)
                    {
                        self.entries.push_front(Entry::Frame(frame));
                        return Step::Wait(due);
                    }
                    self.lasts_until = Some(lasts_until + self.pace.frame);
                    self.frames -= 1;
                    self.sent += 1;
                    if self.has_room() {
                        self.wake_room();
                    }
                    return Step::Send(Sent::Audio(frame));
                }
                Some(Entry::Mark(told) | Entry::Drain(told)) if told.is_closed() => {}
                Some(Entry::Mark(told)) if self.pace.has_queue => {
                    self.marked += 1;
                    let id = format!("m{}", self.marked);
                    self.marks.push_back((id.clone(), told));
                    return Step::Send(Sent::Command(Command::Mark { id }));
                }
                Some(Entry::Drain(told)) if self.pace.has_queue && !self.drains.is_empty() => {
                    self.later_drains.push(told);
                }
                Some(Entry::Drain(told)) if self.pace.has_queue => {
                    self.drains.push(told);
                    return Step::Send(Sent::Command(Command::ReportQueueDrained));
                }
                Some(Entry::Mark(told) | Entry::Drain(told)) => {
                    self.passing.push_back((lasts_until, told));
                    return Step::Wait(lasts_until);
                }
                None => {
                    if self.framer.as_ref().is_none_or(|it| it.held() == 0) {
                        return self.silence(now);
                    }
                    // The rest of the frame has the time of a frame to come; who may not wait is sent silence meanwhile.
                    let due = self.pushed.unwrap_or(now) + self.pace.frame;
                    if due > now {
                        return match self.silence(now) {
                            Step::Wait(silent) => Step::Wait(due.min(silent)),
                            Step::Idle => Step::Wait(due),
                            silence => silence,
                        };
                    }
                    self.fill_up();
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "outgoing_test.rs"]
mod tests;
