//! Checked text: names and topics without characters that hide, reorder or pile up.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::form::FieldError;

/// Marks on one base character that a name may have; a name with more is refused.
const MAX_MARKS_IN_NAMES: usize = 8;
/// The same for messages and topics.
const MAX_MARKS_IN_TEXT: usize = 20;

/// Characters that show nothing or change the order of their neighbours. The zero-width joiner is
/// allowed, because emoji families need it.
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn piles_up(text: &str, max_marks: usize) -> bool {
    let mut marks = 0;
    text.chars().any(|character| {
        marks = if is_combining_mark(character) { marks + 1 } else { 0 };
        marks > max_marks
    })
}

/// One line that names something: trimmed, composed (NFC), at least one visible character.
///
/// # Errors
/// When it is shorter or longer than told (in code points), or has control, hidden or reordering characters.
pub fn name(text: &str, min: usize, max: usize) -> Result<String, FieldError> {
    let text: String = text.trim().nfc().collect();
    let length = text.chars().count();
    let visible =
        text.chars().any(|character| character != '\u{200D}' && !character.is_whitespace() && !is_combining_mark(character));
    if length < min || length > max || !visible {
        return Err(FieldError::length(min, max));
    }
    if text.chars().any(|character| character.is_control() || is_hidden(character)) || piles_up(&text, MAX_MARKS_IN_NAMES) {
        return Err(FieldError::new("NAME_CHARACTERS", "Contains characters that cannot be shown in a name."));
    }
    Ok(text)
}

/// Text of several lines, such as a message: kept as written but for blanks at both ends.
///
/// # Errors
/// When it is longer than `max` code points or piles marks on one character.
pub fn prose(text: &str, max: usize) -> Result<String, FieldError> {
    let text = text.trim();
    if text.chars().count() > max {
        return Err(FieldError::too_long(max));
    }
    if piles_up(text, MAX_MARKS_IN_TEXT) || text.contains('\0') {
        return Err(FieldError::new("TEXT_CHARACTERS", "Contains characters that cannot be shown."));
    }
    Ok(text.to_owned())
}

/// A user name: `[a-z0-9_.]`, 2 to 32 characters; capitals are folded.
///
/// # Errors
/// When other characters are in it or the length does not fit.
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

/// Folds text for comparison: whatever the language, capitals do not matter.
pub fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_and_emoji_families_pass() {
        for good in ["Олена", "  Zoë ", "日本", "👩‍👩‍👧", "O'Brien", "а́"] {
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
