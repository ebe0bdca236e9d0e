//! RTP: packets between a socket of this program and the one of Asterisk's channel.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::ReadBuf;
use tokio::net::UdpSocket;
use tokio::time::Instant;

use crate::media::carrier::{Carrier, Received, Sent};
use crate::media::codec::Codec;
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::media::format::Format;
use crate::media::outgoing::CATCHES_UP;
use crate::media::rtp::{Packet, Packetizer, is_aside, payload_type};

/// Twice the largest frame that Asterisk sends, 20 ms at 192,000 samples a second.
const DATAGRAM: usize = 16 << 10;

/// A socket that is connected to Asterisk's.
pub(crate) struct Rtp {
    socket: UdpSocket,
    format: Format,
    /// How long a frame lasts.
    frame: Duration,
    /// When a packet was sent last.
    last: Option<Instant>,
    /// None where Asterisk reads no packets of the format.
    packetizer: Option<Packetizer>,
    waiting: Option<Bytes>,
    datagram: Box<[u8]>,
}

impl Rtp {
    /// A socket that is connected, for frames that last so many units of the clock.
    pub(crate) fn new(socket: UdpSocket, format: Format, step: u32, frame: Duration) -> Self {
        let packetizer = payload_type(&format).and_then(|it| packetizer(it, step));
        let datagram = vec![0; DATAGRAM].into();
        Self { socket, format, frame, last: None, packetizer, waiting: None, datagram }
    }

    /// Linear samples travel with their higher byte first.
    fn turned(&self, payload: Bytes) -> Bytes {
        if self.format.codec() != Some(Codec::Linear) {
            return payload;
        }
        payload.chunks_exact(2).flat_map(|it| it.iter().rev().copied()).collect()
    }
}

fn packetizer(payload_type: u8, step: u32) -> Option<Packetizer> {
    let (sequence, ssrc, timestamp) = (fastrand::u16(..), fastrand::u32(..), fastrand::u32(..));
    Packetizer::new(payload_type, step, ssrc, sequence, timestamp).ok()
}

/// What an earlier datagram ran into is not the socket's end.
fn passes(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
    )
}

impl Carrier for Rtp {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, MediaEnd>> {
        loop {
            let mut buffer = ReadBuf::new(&mut self.datagram);
            match ready!(self.socket.poll_recv(context, &mut buffer)) {
                Ok(()) => {}
                Err(error) if passes(&error) => continue,
                Err(error) => return Poll::Ready(Err(MediaEnd::Lost(error.to_string()))),
            }
            let datagram = Bytes::copy_from_slice(buffer.filled());
            let received = match Packet::read(&datagram) {
                Ok(packet) if is_aside(packet.payload_type) => {
                    let text = format!("RTP packet of payload type {}", packet.payload_type);
                    Received::Event(Event::Unknown { text })
                }
                Ok(mut packet) => {
                    packet.payload = self.turned(packet.payload);
                    Received::Packet(packet)
                }
                Err(error) => Received::Event(Event::Unknown { text: error.to_string() }),
            };
            return Poll::Ready(Ok(received));
        }
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        self.poll_flush(context)
    }

    fn send(&mut self, what: Sent) -> Result<(), MediaEnd> {
        let Sent::Audio(audio) = what else { return Ok(()) };
        let audio = self.turned(audio);
        if let Some(packetizer) = &mut self.packetizer {
            // Where nothing was sent, time went on nevertheless; what only comes late catches up.
            let now = Instant::now();
            let gap = self.last.replace(now).map(|it| now - it).unwrap_or_default();
            let frames = gap.as_nanos() / self.frame.as_nanos().max(1);
            if frames > u128::from(CATCHES_UP) + 1 {
                packetizer.pause(u32::try_from(frames - 1).unwrap_or(u32::MAX));
            }
            let packet = packetizer.packet(&audio);
            self.waiting = Some(packet.map_err(|error| MediaEnd::Lost(error.to_string()))?);
        }
        Ok(())
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        if let Some(packet) = &self.waiting {
            match ready!(self.socket.poll_send(context, packet)) {
                Ok(_) => {}
                Err(error) if passes(&error) => {}
                Err(error) => return Poll::Ready(Err(MediaEnd::Lost(error.to_string()))),
            }
            self.waiting = None;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_close(&mut self, _: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        Poll::Ready(Ok(()))
    }

    fn has_control(&self) -> bool {
        false
    }

    fn needs_silence(&self) -> bool {
        false
    }

    fn has_queue(&self) -> bool {
        false
    }
}
