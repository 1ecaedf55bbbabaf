//! Request bodies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::view::Small;
use crate::kernel::Permissions;

/// A command to register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeclareCommand {
    /// 1 chat input (the default), 2 user, 3 message.
    #[serde(rename = "type")]
    #[schema(value_type = Option<u8>, minimum = 1, maximum = 3)]
    pub kind: Option<Small>,
    /// 1 to 32 code points.
    #[schema(min_length = 1, max_length = 32, examples("tea"))]
    pub name: String,
    /// At most 100 code points.
    #[schema(max_length = 100)]
    pub description: Option<String>,
    /// By language tag.
    pub name_localizations: Option<BTreeMap<String, String>>,
    /// By language tag.
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// The options; stored unchanged.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Option<Vec<Map<String, Value>>>,
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: Option<bool>,
    pub nsfw: Option<bool>,
    pub integration_types: Option<Vec<Small>>,
    pub contexts: Option<Vec<Small>>,
}

/// Changes of a command. Missing fields stay as they are.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
pub struct UpdateCommand {
    /// 1 to 32 code points.
    #[schema(min_length = 1, max_length = 32, examples("tea"))]
    pub name: Option<String>,
    /// At most 100 code points.
    #[schema(max_length = 100)]
    pub description: Option<String>,
    /// By language tag.
    pub name_localizations: Option<BTreeMap<String, String>>,
    /// By language tag.
    pub description_localizations: Option<BTreeMap<String, String>>,
    /// The options; stored unchanged.
    #[schema(value_type = Option<Vec<Object>>)]
    pub options: Option<Vec<Map<String, Value>>>,
    pub default_member_permissions: Option<Permissions>,
    pub dm_permission: Option<bool>,
    pub nsfw: Option<bool>,
    pub integration_types: Option<Vec<Small>>,
    pub contexts: Option<Vec<Small>>,
}

impl DeclareCommand {
    pub fn kind(&self) -> Small {
        self.kind.unwrap_or(Small(1))
    }
}

impl UpdateCommand {
    /// Returns the declaration with these changes.
    pub fn over(self, before: DeclareCommand) -> DeclareCommand {
        DeclareCommand {
            kind: before.kind,
            name: self.name.unwrap_or(before.name),
            description: self.description.or(before.description),
            name_localizations: self.name_localizations.or(before.name_localizations),
            description_localizations: self.description_localizations.or(before.description_localizations),
            options: self.options.or(before.options),
            default_member_permissions: self.default_member_permissions.or(before.default_member_permissions),
            dm_permission: self.dm_permission.or(before.dm_permission),
            nsfw: self.nsfw.or(before.nsfw),
            integration_types: self.integration_types.or(before.integration_types),
            contexts: self.contexts.or(before.contexts),
        }
    }
}
