//! What an operator sees.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::AccountRow;
use crate::{
    cache,
    features::users::view::User,
    kernel::{Timestamp, text},
};

/// A link that sets a new password, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResetLink {
    #[schema(examples("https://chat.example.org/link/reset#AAAA"))]
    pub url: String,
    pub expires_at: Timestamp,
}

/// The link of a letter. It is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EmailLink {
    #[schema(examples("https://chat.example.org/link/reset#AAAA"))]
    pub url: String,
}

/// What the operator should know of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InstanceStatus {
    pub clock: ClockStatus,
}

/// The clock of the server's machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockStatus {
    /// What it shows.
    pub now: Timestamp,
    /// The last time that it was set since the server started; null if it was not.
    #[schema(required = true)]
    pub last_jump: Option<ClockJump>,
    /// By how many seconds the newest ids are dated later than the clock shows; 0 if all is well. Either the clock is wrong, or it was when
    /// they were made.
    #[schema(examples(0))]
    pub ids_ahead_s: u64,
}

/// The clock was set, or the machine slept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockJump {
    pub at: Timestamp,
    /// By how many seconds it was set forward; negative if back.
    #[schema(examples(-3600))]
    pub by_s: i64,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    pub user: User,
    #[schema(examples("alice@example.org"))]
    pub email: String,
    /// Whether the address is known to be theirs.
    pub verified: bool,
    /// Whether they operate the instance.
    pub operator: bool,
    /// Whether they are kept from logging in.
    pub disabled: bool,
    pub mfa_enabled: bool,
    pub created_at: Timestamp,
    /// When one of their log-ins was used last; null when none is remembered.
    #[schema(required = true)]
    pub last_seen_at: Option<Timestamp>,
}

impl Account {
    pub fn new(user: &cache::User, row: AccountRow) -> Self {
        Self {
            user: User::from(user),
            email: row.email,
            verified: row.verified_at.is_some(),
            operator: row.operator,
            disabled: row.disabled_at.is_some(),
            mfa_enabled: row.mfa_enabled,
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
        }
    }
}

/// Whether a name or the address contains this text, which is folded.
pub fn matches(folded: &str, user: &cache::User, email: &str) -> bool {
    let contains = |name: &str| text::folded(name).contains(folded);
    folded.is_empty() || contains(&user.username) || user.display_name.as_deref().is_some_and(contains) || contains(email)
}
