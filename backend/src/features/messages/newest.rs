//! The newest page of channels that are read now, kept in memory as it is answered: after a restart or an outage everybody asks for
//! the same few.
//!
//! Invariants: what is kept is exactly what would be answered, for it is not used once a message of the channel was sent, changed or
//! deleted, or anybody has another name or picture; who may read it is asked each time. What is kept is bounded in number and size.

use std::collections::HashMap;

use bytes::Bytes;
use parking_lot::Mutex;

use super::{actions, store};
use crate::{
    http::Error,
    kernel::{ChannelId, MessageId, Refusal, UserId},
    state::State,
};

/// Messages of a page, as clients ask for them.
pub const PAGE: i64 = 50;
/// Pages that are kept.
const KEPT: usize = 128;
/// A longer page is not kept.
const KEPT_BYTES: usize = 1 << 16;

/// One for the process.
#[derive(Debug, Default)]
pub struct NewestPages(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    pages: HashMap<ChannelId, KeptPage>,
    asked: u64,
}

#[derive(Debug)]
struct KeptPage {
    json: Bytes,
    version: Version,
    last_asked: u64,
}

/// Of what a page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    messages: u64,
    faces: u64,
}

impl NewestPages {
    /// The newest page of a channel, as JSON.
    ///
    /// # Errors
    /// As [`actions::list`].
    pub(super) async fn read(&self, state: &State, reader: UserId, channel: ChannelId) -> Result<Bytes, Error> {
        let (messages, now) = (state.cache.messages_version(channel), state.clock.now());
        {
            let model = state.cache.read();
            if !actions::may_read(&model, reader, channel, now)? {
                return Ok(Bytes::from_static(b"[]"));
            }
            if let Some(json) = self.kept(channel, Version { messages, faces: model.faces() }) {
                return Ok(json);
            }
        }
        let mut conn = state.db.read_first().await?;
        let rows = store::page_before(&mut conn, channel, MessageId::new(i64::MAX), PAGE).await?;
        let (faces, page) = {
            let model = state.cache.read();
            (model.faces(), actions::named(&model, reader, channel, rows, now)?)
        };
        let json = Bytes::from(serde_json::to_vec(&page).map_err(|_| Refusal::internal())?);
        self.keep(channel, Version { messages, faces }, &json);
        Ok(json)
    }

    fn kept(&self, channel: ChannelId, version: Version) -> Option<Bytes> {
        let mut kept = self.0.lock();
        kept.asked += 1;
        let asked = kept.asked;
        let found = kept.pages.get_mut(&channel).filter(|kept| kept.version == version)?;
        found.last_asked = asked;
        Some(found.json.clone())
    }

    fn keep(&self, channel: ChannelId, version: Version, json: &Bytes) {
        let mut kept = self.0.lock();
        if json.len() > KEPT_BYTES {
            kept.pages.remove(&channel);
            return;
        }
        let last_asked = kept.asked;
        kept.pages.insert(channel, KeptPage { json: json.clone(), version, last_asked });
        if kept.pages.len() > KEPT
            && let Some(oldest) = kept.pages.iter().min_by_key(|(_, kept)| kept.last_asked).map(|(channel, _)| *channel)
        {
            kept.pages.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(messages: u64, faces: u64) -> Version {
        Version { messages, faces }
    }

    #[test]
    fn a_page_is_used_until_something_in_its_channel_changes_or_somebody_looks_different() {
        let (pages, tea) = (NewestPages::default(), ChannelId::new(1));
        assert!(pages.kept(tea, version(7, 1)).is_none());
        pages.keep(tea, version(7, 1), &Bytes::from_static(b"hot"));
        assert!(pages.kept(tea, version(7, 1)).is_some());
        assert!(pages.kept(tea, version(8, 1)).is_none());
        assert!(pages.kept(tea, version(7, 2)).is_none());
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room_and_long_pages_are_not_kept() {
        let (pages, now) = (NewestPages::default(), version(1, 1));
        for number in 0..=i64::try_from(KEPT).expect("few") {
            pages.keep(ChannelId::new(number), now, &Bytes::from_static(b"hot"));
            // The first is asked for all the time.
            assert!(pages.kept(ChannelId::new(0), now).is_some());
        }
        assert_eq!(pages.0.lock().pages.len(), KEPT);
        assert!(pages.kept(ChannelId::new(0), now).is_some());
        pages.keep(ChannelId::new(0), now, &vec![b'h'; KEPT_BYTES + 1].into());
        assert!(pages.kept(ChannelId::new(0), now).is_none());
    }
}
