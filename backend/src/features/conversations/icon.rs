//! Groups with their icons: a picture is kept before the write turn that uses it.

use super::groups;
use crate::{
    features::pictures::actions::{data_uri, replace},
    http::Error,
    kernel::{ChannelId, Patch, UserId, limits},
    media::Owner,
    state::State,
    wire::dm_channel::PrivateChannel,
};

/// Changes a group by what a request says.
///
/// # Errors
/// As [`groups::change`]; 413, 415 or 422 for a picture that is none.
pub async fn change(
    state: &State,
    by: UserId,
    id: ChannelId,
    name: Patch<String>,
    icon: Patch<String>,
) -> Result<PrivateChannel, Error> {
    let picture = match icon {
        Patch::Value(uri) => Patch::Value(data_uri("icon", &uri, limits::ICON_BYTES)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    };
    draw(state, by, id, name, picture).await
}

/// Gives a group another icon.
///
/// # Errors
/// As [`change`].
pub async fn upload(state: &State, by: UserId, id: ChannelId, file: Vec<u8>) -> Result<PrivateChannel, Error> {
    draw(state, by, id, Patch::Absent, Patch::Value(file)).await
}

async fn draw(
    state: &State,
    by: UserId,
    id: ChannelId,
    name: Patch<String>,
    picture: Patch<Vec<u8>>,
) -> Result<PrivateChannel, Error> {
    // Before any work is spent on a picture. The turn asks again.
    groups::group(&state.cache.read(), by, id)?;
    let turn =
        replace(state, Owner::Conversation(id), picture, move |work, icon| Box::pin(groups::change(work, by, id, name, icon)));
    turn.await
}
