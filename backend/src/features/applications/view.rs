//! The application object of the API.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::ApplicationRow;
use crate::{
    cache::{self, Model},
    kernel::{Secret, UserId},
    wire::user::User,
};

/// Flags that bots check before they request members, presences and message content. All are granted.
pub const FLAGS: u32 = 565_248;
/// Nothing is signed with it; libraries require 64 hexadecimal digits.
const VERIFY_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An application with its bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Application {
    /// Also the id of its bot.
    pub id: UserId,
    /// Display name of the bot.
    #[schema(examples("Tea timer"))]
    pub name: String,
    #[schema(required = true)]
    pub icon: Option<String>,
    pub description: String,
    /// Always empty; some libraries require it.
    pub summary: &'static str,
    pub bot: User,
    /// Whether users other than the owner may add the bot to guilds.
    pub bot_public: bool,
    pub bot_require_code_grant: bool,
    /// Placeholder; nothing is signed with it.
    pub verify_key: &'static str,
    pub owner: User,
    #[schema(examples(565_248))]
    pub flags: u32,
    pub approximate_guild_count: usize,
    pub approximate_user_install_count: u32,
    pub rpc_origins: Vec<String>,
}

impl Application {
    /// `None` if the application has no owner.
    pub fn new(model: &Model, bot: &cache::User, row: &ApplicationRow) -> Option<Self> {
        Self::shown(model, bot, row.owner_id, (row.description.clone(), row.public))
    }

    /// The stored data of the application, for an export.
    pub fn shown(model: &Model, bot: &cache::User, owner: UserId, (description, bot_public): (String, bool)) -> Option<Self> {
        Some(Self {
            id: bot.id,
            name: bot.display_name.clone().unwrap_or_else(|| bot.username.clone()),
            icon: None,
            description,
            summary: "",
            bot: User::from(bot),
            bot_public,
            bot_require_code_grant: false,
            verify_key: VERIFY_KEY,
            owner: User::from(model.user(owner)?),
            flags: FLAGS,
            approximate_guild_count: model.guilds_of(bot.id).count(),
            approximate_user_install_count: 0,
            rpc_origins: Vec::new(),
        })
    }
}

/// A bot with access that was granted by the caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BotAccess {
    pub bot: User,
    /// Number of guilds.
    pub guild_count: usize,
}

/// The new token of a bot. It is returned only once.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewBotToken {
    #[schema(examples("MTUzODAxNjQ4NTc1NzI4ODQ1OA.MTUzODAxNjQ4NTc1NzI4ODQ1OQ.secret"))]
    pub token: String,
}

impl From<&Secret> for NewBotToken {
    fn from(token: &Secret) -> Self {
        Self { token: token.expose().to_owned() }
    }
}
