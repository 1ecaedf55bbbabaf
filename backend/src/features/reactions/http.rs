//! The routes of reactions.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    actions::{self, Reacted},
    rules,
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Path, Query},
    kernel::{ChannelId, Cursor, FieldError, MessageId, UserId, limits},
    state::State,
    wire::user::User,
};

/// Adds a reaction of the caller. Requires `READ_MESSAGE_HISTORY`, and `ADD_REACTIONS` for an emoji that the message does not have yet.
#[utoipa::path(put, path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, example = "👍")),
    responses((status = 204, description = "The caller has reacted")))]
async fn add_reaction(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message, segment)): Path<(ChannelId, MessageId, String)>,
) -> Result<HttpResponse, Error> {
    actions::add(&state, Reacted { by: caller.user, channel, message }, segment).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a reaction of the caller.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/@me", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, example = "👍")),
    responses((status = 204, description = "The reaction is removed")))]
async fn remove_own_reaction(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message, segment)): Path<(ChannelId, MessageId, String)>,
) -> Result<HttpResponse, Error> {
    actions::remove(&state, Reacted { by: caller.user, channel, message }, segment, caller.user).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a reaction of a user. Reactions of others require `MANAGE_MESSAGES`.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}/{user_id}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, example = "👍"),
        ("user_id" = UserId, Path)),
    responses((status = 204, description = "The reaction is removed")))]
async fn remove_reaction(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message, segment, user)): Path<(ChannelId, MessageId, String, UserId)>,
) -> Result<HttpResponse, Error> {
    actions::remove(&state, Reacted { by: caller.user, channel, message }, segment, user).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which of the users who reacted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReactionUsersQuery {
    /// Only users with greater ids.
    after: Option<Cursor>,
    /// 1 to 100; 25 by default.
    #[param(minimum = 1, maximum = 100, default = 25)]
    limit: Option<i64>,
    /// 0, the default, or 1 for burst reactions, of which there are none.
    #[serde(rename = "type")]
    #[param(minimum = 0, maximum = 1)]
    kind: Option<u8>,
}

/// Returns users who reacted with an emoji, by id.
#[utoipa::path(get, path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, example = "👍"),
        ReactionUsersQuery),
    responses((status = 200, description = "The users", body = Vec<User>)))]
async fn list_reaction_users(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message, segment)): Path<(ChannelId, MessageId, String)>,
    Query(query): Query<ReactionUsersQuery>,
) -> Result<HttpResponse, Error> {
    let limit = query.limit.unwrap_or(25);
    if !(1..=rules::USERS_PAGE).contains(&limit) {
        return Err(Error::field("limit", &FieldError::range(1, rules::USERS_PAGE)));
    }
    if query.kind.is_some_and(|kind| kind > 1) {
        return Err(Error::field("type", &FieldError::range(0, 1)));
    }
    let after = query.after.map_or(UserId::new(0), Into::into);
    let mut users = actions::users(&state, Reacted { by: caller.user, channel, message }, &segment, (after, limit)).await?;
    if query.kind == Some(1) {
        users.clear();
    }
    Ok(HttpResponse::Ok().json(users))
}

/// Removes all reactions with an emoji. Requires `MANAGE_MESSAGES`.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, example = "👍")),
    responses((status = 204, description = "The reactions are removed")))]
async fn clear_reactions_of_emoji(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message, segment)): Path<(ChannelId, MessageId, String)>,
) -> Result<HttpResponse, Error> {
    actions::clear(&state, Reacted { by: caller.user, channel, message }, Some(segment)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes all reactions to a message. Requires `MANAGE_MESSAGES`.
#[utoipa::path(delete, path = "/channels/{channel_id}/messages/{message_id}/reactions", tag = "messages",
    params(("channel_id" = ChannelId, Path), ("message_id" = MessageId, Path)),
    responses((status = 204, description = "The reactions are removed")))]
async fn clear_reactions(
    state: web::Data<State>,
    caller: Caller,
    Path((channel, message)): Path<(ChannelId, MessageId)>,
) -> Result<HttpResponse, Error> {
    actions::clear(&state, Reacted { by: caller.user, channel, message }, None).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(add_reaction).rate(rules::REACT).bots());
    routes.add(endpoint!(remove_own_reaction).rate(rules::REACT).bots());
    routes.add(endpoint!(remove_reaction).rate(rules::REACT).bots());
    routes.add(endpoint!(list_reaction_users).rate(limits::READ).bots());
    routes.add(endpoint!(clear_reactions_of_emoji).rate(limits::MODERATION).bots());
    routes.add(endpoint!(clear_reactions).rate(limits::MODERATION).bots());
}
