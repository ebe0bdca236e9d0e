//! AudioSocket: packets on a TCP connection that Asterisk made.

use std::io::ErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::media::audio_socket::{Packet, write_audio, write_hangup};
use crate::media::carrier::{Carrier, Received, Sent};
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::media::format::Format;

/// Bytes that may wait to leave: some packets, each of which has to leave in one piece.
const WAITING: usize = 16 << 10;

/// A connection of AudioSocket.
pub(crate) struct AudioSocket {
    stream: TcpStream,
    format: Format,
    received: BytesMut,
    waiting: BytesMut,
    /// The other side has hung up, and what it said before was read.
    is_over: bool,
    said_goodbye: bool,
}

impl AudioSocket {
    /// A connection with what was read of it already.
    pub(crate) fn new(stream: TcpStream, format: Format, received: BytesMut) -> Self {
        let waiting = BytesMut::new();
        Self { stream, format, received, waiting, is_over: false, said_goodbye: false }
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        let mut chunk = [0; 4_096];
        let mut buffer = ReadBuf::new(&mut chunk);
        let read = ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer));
        read.map_err(lost)?;
        self.is_over = buffer.filled().is_empty();
        self.received.extend_from_slice(buffer.filled());
        Poll::Ready(Ok(()))
    }
}

fn lost(error: std::io::Error) -> MediaEnd {
    match error.kind() {
        // Asterisk closes it at a hangup without a word, and with audio that it did not read.
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => MediaEnd::Closed,
        _ => MediaEnd::Lost(error.to_string()),
    }
}

impl Carrier for AudioSocket {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, MediaEnd>> {
        loop {
            let packet = match Packet::read(&mut self.received) {
                Ok(Some(packet)) => packet,
                Ok(None) if self.is_over => {
                    let end = if self.received.is_empty() {
                        MediaEnd::Closed
                    } else {
                        MediaEnd::Lost("it ended within a packet".to_owned())
                    };
                    return Poll::Ready(Err(end));
                }
                Ok(None) => {
                    ready!(self.poll_read(context))?;
                    continue;
                }
                Err(error) => {
                    let event = Event::Unknown { text: error.to_string() };
                    return Poll::Ready(Ok(Received::Event(event)));
                }
            };
            let received = match packet {
                Packet::Audio { payload, .. } => Received::Audio(payload),
                Packet::Digit(digit) => Received::Event(Event::DtmfEnd { digit }),
                Packet::Error { code } => {
                    Received::Event(Event::Error { text: format!("AudioSocket error {code:02x?}") })
                }
                Packet::Unknown { kind, payload } => {
                    let text = format!("AudioSocket packet of kind {kind:#04x}: {payload:02x?}");
                    Received::Event(Event::Unknown { text })
                }
                Packet::Hangup => return Poll::Ready(Err(MediaEnd::Closed)),
                // It was read before.
                Packet::Id(_) => continue,
            };
            return Poll::Ready(Ok(received));
        }
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        if self.waiting.len() < WAITING { Poll::Ready(Ok(())) } else { self.poll_flush(context) }
    }

    fn send(&mut self, what: Sent) -> Result<(), MediaEnd> {
        match what {
            Sent::Audio(audio) => write_audio(&self.format, &audio, &mut self.waiting)
                .map_err(|error| MediaEnd::Lost(error.to_string())),
            // Nobody hears it.
            Sent::Command(_) => Ok(()),
        }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        while !self.waiting.is_empty() {
            let written = Pin::new(&mut self.stream).poll_write(context, &self.waiting);
            match ready!(written) {
                Ok(0) => return Poll::Ready(Err(MediaEnd::Lost("it takes nothing".to_owned()))),
                Ok(written) => self.waiting.advance(written),
                Err(error) => return Poll::Ready(Err(lost(error))),
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_close(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        if !std::mem::replace(&mut self.said_goodbye, true) {
            write_hangup(&mut self.waiting);
        }
        ready!(self.poll_flush(context))?;
        ready!(Pin::new(&mut self.stream).poll_shutdown(context)).map_err(lost)?;
        while !self.is_over {
            self.received.clear();
            ready!(self.poll_read(context))?;
        }
        Poll::Ready(Ok(()))
    }

    fn has_control(&self) -> bool {
        false
    }

    fn needs_silence(&self) -> bool {
        // Known releases (22.10.1) wait for the next packet with the channel locked, and with it all that lists channels.
        true
    }

    fn has_queue(&self) -> bool {
        false
    }
}
