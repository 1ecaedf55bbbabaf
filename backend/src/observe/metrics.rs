//! Metrics of this process, in Prometheus format.
//!
//! Events are counted where they happen. Current values, such as connections, are read at each scrape ([`crate::exporter`]).

use std::{sync::LazyLock, time::Duration};

use prometheus::{
    Gauge, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry, TextEncoder,
};

use super::codes;
use crate::kernel::limits::{self, Rate};

/// Half a millisecond to five seconds.
const SECONDS: &[f64] = &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];
/// Most reads do not wait for a connection at all.
const SHORT_SECONDS: &[f64] = &[0.0001, 0.001, 0.01, 0.1, 1.0];
/// Around the budget of a write job, which is 20 milliseconds.
const JOB_SECONDS: &[f64] = &[0.001, 0.005, 0.02, 0.1, 1.0];
const JOBS: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Stands for a connection that was lost without a close frame.
pub const BROKEN: u16 = 1006;
const CLOSE_CODES: &[u16] =
    &[1000, 1002, BROKEN, 1007, 1012, 1013, 4000, 4001, 4002, 4003, 4004, 4005, 4007, 4008, 4009, 4012, 4100, 4900, 4901];
const RESUMES: &[&str] =
    &["ok", "bad_token", "rate_limited", "unknown_session", "other_session", "full", "ahead", "gone", "older"];
/// The writer waits this long only for a lock held by another process.
const BUSY_AFTER: Duration = Duration::from_millis(100);

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// The metrics of this process.
pub fn metrics() -> &'static Metrics {
    &METRICS
}

pub struct Metrics {
    registry: Registry,
    /// By the first digit of the status.
    requests: [IntCounter; STATUSES.len()],
    request_seconds: Histogram,
    /// From queueing a write until the response that it is stored.
    pub ack_seconds: Histogram,
    pub commit_seconds: Histogram,
    pub commit_jobs: Histogram,
    /// By kind of job, of which there are as many as call sites.
    pub write_job_seconds: HistogramVec,
    pub writes_refused: IntCounter,
    pub commits_failed: IntCounter,
    pub commits_lost: IntCounter,
    busy_waits: IntCounter,
    pub read_wait_seconds: Histogram,
    pub statements_cut_off: IntCounter,
    pub security_events: IntCounterVec,
    rate_limited: IntCounterVec,
    pub connects: IntCounter,
    pub refused_connections: IntCounter,
    closes: IntCounterVec,
    identifies: IntCounterVec,
    resumes: IntCounterVec,
    pub events: IntCounter,
    pub panics: IntCounter,
    pub clock_jumps: IntCounter,
    pub log_lines_dropped: IntCounter,
    slow_polls: IntCounterVec,
    pub now: Now,
}

/// Current values.
pub struct Now {
    pub connections: IntGauge,
    pub sessions: IntGaugeVec,
    pub unsent_events: IntGauge,
    pub most_unsent_events: IntGauge,
    pub replay_events: IntGauge,
    pub replay_bytes: IntGauge,
    pub writes_waiting: IntGauge,
    pub blocking_pool_waiting: IntGauge,
    pub pool_in_use: IntGaugeVec,
    pub database_bytes: IntGauge,
    pub wal_bytes: IntGauge,
    pub wal_held_bytes: IntGauge,
    pub free_disk_bytes: IntGauge,
    pub uptime_seconds: IntGauge,
    pub clock_skew_seconds: Gauge,
    pub ids_ahead_seconds: IntGauge,
    /// Without a value it is omitted.
    backup_age_seconds: IntGaugeVec,
    pub resident_bytes: IntGauge,
    pub migrations: IntGauge,
}

const VALID: &str = "names are valid, and none is there twice";

/// Creates and registers metrics.
struct Maker<'r>(&'r Registry);

impl Maker<'_> {
    fn enter<M: prometheus::core::Collector + Clone + 'static>(&self, metric: M) -> M {
        self.0.register(Box::new(metric.clone())).expect(VALID);
        metric
    }

    fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.enter(IntCounter::new(name, help).expect(VALID))
    }

    /// With every value of its label from the start.
    fn counters(&self, name: &str, help: &str, label: &str, values: impl IntoIterator<Item = impl ToString>) -> IntCounterVec {
        let counters = self.enter(IntCounterVec::new(Opts::new(name, help), &[label]).expect(VALID));
        for value in values {
            counters.with_label_values(&[&value.to_string()]);
        }
        counters
    }

    fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.enter(IntGauge::new(name, help).expect(VALID))
    }

    fn fraction(&self, name: &str, help: &str) -> Gauge {
        self.enter(Gauge::new(name, help).expect(VALID))
    }

    fn gauges(&self, name: &str, help: &str, label: &str) -> IntGaugeVec {
        self.enter(IntGaugeVec::new(Opts::new(name, help), &[label]).expect(VALID))
    }

    /// A gauge that may have no value.
    fn gauge_or_none(&self, name: &str, help: &str) -> IntGaugeVec {
        self.enter(IntGaugeVec::new(Opts::new(name, help), &[]).expect(VALID))
    }

    fn histograms(&self, name: &str, help: &str, label: &str, buckets: &[f64]) -> HistogramVec {
        let options = HistogramOpts::new(name, help).buckets(buckets.to_vec());
        self.enter(HistogramVec::new(options, &[label]).expect(VALID))
    }

    fn histogram(&self, name: &str, help: &str, buckets: &[f64]) -> Histogram {
        self.enter(Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())).expect(VALID))
    }
}

