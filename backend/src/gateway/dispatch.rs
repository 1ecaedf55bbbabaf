//! An event as its client gets it: the number that it has in this session, then what all share.

use super::session::Item;
use crate::{
    events::{Audience, Envelope},
    kernel::UserId,
};

/// An event on its way to the client.
pub struct Dispatch {
    pub seq: u64,
    pub item: Item,
    pub user: UserId,
}

impl Dispatch {
    /// Its frame, in two parts: what begins with its number, then what all share.
    pub fn with_parts(&self, write: impl FnOnce(&str, &str)) {
        let head = format!(r#"{{"op":0,"s":{},"#, self.seq);
        match &self.item {
            Item::Shared(envelope) | Item::Members(_, envelope) | Item::Ready(envelope, _) => {
                write(&head, envelope.tail(self.user));
            }
            Item::Guild(guild) => write(&head, Envelope::new(Audience::User(self.user), &**guild).tail(self.user)),
        }
    }
}
