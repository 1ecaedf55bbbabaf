//! The routes of read states.

use actix_web::{HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::actions;
use crate::{
    access::Caller,
    http::{Body, Error, Routes, Segments},
    kernel::{ChannelId, GuildId, MessageId},
    state::State,
};

/// How to acknowledge a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub struct Ack {
    /// True marks the message and all after it as unread. Else the channel is read up to the message, and never back.
    pub manual: Option<bool>,
}

/// Reads a channel up to a message, on all devices of the caller; or marks it as unread from there on. The message may be gone.
#[utoipa::path(tag = "channels", operation_id = "acknowledge_message", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)), request_body = Ack,
    responses((status = 204, description = "It is noted")))]
#[post("/channels/{channel_id}/messages/{message_id}/ack")]
async fn acknowledge_message(
    state: web::Data<State>,
    caller: Caller,
    Segments((channel, message)): Segments<(ChannelId, MessageId)>,
    Body(ack): Body<Ack>,
) -> Result<HttpResponse, Error> {
    actions::acknowledge(&state, caller.user, channel, message, ack).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Reads all channels of a guild that the caller may view.
#[utoipa::path(tag = "guilds", operation_id = "acknowledge_guild", security(("bearer" = [])),
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "It is noted")))]
#[post("/guilds/{guild_id}/ack")]
async fn acknowledge_guild(
    state: web::Data<State>,
    caller: Caller,
    Segments(guild): Segments<GuildId>,
) -> Result<HttpResponse, Error> {
    actions::acknowledge_guild(&state, caller.user, guild).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the routes.
pub fn routes(config: &mut impl Routes) {
    config.service(acknowledge_message).service(acknowledge_guild);
}
