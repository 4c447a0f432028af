//! Bodies of requests while they come in. Who sends one may take long or never come
//! to its end: beyond a few bytes it waits in a file without a name, not in memory,
//! and what all of them take there, and afterwards in memory, is bounded.

use std::{
    collections::HashMap,
    io::SeekFrom,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::{Body, HttpBody as _},
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use bytes::{Bytes, BytesMut};
use futures::{StreamExt as _, stream};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
    sync::Semaphore,
    time::timeout,
};

use super::{WebError, network::Narrowest, resume, visitor::client_address};
use crate::{
    listening::{Least, PacedBody},
    state::AppState,
};

/// So much of a body is kept in memory while it comes in, in bytes.
const IN_MEMORY: usize = 16 * 1024;
/// So much of a form is kept in memory where the disk takes nothing, in bytes.
const WITHOUT_DISK: usize = 512 * 1024;
/// What is read of a file at once, in bytes.
const PIECE: usize = 64 * 1024;
/// Largest form with texts in it: a comment of fifty parts in any script, with room.
const LARGEST_TEXTS: usize = 16 << 20;
/// Largest of the other forms, which have a few fields.
const LARGEST_FORM: usize = 256 * 1024;
/// What is laid by of a form with a file, in bytes: for the desk and for everybody.
/// What a larger one brings beyond it, the handler reads (and drops) as it comes.
const LARGEST_OF_DESK: usize = 64 << 20;
const LARGEST_OF_ALL: usize = 16 << 20;
/// What bodies that are coming in may take on the disk, in bytes.
const ON_DISK: u64 = 2 << 30;
/// What bodies that are being worked on may take in memory, in KiB.
const WORKED_ON_KIB: u32 = 256 << 10;
/// Forms at the same time that go on beyond what is laid by.
const MOST_LONG: usize = 4;
/// So long a body waits for memory.
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// Where bodies wait, and how much of them.
pub struct Bodies {
    folder: PathBuf,
    /// Bytes that stay free on its disk.
    reserve: u64,
    least: Least,
    disk: Arc<Room>,
    memory: Arc<Semaphore>,
    memory_kib: u32,
    long: Semaphore,
}

impl Bodies {
    /// They wait in this folder.
    pub fn new(folder: &Path, reserve: u64, least: Least) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            reserve,
            least,
            disk: Arc::new(Room::new(ON_DISK)),
            memory: Arc::new(Semaphore::new(WORKED_ON_KIB as usize)),
            memory_kib: WORKED_ON_KIB,
            long: Semaphore::new(MOST_LONG),
        })
    }
}

/// Room on the disk. One network has a quarter of it at most.
struct Room {
    most: u64,
    held: Mutex<(u64, HashMap<Narrowest, u64>)>,
}

impl Room {
    fn new(most: u64) -> Self {
        Self { most, held: Mutex::default() }
    }

    fn take(&self, network: Narrowest, bytes: u64) -> bool {
        let mut held = self.held.lock().expect("nobody panics while holding the lock");
        let (all, of) = &mut *held;
        let here = of.get(&network).copied().unwrap_or(0) + bytes;
        if *all + bytes > self.most || here > self.most / 4 {
            return false;
        }
        *all += bytes;
        of.insert(network, here);
        true
    }

    fn give_back(&self, network: Narrowest, bytes: u64) {
        let mut held = self.held.lock().expect("nobody panics while holding the lock");
        held.0 = held.0.saturating_sub(bytes);
        if let Some(here) = held.1.get_mut(&network) {
            *here = here.saturating_sub(bytes);
            if *here == 0 {
                held.1.remove(&network);
            }
        }
    }
}

/// What came of a body so far: its end in memory, what was before it in a file.
struct Laid {
    memory: BytesMut,
    file: Option<File>,
    /// Bytes of the file that are its own.
    in_file: u64,
    /// The disk took not all of it: the rest stays in memory.
    disk_failed: bool,
    size: usize,
    room: Arc<Room>,
    network: Narrowest,
    taken: u64,
}

/// Why a body was not laid by.
enum Unlaid {
    /// There is no room for it.
    NoRoom,
    /// It broke off, or the disk failed.
    Broken(axum::Error),
}

impl From<std::io::Error> for Unlaid {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(?error, "the body of a request could not be laid by");
        Self::NoRoom
    }
}

impl Laid {
    fn new(room: Arc<Room>, network: Narrowest) -> Self {
        Self {
            memory: BytesMut::new(),
            file: None,
            in_file: 0,
            disk_failed: false,
            size: 0,
            room,
            network,
            taken: 0,
        }
    }

    async fn push(&mut self, bytes: &[u8], folder: &Path, reserve: u64) -> Result<(), Unlaid> {
        self.memory.extend_from_slice(bytes);
        self.size += bytes.len();
        if self.memory.len() <= IN_MEMORY {
            return Ok(());
        }
        match self.move_to_file(folder, reserve).await {
            Ok(()) => Ok(()),
            // What somebody typed is not lost for a disk without room: it stays in memory.
            Err(_) if self.memory.len() <= WITHOUT_DISK => Ok(()),
            Err(why) => Err(why),
        }
    }

