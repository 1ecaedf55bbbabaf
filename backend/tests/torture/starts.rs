//! A start on a database that somebody writes to, whose migrations take long (P-5, P-6), or in which much is still to be deleted.

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection, raw_sql};

use crate::{
    program::Program,
    world::{World, lasting},
};

async fn database(program: &Program) -> PgConnection {
    PgConnection::connect(&program.setting("DATABASE_URL").expect("it is on Postgres")).await.expect("the database answers")
}

/// Another program changes a guild and its channels together while the server reads: after it has read the one and before the others.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_reads_at_its_start_is_of_one_moment() {
    let mut program = lasting(Program::on_postgres().await);
    program.starts();
    let world = World::made(&program, 1).await;
    program.is_told_to_stop();
    let (mut conn, mut other) = (database(&program).await, database(&program).await);
    let mut locked = conn.begin().await.expect("begins");
    raw_sql("LOCK TABLE roles IN ACCESS EXCLUSIVE MODE").execute(&mut *locked).await.expect("locks");
    let starting = tokio::task::spawn_blocking(move || {
        program.starts();
        program
    });
    let waits = "SELECT count(*) FROM pg_locks WHERE relation = 'roles'::regclass AND NOT granted";
    let seen = async {
        while sqlx::query_scalar::<_, i64>(waits).fetch_one(&mut other).await.expect("a number") == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), seen).await.expect("it reads the roles");
    let guild = &world.guild;
    let changes = format!(
        "UPDATE guilds SET name = 'Late' WHERE id = {guild};
         INSERT INTO channels (id, guild_id, kind, name, position) VALUES (7, {guild}, 0, 'late', 9)"
    );
    raw_sql(AssertSqlSafe(changes)).execute(&mut *locked).await.expect("changes both");
    locked.commit().await.expect("commits");
    let program = starting.await.expect("it starts");
    let name = world.owner().gets(&program, &format!("/guilds/{guild}")).await["name"].clone();
    let channels = world.owner().gets(&program, &format!("/guilds/{guild}/channels")).await;
    let is_late = channels.as_array().expect("a list").iter().any(|channel| channel["name"] == "late");
    assert_eq!((name.as_str(), is_late), (Some("Tea friends"), false), "both, or none of both");
}

/// What is deleted stands in Postgres for as long as somebody reads an older state. A step that began at the first row would look at
/// everything that the steps before it have deleted.
#[tokio::test(flavor = "multi_thread")]
async fn no_step_of_a_deletion_reads_again_what_the_steps_before_it_have_deleted() {
    const ROWS: i64 = 4000;
    const READ: &str = "SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'messages'";
    let mut program = Program::on_postgres().await;
    assert!(program.runs(&["init-db"]).status.success());
    let (mut conn, mut reader) = (database(&program).await, database(&program).await);
    // A channel that is gone, and another one.
    let fills = format!(
        "INSERT INTO users (id, username) VALUES (1, 'ann');
         INSERT INTO guilds (id, name, owner_id) VALUES (2, 'Tea friends', 1);
         INSERT INTO channels (id, guild_id, kind, name, position) VALUES (3, NULL, 0, 'gone', 0), (4, 2, 0, 'general', 0);
         INSERT INTO messages (id, channel_id, author_id, kind, content)
             SELECT 100 + i, 3 + i % 2, 1, 0, 'tea' FROM generate_series(1, 2 * {ROWS}) i;
         INSERT INTO deletions (id, kind) VALUES (3, 1)"
    );
    raw_sql(AssertSqlSafe(fills)).execute(&mut conn).await.expect("is filled");
    raw_sql("VACUUM ANALYZE messages").execute(&mut conn).await.expect("is analyzed");
    raw_sql("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM users").execute(&mut reader).await.expect("reads");
    program.starts();
    let number = async |conn: &mut PgConnection, asked: &'static str| -> i64 {
        sqlx::query_scalar(asked).fetch_one(conn).await.expect("a number")
    };
    while number(&mut conn, "SELECT count(*) FROM deletions").await > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    program.is_told_to_stop();
    // A session says what it has read when it ends.
    let sessions = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'chatspace'";
    while number(&mut conn, sessions).await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let read = number(&mut conn, READ).await;
    assert!(read < 10 * ROWS, "{read} entries were read to delete {ROWS} messages");
}

#[tokio::test(flavor = "multi_thread")]
async fn migrations_have_no_time_limit() {
    let mut program = Program::on_postgres().await;
    // As the operator has set it for everybody; and no statement that makes a table may have one.
    let strict = "CREATE FUNCTION refuses() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('statement_timeout') <> '0' OR current_setting('lock_timeout') <> '0' THEN
                RAISE EXCEPTION 'a migration has a time limit';
            END IF;
        END $$;
        CREATE EVENT TRIGGER hurried ON ddl_command_start EXECUTE FUNCTION refuses();
        DO $$ BEGIN
            EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1000', current_database());
            EXECUTE format('ALTER DATABASE %I SET lock_timeout = 1000', current_database());
        END $$";
    raw_sql(strict).execute(&mut database(&program).await).await.expect("is set");
    program.starts();
}
