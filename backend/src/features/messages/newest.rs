//! The newest page of channels that are read now, cached as JSON: after a restart or an outage everybody asks for the same few.
//!
//! Invariants: a cached page is not used once a message of the channel was sent, changed or deleted, or anybody has another name or
//! image. Whether the reader may read it is checked each time. The reader's own part, which reactions are theirs, is never cached: it is
//! written into a copy of the page. The cache is bounded in number and size.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use bytes::Bytes;
use memchr::memmem;
use parking_lot::Mutex;

use super::{
    actions,
    store::{self, own_reactions},
    view::Message,
};
use crate::{
    db::{Conn, DbError},
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
    /// Where a reader's own reactions are marked.
    slots: Arc<[Slot]>,
}

/// Where the JSON of a page says `false` of a reaction's `me`.
#[derive(Debug)]
struct Slot {
    at: usize,
    message: MessageId,
    emoji: &'static str,
}

/// How a reaction ends that is nobody's own. In texts the quotes would be escaped.
const NOT_MINE: &[u8] = br#""me":false"#;
/// As long as `false`.
const TRUE: &[u8; 5] = b"true ";

impl Page {
    fn of(messages: &[Message]) -> serde_json::Result<Self> {
        let json = serde_json::to_vec(messages)?;
        let reactions = messages.iter().flat_map(in_order_of_json);
        let ends = memmem::find_iter(&json, NOT_MINE).map(|at| at + NOT_MINE.len() - TRUE.len());
        let slots = ends.zip(reactions).map(|(at, (message, emoji))| Slot { at, message, emoji }).collect();
        Ok(Self { json: json.into(), slots })
    }

    /// The page as one reader gets it.
    async fn read_by(&self, conn: &mut Conn, reader: UserId) -> Result<Bytes, DbError> {
        let mut ids: Vec<_> = self.slots.iter().map(|slot| slot.message).collect();
        ids.dedup();
        let own: HashSet<_> = own_reactions(conn, reader, &ids).await?.into_iter().collect();
        if own.is_empty() {
            return Ok(self.json.clone());
        }
        let mut json = self.json.to_vec();
        for slot in self.slots.iter().filter(|slot| own.contains(&(slot.message, slot.emoji.to_owned()))) {
            json[slot.at..slot.at + TRUE.len()].copy_from_slice(TRUE);
        }
        Ok(json.into())
    }
}

/// The reactions to a message and to the one it replies to, in the order in which they are written.
fn in_order_of_json(message: &Message) -> impl Iterator<Item = (MessageId, &'static str)> {
    let referenced = message.referenced_message.as_ref().and_then(Option::as_deref);
    let of = |message: &Message| {
        let id = message.id;
        message.reactions.iter().map(move |reaction| (id, reaction.emoji.name.as_str())).collect::<Vec<_>>()
    };
    of(message).into_iter().chain(referenced.map(of).unwrap_or_default())
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
            Some(page) if page.slots.is_empty() => return Ok(page.json),
            Some(page) => return Ok(page.read_by(&mut state.db.read_first().await?, reader).await?),
            None => {}
        }
        let mut conn = state.db.read_first().await?;
        let rows = store::page_before(&mut conn, channel, MessageId::new(i64::MAX), PAGE).await?;
        let (profile_version, messages_of_page) = {
            let model = state.cache.read();
            (model.profile_version(), actions::named(&model, reader, channel, rows, now)?)
        };
        let page = Page::of(&messages_of_page).map_err(|_| ApiError::internal())?;
        self.cache(channel, Version { messages, profile_version }, &page);
        Ok(page.read_by(&mut conn, reader).await?)
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
