//! Ending everything: what stays when sessions end, and lets others in with the rights of an account or in its name.
//!
//! Those are the tokens of its bots, the bots of others that it added to guilds, and the invites that it made. A thief can have made
//! each of them while they were in; none asks for a password later.

use std::sync::Arc;

use super::history::{self, AccountEventKind};
use crate::{features::auth::rules::Client, http::Error, kernel::UserId, state::State, writer::UnitOfWork};

/// Ends all of it, in several write jobs where there is much.
///
/// # Errors
/// When the database fails.
pub async fn end(state: &State, user: UserId, client: Client) -> Result<(), Error> {
    let client = Arc::new(client);
    loop {
        let client = Arc::clone(&client);
        let job = state.writer.run_write(move |uow| Box::pin(async move { end_some(uow, user, &client).await }));
        if !job.await? {
            return Ok(());
        }
    }
}

/// Ends some of it. Yields whether there is more; if there is not, notes that all of it has ended.
///
/// # Errors
/// When the database fails.
pub(super) async fn end_some(uow: &mut UnitOfWork, user: UserId, client: &Client) -> Result<bool, Error> {
    let is_more = uow.credentials_ended(user).await?;
    if !is_more {
        history::note(uow, user, AccountEventKind::EverythingEnded, client).await?;
    }
    Ok(is_more)
}
