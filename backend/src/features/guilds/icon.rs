//! Changes of guilds with icons: an image is stored before the write job that refers to it.

use super::{
    actions::{self, NewGuild},
    requests::{CreateGuild, UpdateGuild},
};
use crate::{
    access::{self, Caller},
    features::images::actions::{data_uri, replace},
    http::Error,
    kernel::{ApiError, GuildId, Patch, Permissions, UserId, limits},
    media::Owner,
    state::State,
    wire::guild::Guild,
};

/// Creates a guild.
///
/// # Errors
/// As [`actions::create`]; 413, 415 or 422 for an invalid image.
pub async fn create(state: &State, owner: UserId, body: CreateGuild) -> Result<Guild, Error> {
    // An image belongs to a guild, so the id is generated before the write job.
    let id = GuildId::new(state.ids.next());
    let image = image(body.icon.map_or(Patch::Absent, Patch::Value))?;
    let act = replace(state, Owner::Guild(id), image, move |uow, hash| {
        let new = NewGuild { id, name: body.name, icon: hash.into_value(), system_channel_flags: body.system_channel_flags };
        Box::pin(async move { Ok((actions::create(uow, owner, new).await?, None)) })
    });
    act.await
}

/// Changes a guild.
///
/// # Errors
/// As [`actions::update`]; 413, 415 or 422 for an invalid image.
pub async fn update(state: &State, caller: Caller, id: GuildId, mut body: UpdateGuild) -> Result<Guild, Error> {
    may_manage(state, caller.user, id)?;
    let image = image(std::mem::take(&mut body.icon))?;
    replace(state, Owner::Guild(id), image, move |uow, icon| Box::pin(actions::update(uow, caller, id, body, icon))).await
}

/// Sets the icon of a guild.
///
/// # Errors
/// As [`update`].
pub async fn upload(state: &State, caller: Caller, id: GuildId, file: Vec<u8>) -> Result<Guild, Error> {
    may_manage(state, caller.user, id)?;
    let body = UpdateGuild::default();
    let image = Patch::Value(file);
    replace(state, Owner::Guild(id), image, move |uow, icon| Box::pin(actions::update(uow, caller, id, body, icon))).await
}

/// An early check, before the image is decoded. The write job checks again.
fn may_manage(state: &State, by: UserId, id: GuildId) -> Result<(), ApiError> {
    access::in_guild(&state.cache.read(), by, id, Permissions::MANAGE_GUILD, state.clock.now()).map(drop)
}

fn image(uri: Patch<String>) -> Result<Patch<Vec<u8>>, ApiError> {
    Ok(match uri {
        Patch::Value(uri) => Patch::Value(data_uri("icon", &uri, limits::ICON_BYTES)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    })
}
