//! Postgres: connections to read and to write with; commits are durable by the server's own setting.

use std::{str::FromStr, sync::Arc, time::Duration};

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Db, Failure, OpenError, READ_LIMIT};
use crate::observe::metrics;

const READERS: u32 = 8;
/// Connections to read with that are lent to everybody; the others are kept for signing in and for reading messages.
const OTHERS: usize = 6;
/// One writes. Another one may be needed before a broken one is gone.
const WRITERS: u32 = 2;
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(2);

pub(super) async fn open(address: &str) -> Result<Db, OpenError> {
    let options = options(address)
        .map_err(|source| OpenError::Unreachable { place: "at DATABASE_URL".to_owned(), source })?
        .application_name("chatspace");
    // Named without its password.
    let place =
        format!("postgres://{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or_default());
    let unreachable = |source| OpenError::Unreachable { place: place.clone(), source };
    let writer = pool(&options, WRITERS, Duration::from_secs(5)).await.map_err(unreachable)?;
    refuse_other_encodings(&writer, &place).await?;
    let migrator = sqlx::migrate!("../migrations/postgres");
    let unusable = |error: sqlx::migrate::MigrateError| OpenError::Unusable { place: place.clone(), reason: error.to_string() };
    migrator.run(&writer).await.map_err(unusable)?;
    metrics().now.migrations.set(i64::try_from(migrator.iter().count()).unwrap_or(0));
    let readers = pool(&options, READERS, READ_LIMIT).await.map_err(unreachable)?;
    Ok(Db::Postgres { readers, writer, others: Arc::new(Semaphore::new(OTHERS)) })
}

async fn pool(options: &PgConnectOptions, connections: u32, limit: Duration) -> Result<PgPool, sqlx::Error> {
    let limit = format!("{}ms", limit.as_millis());
    let options = options.clone().options([("statement_timeout", limit.as_str()), ("client_min_messages", "warning")]);
    PgPoolOptions::new().max_connections(connections).acquire_timeout(WAIT_FOR_CONNECTION).connect_with(options).await
}

/// The right to one of the connections for everybody.
pub(super) async fn permit(others: Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Failure> {
    let taken = tokio::time::timeout(WAIT_FOR_CONNECTION, others.acquire_owned()).await;
    taken.ok().and_then(Result::ok).ok_or(Failure::Busy)
}

/// Reads the address. In a URL an IPv6 address stands in brackets, which are no part of the name of a host.
fn options(address: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options = PgConnectOptions::from_str(address)?;
    let bare = options.get_host().strip_prefix('[').and_then(|host| host.strip_suffix(']')).map(ToOwned::to_owned);
    Ok(match bare {
        Some(host) => options.host(&host),
        None => options,
    })
}

/// A database in another encoding takes only some of what people write, and fails at the rest of it much later.
async fn refuse_other_encodings(pool: &PgPool, place: &str) -> Result<(), OpenError> {
    let asked = sqlx::query_scalar::<_, String>("SHOW server_encoding").fetch_one(pool).await;
    let encoding = asked.map_err(|source| OpenError::Unreachable { place: place.to_owned(), source })?;
    if encoding == "UTF8" {
        return Ok(());
    }
    let reason = format!("its encoding is {encoding}; make one with: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0");
    Err(OpenError::Unusable { place: place.to_owned(), reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_address_is_a_host_without_its_brackets() {
        for (address, host, port) in [
            ("postgres://chat:secret@[::1]:5433/chat", "::1", 5433),
            ("postgres://chat@[2001:db8::1]/chat", "2001:db8::1", 5432),
            ("postgres://chat@db.example.org/chat", "db.example.org", 5432),
        ] {
            let options = options(address).expect("is an address");
            assert_eq!((options.get_host(), options.get_port()), (host, port), "{address}");
        }
    }
}
