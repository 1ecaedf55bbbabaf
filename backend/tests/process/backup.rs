//! A backup is taken while people write, and restored elsewhere: nothing that was answered before is missing.

mod errors;
mod load;
mod streams;

use std::{fs, path::Path, process::Output, time::Duration};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use tokio::task::block_in_place;

use crate::program::{Program, takes_figures};
use load::{Load, p99};

/// How much is measured.
struct Size {
    /// Messages of the database that is copied while people write. Of a small one, the start of the backup would be a good part.
    before: i64,
    /// Each has a time without a backup and one with.
    rounds: usize,
    without: Duration,
}

fn size() -> Size {
    let (before, rounds, seconds) = if nightly() {
        (1_000_000, 10, 5)
    } else if takes_figures() {
        (300_000, 8, 4)
    } else {
        (20_000, 2, 1)
    };
    Size { before, rounds, without: Duration::from_secs(seconds) }
}

fn nightly() -> bool {
    std::env::var("PROOF_SIZE").is_ok_and(|size| size == "nightly")
}

fn code(output: &Output) -> Option<i32> {
    println!("{}", String::from_utf8_lossy(&output.stderr));
    output.status.code()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

/// Takes a backup; yields the arguments to restore it elsewhere.
fn backed_up(program: &Program, name: &str, options: &[&str]) -> String {
    let file = program.folder().join(name);
    let output = program.runs(&[&["backup", text(&file)], options].concat());
    assert_eq!(code(&output), Some(0));
    let left: Vec<_> =
        fs::read_dir(program.folder()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("unfinished")), "{left:?}");
    text(&file).to_owned()
}

fn restored(file: &str) -> Program {
    let mut program = Program::on_sqlite();
    assert_eq!(code(&program.runs(&["restore", file])), Some(0));
    program.starts();
    program
}

async fn get(program: &Program, token: &str, path: &str) -> Value {
    let answer = Client::new().get(program.url(&format!("/api/v10{path}"))).bearer_auth(token).send().await.expect("an answer");
    answer.error_for_status().expect("a success").json().await.expect("JSON")
}

async fn logs_in(program: &Program) -> String {
    let form = json!({"email": "ann@example.org", "password": "correct horse battery"});
    let answer = Client::new().post(program.url("/api/v10/auth/login")).json(&form).send().await.expect("an answer");
    let body: Value = answer.error_for_status().expect("a success").json().await.expect("JSON");
    body["access_token"].as_str().expect("a token").to_owned()
}

/// Messages from before, put in while no server runs.
async fn fill(program: &Program, channel: &str) {
    let mut conn = SqliteConnection::connect(text(&program.folder().join("data/data.db"))).await.expect("opens");
    let insert = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
        INSERT INTO messages (id, channel_id, author_id, kind, content)
        SELECT i, $1, (SELECT id FROM users LIMIT 1), 0, 'a message from before, of a usual length, number ' || i FROM n";
    let channel: i64 = channel.parse().expect("an id");
    sqlx::query(insert).bind(channel).bind(size().before).execute(&mut conn).await.expect("is stored");
    conn.close().await.expect("closes");
}

#[tokio::test(flavor = "multi_thread")]
async fn taken_while_people_write_it_has_all_that_was_answered_before() {
    let mut program = Program::on_sqlite().measured();
    program.starts();
    let client = Client::new();
    let (token, channel) = program.owner(&client).await;
    program.is_told_to_stop();
    fill(&program, &channel).await;
    program.starts();

    let load = Load::begins(&program, &token, &channel);
    // The first connections and statements are not what is measured.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let size = size();
    let (mut files, mut slower, mut log) = (Vec::new(), Vec::new(), 0);
    // By turns, so that whatever else the machine does is in both figures.
    for round in 0..size.rounds {
        let mark = load.answered().len();
        tokio::time::sleep(size.without).await;
        let before = load.times(mark);
        let answered = load.answered();
        // The load goes on with all its threads meanwhile.
        let file = block_in_place(|| backed_up(&program, &format!("backup-{round}.tar"), &[]));
        slower.push(Slower { before: p99(&before), during: p99(&load.times(answered.len())) });
        log = log.max(fs::metadata(program.folder().join("data/data.db-wal")).expect("a log").len());
        files.push((answered, file));
    }
    tell(slower, log);
    let all = load.ends().await;

    for (answered, file) in &files {
        let there = restored(file);
        assert_eq!(is_let_in(&there, &token).await, StatusCode::UNAUTHORIZED, "the key is another one");
        let token = logs_in(&there).await;
        let messages = stored(&there, &channel).await;
        let missing = answered.iter().filter(|message| !messages.contains(message)).count();
        assert_eq!(missing, 0, "all that was answered before is there");
        assert!(messages == all.messages[..messages.len()], "and nothing that was written later stands before what is missing");
        let me = get(&there, &token, "/users/@me").await;
        let (user, avatar) = (me["id"].as_str().expect("an id"), me["avatar"].as_str().expect("a hash"));
        let bytes = load::image(&there, user, avatar).await.expect("the image is there");
        assert!(all.images.get(avatar) == Some(&bytes), "as it was when it was uploaded");
    }
    println!("{} messages and {} images in all", all.messages.len(), all.images.len());
}

