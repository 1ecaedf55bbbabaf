//! Revoking access that outlasts sessions.
//!
//! This is the tokens of the user's bots, the bots of others that the user added to guilds, and the user's invites. A thief can
//! create each of them during a session, and none requires a password later.

use std::sync::Arc;

use super::history::{self, AccountEventKind};
use crate::{features::auth::rules::Client, http::Error, kernel::UserId, state::State, writer::UnitOfWork};

/// Revokes all of it, in several write jobs if necessary.
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

/// Revokes some of it. Returns whether there is more; otherwise records the event.
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
