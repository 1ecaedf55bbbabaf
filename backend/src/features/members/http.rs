//! The routes of members.

use std::ops::Bound;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{actions, view::Member};
use crate::{
    access::{self, Caller},
    entry::{Routes, endpoint},
    http::{Body, Error, Params, Segments},
    kernel::{Cursor, FieldError, GuildId, Patch, Refusal, UserId, limits},
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
    after: Option<Cursor>,
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
#[utoipa::path(get, path = "/guilds/{guild_id}/members", tag = "members",
    params(("guild_id" = GuildId, Path), MembersQuery),
    responses((status = 200, description = "A page of members", body = Vec<Member>)))]
async fn list_members(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Params(query): Params<MembersQuery>,
) -> Result<HttpResponse, Error> {
    let limit = page_size(query.limit)?;
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let from = query.after.map_or(Bound::Unbounded, |place| Bound::Excluded(UserId::from(place)));
    let page = guild.members.range((from, Bound::Unbounded)).take(limit);
    Ok(HttpResponse::Ok().json(page.filter_map(|(_, member)| Member::new(&model, member)).collect::<Vec<_>>()))
}

/// Members whose names begin with the query.
#[utoipa::path(get, path = "/guilds/{guild_id}/members/search", tag = "members",
    params(("guild_id" = GuildId, Path), SearchQuery),
    responses((status = 200, description = "The members found", body = Vec<Member>)))]
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
#[utoipa::path(get, path = "/guilds/{guild_id}/members/{user_id}", tag = "members",
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 200, description = "The member", body = Member)))]
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
#[utoipa::path(patch, path = "/guilds/{guild_id}/members/@me", tag = "members",
    params(("guild_id" = GuildId, Path)), request_body = UpdateOwnMember,
    responses((status = 200, description = "The changed member", body = Member)))]
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
#[utoipa::path(delete, path = "/guilds/{guild_id}/members/{user_id}", tag = "members",
    params(("guild_id" = GuildId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "They are no member any more")))]
async fn kick_member(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, user)): Segments<(GuildId, UserId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::kick(work, caller.user, id, user))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(search_members).rate(limits::MEMBER_SEARCH).bots());
    routes.add(endpoint!(list_members).rate(limits::MEMBERS).bots());
    routes.add(endpoint!(update_own_member).rate(limits::NICK).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(find_member).rate(limits::READ).bots());
    routes.add(endpoint!(kick_member).rate(limits::MODERATION).bots());
}
