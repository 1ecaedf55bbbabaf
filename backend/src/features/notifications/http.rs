//! The routes of notification settings.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{actions, view::NotificationSetting};
use crate::{
    access::Caller,
    cache::Level,
    entry::{Routes, endpoint},
    http::{Body, Error, Segments},
    kernel::{PlaceId, Timestamp, limits},
    state::State,
};

/// What to hear of a place. What is missing is as if nothing had been set.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNotifications {
    /// Null or missing: as in the place around it.
    pub level: Option<Level>,
    #[serde(default)]
    pub muted: bool,
    /// When it is heard again. Null or missing while it is muted until further notice.
    pub muted_until: Option<Timestamp>,
    /// Whether @everyone and @here are no mentions.
    #[serde(default)]
    pub suppress_everyone: bool,
    /// Whether mentions of roles are none.
    #[serde(default)]
    pub suppress_roles: bool,
}

/// What the caller has set for the guilds and channels that they can see.
#[utoipa::path(get, path = "/users/@me/notification-settings", tag = "users",
    responses((status = 200, description = "The settings; places without one are left out", body = Vec<NotificationSetting>)))]
async fn list_notification_settings(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user)))
}

/// Sets what the caller wants to hear of a guild, a category or a channel, whole. All defaults forget it.
#[utoipa::path(put, path = "/users/@me/notification-settings/{place_id}", tag = "users",
    params(("place_id" = PlaceId, Path)), request_body = SetNotifications,
    responses((status = 200, description = "What holds now", body = NotificationSetting)))]
async fn set_notification_settings(
    state: web::Data<State>,
    caller: Caller,
    Segments(place): Segments<PlaceId>,
    Body(body): Body<SetNotifications>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::set(&state, caller.user, place, body).await?))
}

/// Adds the routes.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_notification_settings).rate(limits::READ));
    routes.add(endpoint!(set_notification_settings).rate(limits::NOTIFICATIONS).body(limits::FORM_BYTES));
}
