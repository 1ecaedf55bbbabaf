//! What is announced of users.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::CurrentUser;
use crate::{
    events::{Event, OwnEvent},
    kernel::Intents,
};

/// USER_UPDATE, to the user's own sessions. Others learn of it by GUILD_MEMBER_UPDATE.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct UserUpdate(pub CurrentUser);

impl Event for UserUpdate {
    const NAME: &'static str = "USER_UPDATE";
    const INTENTS: Intents = Intents::empty();
}

impl OwnEvent for UserUpdate {}
