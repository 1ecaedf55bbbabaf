//! Routes of members.

use std::ops::Bound;

use actix_web::{HttpResponse, web};

use super::{
    actions,
    requests::{MembersQuery, SearchQuery, UpdateOwnMember},
    rules,
};
use crate::{
    access::{self, Caller},
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path, Query},
    kernel::{ApiError, FieldError, GuildId, UserId, limits},
    state::State,
    wire::member::Member,
};

fn page_size(limit: Option<i64>) -> Result<usize, Error> {
    let limit = limit.unwrap_or(1);
    if !(1..=rules::MEMBERS_PAGE).contains(&limit) {
        return Err(Error::field("limit", &FieldError::range(1, rules::MEMBERS_PAGE)));
    }
    Ok(usize::try_from(limit).unwrap_or(1))
}

/// Returns members of a guild, by user id.
#[utoipa::path(get, path = "/guilds/{guild_id}/members", tag = "members",
    params(("guild_id" = GuildId, Path), MembersQuery),
    responses((status = 200, description = "A page of members", body = Vec<Member>)))]
async fn list_members(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Query(query): Query<MembersQuery>,
) -> Result<HttpResponse, Error> {
    let limit = page_size(query.limit)?;
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let from = query.after.map_or(Bound::Unbounded, |place| Bound::Excluded(UserId::from(place)));
    let page = guild.members.range((from, Bound::Unbounded)).take(limit);
    Ok(HttpResponse::Ok().json(page.filter_map(|(_, member)| Member::new(&model, member)).collect::<Vec<_>>()))
}

/// Returns members whose names begin with the query.
#[utoipa::path(get, path = "/guilds/{guild_id}/members/search", tag = "members",
    params(("guild_id" = GuildId, Path), SearchQuery),
    responses((status = 200, description = "The matching members", body = Vec<Member>)))]
async fn search_members(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Query(query): Query<SearchQuery>,
) -> Result<HttpResponse, Error> {
    let limit = page_size(query.limit)?;
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(actions::search(&model, guild, &query.query, limit)))
}

/// Returns a member.
#[utoipa::path(get, path = "/guilds/{guild_id}/members/{user_id}", tag = "members",
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 200, description = "The member", body = Member)))]
async fn find_member(
    state: web::Data<State>,
    caller: Caller,
    Path((id, user)): Path<(GuildId, UserId)>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let member = Member::of(&model, guild, user).ok_or(ApiError::unknown_member())?;
    Ok(HttpResponse::Ok().json(member))
}

/// Changes the caller's nickname. Requires `CHANGE_NICKNAME`.
#[utoipa::path(patch, path = "/guilds/{guild_id}/members/@me", tag = "members",
    params(("guild_id" = GuildId, Path)), request_body = UpdateOwnMember,
    responses((status = 200, description = "The changed member", body = Member)))]
async fn update_own_member(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Json(body): Json<UpdateOwnMember>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::set_own_nick(&state, caller.user, id, body.nick).await?))
}

/// Kicks a member. Requires `KICK_MEMBERS` and a higher role.
#[utoipa::path(delete, path = "/guilds/{guild_id}/members/{user_id}", tag = "members",
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "The member was kicked")))]
async fn kick_member(
    state: web::Data<State>,
    caller: Caller,
    Path((id, user)): Path<(GuildId, UserId)>,
) -> Result<HttpResponse, Error> {
    actions::kick(&state, caller.user, id, user).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(search_members).rate(rules::MEMBER_SEARCH).bots());
    routes.add(endpoint!(list_members).rate(rules::MEMBERS).bots());
    routes.add(endpoint!(update_own_member).rate(rules::NICK).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(find_member).rate(limits::READ).bots());
    routes.add(endpoint!(kick_member).rate(limits::MODERATION).bots());
}
