//! Request bodies.

use serde::Deserialize;
use utoipa::ToSchema;

use crate::kernel::Secret;

/// A push subscription as the browser provides it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPushSubscription {
    /// The endpoint URL at a push service.
    #[schema(examples("https://fcm.googleapis.com/fcm/send/cX9Jm2k"))]
    pub endpoint: Secret,
    pub keys: PushSubscriptionKeys,
    /// Expiration time of the browser, in milliseconds. It is accepted and ignored: the push service reports expired
    /// subscriptions.
    #[serde(default, rename = "expirationTime")]
    #[expect(dead_code, reason = "browsers send it")]
    pub expiration_time: Option<f64>,
}

/// Keys of the browser, in URL-safe Base64.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushSubscriptionKeys {
    #[schema(examples("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"))]
    pub p256dh: String,
    #[schema(examples("BTBZMqHH6r4Tts7J_aSIgg"))]
    pub auth: Secret,
}
