//! Mail settings. Errors do not repeat the value, which may contain a password.

use lettre::message::Mailbox;
use url::Url;

use crate::kernel::Secret;

/// The mail server and the sender of emails.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// As lettre parses it: `smtps://user:password@host:port`, `smtp://…?tls=required` for STARTTLS, or `smtp://…` without TLS.
    pub url: Secret,
    pub from: Mailbox,
}

/// The URL of a mail server.
pub(super) fn server(text: &str) -> Result<Secret, String> {
    let url = Url::parse(text).ok().filter(|url| url.has_host() && url.fragment().is_none());
    let url = url.ok_or("must be an address such as smtps://user:password@mail.example.org; write # in a password as %23")?;
    let tls = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    match (url.scheme(), tls.as_deref()) {
        ("smtps", None) | ("smtp", None | Some("required" | "opportunistic")) => {}
        _ => {
            return Err(
                "must begin with smtps:// or smtp://, the latter perhaps with ?tls=required or ?tls=opportunistic".to_owned()
            );
        }
    }
    if url.username().is_empty() == url.password().is_some() {
        return Err("must have both a user and a password, or neither".to_owned());
    }
    Ok(Secret::new(text))
}

pub(super) fn sender(text: &str) -> Result<Mailbox, String> {
    let one_line = !text.contains(char::is_control);
    let parsed = text.parse().ok().filter(|_| one_line);
    parsed.ok_or_else(|| "must be an address such as chat@example.org or ChatSpace <chat@example.org>".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_an_address_perhaps_with_a_name() {
        for good in
            ["chat@example.org", "ChatSpace <chat@example.org>", "Чат <chat@example.org>", "\"Tea, friends\" <a@example.org>"]
        {
            assert!(sender(good).is_ok(), "{good}");
        }
        for bad in
            ["", "chat", "chat@", "Chat <chat>", "a@example.org, b@example.org", "Tea\r\nBcc: b@example.org <a@example.org>"]
        {
            assert!(sender(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_accepted_forms_of_a_mail_server() {
        for good in [
            "smtp://localhost:2525",
            "smtps://me:pass%40word@mail.example.org",
            "smtp://me:password@mail.example.org:587?tls=required",
            "smtp://mail.example.org/chat.example.org?tls=opportunistic",
        ] {
            assert!(server(good).is_ok(), "{good}");
        }
        for bad in ["", "mail.example.org", "smtp://", "imap://h", "smtp://h?tls=maybe", "smtps://me@h", "smtp://me:pass#word@h"]
        {
            assert!(server(bad).is_err(), "{bad}");
        }
    }
}
