//! What the feature of pins needs of messages.

use std::time::Duration;

use super::{
    events::MessageUpdate,
    message::Message,
    rules,
    showing::{audience, mark_own, may_read, named, referenced, shown},
    store,
};
use crate::{
    access,
    cache::MessageChange,
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, Permissions, Timestamp, UserId},
    state::State,
    writer::UnitOfWork,
};

/// The pins of a channel after a message was pinned or is no longer pinned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinsChanged {
    /// When the newest was pinned.
    pub last: Option<Timestamp>,
}

/// Pins a message, or takes the pin away, and tells all who may see the channel. Yields nothing if it is so already. Every pin of a
/// channel is of another time, later than those before it, so that pages have no gaps.
///
/// # Errors
/// 404 / 10008 for a message that is not there, 403 / 50021 for what the server has written, and what `check_room` refuses, which is
/// asked with the number of pins before one is added.
pub async fn set_pinned(
    uow: &mut UnitOfWork,
    (channel, id): (ChannelId, MessageId),
    is_pinned: bool,
    check_room: fn(i64) -> Result<(), ApiError>,
) -> Result<Option<PinsChanged>, Error> {
    let mut row = store::find(uow.conn(), channel, id).await?.ok_or(ApiError::unknown_message())?;
    rules::refuse_system(row.kind)?;
    if row.pinned_at.is_some() == is_pinned {
        return Ok(None);
    }
    row.pinned_at = None;
    if is_pinned {
        check_room(store::count_pins(uow.conn(), channel).await?)?;
        let last = store::last_pin_of(uow.conn(), channel).await?;
        row.pinned_at = Some(last.map_or(uow.now(), |last| uow.now().max(last.after(Duration::from_millis(1)))));
    }
    store::set_pinned(uow.conn(), channel, id, row.pinned_at).await?;
    let last = store::last_pin_of(uow.conn(), channel).await?;
    uow.apply(MessageChange::Pinned(channel, last));
    let referenced = referenced(uow.conn(), &row).await?;
    let event = MessageUpdate(shown(uow, row, referenced)?);
    uow.publish(audience(uow, channel)?, &event);
    Ok(Some(PinsChanged { last }))
}

/// A page of pinned messages, the newest pin first, each with the time when it was pinned.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see. Without the right to read history the page is empty.
pub async fn list_pinned(
    state: &State,
    (reader, channel): (UserId, ChannelId),
    before: Option<Timestamp>,
    limit: i64,
) -> Result<Vec<(Timestamp, Message)>, Error> {
    if !may_read(&state.cache.read(), reader, channel, state.clock.now())? {
        return Ok(Vec::new());
    }
    let mut conn = state.db.read_first().await?;
    let rows = store::page_of_pins(&mut conn, channel, before.unwrap_or(Timestamp::MAX), limit).await?;
    let times: Vec<_> = rows.iter().filter_map(|(row, _)| row.pinned_at).collect();
    let mut messages = named(&state.cache.read(), reader, channel, rows, state.clock.now())?;
    mark_own(&mut conn, reader, &mut messages).await?;
    Ok(times.into_iter().zip(messages).collect())
}

/// Whether somebody may pin in a channel: with `PIN_MESSAGES`, or with `MANAGE_MESSAGES`, of which it was a part; in a DM channel all may.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 404 / 10008 without its history, 403 / 50013 without the right.
pub fn authorize_pin(uow: &UnitOfWork, by: UserId, channel: ChannelId) -> Result<(), ApiError> {
    let (model, now) = (uow.model(), uow.now());
    if !may_read(&model, by, channel, now)? {
        return Err(ApiError::unknown_message());
    }
    let manages = access::authorize_channel(&model, by, channel, Permissions::MANAGE_MESSAGES, now);
    let pins = access::authorize_channel(&model, by, channel, Permissions::PIN_MESSAGES, now);
    access::may_write_in(&model, by, manages.or(pins)?)
}
