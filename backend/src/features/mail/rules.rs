//! Kinds of links and emails, their lifetimes, and the schedule of attempts.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::named;

const MINUTE: Duration = Duration::from_mins(1);
const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// A link that the operator passes on lives longer than one in an email.
pub const OPERATORS_LINK: Duration = DAY;
/// Retention of expired links and of settled emails.
pub const RETENTION: Duration = Duration::from_hours(7 * 24);

/// Delay after the first failed attempt; it doubles with each further one.
const FIRST_WAIT: Duration = Duration::from_secs(15);
pub const LONGEST_WAIT: Duration = HOUR;
/// Half a day of retries covers an outage of the mail server.
const TRIES: i64 = 20;
/// A permanent error is retried a few times, since it may be a configuration error.
const TRIES_WHEN_REFUSED: i64 = 5;

/// The effect of a link; also the last segment of its URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailTokenKind {
    /// Creates the account of a registration.
    Register,
    /// Verifies the address of an account.
    Verify,
    /// Confirms the new address of an account.
    Email,
    /// Cancels or reverts a change of address.
    Revert,
    /// Sets a new password.
    Reset,
}

named!(EmailTokenKind { Register = "register", Verify = "verify", Email = "email", Revert = "revert", Reset = "reset" });

impl EmailTokenKind {
    pub const fn life(self) -> Duration {
        match self {
            Self::Register | Self::Verify | Self::Email => DAY,
            Self::Revert => Duration::from_hours(7 * 24),
            Self::Reset => Duration::from_secs(30 * MINUTE.as_secs()),
        }
    }
}

/// The kind of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailKind {
    /// Confirms a registration.
    Register,
    /// Notifies the owner of an address that was used in another registration or change.
    AccountExists,
    /// Verifies the address of an account.
    Verify,
    /// Confirms a new address; sent to it.
    Email,
    /// Cancels a change of address; sent to the old one.
    Revert,
    /// Resets the password.
    Reset,
    PasswordChanged,
    PasswordReset,
}

named!(EmailKind {
    Register = "register",
    AccountExists = "account_exists",
    Verify = "verify",
    Email = "email",
    Revert = "revert",
    Reset = "reset",
    PasswordChanged = "password_changed",
    PasswordReset = "password_reset",
});

impl EmailKind {
    /// Whether the email is useless without its link.
    pub const fn has_link(self) -> bool {
        !matches!(self, Self::AccountExists | Self::PasswordChanged | Self::PasswordReset)
    }
}

/// The state of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailState {
    Waiting,
    /// A mail server accepted it.
    Sent,
    /// Every attempt failed.
    Failed,
    /// No mail server is configured.
    Unsent,
}

named!(EmailState { Waiting = "waiting", Sent = "sent", Failed = "failed", Unsent = "unsent" });

/// A language of emails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Ukrainian,
}

impl Language {
    /// The language for a locale.
    pub fn of(locale: &str) -> Self {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        if language.trim().eq_ignore_ascii_case("uk") { Self::Ukrainian } else { Self::English }
    }

    /// The preferred supported language of an `Accept-Language` header.
    pub fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for part in header.split(',') {
            let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
            let weight: f32 = weight.trim().parse().unwrap_or(0.0);
            let known =
                matches!(tag.trim().get(..2), Some(tag) if tag.eq_ignore_ascii_case("uk") || tag.eq_ignore_ascii_case("en"));
            if known && weight > best.0 {
                best = (weight, Self::of(tag.trim()));
            }
        }
        best.1
    }

    /// The locale of a new account.
    pub const fn locale(self) -> &'static str {
        match self {
            Self::English => "en-US",
            Self::Ukrainian => "uk",
        }
    }
}

/// Delay before the next attempt, after so many.
pub fn wait_after(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

/// Whether an email fails for good after so many attempts.
pub const fn is_given_up(tries: i64, refused: bool) -> bool {
    tries >= if refused { TRIES_WHEN_REFUSED } else { TRIES }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_stored_under_the_name_that_it_is_sent_with() {
        for kind in EmailKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.name());
            assert_eq!(EmailKind::named(kind.name()), Some(kind));
        }
        for state in EmailState::ALL {
            assert_eq!(serde_json::to_value(state).expect("serialises"), state.name());
            assert_eq!(EmailState::named(state.name()), Some(state));
        }
        assert!(EmailTokenKind::ALL.into_iter().all(|kind| EmailTokenKind::named(kind.name()) == Some(kind)));
    }

    #[test]
    fn the_language_is_the_one_that_is_wanted_most_of_those_that_there_are() {
        use Language::{English, Ukrainian};
        let cases = [
            ("", English),
            ("uk", Ukrainian),
            ("UK-ua,uk;q=0.9,en-US;q=0.8,en;q=0.7", Ukrainian),
            ("en-US,en;q=0.9,uk;q=0.8", English),
            ("de, fr;q=0.9, uk;q=0.4", Ukrainian),
            ("en;q=0.3, uk;q=0.7", Ukrainian),
            ("uk;q=0", English),
            ("*", English),
            ("ї, ук;q=x, \0", English),
        ];
        for (header, language) in cases {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
        assert_eq!((Language::of("uk-UA"), Language::of("ukr"), Language::of("en-US")), (Ukrainian, English, English));
    }

    #[test]
    fn waits_grow_to_an_hour_and_all_tries_take_half_a_day_at_most() {
        let waits: Vec<u64> = (1..=10).map(|tries| wait_after(tries).as_secs()).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        let all: u64 = (1..TRIES).map(|tries| wait_after(tries).as_secs()).sum();
        assert!((10 * 3600..14 * 3600).contains(&all), "{all}");
        assert!(!is_given_up(19, false) && is_given_up(20, false) && !is_given_up(4, true) && is_given_up(5, true));
    }
}
