//! What is wrong with the settings.

use std::{fmt, io};

/// One wrong setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub name: &'static str,
    pub reason: String,
    /// What the machine failed at, if it is not the setting that is wrong.
    pub failed: Option<io::ErrorKind>,
}

/// All wrong settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(pub Vec<Problem>);

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("the configuration is wrong:")?;
        self.0.iter().try_for_each(|problem| write!(out, "\n  {}: {}", problem.name, problem.reason))
    }
}
