//! Groups with their icons: an image is kept before the write turn that uses it.

use super::groups;
use crate::{
    features::images::actions::{data_uri, replace},
    http::Error,
    kernel::{ChannelId, Patch, UserId, limits},
    media::Owner,
    state::State,
    wire::dm_channel,
};

/// Changes a group by what a request says.
///
/// # Errors
/// As [`groups::change`]; 413, 415 or 422 for an image that is none.
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

/// Gives a group another icon.
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
    // Before any work is spent on an image. The turn asks again.
    groups::group(&state.cache.read(), by, id)?;
    let job = replace(state, Owner::DmChannel(id), image, move |uow, icon| Box::pin(groups::change(uow, by, id, name, icon)));
    job.await
}
