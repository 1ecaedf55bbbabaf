//! What is written about the running server: one line an event, to standard output.
//!
//! Invariant: no line holds a password, token, cookie, query string, message, name or e-mail address, with one exception: where there is
//! no mail server, the links of letters are written for the operator (`chatspace::mail`), who may have no other way in. A request is
//! named by the template of its route, never by its path, for a path may hold an invite code.

mod lines;
mod outlet;

use std::{
    io,
    net::IpAddr,
    panic::{self, PanicHookInfo},
    sync::OnceLock,
    time::Instant,
};

use actix_web::{
    Error as ActixError, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web,
};
use ipnet::IpNet;
use tracing_subscriber::EnvFilter;

use self::{
    lines::Lines,
    outlet::{Outlet, REQUESTS},
};
use crate::{
    access::Caller,
    config::{Config, LogAddresses},
    db::DatabaseUrl,
    entry,
    observe::{metrics, security_event},
    state::State,
};

static OUTLET: OnceLock<Outlet> = OnceLock::new();

/// Begins to log, as the configuration says; `RUST_LOG` overrules it. Panics are logged too. A second call changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(if config.debug { "info,chatspace=debug" } else { "warn,chatspace=info" }));
    let outlet = OUTLET.get_or_init(|| Outlet::start(io::stdout())).clone();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).event_format(Lines(config.log_format)).with_writer(outlet);
    if lines.try_init().is_ok() {
        panic::set_hook(Box::new(log_panic));
    }
}

/// Writes out what was logged so far. Without it the last lines of a process may be missing.
pub fn finish() {
    if let Some(outlet) = OUTLET.get() {
        outlet.flush();
    }
}

fn log_panic(panic: &PanicHookInfo) {
    metrics().panics.inc();
    let message = panic.payload_as_str().unwrap_or("without a message");
    let place = panic.location().map(ToString::to_string);
    tracing::error!(message, place, "a panic");
}

/// Says how the server runs, without what is secret: of the database its kind, of the mail server whether there is one.
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

/// Middleware: one line for each answered request. Stands inside of [`crate::http::request_id::name_request`], outside of all else.
pub async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let began = Instant::now();
    let method = request.method().clone();
    let address = address(&request);
    let answered = next.call(request).await;
    let took = began.elapsed();
    let (status, route, user) = match &answered {
        Ok(response) => {
            let request = response.request();
            let user = request.extensions().get::<Caller>().map(|caller| caller.user.get());
            (response.status().as_u16(), request.match_pattern(), user)
        }
        Err(error) => (error.as_response_error().status_code().as_u16(), None, None),
    };
    let route = route.as_deref().unwrap_or("-");
    metrics().answered(status, took);
    macro_rules! note {
        ($level:ident) => {
            tracing::$level!(
                target: REQUESTS,
                method = method.as_str(),
                route,
                status,
                duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
                user,
                address,
                "answered"
            )
        };
    }
    // Whoever watches asks all day long; that all is well is no news.
    if status == 200 && route.starts_with("/health/") {
        note!(debug)
    } else {
        note!(info)
    }
    match status {
        401 => security_event!("token_refused", route, address, "a request without a valid token was refused"),
        403 => security_event!("denied", route, user, address, "a request was denied"),
        429 => security_event!("rate_limited", route, user, address, "a request came too often"),
        _ => {}
    }
    answered
}

/// Where a request came from, as the settings want it shown.
fn address(request: &ServiceRequest) -> Option<String> {
    let config = &request.app_data::<web::Data<State>>()?.config;
    let address = || entry::address(request.request(), &config.trusted_proxies);
    match config.log_addresses {
        LogAddresses::None => None,
        LogAddresses::Full => Some(address().to_string()),
        LogAddresses::Short => Some(shortened(address())),
    }
}

/// The network of an address, in which many people are.
fn shortened(address: IpAddr) -> String {
    let length = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, length).map_or_else(|_| String::new(), |network| network.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_as_the_network_that_it_is_in() {
        for (address, shown) in [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")] {
            assert_eq!(shortened(address.parse().expect("is an address")), shown);
        }
    }
}
