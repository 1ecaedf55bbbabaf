//! Two processes on one database. The second is refused; one that has lost the database stores nothing more (P-1).

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use reqwest::{Method, StatusCode};
use serde_json::json;
use sqlx::{Connection, PgConnection};

use crate::{
    program::Program,
    world::{Person, World, lasting},
};

const KEY: &str = "3f8a1c5e9b7d2046a8c1e3f57b9d0246";

#[track_caller]
fn is_refused(output: &Output, code: i32, reason: &str) {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{errors}");
    assert!(errors.contains(reason), "{errors}");
}

fn keyed(program: Program) -> Program {
    lasting(program).with("SECRET_KEY", KEY)
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// A program with a folder of its own on the database of another one.
fn beside(program: &Program) -> Program {
    let folder = program.folder().join("data/data.db");
    keyed(Program::on_sqlite()).with("DATABASE_URL", &program.setting("DATABASE_URL").unwrap_or_else(|| sqlite_url(&folder)))
}

async fn status(person: &Person, program: &Program, path: &str) -> Option<StatusCode> {
    Some(person.asks(Method::GET, &program.url(""), path, None).await?.0)
}

async fn says(program: &Program, person: &Person, channel: &str, text: &str) -> Option<StatusCode> {
    let path = format!("/channels/{channel}/messages");
    Some(person.asks(Method::POST, &program.url(""), &path, Some(&json!({"content": text}))).await?.0)
}

async fn a_second_one_is_refused(program: Program) {
    let mut first = keyed(program);
    first.starts();
    let second = beside(&first);
    let began = Instant::now();
    is_refused(&second.runs(&["serve"]), 75, "another process has opened the database");
    assert!(began.elapsed() < Duration::from_secs(9), "{:?}", began.elapsed());
    is_refused(&second.runs(&["init-db"]), 75, "another process has opened the database");
    World::made(&first, 1).await;
    first.is_told_to_stop();
    assert!(second.runs(&["init-db"]).status.success(), "it is free again");
    let mut second = second;
    second.starts();
    second.is_killed();
    first.starts();
}

async fn admin_finds_the_server(program: Program) {
    let mut server = keyed(program);
    server.starts();
    let world = World::made(&server, 2).await;
    let (bob, elsewhere) = (&world.people[1], beside(&server));
    // Whoever of them came first operates it.
    assert!(elsewhere.runs(&["admin", "promote", "person0"]).status.success());
    let done = elsewhere.runs(&["admin", "disable", "person1"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(status(bob, &server, "/users/@me").await, Some(StatusCode::UNAUTHORIZED), "at once");
    // Without the server it does so by itself.
    server.is_told_to_stop();
    assert!(elsewhere.runs(&["admin", "enable", "person1"]).status.success());
}

mod sqlite {
    use fs4::fs_std::FileExt;

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_second_server_with_another_data_folder_is_refused() {
        a_second_one_is_refused(Program::on_sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_admin_with_another_data_folder_speaks_to_the_server_that_has_the_database() {
        admin_finds_the_server(Program::on_sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_link_leads_around_the_lock() {
        let mut first = keyed(Program::on_sqlite());
        first.starts();
        let (database, folder) = (first.folder().join("data/data.db"), tempfile::tempdir().expect("a folder"));
        let (file, all) = (folder.path().join("other.db"), folder.path().join("all"));
        symlink(&database, &file).expect("a link");
        symlink(first.folder().join("data"), &all).expect("a link");
        for path in [&file, &all.join("data.db"), &first.folder().join("data/../data/./data.db")] {
            let second = keyed(Program::on_sqlite()).with("DATABASE_URL", &sqlite_url(path));
            is_refused(&second.runs(&["serve"]), 75, "another process has opened the database");
        }
        let second = keyed(Program::on_sqlite()).with("DATABASE_URL", &sqlite_url(&folder.path().join("hard.db")));
        fs::hard_link(&database, folder.path().join("hard.db")).expect("a link");
        is_refused(&second.runs(&["serve"]), 65, "a hard link");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_lock_that_somebody_removes_is_taken_again_and_a_server_that_was_too_slow_ends() {
        let mut first = keyed(Program::on_sqlite());
        first.starts();
        let world = World::made(&first, 1).await;
        let lock = first.folder().join("data/data.db-lock");
        fs::remove_file(&lock).expect("it is there");
        let began = Instant::now();
        while fs::read_to_string(&lock).is_ok_and(|text| text.is_empty()) || !lock.exists() {
            assert!(began.elapsed() < Duration::from_secs(10), "it is taken again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut second = beside(&first);
        is_refused(&second.runs(&["serve"]), 75, "it listens at");
        assert_eq!(says(&first, world.owner(), &world.channel, "by the first").await, Some(StatusCode::OK));

        let told = Command::new("kill").args(["-STOP", &first.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        fs::remove_file(&lock).expect("it is there");
        second.starts();
        let told = Command::new("kill").args(["-CONT", &first.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        assert_eq!(first.ends(Duration::from_secs(20)).expect("it ends").code(), Some(75));
        assert_eq!(says(&second, world.owner(), &world.channel, "by the second").await, Some(StatusCode::OK));
    }

    #[test]
    fn nothing_is_restored_into_a_database_that_a_server_has() {
        let (mut source, mut server) = (keyed(Program::on_sqlite()), keyed(Program::on_sqlite()));
        server.starts();
        source.starts();
        assert!(source.runs(&["backup", "all.tar"]).status.success());
        let (backup, database) = (source.folder().join("all.tar"), server.folder().join("data/data.db"));
        let target = keyed(Program::on_sqlite()).with("DATABASE_URL", &sqlite_url(&database));
        is_refused(&target.runs(&["restore", &backup.display().to_string()]), 75, "another process has opened the database");
    }

    /// Another server answers where the one with the database did, which has been stopped for now.
    #[tokio::test(flavor = "multi_thread")]
    async fn an_admin_is_not_taken_in_by_a_server_of_another_database() {
        let mut other = keyed(Program::on_sqlite());
        other.starts();
        let world = World::made(&other, 2).await;
        let program = keyed(Program::on_sqlite());
        assert!(program.runs(&["init-db"]).status.success());
        let lock = fs::File::create(program.folder().join("data/data.db-lock")).expect("the lock");
        assert!(lock.try_lock_exclusive().expect("it locks"));
        let address = other.url("").replace("http://", "");
        fs::write(program.folder().join("data/data.db-lock"), format!("somebody {address}\n")).expect("says where it answers");
        is_refused(&program.runs(&["admin", "disable", "person1"]), 77, "or another database");
        assert_eq!(status(&world.people[1], &other, "/users/@me").await, Some(StatusCode::OK));
    }
}

mod postgres {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_second_server_with_another_data_folder_is_refused() {
        a_second_one_is_refused(Program::on_postgres().await).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_admin_with_another_data_folder_speaks_to_the_server_that_has_the_database() {
        admin_finds_the_server(Program::on_postgres().await).await;
    }

    async fn database(program: &Program) -> PgConnection {
        PgConnection::connect(&program.setting("DATABASE_URL").expect("it is on Postgres")).await.expect("the database answers")
    }

    /// Ends all sessions of a program at the database.
    async fn loses_its_sessions(conn: &mut PgConnection) {
        let ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND application_name = 'chatspace'";
        sqlx::raw_sql(ends).execute(conn).await.expect("they are ended");
    }

    fn gets(signal: &str, program: &Program) {
        let told = Command::new("kill").args([signal, &program.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_server_that_wakes_up_after_another_has_taken_over_stores_nothing_and_ends_with_75() {
        let mut first = keyed(Program::on_postgres().await);
        first.starts();
        let world = World::made(&first, 2).await;
        let (mut second, mut conn) = (beside(&first), database(&first).await);
        gets("-STOP", &first);
        loses_its_sessions(&mut conn).await;
        second.starts();
        assert_eq!(says(&second, world.owner(), &world.channel, "by the second").await, Some(StatusCode::OK));
        gets("-CONT", &first);
        assert_ne!(says(&first, world.owner(), &world.channel, "by the first").await, Some(StatusCode::OK));
        let status = first.ends(Duration::from_secs(20)).expect("it ends");
        assert_eq!(status.code(), Some(75));
        let stored: Vec<String> = world.history(&second, &world.channel).await.into_iter().map(|(_, text)| text).collect();
        assert_eq!(stored, ["by the second"]);
        assert_eq!(says(&second, world.owner(), &world.channel, "still by the second").await, Some(StatusCode::OK));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_server_without_work_notices_that_another_has_taken_over() {
        let mut first = keyed(Program::on_postgres().await);
        first.starts();
        World::made(&first, 1).await;
        let (mut second, mut conn) = (beside(&first), database(&first).await);
        gets("-STOP", &first);
        loses_its_sessions(&mut conn).await;
        second.starts();
        gets("-CONT", &first);
        assert_eq!(first.ends(Duration::from_secs(20)).expect("it ends").code(), Some(75));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nothing_is_acknowledged_while_the_right_to_write_is_lost_and_all_is_when_it_is_regained() {
        let mut program = keyed(Program::on_postgres().await);
        program.starts();
        let world = World::made(&program, 1).await;
        let mut conn = database(&program).await;
        // Something else has it as soon as it is free.
        let waits = tokio::spawn({
            let mut other = database(&program).await;
            async move {
                sqlx::raw_sql("SELECT pg_advisory_lock(4857223938620522497)").execute(&mut other).await.expect("it is free");
                other
            }
        });
        let waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted";
        while sqlx::query_scalar::<_, i64>(waiting).fetch_one(&mut conn).await.expect("a number") == 0 {
            tokio::task::yield_now().await;
        }
        loses_its_sessions(&mut conn).await;
        let other = waits.await.expect("it has the right");
        for _ in 0..3 {
            assert_eq!(says(&program, world.owner(), &world.channel, "lost").await, Some(StatusCode::SERVICE_UNAVAILABLE));
        }
        drop(other);
        let began = Instant::now();
        while says(&program, world.owner(), &world.channel, "regained").await != Some(StatusCode::OK) {
            assert!(began.elapsed() < Duration::from_secs(20), "it is regained");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(world.history(&program, &world.channel).await.len(), 1, "what was refused was not stored");
    }

    /// Behind a pooler, a session may be another one from one transaction to the next, and an advisory lock guards nothing.
    #[tokio::test(flavor = "multi_thread")]
    async fn each_transaction_asks_who_writes() {
        let mut program = keyed(Program::on_postgres().await);
        program.starts();
        let world = World::made(&program, 1).await;
        let taken = "UPDATE settings SET value = 'somebody else' WHERE name = 'writer'";
        sqlx::raw_sql(taken).execute(&mut database(&program).await).await.expect("it is taken over");
        assert_ne!(says(&program, world.owner(), &world.channel, "too late").await, Some(StatusCode::OK));
        assert_eq!(program.ends(Duration::from_secs(20)).expect("it ends").code(), Some(75));
        let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM messages WHERE content = 'too late'")
            .fetch_one(&mut database(&program).await)
            .await
            .expect("a number");
        assert_eq!(stored, 0);
    }
}
