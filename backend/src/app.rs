//! Assembles the server: [`start`] opens the database, loads the model, and serves requests until [`Running::stop`].

mod background;
mod data_folder;
mod error;
mod keys;
mod routes;

use std::{fs::File, io, net::SocketAddr, sync::Arc, time::Duration};

use actix_web::{App, HttpServer, dev, middleware::from_fn, web};
use background::Workers;
use data_folder::restrict_access;
pub use data_folder::{lock, refuse_half_restored};
pub use error::StartError;
pub use routes::routes;
use tokio::{sync::oneshot, task::JoinHandle};

use crate::{
    access::{SetupToken, Tokens, WaitingSessions},
    api_guard, backup,
    cache::{self, Cache},
    config::Config,
    db::{self, Db, DbError},
    exporter,
    features::{self, users},
    gateway::{self, Hub},
    http::{bodies::Bodies, connections::Connections, headers::Policies, rate_limits::Limiter, request_id, web_client},
    kernel::{
        Clock, Secret, limits,
        snowflake::{self, Snowflakes},
    },
    media::Media,
    observe::{ClockWatch, metrics},
    openapi, request_pipeline,
    state::State,
    workers,
    writer::{BlockingPool, Publisher, WriterTask},
};

/// Time limit for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// Time limit for running requests after the signal to stop.
const DRAIN_S: u64 = 5;
/// Interval of checks whether a read-only file system is writable again.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A running server.
pub struct Running {
    /// The address it listens on; with port 0 the assigned one.
    pub address: SocketAddr,
    state: Arc<State>,
    hub: Arc<Hub>,
    server: dev::ServerHandle,
    /// The listener for metrics.
    exporter: Option<dev::ServerHandle>,
    ended: JoinHandle<io::Result<()>>,
    stop_transport: oneshot::Sender<()>,
    transport: JoinHandle<()>,
    stop_pushes: oneshot::Sender<()>,
    pushes: JoinHandle<()>,
    stop_writer: oneshot::Sender<()>,
    writer: JoinHandle<Result<(), DbError>>,
    file_watch: JoinHandle<()>,
    /// Whether the writer has stopped by itself.
    has_failed: bool,
    /// Whether it was started on a read-only file system.
    is_read_only: bool,
    _held: Held,
}

/// The locks of the data folder and the database.
struct Held {
    _folder: File,
    db: Db,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.db.release();
    }
}

/// Starts a server.
///
/// # Errors
/// If the folder, the database or the port is unavailable.
pub async fn start(config: Config, clock: Clock) -> Result<Running, StartError> {
    start_with(config, clock, Workers::All).await
}

/// Starts a server for a single command, without background workers such as sending emails.
///
/// # Errors
/// If the folder, the database or the port is unavailable.
pub async fn start_quietly(config: Config, clock: Clock) -> Result<Running, StartError> {
    start_with(config, clock, Workers::None).await
}

async fn start_with(config: Config, clock: Clock, workers: Workers) -> Result<Running, StartError> {
    let folder = lock(&config)?;
    refuse_half_restored(&config)?;
    backup::sweep(&config.data_dir);
    let transport = workers::mail::MailTransport::new(&config)?;
    let db = Db::open(&config.database, workers.patience()).await?;
    let held = Held { _folder: folder, db: db.clone() };
    restrict_access(&config);
    let (state, writer_task) = assemble(config, clock, db).await?;
    let (stop_writer, stopped) = oneshot::channel();
    let writer = begin_to_write(writer_task, stopped);
    let hub = Hub::new(state.clock.clone(), state.presences.clone());
    state.publisher.subscribe(hub.clone());
    let vapid = Arc::new(keys::adopt(&state).await?);
    let (stop_transport, stopped) = oneshot::channel();
    let transport = workers.begin(&state, &hub, (transport, stopped));
    let (stop_pushes, stopped) = oneshot::channel();
    let pushes = workers.push(&state, &vapid, stopped);
    let (exporter, (address, server)) = (show_metrics(&state, &hub)?, listen(&state, &hub, vapid)?);
    let is_read_only = note_start(&state, address).await?;
    let handle = server.handle();
    let ended = actix_web::rt::spawn(server);
    let file_watch = workers::files::spawn(&state);
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "ready");
    Ok(Running {
        address,
        exporter,
        state,
        hub,
        server: handle,
        ended,
        stop_transport,
        transport,
        stop_pushes,
        pushes,
        stop_writer,
        writer,
        file_watch,
        has_failed: false,
        is_read_only,
        _held: held,
    })
}

