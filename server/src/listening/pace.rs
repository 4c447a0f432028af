//! How slow a client may be. What counts is not how long it takes but how long it
//! keeps us waiting for what it sends or takes: a slow line comes to its end, one
//! that trickles a byte now and then does not.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

/// What is asked of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Least {
    /// So long it may let us wait beyond what its bytes are worth.
    pub slack: Duration,
    /// Bytes that are worth a second.
    pub bytes_a_second: u32,
}

/// How long somebody has kept us waiting, less what came meanwhile.
#[derive(Debug)]
struct Pace {
    least: Least,
    owed: Duration,
    waiting_since: Option<Instant>,
}

impl Pace {
    fn new(least: Least) -> Self {
        Self { least, owed: Duration::ZERO, waiting_since: None }
    }

    /// We wait: until when at most.
    fn wait(&mut self, now: Instant) -> Instant {
        *self.waiting_since.get_or_insert(now) + self.least.slack.saturating_sub(self.owed)
    }

    /// So many bytes went on. What came quickly is not saved up for later.
    fn moved(&mut self, now: Instant, bytes: usize) {
        if let Some(since) = self.waiting_since.take() {
            self.owed += now - since;
        }
        let worth = Duration::from_secs_f64(bytes as f64 / f64::from(self.least.bytes_a_second.max(1)));
        self.owed = self.owed.saturating_sub(worth);
    }
}

/// A pace with its alarm.
#[derive(Debug)]
struct Waiting {
    pace: Pace,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Waiting {
    fn new(least: Least) -> Self {
        Self { pace: Pace::new(least), alarm: None }
    }

    /// Ready when it took too long.
    fn poll_too_long(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let until = self.pace.wait(Instant::now());
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if alarm.deadline() != until {
            alarm.as_mut().reset(until);
        }
        alarm.as_mut().poll(context)
    }

    fn moved(&mut self, bytes: usize) {
        self.pace.moved(Instant::now(), bytes);
    }
}

fn too_slow() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client was too slow")
}

/// The body of a request, which breaks off when its client is too slow.
#[derive(Debug)]
pub struct PacedBody {
    body: Body,
    waiting: Waiting,
}

impl PacedBody {
    /// This body at that pace.
    pub fn new(body: Body, least: Least) -> Self {
        Self { body, waiting: Waiting::new(least) }
    }
}

impl HttpBody for PacedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = &mut *self;
        match Pin::new(&mut this.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                this.waiting.moved(frame.data_ref().map_or(0, Bytes::len));
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(end) => Poll::Ready(end),
            Poll::Pending => {
                ready!(this.waiting.poll_too_long(context));
                Poll::Ready(Some(Err(axum::Error::new(too_slow()))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection that breaks off when its client takes what is sent too slowly.
#[derive(Debug)]
pub struct PacedStream<S> {
    stream: S,
    waiting: Waiting,
}

impl<S> PacedStream<S> {
    /// This connection at that pace.
    pub fn new(stream: S, least: Least) -> Self {
        Self { stream, waiting: Waiting::new(least) }
    }

    fn written(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(bytes)) => {
                self.waiting.moved(bytes);
                Poll::Ready(Ok(bytes))
            }
            Poll::Ready(failed) => Poll::Ready(failed),
            Poll::Pending => {
                ready!(self.waiting.poll_too_long(context));
                Poll::Ready(Err(too_slow()))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for PacedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for PacedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: Least = Least { slack: Duration::from_secs(60), bytes_a_second: 1024 };

    /// How long a client lasts that sends so many bytes after each pause.
    fn lasts(bytes: usize, pause: Duration, most: Duration) -> Duration {
        let begun = Instant::now();
        let (mut pace, mut now) = (Pace::new(LEAST), begun);
        while now - begun < most {
            if pace.wait(now) < now + pause {
                break;
            }
            now += pause;
            pace.moved(now, bytes);
        }
        now - begun
    }

    #[tokio::test]
    async fn a_slow_line_comes_to_its_end_and_a_trickle_does_not() {
        // 10 MB at 20 kbit/s take 70 minutes, here in bursts.
        let hours = Duration::from_secs(2 * 3600);
        assert!(lasts(2_500, Duration::from_secs(1), hours) >= hours);
        assert!(lasts(25_000, Duration::from_secs(10), hours) >= hours);
        assert!(lasts(1, Duration::from_secs(50), hours) < Duration::from_secs(120));
        assert!(lasts(1, Duration::from_secs(1), hours) < Duration::from_secs(120));
    }

    #[tokio::test]
    async fn what_came_quickly_is_not_saved_up() {
        let (mut pace, now) = (Pace::new(LEAST), Instant::now());
        pace.moved(now, 50_000_000);
        assert_eq!(pace.wait(now), now + LEAST.slack);
    }

    #[tokio::test]
    async fn who_does_not_take_what_is_sent_is_not_waited_for() {
        use tokio::io::AsyncWriteExt as _;
        let (ours, _theirs) = tokio::io::duplex(16);
        let least = Least { slack: Duration::from_millis(30), bytes_a_second: 1024 };
        let mut stream = PacedStream::new(ours, least);
        let failed = stream.write_all(&[0; 64]).await.unwrap_err();
        assert_eq!(failed.kind(), io::ErrorKind::TimedOut);
    }
}
