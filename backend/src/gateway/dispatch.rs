//! An event as its client gets it: the number that it has in this session, then what all share.

use super::session::Item;
use crate::{events::Serialized, kernel::UserId};

/// An event on its way to the client.
pub struct Dispatch {
    pub seq: u64,
    pub item: Item,
    pub user: UserId,
}

impl Dispatch {
    /// Its frame, in two parts: what begins with its number, then what all share. `describe` says what is only named here: guilds and members.
    pub fn with_parts(&self, describe: impl FnOnce(&Item) -> Option<Serialized>, write: impl FnOnce(&str, &str)) {
        let head = format!(r#"{{"op":0,"s":{},"#, self.seq);
        match &self.item {
            Item::Shared(envelope) | Item::Ready(envelope, _) => write(&head, envelope.tail(self.user)),
            // What is awaited is not taken before it is known.
            item @ (Item::Guild(..) | Item::Members(_) | Item::Awaited) => {
                if let Some(event) = describe(item) {
                    write(&head, event.tail());
                }
            }
        }
    }
}
