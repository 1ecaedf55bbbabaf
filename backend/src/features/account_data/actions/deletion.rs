//! Going for good.

use crate::{
    db::Failure,
    features::{
        account_data::{
            requests::OwnMessages,
            store::{self, ErasureRow},
        },
        applications, invites, messages, operator, pictures,
        users::actions::{self as users, Anonymised},
    },
    http::Error,
    kernel::{Refusal, UserId},
    media::Owner,
    observe::security_event,
    state::State,
    work::{Bell, Work},
};

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
    let anonymised = state.writer.run(move |work| Box::pin(delete_in(work, user, messages))).await?;
    for Anonymised { user: gone, avatar } in anonymised {
        pictures::actions::let_go(state, Owner::User(gone), avatar.as_deref()).await;
    }
    security_event!("account_deleted", %user, ?messages, "an account was deleted");
    Ok(())
}

async fn refuse_who_is_needed(work: &mut Work, user: UserId) -> Result<(), Error> {
    if work.model().guilds_of(user).any(|guild| guild.owner == user) {
        return Err(Refusal::owner_cannot_leave().into());
    }
    operator::actions::refuse_to_lose(work.conn(), user).await
}

async fn delete_in(work: &mut Work, user: UserId, messages: OwnMessages) -> Result<Vec<Anonymised>, Error> {
    refuse_who_is_needed(work, user).await?;
    let mut anonymised = applications::actions::delete_all_of(work, user).await?;
    anonymised.push(users::anonymise(work, user).await?);
    store::delete_account(work.conn(), user).await?;
    if messages == OwnMessages::Erase {
        store::begin_erasure(work.conn(), user).await?;
        work.ring(Bell::Erasures);
    }
    Ok(anonymised)
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
