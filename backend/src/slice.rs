//! What a feature brings to the server. Each declares its [`Slice`] in its `mod.rs`, and `features/mod.rs` lists all of them.

use crate::{
    api_guard::Routes,
    events::EventKind,
    kernel::limits::{Rate, SizeLimit},
    writer::Hooks,
};

/// What a feature brings.
pub struct Slice {
    /// Declares its routes of the API.
    pub routes: fn(&mut Routes),
    /// Declares its routes at the root of the server.
    pub root_routes: fn(&mut Routes),
    /// Its gateway events, for the API document.
    pub events: &'static [EventKind],
    /// Sizes and counts that clients are told of.
    pub sizes: &'static [SizeLimit],
    /// Its rates, each with a bucket of its own.
    pub rates: &'static [Rate],
    /// What it does in write jobs of other features.
    pub hooks: Hooks,
    /// Its columns that hold positions in the order of messages, with their tables. They are dated anew together.
    pub message_positions: &'static [(&'static str, &'static str)],
}

impl Slice {
    /// A feature that brings nothing yet.
    pub const EMPTY: Self = Self {
        routes: |_| {},
        root_routes: |_| {},
        events: &[],
        sizes: &[],
        rates: &[],
        hooks: Hooks::NONE,
        message_positions: &[],
    };
}
