//! What can be done with pins.

use super::{
    events::ChannelPinsUpdate,
    rules,
    view::{Pin, PinsPage},
};
use crate::{
    access::MessageChannel,
    features::messages::{
        actions::{self as messages, Note},
        view::PINNED,
    },
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, Timestamp, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Pins a message, of which a message of the server tells. One that is pinned stays where it is.
///
/// # Errors
/// 404 / 10003 and 10008 for what the user cannot see, 403 / 50013 without the right to pin, 403 / 50007 if the user must not write in the
/// DM, 403 / 50021 for what the server has written, 400 / 30003 for too many pins.
pub async fn pin(state: &State, by: UserId, place: (ChannelId, MessageId)) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(set(uow, by, place, true))).await
}

/// Takes the pin of a message away.
///
/// # Errors
/// As [`pin`].
pub async fn unpin(state: &State, by: UserId, place: (ChannelId, MessageId)) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(set(uow, by, place, false))).await
}

async fn set(uow: &mut UnitOfWork, by: UserId, (channel, id): (ChannelId, MessageId), is_pinned: bool) -> Result<(), Error> {
    messages::authorize_pin(uow, by, channel)?;
    let Some(changed) = messages::set_pinned(uow, (channel, id), is_pinned, rules::check_room).await? else { return Ok(()) };
    let (audience, guild_id) = {
        let model = uow.model();
        let found = MessageChannel::of(&model, channel).ok_or(ApiError::unknown_channel())?;
        (found.audience(), found.guild_id())
    };
    uow.publish(audience, &ChannelPinsUpdate { guild_id, channel_id: channel, last_pin_timestamp: changed.last });
    if is_pinned {
        messages::note(uow, Note { channel, author: by, kind: PINNED, content: String::new(), about: None, message: Some(id) })
            .await?;
    }
    Ok(())
}

/// A page of pins, the newest first.
///
/// # Errors
/// 404 / 10003 for a channel that the reader cannot see. Without the right to read history the page is empty.
pub async fn list(
    state: &State,
    reader: UserId,
    channel: ChannelId,
    (before, limit): (Option<Timestamp>, i64),
) -> Result<PinsPage, Error> {
    let mut found = messages::list_pinned(state, (reader, channel), before, limit + 1).await?;
    let fits = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = found.len() > fits;
    found.truncate(fits);
    let items = found.into_iter().map(|(pinned_at, message)| Pin { pinned_at, message }).collect();
    Ok(PinsPage { items, has_more })
}
