//! Security events: each is one log line with a stable code, and is counted by code.

pub use super::codes::CODES;
use super::metrics::metrics;

/// Counts an event; [`security_event`] does it.
pub fn count(code: &'static str) {
    debug_assert!(CODES.contains(&code), "{code} is not in the list");
    metrics().security_events.with_label_values(&[code]).inc();
}

/// Records a security event: `security_event!("code", field = value, "what happened")`, as in `tracing`.
macro_rules! security_event {
    ($code:expr, $($rest:tt)+) => {{
        $crate::observe::security::count($code);
        tracing::info!(target: "chatspace::security", code = $code, $($rest)+)
    }};
}

pub(crate) use security_event;
