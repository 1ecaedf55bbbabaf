//! The wire's Letter, for the operator.

use serde::Serialize;
use utoipa::ToSchema;

pub use super::rules::{LetterKind, LetterState};
use crate::kernel::{LetterId, Timestamp};

/// A letter, as the operator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Letter {
    pub id: LetterId,
    pub kind: LetterKind,
    #[schema(examples("alice@example.org"))]
    pub to: String,
    pub created_at: Timestamp,
    pub state: LetterState,
    /// Whether its link can be revealed, to be handed on: once, while the link lives, and only where no mail server could take the
    /// letter.
    pub has_link: bool,
}
