//! The parts of an email.

/// The values in an email's text.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The instance's name.
    pub app: &'f str,
    pub name: &'f str,
    /// The new address, in emails about a change.
    pub detail: &'f str,
}

/// The text of an email. The link stands between `before` and `after`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub greeting: String,
    pub before: Vec<String>,
    /// Label of the link.
    pub button: &'static str,
    pub after: Vec<String>,
    /// The note that replies are not read.
    pub farewell: String,
    /// A language tag.
    pub language: &'static str,
}
