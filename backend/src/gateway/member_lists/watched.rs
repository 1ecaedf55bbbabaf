//! A guild with subscribers.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use tokio::time::Instant;

use super::{
    Source,
    rows::{List, Roster},
    subscription::Subscription,
    view::View,
    window::{Texts, Window},
};
use crate::{
    access,
    cache::Guild,
    gateway::session::GatewaySession,
    kernel::{ChannelId, GuildId, Permissions},
};

/// Minimum interval of updates of a view.
pub(super) const CHANGES_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
pub struct Watched {
    views: HashMap<Subscription, View>,
    /// Sessions that wait for a response.
    expected: Vec<(Arc<GatewaySession>, Subscription)>,
    roster: Option<Roster>,
    texts: Texts,
    /// Whether there are changes not sent to the views.
    behind: bool,
    published_at: Option<Instant>,
}

impl Watched {
    pub fn expect(&mut self, session: Arc<GatewaySession>, subscription: Subscription) {
        self.expected.push((session, subscription));
    }

    pub fn views(&self) -> impl Iterator<Item = (&Subscription, &View)> {
        self.views.iter()
    }

    /// Whether a session is subscribed, or waits for a response.
    pub fn has(&self, session: u64, subscription: &Subscription) -> bool {
        self.views.get(subscription).is_some_and(|view| view.has(session))
            || self.expected.iter().any(|(expected, _)| expected.number == session)
    }

    pub fn forget(&mut self, session: u64, subscription: &Subscription) {
        self.expected.retain(|(expected, _)| expected.number != session);
        if let Some(view) = self.views.get_mut(subscription) {
            view.remove(session);
            if view.is_empty() {
                self.views.remove(subscription);
            }
        }
    }

    /// Nobody is subscribed; disconnected sessions do not count.
    pub fn is_empty(&self) -> bool {
        self.views.is_empty() && self.expected.is_empty()
    }

    /// The inputs have changed.
    pub fn touch(&mut self) {
        self.roster = None;
        self.behind = true;
    }

    /// Whether changes wait for their time.
    pub fn waits(&self) -> bool {
        self.behind && !self.views.is_empty()
    }

    /// Answers waiting sessions, and sends changes to the views if it is time. Returns sessions without access.
    pub fn publish(&mut self, source: &Source<'_>, id: GuildId, instant: Instant) -> Vec<u64> {
        let is_time = self.published_at.is_none_or(|at| instant.duration_since(at) >= CHANGES_EVERY);
        if self.expected.is_empty() && !(self.behind && is_time) {
            return Vec::new();
        }
        let Some(guild) = source.model.guild(id) else { return self.all() };
        let gone = self.sort_out(source);
        if self.roster.is_none() {
            self.texts.renew();
            self.roster = Some(Roster::of(source.model, guild, source.presences));
        }
        let mut lists = Lists { source, guild, roster: self.roster.take().unwrap_or_default(), made: HashMap::new() };
        if self.behind && is_time {
            for (subscription, view) in &mut self.views {
                view.publish(lists.window(&mut self.texts, subscription), id, subscription);
            }
            self.behind = false;
            self.published_at = Some(instant);
        }
        self.answer(&mut lists, id);
        self.roster = Some(lists.roster);
        gone
    }

    /// Sessions with the same view get the same text.
    fn answer(&mut self, lists: &mut Lists<'_>, id: GuildId) {
        let mut expected: HashMap<Subscription, Vec<Arc<GatewaySession>>> = HashMap::new();
        for (session, subscription) in self.expected.drain(..) {
            expected.entry(subscription).or_default().push(session);
        }
        for (subscription, sessions) in expected {
            let channel = subscription.channel;
            let view = match self.views.remove(&subscription) {
                Some(view) => view,
                None => View::new(lists.window(&mut self.texts, &subscription)),
            };
            self.views.entry(subscription).or_insert(view).welcome(sessions, id, channel);
        }
    }

    fn all(&self) -> Vec<u64> {
        let looking = self.views.values().flat_map(|view| view.sessions().map(|session| session.number));
        looking.chain(self.expected.iter().map(|(session, _)| session.number)).collect()
    }

    /// Removes disconnected sessions and those without access; returns the latter.
    fn sort_out(&mut self, source: &Source<'_>) -> Vec<u64> {
        let mut gone = Vec::new();
        let mut stays = |session: &Arc<GatewaySession>, subscription: &Subscription| {
            let may = source.may_subscribe(session.owner.user, subscription);
            if !may {
                gone.push(session.number);
            }
            may && session.is_connected()
        };
        self.expected.retain(|(session, subscription)| stays(session, subscription));
        self.views.retain(|subscription, view| {
            view.retain(|session| stays(session, subscription));
            !view.is_empty()
        });
        gone
    }
}

/// The lists computed in a round.
struct Lists<'m> {
    source: &'m Source<'m>,
    guild: &'m Guild,
    roster: Roster,
    /// `None` stands for all channels that every member may view.
    made: HashMap<Option<ChannelId>, List>,
}

impl Lists<'_> {
    fn window(&mut self, texts: &mut Texts, subscription: &Subscription) -> Window {
        let Self { source, guild, roster, made } = self;
        let closed = guild
            .channels
            .get(&subscription.channel)
            .filter(|channel| !access::everyone_holds(guild, channel, Permissions::VIEW_CHANNEL));
        let list = made.entry(closed.map(|channel| channel.id)).or_insert_with(|| match closed {
            None => roster.list(),
            Some(channel) => {
                let viewers: HashSet<_> = access::viewers(guild, channel, source.now).into_iter().collect();
                roster.list_for(&viewers)
            }
        });
        Window::of(list, &subscription.ranges, |user| texts.of(source.model, guild, source.presences, user))
    }
}
