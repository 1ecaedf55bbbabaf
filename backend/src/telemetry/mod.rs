//! Logging to standard output, one line per event.
//!
//! Invariant: no line contains a password, token, cookie, query string, message, name or email address. A request is identified
//! by the template of its route, never by its path, which may contain an invite code.

mod lines;
mod log_writer;

use std::{
    fmt,
    io::{self, Write},
    net::IpAddr,
    panic::{self, PanicHookInfo},
    sync::OnceLock,
    time::{Duration, Instant},
};

use actix_web::{
    Error as ActixError, HttpMessage, HttpRequest,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, StatusCode},
    web,
};
use ipnet::IpNet;
use tracing::{Level, field};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use self::{
    lines::Lines,
    log_writer::{LogWriter, REQUESTS},
};
use crate::{
    access::Caller,
    config::{Config, LogAddresses},
    db::DatabaseUrl,
    http::{forwarded, policy::Matched},
    observe::{metrics, security_event},
    state::State,
};

static LOG: OnceLock<LogWriter> = OnceLock::new();
/// At exit, time limit for the log to be read.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Starts logging as configured; `RUST_LOG` overrides it. Panics are logged too. A second call has no effect.
///
/// # Errors
/// If the thread cannot be started.
pub fn start(config: &Config) -> io::Result<()> {
    if LOG.get().is_some() {
        return Ok(());
    }
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(if config.debug { "info,chatspace=debug" } else { "warn,chatspace=info" }));
    let writer = LogWriter::start(io::stdout())?;
    let writer = LOG.get_or_init(|| writer).clone();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).event_format(Lines(config.log_format)).with_writer(writer);
    if lines.try_init().is_ok() {
        panic::set_hook(Box::new(log_panic));
    }
    Ok(())
}

/// Writes a line for the user who started the program, between the lines of the log, without blocking.
pub fn say(line: &str) {
    if let Some(writer) = LOG.get() {
        let _ = writer.make_writer().write_all(format!("{line}\n").as_bytes());
    }
}

/// Waits a moment for the log to be written. Without this the last lines of a process may be lost.
pub fn finish() {
    if let Some(writer) = LOG.get() {
        writer.flush(LAST_LINES);
    }
}

fn log_panic(panic: &PanicHookInfo) {
    metrics().panics.inc();
    let message = panic.payload_as_str().unwrap_or("without a message");
    let place = panic.location().map(ToString::to_string);
    tracing::error!(message, place, "a panic");
}

/// Logs the configuration without secrets: the kind of the database, and whether there is a mail server.
pub fn note_settings(config: &Config) {
    let database = match config.database {
        DatabaseUrl::Sqlite(_) => "sqlite",
        DatabaseUrl::Postgres(_) => "postgres",
    };
    security_event!(
        "settings",
        database,
        host = %config.host,
        port = config.port,
        public_url = config.public_url.is_some(),
        mail = config.smtp.is_some(),
        registration = config.registration.name(),
        trusted_proxies = config.trusted_proxies.len(),
        rate_limits = ?config.rate_limits,
        access_token_s = config.access_token_lifetime.as_secs(),
        algorithm = ?config.algorithm,
        bcrypt_cost = config.bcrypt_cost,
        debug = config.debug,
        "the settings of this start"
    );
}

/// A request that is being processed.
pub struct RequestLog {
    began: Instant,
    method: Method,
    address: Option<Origin>,
}

impl RequestLog {
    pub fn of(request: &ServiceRequest) -> Self {
        Self { began: Instant::now(), method: request.method().clone(), address: Origin::of(request) }
    }

    /// Counts the response, and logs one line for it.
    pub fn answered<B>(self, answer: &Result<ServiceResponse<B>, ActixError>) {
        let took = self.began.elapsed();
        let status = answer.as_ref().map_or_else(|error| error.as_response_error().status_code(), ServiceResponse::status);
        metrics().answered(status.as_u16(), took);
        let request = answer.as_ref().ok().map(ServiceResponse::request);
        // Successful health checks are frequent and not logged.
        let is_news = status != StatusCode::OK || request.is_none_or(|request| !request.path().starts_with("/health/"));
        if is_news || tracing::enabled!(target: REQUESTS, Level::DEBUG) {
            self.note(status.as_u16(), took, request, is_news);
        }
    }

    fn note(self, status: u16, took: Duration, request: Option<&HttpRequest>, is_news: bool) {
        let matched = request.and_then(|request| request.extensions().get::<Matched>().cloned());
        let route = matched.as_ref().map_or("-", |matched| matched.policy.pattern.as_str());
        let user = request.and_then(|request| request.extensions().get::<Caller>().map(|caller| caller.user.get()));
        let address = self.address.as_ref().map(field::display);
        macro_rules! note {
            ($level:ident) => {
                tracing::$level!(
                    target: REQUESTS,
                    method = self.method.as_str(),
                    route,
                    status,
                    duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
                    user,
                    address,
                    "answered"
                )
            };
        }
        if is_news {
            note!(info);
        } else {
            note!(debug);
        }
        match status {
            401 => security_event!("token_refused", route, address, "a request without a valid token was refused"),
            403 => security_event!("denied", route, user, address, "a request was denied"),
            429 => security_event!("rate_limited", route, user, address, "a request exceeded a rate limit"),
            _ => {}
        }
    }
}

/// The client's address, as configured for logs.
#[derive(Debug, Clone, Copy)]
enum Origin {
    Address(IpAddr),
    /// An aggregated address, shared by many users.
    Network(IpNet),
}

impl Origin {
    fn of(request: &ServiceRequest) -> Option<Self> {
        let config = &request.app_data::<web::Data<State>>()?.config;
        let address = || forwarded::address(request.request(), &config.trusted_proxies);
        match config.log_addresses {
            LogAddresses::None => None,
            LogAddresses::Full => Some(Self::Address(address())),
            LogAddresses::Short => Some(Self::shortened(address())),
        }
    }

    fn shortened(address: IpAddr) -> Self {
        let length = if address.is_ipv4() { 24 } else { 48 };
        Self::Network(IpNet::new(address, length).map_or_else(|_| address.into(), |network| network.trunc()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(out),
            Self::Network(network) => network.fmt(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_the_network_that_it_is_in() {
        for (address, shown) in [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")] {
            assert_eq!(Origin::shortened(address.parse().expect("is an address")).to_string(), shown);
        }
    }
}
