//! The wire's Application.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::ApplicationRow;
use crate::{
    cache::{self, Model},
    features::users::view::User,
    kernel::{Secret, UserId},
};

/// Bits that bots look for before they ask for members, presences and message content. All of them are granted here.
pub const FLAGS: u32 = 565_248;
/// Nothing is signed with it; libraries want 64 hexadecimal digits.
const VERIFY_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A program that acts by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Application {
    /// Also the id of its bot.
    pub id: UserId,
    /// The name that is shown for its bot.
    #[schema(examples("Tea timer"))]
    pub name: String,
    #[schema(required = true)]
    pub icon: Option<String>,
    pub description: String,
    /// Always empty; some libraries want it.
    pub summary: &'static str,
    pub bot: User,
    /// Whether others than its owner may let it into guilds.
    pub bot_public: bool,
    pub bot_require_code_grant: bool,
    /// Nothing is signed with it.
    pub verify_key: &'static str,
    pub owner: User,
    #[schema(examples(565_248))]
    pub flags: u32,
    pub approximate_guild_count: usize,
    pub approximate_user_install_count: u32,
    pub rpc_origins: Vec<String>,
}

impl Application {
    /// `None` if nobody owns it any more.
    pub fn new(model: &Model, bot: &cache::User, row: &ApplicationRow) -> Option<Self> {
        Self::shown(model, bot, row.owner_id, (row.description.clone(), row.public))
    }

    /// The same of what is kept about it: its owner, what they say of it, and whether it is public.
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

/// A bot that acts by what somebody gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BotAccess {
    pub bot: User,
    /// In how many guilds.
    pub guild_count: usize,
}

/// The new token of a bot. It is shown this once.
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