    /// Moves what is in memory into the file.
    async fn move_to_file(&mut self, folder: &Path, reserve: u64) -> Result<(), Unlaid> {
        let more = self.memory.len() as u64;
        if self.disk_failed || registry::free_space(folder)? < reserve.saturating_add(more) {
            return Err(Unlaid::NoRoom);
        }
        if !self.room.take(self.network, more) {
            return Err(Unlaid::NoRoom);
        }
        self.taken += more;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::from_std(tempfile::tempfile_in(folder)?)),
        };
        // Of a piece that breaks off the file holds some: no more is written behind it.
        self.disk_failed = true;
        file.write_all(&self.memory).await?;
        file.flush().await?;
        self.disk_failed = false;
        self.in_file += more;
        self.memory = BytesMut::new();
        Ok(())
    }

    /// All of it in memory.
    async fn whole(mut self) -> Result<Bytes, Unlaid> {
        let Some(mut file) = self.file.take() else { return Ok(std::mem::take(&mut self.memory).freeze()) };
        let own = self.in_file;
        let mut whole = Vec::with_capacity(self.size);
        file.flush().await?;
        file.seek(SeekFrom::Start(0)).await?;
        file.take(own).read_to_end(&mut whole).await?;
        whole.extend_from_slice(&self.memory);
        Ok(whole.into())
    }

    /// All of it, piece by piece.
    async fn pieces(mut self) -> Result<Body, Unlaid> {
        let end = std::mem::take(&mut self.memory).freeze();
        let Some(mut file) = self.file.take() else { return Ok(Body::from(end)) };
        file.flush().await?;
        file.seek(SeekFrom::Start(0)).await?;
        // The room is given back when the file is read, or nobody reads on.
        let file = file.take(self.in_file);
        let read = stream::try_unfold((file, self), |(mut file, laid)| async {
            let mut piece = BytesMut::with_capacity(PIECE);
            let count = file.read_buf(&mut piece).await?;
            std::io::Result::Ok((count > 0).then(|| (piece.freeze(), (file, laid))))
        });
        Ok(Body::from_stream(read.chain(stream::iter([Ok(end)]))))
    }
}

impl Drop for Laid {
    fn drop(&mut self) {
        if self.taken > 0 {
            self.room.give_back(self.network, self.taken);
        }
    }
}

/// A request that there is no room for, on its way to [`refuse`].
#[derive(Clone)]
struct NoRoom;

/// Lays bodies of forms by until they are complete, and hands them on then.
pub async fn gather(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if body.is_end_stream() {
        return told_when(next.run(Request::from_parts(parts, body)).await);
    }
    let bodies = &state.bodies;
    let body = Body::new(PacedBody::new(body, bodies.least));
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let network = Narrowest::from(client_address(peer, &parts.headers, state.config.proxies));
    let (_held, body) = match gathered(bodies, &mut parts, body, network).await {
        Ok((held, body)) => (Some(held), body),
        Err(Unlaid::NoRoom) => {
            parts.extensions.insert(NoRoom);
            (None, Body::empty())
        }
        // What broke off must not be taken for an empty form: whoever reads it learns that it did.
        Err(Unlaid::Broken(error)) => (None, Body::from_stream(stream::iter([Err::<Bytes, _>(error)]))),
    };
    told_when(next.run(Request::from_parts(parts, body)).await)
}

/// The memory that a request holds, and its body.
type Gathered<'a> = (Option<tokio::sync::SemaphorePermit<'a>>, Body);

async fn gathered<'a>(
    bodies: &'a Bodies,
    parts: &mut Parts,
    body: Body,
    network: Narrowest,
) -> Result<Gathered<'a>, Unlaid> {
    let is_form = resume::is_of_type(&parts.headers, b"application/x-www-form-urlencoded");
    if !is_form && !resume::is_of_type(&parts.headers, b"multipart/form-data") {
        return Ok((None, body));
    }
    let most = most_of(is_form, parts.uri.path());
    let mut laid = Laid::new(bodies.disk.clone(), network);
    let mut coming = body.into_data_stream();
    let mut more = true;
    while more && laid.size <= most {
        match coming.next().await {
            Some(Ok(bytes)) => laid.push(&bytes, &bodies.folder, bodies.reserve).await?,
            Some(Err(error)) => return Err(Unlaid::Broken(error)),
            None => more = false,
        }
    }
    if is_form && more {
        return Err(Unlaid::Broken(axum::Error::new(std::io::Error::other("the form is too large"))));
    }
    // It holds more than any file may have: a few at once are read on, so that the
    // fields behind the file are not lost, and nobody else waits for them.
    if more {
        let held = bodies.long.try_acquire().map_err(|_| Unlaid::NoRoom)?;
        let begun = laid.pieces().await?.into_data_stream();
        return Ok((Some(held), Body::from_stream(begun.chain(coming))));
    }
    let kib = u32::try_from(laid.size.div_ceil(1024)).unwrap_or(u32::MAX).min(bodies.memory_kib);
    let held = timeout(LONGEST_WAIT, bodies.memory.acquire_many(kib)).await;
    let held = held.ok().and_then(Result::ok).ok_or(Unlaid::NoRoom)?;
    if is_form {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(laid.size));
        return Ok((Some(held), Body::from(laid.whole().await?)));
    }
    Ok((Some(held), laid.pieces().await?))
}

