//! Deferred recounts of unread messages, outside of the job that changed them.
//!
//! A deleted mention may concern every member of a guild. So the job that deletes it does not count; it records the readers here,
//! and a worker counts in small jobs of its own. Nothing here is stored, since every session starts with fresh counts.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::kernel::{ChannelId, MessageId, UserId};

/// Readers whose unread counts may have changed with a committed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recount {
    /// Users with a session who have not read a channel up to this message.
    Channel { channel: ChannelId, people: Vec<UserId>, message: MessageId },
    /// The messages of an author to a reader who has blocked or unblocked them.
    Author { reader: UserId, author: UserId },
}

/// The queue of recounts, without duplicates.
#[derive(Debug, Default)]
pub struct Recounts {
    waiting: Mutex<Waiting>,
    news: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    channels: BTreeMap<ChannelId, (BTreeSet<UserId>, MessageId)>,
    authors: BTreeSet<(UserId, UserId)>,
}

impl Recounts {
    /// Queues a recount.
    pub fn push(&self, recount: Recount) {
        {
            let mut waiting = self.waiting.lock();
            match recount {
                Recount::Author { reader, author } => drop(waiting.authors.insert((reader, author))),
                Recount::Channel { channel, people, message } => {
                    let (all, last) = waiting.channels.entry(channel).or_insert_with(|| (BTreeSet::new(), message));
                    all.extend(people);
                    *last = (*last).max(message);
                }
            }
        }
        self.news.notify_one();
    }

    /// The next recounts, for a limited number of users.
    pub fn take(&self, most: usize) -> Option<Recount> {
        let mut waiting = self.waiting.lock();
        if let Some((reader, author)) = waiting.authors.pop_first() {
            return Some(Recount::Author { reader, author });
        }
        let channel = *waiting.channels.first_key_value()?.0;
        let Entry::Occupied(mut entry) = waiting.channels.entry(channel) else { return None };
        let (all, message) = entry.get_mut();
        let message = *message;
        let people: Vec<UserId> = std::iter::from_fn(|| all.pop_first()).take(most).collect();
        if all.is_empty() {
            entry.remove();
        }
        Some(Recount::Channel { channel, people, message })
    }

    /// Waits until there may be something to do.
    pub async fn news(&self) {
        self.news.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_to_be_counted_for_twice_is_counted_for_once_and_a_few_at_a_time() {
        let (recounts, channel) = (Recounts::default(), ChannelId::new(1));
        let push = |people: &[i64], message| {
            let people = people.iter().copied().map(UserId::new).collect();
            recounts.push(Recount::Channel { channel, people, message: MessageId::new(message) });
        };
        push(&[1, 2], 5);
        push(&[2, 3], 4);
        let mut people = Vec::new();
        while let Some(Recount::Channel { people: some, message, .. }) = recounts.take(2) {
            assert!(some.len() <= 2);
            assert_eq!(message, MessageId::new(5));
            people.extend(some);
        }
        assert_eq!(people, [1, 2, 3].map(UserId::new));
    }
}
