//! A database: a pool of read connections, and one write connection.

use std::{
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    Conn, DatabaseUrl, DbError, Hold, Holder, OpenError,
    lanes::{Lanes, Use},
    postgres::{self, Fence, Sessions},
    sqlite,
};
use crate::{kernel::random, observe::metrics};

/// A database: a pool of read connections, and one write connection. While it is open, no other process can open it.
#[derive(Debug, Clone)]
pub enum Db {
    Sqlite {
        readers: Arc<Lanes>,
        writer: Arc<Lanes>,
        path: Arc<Path>,
        hold: Hold,
    },
    /// Some read connections are reserved.
    Postgres {
        readers: Arc<Sessions>,
        fence: Arc<Fence>,
    },
}

impl Db {
    /// Opens the database exclusively and runs migrations; creates a missing SQLite file. On Postgres it waits for a process that
    /// has just ended.
    ///
    /// # Errors
    /// If another process holds it; if it cannot be opened, is damaged, or is newer than this program.
    pub async fn open(url: &DatabaseUrl, patience: Duration) -> Result<Self, OpenError> {
        let name = hex::encode(random::bytes::<16>());
        match url {
            DatabaseUrl::Sqlite(path) => {
                let (readers, writer, path, hold) = sqlite::open(path, &name).await?;
                Ok(Self::Sqlite { readers, writer, path: path.into(), hold })
            }
            DatabaseUrl::Postgres(address) => {
                let (readers, fence) = postgres::open(address, &name, patience).await?;
                Ok(Self::Postgres { readers, fence })
            }
        }
    }

    /// The process that holds a database, if it has registered.
    pub async fn holder(url: &DatabaseUrl) -> Option<Holder> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::holder(path),
            DatabaseUrl::Postgres(address) => postgres::holder(address).await,
        }
    }

    /// The registered name of this process.
    pub fn holder_name(&self) -> &str {
        match self {
            Self::Sqlite { hold, .. } => hold.name(),
            Self::Postgres { fence, .. } => fence.name(),
        }
    }

    /// Registers the address of this process, for commands that look it up.
    ///
    /// # Errors
    /// If it cannot be written.
    pub async fn note_address(&self, address: SocketAddr) -> Result<(), DbError> {
        match self {
            Self::Sqlite { hold, .. } => Ok(hold.note_address(address)?),
            Self::Postgres { readers, .. } => postgres::note_address(readers, address).await,
        }
    }

    /// Checks that a SQLite file is still locked by this process, and locks it again if possible.
    pub fn renew(&self) {
        if let Self::Sqlite { hold, .. } = self {
            hold.renew();
        }
    }

    /// Whether another process may write to it, so that this one must not. On Postgres each transaction checks this.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Sqlite { hold, .. } if hold.is_lost())
    }

    /// Releases the lock of a SQLite file. On Postgres the write connection holds it.
    pub fn release(&self) {
        if let Self::Sqlite { hold, .. } = self {
            hold.release();
        }
    }

    /// A read connection. A statement that takes longer than two seconds fails.
    ///
    /// # Errors
    /// If none is free in time or the database is unreachable.
    pub async fn read(&self) -> Result<Conn, DbError> {
        self.lend(Use::Other).await
    }

    /// The same for sign-in and for reading messages, with a reserved connection that slow reads do not use.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_first(&self) -> Result<Conn, DbError> {
        self.lend(Use::First).await
    }

    pub(super) async fn lend(&self, what_for: Use) -> Result<Conn, DbError> {
        let began = Instant::now();
        let conn = match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.lend(what_for).await?),
            Self::Postgres { readers, .. } => Conn::Postgres(readers.lend(what_for).await?),
        };
        metrics().read_wait_seconds.observe(began.elapsed().as_secs_f64());
        Ok(conn)
    }

    /// A connection to load everything at start-up, in one snapshot. It must be discarded afterwards.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn snapshot(&self) -> Result<Conn, DbError> {
        let mut conn = match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.lend(Use::Unlimited).await?),
            Self::Postgres { fence, .. } => Conn::Postgres(fence.unlimited().await?),
        };
        conn.begin_snapshot().await?;
        Ok(conn)
    }

    /// Connections in use, by pool.
    pub fn in_use(&self) -> Vec<(&'static str, usize)> {
        let (read, write) = match self {
            Self::Sqlite { readers, writer, .. } => (readers.in_use(), writer.in_use()),
            Self::Postgres { readers, fence } => (readers.in_use(), fence.in_use()),
        };
        vec![("read", read), ("write", write)]
    }

    /// The write connection, which only the writer requests.
    pub(crate) async fn write(&self) -> Result<Conn, DbError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Conn::Sqlite(writer.lend(Use::Unlimited).await?),
            Self::Postgres { fence, .. } => Conn::Postgres(fence.session().await?),
        })
    }

    /// Time limit of a batch of writes, if there is one.
    pub(crate) const fn group_limit(&self) -> Option<Duration> {
        match self {
            Self::Sqlite { .. } => None,
            Self::Postgres { .. } => Some(postgres::GROUP_LIMIT),
        }
    }

    /// Refines an error: SQLite reports a read-only file system as a disk error.
    pub(crate) fn cause(&self, error: DbError) -> DbError {
        match self {
            Self::Sqlite { path, .. } => sqlite::cause(error, path),
            Self::Postgres { .. } => error,
        }
    }

    /// Used size of SQLite's log, if it fills its file; otherwise, and on Postgres, 0.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log_length(&self, if_longer: u64) -> Result<u64, DbError> {
        match self {
            Self::Sqlite { readers, path, .. } if sqlite::log_file_length(path) >= if_longer => {
                let mut lease = readers.lend(Use::First).await?;
                sqlite::log_length(&mut lease).await
            }
            Self::Sqlite { .. } | Self::Postgres { .. } => Ok(0),
        }
    }

    /// Whether another process can write to it although this one has opened it.
    pub const fn can_be_taken_over(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Whether the file system is read-only.
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Sqlite { path, .. } => sqlite::is_read_only(path),
            Self::Postgres { .. } => false,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        self.read().await?.ping().await
    }

    /// Closes all connections and checkpoints SQLite's log. From here on other processes may open the database.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer, hold, .. } => {
                readers.close().await;
                writer.close().await;
                hold.release();
            }
            Self::Postgres { readers, fence } => {
                readers.close().await;
                fence.close().await;
            }
        }
    }
}
