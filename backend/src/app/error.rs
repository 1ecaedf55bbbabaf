//! Errors at start-up.

use std::{io, net::SocketAddr};

use crate::db::{DbError, OpenError};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot create or write the data folder {folder}: {source}")]
    Folder { folder: String, source: io::Error },
    #[error("another process uses the data folder {folder}")]
    Locked { folder: String },
    #[error("the data folder {folder} contains an interrupted restore; restore the backup again")]
    HalfRestored { folder: String },
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("the database cannot be read: {0}")]
    Unreadable(#[from] DbError),
    #[error("the mail server of SMTP_URL cannot be used: {0}")]
    Mail(#[from] lettre::transport::smtp::Error),
    #[error("cannot start a thread for passwords: {0}")]
    Threads(io::Error),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
}
