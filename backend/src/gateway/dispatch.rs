//! An event as its client gets it: the number that it has in this session, then what all share.

use super::{members::Part, session::Item};
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
    /// Its frame, in two parts: what begins with its number, then what all share. `describe` says what of members is only named here.
    pub fn with_parts(&self, describe: impl FnOnce(&Part) -> Envelope, write: impl FnOnce(&str, &str)) {
        let head = format!(r#"{{"op":0,"s":{},"#, self.seq);
        match &self.item {
            Item::Shared(envelope) | Item::Ready(envelope, _) => write(&head, envelope.tail(self.user)),
            Item::Members(part) => write(&head, describe(part).tail(self.user)),
            // It is not taken before it is known.
            Item::Awaited => {}
            Item::Guild(guild) => {
                let audience = Audience::Members(guild.guild.id, vec![self.user]);
                write(&head, Envelope::new(audience, &**guild).tail(self.user));
            }
        }
    }
}
