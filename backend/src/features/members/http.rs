//! The routes of members.

use std::ops::Bound;

use actix_web::{HttpResponse, delete, get, patch, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{actions, view::Member};
use crate::{
    access::{self, Caller},
    http::{Body, Error, Params, Routes, Segments},
    kernel::{FieldError, GuildId, Patch, Refusal, UserId, limits},
    state::State,
};

/// A change of one's own membership.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateOwnMember {
    /// 1 to 32 code points; null or empty resets it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub nick: Patch<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MembersQuery {
    /// 1 to 1000; 1 when it is missing.
    #[param(minimum = 1, maximum = 1000, default = 1)]
    limit: Option<i64>,
    /// Members with greater user ids.
    after: Option<UserId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// The beginning of a user name, display name or nick.
    query: String,
    /// 1 to 1000; 1 when it is missing.
    #[param(minimum = 1, maximum = 1000, default = 1)]
    limit: Option<i64>,
}

fn page_size(limit: Option<i64>) -> Result<usize, Error> {
    let limit = limit.unwrap_or(1);
    if !(1..=limits::MEMBERS_PAGE).contains(&limit) {
        return Err(Error::field("limit", &FieldError::range(1, limits::MEMBERS_PAGE)));
    }
    Ok(usize::try_from(limit).unwrap_or(1))
}

/// Members of a guild by user id.
#[utoipa::path(tag = "members", operation_id = "list_members", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), MembersQuery),
    responses((status = 200, description = "A page of members", body = Vec<Member>)))]
#[get("/guilds/{guild_id}/members")]
async fn list_members(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Params(query): Params<MembersQuery>,
) -> Result<HttpResponse, Error> {
    let limit = page_size(query.limit)?;
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let from = query.after.map_or(Bound::Unbounded, Bound::Excluded);
    let page = guild.members.range((from, Bound::Unbounded)).take(limit);
    Ok(HttpResponse::Ok().json(page.filter_map(|(_, member)| Member::new(&model, member)).collect::<Vec<_>>()))
}

/// Members whose names begin with the query.
#[utoipa::path(tag = "members", operation_id = "search_members", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), SearchQuery),
    responses((status = 200, description = "The members found", body = Vec<Member>)))]
#[get("/guilds/{guild_id}/members/search")]
async fn search_members(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Params(query): Params<SearchQuery>,
) -> Result<HttpResponse, Error> {
    let limit = page_size(query.limit)?;
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(actions::search(&model, guild, &query.query, limit)))
}

/// One member.
#[utoipa::path(tag = "members", operation_id = "find_member", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 200, description = "The member", body = Member)))]
#[get("/guilds/{guild_id}/members/{user_id}")]
async fn find_member(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, user)): Segments<(GuildId, UserId)>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let member = Member::of(&model, guild, user).ok_or(Refusal::unknown_member())?;
    Ok(HttpResponse::Ok().json(member))
}

/// Changes one's own nick. Needs CHANGE_NICKNAME.
#[utoipa::path(tag = "members", operation_id = "update_own_member", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)), request_body = UpdateOwnMember,
    responses((status = 200, description = "The changed member", body = Member)))]
#[patch("/guilds/{guild_id}/members/@me")]
async fn update_own_member(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Body(body): Body<UpdateOwnMember>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::set_own_nick(work, caller.user, id, body.nick)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Puts a member out. Needs KICK_MEMBERS and a higher role.
#[utoipa::path(tag = "members", operation_id = "kick_member", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "They are no member any more")))]
#[delete("/guilds/{guild_id}/members/{user_id}")]
async fn kick_member(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, user)): Segments<(GuildId, UserId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::kick(work, caller.user, id, user))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(config: &mut impl Routes) {
    config.service(search_members).service(list_members).service(update_own_member).service(find_member).service(kick_member);
}
