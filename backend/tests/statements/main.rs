//! Every statement of the program is prepared on a migrated SQLite and a migrated Postgres, and both have the same tables. None reads a
//! table that grows from end to end.

#![expect(clippy::disallowed_methods, reason = "tests take their Postgres from the environment")]

mod plans;

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row, SqlSafeStr, SqliteConnection};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// The first string literal after each verb, wherever it stands in the sources.
fn statements() -> Vec<(String, String)> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.ends_with("db/verbs.rs")) {
        let text = fs::read_to_string(file).expect("a source file");
        for verb in ["fetch_all!(", "fetch_optional!(", "fetch_one!(", "execute!(", "execute_for_each!(", "fetch_all_for_each!("]
        {
            for (at, _) in text.match_indices(verb) {
                let literal = text[at..].split('"').nth(1).expect("a verb has a literal");
                found.push((file.display().to_string(), literal.to_owned()));
            }
        }
    }
    assert!(found.len() > 20, "the statements were not found");
    found
}

async fn migrated_sqlite() -> SqliteConnection {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.expect("SQLite");
    sqlx::migrate!("../migrations/sqlite").run(&mut conn).await.expect("migrates");
    conn
}

async fn migrated_postgres(name: &str) -> PgConnection {
    let server = env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a Postgres server for the tests");
    let name = format!("{name}_{}", std::process::id());
    let mut conn = PgConnection::connect(&server).await.expect("the test server answers");
    sqlx::raw_sql(AssertSqlSafe(format!("CREATE SCHEMA {name}; SET search_path TO {name}")))
        .execute(&mut conn)
        .await
        .expect("a schema");
    sqlx::migrate!("../migrations/postgres").run(&mut conn).await.expect("migrates");
    conn
}

mod sqlite {
    use super::*;

    /// SQLite's channels get another column in place of an old one, and what hangs on them must not go with it.
    #[tokio::test]
    async fn channels_keep_their_guilds_and_messages_when_they_need_no_guild_any_more() {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.expect("SQLite");
        let migrator = sqlx::migrate!("../migrations/sqlite");
        let before = "INSERT INTO users (id, username) VALUES (1, 'ann');
            INSERT INTO guilds (id, name, owner_id) VALUES (2, 'Tea friends', 1);
            INSERT INTO channels (id, guild_id, kind, name, position) VALUES (3, 2, 0, 'general', 0);
            INSERT INTO overwrites (channel_id, target_id, kind, allow, deny) VALUES (3, 2, 0, 0, 0);
            INSERT INTO messages (id, channel_id, author_id, kind, content) VALUES (4, 3, 1, 0, 'hello')";
        for migration in migrator.iter() {
            if migration.version == 6 {
                sqlx::raw_sql(before).execute(&mut conn).await.expect("is stored");
            }
            let mut tx = conn.begin().await.expect("begins");
            sqlx::raw_sql(migration.sql.clone()).execute(&mut *tx).await.expect("migrates");
            tx.commit().await.expect("commits");
        }
        let kept =
            "SELECT c.guild_id FROM messages m JOIN channels c ON c.id = m.channel_id JOIN overwrites o ON o.channel_id = c.id";
        let guild: i64 = sqlx::query_scalar(kept).fetch_one(&mut conn).await.expect("all are there");
        assert_eq!(guild, 2);
        let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut conn).await.expect("is checked");
        assert!(broken.is_empty());
        sqlx::raw_sql("DELETE FROM guilds").execute(&mut conn).await.expect("goes");
        let left: i64 = sqlx::query_scalar("SELECT count(*) FROM messages").fetch_one(&mut conn).await.expect("a number");
        assert_eq!(left, 0, "what belongs to a guild still goes with it");
    }

    #[tokio::test]
    async fn every_statement_prepares() {
        let mut conn = migrated_sqlite().await;
        for (file, statement) in statements() {
            let prepared = conn.prepare(AssertSqlSafe(statement.clone()).into_sql_str()).await;
            assert!(prepared.is_ok(), "{file}: {statement}: {:?}", prepared.err());
        }
    }
}

mod postgres {
    use super::*;

    #[tokio::test]
    async fn every_statement_prepares() {
        let mut conn = migrated_postgres("statements").await;
        for (file, statement) in statements() {
            let prepared = conn.prepare(AssertSqlSafe(statement.clone()).into_sql_str()).await;
            assert!(prepared.is_ok(), "{file}: {statement}: {:?}", prepared.err());
        }
    }

    #[tokio::test]
    async fn the_tables_and_columns_are_those_of_sqlite() {
        let mut lite = migrated_sqlite().await;
        let lite: BTreeSet<String> = sqlx::query(
            "SELECT t.name || '.' || c.name || ' ' || CASE c.\"notnull\" + c.pk WHEN 0 THEN 'null' ELSE 'value' END
             FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
        )
        .fetch_all(&mut lite)
        .await
        .expect("SQLite's columns")
        .iter()
        .map(|row| row.get(0))
        .collect();
        let mut postgres = migrated_postgres("tables").await;
        let postgres: BTreeSet<String> = sqlx::query(
            "SELECT table_name || '.' || column_name || ' ' || CASE is_nullable WHEN 'YES' THEN 'null' ELSE 'value' END
             FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_sqlx%'",
        )
        .fetch_all(&mut postgres)
        .await
        .expect("Postgres' columns")
        .iter()
        .map(|row| row.get(0))
        .collect();
        assert_eq!(lite, postgres);
    }
}
