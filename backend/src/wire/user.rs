//! The user object of the API. It contains no email address and no other private data.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    cache,
    kernel::{Timestamp, UserId},
};

/// The public fields of a user or bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    pub id: UserId,
    #[schema(examples("alice"))]
    pub username: String,
    /// The display name; null to show the user name.
    #[schema(required = true, examples("Олена"))]
    pub global_name: Option<String>,
    /// Always "0".
    pub discriminator: &'static str,
    /// A hash of 32 hexadecimal digits.
    #[schema(required = true)]
    pub avatar: Option<String>,
    pub bot: bool,
    pub system: bool,
    pub public_flags: u32,
    #[schema(required = true)]
    pub banner: Option<String>,
    #[schema(required = true)]
    pub accent_color: Option<u32>,
}

impl From<&cache::User> for User {
    fn from(user: &cache::User) -> Self {
        Self {
            id: user.id,
            username: user.username.clone(),
            global_name: user.display_name.clone(),
            discriminator: "0",
            avatar: user.avatar.clone(),
            bot: user.bot,
            system: false,
            public_flags: 0,
            banner: None,
            accent_color: None,
        }
    }
}

/// The caller's own user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrentUser {
    #[serde(flatten)]
    pub user: User,
    /// The profile text; may be empty.
    pub bio: String,
    #[schema(required = true, examples("alice@example.org"))]
    pub email: Option<String>,
    pub verified: bool,
    #[schema(examples("uk"))]
    pub locale: String,
    pub mfa_enabled: bool,
    pub flags: u32,
    pub premium_type: u32,
    pub chatspace: CurrentUserExtras,
}

/// ChatSpace's own fields of the current user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrentUserExtras {
    /// Whether the user is an operator.
    pub operator: bool,
    /// The new address that still has to be confirmed.
    #[schema(required = true, examples("alice@example.com"))]
    pub pending_email: Option<String>,
    /// Other users get it as an activity of the presence.
    #[schema(required = true, examples("Having tea"))]
    pub custom_status: Option<String>,
    /// When the status expires.
    #[schema(required = true)]
    pub custom_status_expires_at: Option<Timestamp>,
}

/// The public profile of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserProfile {
    pub user: User,
    /// The profile text; may be empty.
    pub bio: String,
    #[schema(required = true, examples("Having tea"))]
    pub custom_status: Option<String>,
    pub created_at: Timestamp,
}
