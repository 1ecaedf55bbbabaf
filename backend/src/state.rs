//! The shared state of handlers.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::{
    access::{SetupToken, Tokens, WaitingSessions},
    cache::{Cache, Presences},
    config::Config,
    db::Db,
    http::rate_limits::Limiter,
    kernel::{Clock, limits::Limits, snowflake::Snowflakes},
    media::Media,
    observe::ClockWatch,
    writer::{BlockingPool, Publisher, Writer},
};

/// The state of the process, shared by all threads.
pub struct State {
    pub config: Config,
    pub clock: Clock,
    pub clock_watch: ClockWatch,
    pub db: Db,
    pub cache: Arc<Cache>,
    pub presences: Arc<Presences>,
    pub writer: Writer,
    pub publisher: Arc<Publisher>,
    pub ids: Arc<Snowflakes>,
    pub tokens: Tokens,
    pub setup_token: SetupToken,
    pub limiter: Limiter,
    /// All limits of the server, for clients.
    pub limits: Limits,
    /// Sessions opened while nothing can be stored.
    pub waiting_sessions: WaitingSessions,
    pub media: Media,
    /// The blocking pool for passwords.
    pub blocking_pool: BlockingPool,
    /// Held during an export, of which one runs at a time.
    pub export_permit: Arc<Mutex<()>>,
}
