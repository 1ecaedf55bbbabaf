//! How both databases would run each statement on tables that have grown. No statement reads such a table from end to end, but for those
//! that are named here with a reason.

use sqlx::{AssertSqlSafe, Row, raw_sql};

use super::{migrated_postgres, migrated_sqlite, statements};

/// Tables that grow with use, with what fills them: `{n}` stands for the numbers from 1 to so many.
const TABLES: &[(&str, u32, &str)] = &[
    ("users", 40_000, "INSERT INTO users (id, username) SELECT i, 'user' || i FROM n"),
    (
        "accounts",
        40_000,
        "INSERT INTO accounts (user_id, email, email_key, password_hash) SELECT i, 'a' || i, 'a' || i, '' FROM n",
    ),
    (
        "logins",
        60_000,
        "INSERT INTO logins (id, user_id, client, address, last_used_at, expires_at) SELECT i, 1 + i % 40000, '', '', i, i FROM n",
    ),
    (
        "account_events",
        300_000,
        "INSERT INTO account_events (id, user_id, kind, client, address, created_at) SELECT i, 1 + i % 40000, '', '', '', i FROM n",
    ),
    ("guilds", 4_000, "INSERT INTO guilds (id, name, owner_id) SELECT i, '', i FROM n"),
    ("channels", 20_000, "INSERT INTO channels (id, guild_id, kind, name, position) SELECT i, 1 + i % 4000, 0, '', 0 FROM n"),
    ("roles", 8_000, "INSERT INTO roles (id, guild_id, name, position, permissions) SELECT i, 1 + i % 4000, '', 0, 0 FROM n"),
    ("members", 60_000, "INSERT INTO members (guild_id, user_id, joined_at) SELECT 1 + i % 4000, 1 + i % 39999, 0 FROM n"),
    ("blocks", 30_000, "INSERT INTO blocks (user_id, blocked_id) SELECT i, i + 1 FROM n"),
    (
        "invites",
        30_000,
        "INSERT INTO invites (code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses)
         SELECT 'c' || i, 1 + i % 4000, 1 + i % 20000, 1 + i % 40000, 0, 0, 0 FROM n",
    ),
    (
        "messages",
        300_000,
        "INSERT INTO messages (id, channel_id, author_id, kind, content) SELECT i, 1 + i % 20, 1 + i % 100, 7, '' FROM n",
    ),
    (
        "mentions",
        300_000,
        "INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id) SELECT i, 1 + i % 50, 0, 1 + i % 20, 1 FROM n",
    ),
    (
        "read_states",
        60_000,
        "INSERT INTO read_states (user_id, channel_id, last_read_id) SELECT 1 + i % 40000, 1 + i % 19999, i FROM n",
    ),
];

/// Parts of statements that may read a table from end to end, and why.
const ALLOWED: &[(&str, &str)] = &[
    ("/cache/load", "the model is read whole, at start"),
    ("SELECT max(id) AS id FROM messages UNION ALL", "at start; each is the end of an index but for what is small"),
    ("ORDER BY l.id DESC LIMIT 100", "ends after a hundred rows"),
    ("FROM accounts WHERE user_id <> $1 LIMIT 1", "ends after two rows"),
    ("FROM accounts LIMIT 1", "ends after one row"),
    ("totp_key_id <> $1 AND totp_key_id <> $2", "once, at start, to say how many need another key"),
];

/// Indexes of a few rows of a table that grows.
const SMALL: &[&str] = &["accounts_that_operate"];

fn is_allowed(file: &str, statement: &str) -> bool {
    ALLOWED.iter().any(|(part, _)| file.contains(part) || statement.contains(part))
}

/// What fills the tables.
fn filling() -> impl Iterator<Item = String> {
    TABLES.iter().map(|(_, count, insert)| {
        let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
        // On SQLite what comes before INSERT serves it, on Postgres too.
        format!("{numbers} {insert} ON CONFLICT DO NOTHING").replace("FROM n ON CONFLICT", "FROM n WHERE true ON CONFLICT")
    })
}

/// The table that a name in a plan stands for.
fn table_of(statement: &str, name: &str) -> Option<&'static str> {
    let words: Vec<&str> = statement.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    TABLES.iter().map(|(table, ..)| *table).find(|table| {
        *table == name
            || words.windows(2).any(|pair| pair == [*table, name])
            || words.windows(3).any(|three| three == [*table, "AS", name])
    })
}

#[tokio::test]
async fn no_statement_scans_a_growing_table_on_sqlite() {
    let mut conn = migrated_sqlite().await;
    for insert in filling() {
        raw_sql(AssertSqlSafe(insert)).execute(&mut conn).await.expect("is filled");
    }
    let mut scans = Vec::new();
    // With and without knowing how many rows there are.
    for statistics in [false, true] {
        if statistics {
            raw_sql("ANALYZE").execute(&mut conn).await.expect("is analyzed");
        }
        for (file, statement) in statements() {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let plan = sqlx::query(explain).fetch_all(&mut conn).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
            let steps = plan.iter().map(|row| row.get::<String, _>("detail"));
            let scanned = steps.filter_map(|step| table_of(&statement, step.strip_prefix("SCAN ")?.split(' ').next()?));
            for table in scanned.filter(|_| !is_allowed(&file, &statement)) {
                scans.push(format!("{table}: {file}: {statement}"));
            }
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n\n"));
}

#[tokio::test]
async fn no_statement_scans_a_growing_table_on_postgres() {
    let mut conn = migrated_postgres("plans").await;
    for insert in filling() {
        raw_sql(AssertSqlSafe(insert)).execute(&mut conn).await.expect("is filled");
    }
    // As a server plans a statement that it has prepared and that it runs again and again.
    raw_sql("ANALYZE; SET plan_cache_mode = force_generic_plan").execute(&mut conn).await.expect("is analyzed");
    let mut scans = Vec::new();
    for (number, (file, statement)) in statements().into_iter().enumerate() {
        let count = (1..1000).take_while(|n| statement.contains(&format!("${n}"))).count();
        let nothing = vec!["NULL"; count].join(", ");
        let arguments = if count == 0 { String::new() } else { format!("({nothing})") };
        raw_sql(AssertSqlSafe(format!("PREPARE plan_{number} AS {statement}"))).execute(&mut conn).await.expect("is prepared");
        let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE plan_{number}{arguments}"));
        let plan = raw_sql(explain).fetch_all(&mut conn).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        let steps: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
        // An index that is read without a condition is read from end to end, too.
        let next = steps.iter().skip(1).map(String::as_str).chain([""]);
        let scanned = steps.iter().zip(next).filter_map(|(step, next)| {
            let is_bounded = next.trim_start().starts_with("Index Cond");
            let (what, name) = step.split_once(" on ")?;
            let is_small = SMALL.iter().any(|index| what.ends_with(index));
            let is_index = what.contains("Index Scan using") || what.contains("Index Only Scan");
            let is_scan = what.ends_with("Seq Scan") || (is_index && !is_bounded && !is_small);
            name.split(' ').next().filter(|_| is_scan)
        });
        let grown = scanned.filter(|table| TABLES.iter().any(|(name, ..)| name == table));
        for table in grown.filter(|_| !is_allowed(&file, &statement)) {
            scans.push(format!("{table}: {file}: {statement}\n{}", steps.join("\n")));
        }
    }
    assert!(scans.is_empty(), "{}", scans.join("\n\n"));
}
