//! Request bodies and queries.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::kernel::UserId;

/// The recipients of a DM channel. Set one of the two fields.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct OpenDmChannel {
    pub recipient_id: Option<UserId>,
    /// One user, or 2 to 9 users for a group DM.
    pub recipients: Option<Vec<UserId>>,
}
