//! Routes of invites.

use actix_web::{HttpResponse, web};

use super::{
    actions,
    requests::{CreateInvite, InviteQuery},
    rules,
    view::Invite,
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path, Query},
    kernel::{ChannelId, GuildId, limits},
    state::State,
};

/// Returns the active invites of a guild. Requires `MANAGE_GUILD`.
#[utoipa::path(get, path = "/guilds/{guild_id}/invites", tag = "invites",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The invites", body = Vec<Invite>)))]
async fn list_guild_invites(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::of_guild(&state, caller.user, id).await?))
}

/// Returns the active invites of a channel. Requires `MANAGE_CHANNELS`.
#[utoipa::path(get, path = "/channels/{channel_id}/invites", tag = "invites",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The invites", body = Vec<Invite>)))]
async fn list_channel_invites(state: web::Data<State>, caller: Caller, Path(id): Path<ChannelId>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::of_channel(&state, caller.user, id).await?))
}

/// Creates an invite. Requires `CREATE_INSTANT_INVITE`.
#[utoipa::path(post, path = "/channels/{channel_id}/invites", tag = "invites",
    params(("channel_id" = ChannelId, Path)), request_body = CreateInvite,
    responses((status = 200, description = "The invite", body = Invite)))]
async fn create_invite(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<ChannelId>,
    Json(body): Json<CreateInvite>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::create(&state, caller.user, id, body).await?))
}

/// Returns an invite. No token is required.
#[utoipa::path(get, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path), InviteQuery),
    responses((status = 200, description = "The invite", body = Invite)))]
async fn find_invite(
    state: web::Data<State>,
    caller: Option<Caller>,
    Path(code): Path<String>,
    Query(query): Query<InviteQuery>,
) -> Result<HttpResponse, Error> {
    let mut invite = actions::find(&state, caller.map(|caller| caller.user), &code).await?;
    if query.with_counts.0 {
        let model = state.cache.read();
        if let Some(guild) = model.guild(invite.guild.id) {
            invite = invite.counted(guild.members.len(), state.presences.online(guild).len());
        }
    }
    Ok(HttpResponse::Ok().json(invite))
}

/// Joins the guild of an invite.
#[utoipa::path(post, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path)),
    responses((status = 200, description = "The caller is a member of the guild", body = Invite)))]
async fn accept_invite(state: web::Data<State>, caller: Caller, Path(code): Path<String>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::accept(&state, caller.user, code).await?))
}

/// Deletes an invite.
#[utoipa::path(delete, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path)),
    responses((status = 200, description = "The deleted invite", body = Invite)))]
async fn delete_invite(state: web::Data<State>, caller: Caller, Path(code): Path<String>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::delete(&state, caller.user, code).await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_guild_invites).rate(limits::READ).bots());
    routes.add(endpoint!(list_channel_invites).rate(limits::READ).bots());
    routes.add(endpoint!(create_invite).rate(rules::INVITE_CREATE).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(find_invite).rate(rules::INVITE_LOOKUP).anybody());
    routes.add(endpoint!(accept_invite).rate(rules::GUILD_JOIN));
    routes.add(endpoint!(delete_invite).rate(rules::INVITE_DELETE).bots());
}
