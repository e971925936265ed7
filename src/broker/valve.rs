//! How far a connection may read ahead of whoever works on what it read.
//!
//! The client library reads whatever the broker sends, and that is up to prefetch messages of any size. A connection that consumes therefore reads
//! through a valve: it reads as many bytes as it was granted, and whoever takes its messages grants more once all that was read is taken. What
//! is not read waits in the sockets and at the broker. Neither side takes that for a dead peer: heartbeats still go out, and a
//! [`trickle`](Valve::trickle) comes in.

use async_rs::traits::Reactor;
use async_rs::util::RuntimeParts;
use async_rs::{Runtime, Tokio};
use futures_util::io::{AsyncRead, AsyncWrite};
use futures_util::stream::Stream;
use futures_util::task::AtomicWaker;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// The least grant: large enough that a message of any size comes in step by step, small enough not to matter.
pub(super) const LEAST: u64 = 1 << 20;
/// So many bytes a second come in whatever was granted: a record of TLS within two of the shortest sensible heartbeats.
const TRICKLE: u64 = 2 << 10;
/// Never to be used up.
const WIDE: u64 = u64::MAX;

/// The tokio runtime, with connections that read through a valve.
pub(super) type ValvedRuntime = Runtime<RuntimeParts<Tokio, Valved>>;

/// Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(super) struct Valve(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    left: AtomicU64,
    /// Nobody takes anything any more.
    shut: AtomicBool,
    /// Waits for a grant.
    reader: AtomicWaker,
    /// Told when the last granted byte was read.
    dry: Notify,
}

impl Valve {
    /// Lets everything through.
    pub(super) fn wide() -> Self {
        Self::new(WIDE)
    }

    /// Lets `bytes` through.
    pub(super) fn new(bytes: u64) -> Self {
        Self(Arc::new(Shared {
            left: bytes.into(),
            shut: false.into(),
            reader: AtomicWaker::new(),
            dry: Notify::new(),
        }))
    }

    /// From now on `bytes` more, and no less than [`LEAST`]; what was left of the last grant is void.
    pub(super) fn grant(&self, bytes: u64) {
        self.0.left.store(bytes.max(LEAST), Ordering::Release);
        self.0.reader.wake();
    }

    /// Lets so few bytes through that memory does not notice, and enough for the heartbeat not to miss the peer. To be called once a second.
    pub(super) fn trickle(&self) {
        self.0.left.fetch_max(TRICKLE, Ordering::AcqRel);
        self.0.reader.wake();
    }

    /// Ends the reader, and the connection with it, wherever it is. The library keeps a connection that nobody holds any more for as long as it
    /// gets no answer to its goodbye, or for ever if it was given up before it stood: with its thread, its buffers, and what the broker
    /// delivers to it.
    pub(super) fn shut(&self) {
        self.0.shut.store(true, Ordering::Release);
        self.0.reader.wake();
    }

    /// Waits until all that was granted is read.
    pub(super) async fn dry(&self) {
        while self.left() > 0 {
            self.0.dry.notified().await;
        }
    }

    fn left(&self) -> u64 {
        self.0.left.load(Ordering::Acquire)
    }

    /// How much may be read now; waits for a grant if that is nothing.
    fn poll_left(&self, cx: &Context<'_>) -> Poll<io::Result<usize>> {
        // Before the looks: a grant that comes after them finds somebody to wake.
        self.0.reader.register(cx.waker());
        if self.0.shut.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        match self.left() {
            0 => Poll::Pending,
            left => Poll::Ready(Ok(usize::try_from(left).unwrap_or(usize::MAX))),
        }
    }

    fn took(&self, bytes: usize) {
        let rest = |left: u64| Some(if left == WIDE { WIDE } else { left.saturating_sub(bytes as u64) });
        let _ = self.0.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, rest);
        if self.left() == 0 {
            self.0.dry.notify_one();
        }
    }

    /// The runtime of the caller, whose new connections read through this valve.
    pub(super) fn runtime(&self) -> ValvedRuntime {
        let tokio = Tokio::current();
        Runtime::new(RuntimeParts::new(tokio.clone(), Valved { tokio, valve: self.clone() }))
    }
}

/// Makes connections that read through a valve.
#[derive(Clone, Debug)]
pub(super) struct Valved {
    tokio: Tokio,
    valve: Valve,
}

