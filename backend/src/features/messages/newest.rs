//! The newest page of channels that are read now, kept in memory: after a restart or an outage everybody asks for the same few.
//!
//! Invariants: what is kept is exactly what is stored, for it is not used once a message of the channel was sent, changed or deleted; who
//! may read it is asked each time, and names are put in each time. What is kept is bounded in number and size.

use std::{collections::HashMap, sync::Arc};

use parking_lot::Mutex;

use super::store::{self, MessageRow};
use crate::{
    db::Failure,
    kernel::{ChannelId, MessageId},
    state::State,
};

/// Messages of a page, as clients ask for them.
pub const PAGE: i64 = 50;
/// Pages that are kept.
const KEPT: usize = 128;
/// A page with longer texts is not kept.
const KEPT_BYTES: usize = 1 << 16;

/// Messages with those that they reply to, newest first.
type Page = Arc<[(MessageRow, Option<MessageRow>)]>;

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
    page: Page,
    version: u64,
    last_asked: u64,
}

impl NewestPages {
    /// The newest page of a channel.
    pub(super) async fn read(&self, state: &State, channel: ChannelId) -> Result<Page, Failure> {
        let version = state.cache.messages_version(channel);
        if let Some(page) = self.kept(channel, version) {
            return Ok(page);
        }
        let mut conn = state.db.read().await?;
        let rows = store::page_before(&mut conn, channel, MessageId::new(i64::MAX), PAGE).await?;
        let page: Page = rows.into_iter().map(store::PageRow::split).collect();
        self.keep(channel, version, &page);
        Ok(page)
    }

    fn kept(&self, channel: ChannelId, version: u64) -> Option<Page> {
        let mut kept = self.0.lock();
        kept.asked += 1;
        let asked = kept.asked;
        let found = kept.pages.get_mut(&channel).filter(|kept| kept.version == version)?;
        found.last_asked = asked;
        Some(found.page.clone())
    }

    fn keep(&self, channel: ChannelId, version: u64, page: &Page) {
        let bytes: usize =
            page.iter().map(|(row, reply)| row.content.len() + reply.as_ref().map_or(0, |row| row.content.len())).sum();
        let mut kept = self.0.lock();
        if bytes > KEPT_BYTES {
            kept.pages.remove(&channel);
            return;
        }
        let last_asked = kept.asked;
        kept.pages.insert(channel, KeptPage { page: page.clone(), version, last_asked });
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
    use crate::features::messages::view;

    fn page(content: &str) -> Page {
        let row = MessageRow {
            id: MessageId::new(1),
            channel_id: ChannelId::new(1),
            author_id: crate::kernel::UserId::new(1),
            kind: view::DEFAULT,
            content: content.to_owned(),
            edited_at: None,
            flags: 0,
            reference_id: None,
            mentioned_users: String::new(),
            mentioned_roles: String::new(),
            mentions_everyone: false,
        };
        Arc::new([(row, None)])
    }

    #[test]
    fn a_page_is_used_until_something_in_its_channel_changes() {
        let (pages, tea) = (NewestPages::default(), ChannelId::new(1));
        assert!(pages.kept(tea, 7).is_none());
        pages.keep(tea, 7, &page("hot"));
        assert!(pages.kept(tea, 7).is_some());
        assert!(pages.kept(tea, 8).is_none());
    }

    #[test]
    fn what_was_not_asked_for_longest_makes_room_and_long_pages_are_not_kept() {
        let pages = NewestPages::default();
        for number in 0..=i64::try_from(KEPT).expect("few") {
            pages.keep(ChannelId::new(number), 1, &page("hot"));
            // The first is asked for all the time.
            assert!(pages.kept(ChannelId::new(0), 1).is_some());
        }
        assert_eq!(pages.0.lock().pages.len(), KEPT);
        assert!(pages.kept(ChannelId::new(0), 1).is_some());
        pages.keep(ChannelId::new(0), 2, &page(&"h".repeat(KEPT_BYTES + 1)));
        assert!(pages.kept(ChannelId::new(0), 2).is_none());
    }
}
