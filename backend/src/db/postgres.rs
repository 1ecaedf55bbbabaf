//! Postgres: one pool for reading and writing; commits are durable by the server's own setting.

use std::{str::FromStr, time::Duration};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Db, OpenError};
use crate::observe::metrics;

const CONNECTIONS: u32 = 10;
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(2);

pub(super) async fn open(address: &str) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(address)
        .map_err(|source| OpenError::Unreachable { place: "at DATABASE_URL".to_owned(), source })?
        .application_name("chatspace")
        .options([("statement_timeout", "5s"), ("client_min_messages", "warning")]);
    // Named without its password.
    let place =
        format!("postgres://{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or_default());
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .connect_with(options)
        .await
        .map_err(|source| OpenError::Unreachable { place: place.clone(), source })?;
    let migrator = sqlx::migrate!("../migrations/postgres");
    migrator.run(&pool).await.map_err(|error| OpenError::Unusable { place, reason: error.to_string() })?;
    metrics().now.migrations.set(i64::try_from(migrator.iter().count()).unwrap_or(0));
    Ok(Db::Postgres(pool))
}
