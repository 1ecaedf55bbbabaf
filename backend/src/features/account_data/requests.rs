//! Request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

/// How to delete the account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteAccountRequest {
    /// `keep`: the messages remain, without a name. `erase`: they are deleted, which may take a while.
    pub messages: OwnMessages,
}

/// What happens to the messages of a deleted account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OwnMessages {
    /// They stay, without a name.
    Keep,
    /// They are deleted.
    Erase,
}
