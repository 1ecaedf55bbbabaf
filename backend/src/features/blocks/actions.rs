//! What can be done with blocks.

use super::{events::BlocksUpdate, store};
use crate::{
    access,
    cache::{Model, UserChange},
    db::Failure,
    http::Error,
    kernel::{Refusal, UserId, limits},
    state::State,
    wire::user::User,
    work::{Recount, Work},
};

/// Blocks somebody. Twice is as good as once.
///
/// # Errors
/// 404 / 10013 for who is not there, 400 for oneself and for too many.
pub async fn block(state: &State, by: UserId, whom: UserId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(block_in(work, by, whom))).await
}

async fn block_in(work: &mut Work, by: UserId, whom: UserId) -> Result<(), Error> {
    {
        let model = work.model();
        access::living(&model, by)?;
        if by == whom {
            return Err(Refusal::bad_request("Nobody can block themselves.").into());
        }
        access::living(&model, whom).map_err(|_| Refusal::unknown_user())?;
        if model.blocks(by, whom) {
            return Ok(());
        }
        if model.blocked_by(by).count() >= limits::BLOCKS_PER_USER {
            return Err(Refusal::bad_request("Maximum number of blocked people reached.").into());
        }
    }
    store::insert(work.conn(), by, whom).await?;
    work.apply(UserChange::BlockPut(by, whom));
    tell(work, by, |list| list.push(whom));
    Ok(())
}

/// Takes a block back. Without one nothing happens.
///
/// # Errors
/// When the database fails.
pub async fn unblock(state: &State, by: UserId, whom: UserId) -> Result<(), Error> {
    state.writer.run(move |work| Box::pin(unblock_in(work, by, whom))).await
}

async fn unblock_in(work: &mut Work, by: UserId, whom: UserId) -> Result<(), Error> {
    if !work.model().blocks(by, whom) {
        return Ok(());
    }
    Ok(remove(work, by, whom).await?)
}

async fn remove(work: &mut Work, by: UserId, whom: UserId) -> Result<(), Failure> {
    store::delete(work.conn(), by, whom).await?;
    work.apply(UserChange::BlockRemoved(by, whom));
    tell(work, by, |list| list.retain(|one| *one != whom));
    Ok(())
}

/// Forgets whom somebody blocks who goes for good.
///
/// # Errors
/// When the database fails.
pub async fn forget(work: &mut Work, gone: UserId) -> Result<(), Failure> {
    let blocked: Vec<_> = work.model().blocked_by(gone).collect();
    store::delete_all_of(work.conn(), gone).await?;
    for whom in blocked {
        work.apply(UserChange::BlockRemoved(gone, whom));
    }
    Ok(())
}

/// People whom [`forget_some`] takes a block back for.
const BLOCKERS: i64 = 10;

/// Takes some blocks back of somebody who is gone. Yields whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn forget_some(work: &mut Work, gone: UserId) -> Result<bool, Failure> {
    let blockers = store::some_blockers_of(work.conn(), gone, BLOCKERS).await?;
    for by in &blockers {
        remove(work, *by, gone).await?;
        work.recount(Recount::Author { reader: *by, author: gone });
    }
    Ok(!blockers.is_empty())
}

/// Tells somebody's own sessions of the list, which the model still has as it was before.
fn tell(work: &mut Work, by: UserId, change: impl FnOnce(&mut Vec<UserId>)) {
    let users = {
        let model = work.model();
        let mut list: Vec<_> = model.blocked_by(by).collect();
        change(&mut list);
        list.sort_unstable();
        shown(&model, &list)
    };
    work.announce_own(by, &BlocksUpdate { users });
}

fn shown(model: &Model, list: &[UserId]) -> Vec<User> {
    list.iter().filter_map(|id| model.user(*id)).map(User::from).collect()
}
