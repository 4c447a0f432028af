//! The command line as people and scripts use it: the program itself, in
//! folders of its own.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

fn concordance(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_concordance")).args(arguments).current_dir(folder).output().unwrap()
}

/// What it printed; it must have succeeded.
fn printed(arguments: &[&str], folder: &Path) -> String {
    let output = concordance(arguments, folder);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const STANDARDS: &str = r#"{"id":"ISO 99001:2015","publisher":"ISO","number":"99001","year":2015,"title_en":"Kettles","status":"withdrawn","replaced_by":["ISO 99001:2023"]}
{"id":"ISO 99001:2023","publisher":"ISO","number":"99001","year":2023,"title_en":"Kettles","status":"published","replaces":["ISO 99001:2015"]}
this is no record
"#;

#[test]
fn a_catalogue_is_imported_once_and_resolves_references() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("standards.jsonl"), STANDARDS).unwrap();
    let first = printed(&["import", "catalogue", "standards.jsonl", "--problems", "problems.jsonl"], here);
    assert!(first.contains("2 new, 0 changed, 0 unchanged; 1 rows skipped"), "{first}");
    let problems = json_lines(&fs::read_to_string(here.join("problems.jsonl")).unwrap());
    assert_eq!((problems.len(), &problems[0]["row"]), (1, &Value::from(3)));
    let second = printed(&["import", "catalogue", "standards.jsonl"], here);
    assert!(second.contains("0 new, 0 changed, 2 unchanged"), "{second}");

    fs::write(here.join("draft.txt"), "Kettles shall comply with ISO 99001:2015.\n").unwrap();
    let found = json_lines(&printed(&["references", "draft.txt", "--format", "json"], here));
    assert_eq!(found[0]["text"], "ISO 99001:2015");
    assert_eq!((&found[0]["id"], &found[0]["year"]), (&"ISO 99001".into(), &2015.into()));
    assert_eq!((&found[0]["start"], &found[0]["end"]), (&Value::from(26), &Value::from(40)));
    assert_eq!(found[0]["standard"], "ISO 99001:2015");
    let judged = json_lines(&printed(&["divergences", "draft.txt", "--format", "json"], here));
    assert_eq!(judged[0]["code"], "superseded-edition");
    for part in ["severity", "evidence", "explanation", "basis"] {
        assert!(!judged[0][part].is_null(), "{part}");
    }
}

#[test]
fn what_is_not_there_fails_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for what in ["catalogue", "ics", "hs", "eping", "tris"] {
        let output = concordance(&["import", what, "missing.file"], here);
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("missing.file"), "{what}");
    }
    assert_eq!(fs::read_dir(here).unwrap().count(), 0, "no data folder was made");
    fs::write(here.join("letter.txt"), "Dear all").unwrap();
    for what in ["catalogue", "ics", "hs", "eping", "tris"] {
        let output = concordance(&["import", what, "letter.txt"], here);
        assert!(!output.status.success(), "{what}");
        assert!(!output.stderr.is_empty(), "{what}");
    }
}

#[test]
fn only_addresses_of_what_is_cited_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    // Nobody cites it: the address, which leads nowhere, is not asked.
    let standard = r#"{"id":"ISO 99001:2023","publisher":"ISO","year":2023,"status":"published","url":"http://nobody.invalid/"}"#;
    fs::write(here.join("standards.jsonl"), standard).unwrap();
    printed(&["import", "catalogue", "standards.jsonl"], here);
    let said = printed(&["check-links", "--limit", "5", "--pause", "0"], here);
    assert!(said.contains("no address of a cited standard is due"), "{said}");
    let output = concordance(&["check-links", "--days", "soon"], here);
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("--days"));
}

#[test]
fn identifiers_are_read_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ids"), "ISO/IEC 27001:2022\nIEC 60335-2-15\nnonsense\n").unwrap();
    let lines = json_lines(&printed(&["standard-id", "ids", "--format", "json"], folder.path()));
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["normal_form"], &lines[0]["year"]), (&"ISO/IEC 27001:2022".into(), &2022.into()));
    assert_eq!((&lines[1]["number"], &lines[1]["part"]), (&"60335".into(), &"2-15".into()));
    assert!(lines[2]["error"].is_string() && lines[2]["normal_form"].is_null());
    fs::write(folder.path().join("families"), "iso\tISO 9001:2015\niso\tISO9001\nun\tnonsense\n").unwrap();
    let said = printed(&["standard-id", "--families", "families"], folder.path());
    assert!(said.contains("iso: 1 of 2 as written, 50.0 %"), "{said}");
    assert!(said.contains("ISO9001: reads as ISO 9001") && said.contains("un: 0 of 1"), "{said}");
}

