//! What is announced of members.

use serde::Serialize;
use utoipa::ToSchema;

use super::view::{GuildMember, Member};
use crate::{
    events::Event,
    features::users::view::User,
    kernel::{GuildId, Intents},
};

/// GUILD_MEMBER_ADD.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MemberAdd(pub GuildMember);

impl Event for MemberAdd {
    const NAME: &'static str = "GUILD_MEMBER_ADD";
    const INTENTS: Intents = Intents::GUILD_MEMBERS;
}

/// GUILD_MEMBER_UPDATE.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct MemberUpdate(pub GuildMember);

impl Event for MemberUpdate {
    const NAME: &'static str = "GUILD_MEMBER_UPDATE";
    const INTENTS: Intents = Intents::GUILD_MEMBERS;
}

/// GUILD_MEMBER_UPDATE of oneself. Libraries reckon one's own rights by it, so it is told to whoever has not asked for members, too.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(transparent)]
pub struct OwnMemberUpdate(pub GuildMember);

impl Event for OwnMemberUpdate {
    const NAME: &'static str = MemberUpdate::NAME;
    const INTENTS: Intents = Intents::empty();
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuildMemberRemove {
    pub guild_id: GuildId,
    pub user: User,
}

impl Event for GuildMemberRemove {
    const NAME: &'static str = "GUILD_MEMBER_REMOVE";
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
