//! An event for one client: its sequence number in the session, then the shared part.

use super::session::Item;
use crate::{events::Serialized, kernel::UserId};

/// An event on its way to the client.
pub struct Dispatch {
    pub seq: u64,
    pub item: Item,
    pub user: UserId,
}

impl Dispatch {
    /// Its frame in two parts: the one with its number, then the shared one. `describe` serializes guilds and members that are
    /// only referred to.
    pub fn with_parts(&self, describe: impl FnOnce(&Item) -> Option<Serialized>, write: impl FnOnce(&str, &str)) {
        let head = format!(r#"{{"op":0,"s":{},"#, self.seq);
        match &self.item {
            Item::Shared(envelope) | Item::Ready(envelope, _) => write(&head, envelope.tail(self.user)),
            // A pending entry is not taken before it is complete.
            item @ (Item::Guild(..) | Item::Members(_) | Item::Awaited) => {
                if let Some(event) = describe(item) {
                    write(&head, event.tail());
                }
            }
        }
    }
}
