//! The routes of invites.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{actions, view::Invite};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    http::{Body, Error, Flag, Params, Segments},
    kernel::{ChannelId, GuildId, Unbuilt, limits},
    state::State,
};

/// An invite to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct CreateInvite {
    /// Seconds until it ends, 0 to 604800; 0 is never, a day when it is missing.
    #[schema(examples(86400), minimum = 0, maximum = 604800)]
    pub max_age: Option<i64>,
    /// How many people it lets in, 0 to 100; 0, also when it is missing, is any number.
    #[schema(examples(0), minimum = 0, maximum = 100)]
    pub max_uses: Option<i64>,
    #[serde(default)]
    pub temporary: Unbuilt,
    /// Whether to make a new one although an endless one is there.
    pub unique: Option<bool>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct InviteQuery {
    /// Whether to add the numbers of members and of those online.
    #[serde(default)]
    #[param(value_type = bool)]
    with_counts: Flag,
}

/// The live invites of a guild. Needs MANAGE_GUILD.
#[utoipa::path(get, path = "/guilds/{guild_id}/invites", tag = "invites",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The invites", body = Vec<Invite>)))]
async fn list_guild_invites(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::of_guild(&state, caller.user, id).await?))
}

/// The live invites of a channel. Needs MANAGE_CHANNELS.
#[utoipa::path(get, path = "/channels/{channel_id}/invites", tag = "invites",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The invites", body = Vec<Invite>)))]
async fn list_channel_invites(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::of_channel(&state, caller.user, id).await?))
}

/// Makes an invite. Needs CREATE_INSTANT_INVITE.
#[utoipa::path(post, path = "/channels/{channel_id}/invites", tag = "invites",
    params(("channel_id" = ChannelId, Path)), request_body = CreateInvite,
    responses((status = 200, description = "The invite", body = Invite)))]
async fn create_invite(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
    Body(body): Body<CreateInvite>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::create(work, caller.user, id, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// What a code leads to. Nobody needs to be signed in for it.
#[utoipa::path(get, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path), InviteQuery),
    responses((status = 200, description = "The invite", body = Invite)))]
async fn find_invite(
    state: web::Data<State>,
    caller: Option<Caller>,
    Segments(code): Segments<String>,
    Params(query): Params<InviteQuery>,
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

/// Joins the guild that a code leads to.
#[utoipa::path(post, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path)),
    responses((status = 200, description = "The caller is a member", body = Invite)))]
async fn accept_invite(state: web::Data<State>, caller: Caller, Segments(code): Segments<String>) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(async move { actions::accept(work, caller.user, &code).await }));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Takes an invite back.
#[utoipa::path(delete, path = "/invites/{code}", tag = "invites",
    params(("code" = String, Path)),
    responses((status = 200, description = "The invite that was", body = Invite)))]
async fn delete_invite(state: web::Data<State>, caller: Caller, Segments(code): Segments<String>) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(async move { actions::delete(work, caller.user, &code).await }));
    Ok(HttpResponse::Ok().json(act.await?))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_guild_invites).rate(limits::READ).bots());
    routes.add(endpoint!(list_channel_invites).rate(limits::READ).bots());
    routes.add(endpoint!(create_invite).rate(limits::INVITE_CREATE).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(find_invite).rate(limits::INVITE_LOOKUP).anybody());
    routes.add(endpoint!(accept_invite).rate(limits::GUILD_JOIN));
    routes.add(endpoint!(delete_invite).rate(limits::INVITE_DELETE).bots());
}
