//! The newest page of channels that are read now, cached as JSON: after a restart or an outage everybody asks for the same few.
//!
//! Invariants: a cached page is not used once a message of the channel was sent, changed or deleted, or anybody has another name or
//! image. Whether the reader may read it is checked each time. What differs by reader is never cached: such messages are written
//! anew into a copy of the page. The cache is bounded in number and size.

use std::{collections::HashMap, ops::Range, sync::Arc};

use bytes::Bytes;
use parking_lot::Mutex;

use super::{
    actions,
    message::{Message, OwnParts},
    store,
};
use crate::{
    db::Conn,
    http::Error,
    kernel::{ApiError, ChannelId, MessageId, UserId},
    state::State,
};

/// Messages of a page, as clients ask for them.
pub const PAGE: i64 = 50;
/// Pages that are kept.
const CACHED: usize = 128;
/// A longer page is not kept.
const CACHED_BYTES: usize = 1 << 16;

/// One for the process.
#[derive(Debug, Default)]
pub struct NewestPages(Mutex<PageCache>);

#[derive(Debug, Default)]
struct PageCache {
    pages: HashMap<ChannelId, CachedPage>,
    asked: u64,
}

#[derive(Debug)]
struct CachedPage {
    page: Page,
    version: Version,
    last_asked: u64,
}

/// A page as it is for everybody.
#[derive(Debug, Clone, Default)]
struct Page {
    json: Bytes,
    /// Messages that some readers see differently, with their places in the JSON.
    differing: Arc<[(Range<usize>, Message)]>,
}

impl Page {
    fn of(messages: Vec<Message>) -> serde_json::Result<Self> {
        let (mut json, mut differing) = (vec![b'['], Vec::new());
        for message in messages {
            if json.len() > 1 {
                json.push(b',');
            }
            let begin = json.len();
            serde_json::to_writer(&mut json, &message)?;
            if message.with_referenced().any(Message::may_differ) {
                differing.push((begin..json.len(), message));
            }
        }
        json.push(b']');
        Ok(Self { json: json.into(), differing: differing.into() })
    }

    /// The page as one reader gets it.
    async fn read_by(&self, conn: &mut Conn, reader: UserId) -> Result<Bytes, Error> {
        let own = OwnParts::load(conn, reader, self.differing.iter().map(|(_, message)| message)).await?;
        Ok(self.marked(&own).map_err(|_| ApiError::internal())?)
    }

    fn marked(&self, own: &OwnParts) -> serde_json::Result<Bytes> {
        let (mut json, mut copied) = (Vec::new(), 0);
        for (place, message) in self.differing.iter().filter(|(_, message)| own.has_any_of(message)) {
            let mut message = message.clone();
            own.mark(&mut message);
            json.extend_from_slice(&self.json[copied..place.start]);
            serde_json::to_writer(&mut json, &message)?;
            copied = place.end;
        }
        if json.is_empty() {
            return Ok(self.json.clone());
        }
        json.extend_from_slice(&self.json[copied..]);
        Ok(json.into())
    }
}

/// Of what a page was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    messages: u64,
    profile_version: u64,
}

impl NewestPages {
    /// The newest page of a channel, as JSON.
    ///
    /// # Errors
    /// As [`actions::list`].
    pub(super) async fn read(&self, state: &State, reader: UserId, channel: ChannelId) -> Result<Bytes, Error> {
        let (messages, now) = (state.cache.messages_version(channel), state.clock.now());
        let cached = {
            let model = state.cache.read();
            if !actions::may_read(&model, reader, channel, now)? {
                return Ok(Bytes::from_static(b"[]"));
            }
            self.cached(channel, Version { messages, profile_version: model.profile_version() })
        };
        match cached {
            Some(page) if page.differing.is_empty() => return Ok(page.json),
            Some(page) => return page.read_by(&mut state.db.read_first().await?, reader).await,
            None => {}
        }
        let mut conn = state.db.read_first().await?;
        let rows = store::page_before(&mut conn, channel, MessageId::new(i64::MAX), PAGE).await?;
        let (profile_version, messages_of_page) = {
            let model = state.cache.read();
            (model.profile_version(), actions::named(&model, reader, channel, rows, now)?)
        };
        let page = Page::of(messages_of_page).map_err(|_| ApiError::internal())?;
        self.cache(channel, Version { messages, profile_version }, &page);
        page.read_by(&mut conn, reader).await
    }

    fn cached(&self, channel: ChannelId, version: Version) -> Option<Page> {
        let mut cached = self.0.lock();
        cached.asked += 1;
        let asked = cached.asked;
        let found = cached.pages.get_mut(&channel).filter(|cached| cached.version == version)?;
        found.last_asked = asked;
        Some(found.page.clone())
    }

    fn cache(&self, channel: ChannelId, version: Version, page: &Page) {
        let mut cached = self.0.lock();
        if page.json.len() > CACHED_BYTES {
            cached.pages.remove(&channel);
            return;
        }
        let last_asked = cached.asked;
        cached.pages.insert(channel, CachedPage { page: page.clone(), version, last_asked });
        if cached.pages.len() > CACHED
            && let Some(oldest) = cached.pages.iter().min_by_key(|(_, cached)| cached.last_asked).map(|(channel, _)| *channel)
        {
            cached.pages.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: usize) -> Page {
        Page { json: vec![b'h'; bytes].into(), ..Page::default() }
    }

    fn version(messages: u64, profile_version: u64) -> Version {
        Version { messages, profile_version }
    }

    #[test]
    fn a_page_is_used_until_something_in_its_channel_changes_or_somebody_looks_different() {
        let (pages, tea) = (NewestPages::default(), ChannelId::new(1));
        assert!(pages.cached(tea, version(7, 1)).is_none());
        pages.cache(tea, version(7, 1), &page(3));
        assert!(pages.cached(tea, version(7, 1)).is_some());
        assert!(pages.cached(tea, version(8, 1)).is_none());
        assert!(pages.cached(tea, version(7, 2)).is_none());
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room_and_long_pages_are_not_kept() {
        let (pages, now) = (NewestPages::default(), version(1, 1));
        for number in 0..=i64::try_from(CACHED).expect("few") {
            pages.cache(ChannelId::new(number), now, &page(3));
            // The first is asked for all the time.
            assert!(pages.cached(ChannelId::new(0), now).is_some());
        }
        assert_eq!(pages.0.lock().pages.len(), CACHED);
        assert!(pages.cached(ChannelId::new(0), now).is_some());
        pages.cache(ChannelId::new(0), now, &page(CACHED_BYTES + 1));
        assert!(pages.cached(ChannelId::new(0), now).is_none());
    }
}
