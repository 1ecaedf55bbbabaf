//! A database: connections to read with, and the one to write with.

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

/// A database: connections to read with, and the one to write with. While it is open, no other process opens it.
#[derive(Debug, Clone)]
pub enum Db {
    Sqlite {
        readers: Arc<Lanes>,
        writer: Arc<Lanes>,
        path: Arc<Path>,
        hold: Hold,
    },
    /// Not all connections to read with are lent to everybody.
    Postgres {
        readers: Arc<Sessions>,
        fence: Arc<Fence>,
    },
}

impl Db {
    /// Opens the database for this process alone and brings its tables up to date; makes a SQLite file that is not there. On Postgres
    /// a process that has just ended is waited for.
    ///
    /// # Errors
    /// When another process has it; when it cannot be opened, is damaged, or is newer than this program.
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

    /// Who has a database, if somebody has it and says so.
    pub async fn holder(url: &DatabaseUrl) -> Option<Holder> {
        match url {
            DatabaseUrl::Sqlite(path) => sqlite::holder(path),
            DatabaseUrl::Postgres(address) => postgres::holder(address).await,
        }
    }

    /// The name of this process as the one that has the database.
    pub fn holder_name(&self) -> &str {
        match self {
            Self::Sqlite { hold, .. } => hold.name(),
            Self::Postgres { fence, .. } => fence.name(),
        }
    }

    /// Notes where this process answers, for commands that look for it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn note_address(&self, address: SocketAddr) -> Result<(), DbError> {
        match self {
            Self::Sqlite { hold, .. } => Ok(hold.note_address(address)?),
            Self::Postgres { readers, .. } => postgres::note_address(readers, address).await,
        }
    }

    /// Looks whether a SQLite file is still this process's, and takes it again if it can.
    pub fn renew(&self) {
        if let Self::Sqlite { hold, .. } = self {
            hold.renew();
        }
    }

    /// Whether another process may write to it, so that this one must not. On Postgres each transaction asks.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Sqlite { hold, .. } if hold.is_lost())
    }

    /// Lets another process have a SQLite file. Of Postgres, it is had by the connection that writes.
    pub fn release(&self) {
        if let Self::Sqlite { hold, .. } = self {
            hold.release();
        }
    }

    /// A connection to read with. A statement that takes longer than two seconds fails.
    ///
    /// # Errors
    /// When none is free in time or the database cannot be reached.
    pub async fn read(&self) -> Result<Conn, DbError> {
        self.lend(Use::Other).await
    }

    /// The same for signing in and for reading messages: one connection is kept for them, however slow all other reading is.
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

    /// A connection to read everything with, at start, as it was at one moment. It is not to be used again, so it must be discarded.
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

    /// Connections on loan now, by pool.
    pub fn in_use(&self) -> Vec<(&'static str, usize)> {
        let (read, write) = match self {
            Self::Sqlite { readers, writer, .. } => (readers.in_use(), writer.in_use()),
            Self::Postgres { readers, fence } => (readers.in_use(), fence.in_use()),
        };
        vec![("read", read), ("write", write)]
    }

    /// The connection to write with. Only the writer asks for it, and keeps it.
    pub(crate) async fn write(&self) -> Result<Conn, DbError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Conn::Sqlite(writer.lend(Use::Unlimited).await?),
            Self::Postgres { fence, .. } => Conn::Postgres(fence.session().await?),
        })
    }

    /// How long a group of writes may take, if it may not take as long as it must.
    pub(crate) const fn group_limit(&self) -> Option<Duration> {
        match self {
            Self::Sqlite { .. } => None,
            Self::Postgres { .. } => Some(postgres::GROUP_LIMIT),
        }
    }

    /// What a failure really is: SQLite tells a file system that takes no writes as an error of the disk.
    pub(crate) fn cause(&self, error: DbError) -> DbError {
        match self {
            Self::Sqlite { path, .. } => sqlite::cause(error, path),
            Self::Postgres { .. } => error,
        }
    }

    /// How much of SQLite's log is in use, if its file is as long as that; else, and on Postgres, 0.
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

    /// Whether another process can write to it although this one has it open.
    pub const fn can_be_taken_over(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// Whether nothing can be stored because the file system takes no writes.
    pub fn is_read_only(&self) -> bool {
        match self {
            Self::Sqlite { path, .. } => sqlite::is_read_only(path),
            Self::Postgres { .. } => false,
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbError> {
        self.read().await?.ping().await
    }

    /// Ends all connections; SQLite's log is folded into its file. From here on others may have the database.
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
