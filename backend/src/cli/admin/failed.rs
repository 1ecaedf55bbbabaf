//! Errors of admin commands.

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("no instance found: {0} does not exist; set DATA_DIR or DATABASE_URL")]
    NoInstance(String),
    #[error("there is no account {0}")]
    NoUser(String),
    #[error("{0}")]
    Unreachable(String),
    #[error("{0}")]
    Refused(String),
}

impl Failed {
    /// Exit codes of `sysexits.h`.
    pub fn code(&self) -> u8 {
        const NO_INPUT: u8 = 66;
        const NO_USER: u8 = 67;
        const UNAVAILABLE: u8 = 69;
        const NO_PERMISSION: u8 = 77;
        match self {
            Self::NoInstance(_) => NO_INPUT,
            Self::NoUser(_) => NO_USER,
            Self::Unreachable(_) => UNAVAILABLE,
            Self::Refused(_) => NO_PERMISSION,
        }
    }
}
