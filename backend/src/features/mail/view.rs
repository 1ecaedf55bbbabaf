//! The email object of the operator's API.

use serde::Serialize;
use utoipa::ToSchema;

pub use super::rules::{EmailKind, EmailState};
use crate::kernel::{EmailId, Timestamp};

/// An outgoing email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Email {
    pub id: EmailId,
    pub kind: EmailKind,
    #[schema(examples("alice@example.org"))]
    pub to: String,
    pub created_at: Timestamp,
    pub state: EmailState,
    /// Whether its link can be revealed: once, until the link expires, and only if no mail server accepted the email.
    pub has_link: bool,
}