/// The writer has a thread of its own that waits only for the database, where waking it for each statement is cheapest.
fn begin_to_write(task: WriterTask, stopped: oneshot::Receiver<()>) -> JoinHandle<Result<(), DbError>> {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(task.run(stopped)))
}

/// Records the server's address, if the file system is writable. Returns whether it is read-only.
async fn note_start(state: &State, address: SocketAddr) -> Result<bool, StartError> {
    if state.db.is_read_only() {
        tracing::warn!("the file system is read-only: reads succeed, writes fail");
        state.writer.begin_read_only();
        return Ok(true);
    }
    state.db.note_address(address).await?;
    Ok(false)
}

/// Warns if the clock is behind the stored data.
fn note_clock(ids: &Snowflakes, clock: &Clock) {
    let ahead_s = ids.ahead().as_secs();
    if ids.ahead() > limits::CLOCK_AHEAD {
        let now = clock.now();
        tracing::warn!(
            ahead_s,
            %now,
            "the newest ids are dated later than the clock shows. If the clock is wrong, set it; if it was wrong when they were made, \
             stop the server and run: chatspace repair-ids"
        );
    }
}

/// Re-dates all messages from the future to now, in their order. Returns how many positions in that order changed.
///
/// # Errors
/// When the database fails; then nothing is changed.
pub async fn redate(db: &Db, clock: &Clock) -> Result<i64, DbError> {
    let now = clock.now();
    let positions: Vec<_> = features::SLICES.iter().flat_map(|slice| slice.message_positions).copied().collect();
    db::redate(db, &positions, snowflake::first_at(now), snowflake::first_at(now.after(limits::CLOCK_AHEAD))).await
}

async fn assemble(config: Config, clock: Clock, db: Db) -> Result<(Arc<State>, WriterTask), StartError> {
    metrics().know_rates(features::rates());
    // Other programs' writes are either complete or absent in it.
    let mut conn = db.snapshot().await?;
    let model = cache::load(&mut conn, &clock, &config).await?;
    let stored = cache::stored_ids(&mut conn, snowflake::first_at(clock.now().after(limits::CLOCK_AHEAD))).await?;
    conn.rollback().await?;
    conn.discard().await;
    let cache = Arc::new(Cache::new(model));
    let node = if stored.is_exceeded { snowflake::OTHER_NODE } else { 0 };
    let ids = Arc::new(Snowflakes::new(clock.clone(), node, stored.floor));
    note_clock(&ids, &clock);
    let publisher = Arc::new(Publisher::new(cache.clone()));
    let (writer, task) = WriterTask::new(db.clone(), clock.clone(), cache.clone(), ids.clone(), publisher.clone());
    let task = task.with_hooks(features::SLICES.iter().map(|slice| &slice.hooks));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let state = State {
        presences: cache.presences().clone(),
        tokens: Tokens::new(clock.clone(), config.algorithm, &config.keys(), config.access_token_lifetime).of(db.holder_name()),
        setup_token: SetupToken::new(),
        media: Media::in_folder(&config.data_dir.join("media")),
        limiter: Limiter::new(clock.clone(), config.rate_limits),
        blocking_pool: BlockingPool::start((cores / 2).max(1)).map_err(StartError::Threads)?,
        export_permit: Arc::default(),
        waiting_sessions: WaitingSessions::default(),
        limits: features::limits(),
        clock_watch: ClockWatch::new(clock.clone()),
        clock,
        db,
        cache,
        writer,
        publisher,
        ids,
        config,
    };
    Ok((Arc::new(state), task))
}

