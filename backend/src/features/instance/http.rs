//! Routes of the instance.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::{actions::Readiness, rules};
use crate::{
    api_guard::{self, Routes, endpoint},
    config::Registration,
    features::users,
    http::Error,
    kernel::limits::Limits,
    state::State,
    writer::StorageHealth,
};

/// Public information about the instance.
#[derive(Debug, Serialize, ToSchema)]
pub struct Instance {
    #[schema(examples("ChatSpace"))]
    pub name: String,
    pub registration: Registration,
    #[schema(examples("0.1.0"))]
    pub version: &'static str,
    /// Whether the instance has no operator yet.
    pub first_run: bool,
    /// Whether the first operator needs the setup token, because the request does not come from the server's own machine.
    pub needs_setup_token: bool,
    /// Whether the server sends emails. Otherwise the operator passes links on.
    pub sends_mail: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, `degraded` (reads succeed, writes fail) or `unavailable`.
    #[schema(examples("ok"))]
    pub status: &'static str,
    /// Why the server is not fully available: `database`, `writer`, `files`, `storage_full` or `read_only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(examples("database"))]
    pub reasons: Vec<&'static str>,
}

/// Returns public information about the instance. No token is required.
#[utoipa::path(get, path = "/chatspace/instance", tag = "instance",
    responses((status = 200, description = "The instance", body = Instance)))]
async fn instance(state: web::Data<State>, request: HttpRequest) -> Result<HttpResponse, Error> {
    let registration = state.cache.read().registration();
    let first_run = !users::actions::has_operator(&mut state.db.read_first().await?).await?;
    Ok(HttpResponse::Ok().json(Instance {
        name: state.config.app_name.clone(),
        registration,
        version: env!("CARGO_PKG_VERSION"),
        sends_mail: state.config.smtp.is_some(),
        first_run,
        needs_setup_token: first_run && !api_guard::is_local(&request),
    }))
}

/// Returns all limits on sizes, counts and rates. No token is required.
#[utoipa::path(get, path = "/chatspace/limits", tag = "instance",
    responses((status = 200, description = "The limits", body = Limits)))]
async fn limits(state: web::Data<State>) -> HttpResponse {
    HttpResponse::Ok().json(&state.limits)
}

/// Liveness: succeeds while the process runs.
#[utoipa::path(get, path = "/health/live", tag = "instance",
    responses((status = 200, description = "The process runs", body = Health)))]
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok", reasons: Vec::new() })
}

/// Readiness: succeeds while requests can be served.
#[utoipa::path(get, path = "/health/ready", tag = "instance",
    responses((status = 200, description = "Requests can be served", body = Health), (status = 503, description = "Requests cannot be served", body = Health)))]
async fn ready(state: web::Data<State>, readiness: web::Data<Readiness>) -> HttpResponse {
    let missing = readiness.missing(&state).await;
    if !missing.is_empty() {
        return HttpResponse::ServiceUnavailable().json(Health { status: "unavailable", reasons: missing });
    }
    HttpResponse::Ok().json(match state.writer.storage_health() {
        // A handler that runs is alive.
        StorageHealth::Good | StorageHealth::Away => Health { status: "ok", reasons: Vec::new() },
        StorageHealth::Full => Health { status: "degraded", reasons: vec!["storage_full"] },
        StorageHealth::ReadOnly => Health { status: "degraded", reasons: vec!["read_only"] },
        StorageHealth::Lost => {
            return HttpResponse::ServiceUnavailable().json(Health { status: "unavailable", reasons: vec!["files"] });
        }
    })
}

/// Routes of the API.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(instance).rate(rules::INSTANCE).anybody());
    routes.add(endpoint!(limits).rate(rules::INSTANCE).anybody());
}

/// Routes at the root, for monitoring.
pub fn health_routes(routes: &mut Routes) {
    routes.add(endpoint!(live).unlimited().public());
    routes.add(endpoint!(ready).unlimited().public());
}
