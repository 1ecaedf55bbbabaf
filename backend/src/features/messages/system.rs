//! What the server itself writes into a channel, in the name of who has changed it.

use super::{
    events::MessageCreate,
    message::MessageRow,
    showing::{audience, joined, shown},
    store,
};
use crate::{
    cache::MessageChange,
    db::DbError,
    features::read_states,
    http::Error,
    kernel::{ChannelId, MessageId, UserId},
    writer::UnitOfWork,
};

/// A change that is written down.
#[derive(Debug, Clone)]
pub struct Note {
    pub channel: ChannelId,
    /// Who made the change.
    pub author: UserId,
    /// One of the kinds in [`super::view`].
    pub kind: i64,
    pub content: String,
    /// Whom it is about.
    pub about: Option<UserId>,
    /// Which message it is about.
    pub message: Option<MessageId>,
}

/// Writes a change down, and tells all who may see the channel once the change is made.
///
/// # Errors
/// When the database fails.
pub async fn note(uow: &mut UnitOfWork, note: Note) -> Result<(), Error> {
    let id = MessageId::new(uow.next_id());
    let row = MessageRow {
        kind: note.kind,
        mentioned_users: joined(note.about.as_slice()),
        reference_id: note.message,
        ..MessageRow::new(id, note.channel, (note.author, note.content), uow.now())
    };
    if store::insert(uow.conn(), &[(&row, None)]).await? == 0 {
        return Err(DbError::NotInserted.into());
    }
    // Who goes has nothing to read there any more.
    if note.about != Some(note.author) {
        read_states::actions::read_own(uow, row.author_id, row.channel_id, row.id).await?;
    }
    let event = MessageCreate(shown(uow, row, None)?);
    uow.apply(MessageChange::Sent(note.channel, id));
    uow.publish(audience(uow, note.channel)?, &event);
    Ok(())
}
