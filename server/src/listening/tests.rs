//! The real server on a socket of this machine, with short limits.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::{
    body::to_bytes,
    routing::{get, post},
};
use tokio::sync::watch;

use super::*;

const SOON: Duration = Duration::from_millis(150);

struct Server {
    at: SocketAddr,
    stopper: watch::Sender<bool>,
    served: tokio::task::JoinHandle<()>,
}

fn rules(most: usize, most_of_one: Option<usize>) -> Rules {
    Rules { most, most_of_one, idle: SOON, least: Least { slack: SOON, bytes_a_second: 1024 } }
}

async fn started(rules: Rules) -> Server {
    static SLOW: AtomicUsize = AtomicUsize::new(0);
    let least = rules.least;
    let read = move |request: Request| async move {
        let body = Body::new(PacedBody::new(request.into_body(), least));
        match to_bytes(body, usize::MAX).await {
            Ok(bytes) => bytes.len().to_string(),
            Err(_) => "broke off".to_owned(),
        }
    };
    let router = Router::new()
        .route("/", get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() }))
        .route("/read", post(read))
        .route(
            "/slow",
            get(|| async {
                sleep(SOON * 4).await;
                SLOW.fetch_add(1, Ordering::Relaxed);
                "done"
            }),
        )
        .route("/large", get(|| async { vec![b'x'; 64 << 20] }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stopper, stop) = Stop::pair();
    let served = tokio::spawn(serve(listener, router, rules, stop));
    Server { at, stopper, served }
}

impl Server {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.at).await.unwrap()
    }

    async fn says(&self, words: &str) -> TcpStream {
        let mut stream = self.connect().await;
        stream.write_all(words.as_bytes()).await.unwrap();
        stream
    }
}

/// What comes until the end, which must come within a few seconds.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // A connection that was broken off ends with an error, too.
    let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut all)).await.expect("it ends");
    String::from_utf8_lossy(&all).into_owned()
}

const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn who_never_asks_and_who_asks_no_more_is_let_go() {
    let server = started(rules(100, None)).await;
    assert_eq!(rest(&mut server.connect().await).await, "");
    let unfinished = rest(&mut server.says("GET / HTTP/1.1\r\nHost: a\r\nX-Lo").await).await;
    assert!(!unfinished.contains("200 OK"), "{unfinished}");
    let kept = rest(&mut server.says(GET).await).await;
    assert!(kept.contains("200 OK") && kept.ends_with("127.0.0.1"), "{kept}");
    // A head that comes byte by byte is no head either.
    let mut slow = server.connect().await;
    let begun = Instant::now();
    for byte in GET.bytes().cycle().filter(|b| *b != b'\n') {
        if slow.write_all(&[byte]).await.is_err() || begun.elapsed() > Duration::from_secs(5) {
            break;
        }
        sleep(SOON / 10).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_may_be_slow_but_not_a_trickle() {
    let server = started(rules(100, None)).await;
    let head = |n: usize| {
        format!("POST /read HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {n}\r\n\r\n")
    };
    let mut slow = server.says(&head(10 * 512)).await;
    for _ in 0..10 {
        sleep(SOON / 2).await;
        slow.write_all(&[b'x'; 512]).await.unwrap();
    }
    assert!(rest(&mut slow).await.ends_with("5120"));
    let mut trickle = server.says(&head(5000)).await;
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(5) && trickle.write_all(b"x").await.is_ok() {
        sleep(SOON / 3).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_take_the_answer_is_let_go() {
    let server = started(rules(1, None)).await;
    let hungry = server.says("GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let begun = Instant::now();
    // The only place is taken until then.
    loop {
        let answer = rest(&mut server.says(GET).await).await;
        if answer.contains("200 OK") {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(5), "{answer}");
        sleep(SOON / 3).await;
    }
    drop(hungry);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_of_one_network_make_room_for_each_other_and_the_busy_are_not_disturbed() {
    let server = started(Rules { idle: Duration::from_secs(20), ..rules(8, Some(3)) }).await;
    let mut idle = server.says(GET).await;
    let mut slow = Vec::new();
    for _ in 0..2 {
        slow.push(server.says("GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await);
    }
    sleep(SOON).await;
    // The fourth takes the place of the one that is idle.
    let mut third = server.says("GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(rest(&mut idle).await.contains("200 OK"));
    sleep(SOON).await;
    let full = rest(&mut server.says(GET).await).await;
    assert!(full.starts_with("HTTP/1.1 503") && full.contains("Retry-After"), "{full}");
    assert!(full.ends_with("try again in a minute."), "{full}");
    slow.push(third);
    for stream in &mut slow {
        assert!(rest(stream).await.ends_with("done"));
    }
    third = server.says(&GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).await;
    assert!(rest(&mut third).await.contains("200 OK"), "there is room again");
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_to_stop_the_idle_go_at_once_and_the_busy_are_answered() {
    let long = Duration::from_secs(60);
    let server = started(Rules { idle: long, ..rules(100, None) }).await;
    let mut silent = server.connect().await;
    let mut idle = server.says(GET).await;
    let mut busy = server.says("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await;
    sleep(SOON).await;
    let begun = Instant::now();
    server.stopper.send(true).unwrap();
    rest(&mut silent).await;
    assert!(rest(&mut idle).await.contains("200 OK"));
    assert!(rest(&mut busy).await.ends_with("done"));
    timeout(Duration::from_secs(5), server.served).await.unwrap().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn places_follow_from_descriptors() {
    let options = |connections, connections_of_one| Connections {
        connections: std::num::NonZeroUsize::new(connections).unwrap(),
        connections_of_one: std::num::NonZeroUsize::new(connections_of_one).unwrap(),
    };
    let few = Rules::new(&options(4096, 256), 0, 256);
    assert_eq!((few.most, few.most_of_one), (80, Some(40)));
    let many = Rules::new(&options(4096, 256), 0, 1 << 20);
    assert_eq!((many.most, many.most_of_one), (4096, Some(256)));
    assert_eq!(Rules::new(&options(4096, 256), 1, 1 << 20).most_of_one, None);
    assert_eq!(Rules::new(&options(10, 256), 0, 10).most, 1);
}
