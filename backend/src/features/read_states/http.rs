//! Routes of read states.

use actix_web::{HttpResponse, web};

use super::{actions, requests::Ack};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path},
    kernel::{ChannelId, GuildId, MessageId, limits},
    state::State,
};

/// Marks a channel as read up to a message, on all devices of the caller, or as unread from there on. The message need not exist.
#[utoipa::path(post, path = "/channels/{channel_id}/messages/{message_id}/ack", tag = "channels",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)), request_body = Ack,
    responses((status = 204, description = "The read state is stored")))]
async fn acknowledge_message(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message)): Path<(ChannelId, MessageId)>,
    Json(ack): Json<Ack>,
) -> Result<HttpResponse, Error> {
    actions::acknowledge(&state, caller.user, channel, message, ack).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Marks all channels of a guild that the caller may view as read.
#[utoipa::path(post, path = "/guilds/{guild_id}/ack", tag = "guilds",
    params(("guild_id" = GuildId, Path)),
    responses((status = 204, description = "The read state is stored")))]
async fn acknowledge_guild(state: web::Data<State>, caller: Caller, Path(guild): Path<GuildId>) -> Result<HttpResponse, Error> {
    actions::acknowledge_guild(&state, caller.user, guild).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the routes.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(acknowledge_message).rate(limits::ACK).body(limits::FORM_BYTES));
    routes.add(endpoint!(acknowledge_guild).rate(limits::ACK));
}
