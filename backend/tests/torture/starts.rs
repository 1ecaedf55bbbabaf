//! A start on a database that somebody writes to, or whose migrations take long (P-5, P-6).

use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection, raw_sql};

use crate::{
    program::Program,
    world::{World, lasting},
};

async fn database(program: &Program) -> PgConnection {
    PgConnection::connect(&program.setting("DATABASE_URL").expect("it is on Postgres")).await.expect("the database answers")
}

/// Another program adds a member while the server reads: after it has read who there is, and before it reads who is where.
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
    let adds = format!(
        "INSERT INTO users (id, username) VALUES (7, 'late');
         INSERT INTO members (guild_id, user_id, joined_at) VALUES ({guild}, 7, 0)"
    );
    raw_sql(AssertSqlSafe(adds)).execute(&mut *locked).await.expect("adds");
    locked.commit().await.expect("commits");
    let program = starting.await.expect("it starts");
    let members = world.owner().gets(&program, &format!("/guilds/{guild}/members?limit=10")).await;
    let members: Vec<_> = members.as_array().expect("a list").iter().map(|member| member["user"]["id"].clone()).collect();
    assert_eq!(members, [world.owner().id.as_str()], "nobody of whom it knows nothing");
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
