//! The visible ranges of a member list, and the updates of their rows.
//!
//! Invariant: a window holds the exact texts that were sent, so the next update is right whatever happened in between.

use std::{collections::HashMap, mem, sync::Arc};

use serde_json::value::{RawValue, to_raw_value};

use super::rows::{Counts, List, Row};
use crate::{
    cache::{Guild, Model, Presences},
    gateway::member_lists::payloads::{ListGroup, ListItem, ListMember, ListRange, SameRows},
    kernel::UserId,
    wire::{member::Member, presence::Presence},
};

/// A range of rows, both ends included.
pub type Range = (usize, usize);

/// Encoded rows of members. The text of an unchanged member is shared by all windows.
#[derive(Debug, Default)]
pub struct Texts {
    before: HashMap<UserId, Arc<RawValue>>,
    now: HashMap<UserId, Arc<RawValue>>,
}

impl Texts {
    /// Members may have changed. Texts that were not used since the last round are dropped.
    pub fn renew(&mut self) {
        self.before = mem::take(&mut self.now);
    }

    /// The current text of a member; `None` for a non-member.
    pub fn of(&mut self, model: &Model, guild: &Guild, presences: &Presences, user: UserId) -> Option<Arc<RawValue>> {
        if let Some(text) = self.now.get(&user) {
            return Some(text.clone());
        }
        let member = Member::of(model, guild, user)?;
        let shown = ListMember { member, presence: Presence::new(model, user, presences.status(user)) };
        let fresh: Arc<RawValue> = to_raw_value(&shown).expect("members have string keys and no failing parts").into();
        let known = self.before.remove(&user).filter(|known| known.get() == fresh.get());
        let text = known.unwrap_or(fresh);
        self.now.insert(user, text.clone());
        Some(text)
    }
}

/// A row as sent.
#[derive(Debug, Clone)]
enum Cell {
    Group(ListGroup),
    Member(UserId, Arc<RawValue>),
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Group(one), Self::Group(other)) => one == other,
            (Self::Member(_, one), Self::Member(_, other)) => Arc::ptr_eq(one, other) || one.get() == other.get(),
            _ => false,
        }
    }
}

/// The rows that a client has received, or is to receive.
#[derive(Debug, Default)]
pub struct Window {
    pub counts: Counts,
    parts: Vec<(usize, Vec<Cell>)>,
}

impl Window {
    /// The rows of `list` in some ranges; `text` encodes a member.
    pub fn of(list: &List, ranges: &[Range], mut text: impl FnMut(UserId) -> Option<Arc<RawValue>>) -> Self {
        let mut cell = |row: &Row| match row {
            Row::Group(group) => Some(Cell::Group(group.clone())),
            Row::Member(user) => Some(Cell::Member(*user, text(*user)?)),
        };
        let part = |(first, last): &Range| {
            let rows = list.rows.iter().skip(*first).take(last - first + 1);
            (*first, rows.filter_map(&mut cell).collect())
        };
        Self { counts: list.counts.clone(), parts: ranges.iter().map(part).collect() }
    }

    /// Whether a member is among its rows.
    pub fn shows(&self, user: UserId) -> bool {
        let is_it = |cell: &Cell| matches!(cell, Cell::Member(shown, _) if *shown == user);
        self.parts.iter().any(|(_, cells)| cells.iter().any(is_it))
    }

    /// All rows.
    pub fn whole(&self) -> Vec<ListRange> {
        self.parts.iter().map(|(first, cells)| ListRange { first: *first, items: cells.iter().map(item).collect() }).collect()
    }

    /// The ranges that differ from those of `before`, which has the same ranges.
    pub fn changed_since(&self, before: &Self, by_reference: bool) -> Vec<ListRange> {
        let places = if by_reference { before.places() } else { HashMap::new() };
        let parts = self.parts.iter().zip(&before.parts).filter(|(now, then)| now != then);
        parts.map(|((first, cells), _)| ListRange { first: *first, items: referring(cells, &places) }).collect()
    }

    /// The position and the text of each member.
    fn places(&self) -> HashMap<UserId, (usize, &Cell)> {
        let rows = self.parts.iter().flat_map(|(first, cells)| (*first..).zip(cells));
        rows.filter_map(|(row, cell)| match cell {
            Cell::Member(user, _) => Some((*user, (row, cell))),
            Cell::Group(_) => None,
        })
        .collect()
    }
}

fn item(cell: &Cell) -> ListItem {
    match cell {
        Cell::Group(group) => ListItem::Group { group: group.clone() },
        Cell::Member(_, text) => ListItem::Member(text.clone()),
    }
}

/// Members that were listed before and are unchanged become references to their previous rows.
fn referring(cells: &[Cell], places: &HashMap<UserId, (usize, &Cell)>) -> Vec<ListItem> {
    let mut items: Vec<ListItem> = Vec::new();
    for cell in cells {
        let stood = match cell {
            Cell::Member(user, _) => places.get(user).filter(|(_, sent)| *sent == cell).map(|(row, _)| *row),
            Cell::Group(_) => None,
        };
        match (stood, items.last_mut()) {
            (Some(row), Some(ListItem::Same { same })) if same.first + same.count == row => same.count += 1,
            (Some(first), _) => items.push(ListItem::Same { same: SameRows { first, count: 1 } }),
            (None, _) => items.push(item(cell)),
        }
    }
    items
}
