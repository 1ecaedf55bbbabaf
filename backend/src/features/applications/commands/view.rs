//! The command object of the API.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::kernel::{CommandId, GuildId, Permissions, UserId};

/// An integer of a command. `2.0` is read as 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub struct Small(pub u8);

impl TryFrom<f64> for Small {
    type Error = &'static str;

    fn try_from(number: f64) -> Result<Self, Self::Error> {
        let whole = (0..=u8::MAX).find(|whole| f64::from(*whole).total_cmp(&number).is_eq());
        whole.map(Self).ok_or("not a whole number from 0 to 255")
    }
}

impl PartialSchema for Small {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(255)).into()
    }
}

impl ToSchema for Small {}

/// A registered command of a bot.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Command {
    pub id: CommandId,
    pub application_id: UserId,
    /// Absent for a global command.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub guild_id: Option<GuildId>,
    /// Changes with every update.
    pub version: CommandId,
    /// 1 chat input, 2 user, 3 message.
    #[serde(rename = "type")]
    pub kind: Small,
    #[schema(examples("tea"))]
    pub name: String,
    #[schema(required = true)]
    pub name_localizations: Option<BTreeMap<String, String>>,
    pub description: String,
    #[schema(required = true)]
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// The options as the bot registered them.
    #[schema(value_type = Vec<Object>)]
    pub options: Vec<Map<String, Value>>,
    #[schema(required = true)]
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: bool,
    pub nsfw: bool,
    pub integration_types: Vec<Small>,
    #[schema(required = true)]
    pub contexts: Option<Vec<Small>>,
}
