//! Account deletion.

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

/// Deletes the caller's account and bots. If the messages are to be erased, [`erase_some`] deletes them afterwards. Messages of
/// the bots remain.
///
/// # Errors
/// 400 / 50055 while the caller owns a guild, 400 for the last operator.
pub async fn delete(state: &State, user: UserId, messages: OwnMessages) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(refuse_who_is_needed(uow, user))).await?;
    // Large sets of rows are deleted first, in write jobs of their own.
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

/// Deletes some messages of a deleted account. Returns whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn erase_some(state: &State) -> Result<bool, DbError> {
    let mut conn = state.db.read().await?;
    let Some(erased) = store::next_erasure(&mut conn).await? else { return Ok(false) };
    // A deleted account writes nothing more, so the next messages are looked up outside of the write job, after the last one
    // deleted.
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
