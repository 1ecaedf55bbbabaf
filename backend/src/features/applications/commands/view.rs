//! The wire's application command, as it is shown.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{http::DeclareCommand, store::CommandRow};
use crate::kernel::{CommandId, GuildId, Permissions, UserId};

/// Where a command can be called from: within guilds that the bot is in.
const GUILD_INSTALL: u8 = 0;

/// What a bot has declared.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Command {
    pub id: CommandId,
    pub application_id: UserId,
    /// Absent, if it is for all guilds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    /// Another one after each change.
    pub version: CommandId,
    /// 1 chat input, 2 user, 3 message.
    #[serde(rename = "type")]
    pub kind: u8,
    #[schema(examples("tea"))]
    pub name: String,
    #[schema(required = true)]
    pub name_localizations: Option<BTreeMap<String, String>>,
    pub description: String,
    #[schema(required = true)]
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// As the bot gave them.
    #[schema(value_type = Vec<Object>)]
    pub options: Vec<Map<String, Value>>,
    #[schema(required = true)]
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: bool,
    pub nsfw: bool,
    pub integration_types: Vec<u8>,
    #[schema(required = true)]
    pub contexts: Option<Vec<u8>>,
}

impl Command {
    pub fn new(application_id: UserId, guild_id: Option<GuildId>, row: &CommandRow, declared: DeclareCommand) -> Self {
        Self {
            id: row.id,
            application_id,
            guild_id,
            version: row.version,
            kind: declared.kind(),
            name: declared.name,
            name_localizations: declared.name_localizations,
            description: declared.description.unwrap_or_default(),
            description_localizations: declared.description_localizations,
            options: declared.options.unwrap_or_default(),
            default_member_permissions: declared.default_member_permissions,
            dm_permission: declared.dm_permission.unwrap_or(true),
            nsfw: declared.nsfw.unwrap_or(false),
            integration_types: declared.integration_types.unwrap_or_else(|| vec![GUILD_INSTALL]),
            contexts: declared.contexts,
        }
    }
}