/// What was sent by the load, by id.
async fn stored(program: &Program, channel: &str) -> Vec<(i64, String)> {
    let path = format!("sqlite://{}?mode=ro", text(&program.folder().join("data/data.db")));
    let mut conn = SqliteConnection::connect(&path).await.expect("opens");
    let channel: i64 = channel.parse().expect("an id");
    let select = "SELECT id, content FROM messages WHERE channel_id = $1 AND nonce IS NOT NULL ORDER BY id";
    sqlx::query_as(select).bind(channel).fetch_all(&mut conn).await.expect("rows")
}

async fn is_let_in(program: &Program, token: &str) -> StatusCode {
    let request = Client::new().get(program.url("/api/v10/users/@me")).bearer_auth(token);
    request.send().await.expect("an answer").status()
}

/// The time in which 99 of 100 sends of a round were answered.
struct Slower {
    before: Duration,
    during: Duration,
}

impl Slower {
    fn percent(&self) -> f64 {
        (self.during.as_secs_f64() / self.before.as_secs_f64() - 1.0) * 100.0
    }
}

/// The round in the middle counts: what else the machine does for a moment is in some rounds only, with and without a backup.
fn tell(mut rounds: Vec<Slower>, log: u64) {
    rounds.sort_by(|a, b| a.percent().total_cmp(&b.percent()));
    for Slower { before, during } in &rounds {
        println!("p99 of 200 sends a second: {before:.1?} without, {during:.1?} while a backup is taken");
    }
    let slower = rounds[rounds.len() / 2].percent();
    let verdict = if slower <= 20.0 { "pass" } else { "fail" };
    println!(
        "proof | 8.a | p99 of 200 sends per second during a backup, relative to without, median of {} rounds | {slower:+.0} % | <= +20 % | {verdict}",
        rounds.len()
    );
    let log = log as f64 / f64::from(1 << 20);
    let verdict = if log <= 64.0 { "pass" } else { "fail" };
    println!(
        "proof | 8.d | largest write-ahead log while {} messages are copied | {log:.1} MiB | <= 64 MiB | {verdict}",
        size().before
    );
}

/// Everything that somebody can see of an instance.
async fn seen(program: &Program, token: &str, channel: &str) -> Vec<Value> {
    let guilds = get(program, token, "/users/@me/guilds").await;
    let guild = guilds[0]["id"].as_str().expect("an id").to_owned();
    let mut all = vec![guilds];
    for path in ["", "/channels", "/roles", "/members?limit=100", "/invites"] {
        all.push(get(program, token, &format!("/guilds/{guild}{path}")).await);
    }
    for path in ["/users/@me".to_owned(), format!("/channels/{channel}"), format!("/channels/{channel}/messages?limit=100")] {
        all.push(get(program, token, &path).await);
    }
    all
}

#[tokio::test]
async fn with_the_key_everybody_stays_signed_in_and_sees_the_same() {
    let mut program = Program::on_sqlite();
    program.starts();
    let client = Client::new();
    let (token, channel) = program.owner(&client).await;
    program.post(&client, &format!("/channels/{channel}/messages"), &token, &json!({"content": "hello"})).await;
    program.post(&client, &format!("/channels/{channel}/invites"), &token, &json!({})).await;
    let uploaded = crate::images::uploads(&program, &client, &token, &crate::images::files::png()).await;
    assert_eq!(uploaded, StatusCode::OK);
    let before = seen(&program, &token, &channel).await;
    let file = backed_up(&program, "backup.tar", &["--with-key"]);
    let there = restored(&file);
    assert_eq!(seen(&there, &token, &channel).await, before);
    let without = backed_up(&program, "without.tar", &[]);
    let key = fs::read(program.folder().join("data/secret.key")).expect("a key");
    let holds = |file: &str| fs::read(file).expect("a file").windows(key.len()).any(|window| window == key);
    assert!(holds(&file) && !holds(&without), "the key is in it only when asked for");
}
