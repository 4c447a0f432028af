//! Connections: who may come, how long somebody may be silent or slow, and how all
//! of them come to their end. The kernel's descriptors are the scarce thing here: a
//! client that holds one must do something with it.

mod crowd;
mod pace;

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    extract::{ConnectInfo, Request},
    response::Response,
};
use http_body::{Frame, SizeHint};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, sleep, sleep_until, timeout},
};
use tower::ServiceExt as _;

use crowd::{Activity, Crowd, Look, Place};
use pace::PacedStream;
pub use pace::{Least, PacedBody};

use crate::{config::Connections, jobs::Stop};

/// A client may be slow in sending and taking, not silent for longer.
pub const LEAST: Least = Least { slack: Duration::from_secs(60), bytes_a_second: 1024 };
/// Nothing is asked on a connection for so long, or not to its end: it is closed.
const LONGEST_IDLE: Duration = Duration::from_secs(30);
/// An answer of which nothing was taken for so long is broken off. What the kernel
/// and we hold of it lasts for minutes on a slow line.
const LONGEST_UNTAKEN: Duration = Duration::from_secs(600);
/// Of a stop, who has not begun to ask hears after so long.
const LAST_WORD: Duration = Duration::from_millis(500);
/// Requests at the same time on one connection of HTTP/2.
const STREAMS: u32 = 64;
/// What is read of a connection before it is taken in, in bytes.
const READ_AHEAD: usize = 64 * 1024;
/// Descriptors that are kept for the database, the index, the log and files.
const RESERVE: u64 = 96;
/// A connection has its socket, and while it is served perhaps a file.
const DESCRIPTORS_EACH: u64 = 2;
/// Clients that are told at the same time that there is no room.
const MOST_TOLD: usize = 32;
/// What they are told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n\
    Retry-After: 30\r\nContent-Length: 67\r\nConnection: close\r\n\r\n\
    Too many connections are open at the moment: try again in a minute.";

/// What is asked of connections.
#[derive(Debug, Clone)]
pub struct Rules {
    most: usize,
    most_of_one: Option<usize>,
    idle: Duration,
    least: Least,
}

impl Rules {
    /// By the configuration and by how many descriptors there are. Behind a proxy
    /// every connection is the proxy's, and networks are not told apart.
    pub fn new(options: &Connections, proxies: usize, descriptors: u64) -> Self {
        let possible = descriptors.saturating_sub(RESERVE) / DESCRIPTORS_EACH;
        let most = options.connections.get().min(usize::try_from(possible).unwrap_or(usize::MAX)).max(1);
        let of_one = options.connections_of_one.get().min(most.div_ceil(2));
        Self { most, most_of_one: (proxies == 0).then_some(of_one), idle: LONGEST_IDLE, least: LEAST }
    }
}

/// Raises the limit of open descriptors as far as the system lets us, and returns it.
pub fn raise_descriptors() -> u64 {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(most) => most,
        Err(error) => {
            tracing::warn!(?error, "the limit of open descriptors could not be raised");
            1024
        }
    }
}

