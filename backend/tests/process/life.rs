//! What ends the server and what does not: signals, a log that nobody reads, files that go, a disk without room, a restore that is killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use futures_util::{StreamExt, stream};
use rand::Rng;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::{
    program::Program,
    shim::{Order, Shim},
};

const ENOSPC: i64 = 28;
/// Files that are gone are noticed within this time, and the process has ended.
const NOTICED: Duration = Duration::from_secs(8);

/// A program that a test started by itself, and that ends with the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn told(id: u32, signal: &str) {
    assert!(Command::new("kill").args([signal, &id.to_string()]).status().expect("kill runs").success());
}

#[test]
fn a_terminal_that_closes_stops_it_in_good_order() {
    for signal in ["-HUP", "-QUIT"] {
        let mut program = Program::on_sqlite();
        program.starts();
        told(program.id(), signal);
        let status = program.ends(Duration::from_secs(10)).expect("it ends");
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(!program.folder().join("data/data.db-wal").exists(), "its log is folded into its file");
    }
}

#[test]
fn started_with_the_signal_of_terminals_ignored_it_goes_on() {
    let program = Program::on_sqlite();
    let plain = program.command(&["serve"]);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" serve"]).arg(plain.get_program()).current_dir(program.folder());
    shell.env_clear().envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdout(Stdio::piped());
    let mut child = Started(shell.spawn().expect("it runs"));
    let lines = BufReader::new(child.0.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let mut lines = lines.skip_while(|line| !line.starts_with("ChatSpace is running at"));
    assert!(lines.next().is_some());
    told(child.0.id(), "-HUP");
    told(child.0.id(), "-TERM");
    // Had it heeded the first, it would say that it was told twice.
    let said: Vec<_> = lines.collect();
    assert!(!said.iter().any(|line| line.contains("second signal")), "{said:?}");
    assert_eq!(child.0.wait().expect("it ends").code(), Some(0));
}

