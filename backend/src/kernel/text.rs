//! Validation of text: names and topics without hidden, reordering or stacked characters.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, ExtendedPictographic, GeneralCategory, VariationSelector},
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::form::FieldError;

/// Maximum number of combining marks on a base character in a name.
const MAX_MARKS_IN_NAMES: usize = 8;
/// The same for messages and topics.
const MAX_MARKS_IN_TEXT: usize = 20;

const JOINER: char = '\u{200D}';
const NON_JOINER: char = '\u{200C}';
/// The first character of a regional flag; tags and a cancel tag follow.
const BLACK_FLAG: char = '\u{1F3F4}';
const TAGS: std::ops::RangeInclusive<char> = '\u{E0020}'..='\u{E007E}';
const LAST_TAG: char = '\u{E007F}';

fn is_ignorable(character: char) -> bool {
    !character.is_ascii() && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Whether the character is visible. Blank Braille, annotation anchors and object placeholders are not.
fn is_visible(character: char) -> bool {
    character.is_ascii_graphic()
        || !(character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{2800}' | '\u{FFF9}'..='\u{FFFC}')
            || is_ignorable(character))
}

/// Whether the character is never allowed in a name: controls, private-use characters, and anchors.
fn is_foreign(character: char) -> bool {
    use GeneralCategory::{Control, LineSeparator, ParagraphSeparator, PrivateUse, Surrogate, Unassigned};
    match CodePointMapData::<GeneralCategory>::new().get(character) {
        // Emoji newer than the tables have reserved code points.
        Unassigned => !CodePointSetData::new::<ExtendedPictographic>().contains(character),
        Control | LineSeparator | ParagraphSeparator | PrivateUse | Surrogate => true,
        _ => matches!(character, '\u{FFF9}'..='\u{FFFC}'),
    }
}

/// Whether a name hides something or reorders its surroundings. Invisible characters are allowed where scripts and emoji need
/// them: joiners between characters, a variation selector after one, direction marks without embedding, and the tags of a flag.
fn hides(name: &str) -> bool {
    let (mut before, mut rest) = (None, name.chars().peekable());
    while let Some(character) = rest.next() {
        let follows_visible = before.is_some_and(|before| is_visible(before) || is_variation(before));
        let is_fine = match character {
            JOINER | NON_JOINER => follows_visible && rest.peek().copied().is_some_and(is_visible),
            '\u{200E}' | '\u{200F}' | '\u{061C}' => true,
            BLACK_FLAG if rest.peek().is_some_and(|next| TAGS.contains(next)) => {
                while rest.next_if(|next| TAGS.contains(next)).is_some() {}
                rest.next() == Some(LAST_TAG)
            }
            variation if is_variation(variation) => follows_visible,
            other => !is_foreign(other) && !is_ignorable(other),
        };
        if !is_fine {
            return true;
        }
        before = Some(character);
    }
    false
}

fn is_variation(character: char) -> bool {
    !character.is_ascii() && CodePointSetData::new::<VariationSelector>().contains(character)
}

fn piles_up(text: &str, max_marks: usize) -> bool {
    let mut marks = 0;
    text.chars().any(|character| {
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        marks > max_marks
    })
}

/// A name: one line, trimmed, composed (NFC), with at least one visible character.
///
/// # Errors
/// If it is shorter or longer than allowed (in code points), or has control, hidden or reordering characters.
pub fn name(text: &str, min: usize, max: usize) -> Result<String, FieldError> {
    let text: String = text.trim().nfc().collect();
    let length = text.chars().count();
    let visible = text.chars().any(|character| is_visible(character) && !is_combining_mark(character));
    if length < min || length > max || !visible {
        return Err(FieldError::length(min, max));
    }
    if hides(&text) || piles_up(&text, MAX_MARKS_IN_NAMES) {
        return Err(FieldError::new("NAME_CHARACTERS", "Contains characters that cannot be shown in a name."));
    }
    Ok(text)
}

/// Text of several lines, such as a message, trimmed and otherwise unchanged. Text without visible characters becomes empty.
///
/// # Errors
/// If it is longer than `max` code points or stacks too many marks on a character.
pub fn prose(text: &str, max: usize) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(FieldError::too_long(max));
    }
    if piles_up(text, MAX_MARKS_IN_TEXT) || text.contains('\0') {
        return Err(FieldError::new("TEXT_CHARACTERS", "Contains characters that cannot be shown."));
    }
    Ok(if text.chars().any(is_visible) { text.to_owned() } else { String::new() })
}

