//! Conversations: channels of no guild, between two people or in a group; who blocks whom; and what people have set.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    cache::{Chosen, Model},
    kernel::{ChannelId, MessageId, Timestamp, UserId},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConversationKind {
    /// Between two people, for ever.
    Direct,
    /// Among a few, who come and go.
    Group,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    pub id: ChannelId,
    pub kind: ConversationKind,
    /// All who are in it. One of two stays in it also when they have closed it, or have gone for good.
    pub recipients: BTreeMap<UserId, Recipient>,
    /// Of a group.
    pub owner: Option<UserId>,
    pub name: Option<String>,
    /// 32 hexadecimal digits.
    pub icon: Option<String>,
    pub last_message: Option<MessageId>,
}

/// How somebody is in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipient {
    pub added_at: Timestamp,
    /// Messages with greater ids were sent since they were added.
    pub since: MessageId,
    /// Whether they do not have it in their list.
    pub closed: bool,
    /// Whether they have opened it themselves or have written in it, so that the other one may write to them.
    pub engaged: bool,
}

/// Who may write to a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DirectMessages {
    Everyone,
    #[default]
    SharedGuild,
    Nobody,
}

/// What a person has set for themselves, on all devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub direct_messages: DirectMessages,
    pub status: Chosen,
    /// Whether a notification may hold what was written.
    pub push_text: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { direct_messages: DirectMessages::default(), status: Chosen::Online, push_text: false }
    }
}

/// The part of the model that belongs to no guild, with the ways in.
#[derive(Debug, Default)]
pub(super) struct Conversations {
    by_id: HashMap<ChannelId, Conversation>,
    of_user: HashMap<UserId, BTreeSet<ChannelId>>,
    /// By the two people, the lower id first.
    direct: HashMap<(UserId, UserId), ChannelId>,
    /// By who blocks.
    blocks: HashMap<UserId, BTreeSet<UserId>>,
    /// Of those who have set something.
    settings: HashMap<UserId, Settings>,
}

impl ConversationKind {
    /// The wire's number.
    pub const fn number(self) -> i64 {
        match self {
            Self::Direct => 1,
            Self::Group => 3,
        }
    }

    pub const fn from_number(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::Direct),
            3 => Some(Self::Group),
            _ => None,
        }
    }
}

impl DirectMessages {
    /// The wire's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::SharedGuild => "shared_guild",
            Self::Nobody => "nobody",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Everyone, Self::SharedGuild, Self::Nobody].into_iter().find(|one| one.name() == name)
    }
}

impl Conversation {
    /// The two people, the lower id first, of a conversation of two.
    pub fn pair(&self) -> Option<(UserId, UserId)> {
        let mut ids = self.recipients.keys();
        let pair = (*ids.next()?, *ids.next()?);
        (self.kind == ConversationKind::Direct).then_some(pair)
    }

    /// All but one, by id.
    pub fn others(&self, than: UserId) -> impl Iterator<Item = UserId> {
        self.recipients.keys().copied().filter(move |user| *user != than)
    }

    /// The other one of two.
    pub fn other(&self, than: UserId) -> Option<UserId> {
        self.others(than).next().filter(|_| self.kind == ConversationKind::Direct)
    }

    /// Whether somebody has it in their list.
    pub fn is_open_for(&self, user: UserId) -> bool {
        self.recipients.get(&user).is_some_and(|recipient| !recipient.closed)
    }

    /// Who has been in it the longest.
    pub fn earliest(&self) -> Option<UserId> {
        self.recipients.iter().min_by_key(|(user, recipient)| (recipient.since, **user)).map(|(user, _)| *user)
    }
}

/// Two people in the order in which they are looked for.
pub(super) fn pair(one: UserId, other: UserId) -> (UserId, UserId) {
    (one.min(other), one.max(other))
}

