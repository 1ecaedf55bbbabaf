//! What the server itself writes into a channel, in the name of who has changed it.

use super::{
    events::MessageCreate,
    showing::{audience, joined, shown},
    store::{self, MessageRow},
};
use crate::{
    cache::MessageChange,
    features::read_states,
    http::Error,
    kernel::{ChannelId, MessageId, UserId},
    work::Work,
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
}

/// Writes a change down, and tells all who may see the channel once the change is made.
///
/// # Errors
/// When the database fails.
pub async fn note(work: &mut Work, note: Note) -> Result<(), Error> {
    let id = MessageId::new(work.next_id());
    let row = MessageRow {
        id,
        channel_id: note.channel,
        author_id: note.author,
        kind: note.kind,
        content: note.content,
        edited_at: None,
        flags: 0,
        reference_id: None,
        mentioned_users: joined(note.about.as_slice()),
        mentioned_roles: String::new(),
        mentions_everyone: false,
        created_at: id.time_beside(work.now()),
    };
    store::insert(work.conn(), &row, None).await?;
    // Who goes has nothing to read there any more.
    if note.about != Some(note.author) {
        read_states::actions::read_own(work, row.author_id, row.channel_id, row.id).await?;
    }
    let told = MessageCreate(shown(work, row, None)?);
    work.apply(MessageChange::Sent(note.channel, id));
    work.announce(audience(work, note.channel)?, &told);
    Ok(())
}