impl Metrics {
    fn new() -> Self {
        let registry = Registry::new();
        let make = Maker(&registry);
        let build = make.gauges("chatspace_build_info", "Always 1; the label names the version.", "version");
        build.with_label_values(&[env!("CARGO_PKG_VERSION")]).set(1);
        let requests = make.counters("chatspace_http_requests_total", "HTTP responses by status class.", "status", STATUSES);
        let rates = limits::RATES.iter().map(|rate| rate.name);
        Self {
            requests: STATUSES.map(|status| requests.with_label_values(&[status])),
            request_seconds: make.histogram("chatspace_http_request_seconds", "Time from a request to its response.", SECONDS),
            ack_seconds: make.histogram("chatspace_ack_seconds", "Time from a write request until it is stored.", SECONDS),
            commit_seconds: make.histogram("chatspace_commit_seconds", "Time of a commit, including fsync.", SECONDS),
            commit_jobs: make.histogram("chatspace_commit_jobs", "Write jobs per commit.", JOBS),
            write_job_seconds: make.histograms(
                "chatspace_write_job_seconds",
                "Time of a write job, without its commit.",
                "kind",
                JOB_SECONDS,
            ),
            writes_refused: make.counter("chatspace_writes_refused_total", "Writes refused because the queue was full."),
            commits_failed: make.counter("chatspace_commits_failed_total", "Groups of write jobs whose commit failed."),
            commits_lost: make
                .counter("chatspace_commits_unanswered_total", "Commits whose answer was lost and whose outcome was queried."),
            busy_waits: make.counter("chatspace_database_busy_waits_total", "Waits for a database lock of another process."),
            read_wait_seconds: make.histogram("chatspace_read_wait_seconds", "Wait for a read connection.", SHORT_SECONDS),
            statements_cut_off: make.counter("chatspace_statements_cut_off_total", "Statements that exceeded their time limit."),
            security_events: make.counters("chatspace_security_events_total", "Security events.", "code", codes::CODES),
            rate_limited: make.counters("chatspace_rate_limited_total", "Requests refused by a rate limit.", "bucket", rates),
            refused_connections: make
                .counter("chatspace_connections_refused_total", "Connections refused by a limit on their number."),
            connects: make.counter("chatspace_gateway_connects_total", "Opened gateway connections."),
            closes: make.counters(
                "chatspace_gateway_closes_total",
                "Closed gateway connections by close code.",
                "code",
                CLOSE_CODES,
            ),
            identifies: make.counters("chatspace_gateway_identifies_total", "IDENTIFY.", "result", ["ok", "refused"]),
            resumes: make.counters("chatspace_gateway_resumes_total", "RESUME.", "result", RESUMES),
            events: make.counter("chatspace_events_total", "Published events."),
            panics: make.counter("chatspace_panics_total", "Panics; each is a bug."),
            clock_jumps: make.counter("chatspace_clock_jumps_total", "Jumps of the clock while the server ran."),
            log_lines_dropped: make
                .counter("chatspace_log_lines_dropped_total", "Log lines dropped because the log was not read."),
            // Without series at first: most routes never get one.
            slow_polls: make.counters("chatspace_slow_polls_total", "Polls of handlers that blocked a worker.", "route", [""; 0]),
            now: Now::new(&make),
            registry,
        }
    }

    /// A request was answered.
    pub fn answered(&self, status: u16, took: Duration) {
        let class = usize::from((status / 100).clamp(1, 5)) - 1;
        self.requests[class].inc();
        self.request_seconds.observe(took.as_secs_f64());
    }

    /// Shows rates of features from the start, before one of them refuses a request.
    pub fn know_rates(&self, rates: impl Iterator<Item = &'static Rate>) {
        rates.for_each(|rate| drop(self.rate_limited.with_label_values(&[rate.name])));
    }

