//! The connection of `chatspace admin` to the server.
//!
//! Whoever can read the server's key and its database is an operator. So the command issues a console token and calls the API: of
//! the server that has opened the database, wherever its data folder is, or, if there is none, of a temporary one that listens on
//! this machine only.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use actix_web::http::{Method, StatusCode};
use awc::Client;
use serde_json::Value;

use super::admin::Failed;
use crate::{
    access::Tokens,
    api_guard,
    app::{self, Running, StartError},
    config::Config,
    db::{Db, OpenError},
    kernel::Clock,
};

/// How long to wait for a server that is starting or stopping.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(200);
/// Time limit to connect.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum size of a response.
const ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// The server that a command uses.
pub struct Console {
    address: SocketAddr,
    client: Client,
    tokens: Tokens,
    /// The server, if it is temporary.
    own: Option<Running>,
}

/// A response of the server.
pub struct ConsoleResponse {
    pub status: StatusCode,
    pub body: Value,
}

impl Console {
    /// Finds the server, or starts a temporary one.
    pub async fn open(config: &Config) -> Result<Self, super::Failed> {
        let attempts = PATIENCE.as_millis() / PAUSE.as_millis();
        let mut at = None;
        for _ in 0..attempts {
            let holder = match app::start_quietly(quiet(config), Clock::System).await {
                Ok(running) => return Ok(Self::of(running, config)),
                Err(StartError::Database(OpenError::Held { by, .. })) => by,
                Err(StartError::Locked { .. }) => Db::holder(&config.database).await,
                Err(error) => return Err(error.into()),
            };
            at = holder.as_ref().map(|holder| holder.address);
            match holder {
                Some(holder) if answers(holder.address).await => {
                    return Ok(Self::at(reachable(holder.address), &holder.name, config));
                }
                _ => actix_web::rt::time::sleep(PAUSE).await,
            }
        }
        let folder = config.data_dir.display().to_string();
        Err(Failed::Unreachable(match at {
            Some(address) => {
                format!("another process has opened the database, but no server responds at {address} on this machine")
            }
            None => format!("another process uses the data folder {folder} or its database, but no server responds"),
        })
        .into())
    }

    fn of(running: Running, config: &Config) -> Self {
        let console = Self::at(running.address, running.state().db.holder_name(), config);
        Self { own: Some(running), ..console }
    }

    fn at(address: SocketAddr, process: &str, config: &Config) -> Self {
        let tokens = Tokens::new(Clock::System, config.algorithm, &config.keys(), config.access_token_lifetime).of(process);
        Self { address, client: Client::builder().timeout(ANSWER_TIMEOUT).finish(), tokens, own: None }
    }

    /// Sends a request, and repeats it if it is rate limited.
    pub async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Result<ConsoleResponse, Failed> {
        loop {
            let url = format!("http://{}{}{path}", self.address, api_guard::PREFIX);
            let token = self.tokens.issue_console();
            let request = self.client.request(method.clone(), url).bearer_auth(token.expose()).force_close();
            let sent = match body {
                Some(body) => request.send_json(body).await,
                None => request.send().await,
            };
            let mut answer = sent.map_err(|error| Failed::Unreachable(format!("the server does not respond: {error}")))?;
            let bytes = answer.body().limit(ANSWER_BYTES).await;
            let bytes = bytes.map_err(|error| Failed::Unreachable(format!("the server's response is incomplete: {error}")))?;
            let body: Value = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
            match body["retry_after"].as_f64().and_then(|wait| Duration::try_from_secs_f64(wait).ok()) {
                Some(wait) if answer.status() == StatusCode::TOO_MANY_REQUESTS => actix_web::rt::time::sleep(wait).await,
                _ => return Ok(ConsoleResponse { status: answer.status(), body }),
            }
        }
    }

    /// Stops the server, if it is temporary.
    pub async fn close(self) {
        if let Some(running) = self.own {
            running.stop().await;
        }
    }
}

/// Settings of a temporary server: it listens on this machine only, and its links use the configured URL.
fn quiet(config: &Config) -> Config {
    Config {
        public_url: config.address().parse().ok(),
        host: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        metrics: None,
        workers: 1,
        ..config.clone()
    }
}

/// The local address of a server that listens on all addresses.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

async fn answers(address: SocketAddr) -> bool {
    let url = format!("http://{}/health/live", reachable(address));
    Client::builder()
        .timeout(PROBE_TIMEOUT)
        .finish()
        .get(url)
        .force_close()
        .send()
        .await
        .is_ok_and(|answer| answer.status().is_success())
}
