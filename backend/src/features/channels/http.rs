//! The routes of channels.

use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions,
    rules::OverwriteBody,
    view::{ActiveThreads, AnyChannel, Channel},
};
use crate::{
    access::{self, Caller},
    entry,
    features::conversations,
    http::{Body, Error, ErrorBody, Items, Routes, Segments},
    kernel::{ChannelId, GuildId, Patch, Permissions, TargetId, UserId, limits},
    state::State,
};

/// A channel to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct CreateChannel {
    /// 1 to 100 code points.
    #[schema(examples("tea-room"))]
    pub name: String,
    /// 0 text (when it is missing), 4 category.
    #[serde(rename = "type")]
    #[schema(examples(0))]
    pub kind: Option<i64>,
    #[schema(max_length = 1024)]
    pub topic: Option<String>,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    /// A category of the guild.
    pub parent_id: Option<ChannelId>,
    pub nsfw: Option<bool>,
    /// Slow mode, 0 to 21600 seconds.
    #[schema(minimum = 0, maximum = 21600)]
    pub rate_limit_per_user: Option<i64>,
    pub permission_overwrites: Option<Vec<OverwriteBody>>,
}

/// A change of a channel. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateChannel {
    /// Null takes the name from a group; a channel of a guild keeps its.
    #[serde(default)]
    #[schema(value_type = Option<String>, examples("tea-room"))]
    pub name: Patch<String>,
    /// Of a group: a picture as a data URI in Base64: PNG, JPEG, GIF or WebP, at most 2.5 MiB; null: none.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub icon: Patch<String>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub topic: Patch<String>,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub parent_id: Patch<ChannelId>,
    pub nsfw: Option<bool>,
    #[schema(minimum = 0, maximum = 21600)]
    pub rate_limit_per_user: Option<i64>,
    pub permission_overwrites: Option<Vec<OverwriteBody>>,
}

/// What a role or member may do differently.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct SetOverwrite {
    /// 0 role (when it is missing), 1 member.
    #[serde(rename = "type")]
    pub kind: Option<i64>,
    pub allow: Option<Permissions>,
    pub deny: Option<Permissions>,
}

/// Where a channel is to stand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChannelPosition {
    pub id: ChannelId,
    #[schema(minimum = 0, maximum = 2147483647)]
    pub position: Option<i64>,
    #[serde(default)]
    #[schema(value_type = Option<ChannelId>)]
    pub parent_id: Patch<ChannelId>,
}

/// The channels of a guild that the caller may view.
#[utoipa::path(tag = "channels", operation_id = "list_channels", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The channels", body = Vec<Channel>)))]
#[get("/guilds/{guild_id}/channels")]
async fn list_channels(state: web::Data<State>, caller: Caller, Segments(id): Segments<GuildId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(actions::list(guild, caller.user, state.clock.now())?))
}

/// Makes a channel. Needs MANAGE_CHANNELS.
#[utoipa::path(tag = "channels", operation_id = "create_channel", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)), request_body = CreateChannel,
    responses((status = 201, description = "The new channel", body = Channel)))]
#[post("/guilds/{guild_id}/channels")]
async fn create_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Body(body): Body<CreateChannel>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::create(work, caller.user, id, body)));
    Ok(HttpResponse::Created().json(act.await?))
}

/// Moves several channels. Needs MANAGE_CHANNELS.
#[utoipa::path(tag = "channels", operation_id = "reorder_channels", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)), request_body = Vec<ChannelPosition>,
    responses((status = 204, description = "They are moved")))]
#[patch("/guilds/{guild_id}/channels")]
async fn reorder_channels(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Items(list): Items<ChannelPosition>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::reorder(work, caller.user, id, list))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// One channel, or conversation.
#[utoipa::path(tag = "channels", operation_id = "find_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel", body = AnyChannel)))]
#[get("/channels/{channel_id}")]
async fn find_channel(state: web::Data<State>, caller: Caller, Segments(id): Segments<ChannelId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let venue = access::in_venue(&model, caller.user, id, Permissions::VIEW_CHANNEL, state.clock.now())?;
    Ok(HttpResponse::Ok().json(AnyChannel::seen_by(&model, venue, caller.user)))
}

