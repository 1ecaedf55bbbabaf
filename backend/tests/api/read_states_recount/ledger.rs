//! What was done, and what follows from it, counted one by one.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, rngs::StdRng};
use serde_json::Value;

use super::people::{PEOPLE, Words};
use crate::support::{id, last_id_before};

/// A message, with those whom it calls.
pub struct Entry {
    pub channel: i64,
    author: usize,
    reply_to: Option<i64>,
    /// Whom it names, as the wire shows it.
    named: BTreeSet<usize>,
    /// Whom it calls: an edit takes away from these and never adds.
    called: BTreeSet<usize>,
    roles: BTreeSet<i64>,
    everyone: bool,
    /// Who was there when @here was said.
    present: BTreeSet<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Guild(usize),
    Pair(usize, usize),
}

pub struct Ledger {
    /// Those that are not deleted, by id.
    pub messages: BTreeMap<i64, Entry>,
    pub places: BTreeMap<i64, Place>,
    /// By person and guild: since which id they are in it.
    pub members: BTreeMap<(usize, usize), i64>,
    /// By person and channel of two.
    pub opened: BTreeMap<i64, i64>,
    roles: BTreeSet<(usize, i64)>,
    /// By guild: roles, the first of which everybody may mention.
    pub known_roles: Vec<[i64; 2]>,
    hidden: BTreeSet<(usize, i64)>,
    blocks: BTreeSet<(usize, usize)>,
    read: BTreeMap<(usize, i64), i64>,
}

impl Ledger {
    pub fn new(places: BTreeMap<i64, Place>, known_roles: Vec<[i64; 2]>) -> Self {
        Self {
            messages: BTreeMap::new(),
            places,
            members: BTreeMap::new(),
            opened: BTreeMap::new(),
            roles: BTreeSet::new(),
            known_roles,
            hidden: BTreeSet::new(),
            blocks: BTreeSet::new(),
            read: BTreeMap::new(),
        }
    }

    pub fn is_in(&self, who: usize, guild: usize) -> bool {
        self.members.contains_key(&(who, guild))
    }

    pub fn sees(&self, who: usize, channel: i64) -> bool {
        match self.places[&channel] {
            Place::Pair(one, other) => who == one || who == other,
            Place::Guild(guild) => self.is_in(who, guild) && !self.hidden.contains(&(who, channel)),
        }
    }

    pub fn seen_by(&self, who: usize) -> Vec<i64> {
        self.places.keys().copied().filter(|channel| self.sees(who, *channel)).collect()
    }

    /// Between two who block each other nothing is written.
    pub fn may_write(&self, who: usize, channel: i64) -> bool {
        match self.places[&channel] {
            Place::Guild(_) => self.sees(who, channel),
            Place::Pair(one, other) => !self.blocks.contains(&(one, other)) && !self.blocks.contains(&(other, one)),
        }
    }

    pub fn a_channel_of(&self, random: &mut StdRng, who: usize) -> Option<i64> {
        pick(random, &self.seen_by(who))
    }

    pub fn a_channel_in(&self, random: &mut StdRng, guild: usize) -> i64 {
        let channels: Vec<i64> =
            self.places.iter().filter(|(_, place)| **place == Place::Guild(guild)).map(|(id, _)| *id).collect();
        pick(random, &channels).expect("a guild has channels")
    }

    /// More often than not one of the last.
    pub fn a_message_in(&self, random: &mut StdRng, channel: i64) -> Option<i64> {
        let mut ids: Vec<i64> = self.in_channel(channel).map(|(id, _)| id).collect();
        if random.random_bool(0.8) {
            ids.drain(..ids.len().saturating_sub(20));
        }
        pick(random, &ids)
    }

    pub fn an_own_message(&self, random: &mut StdRng, who: usize) -> Option<(i64, i64)> {
        let own = |(_, entry): &(&i64, &Entry)| entry.author == who && self.sees(who, entry.channel);
        let last: Vec<_> = self.messages.iter().rev().filter(own).take(30).map(|(id, entry)| (entry.channel, *id)).collect();
        pick(random, &last)
    }

    fn in_channel(&self, channel: i64) -> impl DoubleEndedIterator<Item = (i64, &Entry)> {
        self.messages.iter().filter(move |(_, entry)| entry.channel == channel).map(|(id, entry)| (*id, entry))
    }

    pub fn last_in(&self, channel: i64) -> Option<i64> {
        self.in_channel(channel).next_back().map(|(id, _)| id)
    }

    pub fn sent(&mut self, message: &Value, author: usize, words: &Words, reply_to: Option<i64>) {
        let channel = id(&message["channel_id"]);
        let replied = reply_to.map(|to| self.messages[&to].author);
        let named = self.named(words, author, channel, replied);
        let calls_all = self.may_call_all(author, channel);
        let viewers = (0..PEOPLE).filter(|who| self.sees(*who, channel) && super::people::is_present(*who));
        let entry = Entry {
            channel,
            author,
            reply_to,
            called: named.clone(),
            named,
            roles: self.mentioned_roles(words, author, channel),
            everyone: words.everyone && calls_all,
            present: if words.here && calls_all { viewers.collect() } else { BTreeSet::new() },
        };
        self.messages.insert(id(&message["id"]), entry);
        self.read.insert((author, channel), id(&message["id"]));
    }

