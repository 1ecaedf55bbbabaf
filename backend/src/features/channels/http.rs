//! The routes of channels.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions,
    rules::OverwriteBody,
    view::{ActiveThreads, AnyChannel, Channel},
};
use crate::{
    access::{self, Caller},
    entry::{self, Routes, endpoint},
    features::conversations,
    http::{Body, Error, ErrorBody, Items, Segments},
    kernel::{ChannelId, FieldError, Form, GuildId, Patch, Permissions, Refusal, TargetId, UserId, limits},
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
    /// None, as when they are missing, are those of the category.
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
    /// Whether to take the overwrites of the category, unless others are given.
    pub lock_permissions: Option<bool>,
}

impl UpdateChannel {
    /// Refuses what channels of guilds have no place for.
    ///
    /// # Errors
    /// 400 / 50035.
    pub fn refuse_for_guild(&self) -> Result<(), Refusal> {
        refuse_all([("icon", matches!(self.icon, Patch::Value(_)))])
    }

    /// Refuses what groups have no place for.
    ///
    /// # Errors
    /// 400 / 50035.
    pub fn refuse_for_group(&self) -> Result<(), Refusal> {
        refuse_all([
            ("topic", matches!(self.topic, Patch::Value(_))),
            ("position", self.position.is_some()),
            ("parent_id", matches!(self.parent_id, Patch::Value(_))),
            ("nsfw", self.nsfw == Some(true)),
            ("rate_limit_per_user", self.rate_limit_per_user.is_some_and(|seconds| seconds != 0)),
            ("permission_overwrites", self.permission_overwrites.as_ref().is_some_and(|list| !list.is_empty())),
            ("lock_permissions", self.lock_permissions == Some(true)),
        ])
    }

    /// Whether nothing but overwrites is to change.
    pub fn is_about_rights(&self) -> bool {
        let stays = self.name == Patch::Absent
            && self.icon == Patch::Absent
            && self.topic == Patch::Absent
            && self.parent_id == Patch::Absent
            && self.position.is_none()
            && self.nsfw.is_none()
            && self.rate_limit_per_user.is_none();
        stays && (self.permission_overwrites.is_some() || self.lock_permissions == Some(true))
    }
}

fn refuse_all<const N: usize>(asked: [(&str, bool); N]) -> Result<(), Refusal> {
    let mut form = Form::new();
    for (name, _) in asked.into_iter().filter(|(_, asked)| *asked) {
        form.note(name, &FieldError::new("NOT_SUPPORTED", "Channels of this kind have none."));
    }
    form.finish()
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
    /// Whether to take the overwrites of the category.
    pub lock_permissions: Option<bool>,
}

/// The channels of a guild that the caller may view.
#[utoipa::path(get, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "The channels", body = Vec<Channel>)))]
async fn list_channels(state: web::Data<State>, caller: Caller, Segments(id): Segments<GuildId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let guild = access::guild(&model, caller.user, id)?;
    Ok(HttpResponse::Ok().json(actions::list(guild, caller.user, state.clock.now())?))
}

/// Makes a channel. Needs MANAGE_CHANNELS.
#[utoipa::path(post, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)), request_body = CreateChannel,
    responses((status = 201, description = "The new channel", body = Channel)))]
async fn create_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
    Body(body): Body<CreateChannel>,
) -> Result<HttpResponse, Error> {
    let act = state.writer.run(move |work| Box::pin(actions::create(work, caller.user, id, body)));
    Ok(HttpResponse::Created().json(act.await?))
}