impl Reactor for Valved {
    type TcpStream = ValvedStream;
    type Sleep = <Tokio as Reactor>::Sleep;

    fn register<H: Read + Write + AsFd + AsRawFd + Send + 'static>(
        &self,
        socket: H,
    ) -> io::Result<impl AsyncRead + AsyncWrite + Send + Unpin + 'static> {
        self.tokio.register(socket)
    }

    fn sleep(&self, duration: Duration) -> Self::Sleep {
        self.tokio.sleep(duration)
    }

    fn interval(&self, duration: Duration) -> impl Stream<Item = Instant> + Send + 'static {
        self.tokio.interval(duration)
    }

    fn tcp_connect_addr(
        &self,
        address: SocketAddr,
    ) -> impl Future<Output = io::Result<Self::TcpStream>> + Send + 'static {
        let (connecting, valve) = (self.tokio.tcp_connect_addr(address), self.valve.clone());
        async move { Ok(ValvedStream { stream: connecting.await?, valve }) }
    }
}

/// A connection that reads through a valve, and writes as it likes.
pub(super) struct ValvedStream {
    stream: <Tokio as Reactor>::TcpStream,
    valve: Valve,
}

impl AsyncRead for ValvedStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let most = ready!(self.valve.poll_left(cx))?.min(buffer.len());
        let read = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer[..most]))?;
        self.valve.took(read);
        Poll::Ready(Ok(read))
    }

    fn poll_read_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
    ) -> Poll<io::Result<usize>> {
        if ready!(self.valve.poll_left(cx))? < buffers.iter().map(|buffer| buffer.len()).sum() {
            let empty: &mut [u8] = &mut [];
            let first = buffers.iter_mut().find(|buffer| !buffer.is_empty()).map_or(empty, |buffer| &mut *buffer);
            return self.poll_read(cx, first);
        }
        let read = ready!(Pin::new(&mut self.stream).poll_read_vectored(cx, buffers))?;
        self.valve.took(read);
        Poll::Ready(Ok(read))
    }
}

impl AsyncWrite for ValvedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_close(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    /// Reads what there is, at most `buffer`, until nothing comes.
    async fn read_all(stream: &mut ValvedStream) -> usize {
        let (mut all, mut buffer) = (0, vec![0; 64 << 10]);
        let mut read = |cx: &mut Context<'_>| Pin::new(&mut *stream).poll_read(cx, &mut buffer);
        loop {
            let next = std::future::poll_fn(&mut read);
            match tokio::time::timeout(Duration::from_millis(200), next).await {
                Ok(count) => all += count.expect("it lives"),
                Err(_) => return all,
            }
        }
    }

    #[tokio::test]
    async fn no_more_is_read_than_was_granted() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let valve = Valve::new(1000);
        let connecting = valve.runtime().tcp_connect_addr(listener.local_addr().expect("bound"));
        let (accepted, connected) = tokio::join!(listener.accept(), connecting);
        let (mut peer, mut stream) = (accepted.expect("connected").0, connected.expect("connected"));
        let writing = tokio::spawn(async move { peer.write_all(&vec![7; 4 << 20]).await.map(|()| peer) });
        assert!(valve.dry().now_or_never().is_none());
        assert_eq!(read_all(&mut stream).await, 1000);
        valve.dry().await;
        valve.trickle();
        assert_eq!(read_all(&mut stream).await as u64, TRICKLE);
        valve.grant(1);
        assert_eq!(read_all(&mut stream).await as u64, LEAST, "a grant is never less");
        valve.grant(WIDE);
        assert_eq!(read_all(&mut stream).await as u64, (4 << 20) - LEAST - TRICKLE - 1000);
        drop(writing.await.expect("no panic").expect("all was read"));
    }

    #[tokio::test]
    async fn a_reader_that_waits_ends_with_its_valve() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let valve = Valve::wide();
        let connecting = valve.runtime().tcp_connect_addr(listener.local_addr().expect("bound"));
        let (accepted, connected) = tokio::join!(listener.accept(), connecting);
        let (_peer, mut stream) = (accepted.expect("connected").0, connected.expect("connected"));
        let mut buffer = [0];
        let mut read = std::pin::pin!(std::future::poll_fn(|cx| Pin::new(&mut stream).poll_read(cx, &mut buffer)));
        assert!(read.as_mut().now_or_never().is_none());
        valve.shut();
        assert!(read.await.is_err());
    }
}
