//! Errors of settings.

use std::{fmt, io};

/// An invalid setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub name: &'static str,
    pub reason: String,
    /// The I/O error, if the setting itself is valid.
    pub failed: Option<io::ErrorKind>,
}

/// All invalid settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(pub Vec<Problem>);

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("the configuration is wrong:")?;
        self.0.iter().try_for_each(|problem| write!(out, "\n  {}: {}", problem.name, problem.reason))
    }
}
