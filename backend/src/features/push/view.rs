//! Responses about subscriptions.

use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::store::SubscriptionRow;
use crate::kernel::{PushSubscriptionId, SessionId, Timestamp};

/// The key that a browser subscribes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PushKey {
    /// An uncompressed P-256 point in URL-safe Base64: the `applicationServerKey` of a subscription.
    #[schema(examples("BDd3_hVL9fZi9Ybo2UUzA284WG5FZR30_95YeZJsiApwXKpNcF1rRPF3foIiBHXRdJI2Qhumhf6_LFTeZaNndIo"))]
    pub public_key: String,
}

/// A device of the caller with push notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PushSubscription {
    pub id: PushSubscriptionId,
    /// Host of the push service. The rest of the endpoint is a secret of the device.
    #[schema(examples("fcm.googleapis.com"))]
    pub endpoint_host: String,
    pub created_at: Timestamp,
    /// Whether it belongs to the session of the request.
    pub current: bool,
}

/// A stored subscription, for an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExportedPushSubscription {
    pub id: PushSubscriptionId,
    pub login_id: SessionId,
    pub endpoint: String,
    pub created_at: Timestamp,
}

impl From<SubscriptionRow> for ExportedPushSubscription {
    fn from(row: SubscriptionRow) -> Self {
        Self { id: row.id, login_id: row.login_id, endpoint: row.endpoint, created_at: row.created_at }
    }
}

impl PushSubscription {
    pub fn new(row: &SubscriptionRow, session_id: SessionId) -> Self {
        let host = Url::parse(&row.endpoint).ok().and_then(|url| url.host_str().map(str::to_owned));
        Self {
            id: row.id,
            endpoint_host: host.unwrap_or_default(),
            created_at: row.created_at,
            current: row.login_id == session_id,
        }
    }
}
