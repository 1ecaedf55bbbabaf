//! What a session looks at.

use super::window::Range;
use crate::kernel::ChannelId;

/// What a session looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subscription {
    pub channel: ChannelId,
    pub ranges: Vec<Range>,
    /// Whether rows that stood elsewhere before are named by their place, instead of being told again.
    pub by_reference: bool,
}
