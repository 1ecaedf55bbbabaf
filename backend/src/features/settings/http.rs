//! Routes of settings. Unknown keys in bodies are rejected.

use actix_web::{HttpResponse, web};

use super::{actions, requests::UpdateSettings, rules};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json},
    kernel::limits,
    state::State,
    wire::settings::Settings,
};

/// Returns the caller's settings.
#[utoipa::path(get, path = "/users/@me/settings", tag = "users",
    responses((status = 200, description = "The settings", body = Settings)))]
async fn current_settings(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(Settings::from(state.cache.read().settings(caller.user))))
}

/// Changes the caller's settings.
#[utoipa::path(patch, path = "/users/@me/settings", tag = "users", request_body = UpdateSettings,
    responses((status = 200, description = "The changed settings", body = Settings)))]
async fn update_settings(
    state: web::Data<State>,
    caller: Caller,
    Json(body): Json<UpdateSettings>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update(&state, caller.user, body).await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(current_settings).rate(limits::READ));
    routes.add(endpoint!(update_settings).rate(rules::SETTINGS).body(limits::FORM_BYTES));
}
