//! The list of those whom somebody blocks.

use crate::{cache::Model, kernel::UserId, wire::user::User};

/// Whom somebody blocks, by id.
pub fn blocked_by(model: &Model, user: UserId) -> Vec<User> {
    model.blocked_by(user).filter_map(|blocked| model.user(blocked)).map(User::from).collect()
}
