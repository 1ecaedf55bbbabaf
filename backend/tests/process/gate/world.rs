//! A world at the limits: a guild with as many channels, roles, members, overwrites and mentions as there may be, written straight into the
//! database.

use std::{fs::File, str::FromStr};

use reqwest::Client;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::program::Program;

/// Names of people, by number; the first owns everything.
pub const PEOPLE: usize = 24;
/// Who is in as many guilds as one may be, has blocked as many people, and has made invites to all of them.
pub const POPULAR: usize = 21;

pub struct World {
    pub program: Program,
    pub client: Client,
    pub tokens: Vec<String>,
    pub ids: Vec<String>,
    /// The guild at its limits, and its first channel, in which everything is written.
    pub large: (String, String),
    /// The guild in which people talk, and its channel.
    pub small: (String, String),
    /// Channels of the large guild. The first eight have messages, four of them to be deleted.
    pub channels: Vec<String>,
    pub bot: (String, String),
    /// The id of a message in the middle of the history.
    pub middle: String,
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

impl World {
    /// With so many messages in the large guild.
    pub async fn with(messages: u64) -> Self {
        let mut program = Program::on_sqlite().measured().with("METRICS_ADDR", "127.0.0.1:0").with("LOG_FORMAT", "json");
        program.starts();
        let client = Client::new();
        let (mut tokens, mut ids) = (Vec::new(), Vec::new());
        for number in 0..PEOPLE {
            let form = json!({"email": format!("p{number}@example.org"), "username": format!("person{number}"), "password": "correct horse battery"});
            let answer = client.post(program.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
            let body: Value = answer.json().await.expect("JSON");
            tokens.push(text(&body["access_token"]));
            ids.push(text(&body["user"]["id"]));
        }
        let mut guilds = Vec::new();
        for name in ["Large", "Small"] {
            let guild = program.post(&client, "/guilds", &tokens[0], &json!({"name": name, "system_channel_flags": 1})).await;
            guilds.push((text(&guild["id"]), text(&guild["system_channel_id"])));
        }
        let (small, large) = (guilds.remove(1), guilds.remove(0));
        let application = program.post(&client, "/applications", &tokens[0], &json!({"name": "teabot"})).await;
        let bot = text(&application["id"]);
        let token = program.post(&client, &format!("/applications/{bot}/bot/token"), &tokens[0], &json!({})).await;
        let bot = (bot, text(&token["token"]));
        program.is_told_to_stop();
        let mut world = Self { program, client, tokens, ids, large, small, channels: Vec::new(), bot, middle: String::new() };
        world.fill(messages).await;
        world.program.starts();
        world
    }

    async fn fill(&mut self, messages: u64) {
        let path = self.program.folder().join("data/data.db");
        let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", path.display())).expect("a path");
        let mut conn =
            SqliteConnection::connect_with(&options.synchronous(sqlx::sqlite::SqliteSynchronous::Off)).await.expect("it opens");
        let ((large, general), (small, _)) = (&self.large, &self.small);
        let (owner, others) = (&self.ids[0], self.ids[1..].join("), ("));
        let base: i64 = general.parse().expect("an id");
        self.channels = (1..=199).map(|number| (base + number).to_string()).collect();
        self.middle = (base + 1000 + i64::try_from(messages / 2).expect("few")).to_string();
        let numbers = |count: u64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
        let script = format!(
            "BEGIN;
             {} INSERT INTO users (id, username) SELECT i, 'extra' || i FROM n;
             WITH p(id) AS (VALUES ({others})) INSERT INTO members (guild_id, user_id, joined_at) SELECT {small}, id, 0 FROM p;
             WITH p(id) AS (VALUES ({others})) INSERT INTO members (guild_id, user_id, joined_at) SELECT {large}, id, 0 FROM p;
             {} INSERT INTO members (guild_id, user_id, joined_at) SELECT {large}, i, 0 FROM n;
             {} INSERT INTO channels (id, guild_id, kind, name, position) SELECT {base} + i, {large}, 0, 'c' || i, i FROM n;
             {} INSERT INTO roles (id, guild_id, name, position, permissions) SELECT {base} + i, {large}, 'r' || i, i, 0 FROM n;
             {} INSERT INTO member_roles (guild_id, user_id, role_id) SELECT {large}, i, {base} + 1 + i % 249 FROM n;
             {} INSERT INTO overwrites (channel_id, target_id, kind, allow, deny) SELECT {base}, i, 1, 0, 2048 FROM n;
             {} INSERT INTO messages (id, channel_id, author_id, kind, content, nonce, mentions_everyone)
                SELECT {base} + 1000 + i, {base}, {owner}, 7, 'Dinner at eight, as every day, for all who like it', 'n' || i, 1 FROM n;
             {} INSERT INTO mentions (message_id, target_id, kind, channel_id, author_id)
                SELECT {base} + 1000 + i, {large}, 2, {base}, {owner} FROM n;
             {} INSERT INTO messages (id, channel_id, author_id, kind, content)
                SELECT {base} + 100000000 + i, {base} + 1 + i % 8, {}, 7, 'Dinner at eight, as every day, for all who like it' FROM n;
             {} INSERT INTO guilds (id, name, owner_id) SELECT {base} + 200000000 + i, 'g' || i, {popular} FROM n;
             {} INSERT INTO roles (id, guild_id, name, position, permissions) SELECT {base} + 200000000 + i, {base} + 200000000 + i, '@everyone', 0, 104320577 FROM n;
             {} INSERT INTO channels (id, guild_id, kind, name, position) SELECT {base} + 300000000 + i, {base} + 200000000 + i, 0, 'general', 0 FROM n;
             {} INSERT INTO members (guild_id, user_id, joined_at) SELECT {base} + 200000000 + i, {popular}, 0 FROM n;
             {} INSERT INTO blocks (user_id, blocked_id) SELECT {popular}, i FROM n;
             {} INSERT INTO invites (code, guild_id, channel_id, inviter_id, created_at, max_age_s, max_uses)
                SELECT 'code' || i, {base} + 200000000 + 1 + i % 98, {base} + 300000000 + 1 + i % 98, {popular}, 0, 0, 0 FROM n;
             UPDATE members SET joined_at = 0;
             COMMIT;",
            numbers(4900),
            numbers(4900),
            numbers(199),
            numbers(249),
            numbers(4900),
            numbers(99),
            numbers(messages),
            numbers(messages),
            numbers(messages),
            self.ids[PEOPLE - 1],
            numbers(98),
            numbers(98),
            numbers(98),
            numbers(98),
            numbers(999),
            numbers(4900),
            popular = self.ids[POPULAR],
        );
        sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut conn).await.expect("is filled");
        conn.close().await.expect("it closes");
        // Otherwise the kernel writes all of it while the server waits for the disk.
        File::open(path).expect("it is there").sync_all().expect("it is on the disk");
    }
}
