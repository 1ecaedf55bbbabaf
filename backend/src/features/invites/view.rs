//! The invite object of the API: its public part, and the part for those who manage it.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::InviteRow;
use crate::{
    access,
    cache::Model,
    kernel::{ChannelId, GuildId, Timestamp, UserId},
    wire::user::User,
};

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Invite {
    #[schema(examples("Kq7mZx2TbW"))]
    pub code: String,
    /// Always 0, a guild invite.
    #[serde(rename = "type")]
    pub kind: u8,
    pub guild: InviteGuild,
    /// Null for readers who may not view it, unless everyone in the guild may.
    #[schema(required = true)]
    pub channel: Option<InviteChannel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub inviter: Option<User>,
    pub flags: u32,
    #[schema(required = true)]
    pub expires_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub approximate_presence_count: Option<usize>,
    /// This and the following fields are present for users who manage the invite.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub uses: Option<i64>,
    /// 0 is unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub max_uses: Option<i64>,
    /// In seconds; 0 is unlimited.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub max_age: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub temporary: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub created_at: Option<Timestamp>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteGuild {
    pub id: GuildId,
    #[schema(examples("Tea friends"))]
    pub name: String,
    #[schema(required = true)]
    pub icon: Option<String>,
    #[schema(required = true)]
    pub splash: Option<String>,
    #[schema(required = true)]
    pub banner: Option<String>,
    #[schema(required = true)]
    pub description: Option<String>,
    pub features: Vec<String>,
    pub verification_level: u8,
    #[schema(required = true)]
    pub vanity_url_code: Option<String>,
    pub nsfw_level: u8,
    pub premium_subscription_count: u32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InviteChannel {
    pub id: ChannelId,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: i64,
}

impl Invite {
    /// As shown to callers with the code, who may have no account; `None` if the guild or channel is gone.
    pub fn seen_by(reader: Option<UserId>, model: &Model, row: &InviteRow, now: Timestamp) -> Option<Self> {
        let (guild, channel) = model.channel(row.channel_id)?;
        let shown = access::is_shown(guild, channel, reader, now).then(|| InviteChannel {
            id: channel.id,
            name: channel.name.clone(),
            kind: channel.kind.number(),
        });
        Some(Self {
            code: row.code.clone(),
            kind: 0,
            guild: InviteGuild {
                id: guild.id,
                name: guild.name.clone(),
                icon: guild.icon.clone(),
                splash: None,
                banner: None,
                description: guild.description.clone(),
                features: Vec::new(),
                verification_level: 0,
                vanity_url_code: None,
                nsfw_level: 0,
                premium_subscription_count: 0,
            },
            channel: shown,
            inviter: model.user(row.inviter_id).map(User::from),
            flags: 0,
            expires_at: row.expires_at,
            approximate_member_count: None,
            approximate_presence_count: None,
            uses: None,
            max_uses: None,
            max_age: None,
            temporary: None,
            created_at: None,
        })
    }

    /// As shown to those who manage it.
    pub fn with_metadata(self, row: &InviteRow) -> Self {
        Self {
            uses: Some(row.uses),
            max_uses: Some(row.max_uses),
            max_age: Some(row.max_age_s),
            temporary: Some(row.temporary),
            created_at: Some(row.created_at),
            ..self
        }
    }

    pub fn counted(self, members: usize, online: usize) -> Self {
        Self { approximate_member_count: Some(members), approximate_presence_count: Some(online), ..self }
    }
}

/// An invite of the caller, without its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CreatedInvite {
    /// Null if the creator is no longer a member.
    #[schema(required = true, examples("Tea friends"))]
    pub guild_name: Option<String>,
    pub created_at: Timestamp,
    #[schema(required = true)]
    pub expires_at: Option<Timestamp>,
    pub uses: i64,
    /// 0 is unlimited.
    pub max_uses: i64,
}

/// An invite as shown to its creator in an export.
#[derive(Debug, Clone, Serialize)]
pub struct ExportedInvite {
    pub code: String,
    pub guild_id: GuildId,
    pub channel_id: ChannelId,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub max_uses: i64,
    pub uses: i64,
    pub temporary: bool,
}

impl From<InviteRow> for ExportedInvite {
    fn from(row: InviteRow) -> Self {
        Self {
            code: row.code,
            guild_id: row.guild_id,
            channel_id: row.channel_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            max_uses: row.max_uses,
            uses: row.uses,
            temporary: row.temporary,
        }
    }
}
