//! The settings of a server.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;
use jsonwebtoken::Algorithm;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

use super::{PushHosts, Smtp};
use crate::{
    db::DatabaseUrl,
    kernel::{Keys, Secret},
};

/// The configuration of a server.
#[derive(Debug, Clone)]
pub struct Config {
    /// `APP_NAME`: shown in the web client and the API document.
    pub app_name: String,
    /// `DEBUG`: verbose logging.
    pub debug: bool,
    /// `DATA_DIR`: the folder of all stored data.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`; else the file `DB_NAME` in the data folder.
    pub database: DatabaseUrl,
    /// `SECRET_KEY`: signs access tokens; at least 32 bytes. Generated at the first start by default.
    pub secret_key: Secret,
    /// `SECRET_KEY_PREVIOUS`: the previous key, while what it signed and derived is to remain valid.
    pub previous_secret_key: Option<Secret>,
    /// `ALGORITHM`: HS256, HS384 or HS512.
    pub algorithm: Algorithm,
    /// `ACCESS_TOKEN_EXPIRE_MINUTES`.
    pub access_token_lifetime: Duration,
    /// `HOST` and `PORT`; port 0 selects a free one.
    pub host: IpAddr,
    pub port: u16,
    /// `PUBLIC_URL`: the public address, without a path. Links are built from it, never from headers of a request.
    pub public_url: Option<Url>,
    /// `SMTP_URL` and `MAIL_FROM`: the mail server. Without one the operator passes links on.
    pub smtp: Option<Smtp>,
    /// `PUSH_HOSTS`: push services beside those of the browsers.
    pub push_hosts: PushHosts,
    /// `REGISTRATION`, until the operator sets it.
    pub registration: Registration,
    /// `TRUSTED_PROXIES`: networks whose forwarding headers are trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// `RATE_LIMITS`.
    pub rate_limits: RateLimits,
    /// `LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `LOG_ADDRESSES`: how much of clients' addresses is logged.
    pub log_addresses: LogAddresses,
    /// `METRICS_ADDR`: the listener for metrics; none by default.
    pub metrics: Option<SocketAddr>,
    /// `KEEP_ALIVE_SECONDS`: idle timeout of a connection. It must be longer than that of a proxy, or the proxy may send a
    /// request on a connection that is being closed.
    pub keep_alive: Duration,
    /// `BCRYPT_COST`: 4 to 15; each step doubles the work of a password check.
    pub bcrypt_cost: u32,
    /// Worker threads; 0 is one per core.
    pub workers: usize,
}

impl Config {
    /// The public URL, without a trailing slash.
    pub fn address(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.port),
        }
    }

    /// The current key and the previous one.
    pub fn keys(&self) -> Keys {
        Keys { current: self.secret_key.clone(), previous: self.previous_secret_key.clone() }
    }

    /// Whether the public URL uses TLS, which determines the attributes of cookies.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

/// Who may register: everyone (`open`), users with an invite (`invite`), or nobody (`closed`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
#[serde(rename_all = "lowercase")]
pub enum Registration {
    #[default]
    Open,
    /// Only with a valid invite code.
    Invite,
    Closed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimits {
    Default,
    /// Ten times the default, for small private instances.
    Relaxed,
    /// None. For benchmarks and tests.
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogAddresses {
    /// The network only: a /24, or a /48 of IPv6.
    Short,
    Full,
    None,
}

impl Registration {
    const ALL: [Self; 3] = [Self::Open, Self::Invite, Self::Closed];

    /// The name in settings and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}
