//! All that is stored, as one text a table, so that two moments can be compared.

use std::collections::BTreeMap;

use chatspace::db::{Conn, Db};
use sqlx::{AssertSqlSafe, Row};

use crate::support::World;

/// What a table holds beside rights: when a log-in was used last is noted for refused requests too.
const NOISE: &[&str] = &["logins", "_sqlx_migrations"];

/// What a worker still has to delete, in the background.
const LEFT_TO_DELETE: &str = "SELECT 'some' FROM deletions UNION ALL SELECT 'some' FROM erasures";

/// Every row of every table, by table, once nothing is deleted in the background any more.
pub async fn stored(world: &World) -> BTreeMap<String, String> {
    let mut conn = world.running().state().db.read().await.expect("a connection");
    while !texts(&mut conn, LEFT_TO_DELETE.to_owned()).await.is_empty() {
        tokio::task::yield_now().await;
    }
    let mut all = BTreeMap::new();
    for table in tables(&mut conn).await {
        let rows = rows(&mut conn, &table).await;
        all.insert(table, rows);
    }
    all
}

async fn tables(conn: &mut Conn) -> Vec<String> {
    let names = match conn {
        Conn::Sqlite(_) => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
        Conn::Postgres(_) => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
    };
    texts(conn, names.to_owned()).await.into_iter().filter(|name| !NOISE.contains(&name.as_str())).collect()
}

async fn rows(conn: &mut Conn, table: &str) -> String {
    let query = match conn {
        Conn::Sqlite(_) => {
            let columns = texts(conn, format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')")).await;
            format!("SELECT {} FROM \"{table}\" ORDER BY 1", columns.join(" || ',' || "))
        }
        Conn::Postgres(_) => format!("SELECT t::text FROM \"{table}\" t ORDER BY 1"),
    };
    texts(conn, query).await.join("\n")
}

async fn texts(conn: &mut Conn, query: String) -> Vec<String> {
    match conn {
        Conn::Sqlite(conn) => {
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut **conn).await.expect("rows");
            rows.iter().map(|row| row.get(0)).collect()
        }
        Conn::Postgres(conn) => {
            let rows = sqlx::query(AssertSqlSafe(query)).fetch_all(&mut **conn).await.expect("rows");
            rows.iter().map(|row| row.get(0)).collect()
        }
    }
}

/// What the world's database is called in the table of proofs.
pub fn engine(world: &World) -> &'static str {
    match world.running().state().db {
        Db::Sqlite { .. } => "SQLite",
        Db::Postgres { .. } => "Postgres",
    }
}
