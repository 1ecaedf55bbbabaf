//! The address of the gateway: the routes that return it, and the WebSocket route.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::{Hub, connection};
use crate::{
    api_guard::{self, Routes, endpoint},
    config::{Config, RateLimits},
    http::{error, forwarded, origin},
    kernel::{ApiError, address, limits},
    state::State,
};

/// The URL of the gateway.
#[derive(Debug, Serialize, ToSchema)]
pub struct GatewayUrl {
    /// The URL without a query.
    #[schema(examples("wss://chat.example.org/gateway"))]
    pub url: String,
}

/// The URL of the gateway, and connection limits for bots.
#[derive(Debug, Serialize, ToSchema)]
pub struct GatewayBot {
    /// The URL without a query.
    #[schema(examples("wss://chat.example.org/gateway"))]
    pub url: String,
    /// Always 1.
    pub shards: u32,
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be started in a day. The used part is not reported, because libraries refuse to start at a low number.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionStartLimit {
    #[schema(examples(1000))]
    pub total: u32,
    /// Always equal to `total`.
    #[schema(examples(1000))]
    pub remaining: u32,
    /// Always 0.
    pub reset_after: u64,
    /// Always 1.
    pub max_concurrency: u32,
}

/// Returns the URL of the gateway.
#[utoipa::path(get, path = "/gateway", tag = "gateway",
    responses((status = 200, description = "The URL", body = GatewayUrl)))]
async fn gateway_url(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    HttpResponse::Ok().json(GatewayUrl { url: url(&state.config, &request) })
}

/// Returns the URL of the gateway and session limits, for bots.
#[utoipa::path(get, path = "/gateway/bot", tag = "gateway",
    responses((status = 200, description = "The URL and the session limits", body = GatewayBot)))]
async fn gateway_bot(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let total = limits::IDENTIFY_DAY.count;
    let session_start_limit = SessionStartLimit { total, remaining: total, reset_after: 0, max_concurrency: 1 };
    HttpResponse::Ok().json(GatewayBot { url: url(&state.config, &request), shards: 1, session_start_limit })
}

/// Adds the routes that return the address.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(gateway_url).unlimited().anybody());
    routes.add(endpoint!(gateway_bot).unlimited().anybody());
}

/// Adds the WebSocket route, at the root of the server.
pub fn socket_routes(config: &mut web::ServiceConfig) {
    for path in ["/gateway", "/gateway/"] {
        let refuse = || async { error::respond(ApiError::wrong_method("GET")) };
        config.service(web::resource(path).route(web::get().to(socket)).default_service(web::to(refuse)));
    }
}

async fn socket(
    request: HttpRequest,
    body: web::Payload,
    state: web::Data<State>,
    hub: web::Data<Hub>,
) -> Result<HttpResponse, actix_web::Error> {
    if !is_same_site(&state.config, &request) {
        return Ok(error::respond(ApiError::cross_site()));
    }
    let address = forwarded::address(&request, &state.config.trusted_proxies);
    let counts_network = match state.config.rate_limits {
        RateLimits::Off => false,
        RateLimits::Relaxed => !api_guard::is_local(&request),
        RateLimits::Default => true,
    };
    let Some(handle) = hub.connect(address::network(address), counts_network) else {
        return Ok(error::respond(ApiError::unavailable()));
    };
    let url = url(&state.config, &request);
    let started = connection::start(
        &request,
        body,
        connection::Handshake { state, hub: hub.clone().into_inner(), handle: handle.clone(), url },
    );
    if started.is_err() {
        hub.disconnect(&handle, None, false);
    }
    started
}

/// The gateway's URL as the client reaches it. Without a configured URL it is built from headers of the request, and only
/// returned to that client.
fn url(config: &Config, request: &HttpRequest) -> String {
    match &config.public_url {
        Some(public) => {
            let scheme = if public.scheme() == "https" { "wss" } else { "ws" };
            format!("{scheme}://{}/gateway", authority(public))
        }
        None => {
            let is_secure = forwarded::is_over_tls(request) || origin_of(request).starts_with("https://");
            let scheme = if is_secure { "wss" } else { "ws" };
            format!("{scheme}://{}/gateway", host(request))
        }
    }
}

fn origin_of(request: &HttpRequest) -> &str {
    request.headers().get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).unwrap_or_default()
}

fn host(request: &HttpRequest) -> &str {
    request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost")
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or("localhost");
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Browsers send the origin of a connection, and other sites may not open one. Programs send none, and have no cookies.
fn is_same_site(config: &Config, request: &HttpRequest) -> bool {
    let text = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or_default());
    match text(header::ORIGIN) {
        Some(origin) => origin::is_ours(origin, config, text(header::HOST)),
        None => !request.headers().contains_key(header::COOKIE),
    }
}
