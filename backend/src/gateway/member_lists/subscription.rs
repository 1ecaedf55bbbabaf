//! The subscription of a session.

use super::window::Range;
use crate::kernel::ChannelId;

/// The subscription of a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subscription {
    pub channel: ChannelId,
    pub ranges: Vec<Range>,
    /// Whether moved rows are sent as references to their previous positions.
    pub by_reference: bool,
}
