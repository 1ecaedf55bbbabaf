//! All settings: their names, defaults and validation. They are read once, at start-up; all errors are reported at once.
//!
//! Settings come from the environment and from the file `.env` in the working folder; the environment wins.

mod file;
mod mail;
mod problem;
mod push;
mod read;
mod secret_key;
mod settings;

pub use mail::Smtp;
pub use problem::{ConfigError, Problem};
pub use push::PushHosts;
pub use settings::{Config, LogAddresses, LogFormat, RateLimits, Registration};

impl Config {
    /// Reads the environment and `.env`.
    ///
    /// # Errors
    /// All invalid settings, with the reasons.
    pub fn from_environment() -> Result<Self, ConfigError> {
        Self::read(&environment()?)
    }

    /// The same for an empty data folder that must not be changed: without a configured key it stays empty.
    ///
    /// # Errors
    /// All invalid settings, with the reasons.
    pub fn for_an_empty_folder() -> Result<Self, ConfigError> {
        Self::read_without_key(&environment()?)
    }
}

/// The value of a setting, from the environment or else from the file.
#[expect(clippy::disallowed_methods, reason = "this is where settings come from")]
fn environment() -> Result<impl Fn(&str) -> Option<String>, ConfigError> {
    let file = file::settings().map_err(|reason| ConfigError(vec![Problem { name: ".env", reason, failed: None }]))?;
    Ok(move |name: &str| std::env::var(name).ok().or_else(|| file.get(name).cloned()))
}
