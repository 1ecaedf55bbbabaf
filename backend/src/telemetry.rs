//! What is written about the running server: one line an event, to standard output.
//!
//! Invariant: no line holds a password, token, cookie, query string, message, name or e-mail address, with one exception: where there is
//! no mail server, the links of letters are written for the operator (`chatspace::mail`), who may have no other way in. A request is
//! named by the template of its route, never by its path, for a path may hold an invite code.

use std::{
    panic::{self, PanicHookInfo},
    time::Instant,
};

use actix_web::{
    Error as ActixError, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use tracing_subscriber::EnvFilter;

use crate::{
    access::Caller,
    config::{Config, LogFormat},
    http::request_id,
};

/// Begins to log, as the configuration says; `RUST_LOG` overrules it. Panics are logged too. A second call changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new(if config.debug { "info,chatspace=debug" } else { "warn,chatspace=info" }));
    let lines = tracing_subscriber::fmt().with_env_filter(filter);
    let started = match config.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        panic::set_hook(Box::new(log_panic));
    }
}

fn log_panic(panic: &PanicHookInfo) {
    let message = panic.payload_as_str().unwrap_or("without a message");
    let place = panic.location().map(ToString::to_string);
    tracing::error!(message, place, request_id = request_id::current(), "a panic");
}

/// Middleware: one line for each answered request. Stands inside of [`request_id::name_request`], outside of all else.
pub async fn log_request(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    let began = Instant::now();
    let method = request.method().clone();
    let answered = next.call(request).await;
    let duration_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let (status, route, user) = match &answered {
        Ok(response) => {
            let request = response.request();
            let user = request.extensions().get::<Caller>().map(|caller| caller.user.get());
            (response.status(), request.match_pattern(), user)
        }
        Err(error) => (error.as_response_error().status_code(), None, None),
    };
    tracing::info!(
        target: "chatspace::requests",
        method = method.as_str(),
        route = route.as_deref().unwrap_or("-"),
        status = status.as_u16(),
        duration_us,
        request_id = request_id::current(),
        user,
        "answered"
    );
    answered
}
