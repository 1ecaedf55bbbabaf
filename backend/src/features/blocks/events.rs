//! What is announced of blocks.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{Event, OwnEvent},
    features::users::view::User,
    kernel::Intents,
};

/// All whom the session's own user blocks now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlocksUpdate {
    pub users: Vec<User>,
}

impl Event for BlocksUpdate {
    const NAME: &'static str = "CHATSPACE_BLOCKS_UPDATE";
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for BlocksUpdate {}
