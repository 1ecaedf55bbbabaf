//! Serves metrics on their own listener.
//!
//! Invariant: metrics describe the server and none of its users. A scrape iterates over the sessions and runs no query.

use std::{fs, io, net::SocketAddr, path::PathBuf, sync::Arc, time::Instant};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    get,
    http::header::{CACHE_CONTROL, ContentType},
    web,
};

use crate::{
    backup,
    db::{self, DatabaseUrl},
    gateway::Hub,
    observe::metrics,
    state::State,
};

/// The sources of metrics.
struct Source {
    state: Arc<State>,
    hub: Arc<Hub>,
    began: Instant,
}

/// Starts the listener.
///
/// # Errors
/// If the address is unavailable.
pub fn listen(asked: SocketAddr, state: &Arc<State>, hub: &Arc<Hub>) -> io::Result<(SocketAddr, Server)> {
    let source = web::Data::new(Source { state: state.clone(), hub: hub.clone(), began: Instant::now() });
    let server = HttpServer::new(move || App::new().app_data(source.clone()).service(show))
        .workers(1)
        .shutdown_timeout(1)
        .disable_signals()
        .bind(asked)?;
    let address = server.addrs().first().copied().unwrap_or(asked);
    Ok((address, server.run()))
}

#[get("/metrics")]
async fn show(request: HttpRequest, source: web::Data<Source>) -> HttpResponse {
    // A debug build can be made to panic, so that the test of the panic counter can cause one; a release build cannot.
    assert!(!(cfg!(debug_assertions) && request.query_string() == "FAULT_PANIC"), "a panic on request");
    source.read();
    HttpResponse::Ok()
        .insert_header(ContentType("text/plain; version=0.0.4; charset=utf-8".parse().unwrap_or(mime_guess::mime::TEXT_PLAIN)))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(metrics().text())
}

impl Source {
    /// Updates the gauges.
    fn read(&self) {
        let now = &metrics().now;
        let load = self.hub.load();
        now.connections.set(number(self.hub.connections()));
        now.sessions.with_label_values(&["connected"]).set(number(load.connected));
        now.sessions.with_label_values(&["waiting"]).set(number(load.waiting));
        now.unsent_events.set(number(load.unsent));
        now.most_unsent_events.set(number(load.most_unsent));
        now.replay_events.set(number(load.stored));
        now.replay_bytes.set(number(load.stored_bytes));
        now.writes_waiting.set(number(self.state.writer.waiting()));
        now.blocking_pool_waiting.set(number(self.state.blocking_pool.waiting()));
        for (pool, in_use) in self.state.db.in_use() {
            now.pool_in_use.with_label_values(&[pool]).set(number(in_use));
        }
        let [database, wal] = self.database_files().map(|file| file.map_or(0, |file| bytes_of(&file)));
        now.database_bytes.set(database);
        now.wal_bytes.set(wal);
        let free = db::free_bytes(&self.state.config.data_dir);
        now.free_disk_bytes.set(free.and_then(|free| i64::try_from(free).ok()).unwrap_or(-1));
        now.uptime_seconds.set(i64::try_from(self.began.elapsed().as_secs()).unwrap_or(i64::MAX));
        now.clock_skew_seconds.set(self.state.clock.drift_ms() as f64 / 1000.0);
        now.ids_ahead_seconds.set(i64::try_from(self.state.ids.ahead().as_secs()).unwrap_or(i64::MAX));
        let backup = backup::last_finished(&self.state.config.data_dir);
        now.backed_up(backup.map(|at| self.state.clock.now().since(at)));
        now.resident_bytes.set(resident_bytes());
    }

    /// SQLite's file and its log.
    fn database_files(&self) -> [Option<PathBuf>; 2] {
        let DatabaseUrl::Sqlite(path) = &self.state.config.database else { return [None, None] };
        let mut wal = path.clone().into_os_string();
        wal.push("-wal");
        [Some(path.clone()), Some(wal.into())]
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn bytes_of(file: &PathBuf) -> i64 {
    fs::metadata(file).map_or(0, |found| i64::try_from(found.len()).unwrap_or(i64::MAX))
}

/// As reported by Linux; 0 elsewhere.
fn resident_bytes() -> i64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix("kB"));
    line.and_then(|kib| kib.trim().parse::<i64>().ok()).unwrap_or(0) * 1024
}
