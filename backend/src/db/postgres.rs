//! Postgres: a pool of read connections, and one write connection; durability of commits is the server's own setting.

mod fence;
mod sessions;

use std::{net::SocketAddr, str::FromStr, sync::Arc, time::Duration};

pub use fence::{Fence, Outcome};
pub(crate) use sessions::in_time;
pub use sessions::{Loan, Sessions, Transaction};
use sqlx::{ConnectOptions, PgConnection, postgres::PgConnectOptions};

use super::{DbError, Holder, OpenError, Use, timed};
use crate::observe::metrics;

const READERS: usize = 8;
/// Unreserved read connections; the others are for sign-in and for reading messages.
const OTHERS: usize = 6;
/// Time limit of a reading statement; with it a caller gets a response within two seconds.
const READ_LIMIT: Duration = Duration::from_millis(1700);
/// Time limit of a batch of writes. It leaves some of two seconds to query the outcome.
pub const GROUP_LIMIT: Duration = Duration::from_millis(1500);
/// Settings of each session. The server notices a dead peer within half a minute.
const SESSION: [(&str, &str); 4] = [
    ("client_min_messages", "warning"),
    ("tcp_keepalives_idle", "10"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
];

pub(super) async fn open(address: &str, name: &str, patience: Duration) -> Result<(Arc<Sessions>, Arc<Fence>), OpenError> {
    let (options, place) = named_options(address)?;
    let unreachable = |source| OpenError::Unreachable { place: place.clone(), source };
    let fence = Fence::new(with_limit(&options, GROUP_LIMIT), name);
    let Some(mut session) = fence.first_session(patience).await.map_err(unreachable)? else {
        return Err(OpenError::Held { by: holder(address).await, place });
    };
    refuse_other_encodings(&mut session, &place).await?;
    migrate(&options, &place).await?;
    fence.takes_over(session).await.map_err(unreachable)?;
    let readers = Sessions::new(with_limit(&options, READ_LIMIT), READERS, OTHERS);
    // Reports now whether it can be read.
    readers.lend(Use::First).await.map_err(|error| unreachable(sqlx::Error::Io(std::io::Error::other(error))))?;
    Ok((readers, Arc::new(fence)))
}

/// The connection options of a database, and its name without the password.
fn named_options(address: &str) -> Result<(PgConnectOptions, String), OpenError> {
    let options = options(address).map_err(|source| OpenError::Unreachable { place: "at DATABASE_URL".to_owned(), source })?;
    let place =
        format!("postgres://{}:{}/{}", options.get_host(), options.get_port(), options.get_database().unwrap_or_default());
    Ok((options.application_name("chatspace").options(SESSION), place))
}

/// Sets the time limit of statements.
fn with_limit(options: &PgConnectOptions, limit: Duration) -> PgConnectOptions {
    options.clone().options([("statement_timeout", format!("{}ms", limit.as_millis()))])
}

/// Migrations have no time limit, since they depend on the size of the database.
async fn migrate(options: &PgConnectOptions, place: &str) -> Result<(), OpenError> {
    let unusable = |reason: String| OpenError::Unusable { place: place.to_owned(), reason };
    let unreachable = |source| OpenError::Unreachable { place: place.to_owned(), source };
    let migrator = sqlx::migrate!("../migrations/postgres");
    let mut conn = fence::without_limits(options).connect().await.map_err(unreachable)?;
    migrator.run(&mut conn).await.map_err(|error| unusable(error.to_string()))?;
    sessions::close(conn).await;
    metrics().now.migrations.set(i64::try_from(migrator.iter().count()).unwrap_or(0));
    Ok(())
}

/// The process that writes to the database, if it has registered.
pub(super) async fn holder(address: &str) -> Option<Holder> {
    let (options, _) = named_options(address).ok()?;
    let mut conn = fence::connect(&options).await.ok()?;
    let holder = fence::holder(&mut conn).await;
    sessions::close(conn).await;
    holder
}

pub(super) async fn note_address(readers: &Arc<Sessions>, address: SocketAddr) -> Result<(), DbError> {
    let mut conn = readers.lend(Use::First).await?;
    Ok(timed!(conn, fence::note_address(&mut conn, address))?)
}

/// Parses the URL. In a URL an IPv6 address is in brackets, which are not part of the host name.
fn options(address: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options = PgConnectOptions::from_str(address)?;
    let bare = options.get_host().strip_prefix('[').and_then(|host| host.strip_suffix(']')).map(ToOwned::to_owned);
    Ok(match bare {
        Some(host) => options.host(&host),
        None => options,
    })
}

/// A database with another encoding cannot store all text, and would fail much later.
async fn refuse_other_encodings(conn: &mut PgConnection, place: &str) -> Result<(), OpenError> {
    let asked = sqlx::query_scalar::<_, String>("SHOW server_encoding").fetch_one(conn).await;
    let encoding = asked.map_err(|source| OpenError::Unreachable { place: place.to_owned(), source })?;
    if encoding == "UTF8" {
        return Ok(());
    }
    let reason = format!("its encoding is {encoding}; create one with: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0");
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
