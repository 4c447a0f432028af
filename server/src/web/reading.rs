//! Reading an uploaded file in a process of its own: files come from strangers,
//! and one that makes its reader crash, turn in circles or swallow memory ends
//! that process and nothing else.

use std::{
    io::{Read as _, Write as _},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context as _;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use texts::{Limits, Read};
use tokio::sync::Semaphore;

/// A file that takes longer is not read.
const LONGEST: Duration = Duration::from_secs(120);
/// Processor time of the reader, in seconds.
const PROCESSOR_SECONDS: u64 = 100;
/// Address space of the reader, in bytes.
const MEMORY: u64 = 3 << 30;
/// Readers at the same time: their limits hold for each, and the machine has to
/// bear all of them.
const MOST_READERS: usize = 3;

/// A file waits so long for its reader.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The readers were busy for too long.
#[derive(Debug, thiserror::Error)]
#[error("the readers of files are busy")]
pub struct NoTurn;

/// Whose turn it is; the others wait in line.
static READERS: Semaphore = Semaphore::const_new(MOST_READERS);

/// What the reader answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Answer {
    /// The text.
    Read(Read),
    /// The file is taken, and nothing in it can be read.
    Pictures(String),
    /// The sentence that says why the file is not taken.
    Refused(String),
}

/// What became of a file.
#[derive(Debug)]
pub enum Outcome {
    /// Its text.
    Text(Read),
    /// A scan: a notified text all the same, which nothing can be found in.
    Pictures(String),
    /// Not taken, for this reason.
    Refused(String),
}

/// Reads a file of that name.
pub async fn read(name: String, bytes: Bytes) -> anyhow::Result<Outcome> {
    let turn = tokio::time::timeout(LONGEST_WAIT, READERS.acquire()).await.map_err(|_| NoTurn)??;
    // The turn ends with the reader, also when who asked for it is gone.
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        read_apart(&name, &bytes)
    })
    .await?
}

/// The reader of a file of that name, whatever the name begins with.
fn reader_of(program: &Path, name: &str) -> Command {
    let mut command = alone(program);
    command.args(["read-text", "--", name]);
    command
}

/// A program that gets nothing of our environment, which may hold passwords. The
/// reader needs nothing of it.
fn alone(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    command
}

fn read_apart(name: &str, bytes: &[u8]) -> anyhow::Result<Outcome> {
    let program = std::env::current_exe().context("this program does not find itself")?;
    let mut child = reader_of(&program, name)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("the reader of files cannot be started")?;
    let mut stdin = child.stdin.take().context("the reader of files has no input")?;
    let mut stdout = child.stdout.take().context("the reader of files has no output")?;
    let answered = std::thread::scope(|scope| {
        // A reader that ended early does not take the rest: its answer tells why.
        scope.spawn(move || drop(stdin.write_all(bytes)));
        let answer = scope.spawn(move || {
            let mut answer = Vec::new();
            stdout.read_to_end(&mut answer).map(|_| answer)
        });
        let end = Instant::now() + LONGEST;
        // Its pipes close when it ends, by itself or not, and so do the threads.
        while Instant::now() < end && child.try_wait().ok().flatten().is_none() && !answer.is_finished() {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = child.kill();
        let _ = child.wait();
        answer.join().ok()?.ok()
    });
    let answer = answered.and_then(|text| serde_json::from_slice::<Answer>(&text).ok());
    Ok(match answer {
        Some(Answer::Read(read)) => Outcome::Text(read),
        Some(Answer::Pictures(sentence)) => Outcome::Pictures(sentence),
        Some(Answer::Refused(sentence)) => Outcome::Refused(sentence),
        None => Outcome::Refused(
            "The file cannot be read: it is damaged, or too much for the reader. Save it anew, as PDF or as DOCX, and choose that file."
                .to_owned(),
        ),
    })
}

/// The reader: a file on standard input, the answer on standard output.
pub fn reader(name: &str) -> anyhow::Result<()> {
    limit()?;
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let answer = match texts::read(&bytes, name, &Limits::default()) {
        Ok(read) => Answer::Read(read),
        Err(scan @ texts::NotReadable::Scanned { .. }) => Answer::Pictures(scan.to_string()),
        Err(refused) => Answer::Refused(refused.to_string()),
    };
    serde_json::to_writer(std::io::stdout().lock(), &answer)?;
    Ok(())
}

#[cfg(unix)]
fn limit() -> anyhow::Result<()> {
    use rlimit::Resource;
    Resource::CPU.set(PROCESSOR_SECONDS, PROCESSOR_SECONDS).context("no limit on processor time")?;
    Resource::AS.set(MEMORY, MEMORY).context("no limit on memory")?;
    Ok(())
}

/// Elsewhere the time alone is limited, by who waits.
#[cfg(not(unix))]
fn limit() -> anyhow::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_name_alone() {
        let command = reader_of(Path::new("concordance"), "-draft.txt");
        assert_eq!(command.get_args().collect::<Vec<_>>(), ["read-text", "--", "-draft.txt"]);
        let shown = alone(Path::new("/usr/bin/env")).output().unwrap();
        assert!(!String::from_utf8_lossy(&shown.stdout).contains("PATH="));
    }

    #[tokio::test]
    async fn readers_wait_for_their_turn() {
        let turns = READERS.acquire_many(MOST_READERS as u32).await.unwrap();
        let waiting = read("a.txt".to_owned(), Bytes::from_static(b"text"));
        assert!(tokio::time::timeout(Duration::from_millis(50), waiting).await.is_err());
        drop(turns);
        assert_eq!(READERS.available_permits(), MOST_READERS);
    }
}
