//! Validation of account data.

use unicode_normalization::UnicodeNormalization;
use url::Host;
use validator::ValidateEmail;

use crate::{
    cache,
    kernel::{
        FieldError,
        limits::{rates, sizes},
        text,
    },
};

sizes! {
    BIO_LENGTH: usize = "bio_length", 190;
    CUSTOM_STATUS_LENGTH: usize = "custom_status_length", 128;
    GUILDS_PAGE: i64 = "guilds_page", 200;
}

rates! {
    PROFILE = "profile", 2 in 10 s, by Caller;
    USERNAME = "username", 2 in 3600 s, by Caller;
    AVATAR = "avatar", 10 in 3600 s, by Caller;
}

/// No mail server accepts a longer address.
const EMAIL_LENGTH: usize = 254;

/// A longer input, blanks included, is no address and not compared.
const EMAIL_WRITTEN_LENGTH: usize = 4 * EMAIL_LENGTH;
/// The key of no address, since it contains no `@`.
const NO_ADDRESS: &str = "\u{FFFD}";

/// User names that would be read differently in a mention.
const RESERVED_NAMES: &[&str] = &["everyone", "here"];

/// A valid email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress {
    /// As the user entered it.
    pub text: String,
    /// The same for all spellings of the address.
    pub key: String,
}

/// The address in `text`, without surrounding blanks.
///
/// # Errors
/// If it does not have the form `local@domain`.
pub fn email(text: &str) -> Result<EmailAddress, FieldError> {
    let text = text.trim();
    // The validator checks only the end of a domain in brackets.
    let plain = !text.contains(|character: char| character.is_whitespace() || character.is_control() || character == '[');
    if text.len() > EMAIL_LENGTH || !plain || !text.validate_email() {
        return Err(FieldError::new("EMAIL_TYPE_INVALID_EMAIL", "Not a well-formed email address."));
    }
    Ok(EmailAddress { text: text.to_owned(), key: email_key(text) })
}

/// The form in which addresses are compared, valid or not: case-insensitive, with the domain in ASCII.
pub fn email_key(text: &str) -> String {
    if text.len() > EMAIL_WRITTEN_LENGTH {
        return NO_ADDRESS.to_owned();
    }
    // Postgres does not store NUL, which no address contains.
    let text = text.trim().replace('\0', "\u{FFFD}");
    let Some((person, domain)) = text.rsplit_once('@') else { return text::folded(&text) };
    let domain = Host::parse(domain).map_or_else(|_| text::folded(domain), |host| host.to_string());
    format!("{}@{domain}", text::folded(person))
}

/// A user name that users may choose.
///
/// # Errors
/// If it has the wrong form or would be read differently in a mention.
pub fn username(text: &str) -> Result<String, FieldError> {
    let name = text::username(text)?;
    if RESERVED_NAMES.contains(&name.as_str()) || cache::User::is_reserved(&name) {
        return Err(FieldError::new("USERNAME_INVALID", "This name is reserved."));
    }
    Ok(name)
}

/// A language tag such as `uk` or `en-US`.
///
/// # Errors
/// If it does not have that form.
pub fn locale(text: &str) -> Result<String, FieldError> {
    let text: String = text.trim().nfc().collect();
    let mut parts = text.split('-');
    let language =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if language && rest && text.len() <= 16 {
        Ok(text)
    } else {
        Err(FieldError::new("LOCALE_INVALID", "Must be a language tag such as uk or en-US."))
    }
}

pub fn username_taken() -> FieldError {
    FieldError::new("USERNAME_ALREADY_TAKEN", "This user name is taken.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_mail_could_reach_pass() {
        for good in [
            "alice@example.org",
            " alice@example.org ",
            "Alice.O'Brien+chat@mail.example.co.uk",
            "a@localhost",
            "ann@пошта.укр",
            "x_1-2@sub-domain.example",
        ] {
            assert!(email(good).is_ok(), "{good}");
        }
        assert_eq!(email(" Alice@Example.ORG ").expect("is fine").text, "Alice@Example.ORG");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long_person = format!("{}@example.org", "x".repeat(65));
        let long_domain = format!("a@{}.org", "x.".repeat(130));
        for bad in [
            "",
            "@",
            "alice",
            "alice@",
            "@example.org",
            "a b@example.org",
            "a@b@example.org",
            "a@exa mple.org",
            "a@-example.org",
            "a@example..org",
            "a@[127.0.0.1]",
            "a@x\r\nBcc: everyone@example.org [127.0.0.1]",
            "a\n@example.org",
            "a\u{0}@example.org",
            "<a@example.org>",
            "\"a\"@example.org",
            "олена@example.org",
            &long_person,
            &long_domain,
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn one_mailbox_has_one_key_however_it_is_written() {
        let key = email_key("alice@example.org");
        for same in ["Alice@example.org", "ALICE@EXAMPLE.ORG", "  alice@example.org\t"] {
            assert_eq!(email_key(same), key, "{same}");
        }
        assert_eq!(email_key("ann@ПОШТА.укр"), email_key("ann@xn--80a1acn3a.xn--j1amh"));
        for other in ["alice@example.com", "alice+1@example.org", "bob@example.org", "alice", "alice\0@example.org"] {
            assert_ne!(email_key(other), key, "{other}");
        }
        assert_eq!(email_key(&format!("{}@example.org", "x".repeat(60_000))), email_key(&"й".repeat(30_000)));
        assert!(!email_key("\0@\0").contains('\0'), "one engine stores no NUL");
    }

    #[test]
    fn a_name_that_mentions_everybody_is_reserved() {
        assert_eq!(username(" Alice ").as_deref(), Ok("alice"));
        for bad in ["everyone", "Here", "a", "a b", "Deleted_User_7"] {
            assert!(username(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn language_tags() {
        for good in ["uk", "en-US", "zh-Hant-TW"] {
            assert_eq!(locale(good).as_deref(), Ok(good));
        }
        for bad in ["", "e", "english", "en_US", "en-", "12", "en-US-posix-and-more", "<b>"] {
            assert!(locale(bad).is_err(), "{bad}");
        }
    }
}
