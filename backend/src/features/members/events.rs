//! Events of members.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    events::{AudienceKind, Event, EventKind},
    kernel::{GuildId, Intents},
    wire::{
        member::{GuildMember, Member},
        user::User,
    },
};

/// The events declared here.
pub const EVENTS: &[EventKind] = &[
    EventKind::of::<MemberAdd>(),
    EventKind::of::<MemberUpdate>(),
    EventKind::of::<OwnMemberUpdate>(),
    EventKind::of::<GuildMemberRemove>(),
];

/// `GUILD_MEMBER_ADD`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MemberAdd(pub GuildMember);

impl Event for MemberAdd {
    const NAME: &'static str = "GUILD_MEMBER_ADD";
    const DESCRIPTION: &'static str = "A member joined";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILD_MEMBERS;
}

/// `GUILD_MEMBER_UPDATE`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MemberUpdate(pub GuildMember);

impl Event for MemberUpdate {
    const NAME: &'static str = "GUILD_MEMBER_UPDATE";
    const DESCRIPTION: &'static str = "A member changed";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILD_MEMBERS;
}

/// `GUILD_MEMBER_UPDATE` for oneself. Libraries compute their own permissions from it, so it needs no intent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct OwnMemberUpdate(pub GuildMember);

impl Event for OwnMemberUpdate {
    const NAME: &'static str = MemberUpdate::NAME;
    const DESCRIPTION: &'static str = "The user has changed as a member";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::empty();
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildMemberRemove {
    pub guild_id: GuildId,
    pub user: User,
}

impl Event for GuildMemberRemove {
    const NAME: &'static str = "GUILD_MEMBER_REMOVE";
    const DESCRIPTION: &'static str = "A member left or was kicked";
    const AUDIENCE: AudienceKind = AudienceKind::GUILD;
    const INTENTS: Intents = Intents::GUILD_MEMBERS;
}

impl MemberAdd {
    pub fn new(guild_id: GuildId, member: Member) -> Self {
        Self(GuildMember { guild_id, member })
    }
}

impl OwnMemberUpdate {
    pub fn new(guild_id: GuildId, member: Member) -> Self {
        Self(GuildMember { guild_id, member })
    }
}

impl MemberUpdate {
    pub fn new(guild_id: GuildId, member: Member) -> Self {
        Self(GuildMember { guild_id, member })
    }
}
