//! What audio travels over: one face for media websockets, AudioSocket and RTP; paces nothing and keeps nothing.

pub(crate) mod tcp;
pub(crate) mod udp;
pub(crate) mod websocket;

use std::task::{Context, Poll};

use bytes::Bytes;

use crate::media::control::command::Command;
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::media::rtp;

/// A connection that carries audio both ways.
pub(crate) trait Carrier: Send {
    /// What comes next.
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, MediaEnd>>;

    /// Waits until something can be sent.
    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>>;

    /// Has something sent, after it was ready.
    fn send(&mut self, what: Sent) -> Result<(), MediaEnd>;

    /// Waits until what was to be sent has left.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>>;

    /// Says goodbye, and waits until the other end has, where it can.
    fn poll_close(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>>;

    /// Does Asterisk hear what is said beside the audio?
    fn has_control(&self) -> bool;

    /// Does Asterisk need something to read all the time?
    fn needs_silence(&self) -> bool;

    /// Has Asterisk a queue at the other end, which can be flushed, paused and marked?
    fn has_queue(&self) -> bool;
}

/// Something from Asterisk.
pub(crate) enum Received {
    /// Audio of a connection that loses none.
    Audio(Bytes),
    /// Audio of one that may; the samples have their lower byte first.
    Packet(rtp::Packet),
    Event(Event),
}

/// Something for Asterisk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    Audio(Bytes),
    Command(Command),
}
