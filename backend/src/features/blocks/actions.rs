//! Actions on blocks.

use std::sync::Arc;

use super::{events::BlocksUpdate, rules, store};
use crate::{
    access,
    cache::{Model, UserChange},
    db::DbError,
    features::{presence::actions as presence, read_states::actions as read_states},
    http::Error,
    kernel::{ApiError, UserId},
    state::State,
    wire::user::User,
    writer::{Recount, UnitOfWork},
};

/// Blocks a user. Blocking twice has no further effect.
///
/// # Errors
/// 404 / 10013 for an unknown user, 400 for oneself and for too many blocks.
pub async fn block(state: &Arc<State>, by: UserId, whom: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(block_in(uow, by, whom))).await?;
    publish_change(state, by, whom).await
}

async fn block_in(uow: &mut UnitOfWork, by: UserId, whom: UserId) -> Result<(), Error> {
    {
        let model = uow.model();
        access::active_user(&model, by)?;
        if by == whom {
            return Err(ApiError::bad_request("You cannot block yourself.").into());
        }
        access::active_user(&model, whom).map_err(|_| ApiError::unknown_user())?;
        if model.blocks(by, whom) {
            return Ok(());
        }
        if model.blocked_by(by).count() >= rules::BLOCKS_PER_USER {
            return Err(ApiError::bad_request("Maximum number of blocked users reached.").into());
        }
    }
    store::insert(uow.conn(), by, whom).await?;
    uow.apply(UserChange::BlockPut(by, whom));
    publish_blocks(uow, by, |list| list.push(whom));
    Ok(())
}

/// Removes a block, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn unblock(state: &Arc<State>, by: UserId, whom: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(unblock_in(uow, by, whom))).await?;
    publish_change(state, by, whom).await
}

/// Tells both of what follows from a block that has come or gone.
async fn publish_change(state: &Arc<State>, by: UserId, whom: UserId) -> Result<(), Error> {
    read_states::recount_author(state.clone(), by, whom).await?;
    presence::publish_between(state, by, whom);
    Ok(())
}

async fn unblock_in(uow: &mut UnitOfWork, by: UserId, whom: UserId) -> Result<(), Error> {
    if !uow.model().blocks(by, whom) {
        return Ok(());
    }
    Ok(remove(uow, by, whom).await?)
}

async fn remove(uow: &mut UnitOfWork, by: UserId, whom: UserId) -> Result<(), DbError> {
    store::delete(uow.conn(), by, whom).await?;
    uow.apply(UserChange::BlockRemoved(by, whom));
    publish_blocks(uow, by, |list| list.retain(|one| *one != whom));
    Ok(())
}

/// Removes the blocks of an account that is being deleted.
///
/// # Errors
/// When the database fails.
pub async fn forget(uow: &mut UnitOfWork, gone: UserId) -> Result<(), DbError> {
    let blocked: Vec<_> = uow.model().blocked_by(gone).collect();
    store::delete_all_of(uow.conn(), gone).await?;
    for whom in blocked {
        uow.apply(UserChange::BlockRemoved(gone, whom));
    }
    Ok(())
}

/// Number of blocks that [`forget_some`] removes at a time.
const BLOCKERS: i64 = 10;

/// Removes some blocks of a deleted account. Returns whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(uow: &mut UnitOfWork, gone: UserId) -> Result<bool, DbError> {
    let blockers = store::some_blockers_of(uow.conn(), gone, BLOCKERS).await?;
    for by in &blockers {
        remove(uow, *by, gone).await?;
        uow.recount(Recount::Author { reader: *by, author: gone });
    }
    Ok(!blockers.is_empty())
}

/// Publishes the list to the user's own sessions. The model does not contain the change yet.
fn publish_blocks(uow: &mut UnitOfWork, by: UserId, change: impl FnOnce(&mut Vec<UserId>)) {
    let users = {
        let model = uow.model();
        let mut list: Vec<_> = model.blocked_by(by).collect();
        change(&mut list);
        list.sort_unstable();
        shown(&model, &list)
    };
    uow.publish_own(by, &BlocksUpdate { users });
}

fn shown(model: &Model, list: &[UserId]) -> Vec<User> {
    list.iter().filter_map(|id| model.user(*id)).map(User::from).collect()
}
