//! Pins as clients see them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{features::messages::view::Message, kernel::Timestamp};

/// A pinned message.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pin {
    pub pinned_at: Timestamp,
    pub message: Message,
}

/// A page of pins, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PinsPage {
    pub items: Vec<Pin>,
    /// Whether there are older ones.
    pub has_more: bool,
}