#[test]
fn real_procedures_go_through_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let table = "start_date,end_date,postponement,count_opinions\n2016-06-16,2016-09-19,0.0,0.0\n2016-06-16,2016-09-20,0.0,0.0\n2016-06-16,2016-06-28,0.0,0.0\n2016-06-16,2016-12-19,0.0,2.0\n";
    fs::write(here.join("tris.csv"), table).unwrap();
    let replay: Value =
        serde_json::from_str(&printed(&["clock", "tris", "tris.csv", "--format", "json"], here)).unwrap();
    assert_eq!((&replay["rows"], &replay["computable"], &replay["agree"]), (&4.into(), &3.into(), &2.into()));
    assert_eq!(replay["by_kind"]["detailed-opinion"]["agree"], 1);
    let said = printed(&["clock", "tris", "tris.csv"], here);
    assert!(said.contains("66.7 %") && said.contains("up to a week later"), "{said}");
    fs::write(here.join("letter.csv"), "Dear all\n").unwrap();
    for (file, why) in [("missing.csv", "missing.csv"), ("letter.csv", "start_date")] {
        let output = concordance(&["clock", "tris", file], here);
        assert!(!output.status.success() && output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains(why), "{output:?}");
    }
}

#[test]
fn near_duplicates_are_grouped_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let letter = "We ask you to withdraw the draft regulation on kettles, because its limit for the handle is lower than in the international standard and nobody can measure it here.";
    let lines = format!(
        "{{\"id\":\"a\",\"text\":\"{letter}\"}}\n{{\"id\":2,\"text\":\"I agree\"}}\n{{\"id\":3.5,\"text\":\"{}\"}}\n",
        letter.replace("nobody", "hardly anybody").to_uppercase()
    );
    fs::write(here.join("comments.jsonl"), &lines).unwrap();
    let expected = "{\"group\":\"a\",\"id\":\"a\"}\n{\"group\":2,\"id\":2}\n{\"group\":\"a\",\"id\":3.5}\n";
    let values = |text: &str| json_lines(text);
    assert_eq!(values(&printed(&["group", "comments.jsonl"], here)), values(expected));
    fs::write(here.join("bad.jsonl"), format!("{lines}{{\"id\":4}}\n")).unwrap();
    let output = concordance(&["group", "bad.jsonl"], here);
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 4"), "{output:?}");
}

#[test]
fn the_demonstration_fills_a_new_folder_once() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    // One that was interrupted is no obstacle.
    fs::create_dir_all(here.join("demo/unfinished-demo")).unwrap();
    fs::write(here.join("demo/unfinished-demo/registry.sqlite"), "half").unwrap();
    let said = printed(&["demo", "--data", "demo"], here);
    assert!(
        said.contains("concordance-demo-2026") && said.contains("amina.odhiambo@tbt-kenya.example"),
        "{said}"
    );
    assert!(!here.join("demo/unfinished-demo").exists());
    let again = concordance(&["demo", "--data", "demo"], here);
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("already"));

    let exported: Value =
        serde_json::from_str(&printed(&["export", "notifications", "--data", "demo"], here)).unwrap();
    let exported = exported.as_array().unwrap();
    assert!(exported.len() >= 60, "{}", exported.len());
    let table = printed(&["export", "notifications", "--format", "csv", "--data", "demo"], here);
    assert_eq!(csv::Reader::from_reader(table.as_bytes()).records().count(), exported.len());
    let indexed = printed(&["reindex", "--data", "demo"], here);
    assert!(indexed.contains(&format!("{} notifications", exported.len())), "{indexed}");
}

