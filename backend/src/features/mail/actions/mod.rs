//! Actions on links and emails.

mod emails;
mod links;
mod outbox;

pub use super::rules::{EmailKind, EmailTokenKind, Language};
pub use emails::{Recipient, RevealedLink, adopt, emails, forget_user, reveal_link, write};
pub use links::{
    EmailTokens, Spent, end_links, end_links_after, link, link_invalid, link_to_nobody, owner_of, registration_link, reset_link,
    spend,
};
pub use outbox::{DueEmail, Outcome, due, forget_old, settle};
