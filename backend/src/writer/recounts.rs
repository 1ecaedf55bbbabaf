//! Whose unread messages are to be counted anew, outside of the job that changed them.
//!
//! A deleted mention may concern everybody in a guild. So the job that deletes it counts for nobody: it notes here whom to count for, and a
//! worker counts in small jobs of its own. Nothing here outlives the process, for every session begins with fresh counts.

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::kernel::{ChannelId, MessageId, UserId};

/// What somebody may have more or less to read of, because of a committed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recount {
    /// People who have a session, if they have not read a channel up to this message.
    Channel { channel: ChannelId, people: Vec<UserId>, message: MessageId },
    /// What an author has written to a reader, who blocks the author or blocks them no more.
    Author { reader: UserId, author: UserId },
}

/// What waits to be counted. What is asked for twice is counted once.
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
    /// Lets it wait.
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

    /// What is next, for at most so many people.
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

    /// Waits until there may be something.
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
