//! Ending everything: what stays when log-ins end, and lets others in with the rights of an account or in its name.
//!
//! Those are the tokens of its bots, the bots of others that it added to guilds, and the invites that it made. A thief can have made
//! each of them while they were in; none asks for a password later.

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

/// Ends all of it.
///
/// # Errors
/// When the database fails.
pub async fn end(work: &mut Work, user: UserId, client: &Client) -> Result<(), Error> {
    history::note(work, user, AccountEventKind::EverythingEnded, client).await?;
    applications::stop_all_of(work, user).await?;
    applications::remove_added_by(work, user).await?;
    Ok(invites::delete_all_of(work, user).await?)
}
