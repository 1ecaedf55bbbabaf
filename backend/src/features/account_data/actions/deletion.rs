//! Going for good.

use crate::{
    db::DbError,
    features::{
        account_data::{
            requests::OwnMessages,
            store::{self, ErasureRow},
        },
        applications, images, invites, messages, operator,
        users::actions::{self as users, Anonymised},
    },
    http::Error,
    kernel::{ApiError, UserId},
    media::Owner,
    observe::security_event,
    state::State,
    writer::{UnitOfWork, WorkerSignal},
};

/// Deletes the caller's account, and their bots. Messages that are to go are deleted afterwards, by [`erase_some`]; what the
/// bots wrote stays.
///
/// # Errors
/// 400 / 50055 while one owns a guild, 400 for the last operator.
pub async fn delete(state: &State, user: UserId, messages: OwnMessages) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(refuse_who_is_needed(uow, user))).await?;
    // What there may be much of goes first, in jobs of its own.
    applications::actions::delete_each_of(state, user).await?;
    while state.writer.run_write(move |uow| Box::pin(invites::actions::delete_some_of(uow, user))).await? {}
    let anonymised = state.writer.run_write(move |uow| Box::pin(delete_in(uow, user, messages))).await?;
    for Anonymised { user: gone, avatar } in anonymised {
        images::actions::release_image(state, Owner::User(gone), avatar.as_deref()).await;
    }
    security_event!("account_deleted", %user, ?messages, "an account was deleted");
    Ok(())
}

async fn refuse_who_is_needed(uow: &mut UnitOfWork, user: UserId) -> Result<(), Error> {
    if uow.model().guilds_of(user).any(|guild| guild.owner == user) {
        return Err(ApiError::owner_cannot_leave().into());
    }
    operator::actions::refuse_to_lose(uow.conn(), user).await
}

async fn delete_in(uow: &mut UnitOfWork, user: UserId, messages: OwnMessages) -> Result<Vec<Anonymised>, Error> {
    refuse_who_is_needed(uow, user).await?;
    let mut anonymised = applications::actions::delete_all_of(uow, user).await?;
    anonymised.push(users::anonymise(uow, user).await?);
    store::delete_account(uow.conn(), user).await?;
    if messages == OwnMessages::Erase {
        store::begin_erasure(uow.conn(), user).await?;
        uow.notify_worker(WorkerSignal::Erasures);
    }
    Ok(anonymised)
}

/// Deletes some messages of somebody who is gone. Yields whether there may be more to do.
///
/// # Errors
/// When the database fails.
pub async fn erase_some(state: &State) -> Result<bool, DbError> {
    let mut conn = state.db.read().await?;
    let Some(erased) = store::next_erasure(&mut conn).await? else { return Ok(false) };
    // Who is gone writes nothing more, so what is next is looked for outside of the job, from where the last job ended.
    let user = erased.user_id;
    let next = messages::actions::next_to_erase(&mut conn, user, (erased.channel_id, erased.message_id)).await?;
    drop(conn);
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let Some(next) = next else { return store::end_erasure(uow.conn(), user).await };
            let message_id = next.ids.last().copied().unwrap_or(erased.message_id);
            let erased = ErasureRow { channel_id: next.channel, message_id, ..erased };
            messages::actions::erase(uow, user, next).await?;
            store::note_erased(uow.conn(), erased).await
        })
    });
    job.await.map(|()| true)
}
