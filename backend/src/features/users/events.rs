//! Events of users.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind, OwnEvent},
    kernel::Intents,
    wire::user::CurrentUser,
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[EventKind::of::<UserUpdate>()];

/// `USER_UPDATE`, to the user's own sessions. Others receive `GUILD_MEMBER_UPDATE`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct UserUpdate(pub CurrentUser);

impl Event for UserUpdate {
    const NAME: &'static str = "USER_UPDATE";
    const DESCRIPTION: &'static str = "The session's user changed";
    const AUDIENCE: AudienceKind = AudienceKind::USER;
    const INTENTS: Intents = Intents::empty();
}

impl OwnEvent for UserUpdate {}
