//! Errors of commands, and their exit codes.

use std::io::ErrorKind;

use super::admin::Failed as AdminFailed;
use crate::{
    app::StartError,
    backup,
    config::ConfigError,
    db::{DbError, OpenError},
};

/// Exit codes of `sysexits.h` used by several commands.
const DATA: u8 = 65;
const NO_INPUT: u8 = 66;
const CANNOT_CREATE: u8 = 73;
const IO: u8 = 74;
const TRY_LATER: u8 = 75;
const CONFIG: u8 = 78;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("writes have failed; restart when the disk works: {0}")]
    Disk(DbError),
    #[error("another server has taken over the database")]
    TakenOver,
    #[error("cannot handle signals: {0}")]
    Signals(std::io::Error),
    #[error("cannot start the log thread: {0}")]
    Log(std::io::Error),
    #[error(transparent)]
    Admin(#[from] AdminFailed),
    #[error(transparent)]
    Backup(#[from] backup::Failed),
    #[error("interrupted")]
    Interrupted,
}

impl Failed {
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Config(ConfigError(problems)) if problems.iter().any(|problem| problem.failed.is_some_and(is_full)) => IO,
            Self::Config(_) => CONFIG,
            Self::Start(StartError::Folder { source, .. }) if is_full(source.kind()) => IO,
            Self::Admin(failed) => failed.code(),
            Self::Backup(failed) => code(failed),
            Self::Start(StartError::Folder { .. }) => CANNOT_CREATE,
            Self::Start(StartError::Locked { .. } | StartError::Database(OpenError::Held { .. })) | Self::TakenOver => TRY_LATER,
            Self::Start(
                StartError::Database(OpenError::Unusable { .. } | OpenError::OldSqlite { .. }) | StartError::HalfRestored { .. },
            ) => DATA,
            Self::Start(_) | Self::Signals(_) | Self::Log(_) | Self::Disk(_) | Self::Interrupted => IO,
        }
    }
}

/// The only problem is a full disk.
const fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

fn code(failed: &backup::Failed) -> u8 {
    use backup::Failed;
    match failed {
        Failed::NoInstance(_) => NO_INPUT,
        Failed::Damaged(_) | Failed::Newer(_) | Failed::Database(OpenError::Unusable { .. } | OpenError::OldSqlite { .. }) => {
            DATA
        }
        Failed::Exists(_) | Failed::CannotCreate { .. } | Failed::NotEmpty(_) => CANNOT_CREATE,
        Failed::Locked(_) | Failed::Database(OpenError::Held { .. }) => TRY_LATER,
        Failed::OtherEngine(_) => CONFIG,
        Failed::Database(OpenError::Unreachable { .. }) | Failed::NoRoom { .. } | Failed::Io { .. } => IO,
    }
}