/// A server that does not outlive its test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_server_asked_to_stop_twice_does_not_wait_for_an_open_request() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server(
        Command::new(env!("CARGO_BIN_EXE_concordance"))
            .args(["serve", "--data", "data", "--listen", "127.0.0.1:0"])
            .env("RUST_LOG", "info")
            .current_dir(folder.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let id = server.0.id();
    let stop = || {
        let kill = Command::new("sh").args(["-c", &format!("kill -TERM {id}")]).status().unwrap();
        assert!(kill.success());
    };
    let mut said = BufReader::new(server.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let address = said.find_map(|line| line.split_once("answers at http://").map(|(_, at)| at.to_owned()));
    let address = address.expect("the server says where it answers");

    let mut request = TcpStream::connect(&address).unwrap();
    let form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100";
    write!(request, "POST /sign-in HTTP/1.1\r\nHost: {address}\r\n{form}\r\nExpect: 100-continue\r\n\r\n")
        .unwrap();
    // The server asks for the body: from now on it waits for it.
    request.read_exact(&mut [0; 12]).unwrap();
    stop();
    assert!(said.any(|line| line.contains("stopping")));
    std::thread::sleep(Duration::from_millis(300));
    assert!(server.0.try_wait().unwrap().is_none(), "an open request is given some time");
    stop();
    let end = Instant::now() + Duration::from_secs(10);
    while server.0.try_wait().unwrap().is_none() {
        assert!(Instant::now() < end, "the server is still there");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(server.0.wait().unwrap().success());
}

#[test]
fn the_first_administrator_is_invited_on_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let invite = |more: &[&str]| {
        let begin = ["administrator", "invite", "--name", "Joseph Mwangi", "--email", "joseph@example.org"];
        concordance(&[&begin[..], more].concat(), here)
    };
    let failed = |output: &Output| {
        assert!(!output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(failed(&invite(&["--authority", "kenya"])).contains("--authority"));
    let said = failed(&invite(&["--authority", "KEN", "--country", "Kenya"]));
    for part in ["no authority KEN yet", "--authority-name", "--country", "--zone:"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("--zone-place"), "it follows from the zone: {said}");
    let whole = [
        "--authority",
        "KEN",
        "--authority-name",
        "Kenya Bureau of Standards",
        "--country",
        "KE",
        "--zone",
        "Africa/Nairobi",
        "--public-url",
        "https://registry.example.org/",
    ];
    let output = invite(&whole);
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("https://registry.example.org/password?token="), "{said}");
    // Until the link is used another one may be had, of the authority that is there now.
    assert!(invite(&["--authority", "KEN"]).status.success());
}

#[test]
fn what_is_written_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    fs::write(here.join("standards.jsonl"), STANDARDS).unwrap();
    printed(&["import", "catalogue", "standards.jsonl", "--problems", "problems.jsonl"], here);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&here.join("data")), 0o700);
    let mut folders = vec![here.join("data")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path) & 0o077, 0, "{}", path.display());
            if path.is_dir() {
                folders.push(path);
            } else {
                files += 1;
            }
        }
    }
    assert!(files > 2 && here.join("data/secret.key").exists());
    // An existing folder is left as it is, with a warning.
    fs::set_permissions(here.join("data"), fs::Permissions::from_mode(0o755)).unwrap();
    let output = concordance(&["import", "catalogue", "standards.jsonl"], here);
    assert!(String::from_utf8_lossy(&output.stderr).contains("chmod 700"), "{output:?}");
}

/// A server with so few descriptors, and where it answers.
fn server_with(descriptors: u32, folder: &Path) -> (Server, String) {
    let serve = format!(
        "ulimit -Sn {descriptors}; ulimit -Hn {descriptors}; exec '{}' serve --data data --listen 127.0.0.1:0",
        env!("CARGO_BIN_EXE_concordance")
    );
    let mut server = Server(
        Command::new("sh").args(["-c", &serve]).current_dir(folder).stderr(Stdio::piped()).spawn().unwrap(),
    );
    let mut said = BufReader::new(server.0.stderr.take().unwrap()).lines().map_while(Result::ok);
    let address = said.find_map(|line| line.split_once("answers at http://").map(|(_, at)| at.to_owned()));
    // Whatever else it says must not fill the pipe.
    std::thread::spawn(move || said.for_each(drop));
    (server, address.expect("the server says where it answers"))
}

/// The first line of the answer to a question that is asked again until it is answered.
fn asked(address: &str, end: Instant) -> String {
    loop {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        let _ = write!(stream, "GET /health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        if answer.starts_with("HTTP/1.1 200") {
            return answer;
        }
        assert!(Instant::now() < end, "not answered: {answer}");
    }
}

#[test]
fn idle_sockets_are_no_outage_with_few_descriptors() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, address) = server_with(192, folder.path());
    let idle: Vec<_> = (0..300).map(|_| TcpStream::connect(&address).unwrap()).collect();
    // Long before they are too old to be kept.
    asked(&address, Instant::now() + Duration::from_secs(10));
    drop(idle);
    asked(&address, Instant::now() + Duration::from_secs(10));
    assert!(server.0.try_wait().unwrap().is_none());
}

#[test]
fn a_server_out_of_descriptors_goes_on_when_there_are_some() {
    let folder = tempfile::tempdir().unwrap();
    let (mut server, address) = server_with(192, folder.path());
    let id = server.0.id();
    let open = || fs::read_dir(format!("/proc/{id}/fd")).unwrap().count();
    // From now on there are a few more than it holds: fewer than the connections that
    // it was ready to take, with some for the database.
    let rest = open() + 10;
    let limit = format!("prlimit --pid {id} --nofile={rest}:{rest}");
    if !Command::new("sh").args(["-c", &limit]).status().unwrap().success() {
        eprintln!("skipped: there is no prlimit here");
        return;
    }
    let crowd: Vec<_> = (0..60).map(|_| TcpStream::connect(&address).unwrap()).collect();
    std::thread::sleep(Duration::from_secs(1));
    assert!(server.0.try_wait().unwrap().is_none(), "it must not end");
    let used = || {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let numbers = stat.rsplit_once(')').unwrap().1.split_whitespace().collect::<Vec<_>>();
        numbers[11].parse::<u64>().unwrap() + numbers[12].parse::<u64>().unwrap()
    };
    let before = used();
    std::thread::sleep(Duration::from_secs(1));
    // In hundredths of a second of processor time.
    assert!(used() - before < 50, "it turns in circles");
    drop(crowd);
    asked(&address, Instant::now() + Duration::from_secs(10));
}
