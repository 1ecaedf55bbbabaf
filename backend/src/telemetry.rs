//! telemetry
pub fn start(_: &crate::config::Config) {}
