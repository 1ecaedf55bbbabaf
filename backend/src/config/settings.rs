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

/// How the server runs.
#[derive(Debug, Clone)]
pub struct Config {
    /// `APP_NAME`: shown in the web client and the API document.
    pub app_name: String,
    /// `DEBUG`: logs more.
    pub debug: bool,
    /// `DATA_DIR`: the folder of everything the server keeps.
    pub data_dir: PathBuf,
    /// `DATABASE_URL`; else the file `DB_NAME` in the data folder.
    pub database: DatabaseUrl,
    /// `SECRET_KEY`: signs access tokens; at least 32 bytes. Made at first start when not given.
    pub secret_key: Secret,
    /// `SECRET_KEY_PREVIOUS`: the key before it, while what it signed and derived is still to count.
    pub previous_secret_key: Option<Secret>,
    /// `ALGORITHM`: HS256, HS384 or HS512.
    pub algorithm: Algorithm,
    /// `ACCESS_TOKEN_EXPIRE_MINUTES`.
    pub access_token_lifetime: Duration,
    /// `HOST` and `PORT`; port 0 takes a free one.
    pub host: IpAddr,
    pub port: u16,
    /// `PUBLIC_URL`: the address people use, without a path. Links are built from it, never from what a request claims.
    pub public_url: Option<Url>,
    /// `SMTP_URL` and `MAIL_FROM`: the server that letters are handed to. Without one the operator hands their links on.
    pub smtp: Option<Smtp>,
    /// `PUSH_HOSTS`: push services beside those of the browsers.
    pub push_hosts: PushHosts,
    /// `REGISTRATION`, until the operator sets it.
    pub registration: Registration,
    /// `TRUSTED_PROXIES`: networks whose forwarded addresses are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `RATE_LIMITS`.
    pub rate_limits: RateLimits,
    /// `LOG_FORMAT`.
    pub log_format: LogFormat,
    /// `LOG_ADDRESSES`: how much of people's addresses is logged.
    pub log_addresses: LogAddresses,
    /// `METRICS_ADDR`: where metrics are shown, if they are.
    pub metrics: Option<SocketAddr>,
    /// `KEEP_ALIVE_SECONDS`: how long a connection may wait for its next request. Longer than a proxy keeps it, or the proxy now and then sends
    /// a request into a connection that is being closed.
    pub keep_alive: Duration,
    /// `BCRYPT_COST`: 4 to 15; each step doubles the work of a password check.
    pub bcrypt_cost: u32,
    /// Threads that answer requests; 0 is one for each core.
    pub workers: usize,
}

impl Config {
    /// Where people reach the server, without a slash at the end.
    pub fn address(&self) -> String {
        match &self.public_url {
            Some(url) => url.as_str().trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.port),
        }
    }

    /// The key in use and the one before it.
    pub fn keys(&self) -> Keys {
        Keys { current: self.secret_key.clone(), previous: self.previous_secret_key.clone() }
    }

    /// Whether people reach the server over TLS, which decides how cookies are marked.
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
    /// Ten times the default, for a circle of friends.
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

    /// As it is set and stored.
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
