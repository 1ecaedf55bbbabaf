//! What can be done with links and letters.

mod letters;
mod links;
mod outbox;

pub use super::rules::{Language, LetterKind, LinkKind};
pub use letters::{Recipient, RevealedLink, adopt, forget_user, letters, reveal_link, write};
pub use links::{
    Links, Spent, end_links, end_links_after, link, link_invalid, link_to_nobody, owner_of, registration_link, reset_link, spend,
};
pub use outbox::{DueLetter, Outcome, due, forget_old, settle};
