//! A Unicode emoji, in the canonical form in which it is stored and compared.

use serde::{Serialize, Serializer};

/// A fully qualified emoji of Unicode 17 (UTS #51).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Emoji(&'static str);

impl Emoji {
    /// Parses an emoji, with or without variation selectors. `None` for other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        emojis::get(text).map(|found| Self(found.as_str()))
    }

    /// The characters.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl Serialize for Emoji {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_a_heart_are_one_emoji() {
        assert_eq!(Emoji::parse("\u{2764}"), Emoji::parse("\u{2764}\u{fe0f}"));
        assert_eq!(Emoji::parse("\u{2764}").map(Emoji::as_str), Some("\u{2764}\u{fe0f}"));
    }

    #[test]
    fn skin_tones_flags_and_joined_people_are_emoji_of_their_own() {
        for text in ["👍", "👍🏽", "🇺🇦", "👩‍🚀", "#️⃣"] {
            assert_eq!(Emoji::parse(text).map(Emoji::as_str), Some(text));
        }
    }

    #[test]
    fn other_text_is_no_emoji() {
        for text in ["", "a", "1", "👍👍", "👍 ", ":thumbsup:", "\u{200b}"] {
            assert_eq!(Emoji::parse(text), None, "{text:?}");
        }
    }
}
