//! Request bodies and queries.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::kernel::Permissions;

/// An application to create.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateApplication {
    /// 2 to 32 code points. The user name of the bot is derived from it.
    #[schema(min_length = 2, max_length = 32, examples("Tea timer"))]
    pub name: String,
    /// At most 400 code points.
    #[schema(max_length = 400)]
    pub description: Option<String>,
    /// Whether users other than the owner may add the bot to guilds; true by default.
    pub bot_public: Option<bool>,
}

/// Changes of an application. Missing fields stay as they are.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct UpdateApplication {
    /// Name of the application and display name of the bot, 2 to 32 code points.
    #[schema(min_length = 2, max_length = 32, examples("Tea timer"))]
    pub name: Option<String>,
    /// At most 400 code points.
    #[schema(max_length = 400)]
    pub description: Option<String>,
    pub bot_public: Option<bool>,
}

/// The permissions of a bot in a guild.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct AddBot {
    /// Permissions beyond those of @everyone; none by default.
    pub permissions: Option<Permissions>,
}
