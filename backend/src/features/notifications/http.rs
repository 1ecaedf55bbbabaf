//! Routes of notification settings.

use actix_web::{HttpResponse, web};

use super::{actions, requests::SetNotifications, rules};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path},
    kernel::{ScopeId, limits},
    state::State,
    wire::notification::NotificationSetting,
};

/// Returns the caller's notification settings of visible guilds and channels.
#[utoipa::path(get, path = "/users/@me/notification-settings", tag = "users",
    responses((status = 200, description = "The settings, without unset ones", body = Vec<NotificationSetting>)))]
async fn list_notification_settings(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user)))
}

/// Replaces the caller's notification settings of a guild, category or channel. Setting all defaults deletes them.
#[utoipa::path(put, path = "/users/@me/notification-settings/{scope_id}", tag = "users",
    params(("scope_id" = ScopeId, Path)), request_body = SetNotifications,
    responses((status = 200, description = "The settings", body = NotificationSetting)))]
async fn set_notification_settings(
    state: web::Data<State>,
    caller: Caller,
    Path(place): Path<ScopeId>,
    Json(body): Json<SetNotifications>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::set(&state, caller.user, place, body).await?))
}

/// Adds the routes.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_notification_settings).rate(limits::READ));
    routes.add(endpoint!(set_notification_settings).rate(rules::NOTIFICATIONS).body(limits::FORM_BYTES));
}
