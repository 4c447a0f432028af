//! One throw-away PostgreSQL server for a whole run of tests, with a database for
//! each test. The tests of `server` include this file, too.

use std::{
    fs,
    io::Write,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// The address of a new, empty database.
pub fn database() -> String {
    server().database()
}

/// The throw-away PostgreSQL server. Its watchdog ends it and removes its folder
/// when this process ends, however it ends: it waits on a pipe from here.
struct Server {
    bin: PathBuf,
    socket: PathBuf,
    user: String,
    databases: AtomicU32,
    _watchdog: Child,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

const WATCHDOG: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=400 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"#;

impl Server {
    fn start() -> Self {
        let bin = binaries().expect(
            "these tests need PostgreSQL's server: install it, for example with `apt-get install postgresql`",
        );
        let folder = tempfile::Builder::new().prefix("concordance-pg-").tempdir().unwrap().keep();
        // PostgreSQL refuses to run as root: there the user that its package creates runs it.
        let root = output(Command::new("id").arg("-u")) == "0";
        let user = if root { "postgres".to_owned() } else { output(Command::new("id").arg("-un")) };
        if root {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let command = |program: &str| {
            let mut command = Command::new(if root { "runuser" } else { program });
            if root {
                command.args(["-u", "postgres", "--", program]);
            }
            command.current_dir("/");
            command
        };
        let initdb = bin.join("initdb");
        run(command(initdb.to_str().unwrap())
            .args(["-U", &user, "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(folder.join("data")));
        let watchdog = command("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&bin)
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Ctrl-C in a terminal reaches this process alone; the pipe tells the watchdog.
            .process_group(0)
            .spawn()
            .expect("the watchdog of PostgreSQL starts");
        let server = Self { bin, socket: folder, user, databases: AtomicU32::new(0), _watchdog: watchdog };
        server.wait();
        server
    }

    fn wait(&self) {
        for _ in 0..300 {
            let ready = Command::new(self.bin.join("pg_isready"))
                .arg("-q")
                .arg("-h")
                .arg(&self.socket)
                .status()
                .is_ok_and(|s| s.success());
            if ready {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = fs::read_to_string(self.socket.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not answer: {log}");
    }

    /// A new database; its address.
    fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        run(Command::new(self.bin.join("createdb")).arg("-h").arg(&self.socket).args([
            "-U",
            &self.user,
            "-T",
            "template0",
            &name,
        ]));
        let socket = self.socket.to_str().unwrap().replace('/', "%2F");
        format!("postgres://{}@{socket}/{name}", self.user)
    }
}

/// The newest of the installed versions.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().or_else(|| {
        let path = output(Command::new("sh").args(["-c", "command -v initdb"]));
        Some(Path::new(&path).parent()?.to_owned()).filter(|bin| bin.join("initdb").exists())
    })
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("a plain command starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let _ = std::io::stderr().flush();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
