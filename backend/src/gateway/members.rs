//! Requests for members, answered in chunks.
//!
//! Invariants: a request is answered only for guilds that its user is a member of; the members are determined when the response
//! starts, and each chunk shows them as they are when it is sent, so together with the events in between the client has the
//! current state. Until the client confirms a chunk only its ids are kept: a few bytes a member, rather than hundreds.

use std::collections::VecDeque;

use super::{payloads::GuildMembersChunk, room::THING_BYTES};
use crate::{
    access,
    cache::{Guild, Model, Presences, VisibleStatus},
    kernel::{GuildId, UserId, text},
    wire::{member::Member, presence::Presence},
};

/// Members in a chunk.
const PART: usize = 1000;
/// Maximum number of search results.
const FOUND: usize = 100;
/// Maximum number of requested ids.
pub const IDS: usize = 100;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRequest {
    pub guild: GuildId,
    pub whom: MemberSelection,
    pub presences: bool,
    pub nonce: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberSelection {
    All,
    /// Members whose user name, display name or nickname starts with this.
    Named {
        prefix: String,
        limit: usize,
    },
    Users(Vec<UserId>),
}

/// The rest of a response.
#[derive(Debug)]
pub struct MemberResponse {
    ask: MemberRequest,
    members: VecDeque<UserId>,
    not_found: Vec<UserId>,
    next: usize,
    count: usize,
}

/// One chunk of a response.
#[derive(Debug, Clone)]
pub struct Part {
    pub guild: GuildId,
    members: Vec<UserId>,
    not_found: Vec<UserId>,
    index: usize,
    count: usize,
    presences: bool,
    nonce: Option<String>,
}

/// A session's request for members.
pub enum MemberQuery {
    New(MemberRequest),
    Begun(MemberResponse),
}

impl MemberResponse {
    /// Determines the members of the response; `None` for a guild that the user has not joined.
    pub fn begin(model: &Model, who: UserId, ask: MemberRequest) -> Option<Self> {
        let guild = access::guild(model, who, ask.guild).ok()?;
        let (members, not_found) = match &ask.whom {
            MemberSelection::All => (guild.members.keys().copied().collect(), Vec::new()),
            MemberSelection::Named { prefix, limit } => (named(model, guild, prefix, *limit), Vec::new()),
            MemberSelection::Users(ids) => ids.iter().partition(|id| guild.members.contains_key(id)),
        };
        let count = members.len().div_ceil(PART).max(1);
        Some(Self { ask, members: members.into(), not_found, next: 0, count })
    }

    /// The next chunk, and the rest after it. `None` if the user has left the guild.
    pub fn next(mut self, model: &Model, who: UserId) -> Option<(Part, Option<Self>)> {
        access::guild(model, who, self.ask.guild).ok()?;
        let part = Part {
            guild: self.ask.guild,
            members: self.members.drain(..self.members.len().min(PART)).collect(),
            not_found: std::mem::take(&mut self.not_found),
            index: self.next,
            count: self.count,
            presences: self.ask.presences,
            nonce: self.ask.nonce.clone(),
        };
        self.next += 1;
        let rest = (self.next < self.count).then_some(self);
        Some((part, rest))
    }
}

impl Part {
    /// Its members as they are now. After the user has left the guild it is empty, since it already has its sequence number.
    pub fn describe(&self, model: &Model, who: UserId, presences: &Presences) -> GuildMembersChunk {
        let guild = access::guild(model, who, self.guild).ok();
        let members = || guild.into_iter().flat_map(|guild| self.members.iter().map(move |id| (guild, *id)));
        let online = |id| Some(presences.status(id)).filter(|status| *status != VisibleStatus::Offline);
        let presence = |(guild, id): (&Guild, UserId)| {
            let is_member = guild.members.contains_key(&id);
            is_member.then(|| Some(Presence::new(model, id, online(id)?))).flatten()
        };
        GuildMembersChunk {
            guild_id: self.guild,
            members: members().filter_map(|(guild, id)| Member::of(model, guild, id)).collect(),
            chunk_index: self.index,
            chunk_count: self.count,
            not_found: self.not_found.clone(),
            presences: self.presences.then(|| members().filter_map(presence).collect()),
            nonce: self.nonce.clone(),
        }
    }

    /// Approximate encoded size.
    pub fn described_bytes(&self) -> usize {
        self.members.len() * THING_BYTES
    }

    /// Its memory while it is kept.
    pub fn bytes(&self) -> usize {
        let ids = self.members.len() + self.not_found.len();
        size_of::<Self>() + ids * size_of::<UserId>() + self.nonce.as_ref().map_or(0, String::len)
    }
}

fn named(model: &Model, guild: &Guild, prefix: &str, limit: usize) -> Vec<UserId> {
    let prefix = text::folded(prefix);
    let begins = |name: &Option<String>| name.as_ref().is_some_and(|name| text::folded(name).starts_with(&prefix));
    let limit = if limit == 0 { FOUND } else { limit.min(FOUND) };
    let found = guild.members.values().filter(|member| {
        let user = model.user(member.user);
        begins(&member.nick) || user.is_some_and(|user| user.username.starts_with(&prefix) || begins(&user.display_name))
    });
    found.map(|member| member.user).take(limit).collect()
}

#[cfg(test)]
mod tests;
