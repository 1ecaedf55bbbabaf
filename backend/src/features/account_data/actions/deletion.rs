//! Going for good.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access,
    cache::{self, Change},
    db::Failure,
    features::{
        account_data::store::{self, ErasureRow},
        applications,
        auth::actions as auth,
        blocks, conversations, deletions, invites, mail, members, messages, notifications, operator, pictures, settings,
    },
    http::Error,
    kernel::{Refusal, UserId},
    media::Owner,
    observe::security_event,
    state::State,
    work::{Bell, Work},
};

/// What becomes of the messages of somebody who goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OwnMessages {
    /// They stay, without a name.
    Keep,
    /// They are deleted.
    Erase,
}

/// Deletes the caller's account, and their bots. Messages that are to go are deleted afterwards, by [`erase_some`]; what the
/// bots wrote stays.
///
/// # Errors
/// 400 / 50055 while one owns a guild, 400 for the last operator.
pub async fn delete(state: &State, user: UserId, messages: OwnMessages) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(refuse_who_is_needed(work, user))).await?;
    // What there may be much of goes first, in jobs of its own.
    applications::actions::delete_each_of(state, user).await?;
    while state.writer.run(move |work| Box::pin(invites::actions::delete_some_of(work, user))).await? {}
    let buried = state.writer.run(move |work| Box::pin(delete_in(work, user, messages))).await?;
    for Buried { user: gone, avatar } in buried {
        pictures::actions::let_go(state, Owner::User(gone), avatar.as_deref()).await;
    }
    security_event!("account_deleted", %user, ?messages, "an account was deleted");
    Ok(())
}

/// A user who has gone, with the avatar that is to be removed.
#[derive(Debug)]
pub struct Buried {
    pub user: UserId,
    pub avatar: Option<String>,
}

async fn refuse_who_is_needed(work: &mut Work, user: UserId) -> Result<(), Error> {
    if work.model().guilds_of(user).any(|guild| guild.owner == user) {
        return Err(Refusal::owner_cannot_leave().into());
    }
    operator::actions::refuse_to_lose(work.conn(), user).await
}

async fn delete_in(work: &mut Work, user: UserId, messages: OwnMessages) -> Result<Vec<Buried>, Error> {
    refuse_who_is_needed(work, user).await?;
    let mut buried = applications::actions::delete_all_of(work, user).await?;
    buried.push(bury(work, user).await?);
    store::delete_account(work.conn(), user).await?;
    if messages == OwnMessages::Erase {
        store::begin_erasure(work.conn(), user).await?;
        work.ring(Bell::Erasures);
    }
    Ok(buried)
}

/// Takes a user out of everything, a person or a bot. What they wrote has an author still, of whom nothing is left.
///
/// # Errors
/// 401 for who has gone already.
pub async fn bury(work: &mut Work, user: UserId) -> Result<Buried, Error> {
    let (avatar, bot) = {
        let model = work.model();
        let found = access::living(&model, user)?;
        (found.avatar.clone(), found.bot)
    };
    let tombstone = cache::User { bot, ..cache::User::tombstone(user) };
    auth::erase(work, user).await?;
    mail::actions::forget_user(work, user).await?;
    // Of a person who deletes their account these are few: most went in jobs of their own before.
    while invites::actions::delete_some_of(work, user).await? {}
    members::actions::remove_everywhere(work, &tombstone).await?;
    conversations::actions::leave_all(work, &tombstone).await?;
    blocks::actions::forget(work, user).await?;
    settings::actions::forget(work, user).await?;
    notifications::actions::forget_user(work, user).await?;
    deletions::actions::begin_user(work, user).await?;
    store::entomb(work.conn(), &tombstone).await?;
    work.apply(Change::UserPut(tombstone));
    Ok(Buried { user, avatar })
}

/// Deletes some messages of somebody who is gone. Yields whether there may be more to do.
///
/// # Errors
/// When the database fails.
pub async fn erase_some(state: &State) -> Result<bool, Failure> {
    let mut conn = state.db.read().await?;
    let Some(erased) = store::next_erasure(&mut conn).await? else { return Ok(false) };
    // Who is gone writes nothing more, so what is next is looked for outside of the job, from where the last job ended.
    let user = erased.user_id;
    let next = messages::actions::next_to_erase(&mut conn, user, (erased.channel_id, erased.message_id)).await?;
    drop(conn);
    let job = state.writer.run(move |work| {
        Box::pin(async move {
            let Some(next) = next else { return store::end_erasure(work.conn(), user).await };
            let message_id = next.ids.last().copied().unwrap_or(erased.message_id);
            let erased = ErasureRow { channel_id: next.channel, message_id, ..erased };
            messages::actions::erase(work, user, next).await?;
            store::note_erased(work.conn(), erased).await
        })
    });
    job.await.map(|()| true)
}