impl Conversations {
    /// When its last message was sent is not its own to say once it is known.
    pub(super) fn put(&mut self, mut conversation: Conversation) {
        if let Some(before) = self.remove(conversation.id) {
            conversation.last_message = before.last_message;
        }
        for user in conversation.recipients.keys() {
            self.of_user.entry(*user).or_default().insert(conversation.id);
        }
        if let Some(pair) = conversation.pair() {
            self.direct.insert(pair, conversation.id);
        }
        self.by_id.insert(conversation.id, conversation);
    }

    pub(super) fn remove(&mut self, id: ChannelId) -> Option<Conversation> {
        let conversation = self.by_id.remove(&id)?;
        for user in conversation.recipients.keys() {
            take_out(&mut self.of_user, *user, id);
        }
        if let Some(pair) = conversation.pair() {
            self.direct.remove(&pair);
        }
        Some(conversation)
    }

    pub(super) fn find_mut(&mut self, id: ChannelId) -> Option<&mut Conversation> {
        self.by_id.get_mut(&id)
    }

    pub(super) fn block(&mut self, user: UserId, blocked: UserId) {
        self.blocks.entry(user).or_default().insert(blocked);
    }

    pub(super) fn unblock(&mut self, user: UserId, blocked: UserId) {
        take_out(&mut self.blocks, user, blocked);
    }

    pub(super) fn set(&mut self, user: UserId, settings: Settings) {
        if settings == Settings::default() {
            self.settings.remove(&user);
        } else {
            self.settings.insert(user, settings);
        }
    }
}

fn take_out<T: Ord>(sets: &mut HashMap<UserId, BTreeSet<T>>, user: UserId, item: T) {
    if let Some(set) = sets.get_mut(&user) {
        set.remove(&item);
        if set.is_empty() {
            sets.remove(&user);
        }
    }
}

impl Model {
    pub fn conversation(&self, id: ChannelId) -> Option<&Conversation> {
        self.conversations.by_id.get(&id)
    }

    /// The conversations that a user is in, open or closed, by id.
    pub fn conversations_of(&self, user: UserId) -> impl Iterator<Item = &Conversation> {
        let ids = self.conversations.of_user.get(&user).into_iter().flatten();
        ids.filter_map(|id| self.conversations.by_id.get(id))
    }

    /// Those that a user has in their list, by id.
    pub fn open_conversations_of(&self, user: UserId) -> impl Iterator<Item = &Conversation> {
        self.conversations_of(user).filter(move |conversation| conversation.is_open_for(user))
    }

    /// The conversation of two people, if there has ever been one.
    pub fn direct_between(&self, one: UserId, other: UserId) -> Option<&Conversation> {
        self.conversations.by_id.get(self.conversations.direct.get(&pair(one, other))?)
    }

    /// Whom a user blocks, by id.
    pub fn blocked_by(&self, user: UserId) -> impl Iterator<Item = UserId> {
        self.conversations.blocks.get(&user).into_iter().flatten().copied()
    }

    /// Who blocks a user, by id. It looks through all lists, and is for when somebody goes for good.
    pub fn blockers_of(&self, user: UserId) -> Vec<UserId> {
        let lists = self.conversations.blocks.iter();
        let mut blockers: Vec<_> = lists.filter(|(_, list)| list.contains(&user)).map(|(blocker, _)| *blocker).collect();
        blockers.sort_unstable();
        blockers
    }

    /// Whether the first one blocks the second one.
    pub fn blocks(&self, user: UserId, blocked: UserId) -> bool {
        self.conversations.blocks.get(&user).is_some_and(|list| list.contains(&blocked))
    }

    /// Whether either of the two blocks the other one.
    pub fn is_block_between(&self, one: UserId, other: UserId) -> bool {
        self.blocks(one, other) || self.blocks(other, one)
    }

    /// What a user has set.
    pub fn settings(&self, user: UserId) -> Settings {
        self.conversations.settings.get(&user).copied().unwrap_or_default()
    }

    /// Whether two people are in the same guild.
    pub fn share_a_guild(&self, one: UserId, other: UserId) -> bool {
        self.guilds_of(one).any(|guild| guild.members.contains_key(&other))
    }
}

#[cfg(test)]
mod tests;