fn listen(state: &Arc<State>, hub: &Arc<Hub>, vapid: Arc<keys::Vapid>) -> Result<(SocketAddr, dev::Server), StartError> {
    let bodies = web::Data::new(Bodies::default());
    let readiness = web::Data::new(features::instance::Readiness::default());
    let newest = web::Data::new(features::messages::NewestPages::default());
    let data = web::Data::from(state.clone());
    let hub = web::Data::from(hub.clone());
    let policies = web::Data::new(Policies::new(&state.config));
    let connections = Connections::new(&state.config);
    let trusted = web::Data::new(request_id::Trusted(state.config.trusted_proxies.clone()));
    let asked = SocketAddr::new(state.config.host, state.config.port);
    let make = move || {
        let api = web::scope(api_guard::PREFIX)
            .configure(|config| routes::api().register(config))
            .default_service(web::to(api_guard::unknown_path));
        App::new()
            .app_data(data.clone())
            .app_data(hub.clone())
            .app_data(bodies.clone())
            .app_data(web::Data::from(vapid.clone()))
            .app_data(readiness.clone())
            .app_data(newest.clone())
            .app_data(trusted.clone())
            .app_data(policies.clone())
            .configure(gateway::socket_routes)
            .service(api)
            .service(web::scope("/api").default_service(web::to(api_guard::unknown_path)))
            .configure(|config| routes::root().register(config))
            .configure(openapi::pages)
            .default_service(web::to(web_client::serve))
            .wrap(from_fn(request_pipeline::pass))
    };
    let mut server = HttpServer::new(make)
        .on_connect(move |io, extensions| {
            connections.on_connect(io, extensions);
            gateway::on_connect(io, extensions);
        })
        .client_request_timeout(HEAD_TIMEOUT)
        .keep_alive(state.config.keep_alive)
        .h1_write_buffer_size(gateway::WRITE_BUFFER)
        .shutdown_timeout(DRAIN_S)
        .disable_signals();
    if state.config.workers > 0 {
        server = server.workers(state.config.workers);
    }
    let failed = |source| StartError::Listen { address: asked, source };
    let server = server.bind(asked).map_err(failed)?;
    let address = server.addrs().first().copied().unwrap_or(asked);
    Ok((address, server.run()))
}

/// Serves metrics, if configured.
fn show_metrics(state: &Arc<State>, hub: &Arc<Hub>) -> Result<Option<dev::ServerHandle>, StartError> {
    let Some(asked) = state.config.metrics else { return Ok(None) };
    let (address, server) =
        exporter::listen(asked, state, hub).map_err(|source| StartError::Listen { address: asked, source })?;
    let handle = server.handle();
    actix_web::rt::spawn(server);
    tracing::info!(%address, "serving metrics");
    Ok(Some(handle))
}

impl Running {
    /// The setup token, while there is not an operator.
    pub async fn setup_token(&self) -> Option<&Secret> {
        let mut conn = self.state.db.read().await.ok()?;
        let has_operator = users::actions::has_operator(&mut conn).await.ok()?;
        (!has_operator).then(|| self.state.setup_token.secret())
    }
}

impl Running {
    /// The state of the server, for tests.
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }

    /// The event publisher, for tests.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Waits until this server cannot write any more: the disk has failed, or it has lost the database.
    ///
    /// # Errors
    /// What has failed.
    pub async fn fails(&mut self) -> DbError {
        let ended = (&mut self.writer).await;
        self.has_failed = true;
        match ended {
            Ok(Err(error)) => error,
            // The writer stops by itself for no other reason.
            Ok(Ok(())) | Err(_) => DbError::NotCommitted,
        }
    }

    /// Waits until a read-only file system is writable. The server must then be restarted, since the database was opened
    /// read-only.
    pub fn becomes_writable(&self) -> impl Future<Output = ()> + use<> {
        let (state, is_read_only) = (self.state.clone(), self.is_read_only);
        async move {
            if !is_read_only {
                std::future::pending::<()>().await;
            }
            while state.db.is_read_only() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        }
    }

    /// Stops without writing, after a disk failure: running requests get their response.
    pub async fn abandon(self) {
        self.hub.shut_down().await;
        self.server.stop(true).await;
    }

    /// Stops gracefully: clients are notified, running requests finish, pending jobs are written, the database closes.
    pub async fn stop(self) {
        // From here on the workers stop.
        self.file_watch.abort();
        self.hub.shut_down().await;
        self.server.stop(true).await;
        let _ = self.ended.await;
        if let Some(exporter) = self.exporter {
            exporter.stop(false).await;
        }
        let _ = self.stop_transport.send(());
        let _ = self.transport.await;
        let _ = self.stop_pushes.send(());
        let _ = self.pushes.await;
        let _ = self.stop_writer.send(());
        if !self.has_failed {
            let _ = self.writer.await;
        }
        self.state.db.close().await;
        tracing::info!("stopped");
    }
}