/// How much of a form is laid by.
fn most_of(is_form: bool, path: &str) -> usize {
    let of_desk = path.starts_with("/desk/");
    let with_texts = of_desk || path.starts_with("/comment") || path.starts_with("/consulted/");
    match is_form {
        true if with_texts => LARGEST_TEXTS,
        // The sign-in carries the form of a session that is over.
        true if path == "/sign-in" => LARGEST_TEXTS,
        true => LARGEST_FORM,
        false if of_desk => LARGEST_OF_DESK,
        false => LARGEST_OF_ALL,
    }
}

/// Answers a request that there was no room for; within the pages of errors.
pub async fn refuse(request: Request, next: Next) -> Response {
    if request.extensions().get::<NoRoom>().is_some() {
        return WebError::Busy.into_response();
    }
    next.run(request).await
}

/// Says when to come again, where that was not said.
fn told_when(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let again = HeaderValue::from_static("30");
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(again);
    }
    response
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;
    use crate::testing::{answer, form, state};

    fn network(last: u8) -> Narrowest {
        Narrowest::from(IpAddr::from([192, 0, 2, last]))
    }

    #[tokio::test]
    async fn what_is_typed_stays_in_memory_where_the_disk_takes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut laid = Laid::new(Arc::new(Room::new(ON_DISK)), network(1));
        let piece = vec![b'a'; 100 * 1024];
        assert!(laid.push(&piece, folder.path(), 0).await.is_ok());
        assert!(laid.file.is_some() && laid.memory.is_empty());
        // From here on there is less room than is to stay free.
        for _ in 0..5 {
            assert!(laid.push(&piece, folder.path(), u64::MAX).await.is_ok());
        }
        assert_eq!(laid.memory.len(), 5 * piece.len());
        assert!(laid.push(&piece, folder.path(), u64::MAX).await.is_err(), "not without end");
        let mut gone = Laid::new(Arc::new(Room::new(ON_DISK)), network(1));
        assert!(gone.push(&piece, &folder.path().join("gone"), 0).await.is_ok());
        assert!(matches!(gone.whole().await, Ok(whole) if whole == piece));
    }

    #[test]
    fn one_network_has_a_quarter_of_the_room() {
        let room = Room::new(400);
        assert!(room.take(network(1), 100) && !room.take(network(1), 1));
        assert!((2..5).all(|n| room.take(network(n), 100)) && !room.take(network(5), 1));
        room.give_back(network(1), 100);
        assert!(room.take(network(5), 100));
    }

    #[tokio::test]
    async fn what_is_laid_by_comes_back_as_it_was_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let room = Arc::new(Room::new(1 << 20));
        let bytes: Vec<u8> = (0..100_000_u32).map(|n| n as u8).collect();
        let laid = async || {
            let mut laid = Laid::new(room.clone(), network(1));
            for piece in bytes.chunks(7_001) {
                assert!(laid.push(piece, folder.path(), 0).await.is_ok());
            }
            assert!(laid.memory.len() <= IN_MEMORY);
            laid
        };
        let Ok(whole) = laid().await.whole().await else { panic!("it is there") };
        assert_eq!(whole, bytes);
        let Ok(pieces) = laid().await.pieces().await else { panic!("it is there") };
        assert_eq!(axum::body::to_bytes(pieces, usize::MAX).await.unwrap(), bytes);
        assert!(room.held.lock().unwrap().1.is_empty());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn without_room_a_form_is_put_off_and_taken_when_there_is_some() {
        let folder = tempfile::tempdir().unwrap();
        let mut state = state(folder.path()).await;
        let memory = Arc::new(Semaphore::new(64));
        let bodies = Bodies::new(&folder.path().join("incoming"), 0, crate::listening::LEAST).unwrap();
        state.bodies = Arc::new(Bodies { memory: memory.clone(), memory_kib: 64, ..bodies });
        let router = crate::serve::router(state, None);
        let sent = || form("/comment", "http://registry.example.org", format!("text={}", "a".repeat(40_000)));
        let others = memory.acquire_many(60).await.unwrap();
        let (parts, page) = answer(router.clone(), sent()).await;
        assert_eq!(
            (parts.status, &parts.headers["retry-after"]),
            (StatusCode::SERVICE_UNAVAILABLE, &"30".parse().unwrap())
        );
        assert!(page.contains("send it again"), "{page}");
        drop(others);
        let (parts, _) = answer(router, sent()).await;
        assert_ne!(parts.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(memory.available_permits(), 64);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_form_of_a_few_fields_is_not_read_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let router = crate::serve::router(state(folder.path()).await, None);
        let sent =
            form("/follow", "http://registry.example.org", format!("email={}", "a".repeat(LARGEST_FORM)));
        let (parts, page) = answer(router, sent).await;
        assert_eq!(parts.status, StatusCode::BAD_REQUEST);
        assert!(page.contains("larger than the program takes"), "{page}");
    }
}
