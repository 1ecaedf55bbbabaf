//! Acknowledgements, stored in batches like messages.

use std::{collections::HashMap, sync::OnceLock};

use futures_util::future::BoxFuture;

use super::{
    events::MessageAck,
    rules,
    store::{self, ReaderRow},
    view::{self, ReadState},
};
use crate::{
    access,
    db::DbError,
    events::Audience,
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, Permissions, UserId},
    writer::{BatchItem, Stored, UnitOfWork},
};

/// An acknowledgement up to a message. It never moves backwards, nor past the last message, since later ones are not read yet.
pub struct Acknowledgement {
    pub reader: UserId,
    pub channel: ChannelId,
    pub message: MessageId,
}

/// A validated acknowledgement.
pub struct Draft {
    row: ReaderRow,
    /// Whether it is later than the last read message.
    reads: bool,
    /// The unread state after it, once it is stored and had an effect.
    mention_count: OnceLock<i64>,
}

impl BatchItem for Acknowledgement {
    type Draft = Draft;
    type Out = ();
    type Error = Error;

    fn validate(&self, uow: &UnitOfWork) -> Result<Draft, Error> {
        let Self { reader, channel, message } = *self;
        let extent = extent(uow, reader, channel)?;
        let to = message.min(extent.last);
        let row = ReaderRow { user_id: reader, channel_id: channel, last_read_id: to };
        Ok(Draft { row, reads: to > extent.floor, mention_count: OnceLock::new() })
    }

    fn insert<'w>(uow: &'w mut UnitOfWork, drafts: &'w [Draft]) -> BoxFuture<'w, Result<Vec<Stored<()>>, DbError>> {
        Box::pin(store_all(uow, drafts))
    }

    fn publish(uow: &mut UnitOfWork, draft: Draft) {
        let ReaderRow { user_id, channel_id, last_read_id } = draft.row;
        let Some(mention_count) = draft.mention_count.into_inner() else { return };
        let state = ReadState { channel_id, last_read_id, mention_count };
        uow.publish(Audience::Reader(user_id, vec![channel_id]), &MessageAck { read_states: vec![state] });
    }
}

async fn store_all(uow: &mut UnitOfWork, drafts: &[Draft]) -> Result<Vec<Stored<()>>, DbError> {
    // Of the acknowledgements of one reader in one channel, the latest one.
    let mut farthest: HashMap<(UserId, ChannelId), &Draft> = HashMap::new();
    for one in drafts.iter().filter(|one| one.reads) {
        let best = farthest.entry((one.row.user_id, one.row.channel_id)).or_insert(one);
        if one.row.last_read_id > best.row.last_read_id {
            *best = one;
        }
    }
    let rows: Vec<ReaderRow> = farthest.values().map(|one| one.row).collect();
    if rows.len() > store::AT_ONCE {
        uow.more_than_one_statement().await?;
    }
    for some in rows.chunks(store::AT_ONCE) {
        let changed = store::advance_all(uow.conn(), some).await?;
        if changed.is_empty() {
            continue;
        }
        for count in store::count_all(uow.conn(), &changed).await? {
            if let Some(one) = farthest.get(&(count.user_id, count.channel_id)) {
                one.mention_count.get_or_init(|| rules::shown(count.mention_count));
            }
        }
    }
    // An acknowledgement without effect is not published.
    let is_news = |one: &Draft| one.mention_count.get().is_some();
    Ok(drafts.iter().map(|one| if is_news(one) { Stored::Now } else { Stored::Before(()) }).collect())
}

/// The range of readable messages in the channel.
pub(super) struct Extent {
    pub floor: MessageId,
    pub last: MessageId,
}

pub(super) fn extent(uow: &UnitOfWork, reader: UserId, channel: ChannelId) -> Result<Extent, ApiError> {
    let model = uow.model();
    let message_channel = access::authorize_channel(&model, reader, channel, Permissions::VIEW_CHANNEL, uow.now())?;
    let floor = view::since(message_channel, reader).ok_or(ApiError::unknown_channel())?;
    Ok(Extent { floor, last: message_channel.last_message().unwrap_or(MessageId::NONE) })
}