/// A server of whose log only the beginning is read. Yields where it answers, and where it shows metrics.
fn with_a_reader_who_stops(program: &Program) -> (Started, BufReader<ChildStdout>, [String; 2]) {
    let mut child = Started(program.command(&["serve"]).stdout(Stdio::piped()).spawn().expect("the program runs"));
    let mut output = BufReader::with_capacity(256, child.0.stdout.take().expect("its output"));
    let (mut metrics, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        assert!(output.read_line(&mut line).expect("it logs") > 0, "it starts");
        let logged: Value = serde_json::from_str(&line).unwrap_or_default();
        let address = || format!("http://{}", logged["address"].as_str().expect("an address"));
        if logged["message"] == "serving metrics" {
            metrics = address();
        }
        if logged["message"] == "ready" {
            let ready = address();
            return (child, output, [ready, metrics]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_nobody_reads_holds_up_nothing_and_what_is_missing_is_counted() {
    let program = Program::on_sqlite().with("LOG_FORMAT", "json").with("METRICS_ADDR", "0").with("RUST_LOG", "debug");
    let (mut child, output, [url, metrics]) = with_a_reader_who_stops(&program);
    let client = Client::new();
    let dropped = async || {
        let text = client.get(format!("{metrics}/metrics")).send().await.expect("an answer").text().await.expect("text");
        let line = text.lines().find_map(|line| line.strip_prefix("chatspace_log_lines_dropped_total ").map(str::to_owned));
        line.expect("the metric is there").parse::<f64>().expect("a number")
    };
    assert_eq!(dropped().await, 0.0);
    let asks = |n: usize| client.get(format!("{url}/api/v10/nothing/{n}")).timeout(Duration::from_secs(5)).send();
    let mut asked = 0;
    while dropped().await == 0.0 {
        let answers: Vec<_> = stream::iter(asked..asked + 500).map(asks).buffer_unordered(8).collect().await;
        assert!(answers.into_iter().all(|answer| {
            answer.is_ok_and(|answer| answer.status() == StatusCode::UNAUTHORIZED || answer.status() == StatusCode::NOT_FOUND)
        }));
        asked += 500;
        assert!(asked < 20_000, "nothing is ever dropped");
    }
    let form = json!({"email": "ann@example.org", "username": "ann", "password": "correct horse battery"});
    let answer = client.post(format!("{url}/api/v10/auth/register")).json(&form).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::CREATED);
    let began = Instant::now();
    told(child.0.id(), "-TERM");
    while child.0.try_wait().expect("its state is known").is_none() {
        assert!(began.elapsed() < Duration::from_secs(10), "it does not stop");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(child.0.wait().expect("it has ended").code(), Some(0));
    drop(output);
}

/// Sends until nothing is acknowledged any more. Yields what was, and the status that it ended with.
async fn sends(program: &Program, token: &str, channel: &str) -> (Vec<String>, Option<u16>) {
    let client = Client::new();
    let (mut acked, began) = (Vec::new(), Instant::now());
    while began.elapsed() < NOTICED {
        let words = format!("number {}", acked.len());
        let path = program.url(&format!("/api/v10/channels/{channel}/messages"));
        let sent = client.post(path).bearer_auth(token).json(&json!({"content": words})).send().await;
        match sent.map(|answer| answer.status()) {
            Ok(StatusCode::OK) => acked.push(words),
            Ok(status) => return (acked, Some(status.as_u16())),
            Err(_) => return (acked, None),
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it goes on acknowledging");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_go_under_a_running_server_end_it_with_74_and_nothing_more_is_acknowledged() {
    type Fault = (&'static str, fn(&Path));
    let faults: [Fault; 4] = [
        ("the folder is deleted", |data| fs::remove_dir_all(data).expect("removed")),
        ("the folder is moved", |data| fs::rename(data, data.with_file_name("elsewhere")).expect("moved")),
        ("the database is replaced", |data| {
            fs::copy(data.join("data.db"), data.join("copy")).expect("copied");
            fs::rename(data.join("copy"), data.join("data.db")).expect("replaced");
        }),
        ("the lock is deleted", |data| fs::remove_file(data.join("lock")).expect("removed")),
    ];
    for (what, fault) in faults {
        let mut program = Program::on_sqlite();
        program.starts();
        let (token, channel) = program.owner(&Client::new()).await;
        fault(&program.folder().join("data"));
        let (_, status) = sends(&program, &token, &channel).await;
        assert!(matches!(status, Some(503) | None), "{what}: {status:?}");
        let ended = tokio::task::block_in_place(|| program.ends(NOTICED)).unwrap_or_else(|| panic!("{what}: it goes on"));
        assert_eq!(ended.code(), Some(74), "{what}");
        assert!(program.logged().contains("deleted or replaced"), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_log_of_the_database_that_is_deleted_nothing_acknowledged_is_lost() {
    let mut program = Program::on_sqlite().with("ACCESS_TOKEN_EXPIRE_MINUTES", "1440");
    program.starts();
    let (token, channel) = program.owner(&Client::new()).await;
    fs::remove_file(program.folder().join("data/data.db-wal")).expect("it is there");
    let (acked, status) = sends(&program, &token, &channel).await;
    assert!(matches!(status, Some(503) | None), "{status:?}");
    let ended = tokio::task::block_in_place(|| program.ends(NOTICED)).expect("it ends");
    assert_eq!(ended.code(), Some(74));
    program.starts();
    let (mut found, mut before) = (Vec::new(), String::new());
    loop {
        let path = program.url(&format!("/api/v10/channels/{channel}/messages?limit=100{before}"));
        let page: Value =
            Client::new().get(path).bearer_auth(&token).send().await.expect("an answer").json().await.expect("JSON");
        let page = page.as_array().expect("a list").clone();
        found.extend(page.iter().map(|message| message["content"].as_str().expect("text").to_owned()));
        match page.last() {
            Some(last) if page.len() == 100 => before = format!("&before={}", last["id"].as_str().expect("an id")),
            _ => break,
        }
    }
    assert!(!acked.is_empty());
    for words in &acked {
        assert!(found.contains(words), "{words} of {} was acknowledged and is lost", acked.len());
    }
}

#[test]
fn a_first_start_without_room_exits_with_74_and_one_with_room_is_whole() {
    let (mut program, shim) = Shim::under(Program::on_sqlite());
    shim.order(Order::EveryWrite, ENOSPC);
    for _ in 0..2 {
        let output = program.runs(&["serve"]);
        assert_eq!(output.status.code(), Some(74), "{}", String::from_utf8_lossy(&output.stderr));
    }
    shim.mends();
    program.starts();
    // The key is there and the database is not, or not yet with its tables.
    for removed in [&["data.db"][..], &["data.db", "secret.key"]] {
        assert!(program.is_told_to_stop().0.success());
        for name in removed {
            fs::remove_file(program.folder().join("data").join(name)).expect("removed");
        }
        shim.order(Order::EveryWrite, ENOSPC);
        assert_eq!(program.runs(&["serve"]).status.code(), Some(74));
        shim.mends();
        program.starts();
    }
}

/// How the data folder was left.
#[derive(Debug, PartialEq, Eq)]
enum Left {
    Nothing,
    Begun,
    Whole,
}

fn left(data: &Path) -> Left {
    match (data.join("restoring").exists(), data.join("data.db").exists()) {
        (true, _) => Left::Begun,
        (false, true) => Left::Whole,
        (false, false) => Left::Nothing,
    }
}

/// Restores, and is killed after a while unless it has ended.
fn is_killed_while_restoring(program: &Program, file: &str, after: Duration) {
    let mut child = program.command(&["restore", file]).stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it runs");
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_that_is_killed_at_any_moment_can_be_repeated_and_no_server_starts_meanwhile() {
    let mut source = Program::on_sqlite();
    source.starts();
    source.owner(&Client::new()).await;
    assert!(source.is_told_to_stop().0.success());
    let file = source.folder().join("backup.tar").display().to_string();
    assert!(source.runs(&["backup", &file]).status.success());
    // The key is another one, so everybody is signed out on the way, which is what takes longest.
    let whole = Instant::now();
    let restored = |target: &Program| target.runs(&["restore", &file]);
    assert!(restored(&Program::on_sqlite()).status.success());
    let mut took = whole.elapsed().max(Duration::from_millis(20));
    let (mut target, mut begun) = (Program::on_sqlite(), 0);
    for moment in 0..100 {
        is_killed_while_restoring(&target, &file, took.mul_f64(rand::rng().random_range(0.0..1.1)));
        let data = target.folder().join("data");
        match left(&data) {
            // Now and then it is gone on with at once; otherwise the next is killed on top of it.
            Left::Begun => {
                begun += 1;
                let refused = target.runs(&["serve"]);
                assert_eq!(refused.status.code(), Some(65), "{moment}");
                assert!(String::from_utf8_lossy(&refused.stderr).contains("restore the backup again"));
                if moment % 4 > 0 {
                    continue;
                }
                let again = restored(&target);
                assert!(again.status.success(), "{moment}: {}", String::from_utf8_lossy(&again.stderr));
            }
            // The machine is not always as fast as it was before.
            Left::Nothing => {
                took = took.mul_f64(1.1);
                continue;
            }
            Left::Whole => took = took.mul_f64(0.9),
        }
        assert_eq!(left(&data), Left::Whole);
        assert_eq!(restored(&target).status.code(), Some(73), "a whole instance is not overwritten");
        target = Program::on_sqlite();
    }
    assert!(begun > 20, "only {begun} of 100 kills came in the middle");
    if left(&target.folder().join("data")) != Left::Whole {
        assert!(restored(&target).status.success());
    }
    target.starts();
    let form = json!({"email": "ann@example.org", "password": "correct horse battery"});
    let answer = Client::new().post(target.url("/api/v10/auth/login")).json(&form).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "the instance is the one that was backed up");
}

#[test]
fn whatever_a_killed_restore_has_left_beside_the_database_the_next_one_removes() {
    let source = Program::on_sqlite();
    assert!(source.runs(&["init-db"]).status.success());
    let file = source.folder().join("backup.tar").display().to_string();
    assert!(source.runs(&["backup", &file]).status.success());
    let target = Program::on_sqlite();
    let data = target.folder().join("data");
    fs::create_dir_all(data.join("restoring")).expect("made");
    std::os::unix::fs::symlink(data.join("data.db"), data.join("restoring/place")).expect("made");
    for name in [
        "data.db",
        "data.db-wal",
        "data.db.restoring",
        "data.db.restoring-wal",
        "data.db.restoring-shm",
        "data.db.restoring-journal",
    ] {
        fs::write(data.join(name), "left").expect("written");
    }
    assert_eq!(target.runs(&["serve"]).status.code(), Some(65));
    // What is of somebody else stays, and so does the mark by which no server starts.
    fs::write(data.join("notes.txt"), "mine").expect("written");
    assert_eq!(target.runs(&["restore", &file]).status.code(), Some(73));
    assert_eq!(target.runs(&["serve"]).status.code(), Some(65), "no empty instance starts");
    fs::remove_file(data.join("notes.txt")).expect("removed");
    let restored = target.runs(&["restore", &file]);
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let mut names: Vec<_> = fs::read_dir(&data).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    names.sort();
    assert_eq!(names, ["data.db", "data.db-lock", "lock"]);
}

#[test]
fn a_restore_that_is_killed_at_its_very_end_is_whole_and_the_next_start_sweeps() {
    let mut source = Program::on_sqlite();
    assert!(source.runs(&["init-db"]).status.success());
    let finished = source.folder().join("data/restoring-finished");
    fs::create_dir_all(&finished).expect("made");
    std::os::unix::fs::symlink(source.folder().join("data/data.db"), finished.join("place")).expect("made");
    source.starts();
    assert!(source.folder().join("data/data.db").exists() && !finished.exists());
}

#[test]
fn what_a_killed_backup_has_left_is_swept_by_the_next() {
    let program = Program::on_sqlite();
    assert!(program.runs(&["init-db"]).status.success());
    for ending in ["unfinished", "unfinished-copy"] {
        let begins = if ending == "unfinished" { "chatspace-backup.json" } else { "SQLite format 3\0" };
        fs::write(program.folder().join(format!("monday.tar.{ending}")), begins).expect("written");
    }
    assert!(program.runs(&["backup", "tuesday.tar"]).status.success());
    let mut names: Vec<_> =
        fs::read_dir(program.folder()).expect("a folder").map(|entry| entry.expect("one").file_name()).collect();
    names.sort();
    assert_eq!(names, ["data", "tuesday.tar"]);
}
