//! The wire's Reaction, and the partial emoji in it and in events.

use serde::Serialize;
use utoipa::ToSchema;

use super::rules::ReactionCounts;
use crate::kernel::Emoji;

/// The reactions to a message with one emoji.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reaction {
    pub emoji: ReactionEmoji,
    /// Users who reacted.
    pub count: i64,
    pub count_details: ReactionCountDetails,
    #[schema(value_type = Vec<String>)]
    pub burst_colors: [String; 0],
    pub me_burst: bool,
    /// Whether the reader reacted. In events, which are the same for all receivers, false.
    pub me: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReactionCountDetails {
    /// Always 0.
    pub burst: i64,
    pub normal: i64,
}

/// An emoji of Unicode.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReactionEmoji {
    /// Null for emoji of Unicode.
    #[schema(required = true, value_type = Option<String>)]
    pub id: Option<()>,
    #[schema(required = true, value_type = Option<String>, examples("👍"))]
    pub name: Emoji,
    pub animated: bool,
}

impl From<Emoji> for ReactionEmoji {
    fn from(emoji: Emoji) -> Self {
        Self { id: None, name: emoji, animated: false }
    }
}

impl Reaction {
    /// The reactions that a message shows, from its stored counts. None of them is marked as the reader's own.
    pub fn all(stored: &str) -> Vec<Self> {
        let reaction = |(emoji, count): (Emoji, i64)| Self {
            emoji: emoji.into(),
            count,
            count_details: ReactionCountDetails { burst: 0, normal: count },
            burst_colors: [],
            me_burst: false,
            me: false,
        };
        ReactionCounts::parse(stored).iter().map(reaction).collect()
    }
}
