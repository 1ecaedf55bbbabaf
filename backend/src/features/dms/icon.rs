//! Changes of group DMs with icons: an image is stored before the write job that refers to it.

use super::groups;
use crate::{
    features::images::actions::{data_uri, replace},
    http::Error,
    kernel::{ChannelId, Patch, UserId, limits},
    media::Owner,
    state::State,
    wire::dm_channel,
};

/// Applies the changes of a request to a group DM.
///
/// # Errors
/// As [`groups::change`]; 413, 415 or 422 for an invalid image.
pub async fn change(
    state: &State,
    by: UserId,
    id: ChannelId,
    name: Patch<String>,
    icon: Patch<String>,
) -> Result<dm_channel::DmChannel, Error> {
    let image = match icon {
        Patch::Value(uri) => Patch::Value(data_uri("icon", &uri, limits::ICON_BYTES)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    };
    draw(state, by, id, name, image).await
}

/// Sets the icon of a group DM.
///
/// # Errors
/// As [`change`].
pub async fn upload(state: &State, by: UserId, id: ChannelId, file: Vec<u8>) -> Result<dm_channel::DmChannel, Error> {
    draw(state, by, id, Patch::Absent, Patch::Value(file)).await
}

async fn draw(
    state: &State,
    by: UserId,
    id: ChannelId,
    name: Patch<String>,
    image: Patch<Vec<u8>>,
) -> Result<dm_channel::DmChannel, Error> {
    // An early check, before the image is decoded. The write job checks again.
    groups::group(&state.cache.read(), by, id)?;
    let job = replace(state, Owner::DmChannel(id), image, move |uow, icon| Box::pin(groups::change(uow, by, id, name, icon)));
    job.await
}
