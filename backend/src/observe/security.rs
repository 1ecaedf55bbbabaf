//! What matters to safety: one line with a stable code for each, and a count by code.

use super::metrics::metrics;

/// Every code. Those of accounts are the names of the events that their owners see.
pub const CODES: &[&str] = &[
    "account_changed",
    "account_deleted",
    "account_disabled",
    "account_enabled",
    "application_created",
    "bot_added",
    "bot_token_created",
    "cross_site_refused",
    "data_exported",
    "denied",
    "email_change_requested",
    "email_change_reverted",
    "email_changed",
    "email_link_revealed",
    "everything_ended",
    "foreign_resume",
    "guild_handed_over",
    "logged_out",
    "login",
    "login_ended",
    "login_refused",
    "logout_all",
    "member_kicked",
    "operator_granted",
    "operator_revoked",
    "password_changed",
    "password_reset",
    "rate_limited",
    "recovery_code_used",
    "recovery_codes_renewed",
    "refresh_token_reused",
    "registered",
    "registration_set",
    "reset_link_made",
    "rights_changed",
    "second_factor_reset",
    "secret_in_address",
    "settings",
    "token_refused",
    "totp_disabled",
    "totp_enabled",
];

/// Counts an event; [`security_event`] does it.
pub fn count(code: &'static str) {
    debug_assert!(CODES.contains(&code), "{code} is not in the list");
    metrics().security_events.with_label_values(&[code]).inc();
}

/// Notes an event: `security_event!("code", field = value, "what happened")`, as in `tracing`.
macro_rules! security_event {
    ($code:expr, $($rest:tt)+) => {{
        $crate::observe::security::count($code);
        tracing::info!(target: "chatspace::security", code = $code, $($rest)+)
    }};
}

pub(crate) use security_event;
