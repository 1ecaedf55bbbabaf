//! The wire's User. It has no e-mail address and nothing else that only its owner may know.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    cache,
    kernel::{Timestamp, UserId},
};

/// The public side of a person or bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct User {
    pub id: UserId,
    #[schema(examples("alice"))]
    pub username: String,
    /// The display name; null: show the user name.
    #[schema(required = true, examples("Олена"))]
    pub global_name: Option<String>,
    /// Always "0".
    pub discriminator: &'static str,
    /// 32 hexadecimal digits.
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
    /// What the person says of themselves; may be empty.
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

/// What only ChatSpace tells a user of themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CurrentUserExtras {
    /// Whether this person operates the instance.
    pub operator: bool,
    /// An address that is to become theirs once it is confirmed.
    #[schema(required = true, examples("alice@example.com"))]
    pub pending_email: Option<String>,
    /// Others see it as an activity in the presence.
    #[schema(required = true, examples("Having tea"))]
    pub custom_status: Option<String>,
    /// When the status ends by itself.
    #[schema(required = true)]
    pub custom_status_expires_at: Option<Timestamp>,
}

/// What anybody may know of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserProfile {
    pub user: User,
    /// What the person says of themselves; may be empty.
    pub bio: String,
    #[schema(required = true, examples("Having tea"))]
    pub custom_status: Option<String>,
    pub created_at: Timestamp,
}
