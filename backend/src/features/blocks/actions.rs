//! What can be done with blocks.

use super::{events::BlocksUpdate, store};
use crate::{
    access,
    cache::{Change, Model},
    db::Failure,
    events::Audience,
    features::{read_states, users::view::User},
    http::Error,
    kernel::{Refusal, UserId, limits},
    work::Work,
};

/// Blocks somebody. Twice is as good as once.
///
/// # Errors
/// 404 / 10013 for who is not there, 400 for oneself and for too many.
pub async fn block(work: &mut Work, by: UserId, whom: UserId) -> Result<(), Error> {
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
    let unread = read_states::actions::states(work, by).await?;
    store::insert(work.conn(), by, whom).await?;
    work.apply(Change::BlockPut(by, whom));
    tell(work, by, |list| list.push(whom));
    Ok(read_states::actions::tell_difference(work, by, unread).await?)
}

/// Takes a block back. Without one nothing happens.
///
/// # Errors
/// When the database fails.
pub async fn unblock(work: &mut Work, by: UserId, whom: UserId) -> Result<(), Error> {
    if !work.model().blocks(by, whom) {
        return Ok(());
    }
    let unread = read_states::actions::states(work, by).await?;
    store::delete(work.conn(), by, whom).await?;
    work.apply(Change::BlockRemoved(by, whom));
    tell(work, by, |list| list.retain(|one| *one != whom));
    Ok(read_states::actions::tell_difference(work, by, unread).await?)
}

/// Forgets whom somebody blocks who goes for good, and who blocks them.
///
/// # Errors
/// When the database fails.
pub async fn forget(work: &mut Work, gone: UserId) -> Result<(), Failure> {
    let (blocked, blockers) = {
        let model = work.model();
        (model.blocked_by(gone).collect::<Vec<_>>(), model.blockers_of(gone))
    };
    let mut unread = Vec::new();
    for by in &blockers {
        unread.push(read_states::actions::states(work, *by).await?);
    }
    store::delete_all_of(work.conn(), gone).await?;
    for whom in blocked {
        work.apply(Change::BlockRemoved(gone, whom));
    }
    for (by, before) in blockers.into_iter().zip(unread) {
        work.apply(Change::BlockRemoved(by, gone));
        tell(work, by, |list| list.retain(|one| *one != gone));
        read_states::actions::tell_difference(work, by, before).await?;
    }
    Ok(())
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
    work.announce(Audience::User(by), &BlocksUpdate { users });
}

fn shown(model: &Model, list: &[UserId]) -> Vec<User> {
    list.iter().filter_map(|id| model.user(*id)).map(User::from).collect()
}
