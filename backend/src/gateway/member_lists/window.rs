//! The part of a member list that a client looks at, and what is told of its changes.
//!
//! Invariant: a window holds the very texts that the client was told, so what is told next is right whatever happened in
//! between.

use std::{collections::HashMap, mem, sync::Arc};

use serde_json::value::{RawValue, to_raw_value};

use super::rows::{Counts, List, Row};
use crate::{
    cache::{Guild, Model, Presences},
    gateway::member_lists::payloads::{ListGroup, ListItem, ListMember, ListRange, SameRows},
    kernel::UserId,
    wire::{member::Member, presence::Presence},
};

/// Rows from the first to the last.
pub type Range = (usize, usize);

/// Rows of members as they are told. Who has not changed keeps the text, which all windows share.
#[derive(Debug, Default)]
pub struct Texts {
    before: HashMap<UserId, Arc<RawValue>>,
    now: HashMap<UserId, Arc<RawValue>>,
}

impl Texts {
    /// Something may have changed. Texts that nobody has asked for since the last time are forgotten.
    pub fn renew(&mut self) {
        self.before = mem::take(&mut self.now);
    }

    /// How a member is told now; `None` for who is none.
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

/// One row as it was told.
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

/// What a client was told, or is to be told now.
#[derive(Debug, Default)]
pub struct Window {
    pub counts: Counts,
    parts: Vec<(usize, Vec<Cell>)>,
}

impl Window {
    /// The rows of `list` in some ranges; `text` tells a member.
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

    /// All of it.
    pub fn whole(&self) -> Vec<ListRange> {
        self.parts.iter().map(|(first, cells)| ListRange { first: *first, items: cells.iter().map(item).collect() }).collect()
    }

    /// The ranges that differ from those of `before`, which are the same ranges at another time.
    pub fn changed_since(&self, before: &Self, by_reference: bool) -> Vec<ListRange> {
        let places = if by_reference { before.places() } else { HashMap::new() };
        let parts = self.parts.iter().zip(&before.parts).filter(|(now, then)| now != then);
        parts.map(|((first, cells), _)| ListRange { first: *first, items: referring(cells, &places) }).collect()
    }

    /// Where each member stood, and with which text.
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

/// Members that stood there before, as they are now, are named by the rows in which they stood.
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
