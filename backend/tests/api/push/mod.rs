//! Web Push, against a push service on a real socket.

mod addresses;
mod sending;
mod subscriptions;
mod who;

use std::time::Duration;

use chatspace::db::DatabaseUrl;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::support::{Browser, Engine, Person, PushService, World, text};

/// Where the people of the stories reach the server.
const HOUSE: &str = "https://chat.example.net";

/// Runs each test on both databases, in modules `sqlite` and `postgres`, in a world that knows a push service.
macro_rules! with_pushes_on_both_databases {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[actix_web::test]
            async fn $name() {
                let (world, other) = $crate::push::world($crate::support::Engine::Sqlite, &[]).await;
                super::$name(world, other).await;
            })+
        }

        mod postgres {
            $(#[actix_web::test]
            async fn $name() {
                let (world, other) = $crate::push::world($crate::support::Engine::Postgres, &[]).await;
                super::$name(world, other).await;
            })+
        }
    };
}
pub(crate) use with_pushes_on_both_databases;

/// A world that knows a push service.
pub async fn world(engine: Engine, settings: &[(&'static str, &str)]) -> (World, PushService) {
    let service = PushService::start().await;
    let host = service.host.clone();
    let mut all = vec![("PUSH_HOSTS", host.as_str()), ("PUBLIC_URL", HOUSE), ("APP_NAME", "Tea house")];
    all.extend(settings);
    (World::with(engine, &all).await, service)
}

/// Alice and bob in a guild of hers, and bob's browser.
struct Scene {
    alice: Person,
    bob: Person,
    guild: crate::support::Guild,
    browser: Browser,
}

impl Scene {
    async fn of(world: &World, service: &PushService) -> Self {
        let (alice, bob) = (world.person("alice").await, world.person("bob").await);
        let guild = alice.makes_guild("Tea friends").await;
        alice.lets_in(&guild, &[&bob]).await;
        let browser = bob.gets_pushes(service, "bob").await;
        Self { alice, bob, guild, browser }
    }

    /// The same people after a restart or a while.
    async fn again(self, world: &World) -> Self {
        Self { alice: self.alice.at(world).comes_back().await, bob: self.bob.at(world).comes_back().await, ..self }
    }

    /// Alice mentions bob; yields the message's id.
    async fn mentions(&self, channel: &str, words: &str) -> String {
        text(&self.alice.says(channel, &format!("{words} <@{}>", self.bob.id)).await["id"])
    }

    /// Asserts that of all before only this comes: a mention in a new channel, which nothing replaces.
    async fn gets_only_the_next(&self, service: &PushService) {
        for round in ["first", "second"] {
            let channel = self.alice.makes_channel(&self.guild, round).await;
            let message = self.mentions(&channel, "hello").await;
            let pushed = self.browser.reads(&service.next().await);
            assert_eq!((&pushed["message_id"], &pushed["channel_id"]), (&json!(message), &json!(channel)));
        }
        assert_eq!(service.came(), 0);
    }
}

/// The conversation of two.
async fn talk(one: &Person, other: &Person) -> String {
    text(&one.post("/users/@me/channels", &json!({"recipient_id": other.id})).await.ok()["id"])
}

async fn subscriptions(person: &Person) -> Vec<Value> {
    person.get("/users/@me/push-subscriptions").await.ok().as_array().expect("a list").clone()
}

/// Waits until it is noted of so many pushes that a service wants to be asked again after so long.
async fn are_delayed(world: &World, pushes: i64, by: Duration) {
    let at = world.clock.now().after(by).as_ms();
    let count = format!("SELECT CAST(count(*) AS BIGINT) FROM pushes WHERE next_try_at >= {at}");
    let database = &world.running().state().config.database;
    let noted = async {
        loop {
            let found: i64 = match database {
                DatabaseUrl::Sqlite(path) => {
                    let mut conn = SqliteConnection::connect(&path.display().to_string()).await.expect("opens");
                    sqlx::query_scalar(AssertSqlSafe(count.clone())).fetch_one(&mut conn).await.expect("counts")
                }
                DatabaseUrl::Postgres(address) => {
                    let mut conn = PgConnection::connect(address).await.expect("opens");
                    sqlx::query_scalar(AssertSqlSafe(count.clone())).fetch_one(&mut conn).await.expect("counts")
                }
            };
            if found == pushes {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), noted).await.expect("it is noted");
}
