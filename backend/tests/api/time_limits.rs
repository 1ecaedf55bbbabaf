//! No read takes all connections, and none takes for ever.

use std::time::{Duration, Instant};

use chatspace::db::{Conn, Db, DbError};
use futures_util::future::join_all;
use sqlx::{AssertSqlSafe, raw_sql};

use crate::support::World;

/// A statement that would take minutes.
const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n";

async fn reads_without_end(db: &Db) -> Result<(), DbError> {
    let mut conn = db.read().await?;
    let statement = raw_sql(AssertSqlSafe(ENDLESS));
    match &mut conn {
        Conn::Sqlite(conn) => statement.execute(&mut **conn).await.map(drop)?,
        Conn::Postgres(conn) => statement.execute(&mut **conn).await.map(drop)?,
    }
    Ok(())
}

on_both_databases! {
    a_read_that_takes_too_long_is_broken_off_and_ten_of_them_do_not_keep_others_from_history,
}

async fn a_read_that_takes_too_long_is_broken_off_and_ten_of_them_do_not_keep_others_from_history(world: World) {
    let ann = world.person("ann").await;
    let guild = ann.makes_guild("Tea friends").await;
    ann.says(&guild.channel, "hello").await;
    let db = world.running().state().db.clone();
    let slow = join_all((0..10).map(|_| reads_without_end(&db)));
    let others = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let began = Instant::now();
        assert_eq!(ann.reads(&guild.channel).await, ["hello"]);
        let page = ann.get(&format!("/channels/{}/messages?limit=3", guild.channel)).await.ok();
        assert_eq!(page[0]["content"], "hello");
        ann.comes_back().await;
        began.elapsed()
    };
    let (results, took) = tokio::join!(slow, others);
    assert!(took < Duration::from_millis(1500), "{took:?}");
    for result in results {
        assert!(matches!(result, Err(DbError::TimedOut | DbError::Busy)), "{result:?}");
    }
    // What was broken off has left nothing behind.
    assert_eq!(ann.reads(&guild.channel).await, ["hello"]);
    assert_eq!(ann.get("/users/@me/mentions").await.status, 200);
}
