//! The parts of an email.

/// What an email is about.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// The instance's name.
    pub app: &'f str,
    pub name: &'f str,
    /// The new address, where one is told of.
    pub detail: &'f str,
}

/// An email's text. The link stands between `before` and `after`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub greeting: String,
    pub before: Vec<String>,
    /// What the link does.
    pub button: &'static str,
    pub after: Vec<String>,
    /// Why there is no use in answering.
    pub farewell: String,
    /// A language tag.
    pub language: &'static str,
}