/// Serves until asked to stop, and then until every request is answered.
pub async fn serve(listener: TcpListener, router: Router, rules: Rules, mut stop: Stop) {
    let crowd = Arc::new(Crowd::new(rules.most, rules.most_of_one));
    let told = Arc::new(Semaphore::new(MOST_TOLD));
    let mut connections = JoinSet::new();
    let mut troubled: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.wait() => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
        };
        match accepted {
            Ok((stream, peer)) => match crowd.admit(peer.ip()) {
                Some(place) => {
                    let (router, rules, stop) = (router.clone(), rules.clone(), stop.clone());
                    connections.spawn(connection(stream, peer, place, router, rules, stop));
                }
                None => {
                    metrics::counter!("connections_refused_total").increment(1);
                    if let Ok(turn) = told.clone().try_acquire_owned() {
                        connections.spawn(async move {
                            tell_full(stream).await;
                            drop(turn);
                        });
                    }
                }
            },
            Err(error) if of_one_client(&error) => {}
            // No descriptors or no memory: it will not be better at once.
            Err(error) => {
                if troubled.is_none_or(|at| at.elapsed() > Duration::from_secs(10)) {
                    troubled = Some(Instant::now());
                    tracing::error!(?error, "a connection could not be accepted");
                }
                crowd.thin_out(16);
                sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Whether an error is about the client that came, and not about all.
fn of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind as K;
    matches!(error.kind(), K::ConnectionRefused | K::ConnectionAborted | K::ConnectionReset | K::Interrupted)
}

/// Says that there is no room. Closed with words unread, the answer would be lost.
async fn tell_full(mut stream: TcpStream) {
    let _ = timeout(Duration::from_secs(1), async {
        stream.write_all(FULL).await?;
        stream.shutdown().await?;
        let mut unread = [0; 1024];
        let mut left = 64;
        while left > 0 && stream.read(&mut unread).await? > 0 {
            left -= 1;
        }
        io::Result::Ok(())
    })
    .await;
}

/// One connection from its beginning to its end.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: Place,
    router: Router,
    rules: Rules,
    mut stop: Stop,
) {
    let _ = stream.set_nodelay(true);
    let activity = place.activity.clone();
    let service = service_fn(|request: Request<Incoming>| {
        let (router, activity) = (router.clone(), activity.clone());
        answered(request, peer, router, activity)
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(rules.idle)
        .max_buf_size(READ_AHEAD)
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(rules.idle)
        .keep_alive_timeout(rules.idle)
        .initial_stream_window_size(READ_AHEAD as u32)
        .initial_connection_window_size(4 * READ_AHEAD as u32)
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(READ_AHEAD as u32);
    let io = TokioIo::new(PacedStream::new(stream, rules.least));
    let mut served = std::pin::pin!(builder.serve_connection(io, service));
    let mut stopping: Option<Instant> = None;
    loop {
        let untaken = LONGEST_UNTAKEN.min(rules.idle * 20);
        let look = match (activity.look_again(rules.idle, untaken), stopping) {
            (_, Some(at)) if activity.idle_since().is_some() => Look::EndsAt(at + LAST_WORD),
            (look, _) => look,
        };
        let (Look::EndsAt(at) | Look::At(at)) = look;
        tokio::select! {
            _ = served.as_mut() => break,
            () = sleep_until(at) => {
                let again = activity.look_again(rules.idle, untaken);
                let over = |look| matches!(look, Look::EndsAt(at) if at <= Instant::now());
                if over(again) || (stopping.is_some() && activity.idle_since().is_some()) {
                    break;
                }
            }
            // Somebody else needs the place, and nothing was asked here: unless just now.
            () = activity.leave.notified() => {
                if activity.idle_since().is_some() {
                    break;
                }
                served.as_mut().graceful_shutdown();
            }
            () = stop.wait(), if stopping.is_none() => {
                stopping = Some(Instant::now());
                served.as_mut().graceful_shutdown();
            }
        }
    }
    drop(place);
}

/// The answer to one request; the connection is busy until it was taken.
async fn answered(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    activity: Arc<Activity>,
) -> Result<Response, std::convert::Infallible> {
    let mut busy = Busy::new(activity);
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    busy.answers();
    Ok(response.map(|body| Body::new(Answer { body, busy })))
}

/// A request that is worked on, or its answer.
struct Busy {
    activity: Arc<Activity>,
    answering: bool,
}

impl Busy {
    fn new(activity: Arc<Activity>) -> Self {
        activity.begin();
        Self { activity, answering: false }
    }

    fn answers(&mut self) {
        self.activity.answer();
        self.answering = true;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.activity.end(self.answering);
    }
}

/// The body of an answer that says when some of it was taken.
struct Answer {
    body: Body,
    busy: Busy,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.busy.activity.moved();
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests;
