//! A server with a database of its own, and a clock that the story moves.

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use chatspace::{
    app::{self, Running},
    config::Config,
    kernel::{Clock, Timestamp},
};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::Person;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

pub struct World {
    pub clock: Clock,
    settings: Vec<(&'static str, String)>,
    _folder: TempDir,
    running: Option<Running>,
}

static DATABASES: AtomicU64 = AtomicU64::new(0);

impl World {
    /// A world in which nobody is hurried: no rate limits, quick passwords.
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, &[]).await
    }

    /// A world with other settings.
    pub async fn with(engine: Engine, settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut all = vec![
            ("DATA_DIR", folder.path().join("data").display().to_string()),
            ("HOST", "127.0.0.1".to_owned()),
            ("PORT", "0".to_owned()),
            ("RATE_LIMITS", "off".to_owned()),
            ("BCRYPT_COST", "4".to_owned()),
            ("WORKERS", "1".to_owned()),
        ];
        if engine == Engine::Postgres {
            all.push(("DATABASE_URL", fresh_postgres().await));
        }
        for (name, value) in settings {
            all.retain(|(known, _)| known != name);
            all.push((name, (*value).to_owned()));
        }
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_millis();
        let clock = Clock::manual(Timestamp::from_ms(i64::try_from(now).expect("not far off")));
        let mut world = Self { clock, settings: all, _folder: folder, running: None };
        world.start().await;
        world
    }

    fn config(&self) -> Config {
        let find = |name: &str| self.settings.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        Config::read(&find).expect("the settings of a story are right")
    }

    /// Another setting, from the next start on.
    pub fn sets(&mut self, name: &'static str, value: &str) {
        self.settings.retain(|(known, _)| *known != name);
        self.settings.push((name, value.to_owned()));
    }

    pub async fn start(&mut self) {
        self.running = Some(app::start(self.config(), self.clock.clone()).await.expect("the server starts"));
    }

    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    /// Dates messages anew that are dated later than now, while the server is stopped. Yields how many places were.
    pub async fn repairs_ids(&self) -> i64 {
        let db = chatspace::db::Db::open(&self.config().database, std::time::Duration::from_secs(5)).await.expect("it opens");
        let redated = chatspace::app::redate(&db, &self.clock).await.expect("it is done");
        db.close().await;
        redated
    }

    /// Ends the server in good order and starts it again on the same data, on another port.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().expect("the server runs")
    }

    pub fn address(&self) -> String {
        self.running().address.to_string()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Somebody who has just registered.
    pub async fn person(&self, name: &str) -> Person {
        Person::register(self, name).await
    }

    /// Whoever has the server's key, for the next minute.
    pub fn console(&self) -> Person {
        self.stranger().with_token(self.running().state().tokens.issue_console().expose())
    }

    /// Somebody without an account.
    pub fn stranger(&self) -> Person {
        Person::stranger(self)
    }
}

/// A new database on the test server.
/// An empty database with all tables, copied from one that was migrated once.
async fn fresh_postgres() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(|| async {
            let name = format!("story_{}_template", std::process::id());
            create_database(format!("CREATE DATABASE {name}")).await;
            let mut conn = PgConnection::connect(&address_of(&name)).await.expect("the new database answers");
            sqlx::migrate!("../migrations/postgres").run(&mut conn).await.expect("migrates");
            conn.close().await.expect("closes");
            name
        })
        .await;
    let name = format!("story_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
    create_database(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    address_of(&name)
}

fn test_server() -> String {
    env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a Postgres server for the tests")
}

async fn create_database(statement: String) {
    let mut conn = PgConnection::connect(&test_server()).await.expect("the test server answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut conn).await.expect("a new database");
    conn.close().await.expect("closes");
}

fn address_of(database: &str) -> String {
    let server = test_server();
    let (base, _) = server.rsplit_once('/').expect("the address ends in a database");
    let query = server.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    format!("{base}/{database}{query}")
}
