//! Routes of DM channels.

use actix_web::{HttpResponse, web};

use super::{actions, requests::OpenDmChannel, rules, rules::With};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, ErrorBody, Json, Path, Upload, upload::UploadForm},
    kernel::{ChannelId, UserId, limits},
    state::State,
    wire::dm_channel,
};

/// Opens a DM channel or creates a group DM. Two users have one DM channel, however often it is opened.
#[utoipa::path(post, path = "/users/@me/channels", tag = "dms",
    request_body = OpenDmChannel,
    responses((status = 200, description = "The DM channel", body = dm_channel::DmChannel)))]
async fn open_dm_channel(
    state: web::Data<State>,
    caller: Caller,
    Json(body): Json<OpenDmChannel>,
) -> Result<HttpResponse, Error> {
    let with = With::read(caller.user, body.recipient_id, body.recipients)?;
    Ok(HttpResponse::Ok().json(actions::open_or_create(&state, caller.user, with).await?))
}

/// Returns the caller's DM channels.
#[utoipa::path(get, path = "/users/@me/channels", tag = "dms",
    responses((status = 200, description = "The DM channels, by id", body = Vec<dm_channel::DmChannel>)))]
async fn list_dm_channels(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(dm_channel::DmChannel::open_for(&state.cache.read(), caller.user)))
}

/// Sets the icon of a group DM. Every recipient can.
#[utoipa::path(put, path = "/channels/{channel_id}/icon", tag = "dms",
    params(("channel_id" = ChannelId, Path)), request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "The changed group", body = dm_channel::DmChannel),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn upload_group_icon(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<ChannelId>,
    Upload(file): Upload,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::upload(&state, caller.user, id, file).await?))
}

/// Adds a user to a group DM. Every recipient can add users with whom they share a guild or an open DM channel.
#[utoipa::path(put, path = "/channels/{channel_id}/recipients/{user_id}", tag = "dms",
    params(("channel_id" = ChannelId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "The user was added")))]
async fn add_recipient(
    state: web::Data<State>,
    caller: Caller,
    Path((id, who)): Path<(ChannelId, UserId)>,
) -> Result<HttpResponse, Error> {
    actions::add(&state, caller.user, id, who).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a user from a group DM. The owner can remove anyone, and everyone can leave.
#[utoipa::path(delete, path = "/channels/{channel_id}/recipients/{user_id}", tag = "dms",
    params(("channel_id" = ChannelId, Path), ("user_id" = UserId, Path)),
    responses((status = 204, description = "The user was removed")))]
async fn remove_recipient(
    state: web::Data<State>,
    caller: Caller,
    Path((id, who)): Path<(ChannelId, UserId)>,
) -> Result<HttpResponse, Error> {
    actions::remove(&state, caller.user, id, who).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(open_dm_channel).rate(rules::DM_OPEN).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_dm_channels).rate(limits::READ).bots());
    routes.add(endpoint!(upload_group_icon).rate(limits::ICON).of_dm_channel().body(limits::ICON_BYTES));
    routes.add(endpoint!(add_recipient).rate(rules::GROUP_CHANGE).of_dm_channel());
    routes.add(endpoint!(remove_recipient).rate(rules::GROUP_CHANGE).of_dm_channel());
}
