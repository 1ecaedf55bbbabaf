//! The routes of the instance.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::actions::Readiness;
use crate::{
    config::Registration, features::users, http::Error, http::Routes, kernel::limits::Limits, state::State, work::Condition,
};

/// What one may know before signing in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Instance {
    #[schema(examples("ChatSpace"))]
    pub name: String,
    pub registration: Registration,
    #[schema(examples("0.1.0"))]
    pub version: &'static str,
    /// Whether nobody has registered yet. Who registers first operates the instance.
    pub first_run: bool,
    /// Whether letters are sent. Without, the operator hands links on.
    pub sends_mail: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, `degraded` (what is there can be read, but nothing can be stored) or `unavailable`.
    #[schema(examples("ok"))]
    pub status: &'static str,
    /// What is missing: `database`, `storage_full` or `read_only`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(examples("database"))]
    pub reasons: Vec<&'static str>,
}

/// What this instance is. Needs no token.
#[utoipa::path(tag = "instance", operation_id = "instance",
    responses((status = 200, description = "The instance", body = Instance)))]
#[get("/chatspace/instance")]
async fn instance(state: web::Data<State>) -> Result<HttpResponse, Error> {
    let registration = state.cache.read().registration();
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(Instance {
        name: state.config.app_name.clone(),
        registration,
        version: env!("CARGO_PKG_VERSION"),
        sends_mail: state.config.smtp.is_some(),
        first_run: !users::actions::has_any(&mut conn).await?,
    }))
}

/// Every size, count and rate that holds here. Needs no token.
#[utoipa::path(tag = "instance", operation_id = "limits",
    responses((status = 200, description = "The limits", body = Limits)))]
#[get("/chatspace/limits")]
async fn limits() -> HttpResponse {
    HttpResponse::Ok().json(Limits::table())
}

/// Whether the process runs. Asks nothing else.
#[utoipa::path(tag = "instance", operation_id = "live",
    responses((status = 200, description = "It runs", body = Health)))]
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok", reasons: Vec::new() })
}

/// Whether requests can be served.
#[utoipa::path(tag = "instance", operation_id = "ready",
    responses((status = 200, description = "They can", body = Health), (status = 503, description = "They cannot", body = Health)))]
#[get("/health/ready")]
async fn ready(state: web::Data<State>, readiness: web::Data<Readiness>) -> HttpResponse {
    if !readiness.database(&state).await {
        return HttpResponse::ServiceUnavailable().json(Health { status: "unavailable", reasons: vec!["database"] });
    }
    HttpResponse::Ok().json(match state.writer.condition() {
        Condition::Good => Health { status: "ok", reasons: Vec::new() },
        Condition::Full => Health { status: "degraded", reasons: vec!["storage_full"] },
        Condition::ReadOnly => Health { status: "degraded", reasons: vec!["read_only"] },
    })
}

/// The routes of the API.
pub fn routes(config: &mut impl Routes) {
    config.service(instance).service(limits);
}

/// The routes at the root, for whoever watches the process.
pub fn health_routes(config: &mut impl Routes) {
    config.service(live).service(ready);
}
