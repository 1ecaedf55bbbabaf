//! The routes of guilds.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{actions, icon, view::Guild};
use crate::{
    access::{self, Caller},
    entry::{self, Routes, endpoint},
    http::{Body, Error, ErrorBody, Flag, Params, Segments, Upload, upload::UploadForm},
    kernel::{ChannelId, GuildId, Patch, Permissions, UserId, limits},
    state::State,
};

/// A guild to make.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateGuild {
    /// 2 to 100 code points.
    #[schema(examples("Tea friends"))]
    pub name: String,
    /// A picture as a data URI in Base64: PNG, JPEG, GIF or WebP, at most 2.5 MiB.
    pub icon: Option<String>,
    /// 1: members who join are not announced in the system channel.
    #[schema(minimum = 0, maximum = 63)]
    pub system_channel_flags: Option<i64>,
}

/// A change of a guild. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateGuild {
    #[schema(examples("Tea friends"))]
    pub name: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub description: Patch<String>,
    /// A picture as a data URI in Base64: PNG, JPEG, GIF or WebP, at most 2.5 MiB; null: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub icon: Patch<String>,
    /// Hands the guild over; only its owner can.
    pub owner_id: Option<UserId>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub system_channel_id: Patch<ChannelId>,
    /// 1: members who join are not announced in the system channel.
    #[schema(minimum = 0, maximum = 63)]
    pub system_channel_flags: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CountsQuery {
    /// Whether to add the numbers of members and of those online.
    #[serde(default)]
    #[param(value_type = bool)]
    with_counts: Flag,
}

/// Makes a guild with a first text channel.
#[utoipa::path(post, path = "/guilds", tag = "guilds", request_body = CreateGuild,
    responses((status = 201, description = "The new guild", body = Guild),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn create_guild(state: web::Data<State>, caller: Caller, Body(body): Body<CreateGuild>) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Created().json(icon::create(&state, caller.user, body).await?))
}

/// One guild of the caller's.
#[utoipa::path(get, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path), CountsQuery),
    responses((status = 200, description = "The guild", body = Guild)))]
async fn find_guild(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Params(query): Params<CountsQuery>,
) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    let mut shown = Guild::seen_by(guild, caller.user, state.clock.now());
    if query.with_counts.0 {
        shown = shown.counted(guild.members.len(), state.presences.online(guild).len());
    }
    Ok(HttpResponse::Ok().json(shown))
}

/// Changes a guild. Needs MANAGE_GUILD.
#[utoipa::path(patch, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)), request_body = UpdateGuild,
    responses((status = 200, description = "The changed guild", body = Guild),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn update_guild(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Body(body): Body<UpdateGuild>,
) -> Result<HttpResponse, Error> {
    let draws = matches!(body.icon, Patch::Value(_)).then(|| entry::overdrawn(&state, limits::ICON, caller.user, id.get()));
    if let Some(refused) = draws.flatten() {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(icon::update(&state, caller, id, body).await?))
}

/// Gives a guild another icon. Needs MANAGE_GUILD.
#[utoipa::path(put, path = "/guilds/{guild_id}/icon", tag = "guilds",
    params(("guild_id" = GuildId, Path)), request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed guild", body = Guild),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_guild_icon(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Upload(file): Upload,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(icon::upload(&state, caller, id, file).await?))
}

/// Deletes a guild with everything in it. Only its owner can, having shown the password lately.
#[utoipa::path(delete, path = "/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_guild(state: web::Data<State>, caller: Caller, Segments(id): Segments<GuildId>) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::delete(work, caller.user, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leaves a guild. Its owner cannot.
#[utoipa::path(delete, path = "/users/@me/guilds/{guild_id}", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "The caller is no member any more")))]
async fn leave_guild(state: web::Data<State>, caller: Caller, Segments(id): Segments<GuildId>) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::leave(work, caller.user, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_guild).rate(limits::GUILD_CREATE).body(limits::ICON_BODY_BYTES));
    routes.add(endpoint!(find_guild).rate(limits::READ).bots());
    routes.add(
        endpoint!(update_guild)
            .rate(limits::GUILD_CHANGE)
            .bots()
            .needs_one_of(Permissions::MANAGE_GUILD)
            .body(limits::ICON_BODY_BYTES),
    );
    routes.add(
        endpoint!(upload_guild_icon).rate(limits::ICON).bots().needs_one_of(Permissions::MANAGE_GUILD).body(limits::ICON_BYTES),
    );
    routes.add(endpoint!(delete_guild).rate(limits::GUILD_DELETE).fresh());
    routes.add(endpoint!(leave_guild).rate(limits::GUILD_LEAVE).bots());
}
