//! The routes of conversations.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{actions, rules::With, view::PrivateChannel};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    http::{Body, Error, ErrorBody, Segments, Upload, upload::UploadForm},
    kernel::{ChannelId, UserId, limits},
    state::State,
};

/// With whom to talk. One of the two keys.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct OpenConversation {
    pub recipient_id: Option<UserId>,
    /// One person, or 2 to 9 for a group.
    pub recipients: Option<Vec<UserId>>,
}

/// Opens the conversation with somebody, or makes a group. With one person there is one conversation, however often it is opened.
#[utoipa::path(post, path = "/users/@me/channels", tag = "conversations",
    request_body = OpenConversation,
    responses((status = 200, description = "The conversation", body = PrivateChannel)))]
async fn open_conversation(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<OpenConversation>,
) -> Result<HttpResponse, Error> {
    let with = With::read(caller.user, body.recipient_id, body.recipients)?;
    let act = state.writer.run(move |work| Box::pin(actions::talk(work, caller.user, with)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// The conversations in the caller's list.
#[utoipa::path(get, path = "/users/@me/channels", tag = "conversations",
    responses((status = 200, description = "The conversations, by id", body = Vec<PrivateChannel>)))]
async fn list_conversations(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(PrivateChannel::open_for(&state.cache.read(), caller.user)))
}

/// Gives a group another icon. Anybody in it can.
#[utoipa::path(put, path = "/channels/{channel_id}/icon", tag = "conversations",
    params(("channel_id" = ChannelId, Path)), request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed group", body = PrivateChannel),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_group_icon(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
    Upload(file): Upload,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::upload(&state, caller.user, id, file).await?))
}

/// Brings somebody into a group: whom the caller shares a guild or an open conversation with. Anybody in it can.
#[utoipa::path(put, path = "/channels/{channel_id}/recipients/{user_id}", tag = "conversations",
    params(("channel_id" = ChannelId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "They are in it")))]
async fn add_recipient(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, who)): Segments<(ChannelId, UserId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::add(work, caller.user, id, who))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Takes somebody out of a group. Its owner can, and everybody can take themselves out.
#[utoipa::path(delete, path = "/channels/{channel_id}/recipients/{user_id}", tag = "conversations",
    params(("channel_id" = ChannelId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "They are not in it any more")))]
async fn remove_recipient(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, who)): Segments<(ChannelId, UserId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::remove(work, caller.user, id, who))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(open_conversation).rate(limits::CONVERSATION_OPEN).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_conversations).rate(limits::READ).bots());
    routes.add(endpoint!(upload_group_icon).rate(limits::ICON).of_dm_channel().body(limits::ICON_BYTES));
    routes.add(endpoint!(add_recipient).rate(limits::GROUP_CHANGE).of_dm_channel());
    routes.add(endpoint!(remove_recipient).rate(limits::GROUP_CHANGE).of_dm_channel());
}