    pub fn rate_limited(&self, bucket: &str) {
        self.rate_limited.with_label_values(&[bucket]).inc();
    }

    /// The write lock was acquired after this time.
    pub fn waited_for_lock(&self, took: Duration) {
        if took >= BUSY_AFTER {
            self.busy_waits.inc();
        }
    }

    /// Slow polls of a handler blocked its worker. `route` is a pattern, of which there are few.
    pub fn polled_slowly(&self, route: &str, times: u64) {
        self.slow_polls.with_label_values(&[route]).inc_by(times);
    }

    /// Number of slow polls of a route.
    pub fn slow_polls(&self, route: &str) -> u64 {
        self.slow_polls.with_label_values(&[route]).get()
    }

    /// A connection was closed.
    pub fn closed(&self, code: u16) {
        self.closes.with_label_values(&[&code.to_string()]).inc();
    }

    pub fn identified(&self, succeeded: bool) {
        self.identifies.with_label_values(&[if succeeded { "ok" } else { "refused" }]).inc();
    }

    /// The outcome of a RESUME: `ok` or the reason against it.
    pub fn resumed(&self, result: &'static str) {
        debug_assert!(RESUMES.contains(&result), "{result} is not in the list");
        self.resumes.with_label_values(&[result]).inc();
    }

    /// All metrics, as text.
    pub fn text(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).unwrap_or_default()
    }
}

impl Now {
    fn new(make: &Maker) -> Self {
        Self {
            connections: make.gauge("chatspace_gateway_connections", "Open gateway connections, identified or not."),
            sessions: make.gauges("chatspace_gateway_sessions", "Gateway sessions, connected or waiting for a RESUME.", "state"),
            unsent_events: make.gauge("chatspace_gateway_unsent_events", "Events waiting to be sent to clients."),
            most_unsent_events: make
                .gauge("chatspace_gateway_unsent_events_max", "Events waiting to be sent, of the session with the most."),
            replay_events: make.gauge("chatspace_gateway_replay_events", "Events stored for a RESUME."),
            replay_bytes: make.gauge(
                "chatspace_gateway_replay_bytes",
                "Bytes of events stored for a RESUME; shared events count for each session.",
            ),
            writes_waiting: make.gauge("chatspace_writes_waiting", "Write jobs waiting for the writer."),
            blocking_pool_waiting: make.gauge("chatspace_blocking_pool_waiting", "Jobs waiting for the blocking pool."),
            pool_in_use: make.gauges("chatspace_database_connections_in_use", "Database connections in use.", "pool"),
            database_bytes: make.gauge("chatspace_database_bytes", "Size of the SQLite file; 0 on Postgres."),
            wal_bytes: make.gauge("chatspace_database_wal_bytes", "Size of SQLite's write-ahead log; 0 on Postgres."),
            wal_held_bytes: make
                .gauge("chatspace_database_wal_held_bytes", "Used part of SQLite's write-ahead log, from 16 MiB on."),
            free_disk_bytes: make.gauge("chatspace_free_disk_bytes", "Free disk space at the data folder."),
            uptime_seconds: make.gauge("chatspace_uptime_seconds", "Time since the start."),
            clock_skew_seconds: make.fraction("chatspace_clock_skew_seconds", "Change of the clock since the start."),
            ids_ahead_seconds: make.gauge("chatspace_ids_ahead_seconds", "How far the newest ids are ahead of the clock."),
            backup_age_seconds: make
                .gauge_or_none("chatspace_backup_age_seconds", "Time since the last backup; absent before the first."),
            resident_bytes: make.gauge("chatspace_resident_memory_bytes", "Resident memory of the process."),
            migrations: make.gauge("chatspace_migrations", "Migrations applied to the database."),
        }
    }

    /// The age of the last complete backup, if there is one.
    pub fn backed_up(&self, ago: Option<Duration>) {
        match ago {
            Some(ago) => {
                let seconds = i64::try_from(ago.as_secs()).unwrap_or(i64::MAX);
                self.backup_age_seconds.with_label_values::<&str>(&[]).set(seconds);
            }
            None => self.backup_age_seconds.reset(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_few_series_and_what_happens_makes_no_more_of_them() {
        let metrics = Metrics::new();
        let series = || metrics.text().lines().filter(|line| !line.starts_with('#')).count();
        let before = series();
        assert!((100..=300).contains(&before), "{before}");
        for rate in limits::RATES {
            metrics.rate_limited(rate.name);
        }
        for code in CLOSE_CODES {
            metrics.closed(*code);
        }
        metrics.answered(200, Duration::from_millis(3));
        metrics.answered(999, Duration::from_secs(3));
        assert_eq!(series(), before);
    }
}