/// Moves several channels. Needs MANAGE_CHANNELS, and MANAGE_ROLES where overwrites change.
#[utoipa::path(patch, path = "/guilds/{guild_id}/channels", tag = "channels",
    params(("guild_id" = GuildId, Path)), request_body = Vec<ChannelPosition>,
    responses((status = 204, description = "They are moved")))]
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
#[utoipa::path(get, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel", body = AnyChannel)))]
async fn find_channel(state: web::Data<State>, caller: Caller, Segments(id): Segments<ChannelId>) -> Result<HttpResponse, Error> {
    let model = state.cache.read();
    let now = state.clock.now();
    let venue = access::in_venue(&model, caller.user, id, Permissions::VIEW_CHANNEL, now)?;
    Ok(HttpResponse::Ok().json(AnyChannel::seen_by(&model, venue, caller.user, now)))
}

/// Changes a channel. Needs MANAGE_CHANNELS, and MANAGE_ROLES where its overwrites change. Of a group the name and the icon can be changed, by
/// anybody in it.
#[utoipa::path(patch, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)), request_body = UpdateChannel,
    responses((status = 200, description = "The changed channel", body = AnyChannel),
        (status = 422, description = "The picture is broken, or has too many pixels or frames", body = ErrorBody)))]
async fn update_channel(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<ChannelId>,
    Body(body): Body<UpdateChannel>,
) -> Result<HttpResponse, Error> {
    if is_conversation(&state, id) {
        return change_group(&state, caller.user, id, body).await;
    }
    let act = state.writer.run(move |work| Box::pin(actions::update(work, caller.user, id, body)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// Deletes a channel with its messages. Needs MANAGE_CHANNELS. A conversation of two is taken from the caller's list, a group is left.
#[utoipa::path(delete, path = "/channels/{channel_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 200, description = "The channel that was", body = AnyChannel)))]
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
    access::in_conversation(&state.cache.read(), by, id)?;
    body.refuse_for_group()?;
    let draws = matches!(body.icon, Patch::Value(_)).then(|| entry::overdrawn(state, limits::ICON, by, id.get()));
    if let Some(refused) = draws.flatten() {
        return Ok(refused);
    }
    Ok(HttpResponse::Ok().json(conversations::actions::change(state, by, id, body.name, body.icon).await?))
}

/// Sets an overwrite. Needs MANAGE_ROLES.
#[utoipa::path(put, path = "/channels/{channel_id}/permissions/{target_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)), request_body = SetOverwrite,
    responses((status = 204, description = "It is set")))]
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
#[utoipa::path(delete, path = "/channels/{channel_id}/permissions/{target_id}", tag = "channels",
    params(("channel_id" = ChannelId, Path), ("target_id" = TargetId, Path)),
    responses((status = 204, description = "It is gone")))]
async fn delete_overwrite(
    state: web::Data<State>,
    caller: Caller,
    Segments((id, target)): Segments<(ChannelId, TargetId)>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::delete_overwrite(work, caller.user, id, target))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Threads of a guild. There are none; some libraries ask.
#[utoipa::path(get, path = "/guilds/{guild_id}/threads/active", tag = "channels",
    params(("guild_id" = GuildId, Path)),
    responses((status = 200, description = "None", body = ActiveThreads)))]
async fn list_active_threads(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<GuildId>,
) -> Result<HttpResponse, Error> {
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
    // What a change needs depends on what it changes: MANAGE_CHANNELS, MANAGE_ROLES or both.
    routes.add(endpoint!(reorder_channels).rate(limits::GUILD_CHANGE).bots().body(limits::BODY_BYTES));
    routes.add(endpoint!(find_channel).rate(limits::READ).bots());
    let governs = Permissions::MANAGE_CHANNELS.union(Permissions::MANAGE_ROLES);
    routes.add(endpoint!(update_channel).rate(limits::GUILD_CHANGE).bots().needs_one_of(governs).body(limits::ICON_BODY_BYTES));
    routes.add(endpoint!(delete_channel).rate(limits::CHANNEL_DELETE).bots());
    routes.add(endpoint!(set_overwrite).rate(limits::OVERWRITE).bots().body(limits::FORM_BYTES));
    routes.add(endpoint!(delete_overwrite).rate(limits::OVERWRITE).bots());
    routes.add(endpoint!(list_active_threads).rate(limits::READ).bots());
}
