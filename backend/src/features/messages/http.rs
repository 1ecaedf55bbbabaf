//! The routes of messages.

use actix_web::{
    HttpResponse,
    http::header::{ContentType, HeaderName},
    web,
};

use super::{
    actions,
    newest::{self, NewestPages},
    requests::{BulkDelete, CreateMessage, EditMessage, HistoryQuery, HistoryRequest, Part},
    rules,
    view::Message,
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path, Query},
    kernel::{ChannelId, MessageId, limits},
    state::State,
};

/// Returns messages of a channel, newest first. With `after`, those that directly follow it.
#[utoipa::path(get, path = "/channels/{channel_id}/messages", tag = "messages",
    params(("channel_id" = ChannelId, Path), HistoryQuery),
    responses((status = 200, description = "A page of messages, newest first", body = Vec<Message>)))]
async fn list_messages(
    state: web::Data<State>,
    newest: web::Data<NewestPages>,
    caller: Caller,
    Path(channel): Path<ChannelId>,
    Query(query): Query<HistoryQuery>,
) -> Result<HttpResponse, Error> {
    let (part, limit) = query.read()?;
    if (part, limit) == (Part::Newest, newest::PAGE) {
        let page = newest.read(&state, caller.user, channel).await?;
        return Ok(HttpResponse::Ok().content_type(ContentType::json()).body(page));
    }
    let request = HistoryRequest { reader: caller.user, channel, part, limit };
    Ok(HttpResponse::Ok().json(actions::list(&state, request).await?))
}

/// Returns a message.
#[utoipa::path(get, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 200, description = "The message", body = Message)))]
async fn find_message(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message)): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::find(&state, caller.user, channel, message).await?))
}

/// Says that nothing was done, for the nonce came before.
const REPLAY: HeaderName = HeaderName::from_static("idempotent-replay");

/// Sends a message. The response is sent once it is stored. With `enforce_nonce`, a repeated nonce returns the first message.
#[utoipa::path(post, path = "/channels/{channel_id}/messages", tag = "messages",
    params(("channel_id" = ChannelId, Path)), request_body = CreateMessage,
    responses((status = 200, description = "The stored message", body = Message,
        headers(("Idempotent-Replay" = String, description = "`true` if the nonce was used before and nothing was sent")))))]
async fn create_message(
    state: web::Data<State>,
    caller: Caller,
    Path(channel): Path<ChannelId>,
    Json(body): Json<CreateMessage>,
) -> Result<HttpResponse, Error> {
    let message = actions::create(&state, caller.user, channel, body).await?;
    let mut answer = HttpResponse::Ok();
    if message.is_repeat {
        answer.insert_header((REPLAY, "true"));
    }
    Ok(answer.json(message))
}

/// Edits a message of the caller.
#[utoipa::path(patch, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)), request_body = EditMessage,
    responses((status = 200, description = "The edited message", body = Message)))]
async fn edit_message(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message)): Path<(ChannelId, MessageId)>,
    Json(body): Json<EditMessage>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::edit(&state, caller.user, channel, message, body).await?))
}

/// Deletes a message. Messages of other users require `MANAGE_MESSAGES`.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "It is deleted")))]
async fn delete_message(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message)): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::delete(&state, caller.user, channel, message).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Deletes several messages of a guild's channel. Requires `MANAGE_MESSAGES`.
#[utoipa::path(post, path = "/channels/{channel_id}/messages/bulk-delete", tag = "messages",
    params(("channel_id" = ChannelId, Path)), request_body = BulkDelete,
    responses((status = 204, description = "They are deleted; those that were not there are passed over")))]
async fn delete_messages(
    state: web::Data<State>,
    caller: Caller,
    Path(channel): Path<ChannelId>,
    Json(body): Json<BulkDelete>,
) -> Result<HttpResponse, Error> {
    actions::delete_many(&state, caller.user, channel, body.checked()?).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(create_message).rate(limits::SEND).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(list_messages).rate(rules::HISTORY).bots());
    routes.add(endpoint!(edit_message).rate(limits::EDIT).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(find_message).rate(rules::HISTORY).bots());
    routes.add(endpoint!(delete_message).rate(limits::DELETE).bots());
    routes.add(endpoint!(delete_messages).rate(limits::MODERATION).bots().body(limits::BODY_BYTES));
}
