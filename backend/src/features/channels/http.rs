//! Routes of channels.

use actix_web::{HttpResponse, web};

use super::{
    actions,
    requests::{ChannelPosition, CreateChannel, SetOverwrite, UpdateChannel},
    rules,
};
use crate::{
    access::{self, Caller},
    api_guard::{self, Routes, endpoint},
    features::dms,
    http::{Error, ErrorBody, Items, Json, Path},
    kernel::{ChannelId, GuildId, Patch, Permissions, TargetId, UserId, limits},
    state::State,
    wire::channel::{ActiveThreads, AnyChannel, Channel},
};

/// Returns the channels of a guild that the caller may view.
#[utoipa::path(get, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The channels", body = Vec<Channel>)))]
async fn list_channels(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(actions::list(guild, caller.user, state.clock.now())?))
}

/// Creates a channel. Requires `MANAGE_CHANNELS`.
#[utoipa::path(post, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)), request_body = CreateChannel,
    responses((status = 201, description = "The new channel", body = Channel)))]
async fn create_channel(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Json(body): Json<CreateChannel>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Created().json(actions::create(&state, caller.user, id, body).await?))
}

/// Moves channels. Requires `MANAGE_CHANNELS`, and `MANAGE_ROLES` if overwrites change.
#[utoipa::path(patch, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)), request_body = Vec<ChannelPosition>,
    responses((status = 204, description = "The channels were moved")))]
async fn reorder_channels(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<GuildId>,
    Items(list): Items<ChannelPosition>,
) -> Result<HttpResponse, Error> {
    actions::reorder(&state, caller.user, id, list).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Returns a channel or DM channel.
#[utoipa::path(get, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel", body = AnyChannel)))]
async fn find_channel(state: web::Data<State>, caller: Caller, Path(id): Path<ChannelId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let now = state.clock.now();
    let message_channel = access::authorize_channel(&model, caller.user, id, Permissions::VIEW_CHANNEL, now)?;
    Ok(HttpResponse::Ok().json(AnyChannel::seen_by(&model, message_channel, caller.user, now)))
}

/// Changes a channel. Requires `MANAGE_CHANNELS`, and `MANAGE_ROLES` if overwrites change. In a group DM, every recipient can change
/// the name and the icon.
#[utoipa::path(patch, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)), request_body = UpdateChannel,
    responses((status = 200, description = "The changed channel", body = AnyChannel),
        (status = 422, description = "The image is damaged, or has too many pixels or frames", body = ErrorBody)))]
async fn update_channel(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<ChannelId>,
    Json(body): Json<UpdateChannel>,
) -> Result<HttpResponse, Error> {
    if is_dm_channel(&state, id) {
        return change_group(&state, caller.user, id, body).await;
    }
    Ok(HttpResponse::Ok().json(actions::update(&state, caller.user, id, body).await?))
}

/// Deletes a channel with its messages; requires `MANAGE_CHANNELS`. Closes a DM channel, and leaves a group DM.
#[utoipa::path(delete, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The deleted channel", body = AnyChannel)))]
async fn delete_channel(state: web::Data<State>, caller: Caller, Path(id): Path<ChannelId>) -> Result<HttpResponse, Error> {
    if is_dm_channel(&state, id) {
        return Ok(HttpResponse::Ok().json(dms::actions::leave(&state, caller.user, id).await?));
    }
    Ok(HttpResponse::Ok().json(actions::delete(&state, caller.user, id).await?))
}

/// The id of a DM channel never becomes the id of a guild channel, so the kind is known here; access is checked in the write job.
fn is_dm_channel(state: &State, id: ChannelId) -> bool {
    state.cache.read().dm_channel(id).is_some()
}

async fn change_group(state: &State, by: UserId, id: ChannelId, body: UpdateChannel) -> Result<HttpResponse, Error> {
    access::in_dm_channel(&state.cache.read(), by, id)?;
    body.refuse_for_group()?;
    let draws = matches!(body.icon, Patch::Value(_)).then(|| api_guard::overdrawn(state, limits::ICON, by, id.get()));
    if let Some(refused) = draws.flatten() {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(dms::actions::change(state, by, id, body.name, body.icon).await?))
}

/// Sets an overwrite. Requires `MANAGE_ROLES`.
#[utoipa::path(put, path = "/channels/{channel_id}/permissions/{target_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)), request_body = SetOverwrite,
    responses((status = 204, description = "It is set")))]
async fn set_overwrite(
    state: web::Data<State>,
    caller: Caller,
    Path((id, target)): Path<(ChannelId, TargetId)>,
    Json(body): Json<SetOverwrite>,
) -> Result<HttpResponse, Error> {
    actions::set_overwrite(&state, caller.user, id, target, body).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Deletes an overwrite. Requires `MANAGE_ROLES`.
#[utoipa::path(delete, path = "/channels/{channel_id}/permissions/{target_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)),
    responses((status = 204, description = "It was deleted")))]
async fn delete_overwrite(
    state: web::Data<State>,
    caller: Caller,
    Path((id, target)): Path<(ChannelId, TargetId)>,
) -> Result<HttpResponse, Error> {
    actions::delete_overwrite(&state, caller.user, id, target).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Returns the active threads of a guild: none.
#[utoipa::path(get, path = "/guilds/{guild_id}/threads/active", tag = "channels",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = ActiveThreads)))]
async fn list_active_threads(state: web::Data<State>, caller: Caller, Path(id): Path<GuildId>) -> Result<HttpResponse, Error> {
    access::guild(&state.cache.read(), caller.user, id)?;
    Ok(HttpResponse::Ok().json(ActiveThreads::default()))
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_channels).rate(limits::READ).bots());
    routes.add(
        endpoint!(create_channel)
            .rate(limits::GUILD_CHANGE)
            .bots()
            .needs_one_of(Permissions::MANAGE_CHANNELS)
            .body(limits::BODY_BYTES),
    );
    // The required permissions depend on the change: MANAGE_CHANNELS, MANAGE_ROLES or both.
    routes.add(endpoint!(reorder_channels).rate(limits::GUILD_CHANGE).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(find_channel).rate(limits::READ).bots());
    let governs = Permissions::MANAGE_CHANNELS.union(Permissions::MANAGE_ROLES);
    routes.add(endpoint!(update_channel).rate(limits::GUILD_CHANGE).bots().needs_one_of(governs).body(limits::ICON_BODY_BYTES));
    routes.add(endpoint!(delete_channel).rate(rules::CHANNEL_DELETE).bots());
    routes.add(endpoint!(set_overwrite).rate(rules::OVERWRITE).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(delete_overwrite).rate(rules::OVERWRITE).bots());
    routes.add(endpoint!(list_active_threads).rate(limits::READ).bots());
}
