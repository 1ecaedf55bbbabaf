//! Errors at start-up.

use std::{io, net::SocketAddr};

use crate::db::{DbError, OpenError};

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder {folder} cannot be made or written: {source}")]
    Folder { folder: String, source: io::Error },
    #[error("another process uses the data folder {folder}")]
    Locked { folder: String },
    #[error("a restore was broken off in the data folder {folder}; restore the backup again")]
    HalfRestored { folder: String },
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("the database cannot be read: {0}")]
    Unreadable(#[from] DbError),
    #[error("the mail server of SMTP_URL cannot be used: {0}")]
    Mail(#[from] lettre::transport::smtp::Error),
    #[error("there is no thread to work on passwords with: {0}")]
    Threads(io::Error),
    #[error("cannot listen on {address}: {source}")]
    Listen { address: SocketAddr, source: io::Error },
}
