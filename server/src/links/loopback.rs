//! A server for tests: answers on this machine as it is told, and remembers
//! what it was asked.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// A server that answers until the test's process ends.
pub struct Loopback {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// Starts one. What it is given says for a method and a path the status, and
    /// where a redirect leads.
    pub fn start(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let at = listener.local_addr().expect("the port is known");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // One that asked and went away is no matter of the next.
                let _ = serve(&stream, &answer, &heard);
            }
        });
        Self { at, asked }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What it was asked: method and path, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no request panics").clone()
    }
}

fn serve(
    mut stream: &TcpStream,
    answer: &impl Fn(&str, &str) -> (u16, String),
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = first.split(' ');
    let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
    asked.lock().expect("no request panics").push(format!("{method} {path}"));
    let (status, location) = answer(method, path);
    let location = if location.is_empty() { location } else { format!("Location: {location}\r\n") };
    write!(stream, "HTTP/1.1 {status} Said\r\n{location}Content-Length: 0\r\nConnection: close\r\n\r\n")
}
