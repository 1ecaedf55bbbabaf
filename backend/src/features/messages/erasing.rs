//! Deleting many messages, a bounded number of rows in each write job.

use super::{
    actions::left,
    events::MessageDeleteBulk,
    pings, rules,
    store::{self, RowToDelete},
};
use crate::{
    access::{self, MessageChannel},
    db::{Conn, DbError},
    features::mentions::actions::{self as mentions, Called},
    http::Error,
    kernel::{ChannelId, MessageId, Permissions, UserId},
    state::State,
    writer::UnitOfWork,
};

/// Messages that are deleted in one job, unless they called too many. Libraries know no event of more.
const MESSAGES: i64 = 100;
/// Rows of mentions that go with them. A message may have as many as a guild has members, and then goes alone.
const MENTIONS: i64 = 1000;

/// The first messages, as far as not too much goes with them.
fn bounded(rows: Vec<RowToDelete>) -> Vec<MessageId> {
    let mut mentions = 0;
    let fits = |row: &RowToDelete| {
        mentions += row.mentions;
        mentions == row.mentions || mentions <= MENTIONS
    };
    rows.into_iter().take_while(fits).map(|row| row.id).collect()
}

/// Deletes messages of a guild's channel; those that are not there are passed over. One event tells of all, unless so many mentions go
/// with them that it takes several steps.
///
/// # Errors
/// 404 / 10003 for a channel one cannot see, 403 / 50003 in a DM channel, 403 / 50013 without the right to manage messages,
/// 400 / 50034 for a message that is too old.
pub async fn delete_many(state: &State, by: UserId, channel: ChannelId, mut ids: Vec<MessageId>) -> Result<(), Error> {
    while !ids.is_empty() {
        ids = state.writer.run_write(move |uow| Box::pin(delete_some(uow, by, channel, ids))).await?;
    }
    Ok(())
}

/// One step. Yields what is left to do.
async fn delete_some(uow: &mut UnitOfWork, by: UserId, channel: ChannelId, ids: Vec<MessageId>) -> Result<Vec<MessageId>, Error> {
    let now = uow.now();
    access::authorize_channel(&uow.model(), by, channel, Permissions::VIEW_CHANNEL, now)?
        .guild_id()
        .ok_or_else(rules::not_in_a_dm_channel)?;
    access::authorize_channel(&uow.model(), by, channel, Permissions::MANAGE_MESSAGES, now)?;
    let rows = store::some_by_id(uow.conn(), channel, &ids).await?;
    rules::refuse_old(rows.iter().map(|row| row.id.sent_at(row.created_at)), now)?;
    let all: Vec<_> = rows.iter().map(|row| row.id).collect();
    let some = bounded(rows);
    let rest = all[some.len()..].to_vec();
    if !some.is_empty() {
        let called = mentions::called_by_all(uow.conn(), &some).await?;
        erase(uow, by, ToErase { channel, ids: some, called }).await?;
    }
    Ok(rest)
}

/// The oldest messages of a channel that nobody can see any more, after one of them.
///
/// # Errors
/// When the database fails.
pub async fn some_of_channel(conn: &mut Conn, channel: ChannelId, after: MessageId) -> Result<Vec<MessageId>, DbError> {
    Ok(bounded(store::some_of_channel(conn, channel, after, MESSAGES).await?))
}

/// Deletes messages that nobody can see any more.
///
/// # Errors
/// When the database fails.
pub async fn delete_rows(uow: &mut UnitOfWork, ids: &[MessageId]) -> Result<(), DbError> {
    store::delete_rows(uow.conn(), ids).await
}

/// Messages of one channel, and whom they called.
#[derive(Debug)]
pub struct ToErase {
    pub channel: ChannelId,
    pub ids: Vec<MessageId>,
    called: Called,
}

/// The next messages of an author who is gone, after a place in the order of channels and ids.
///
/// # Errors
/// When the database fails.
pub async fn next_to_erase(conn: &mut Conn, author: UserId, after: (ChannelId, MessageId)) -> Result<Option<ToErase>, DbError> {
    let mut rows = store::next_of(conn, author, after, MESSAGES).await?;
    let Some(channel) = rows.first().map(|row| row.channel_id) else { return Ok(None) };
    rows.retain(|row| row.channel_id == channel);
    let ids = bounded(rows);
    let called = mentions::called_by_all(conn, &ids).await?;
    Ok(Some(ToErase { channel, ids, called }))
}

/// Deletes them, and tells who may see them.
///
/// # Errors
/// When the database fails.
pub async fn erase(uow: &mut UnitOfWork, author: UserId, messages: ToErase) -> Result<(), DbError> {
    let ToErase { channel: channel_id, ids, called } = messages;
    let called = pings::people_called(uow, channel_id, author, &called);
    store::delete_rows(uow.conn(), &ids).await?;
    let last = ids.last().copied().unwrap_or(MessageId::NONE);
    let chatspace = left(uow, channel_id).await?;
    let message_channel = MessageChannel::of(&uow.model(), channel_id)
        .map(|message_channel| (message_channel.audience(), message_channel.guild_id()));
    if let Some((audience, guild_id)) = message_channel {
        uow.publish(audience, &MessageDeleteBulk { ids, channel_id, guild_id, chatspace });
    }
    pings::publish_deleted(uow, channel_id, &called, last).await
}
