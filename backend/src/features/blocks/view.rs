//! The list of blocked users.

use crate::{cache::Model, kernel::UserId, wire::user::User};

/// The users that a user blocks, by id.
pub fn blocked_by(model: &Model, user: UserId) -> Vec<User> {
    model.blocked_by(user).filter_map(|blocked| model.user(blocked)).map(User::from).collect()
}
