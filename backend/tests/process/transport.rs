//! What strangers can make the server keep in memory by not reading, and who else on the machine can read what it keeps on disk.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use reqwest::Client;
use sqlx::{Connection, PgConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::{
    images::{small_png, uploads},
    program::Program,
};

const SOCKETS: usize = 600;
/// A stalled connection is closed after ten seconds, as the kernel counts them.
const CLOSED_WITHIN: Duration = Duration::from_secs(25);

fn host(program: &Program) -> std::net::SocketAddr {
    program.url("").trim_start_matches("http://").parse().expect("an address")
}

/// Asks for something over a connection that has little room for the answer, and reads no more than the first byte of it.
async fn asks_and_does_not_read(program: &Program, path: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let mut stream = socket.connect(host(program)).await.expect("the server listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    stream.read_u8().await.expect("is answered");
    stream
}

/// Connections of the server that are open.
fn open_sockets(program: &Program) -> usize {
    let files = fs::read_dir(format!("/proc/{}/fd", program.id())).expect("it runs");
    let links = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_much_and_does_not_read_takes_little_memory_and_is_closed() {
    let mut program = Program::on_sqlite();
    program.starts();
    for path in ["/vendor/redoc.standalone.js", "/docs/swagger-ui-bundle.js", "/openapi.json"] {
        // Whatever is made once is made before.
        asks_and_does_not_read(&program, path).await;
        let (before, idle) = (program.memory_kib("VmRSS"), open_sockets(&program));
        let mut stuck = Vec::new();
        for _ in 0..SOCKETS {
            stuck.push(asks_and_does_not_read(&program, path).await);
        }
        let after = program.memory_kib("VmRSS");
        let each = after.saturating_sub(before) / SOCKETS as u64;
        println!("{SOCKETS} sockets that do not read {path}: {before} KiB before, {after} KiB after, {each} KiB each");
        assert!(each <= 64, "{path}: {each} KiB each");
        let began = Instant::now();
        while open_sockets(&program) > idle + SOCKETS / 100 {
            assert!(began.elapsed() < CLOSED_WITHIN, "{path}: {} of {idle} are open", open_sockets(&program));
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        println!("they are closed within {:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_compressed_socket_takes_little_memory_before_it_says_who_it_is() {
    let mut program = Program::on_sqlite();
    program.starts();
    let opens = async || {
        let mut stream = TcpStream::connect(host(&program)).await.expect("the server listens");
        let request = "GET /gateway/?v=10&encoding=json&compress=zlib-stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\
            Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        // The head of the answer, and HELLO.
        while !answer.ends_with(&[0, 0, 0xff, 0xff]) {
            assert!(stream.read_buf(&mut answer).await.expect("answered") > 0, "{}", String::from_utf8_lossy(&answer));
        }
        stream
    };
    opens().await;
    let before = program.memory_kib("VmRSS");
    let mut open = Vec::new();
    for _ in 0..300 {
        open.push(opens().await);
    }
    let each = program.memory_kib("VmRSS").saturating_sub(before) / 300;
    println!("{each} KiB for each compressed socket that has not said who it is");
    assert!(each <= 48, "{each} KiB each");
}

/// All that is below a folder, and itself.
fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let below = entries.flat_map(|entry| if entry.is_dir() { below(&entry) } else { vec![entry] });
    std::iter::once(folder.to_owned()).chain(below).collect()
}

fn others_may(path: &Path) -> bool {
    fs::metadata(path).expect("is there").permissions().mode() & 0o077 != 0
}

fn opens_to_all(path: &Path) {
    let mode = if path.is_dir() { 0o777 } else { 0o666 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("is ours");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_on_the_machine_can_read_the_data_whatever_the_umask() {
    let mut program = Program::on_sqlite().with("LOG_FORMAT", "json");
    let data = program.folder().join("data");
    fs::create_dir(&data).expect("made");
    opens_to_all(&data);
    rustix::process::umask(rustix::fs::Mode::empty());
    program.starts();
    let (token, _) = program.owner(&Client::new()).await;
    assert!(uploads(&program, &Client::new(), &token, &small_png()).await.is_success());
    let archive = program.folder().join("backup.tar");
    assert!(program.runs(&["backup", archive.to_str().expect("text"), "--with-key"]).status.success());
    let made = below(&data);
    for name in ["data.db", "data.db-wal", "data.db-shm", "lock", "secret.key", "last-backup", "media"] {
        assert!(made.contains(&data.join(name)), "{name} is made");
    }
    for path in made.iter().chain([&archive]) {
        assert!(!others_may(path), "{}", path.display());
    }
    program.is_told_to_stop();
    for path in below(&data) {
        opens_to_all(&path);
    }
    program.starts();
    for path in below(&data) {
        assert!(!others_may(&path), "{} is corrected", path.display());
    }
    assert!(program.logged().contains("other users of this machine had access"), "{}", program.logged());
    program.is_told_to_stop();
    let restored = Program::on_sqlite();
    assert!(restored.runs(&["restore", archive.to_str().expect("text")]).status.success());
    for path in below(&restored.folder().join("data")) {
        assert!(!others_may(&path), "{} is restored", path.display());
    }
}

#[test]
fn a_file_of_settings_in_a_folder_above_is_not_read() {
    let program = Program::on_sqlite();
    fs::write(program.folder().join(".env"), "BCRYPT_COST=4\nLOG_FORMAT=nonsense\n").expect("written");
    assert_eq!(program.runs(&["init-db"]).status.code(), Some(78), "in its own folder it is");
    let below = program.folder().join("below");
    fs::create_dir(&below).expect("made");
    let output = program.command(&["init-db"]).current_dir(&below).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_dollar_sign_in_the_file_of_settings_is_a_character() {
    let program = Program::on_sqlite();
    fs::write(program.folder().join(".env"), "NAME=x\nDB_NAME=a$NAME-${NAME}$$.db\n").expect("written");
    assert!(program.runs(&["init-db"]).status.success());
    assert!(program.folder().join("data/a$NAME-${NAME}$$.db").exists());
}

#[tokio::test]
async fn a_postgres_database_in_another_encoding_is_refused_with_65() {
    let server = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a Postgres server for the tests");
    let name = format!("latin_{}", std::process::id());
    let mut conn = PgConnection::connect(&server).await.expect("the test server answers");
    let create = format!("CREATE DATABASE {name} ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    sqlx::raw_sql(sqlx::AssertSqlSafe(create)).execute(&mut conn).await.expect("a new database");
    let (base, _) = server.rsplit_once('/').expect("the address ends in a database");
    let program = Program::on_sqlite().with("DATABASE_URL", &format!("{base}/{name}"));
    for command in ["serve", "init-db"] {
        let output = program.runs(&[command]);
        assert_eq!(output.status.code(), Some(65), "{command}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("its encoding is LATIN1") && said.contains("UTF8"), "{said}");
    }
    let tables = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    let mut conn = PgConnection::connect(&format!("{base}/{name}")).await.expect("the test server answers");
    assert_eq!(tables.fetch_one(&mut conn).await.expect("a number"), 0, "nothing is made in it");
}
