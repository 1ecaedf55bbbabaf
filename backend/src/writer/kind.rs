//! Durations of write jobs, by kind.
//!
//! A job is named after the function that hands it to the writer, so call sites need not name it.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use prometheus::Histogram;

use crate::observe::metrics;

/// Maximum duration of a write job, without the commit. Longer work is done in steps by a worker.
pub const BUDGET: Duration = Duration::from_millis(20);
/// A debug build is slower by this factor.
const SLACK: u32 = if cfg!(debug_assertions) { 5 } else { 1 };

/// Durations of jobs. Only the writer uses it, so it needs no lock.
#[derive(Debug, Default)]
pub(super) struct JobTimes(HashMap<&'static str, (String, Histogram)>);

impl JobTimes {
    /// Records a finished job with the name of its type and its start.
    pub(super) fn note(&mut self, type_name: &'static str, began: Instant) {
        let took = began.elapsed();
        let (kind, histogram) = self.0.entry(type_name).or_insert_with(|| {
            let kind = kind_of(type_name);
            let histogram = metrics().write_job_seconds.with_label_values(&[&kind]);
            (kind, histogram)
        });
        histogram.observe(took.as_secs_f64());
        if took > BUDGET * SLACK {
            let took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            tracing::debug!(target: "chatspace::write_jobs", %kind, took_ms, "a write job is over its budget");
            #[cfg(debug_assertions)]
            tracing::warn!(target: "chatspace::write_jobs", %kind, took_ms, "a write job is over its budget");
        }
    }
}

/// `guilds.delete_guild` for a closure in `delete_guild` of `chatspace::features::guilds::http`.
fn kind_of(type_name: &str) -> String {
    // A route is a type that implements a trait of the web framework; the name of its function follows that.
    let path = without_generics(type_name);
    let names: Vec<&str> = path.split("::").filter(|name| !name.is_empty() && !name.starts_with('{')).collect();
    let function = names.last().copied().unwrap_or("unknown");
    let feature = type_name.split_once("chatspace::").map_or("", |(_, path)| path);
    let feature = feature.strip_prefix("features::").unwrap_or(feature).split("::").next().unwrap_or_default();
    format!("{feature}.{function}").to_ascii_lowercase()
}

/// The path without generic arguments.
fn without_generics(path: &str) -> String {
    let mut depth = 0_usize;
    let mut before = ' ';
    path.chars()
        .filter(|&one| {
            let is_arrow = one == '>' && before == '-';
            before = one;
            match one {
                '<' => depth += 1,
                '>' if !is_arrow => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_named_after_its_feature_and_the_function_that_hands_it_to_the_writer() {
        for (type_name, kind) in [
            ("chatspace::features::messages::actions::delete::{{closure}}::{{closure}}", "messages.delete"),
            ("chatspace::features::messages::plain::Plain", "messages.plain"),
            (
                "<chatspace::features::guilds::http::delete_guild as framework::ServiceFactory>::register::delete_guild::{{closure}}::{{closure}}",
                "guilds.delete_guild",
            ),
            ("chatspace::gateway::sign_in::enter_in_job::{{closure}}::{{closure}}", "gateway.enter_in_job"),
            (
                "chatspace::features::images::actions::change<chatspace::features::users::F, fn() -> u8>::{{closure}}::{{closure}}",
                "images.change",
            ),
        ] {
            assert_eq!(kind_of(type_name), kind, "{type_name}");
        }
    }
}
