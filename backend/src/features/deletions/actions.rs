//! What can be done with deletions.

use super::store::{self, Kind};
use crate::{
    db::{Conn, Failure},
    features::{
        auth::actions as auth, blocks::actions as blocks, mentions::actions as mentions, messages::actions as messages,
        read_states::actions as read_states,
    },
    kernel::{ChannelId, GuildId, MessageId, UserId},
    state::State,
    work::{Bell, Work},
};

/// Takes a channel out of its guild, or a group from those who were in it. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_channel(work: &mut Work, id: ChannelId) -> Result<(), Failure> {
    store::detach_channel(work.conn(), id).await?;
    store::insert(work.conn(), id.get(), Kind::Channel).await?;
    work.ring(Bell::Erasures);
    Ok(())
}

/// Lets a guild be forgotten. Its rows are deleted later.
///
/// # Errors
/// When the database fails.
pub async fn begin_guild(work: &mut Work, id: GuildId) -> Result<(), Failure> {
    // Registration asks for nothing but the invite.
    store::delete_invites(work.conn(), id).await?;
    store::insert(work.conn(), id.get(), Kind::Guild).await?;
    work.ring(Bell::Erasures);
    Ok(())
}

/// Lets what is stored about somebody who is gone be deleted later, as far as it may be much.
///
/// # Errors
/// When the database fails.
pub async fn begin_user(work: &mut Work, id: UserId) -> Result<(), Failure> {
    store::insert(work.conn(), id.get(), Kind::User).await?;
    work.ring(Bell::Erasures);
    Ok(())
}

/// What the next step deletes.
enum Step {
    Messages(Vec<MessageId>),
    Channel(ChannelId),
    Guild(GuildId),
    User(UserId),
}

/// Deletes some rows of what is gone. Yields whether there may be more to do.
///
/// # Errors
/// When the database fails.
pub async fn delete_some(state: &State) -> Result<bool, Failure> {
    let mut conn = state.db.read().await?;
    // Nobody adds to what is gone, so it is looked for outside of the job.
    let Some(step) = next(&mut conn).await? else { return Ok(false) };
    drop(conn);
    state.writer.run(move |work| Box::pin(run(work, step))).await.map(|()| true)
}

async fn next(conn: &mut Conn) -> Result<Option<Step>, Failure> {
    let Some((id, kind)) = store::next(conn).await? else { return Ok(None) };
    let channel = match kind {
        Kind::User => return Ok(Some(Step::User(UserId::new(id)))),
        Kind::Channel => ChannelId::new(id),
        Kind::Guild => match store::next_channel(conn, GuildId::new(id)).await? {
            Some(channel) => channel,
            None => return Ok(Some(Step::Guild(GuildId::new(id)))),
        },
    };
    let ids = messages::some_of_channel(conn, channel).await?;
    Ok(Some(if ids.is_empty() { Step::Channel(channel) } else { Step::Messages(ids) }))
}

async fn run(work: &mut Work, step: Step) -> Result<(), Failure> {
    match step {
        Step::Messages(ids) => messages::delete_rows(work, &ids).await,
        Step::Channel(channel) => store::delete_from_channel(work.conn(), channel).await,
        Step::Guild(guild) => store::delete_from_guild(work.conn(), guild).await,
        Step::User(user) => {
            let is_left = blocks::forget_some(work, user).await?
                || mentions::forget_some(work, user).await?
                || read_states::forget_some(work, user).await?
                || auth::forget_some_tokens(work, user).await?;
            if is_left { Ok(()) } else { store::delete(work.conn(), user.get()).await }
        }
    }
}
