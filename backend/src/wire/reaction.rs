//! The wire's Reaction, the partial emoji in it and in its events, and the counts that a message's reactions are made from.

use serde::Serialize;
use utoipa::ToSchema;

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
    pub fn new(emoji: Emoji, count: i64) -> Self {
        let count_details = ReactionCountDetails { burst: 0, normal: count };
        Self { emoji: emoji.into(), count, count_details, burst_colors: [], me_burst: false, me: false }
    }
}

/// How many users reacted with each emoji, in the order in which these came first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReactionCounts(Vec<(Emoji, i64)>);

impl ReactionCounts {
    /// Reads counts as they are stored: `3 👍 1 🎉`.
    pub fn parse(stored: &str) -> Self {
        let mut words = stored.split(' ');
        let mut counts = Vec::new();
        while let (Some(count), Some(emoji)) = (words.next(), words.next()) {
            if let (Ok(count), Some(emoji)) = (count.parse(), Emoji::parse(emoji)) {
                counts.push((emoji, count));
            }
        }
        Self(counts)
    }

    /// The form in which they are stored.
    pub fn stored(&self) -> String {
        self.0.iter().map(|(emoji, count)| format!("{count} {}", emoji.as_str())).collect::<Vec<_>>().join(" ")
    }

    /// How many different emoji there are.
    pub fn kinds(&self) -> usize {
        self.0.len()
    }

    /// How many users reacted with an emoji.
    pub fn of(&self, emoji: Emoji) -> i64 {
        self.0.iter().find(|(other, _)| *other == emoji).map_or(0, |(_, count)| *count)
    }

    pub fn emoji(&self) -> impl Iterator<Item = Emoji> {
        self.0.iter().map(|(emoji, _)| *emoji)
    }

    /// Adds to the count of an emoji. One without reactions is removed.
    pub fn add(&mut self, emoji: Emoji, change: i64) {
        match self.0.iter_mut().find(|(other, _)| *other == emoji) {
            Some((_, count)) => *count += change,
            None => self.0.push((emoji, change)),
        }
        self.0.retain(|(_, count)| *count > 0);
    }

    /// As they are shown; none of them as the reader's own.
    pub fn shown(&self) -> Vec<Reaction> {
        self.0.iter().map(|(emoji, count)| Reaction::new(*emoji, *count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn emoji(text: &str) -> Emoji {
        Emoji::parse(text).expect("an emoji")
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read_back(counts in prop::collection::btree_map("[👍🎉🚀❤🇺🇦]{1}", 1..10_000_i64, 0..5)) {
            let counts = ReactionCounts(counts.iter().filter_map(|(text, count)| Some((Emoji::parse(text)?, *count))).collect());
            prop_assert_eq!(ReactionCounts::parse(&counts.stored()), counts);
        }
    }

    #[test]
    fn an_emoji_keeps_its_place_until_its_last_reaction_is_gone() {
        let mut counts = ReactionCounts::default();
        for (text, change) in [("👍", 1), ("🎉", 1), ("👍", 1), ("👍", -1)] {
            counts.add(emoji(text), change);
        }
        assert_eq!(counts.stored(), "1 👍 1 🎉");
        counts.add(emoji("👍"), -1);
        counts.add(emoji("👍"), 1);
        assert_eq!(counts.stored(), "1 🎉 1 👍");
    }
}
