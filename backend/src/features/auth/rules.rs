//! Lifetimes of sessions, and handling of reused refresh tokens.

use std::{net::IpAddr, time::Duration};

use ipnet::IpNet;

pub use crate::kernel::limits::SESSION_IDLE as IDLE;
use crate::kernel::{
    Timestamp, errors,
    limits::{rates, sizes},
};

sizes! {
    AUTH_SESSIONS_PER_USER: usize = "sessions_per_user", 20;
}

rates! {
    /// Sign-ins, right or wrong.
    LOGIN = "login", 120 in 900 s, by Address;
    /// Sign-ins that fail, by account and by address. One that succeeds gives back what it took.
    LOGIN_ACCOUNT = "login-account", 10 in 900 s, by Account;
    LOGIN_FAILED = "login-failed", 20 in 900 s, by Address;
    /// A class that registers together passes.
    REGISTER = "register", 20 in 3600 s, by Address;
    REGISTER_ALL = "register-all", 60 in 3600 s, by Everybody;
    REFRESH = "refresh", 10 in 60 s, by Session;
    /// Whichever token is shown.
    REFRESH_ADDRESS = "refresh-address", 60 in 60 s, by Address;
    LOGOUT = "logout", 30 in 60 s, by Address;
    /// Ending other sessions of one's own.
    SESSION_END = "session-end", 20 in 60 s, by Caller;
    /// Emails to one address, or of one account, that somebody asks for.
    MAIL_ACCOUNT = "mail-account", 3 in 3600 s, by Account;
    /// Emails that a network asks for.
    MAIL_ADDRESS = "mail-address", 10 in 3600 s, by Address;
    /// Showing the password of an account that is signed in, for whatever reason.
    PASSWORD = "password", 10 in 900 s, by Caller;
    /// Changes of the second factor.
    TOTP = "totp", 20 in 900 s, by Caller;
    /// Links of emails that are used.
    LINK = "link", 20 in 900 s, by Address;
}

errors! {
    registration_closed = 403 / 0, "Registration is closed on this server.";
    registration_needs_invite = 403 / 0, "Registration on this server needs an invite.";
    second_factor_needed = 403 / 60003, "Two factor is required for this operation.";
    second_factor_is_on = 400 / 60001, "This account is already enrolled in two factor authentication.";
    second_factor_is_off = 400 / 60002, "This account is not enrolled in two factor authentication.";
    wrong_code = 400 / 60008, "Invalid two factor code.";
    unknown_session = 404 / 10098, "Unknown session.";
}

/// Maximum lifetime of a session, however often it is refreshed.
pub const ABSOLUTE: Duration = Duration::from_hours(90 * 24);
/// Time after its use in which a refresh token still returns its successor.
pub const GRACE: Duration = Duration::from_secs(10);

/// Lifetime of a registration whose address is not confirmed.
pub const REGISTRATION: Duration = Duration::from_hours(24);
/// Retention of account events.
pub const EVENT_RETENTION: Duration = Duration::from_hours(90 * 24);

/// Maximum stored length of a client's name.
const CLIENT_LENGTH: usize = 200;

/// What is stored about the client of a session, so that its owner recognises it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// The name that the client sends.
    pub name: String,
    /// The client's network rather than its address: enough to recognise it, too little to locate a user.
    pub address: String,
}

impl Client {
    /// Stands for the operator in account events, so that the operator's client and address stay private.
    pub fn operator() -> Self {
        Self { name: "operator".to_owned(), address: String::new() }
    }

    pub fn new(name: &str, address: IpAddr) -> Self {
        let name = name.chars().filter(|character| !character.is_control()).take(CLIENT_LENGTH).collect();
        let length = if address.is_ipv4() { 24 } else { 48 };
        let address = IpNet::new(address, length).map_or_else(|_| String::new(), |network| network.trunc().to_string());
        Self { name, address }
    }
}

/// The reuse of a spent refresh token.
#[derive(Debug, Clone, Copy)]
pub struct Reuse {
    pub since_spent: Duration,
    /// Whether the client is the one that the session belongs to.
    pub same_client: bool,
    /// Whether the successor is still unspent.
    pub successor_waits: bool,
}

/// The response to a reused token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The client lost the response, or sent two requests at once: it gets the same successor.
    Repeat,
    /// Too late to repeat the response, too early to suspect theft.
    Refuse,
    /// Two clients hold the token; one of them has stolen it.
    Revoke,
}

pub fn judge(reuse: Reuse) -> Verdict {
    match reuse {
        Reuse { same_client: false, .. } => Verdict::Revoke,
        Reuse { since_spent, .. } if since_spent > GRACE => Verdict::Revoke,
        Reuse { successor_waits: true, .. } => Verdict::Repeat,
        Reuse { successor_waits: false, .. } => Verdict::Refuse,
    }
}

/// Lifetime of an unused refresh token.
pub fn idle_left(now: Timestamp, ends_at: Timestamp) -> Duration {
    IDLE.min(ends_at.since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_stored_without_its_full_address() {
        let client = Client::new(&format!("Fire\nfox{}", "x".repeat(300)), IpAddr::from([203, 0, 113, 77]));
        assert_eq!((client.name.len(), client.address.as_str()), (200, "203.0.113.0/24"));
        let six = "2001:db8:1:2:3:4:5:6".parse().expect("is an address");
        assert_eq!(Client::new("", six).address, "2001:db8:1::/48");
    }

    #[test]
    fn reuse_is_forgiven_only_at_once_and_only_to_the_same_client() {
        let reuse = |seconds, same_client, successor_waits| {
            judge(Reuse { since_spent: Duration::from_secs(seconds), same_client, successor_waits })
        };
        assert_eq!(reuse(0, true, true), Verdict::Repeat);
        assert_eq!(reuse(10, true, true), Verdict::Repeat);
        assert_eq!(reuse(3, true, false), Verdict::Refuse);
        for (seconds, same_client, waits) in [(11, true, true), (11, true, false), (0, false, true), (0, false, false)] {
            assert_eq!(reuse(seconds, same_client, waits), Verdict::Revoke);
        }
    }

    #[test]
    fn a_refresh_token_never_outlives_its_session() {
        let now = Timestamp::from_ms(1_800_000_000_000);
        assert_eq!(idle_left(now, now.after(ABSOLUTE)), IDLE);
        assert_eq!(idle_left(now, now.after(Duration::from_mins(1))), Duration::from_mins(1));
        assert_eq!(idle_left(now, Timestamp::from_ms(0)), Duration::ZERO);
    }
}
