//! Ending everything: what stays when log-ins end, and lets others in with the rights of an account or in its name.
//!
//! Those are the tokens of its bots, the bots of others that it added to guilds, and the invites that it made. A thief can have made
//! each of them while they were in; none asks for a password later.

use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::history::{self, AccountEventKind};
use crate::{
    db::Failure,
    features::{
        applications::{actions as applications, view::BotAccess},
        auth::rules::Client,
        invites::{actions as invites, view::MadeInvite},
    },
    http::Error,
    kernel::UserId,
    state::State,
    work::Work,
};

/// What lets others in, beside log-ins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Credentials {
    /// The caller's bots that have a token.
    pub bots: Vec<BotAccess>,
    /// Bots of others that the caller added to guilds which they manage.
    pub added_bots: Vec<BotAccess>,
    /// The caller's invites that still let somebody in.
    pub invites: Vec<MadeInvite>,
}

/// All of it that a user has made.
///
/// # Errors
/// When the database fails.
pub async fn list(state: &State, user: UserId) -> Result<Credentials, Failure> {
    Ok(Credentials {
        bots: applications::with_token(state, user).await?,
        added_bots: applications::added_by(state, user).await?,
        invites: invites::made_by(state, user).await?,
    })
}

/// Ends all of it, in several write jobs where there is much.
///
/// # Errors
/// When the database fails.
pub async fn end(state: &State, user: UserId, client: Client) -> Result<(), Error> {
    let client = Arc::new(client);
    loop {
        let client = Arc::clone(&client);
        let job = state.writer.run(move |work| Box::pin(async move { end_some(work, user, &client).await }));
        if !job.await? {
            return Ok(());
        }
    }
}

/// Ends some of it. Yields whether there is more; if there is not, notes that all of it has ended.
///
/// # Errors
/// When the database fails.
pub(super) async fn end_some(work: &mut Work, user: UserId, client: &Client) -> Result<bool, Error> {
    applications::stop_all_of(work, user).await?;
    let more_bots = applications::remove_some_added_by(work, user).await?;
    let more_invites = invites::delete_some_of(work, user).await?;
    if !more_bots && !more_invites {
        history::note(work, user, AccountEventKind::EverythingEnded, client).await?;
    }
    Ok(more_bots || more_invites)
}