    fn named(&self, words: &Words, author: usize, channel: i64, replied: Option<usize>) -> BTreeSet<usize> {
        let replied = replied.filter(|replied| *replied != author);
        words.people.iter().copied().chain(replied).filter(|who| self.sees(*who, channel)).collect()
    }

    fn may_call_all(&self, author: usize, channel: i64) -> bool {
        self.places[&channel] == Place::Guild(author)
    }

    fn mentioned_roles(&self, words: &Words, author: usize, channel: i64) -> BTreeSet<i64> {
        let Place::Guild(guild) = self.places[&channel] else { return BTreeSet::new() };
        let [open, closed] = self.known_roles[guild];
        let may = |role: &i64| *role == open || (*role == closed && self.may_call_all(author, channel));
        words.roles.iter().copied().filter(may).collect()
    }

    pub fn edited(&mut self, message: i64, words: &Words) {
        let before = &self.messages[&message];
        let replied = before.reply_to.and_then(|to| self.messages.get(&to)).map(|entry| entry.author);
        let replied = replied.filter(|replied| before.named.contains(replied));
        let named = self.named(words, before.author, before.channel, replied);
        let roles = self.mentioned_roles(words, before.author, before.channel);
        let calls_all = self.may_call_all(before.author, before.channel);
        let entry = self.messages.get_mut(&message).expect("a message");
        entry.called.retain(|who| named.contains(who));
        entry.named = named;
        entry.roles.retain(|role| roles.contains(role));
        entry.everyone &= words.everyone && calls_all;
        if !(words.here && calls_all) {
            entry.present.clear();
        }
    }

    pub fn deleted(&mut self, message: i64) {
        self.messages.remove(&message);
    }

    fn floor(&self, who: usize, channel: i64) -> i64 {
        match self.places[&channel] {
            Place::Guild(guild) => self.members[&(who, guild)],
            Place::Pair(..) => self.opened[&channel],
        }
    }

    pub fn acknowledged(&mut self, who: usize, channel: i64, message: i64) {
        let to = message.min(self.last_in(channel).unwrap_or(0));
        if to > self.floor(who, channel) && self.read.get(&(who, channel)).is_none_or(|read| to > *read) {
            self.read.insert((who, channel), to);
        }
    }

    pub fn marked_unread(&mut self, who: usize, channel: i64, message: i64) {
        let before = self.in_channel(channel).map(|(id, _)| id).take_while(|id| *id < message).last();
        let to = before.unwrap_or(0).max(self.floor(who, channel));
        if self.expected(who, channel).0 != to {
            self.read.insert((who, channel), to);
        }
    }

    pub fn read_guild(&mut self, who: usize, guild: usize) {
        for channel in self.seen_by(who) {
            if self.places[&channel] == Place::Guild(guild) {
                self.acknowledged(who, channel, i64::MAX);
            }
        }
    }

    /// Whether it is hidden now.
    pub fn toggle_hidden(&mut self, who: usize, channel: i64) -> bool {
        toggle(&mut self.hidden, (who, channel))
    }

    pub fn toggle_role(&mut self, who: usize, _guild: usize, role: i64) -> bool {
        toggle(&mut self.roles, (who, role))
    }

    pub fn toggle_block(&mut self, who: usize, whom: usize) -> bool {
        toggle(&mut self.blocks, (who, whom))
    }

    pub fn left(&mut self, who: usize, guild: usize) {
        self.members.remove(&(who, guild));
        let roles = self.known_roles[guild];
        self.roles.retain(|(holder, role)| *holder != who || !roles.contains(role));
    }

    pub fn joined(&mut self, who: usize, guild: usize, at_ms: i64) {
        self.members.insert((who, guild), last_id_before(at_ms));
    }

    pub fn has_read(&self, who: usize, channel: i64) -> bool {
        self.read.contains_key(&(who, channel))
    }

    /// Up to where somebody has read, and how many messages since then call them.
    pub fn expected(&self, who: usize, channel: i64) -> (i64, i64) {
        let read = self.read.get(&(who, channel)).copied().unwrap_or(0).max(self.floor(who, channel));
        let unread = self.in_channel(channel).filter(|(id, entry)| *id > read && self.calls(entry, who)).count();
        (read, i64::try_from(unread).expect("not many"))
    }

    fn calls(&self, entry: &Entry, who: usize) -> bool {
        let is_called = matches!(self.places[&entry.channel], Place::Pair(..))
            || entry.everyone
            || entry.called.contains(&who)
            || entry.present.contains(&who)
            || entry.roles.iter().any(|role| self.roles.contains(&(who, *role)));
        entry.author != who && is_called && !self.blocks.contains(&(who, entry.author))
    }
}

fn pick<T: Copy>(random: &mut StdRng, list: &[T]) -> Option<T> {
    (!list.is_empty()).then(|| list[random.random_range(0..list.len())])
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T) -> bool {
    if set.remove(&item) { false } else { set.insert(item) }
}