/// A user name: `[a-z0-9_.]`, 2 to 32 characters; uppercase letters are converted.
///
/// # Errors
/// If it has other characters or the wrong length.
pub fn username(text: &str) -> Result<String, FieldError> {
    let text = text.trim().to_ascii_lowercase();
    if !(2..=32).contains(&text.chars().count()) {
        return Err(FieldError::length(2, 32));
    }
    if !text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'.') {
        return Err(FieldError::new("USERNAME_INVALID", "Use only a-z, 0-9, underscores and dots."));
    }
    Ok(text)
}

/// Case-folds text for comparison, in any language.
pub fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_and_emoji_families_pass() {
        let england = "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
        let (persian, hebrew, arabic) = ("می\u{200C}خواهم", "שלום!\u{200F}", "سلام\u{061C}.");
        let names =
            ["Олена", "  Zoë ", "日本", "👩‍👩‍👧", "O'Brien", "а́", "❤️", "🏳️‍🌈", "क्‍ष", "葛\u{E0100}", "1️⃣", "🇺🇦", "⠓⠊", "⠓\u{2800}⠊"];
        for good in names.into_iter().chain([england, persian, hebrew, arabic]) {
            assert!(name(good, 1, 32).is_ok(), "{good}");
        }
        assert_eq!(name("  tea  ", 1, 32).as_deref(), Ok("tea"));
    }

    #[test]
    fn names_that_hide_reorder_or_pile_up_are_refused() {
        let zalgo = format!("a{}", "\u{0301}".repeat(10));
        for bad in ["", "   ", "\u{200B}", "\u{3164}", "a\u{202E}b", "a\nb", "\u{200D}", &zalgo, &"x".repeat(33)] {
            assert!(name(bad, 1, 32).is_err(), "{bad:?}");
        }
        // Invisible characters of all kinds.
        for alone in [
            '\u{00AD}',
            '\u{034F}',
            '\u{115F}',
            '\u{17B4}',
            '\u{200F}',
            '\u{2060}',
            '\u{2800}',
            '\u{FE0F}',
            '\u{FFA0}',
            '\u{E0041}',
        ] {
            assert!(name(&alone.to_string().repeat(3), 1, 32).is_err(), "{alone:?}");
        }
        // Characters not allowed beside visible ones.
        for beside in [
            "\u{200B}",
            "\u{FFFC}",
            "\u{E000}",
            "\u{1D173}",
            "\u{2028}",
            "\u{2066}",
            "\u{FFFE}",
            "\u{0378}",
            "\u{E0067}",
            "\u{3164}",
        ] {
            assert!(name(&format!("a{beside}b"), 1, 32).is_err(), "{beside:?}");
        }
        for misplaced in ["\u{200C}a", "a\u{200D}", "a \u{200D}b", "🏴\u{E0067}\u{E0062}", "a\u{E0067}\u{E007F}", "\u{FE0F}a"] {
            assert!(name(misplaced, 1, 32).is_err(), "{misplaced:?}");
        }
    }

    #[test]
    fn nothing_is_left_of_a_text_that_shows_nothing() {
        for empty in [
            "",
            " \n",
            "\u{200B}",
            "\u{200B} \u{2060}\n\u{FEFF}",
            "\u{2800}",
            "\u{3164}\u{FFA0}",
            "\u{E0041}",
            "\u{FFFC}",
            "\u{FE0F}",
            "\u{1}",
        ] {
            assert_eq!(prose(empty, 10).as_deref(), Ok(""), "{empty:?}");
        }
        for kept in ["a", "\u{200B}a", "👩‍👩‍👧", "⠓", "ї", "\u{0301}", "\u{E000}"] {
            assert_eq!(prose(kept, 10).as_deref(), Ok(kept), "{kept:?}");
        }
    }

    #[test]
    fn user_names_are_plain_and_folded() {
        assert_eq!(username(" Alice_1 ").as_deref(), Ok("alice_1"));
        for bad in ["a", "олена", "a b", "a-b", &"x".repeat(33)] {
            assert!(username(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn folding_knows_more_than_ascii() {
        assert_eq!(folded("ЇЖАК"), folded("їжак"));
    }
}
