//! Texts of emails in each language.

mod english;
mod text;
mod ukrainian;

pub use text::{Facts, Words};

use super::rules::{EmailKind, Language};

pub fn words(language: Language, kind: EmailKind, facts: Facts<'_>) -> Words {
    match language {
        Language::English => english::words(kind, facts),
        Language::Ukrainian => ukrainian::words(kind, facts),
    }
}
