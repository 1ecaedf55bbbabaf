//! The routes of users.

use actix_web::{HttpResponse, get, patch, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    actions::{self, GuildsPage},
    view::{CurrentUser, User},
};
use crate::{
    access::Caller,
    features::guilds::view::PartialGuild,
    http::{Body, Error, Flag, Params, Routes, Segments},
    kernel::{FieldError, GuildId, Patch, UserId, limits},
    state::State,
};

/// A change of one's own profile. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateCurrentUser {
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
    before: Option<GuildId>,
    after: Option<GuildId>,
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
        Ok(GuildsPage { before: self.before, after: self.after, limit, with_counts: self.with_counts.0 })
    }
}

/// The caller's own user.
#[utoipa::path(tag = "users", operation_id = "current_user", security(("bearer" = [])),
    responses((status = 200, description = "The caller", body = CurrentUser)))]
#[get("/users/@me")]
async fn current_user(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::current(&mut conn, &state.cache, caller.user).await?))
}

/// Changes the caller's own profile.
#[utoipa::path(tag = "users", operation_id = "update_current_user", security(("bearer" = [])), request_body = UpdateCurrentUser,
    responses((status = 200, description = "The changed user", body = CurrentUser)))]
#[patch("/users/@me")]
async fn update_current_user(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<UpdateCurrentUser>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::update_current(work, caller.user, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// The guilds the caller is in.
#[utoipa::path(tag = "users", operation_id = "list_my_guilds", security(("bearer" = [])), params(GuildsQuery),
    responses((status = 200, description = "The guilds, by id", body = Vec<PartialGuild>)))]
#[get("/users/@me/guilds")]
async fn list_my_guilds(
    state: web::Data<State>,
    caller: Caller,
    Params(query): Params<GuildsQuery>,
) -> Result<HttpResponse, Error> {
    let page = query.read()?;
    Ok(HttpResponse::Ok().json(actions::guilds(&state, caller.user, page)))
}

/// The public side of a user.
#[utoipa::path(tag = "users", operation_id = "find_user", security(("bearer" = [])), params(("user_id" = UserId, Path)),
    responses((status = 200, description = "The user", body = User)))]
#[get("/users/{user_id}")]
async fn find_user(state: web::Data<State>, _: Caller, Segments(id): Segments<UserId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state.cache.read(), id)?))
}

/// `@me` stands before the route that would take it for an id.
pub fn routes(config: &mut impl Routes) {
    config.service(current_user).service(update_current_user).service(list_my_guilds).service(find_user);
}
