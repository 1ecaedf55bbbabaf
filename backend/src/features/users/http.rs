//! Routes of users.

use actix_web::{HttpResponse, web};

use super::{
    actions,
    profile::{self, ProfileUpdate},
    requests::{GuildsQuery, UpdateCurrentUser},
    rules,
};
use crate::{
    access::Caller,
    api_guard::{self, Routes, endpoint},
    http::{Error, ErrorBody, Json, Path, Query, Upload, upload::UploadForm},
    kernel::{UserId, limits},
    state::State,
    wire::{
        guild::PartialGuild,
        user::{CurrentUser, User, UserProfile},
    },
};

/// The caller's own user.
#[utoipa::path(get, path = "/users/@me", tag = "users",
    responses((status = 200, description = "The caller", body = CurrentUser)))]
async fn current_user(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::current(&mut conn, &state.cache, caller.user).await?))
}

/// Changes the caller's profile.
#[utoipa::path(patch, path = "/users/@me", tag = "users", request_body = UpdateCurrentUser,
    responses((status = 200, description = "The changed user", body = CurrentUser),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn update_current_user(
    state: web::Data<State>,
    caller: Caller,
    Json(body): Json<UpdateCurrentUser>,
) -> Result<HttpResponse, Error> {
    let update = profile::check(&state, caller.user, body).await?;
    if let Some(refused) = update.rates().find_map(|rate| api_guard::overdrawn(&state, rate, caller.user, api_guard::UNSEEN)) {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(profile::change(&state, caller.user, update).await?))
}

/// Sets the caller's avatar.
#[utoipa::path(put, path = "/users/@me/avatar", tag = "users",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed user", body = CurrentUser),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_avatar(state: web::Data<State>, caller: Caller, Upload(file): Upload) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(profile::change(&state, caller.user, ProfileUpdate::image(file)).await?))
}

/// Returns the caller's guilds.
#[utoipa::path(get, path = "/users/@me/guilds", tag = "users", params(GuildsQuery),
    responses((status = 200, description = "The guilds, by id", body = Vec<PartialGuild>)))]
async fn list_my_guilds(
    state: web::Data<State>,
    caller: Caller,
    Query(query): Query<GuildsQuery>,
) -> Result<HttpResponse, Error> {
    let page = query.read()?;
    Ok(HttpResponse::Ok().json(actions::guilds(&state, caller.user, page)))
}

/// Returns a user.
#[utoipa::path(get, path = "/users/{user_id}", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 200, description = "The user", body = User)))]
async fn find_user(state: web::Data<State>, _: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state.cache.read(), id)?))
}

/// The public profile of a user.
#[utoipa::path(get, path = "/users/{user_id}/profile", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 200, description = "The profile", body = UserProfile)))]
async fn user_profile(state: web::Data<State>, caller: Caller, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(profile::find(&state, caller.user, id).await?))
}

/// `@me` must precede the route that would match it as an id.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(current_user).rate(limits::READ).bots());
    routes.add(endpoint!(update_current_user).rate(rules::PROFILE).bots().body(limits::AVATAR_BODY_BYTES));
    routes.add(endpoint!(upload_avatar).rate(rules::AVATAR).bots().body(limits::AVATAR_BYTES));
    routes.add(endpoint!(list_my_guilds).rate(limits::READ).bots());
    routes.add(endpoint!(find_user).rate(limits::READ).bots());
    routes.add(endpoint!(user_profile).rate(limits::READ).bots());
}
