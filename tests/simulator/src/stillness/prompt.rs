//! An accepted connection over which nothing lingers in the kernel, so that paused time cannot run past it. It does not
//! know what travels.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use crate::stillness::{Activity, is_paused};

/// Real time in which a kernel acknowledges or sends again, whatever happened.
const PATIENCE: Duration = Duration::from_millis(250);

/// Tells of every byte, sends at once and acknowledges at once.
///
/// A client that did not set `TCP_NODELAY` keeps its second small packet until the first one is acknowledged. The
/// kernel may take 40 ms of real time for that, during which nothing shows that anything is under way.
/// As long may pass before a large answer can go on whose beginning was read: paused time stands still meanwhile, but
/// not forever, since the reader may also be slow on purpose.
#[derive(Debug)]
pub(crate) struct Prompt {
    stream: TcpStream,
    activity: Activity,
    /// Since when nothing more could be written.
    stuck: Option<Instant>,
}

impl Prompt {
    /// Takes over what was just accepted.
    ///
    /// # Errors
    ///
    /// The connection is broken already.
    pub fn new(stream: TcpStream, activity: Activity) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        activity.touch();
        let prompt = Self { stream, activity, stuck: None };
        prompt.acknowledge()?;
        Ok(prompt)
    }

    /// The kernel forgets it after some packets, therefore after each read.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "fuchsia"))]
    fn acknowledge(&self) -> io::Result<()> {
        self.stream.set_quickack(true)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "fuchsia")))]
    #[expect(clippy::unnecessary_wraps, reason = "it may fail elsewhere")]
    fn acknowledge(&self) -> io::Result<()> {
        let _ = self;
        Ok(())
    }

    fn written(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if result.is_ready() {
            self.stuck = None;
            self.activity.touch();
        } else if is_paused() && self.stuck.get_or_insert_with(Instant::now).elapsed() < PATIENCE {
            // A runtime that has something to do leaves its clock alone.
            context.waker().wake_by_ref();
        }
        result
    }
}

impl AsyncRead for Prompt {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.activity.touch();
        // A connection that breaks now shows it in the next read.
        let _ = self.acknowledge();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Prompt {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.activity.touch();
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
