//! Password requirements, and the form in which passwords are compared.
//!
//! The checks are ordered by cost. [`length`] and [`unlike`] are cheap; [`strength`] takes up to a tenth of a second, so it runs
//! in the blocking pool, after every other check has passed.

use unicode_normalization::UnicodeNormalization;
use zxcvbn::zxcvbn;

use crate::kernel::{FieldError, Secret, limits, text};

/// Minimum estimated number of guesses. It excludes the ten thousand most common passwords with their usual suffixes, rows of
/// keys, and repetitions.
const TOO_FEW_GUESSES: u64 = 1_000_000;
/// The estimate takes time proportional to the cube of the length: 1.2 s for 120 characters, 0.1 s for 32. The rest of a longer
/// password is not estimated; its length makes up for it.
const ESTIMATED: usize = 32;

/// The keys of the Ukrainian layout, and the same keys of the Latin one.
const CYRILLIC_KEYS: &str = "йцукенгшщзхїфівапролджєячсмитьбюґ";
const LATIN_KEYS: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\";

/// The form in which a password is compared, independent of the keyboard (OpaqueString of RFC 8265, with NFKC): characters are
/// composed, and every kind of space becomes U+0020. `None` for an input longer than any valid password in decomposed form.
pub fn prepared(password: &Secret) -> Option<Secret> {
    let written = password.expose();
    if written.chars().nth(limits::PASSWORD_WRITTEN_MAX).is_some() {
        return None;
    }
    let is_space = |character: char| character.is_whitespace() && !character.is_control();
    let spaced = written.chars().map(|character| if is_space(character) { ' ' } else { character });
    Some(Secret::new(spaced.nfkc().collect::<String>()))
}

/// Checks the length, in code points of the compared form.
///
/// # Errors
/// If it is too short or too long.
pub fn length(password: &Secret) -> Result<(), FieldError> {
    let length = prepared(password).map_or(usize::MAX, |password| password.expose().chars().count());
    if (limits::PASSWORD_MIN..=limits::PASSWORD_MAX).contains(&length) {
        Ok(())
    } else {
        Err(FieldError::length(limits::PASSWORD_MIN, limits::PASSWORD_MAX))
    }
}

/// Publicly known data of an account: its address with and without the domain, and its names.
#[derive(Debug, Clone, Default)]
pub struct Known(Vec<String>);

impl Known {
    pub fn of(email: &str, username: &str, display_name: Option<&str>) -> Self {
        let person = email.rsplit_once('@').map(|(person, _)| person);
        let words = [Some(email), person, Some(username), display_name].into_iter().flatten();
        Self(words.map(text::folded).collect())
    }
}

/// Rejects a password that is the address or a name of its account, ignoring case, blanks and punctuation.
///
/// # Errors
/// If it is.
pub fn unlike(password: &Secret, known: &Known) -> Result<(), FieldError> {
    let alphanumeric = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>();
    let password = alphanumeric(&text::folded(password.expose()));
    if !password.is_empty() && known.0.iter().any(|word| alphanumeric(word) == password) {
        return Err(FieldError::new("PASSWORD_LIKE_ACCOUNT", "The password must not be your email address or name."));
    }
    Ok(())
}

/// Rejects a password that is easy to guess. Slow.
///
/// # Errors
/// If it is easy to guess.
pub fn strength(password: &Secret, known: &Known) -> Result<(), FieldError> {
    let begin: String = password.expose().nfkc().take(ESTIMATED).collect();
    let known: Vec<&str> = known.0.iter().map(String::as_str).collect();
    let is_weak = |text: &str| zxcvbn(text, &known).guesses() < TOO_FEW_GUESSES;
    if is_weak(&begin) || on_latin_keys(&begin).is_some_and(|latin| is_weak(&latin)) {
        return Err(FieldError::new("PASSWORD_TOO_COMMON", "This password is too easy to guess."));
    }
    Ok(())
}

