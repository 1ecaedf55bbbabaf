//! Guilds with their icons: a picture is kept before the write turn that uses it.

use super::{
    actions::{self, NewGuild},
    requests::{CreateGuild, UpdateGuild},
};
use crate::{
    access::{self, Caller},
    features::pictures::actions::{data_uri, replace},
    http::Error,
    kernel::{GuildId, Patch, Permissions, Refusal, UserId, limits},
    media::Owner,
    state::State,
    wire::guild::Guild,
};

/// Makes a guild.
///
/// # Errors
/// As [`actions::create`]; 413, 415 or 422 for a picture that is none.
pub async fn create(state: &State, owner: UserId, body: CreateGuild) -> Result<Guild, Error> {
    // A picture belongs to a guild, so the id is taken before the turn.
    let id = GuildId::new(state.ids.next());
    let picture = picture(body.icon.map_or(Patch::Absent, Patch::Value))?;
    let act = replace(state, Owner::Guild(id), picture, move |work, hash| {
        let new = NewGuild { id, name: body.name, icon: hash.into_value(), system_channel_flags: body.system_channel_flags };
        Box::pin(async move { Ok((actions::create(work, owner, new).await?, None)) })
    });
    act.await
}

/// Changes a guild.
///
/// # Errors
/// As [`actions::update`]; 413, 415 or 422 for a picture that is none.
pub async fn update(state: &State, caller: Caller, id: GuildId, mut body: UpdateGuild) -> Result<Guild, Error> {
    may_manage(state, caller.user, id)?;
    let picture = picture(std::mem::take(&mut body.icon))?;
    replace(state, Owner::Guild(id), picture, move |work, icon| Box::pin(actions::update(work, caller, id, body, icon))).await
}

/// Gives a guild another icon.
///
/// # Errors
/// As [`update`].
pub async fn upload(state: &State, caller: Caller, id: GuildId, file: Vec<u8>) -> Result<Guild, Error> {
    may_manage(state, caller.user, id)?;
    let body = UpdateGuild::default();
    let picture = Patch::Value(file);
    replace(state, Owner::Guild(id), picture, move |work, icon| Box::pin(actions::update(work, caller, id, body, icon))).await
}

/// Before any work is spent on a picture. The turn asks again.
fn may_manage(state: &State, by: UserId, id: GuildId) -> Result<(), Refusal> {
    access::in_guild(&state.cache.read(), by, id, Permissions::MANAGE_GUILD, state.clock.now()).map(drop)
}

fn picture(uri: Patch<String>) -> Result<Patch<Vec<u8>>, Refusal> {
    Ok(match uri {
        Patch::Value(uri) => Patch::Value(data_uri("icon", &uri, limits::ICON_BYTES)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    })
}
