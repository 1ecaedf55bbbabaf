//! The routes of pins. Older clients know them by shorter paths.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{actions, rules, view::PinsPage};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::messages::view::Message,
    http::{Error, Path, Query},
    kernel::{ChannelId, FieldError, MessageId, Timestamp, limits},
    state::State,
};

/// Which part of the pins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PinsQuery {
    /// Only pins of earlier times; `pinned_at` of the last of a page leads to the next.
    before: Option<Timestamp>,
    /// 1 to 50; 50 by default.
    #[param(minimum = 1, maximum = 50, default = 50)]
    limit: Option<i64>,
}

/// Returns pinned messages of a channel, the newest pin first.
#[utoipa::path(get, path = "/channels/{channel_id}/messages/pins", tag = "messages",
    params(("channel_id" = ChannelId, Path), PinsQuery),
    responses((status = 200, description = "A page of pins", body = PinsPage)))]
async fn list_pins(
    state: web::Data<State>,
    caller: Caller,
    Path(channel): Path<ChannelId>,
    Query(query): Query<PinsQuery>,
) -> Result<HttpResponse, Error> {
    let limit = query.limit.unwrap_or(rules::PINS_PAGE);
    if !(1..=rules::PINS_PAGE).contains(&limit) {
        return Err(Error::field("limit", &FieldError::range(1, rules::PINS_PAGE)));
    }
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user, channel, (query.before, limit)).await?))
}

/// Pins a message. Requires `PIN_MESSAGES` or `MANAGE_MESSAGES` in a guild.
#[utoipa::path(put, path = "/channels/{channel_id}/messages/pins/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "The message is pinned")))]
async fn pin_message(
    state: web::Data<State>,
    caller: Caller,
    Path(place): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::pin(&state, caller.user, place).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the pin of a message away. Requires `PIN_MESSAGES` or `MANAGE_MESSAGES` in a guild.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/pins/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "The message is not pinned")))]
async fn unpin_message(
    state: web::Data<State>,
    caller: Caller,
    Path(place): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::unpin(&state, caller.user, place).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Returns the 50 newest pins of a channel, for older clients.
#[utoipa::path(get, path = "/channels/{channel_id}/pins", tag = "compatibility", params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The pinned messages", body = Vec<Message>)))]
async fn list_pinned_messages(
    state: web::Data<State>,
    caller: Caller,
    Path(channel): Path<ChannelId>,
) -> Result<HttpResponse, Error> {
    let page = actions::list(&state, caller.user, channel, (None, rules::PINS_PAGE)).await?;
    Ok(HttpResponse::Ok().json(page.items.into_iter().map(|pin| pin.message).collect::<Vec<_>>()))
}

/// Pins a message, for older clients.
#[utoipa::path(put, path = "/channels/{channel_id}/pins/{message_id}", tag = "compatibility",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "The message is pinned")))]
async fn pin_message_by_old_path(
    state: web::Data<State>,
    caller: Caller,
    Path(place): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::pin(&state, caller.user, place).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes the pin of a message away, for older clients.
#[utoipa::path(delete, path = "/channels/{channel_id}/pins/{message_id}", tag = "compatibility",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "The message is not pinned")))]
async fn unpin_message_by_old_path(
    state: web::Data<State>,
    caller: Caller,
    Path(place): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::unpin(&state, caller.user, place).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_pins).rate(limits::READ).bots());
    routes.add(endpoint!(pin_message).rate(limits::EDIT).bots());
    routes.add(endpoint!(unpin_message).rate(limits::EDIT).bots());
    routes.add(endpoint!(list_pinned_messages).rate(limits::READ).bots());
    routes.add(endpoint!(pin_message_by_old_path).rate(limits::EDIT).bots());
    routes.add(endpoint!(unpin_message_by_old_path).rate(limits::EDIT).bots());
}
