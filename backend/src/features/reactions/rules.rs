//! The counts of reactions, and their limits.

use crate::kernel::{
    ApiError, Emoji, errors,
    limits::{rates, sizes},
};

sizes! {
    /// Different emoji of the reactions to a message.
    KINDS: usize = "reaction_kinds", 20;
    USERS_PAGE: i64 = "reaction_users_page", 100;
}

rates! {
    REACT = "react", 4 in 1 s, by CallerAndScope;
}

errors! {
    unknown_emoji = 400 / 10014, "Unknown emoji.";
    too_many_reactions = 400 / 30010, "Maximum number of reactions reached.";
}

/// The emoji of a path. It is read after the message, so that callers without access are refused alike.
pub fn known(emoji: &str) -> Result<Emoji, ApiError> {
    Emoji::parse(emoji).ok_or(unknown_emoji())
}

/// Refuses one more emoji beside those that a message has.
pub fn check_room(counts: &ReactionCounts, emoji: Emoji) -> Result<(), ApiError> {
    let has_room = counts.of(emoji) > 0 || counts.kinds() < KINDS;
    if has_room { Ok(()) } else { Err(too_many_reactions()) }
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

    /// All of them with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Emoji, i64)> {
        self.0.iter().copied()
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
