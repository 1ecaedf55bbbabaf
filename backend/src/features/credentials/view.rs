//! Responses of credentials.

use serde::Serialize;
use utoipa::ToSchema;

use crate::features::{applications::view::BotAccess, invites::view::CreatedInvite};

/// Credentials that outlast sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Credentials {
    /// Bots of the caller with a token.
    pub bots: Vec<BotAccess>,
    /// Bots of other users that the caller added to guilds.
    pub added_bots: Vec<BotAccess>,
    /// Active invites of the caller.
    pub invites: Vec<CreatedInvite>,
}