/// Changes a channel. Needs MANAGE_CHANNELS, and MANAGE_ROLES for its overwrites. Of a group the name and the icon can be changed, by
/// anybody in it.
#[utoipa::path(tag = "channels", operation_id = "update_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)), request_body = UpdateChannel,
    responses((status = 200, description = "The changed channel", body = AnyChannel),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
#[patch("/channels/{channel_id}")]
async fn update_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
    Body(body): Body<UpdateChannel, { limits::ICON_BODY_BYTES }>,
) -> Result<HttpResponse, Error> {
    if is_conversation(&state, id) {
        return change_group(&state, caller.user, id, body).await;
    }
    let act = state.writer.run(move |work| Box::pin(actions::update(work, caller.user, id, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Deletes a channel with its messages. Needs MANAGE_CHANNELS. A conversation of two is taken from the caller's list, a group is left.
#[utoipa::path(tag = "channels", operation_id = "delete_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel that was", body = AnyChannel)))]
#[delete("/channels/{channel_id}")]
async fn delete_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
) -> Result<HttpResponse, Error> {
    if is_conversation(&state, id) {
        let act = state.writer.run(move |work| Box::pin(conversations::actions::leave(work, caller.user, id)));
        return Ok(HttpResponse::Ok().json(act.await?));
    }
    let act = state.writer.run(move |work| Box::pin(actions::delete(work, caller.user, id)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// What was once a conversation never becomes a channel of a guild, so this says which one is asked for; who may have it is asked
/// in the turn.
fn is_conversation(state: &State, id: ChannelId) -> bool {
    state.cache.read().conversation(id).is_some()
}

async fn change_group(state: &State, by: UserId, id: ChannelId, body: UpdateChannel) -> Result<HttpResponse, Error> {
    let place = id.to_string();
    let draws = matches!(body.icon, Patch::Value(_)).then(|| entry::overdrawn(state, limits::ICON, by, Some(&place)));
    if let Some(refused) = draws.flatten() {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(conversations::actions::change(state, by, id, body.name, body.icon).await?))
}

/// Sets an overwrite. Needs MANAGE_ROLES.
#[utoipa::path(tag = "channels", operation_id = "set_overwrite", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)), request_body = SetOverwrite,
    responses((status = 204, description = "It is set")))]
#[put("/channels/{channel_id}/permissions/{target_id}")]
async fn set_overwrite(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, target)): Segments<(ChannelId, TargetId)>,
    Body(body): Body<SetOverwrite>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::set_overwrite(work, caller.user, id, target, body))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes an overwrite away. Needs MANAGE_ROLES.
#[utoipa::path(tag = "channels", operation_id = "delete_overwrite", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)),
    responses((status = 204, description = "It is gone")))]
#[delete("/channels/{channel_id}/permissions/{target_id}")]
async fn delete_overwrite(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, target)): Segments<(ChannelId, TargetId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::delete_overwrite(work, caller.user, id, target))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Threads of a guild. There are none; some libraries ask.
#[utoipa::path(tag = "channels", operation_id = "list_active_threads", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = ActiveThreads)))]
#[get("/guilds/{guild_id}/threads/active")]
async fn list_active_threads(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
) -> Result<HttpResponse, Error> {
    access::guild(&state.cache.read(), caller.user, id)?;
    Ok(HttpResponse::Ok().json(ActiveThreads::default()))
}

pub fn routes(config: &mut impl Routes) {
    config
        .service(list_channels)
        .service(create_channel)
        .service(reorder_channels)
        .service(find_channel)
        .service(update_channel)
        .service(delete_channel)
        .service(set_overwrite)
        .service(delete_overwrite)
        .service(list_active_threads);
}
