//! Request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

/// How a message is acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
pub struct Ack {
    /// True marks the message and all after it as unread. Otherwise the channel is read up to the message, and the read state
    /// never goes back.
    pub manual: Option<bool>,
}
