//! The routes of channels.

use actix_web::{HttpResponse, delete, get, patch, post, put, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{actions, rules::OverwriteBody, view::Channel};
use crate::{
    access::{self, Caller},
    http::{Body, Error, Items, Routes, Segments},
    kernel::{ChannelId, GuildId, Patch, Permissions, TargetId},
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
    #[schema(examples("tea-room"))]
    pub name: Option<String>,
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

/// One channel.
#[utoipa::path(tag = "channels", operation_id = "find_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel", body = Channel)))]
#[get("/channels/{channel_id}")]
async fn find_channel(state: web::Data<State>, caller: Caller, Segments(id): Segments<ChannelId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let (_, channel) = access::in_channel(&model, caller.user, id, Permissions::VIEW_CHANNEL, state.clock.now())?;
    Ok(HttpResponse::Ok().json(Channel::from(channel)))
}

/// Changes a channel. Needs MANAGE_CHANNELS, and MANAGE_ROLES for its overwrites.
#[utoipa::path(tag = "channels", operation_id = "update_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)), request_body = UpdateChannel,
    responses((status = 200, description = "The changed channel", body = Channel)))]
#[patch("/channels/{channel_id}")]
async fn update_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
    Body(body): Body<UpdateChannel>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::update(work, caller.user, id, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Deletes a channel with its messages. Needs MANAGE_CHANNELS.
#[utoipa::path(tag = "channels", operation_id = "delete_channel", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel that was", body = Channel)))]
#[delete("/channels/{channel_id}")]
async fn delete_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::delete(work, caller.user, id)));
    Ok(HttpResponse::Ok().json(act.await?))
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

pub fn routes(config: &mut impl Routes) {
    config
        .service(list_channels)
        .service(create_channel)
        .service(reorder_channels)
        .service(find_channel)
        .service(update_channel)
        .service(delete_channel)
        .service(set_overwrite)
        .service(delete_overwrite);
}
