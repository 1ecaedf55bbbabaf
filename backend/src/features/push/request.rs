//! A push as sent: one request to a push service (RFC 8030), encrypted for one browser (RFC 8291).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use url::Url;
use web_push_native::{Auth, encrypt, p256::PublicKey};

use super::{actions::DuePush, payload::Kind, rules, vapid::Vapid};
use crate::{
    config::Config,
    kernel::{Secret, Timestamp},
};

/// Maximum length of a topic.
const TOPIC_LENGTH: usize = 32;

/// A request ready to send. Its URL is a secret of the browser.
pub struct Request {
    pub url: Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

/// Why a request cannot be built.
#[derive(Debug, thiserror::Error)]
pub enum BadPush {
    #[error("its endpoint is not allowed")]
    Address,
    #[error("its keys are invalid")]
    Keys,
    #[error("it cannot be encrypted: {0}")]
    Encryption(#[from] web_push_native::Error),
}

/// Builds the request of a push, encrypted with new keys each time.
///
/// # Errors
/// If it can never be sent.
pub fn compose(push: &DuePush, vapid: &Vapid, config: &Config, now: Timestamp) -> Result<Request, BadPush> {
    let url = Url::parse(&push.endpoint).ok().filter(|url| config.push_hosts.admit(url)).ok_or(BadPush::Address)?;
    let key = PublicKey::from_sec1_bytes(&push.p256dh).map_err(|_| BadPush::Keys)?;
    let auth: [u8; 16] = push.auth.as_slice().try_into().map_err(|_| BadPush::Keys)?;
    let audience = url.origin().ascii_serialization();
    let headers = vec![
        ("authorization", vapid.authorization(&audience, &subject(config), now)),
        ("content-encoding", "aes128gcm".to_owned()),
        ("content-type", "application/octet-stream".to_owned()),
        ("ttl", push.expires_at.since(now).min(rules::LIFE).as_secs().to_string()),
        ("urgency", if push.kind == Kind::Dm { "high" } else { "normal" }.to_owned()),
        ("topic", topic(push, &config.secret_key)),
    ];
    Ok(Request { url, headers, body: encrypt(push.payload.clone(), &key, &Auth::from(auth))? })
}

/// Contact of this instance's operators for push services.
fn subject(config: &Config) -> String {
    match &config.smtp {
        Some(smtp) if !config.is_https() => format!("mailto:{}", smtp.from.email),
        _ => config.address(),
    }
}

/// The topic: a push replaces an undelivered one of the same channel. It does not reveal the channel to the push service.
fn topic(push: &DuePush, key: &Secret) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose().as_bytes()).expect("a key of any length will do");
    mac.update(b"chatspace push topic 1");
    mac.update(&push.subscription.get().to_be_bytes());
    mac.update(&push.channel.get().to_be_bytes());
    let mut topic = URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    topic.truncate(TOPIC_LENGTH);
    topic
}
