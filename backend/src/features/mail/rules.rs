//! Kinds of links and emails, how long they live, and when an email is tried again.

use std::time::Duration;

use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::named;

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A link that the operator passes on lives longer than one in an email.
pub const OPERATORS_LINK: Duration = DAY;
/// So long a link is remembered after its end, and an email after it was sent or given up.
pub const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// The first wait after a try that failed; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(15);
pub const LONGEST_WAIT: Duration = HOUR;
/// A mail server that is away may come back within half a day.
const TRIES: i64 = 20;
/// One that says "never" is asked a few times more, for it may only be set up wrongly.
const TRIES_WHEN_REFUSED: i64 = 5;

/// What a link does. Also the last step of its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailTokenKind {
    /// Turns a registration into an account.
    Register,
    /// Shows that an account's address is its owner's.
    Verify,
    /// Gives an account another address.
    Email,
    /// Stops that, or takes it back.
    Revert,
    /// Sets a new password.
    Reset,
}

named!(EmailTokenKind { Register = "register", Verify = "verify", Email = "email", Revert = "revert", Reset = "reset" });

impl EmailTokenKind {
    pub const fn life(self) -> Duration {
        match self {
            Self::Register | Self::Verify | Self::Email => DAY,
            Self::Revert => Duration::from_secs(7 * 24 * 3600),
            Self::Reset => Duration::from_secs(30 * MINUTE.as_secs()),
        }
    }
}

/// The kind of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailKind {
    /// To confirm a registration.
    Register,
    /// To the owner of an address that somebody asked for.
    AccountExists,
    /// To confirm the address of an account.
    Verify,
    /// To a new address, to confirm it.
    Email,
    /// To the old address, to stop the change.
    Revert,
    /// To set a new password.
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
    /// Whether it is worth nothing without its link.
    pub const fn has_link(self) -> bool {
        !matches!(self, Self::AccountExists | Self::PasswordChanged | Self::PasswordReset)
    }
}

/// The state of an email.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailState {
    Waiting,
    /// A mail server has taken it.
    Sent,
    /// Given up.
    Failed,
    /// There is no mail server.
    Unsent,
}

named!(EmailState { Waiting = "waiting", Sent = "sent", Failed = "failed", Unsent = "unsent" });

/// A language that emails are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    Ukrainian,
}

impl Language {
    /// The language for who has set a locale.
    pub fn of(locale: &str) -> Self {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        if language.trim().eq_ignore_ascii_case("uk") { Self::Ukrainian } else { Self::English }
    }

    /// The language that a browser asks for: of those that there are, the one it wants most.
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

/// How long an email waits after so many tries, before the next.
pub fn wait_after(tries: i64) -> Duration {
    let doublings = u32::try_from(tries.saturating_sub(1)).unwrap_or(0).min(16);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

/// Whether an email is given up after so many tries.
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
