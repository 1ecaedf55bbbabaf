//! The routes of users.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    actions::{self, GuildsPage},
    profile::{self, Wanted},
    view::{CurrentUser, User, UserProfile},
};
use crate::{
    access::Caller,
    entry::{self, Routes, endpoint},
    features::guilds::view::PartialGuild,
    http::{Body, Error, ErrorBody, Flag, Params, Segments, Upload, upload::UploadForm},
    kernel::{Cursor, FieldError, GuildId, Patch, Timestamp, UserId, limits},
    state::State,
};

/// A change of one's own profile. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateCurrentUser {
    /// Another user name: 2 to 32 of a-z, 0-9, underscore and dot. It can be changed twice an hour.
    #[schema(min_length = 2, max_length = 32, examples("alice"))]
    pub username: Option<String>,
    /// A picture as a data URI in Base64: PNG, JPEG, GIF or WebP, at most 4 MiB; null: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub avatar: Patch<String>,
    /// What the person says of themselves, at most 190 code points.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 190)]
    pub bio: Patch<String>,
    /// One line that others see beside the name, at most 128 code points.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 128, examples("Having tea"))]
    pub custom_status: Patch<String>,
    /// When the status ends by itself; null: it does not. Another status without it does not end.
    #[serde(default)]
    #[schema(value_type = Option<Timestamp>)]
    pub custom_status_expires_at: Patch<Timestamp>,
    /// The display name, 1 to 32 code points; null: the user name is shown.
    #[serde(default)]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 32, examples("Олена"))]
    pub global_name: Patch<String>,
    /// A language tag.
    #[schema(examples("uk"))]
    pub locale: Option<String>,
}

/// Which part of the list. Sorted by id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GuildsQuery {
    before: Option<Cursor>,
    after: Option<Cursor>,
    /// 1 to 200; 200 when it is missing.
    #[param(minimum = 1, maximum = 200, default = 200)]
    limit: Option<i64>,
    /// Whether to add the numbers of members and of those online.
    #[serde(default)]
    #[param(value_type = bool)]
    with_counts: Flag,
}

impl GuildsQuery {
    fn read(&self) -> Result<GuildsPage, Error> {
        let limit = self.limit.unwrap_or(limits::GUILDS_PAGE);
        let limit = usize::try_from(limit).ok().filter(|_| (1..=limits::GUILDS_PAGE).contains(&limit));
        let limit = limit.ok_or_else(|| Error::field("limit", &FieldError::range(1, limits::GUILDS_PAGE)))?;
        let (before, after) = (self.before.map(GuildId::from), self.after.map(GuildId::from));
        Ok(GuildsPage { before, after, limit, with_counts: self.with_counts.0 })
    }
}

/// The caller's own user.
#[utoipa::path(get, path = "/users/@me", tag = "users",
    responses((status = 200, description = "The caller", body = CurrentUser)))]
async fn current_user(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::current(&mut conn, &state.cache, caller.user).await?))
}

/// Changes the caller's own profile.
#[utoipa::path(patch, path = "/users/@me", tag = "users", request_body = UpdateCurrentUser,
    responses((status = 200, description = "The changed user", body = CurrentUser),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn update_current_user(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<UpdateCurrentUser>,
) -> Result<HttpResponse, Error> {
    let wanted = profile::check(&state, caller.user, body).await?;
    if let Some(refused) = wanted.rates().find_map(|rate| entry::overdrawn(&state, rate, caller.user, entry::UNSEEN)) {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(profile::change(&state, caller.user, wanted).await?))
}

/// Gives the caller another avatar.
#[utoipa::path(put, path = "/users/@me/avatar", tag = "users",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed user", body = CurrentUser),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_avatar(state: web::Data<State>, caller: Caller, Upload(file): Upload) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(profile::change(&state, caller.user, Wanted::picture(file)).await?))
}

/// The guilds the caller is in.
#[utoipa::path(get, path = "/users/@me/guilds", tag = "users", params(GuildsQuery),
    responses((status = 200, description = "The guilds, by id", body = Vec<PartialGuild>)))]
async fn list_my_guilds(
    state: web::Data<State>,
    caller: Caller,
    Params(query): Params<GuildsQuery>,
) -> Result<HttpResponse, Error> {
    let page = query.read()?;
    Ok(HttpResponse::Ok().json(actions::guilds(&state, caller.user, page)))
}

/// The public side of a user.
#[utoipa::path(get, path = "/users/{user_id}", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 200, description = "The user", body = User)))]
async fn find_user(state: web::Data<State>, _: Caller, Segments(id): Segments<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state.cache.read(), id)?))
}

/// What anybody may know of a user.
#[utoipa::path(get, path = "/users/{user_id}/profile", tag = "users", params(("user_id" = UserId, Path)),
    responses((status = 200, description = "The profile", body = UserProfile)))]
async fn user_profile(state: web::Data<State>, caller: Caller, Segments(id): Segments<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(profile::find(&state, caller.user, id).await?))
}

/// `@me` stands before the route that would take it for an id.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(current_user).rate(limits::READ).bots());
    routes.add(endpoint!(update_current_user).rate(limits::PROFILE).bots().body(limits::AVATAR_BODY_BYTES));
    routes.add(endpoint!(upload_avatar).rate(limits::AVATAR).bots().body(limits::AVATAR_BYTES));
    routes.add(endpoint!(list_my_guilds).rate(limits::READ).bots());
    routes.add(endpoint!(find_user).rate(limits::READ).bots());
    routes.add(endpoint!(user_profile).rate(limits::READ).bots());
}
