//! Rows that are written and counted straight in the database, where a story needs more of them than it could ask for.

use chatspace::db::{Conn, DbError};
use sqlx::{AssertSqlSafe, Row, raw_sql};

use super::World;

impl World {
    /// Runs statements that change nothing that the model knows.
    pub async fn stores(&self, statements: &str) {
        let statements = statements.to_owned();
        let job = self.running().state().writer.run_write(move |uow| {
            Box::pin(async move {
                let script = raw_sql(AssertSqlSafe(statements));
                match uow.conn() {
                    Conn::Sqlite(conn) => script.execute(&mut **conn).await.map(drop),
                    Conn::Postgres(conn) => script.execute(&mut **conn).await.map(drop),
                }
                .map_err(DbError::from)
            })
        });
        job.await.expect("rows are stored");
    }

    /// What a statement counts.
    pub async fn counts(&self, statement: &str) -> i64 {
        let statement = raw_sql(AssertSqlSafe(statement.to_owned()));
        let mut conn = self.running().state().db.read().await.expect("a connection");
        match &mut conn {
            Conn::Sqlite(conn) => statement.fetch_one(&mut **conn).await.expect("a number").get(0),
            Conn::Postgres(conn) => statement.fetch_one(&mut **conn).await.expect("a number").get(0),
        }
    }

    /// Waits until a statement counts nothing.
    pub async fn empties(&self, statement: &str) {
        let gone = async {
            while self.counts(statement).await > 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), gone).await.expect("it is empty in the end");
    }

    /// Messages of somebody in a channel that mention everyone of its guild.
    pub async fn fills(&self, (guild, channel): (&str, &str), author: &str, count: usize) {
        let first: i64 = self.counts("SELECT coalesce(max(id), 0) FROM messages").await;
        let first = first.max(channel.parse().expect("an id"));
        self.stores(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
             INSERT INTO messages (id, channel_id, author_id, kind, content) SELECT {first} + i, {channel}, {author}, 7, 'tea' FROM n;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
             INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id)
             SELECT {first} + i, {guild}, 2, {channel}, {author} FROM n"
        ))
        .await;
        // Ids tell the time, and what is said afterwards must have higher ones.
        self.pass(std::time::Duration::from_secs(1));
    }
}
