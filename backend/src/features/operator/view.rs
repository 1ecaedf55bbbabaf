//! Responses for operators.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::AccountRow;
use crate::{
    cache,
    config::Registration,
    kernel::{Timestamp, text},
    wire::user::User,
};

/// A link that sets a new password, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ResetLink {
    #[schema(examples("https://chat.example.org/link/reset#AAAA"))]
    pub url: String,
    pub expires_at: Timestamp,
}

/// The link of an email. It is returned only once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EmailLink {
    #[schema(examples("https://chat.example.org/link/reset#AAAA"))]
    pub url: String,
}

/// The state of the server, for operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct InstanceStatus {
    pub clock: ClockStatus,
}

/// The clock of the server's machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockStatus {
    /// The current time of the server.
    pub now: Timestamp,
    /// The last jump since the server started; null if there was none.
    #[schema(required = true)]
    pub last_jump: Option<ClockJump>,
    /// How many seconds the newest ids are ahead of the clock; 0 is normal. The clock is wrong, or was when the ids were created.
    #[schema(examples(0))]
    pub ids_ahead_s: u64,
}

/// A jump of the clock: it was set, or the machine was suspended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClockJump {
    pub at: Timestamp,
    /// Size of the jump in seconds; negative if the clock was set back.
    #[schema(examples(-3600))]
    pub by_s: i64,
}

/// An account of the instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Account {
    pub user: User,
    #[schema(examples("alice@example.org"))]
    pub email: String,
    /// Whether the email address is confirmed.
    pub verified: bool,
    /// Whether the account is an operator.
    pub operator: bool,
    /// Whether the account is disabled.
    pub disabled: bool,
    pub mfa_enabled: bool,
    pub created_at: Timestamp,
    /// When a session of the account was last used; null if none is stored.
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

/// Whether a name or the address contains this folded text.
pub fn matches(folded: &str, user: &cache::User, email: &str) -> bool {
    let contains = |name: &str| text::folded(name).contains(folded);
    folded.is_empty() || contains(&user.username) || user.display_name.as_deref().is_some_and(contains) || contains(email)
}

/// The settings of operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct InstanceSettings {
    pub registration: Registration,
}
