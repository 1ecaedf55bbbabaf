//! Events of blocks.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    kernel::Intents,
    wire::user::User,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<BlocksUpdate>()];

/// All users that the session's user blocks.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlocksUpdate {
    pub users: Vec<User>,
}

impl Event for BlocksUpdate {
    const NAME: &'static str = "CHATSPACE_BLOCKS_UPDATE";
    const DESCRIPTION: &'static str = "The user's blocks changed";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
    const EXTENDED: bool = true;
}

impl OwnEvent for BlocksUpdate {}
