//! Deleting what is gone, step by step.

use crate::{
    db::{Conn, DbError},
    features::{
        auth::actions as auth,
        blocks::actions as blocks,
        deletions::actions::{self as deletions, Kind},
        mentions::actions as mentions,
        messages::actions as messages,
        read_states::actions as read_states,
    },
    kernel::{ChannelId, GuildId, MessageId, UserId},
    state::State,
    writer::UnitOfWork,
};

/// What the next step deletes, of what is gone under this id.
struct Step {
    id: i64,
    rows: Rows,
}

enum Rows {
    Messages(Vec<MessageId>),
    Channel(ChannelId),
    Guild(GuildId),
    OfMessage(MessageId),
    /// From this mention on.
    User(UserId, MessageId),
}

/// Deletes some rows of what is gone. Yields whether there may be more to do.
///
/// # Errors
/// When the database fails.
pub async fn delete_some(state: &State) -> Result<bool, DbError> {
    let mut conn = state.db.read().await?;
    // Nobody adds to what is gone, so it is looked for outside of the job.
    let Some(step) = next(&mut conn).await? else { return Ok(false) };
    drop(conn);
    state.writer.run_write(move |uow| Box::pin(run(uow, step))).await.map(|()| true)
}

async fn next(conn: &mut Conn) -> Result<Option<Step>, DbError> {
    let Some((id, kind, place)) = deletions::next(conn).await? else { return Ok(None) };
    let channel = match kind {
        Kind::User => return Ok(Some(Step { id, rows: Rows::User(UserId::new(id), place) })),
        Kind::Message => return Ok(Some(Step { id, rows: Rows::OfMessage(MessageId::new(id)) })),
        Kind::Channel => ChannelId::new(id),
        Kind::Guild => match deletions::next_channel(conn, GuildId::new(id)).await? {
            Some(channel) => channel,
            None => return Ok(Some(Step { id, rows: Rows::Guild(GuildId::new(id)) })),
        },
    };
    let ids = messages::some_of_channel(conn, channel, place).await?;
    Ok(Some(Step { id, rows: if ids.is_empty() { Rows::Channel(channel) } else { Rows::Messages(ids) } }))
}

async fn run(uow: &mut UnitOfWork, Step { id, rows }: Step) -> Result<(), DbError> {
    match rows {
        Rows::Messages(ids) => {
            messages::delete_rows(uow, &ids).await?;
            let last = ids.last().copied().unwrap_or(MessageId::NONE);
            deletions::note_place(uow.conn(), id, last).await
        }
        Rows::Channel(channel) => {
            // Messages of the next one may be older.
            let is_done = deletions::delete_from_channel(uow.conn(), channel).await?;
            if is_done { deletions::note_place(uow.conn(), id, MessageId::NONE).await } else { Ok(()) }
        }
        Rows::Guild(guild) => deletions::delete_from_guild(uow.conn(), guild).await,
        Rows::OfMessage(message) => {
            let is_left = uow.message_deleted(message).await?;
            if is_left { Ok(()) } else { deletions::delete(uow.conn(), id).await }
        }
        Rows::User(user, place) => {
            if blocks::forget_some(uow, user).await? {
                return Ok(());
            }
            if let Some(place) = mentions::forget_some(uow, user, place).await? {
                return deletions::note_place(uow.conn(), id, place).await;
            }
            let is_left = read_states::forget_some(uow, user).await? || auth::forget_some_tokens(uow, user).await?;
            if is_left { Ok(()) } else { deletions::delete(uow.conn(), user.get()).await }
        }
    }
}
