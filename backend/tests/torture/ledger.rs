//! What one sender was told, and how it compares with what is stored.
//!
//! Invariant: an answer is noted before the next request goes out, so there is never more than one request of a sender whose
//! outcome it does not know when the server dies.

use std::{
    collections::HashMap,
    fmt,
    ops::{Add, AddAssign},
};

/// A value as it was last answered, and what was asked for since without an answer: each of them may be stored.
#[derive(Debug, Clone)]
pub struct Fact<T> {
    answered: T,
    asked: Vec<T>,
}

impl<T: Clone + PartialEq> Fact<T> {
    pub const fn new(answered: T) -> Self {
        Self { answered, asked: Vec::new() }
    }

    pub const fn answered(&self) -> &T {
        &self.answered
    }

    pub fn is_asked(&mut self, value: T) {
        self.asked.push(value);
    }

    pub fn is_answered(&mut self, value: T) {
        *self = Self::new(value);
    }

    pub fn allows(&self, found: &T) -> bool {
        self.answered == *found || self.asked.contains(found)
    }

    /// Looked up after a crash, it is certain again.
    fn settles(&mut self, found: T) {
        *self = Self::new(found);
    }
}

/// A message that was answered. Its text is `None` when it is deleted.
#[derive(Debug)]
pub struct Kept {
    pub id: u64,
    pub first: String,
    pub text: Fact<Option<String>>,
}

#[derive(Debug, Default)]
pub struct Ledger {
    pub messages: Vec<Kept>,
    /// First words of messages that nobody answered for.
    pub unanswered: Vec<String>,
}

/// What is wrong with what is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub missing: usize,
    pub changed: usize,
    pub doubled: usize,
}

impl Tally {
    pub const fn total(self) -> usize {
        self.missing + self.changed + self.doubled
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.total() {
            0 => out.write_str("0"),
            total => write!(out, "{total} ({} missing, {} changed, {} doubled)", self.missing, self.changed, self.doubled),
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            missing: self.missing + other.missing,
            changed: self.changed + other.changed,
            doubled: self.doubled + other.doubled,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// The part of a message's text that an edit leaves as it is.
pub fn first_words(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

/// Ids by first words.
pub fn by_first_words(stored: &HashMap<u64, String>) -> HashMap<&str, Vec<u64>> {
    let mut found: HashMap<&str, Vec<u64>> = HashMap::new();
    for (id, text) in stored {
        found.entry(first_words(text)).or_default().push(*id);
    }
    found
}

impl Ledger {
    /// Compares with what is stored. What was not certain is certain afterwards.
    pub fn compare(&mut self, stored: &HashMap<u64, String>, found: &HashMap<&str, Vec<u64>>) -> Tally {
        let mut tally = Tally::default();
        for kept in &mut self.messages {
            let text = stored.get(&kept.id).cloned();
            match &text {
                text if kept.text.allows(text) => {}
                None => tally.missing += 1,
                Some(_) => tally.changed += 1,
            }
            let others = found.get(kept.first.as_str()).into_iter().flatten().filter(|id| **id != kept.id);
            tally.doubled += others.count();
            kept.text.settles(text);
        }
        for first in &self.unanswered {
            tally.doubled += found.get(first.as_str()).map_or(0, |ids| ids.len().saturating_sub(1));
        }
        tally
    }

    pub fn knows(&self, id: u64) -> Option<&Kept> {
        self.messages.iter().find(|kept| kept.id == id)
    }
}

#[test]
fn it_notices_what_is_missing_changed_or_doubled() {
    let kept = |id, first: &str| Kept { id, first: first.to_owned(), text: Fact::new(Some(first.to_owned())) };
    let mut ledger = Ledger { messages: vec![kept(1, "a"), kept(2, "b"), kept(3, "c")], unanswered: vec!["d".to_owned()] };
    ledger.messages[2].text.is_asked(None);
    let stored = [(2, "x"), (4, "b"), (5, "d"), (6, "d")].map(|(id, text)| (id, text.to_owned())).into();
    let tally = ledger.compare(&stored, &by_first_words(&stored));
    assert_eq!(tally, Tally { missing: 1, changed: 1, doubled: 2 });
    assert_eq!(ledger.compare(&stored, &by_first_words(&stored)).missing, 0, "it is told once");
}