/// The same keys on the Latin layout, so that a common password typed with the Cyrillic layout is recognised. `None` if there are
/// none.
fn on_latin_keys(password: &str) -> Option<String> {
    let keys = || CYRILLIC_KEYS.chars().zip(LATIN_KEYS.chars());
    let key_of = |typed: char| keys().find(|(cyrillic, _)| *cyrillic == typed).map(|(_, latin)| latin);
    let lower = password.to_lowercase();
    let is_cyrillic = lower.chars().any(|typed| key_of(typed).is_some());
    is_cyrillic.then(|| lower.chars().map(|typed| key_of(typed).unwrap_or(typed)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), FieldError> {
        let password = Secret::new(password);
        length(&password)?;
        strength(&password, &Known::default())
    }

    #[test]
    fn a_password_has_10_to_128_characters_of_any_kind() {
        let long = "kettle, saucer, spoon; ".repeat(6);
        let emoji = "🫖🍋🥄🍯🫐🌿☕🍪🧊🥛".repeat(4);
        for good in ["ten chars!", "пароль із пробілами", "with\0nul inside", &emoji, &long[..128], "correct horse battery"]
        {
            assert!(check(good).is_ok(), "{good:?}");
        }
        let written_in_parts = "и\u{306}".repeat(128);
        assert!(length(&Secret::new(&written_in_parts)).is_ok(), "й is one character however it is written");
        for bad in [
            "",
            "nine char",
            "🫖🫖🫖🫖🫖🫖🫖🫖🫖",
            "и\u{306}и\u{306}и\u{306}и\u{306}и\u{306}",
            &"x".repeat(129),
            &"🫖".repeat(129),
            &"x".repeat(60_000),
        ] {
            assert_eq!(check(bad).expect_err("is refused").code, "BASE_TYPE_BAD_LENGTH", "{bad:.40?}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused_whatever_its_capitals_ending_or_layout() {
        for bad in [
            "Password123",
            "password1234",
            "iloveyou123",
            "QWERTYUIOP",
            "1q2w3e4r5t6y",
            "administrator",
            "0123456789",
            "passwordpassword",
            "          ",
            &"x".repeat(128),
            "Йцукенгшщз",
            "пароль123456",
        ] {
            assert_eq!(check(bad).expect_err("is refused").code, "PASSWORD_TOO_COMMON", "{bad}");
        }
    }

    #[test]
    fn every_key_of_the_cyrillic_layout_has_one_on_the_latin() {
        assert_eq!(CYRILLIC_KEYS.chars().count(), LATIN_KEYS.chars().count());
        assert_eq!(on_latin_keys("Пароль, 1").as_deref(), Some("gfhjkm, 1"));
        assert_eq!(on_latin_keys("Password, 1"), None);
    }

    #[test]
    fn one_password_has_one_form_whichever_keyboard_wrote_it() {
        let form = |text: &str| prepared(&Secret::new(text)).map(|form| form.expose().to_owned());
        for (one, other) in [
            ("чай із їжаком", "чаи\u{306} із і\u{308}жаком"),
            ("caf\u{e9} au lait", "cafe\u{301} au lait"),
            ("one two three", "one\u{a0}two\u{2009}three"),
            ("one two three", "one\u{1680}two\u{3000}three"),
            ("code 123", "code １２３"),
        ] {
            assert_eq!(form(one), form(other), "{one}");
        }
        assert_ne!(form("Correct horse"), form("correct horse"), "capitals count");
        assert_eq!(form(&"x".repeat(60_000)), None);
    }

    #[test]
    fn the_address_and_the_names_of_an_account_are_no_password_of_it() {
        let known = Known::of("Alice.Liddell@example.org", "white_rabbit", Some("Аліса з Дивокраю"));
        for bad in [
            "Alice.Liddell@example.org",
            "ALICE.LIDDELL@EXAMPLE.ORG ",
            "alice liddell",
            "alice.liddell",
            "white_rabbit",
            "White Rabbit",
            "аліса з дивокраю",
            "АЛІСА-З-ДИВОКРАЮ!",
        ] {
            assert!(unlike(&Secret::new(bad), &known).is_err(), "{bad}");
        }
        assert!(strength(&Secret::new("alice.liddell1"), &known).is_err(), "nor with a usual ending");
        for good in ["correct horse battery", "alice and the rabbit", "…………………"] {
            assert!(unlike(&Secret::new(good), &known).is_ok(), "{good}");
        }
    }
}
