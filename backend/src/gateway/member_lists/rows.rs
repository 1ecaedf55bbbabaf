//! The rows of a member list, computed from the model and the presences by pure functions.
//!
//! Invariants: members who may not view the channel are neither listed nor counted; an invisible user is listed as offline. The
//! result depends on the inputs only.

use std::collections::{HashMap, HashSet};

use crate::{
    cache::{Guild, Member, Model, Presences},
    gateway::member_lists::payloads::{ListGroup, ListGroupId},
    kernel::{RoleId, UserId, limits, text},
};

/// The members of a guild that have rows, in the order of rows.
#[derive(Debug, Default)]
pub struct Roster {
    /// Hoisted roles from the highest on, then online, then offline members.
    groups: Vec<ListGroupId>,
    entries: Vec<Entry>,
    members: usize,
    online: HashSet<UserId>,
    lists_offline: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Index in `groups`.
    group: usize,
    name: String,
    user: UserId,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    Group(ListGroup),
    Member(UserId),
}

/// The list of a channel.
#[derive(Debug, Default)]
pub struct List {
    pub counts: Counts,
    pub rows: Vec<Row>,
}

/// The part of a list beside its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    pub members: usize,
    pub online: usize,
    pub rows: usize,
    pub groups: Vec<ListGroup>,
}

impl Roster {
    pub fn of(model: &Model, guild: &Guild, presences: &Presences) -> Self {
        let online: HashSet<UserId> = presences.online(guild).into_iter().map(|(user, _)| user).collect();
        let lists_offline = guild.members.len() <= limits::OFFLINE_LISTED;
        let hoisted = hoisted(guild);
        let rank: HashMap<RoleId, usize> = hoisted.iter().enumerate().map(|(rank, role)| (*role, rank)).collect();
        let group = |member: &Member| match online.contains(&member.user) {
            true => member.roles.iter().filter_map(|role| rank.get(role).copied()).min().unwrap_or(hoisted.len()),
            false => hoisted.len() + 1,
        };
        let listed = guild.members.values().filter(|member| lists_offline || online.contains(&member.user));
        let mut entries: Vec<Entry> =
            listed.map(|member| Entry { group: group(member), name: shown_name(model, member), user: member.user }).collect();
        entries.sort_unstable();
        let named = hoisted.into_iter().map(ListGroupId::Role);
        let groups = named.chain([ListGroupId::Online, ListGroupId::Offline]).collect();
        Self { groups, entries, members: guild.members.len(), online, lists_offline }
    }

    /// The list of a channel that every member may view.
    pub fn list(&self) -> List {
        self.list_of(self.members, |_| true)
    }

    /// The list of a channel that only these members may view.
    pub fn list_for(&self, viewers: &HashSet<UserId>) -> List {
        self.list_of(viewers.len(), |user| viewers.contains(&user))
    }

    fn list_of(&self, members: usize, views: impl Fn(UserId) -> bool) -> List {
        let online = self.online.iter().filter(|user| views(**user)).count();
        let mut list = List { counts: Counts { members, online, ..Counts::default() }, rows: Vec::new() };
        let mut entries = self.entries.iter().filter(|entry| views(entry.user)).peekable();
        for (group, id) in self.groups.iter().enumerate() {
            let header = list.rows.len();
            while let Some(entry) = entries.next_if(|entry| entry.group == group) {
                list.rows.push(Row::Member(entry.user));
            }
            let is_counted_only = *id == ListGroupId::Offline && !self.lists_offline;
            let count = if is_counted_only { members - online } else { list.rows.len() - header };
            if count > 0 {
                let group = ListGroup { id: *id, count };
                list.rows.insert(header, Row::Group(group.clone()));
                list.counts.groups.push(group);
            }
        }
        list.counts.rows = list.rows.len();
        list
    }
}

/// The roles with a group of their own, highest first.
fn hoisted(guild: &Guild) -> Vec<RoleId> {
    let mut roles: Vec<_> = guild.roles.values().filter(|role| role.hoist && role.id != guild.id.everyone()).collect();
    roles.sort_unstable_by_key(|role| (std::cmp::Reverse(role.position), role.id));
    roles.into_iter().map(|role| role.id).collect()
}

/// The sort key of a member.
fn shown_name(model: &Model, member: &Member) -> String {
    let user = model.user(member.user);
    let name = member.nick.as_deref().or_else(|| user.map(|user| user.display_name.as_ref().unwrap_or(&user.username).as_str()));
    text::folded(name.unwrap_or_default())
}
