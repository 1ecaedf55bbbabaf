//! Emails as sent: one text, as plain text and as HTML.

use askama::Template;
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart,
        header::{Header, HeaderName, HeaderValue},
    },
};
use url::Host;

use super::{
    actions::DueEmail,
    words::{Facts, Words, words},
};
use crate::config::{Config, Smtp};

#[derive(Template)]
#[template(path = "email.html")]
struct Html<'l> {
    app: &'l str,
    address: &'l str,
    words: &'l Words,
    url: Option<&'l str>,
}

#[derive(Template)]
#[template(path = "email.txt")]
struct PlainText<'l> {
    address: &'l str,
    words: &'l Words,
    url: Option<&'l str>,
}

/// Suppresses automatic replies (RFC 3834).
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Why an email cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadEmail {
    #[error("the address cannot receive mail")]
    Address,
    #[error("cannot render the email: {0}")]
    Layout(#[from] askama::Error),
    #[error("cannot build the email: {0}")]
    Parts(#[from] lettre::error::Error),
}

/// Builds the email. Every attempt has the same `Message-ID`, so that mailboxes recognise repetitions.
///
/// # Errors
/// If it can never be sent.
pub fn compose(email: &DueEmail, smtp: &Smtp, config: &Config) -> Result<Message, BadEmail> {
    let (app, address) = (config.app_name.as_str(), config.address());
    let facts = Facts { app, name: &email.name, detail: email.detail.as_deref().unwrap_or_default() };
    let words = words(email.language, email.kind, facts);
    let url = email.url.as_deref();
    let plain = PlainText { address: &address, words: &words, url }.render()?;
    let html = Html { app, address: &address, words: &words, url }.render()?;
    let name = smtp.from.name.clone().unwrap_or_else(|| app.to_owned());
    let from = Mailbox::new(Some(name), smtp.from.email.clone());
    let id = format!("<{}.{}@{}>", email.kind.name(), email.id, smtp.from.email.domain());
    let message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, recipient(&email.address)?))
        .subject(words.subject)
        .message_id(Some(id))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(plain, html))?;
    Ok(message)
}

/// The domain is in its ASCII form, which every server accepts.
fn recipient(address: &str) -> Result<Address, BadEmail> {
    let (person, domain) = address.rsplit_once('@').ok_or(BadEmail::Address)?;
    let domain = Host::parse(domain).map_err(|_| BadEmail::Address)?.to_string();
    Address::new(person, domain).map_err(|_| BadEmail::Address)
}
