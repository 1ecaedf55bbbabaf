//! Going for good.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    access::{self, Caller},
    cache::{self, Change},
    db::Failure,
    features::{
        account_data::store, applications, auth::actions as auth, blocks, conversations, invites, mail, members, mentions,
        messages, notifications, operator, pictures, read_states, settings,
    },
    http::Error,
    kernel::{ChannelId, Refusal, UserId},
    media::Owner,
    observe::security_event,
    state::State,
    work::{Bell, Work},
};

/// Messages that are deleted in one turn, so that nobody waits long for the writer.
const CHUNK: i64 = 100;

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
/// 403 / 200001 when the password was not shown lately, 400 / 50055 while one owns a guild, 400 for the last operator.
pub async fn delete(state: &State, caller: Caller, messages: OwnMessages) -> Result<(), Error> {
    let buried = state.writer.run(move |work| Box::pin(delete_in(work, caller, messages))).await?;
    for Buried { user, avatar } in buried {
        pictures::actions::let_go(state, Owner::User(user), avatar.as_deref()).await;
    }
    security_event!("account_deleted", user = %caller.user, ?messages, "an account was deleted");
    Ok(())
}

/// A user who has gone, with the avatar that is to be removed.
#[derive(Debug)]
pub struct Buried {
    pub user: UserId,
    pub avatar: Option<String>,
}

async fn delete_in(work: &mut Work, caller: Caller, messages: OwnMessages) -> Result<Vec<Buried>, Error> {
    let now = work.now();
    auth::require_fresh(work.conn(), caller, now).await?;
    if work.model().guilds_of(caller.user).any(|guild| guild.owner == caller.user) {
        return Err(Refusal::owner_cannot_leave().into());
    }
    operator::actions::refuse_to_lose(work.conn(), caller.user).await?;
    let mut buried = applications::actions::delete_all_of(work, caller.user).await?;
    buried.push(bury(work, caller.user).await?);
    store::delete_account(work.conn(), caller.user).await?;
    if messages == OwnMessages::Erase {
        store::begin_erasure(work.conn(), caller.user).await?;
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
    invites::actions::delete_all_of(work, user).await?;
    members::actions::remove_everywhere(work, &tombstone).await?;
    conversations::actions::leave_all(work, &tombstone).await?;
    blocks::actions::forget(work, user).await?;
    settings::actions::forget(work, user).await?;
    read_states::actions::forget_user(work, user).await?;
    mentions::actions::forget_user(work, user).await?;
    notifications::actions::forget_user(work, user).await?;
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
    let Some(user) = store::next_erasure(&mut conn).await? else { return Ok(false) };
    // Who is gone writes nothing more, so it is looked for before the turn, which all others wait for.
    let first = messages::actions::next_place_of(&mut conn, user, ChannelId::new(0)).await?;
    drop(conn);
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            match first {
                Some(first) => messages::actions::erase_some(work, user, first, CHUNK).await,
                None => store::end_erasure(work.conn(), user).await,
            }
        })
    });
    turn.await.map(|()| true)
}
