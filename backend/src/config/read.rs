//! Reads and validates each setting.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
    time::Duration,
};

use jsonwebtoken::Algorithm;
use url::Url;

use super::{
    Config, ConfigError, LogAddresses, LogFormat, Problem, PushHosts, RateLimits, Registration, Smtp, mail, push, secret_key,
};
use crate::{
    db::DatabaseUrl,
    kernel::{Secret, address, limits},
};

struct Reader<'v> {
    variable: &'v dyn Fn(&str) -> Option<String>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// An empty value counts as unset.
    fn text(&self, name: &str) -> Option<String> {
        (self.variable)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn note(&mut self, name: &'static str, reason: impl Into<String>) {
        self.problems.push(Problem { name, reason: reason.into(), failed: None });
    }

    /// The parsed setting, or the default.
    fn with<T>(&mut self, name: &'static str, default: T, read: impl FnOnce(&str) -> Result<T, String>) -> T {
        match self.text(name).as_deref().map(read) {
            None => default,
            Some(Ok(value)) => value,
            Some(Err(reason)) => {
                self.note(name, reason);
                default
            }
        }
    }
}

fn parsed<T: FromStr>(expected: &'static str) -> impl FnOnce(&str) -> Result<T, String> {
    move |text| text.parse().map_err(|_| format!("must be {expected}"))
}

fn within<T: FromStr + PartialOrd + fmt::Display>(min: T, max: T) -> impl FnOnce(&str) -> Result<T, String> {
    move |text| match text.parse() {
        Ok(number) if number >= min && number <= max => Ok(number),
        _ => Err(format!("must be a number from {min} to {max}")),
    }
}

fn one_of<T: Copy>(choices: &'static [(&'static str, T)]) -> impl FnOnce(&str) -> Result<T, String> {
    move |text| {
        let found = choices.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        found.map(|(_, choice)| *choice).ok_or_else(|| {
            let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
            format!("must be one of {}", names.join(", "))
        })
    }
}

const YES_OR_NO: &[(&str, bool)] = &[("true", true), ("false", false), ("1", true), ("0", false), ("yes", true), ("no", false)];
const ALGORITHMS: &[(&str, Algorithm)] = &[("HS256", Algorithm::HS256), ("HS384", Algorithm::HS384), ("HS512", Algorithm::HS512)];
const REGISTRATIONS: &[(&str, Registration)] =
    &[("open", Registration::Open), ("invite", Registration::Invite), ("closed", Registration::Closed)];
const RATE_LIMITS: &[(&str, RateLimits)] =
    &[("default", RateLimits::Default), ("relaxed", RateLimits::Relaxed), ("off", RateLimits::Off)];
const LOG_FORMATS: &[(&str, LogFormat)] = &[("text", LogFormat::Text), ("json", LogFormat::Json)];
const LOG_ADDRESSES: &[(&str, LogAddresses)] =
    &[("short", LogAddresses::Short), ("full", LogAddresses::Full), ("none", LogAddresses::None)];

impl Config {
    /// Reads settings from any lookup by name.
    ///
    /// # Errors
    /// All invalid settings, with the reasons.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let config = Self::read_without_key(variable)?;
        if !config.secret_key.expose().is_empty() {
            return Ok(config);
        }
        let secret_key = secret_key::stored_in(&config.data_dir).map_err(|error| ConfigError(vec![error.into()]))?;
        Ok(Self { secret_key, ..config })
    }

    /// The same, but without a configured key none is generated, and it stays empty.
    ///
    /// # Errors
    /// All invalid settings, with the reasons.
    pub fn read_without_key(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut reader = Reader { variable, problems: Vec::new() };
        let data_dir = PathBuf::from(reader.text("DATA_DIR").unwrap_or_else(|| "./data".to_owned()));
        let db_name = reader.with("DB_NAME", "data.db".to_owned(), |name| {
            if name.contains(['/', '\\']) { Err("must be a file name without folders".to_owned()) } else { Ok(name.to_owned()) }
        });
        let config = Self {
            app_name: reader.with("APP_NAME", "ChatSpace".to_owned(), one_line),
            debug: reader.with("DEBUG", false, one_of(YES_OR_NO)),
            database: reader.with("DATABASE_URL", DatabaseUrl::Sqlite(data_dir.join(db_name)), |text| {
                text.parse().map_err(|error: crate::db::BadDatabaseUrl| error.to_string())
            }),
            secret_key: Secret::new(""),
            previous_secret_key: reader.with("SECRET_KEY_PREVIOUS", None, previous_key),
            algorithm: reader.with("ALGORITHM", Algorithm::HS256, one_of(ALGORITHMS)),
            access_token_lifetime: Duration::from_secs(
                60 * reader.with("ACCESS_TOKEN_EXPIRE_MINUTES", 10, within(1, limits::ACCESS_TOKEN_LIFETIME.as_secs() / 60)),
            ),
            host: reader.with("HOST", IpAddr::from([0, 0, 0, 0]), host),
            port: reader.with("PORT", 8000, parsed("a port, 0 to 65535")),
            public_url: reader.with("PUBLIC_URL", None, |text| public_url(text).map(Some)),
            smtp: smtp(&mut reader),
            push_hosts: reader.with("PUSH_HOSTS", PushHosts::default(), push::hosts),
            registration: reader.with("REGISTRATION", Registration::Open, one_of(REGISTRATIONS)),
            trusted_proxies: reader.with("TRUSTED_PROXIES", Vec::new(), networks),
            rate_limits: reader.with("RATE_LIMITS", RateLimits::Default, one_of(RATE_LIMITS)),
            log_format: reader.with("LOG_FORMAT", LogFormat::Text, one_of(LOG_FORMATS)),
            log_addresses: reader.with("LOG_ADDRESSES", LogAddresses::Short, one_of(LOG_ADDRESSES)),
            metrics: reader.with("METRICS_ADDR", None, |text| listener(text).map(Some)),
            keep_alive: Duration::from_secs(reader.with("KEEP_ALIVE_SECONDS", 75, within(1, 3600))),
            bcrypt_cost: reader.with("BCRYPT_COST", 12, within(4, 15)),
            workers: reader.with("WORKERS", 0, within(0, 256)),
            data_dir,
        };
        let given_key = reader.text("SECRET_KEY");
        if let Some(reason) = given_key.as_deref().and_then(secret_key::weakness) {
            reader.note("SECRET_KEY", reason);
        }
        if !reader.problems.is_empty() {
            return Err(ConfigError(reader.problems));
        }
        Ok(Self { secret_key: Secret::new(given_key.unwrap_or_default()), ..config })
    }
}

fn previous_key(text: &str) -> Result<Option<Secret>, String> {
    secret_key::weakness(text).map_or_else(|| Ok(Some(Secret::new(text))), |reason| Err(reason.to_owned()))
}

/// It is used in headers of emails as well.
fn one_line(text: &str) -> Result<String, String> {
    if text.contains(char::is_control) { Err("must be one line".to_owned()) } else { Ok(text.to_owned()) }
}

/// Both mail settings, or neither.
fn smtp(reader: &mut Reader) -> Option<Smtp> {
    let url = reader.with("SMTP_URL", None, |text| mail::server(text).map(Some));
    let from = reader.with("MAIL_FROM", None, |text| mail::sender(text).map(Some));
    if reader.text("SMTP_URL").is_some() && reader.text("MAIL_FROM").is_none() {
        reader.note("MAIL_FROM", "must be set with SMTP_URL: the sender address of emails");
    }
    Some(Smtp { url: url?, from: from? })
}

fn public_url(text: &str) -> Result<Url, String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() && url.path() == "/" && url.query().is_none() => {
            Ok(url)
        }
        _ => Err("must be an address such as https://chat.example.org, without a path".to_owned()),
    }
}

fn host(text: &str) -> Result<IpAddr, String> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().map_err(|_| "must be an IP address".to_owned())
}

/// A port alone means this machine only.
fn listener(text: &str) -> Result<SocketAddr, String> {
    let own = text.parse().map(|port| SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port));
    own.or_else(|_| text.parse()).map_err(|_| "must be a port, or an address with a port such as 127.0.0.1:9600".to_owned())
}

fn networks(text: &str) -> Result<Vec<ipnet::IpNet>, String> {
    text.split(',')
        .map(address::parse_network)
        .collect::<Option<_>>()
        .ok_or_else(|| "must be IP addresses or networks such as 10.0.0.0/8, separated by commas".to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const KEY: &str = "3f8a1c5e9b7d2046a8c1e3f57b9d0246";

    fn read(settings: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let mut all: HashMap<String, String> =
            settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        all.entry("SECRET_KEY".to_owned()).or_insert_with(|| KEY.to_owned());
        Config::read(&|name| all.get(name).cloned())
    }

    #[test]
    fn with_no_settings_the_defaults_hold() {
        let config = read(&[]).expect("is fine");
        assert_eq!(config.port, 8000);
        assert_eq!(config.database, DatabaseUrl::Sqlite("./data/data.db".into()));
        assert_eq!(config.access_token_lifetime, Duration::from_mins(10));
        assert_eq!(config.registration, Registration::Open);
    }

    #[test]
    fn every_wrong_setting_is_named_at_once() {
        let error = read(&[
            ("APP_NAME", "Tea\r\nBcc: eve@example.org"),
            ("DEBUG", "perhaps"),
            ("DB_NAME", "../x.db"),
            ("DATABASE_URL", "mysql://h/db"),
            ("SECRET_KEY", "your_secret_key"),
            ("SECRET_KEY_PREVIOUS", "short"),
            ("ALGORITHM", "RS256"),
            ("ACCESS_TOKEN_EXPIRE_MINUTES", "0"),
            ("HOST", "nowhere"),
            ("PORT", "70000"),
            ("PUBLIC_URL", "chat.example.org"),
            ("SMTP_URL", "https://mail:hunter2@mail.example.org"),
            ("MAIL_FROM", "nobody"),
            ("REGISTRATION", "maybe"),
            ("TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
            ("RATE_LIMITS", "none"),
            ("LOG_FORMAT", "xml"),
            ("LOG_ADDRESSES", "some"),
            ("METRICS_ADDR", "localhost"),
            ("KEEP_ALIVE_SECONDS", "0"),
            ("BCRYPT_COST", "31"),
        ])
        .expect_err("all are wrong");
        assert_eq!(error.0.len(), 21, "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn mail_needs_a_server_and_a_sender() {
        let both = read(&[("SMTP_URL", "smtps://me:hunter2@mail.example.org"), ("MAIL_FROM", "Chat <chat@example.org>")]);
        let both = both.expect("is fine");
        assert!(both.smtp.is_some() && !format!("{both:?}").contains("hunter2"), "{both:?}");
        let alone = read(&[("SMTP_URL", "smtp://localhost")]).expect_err("there is no sender");
        assert_eq!(alone.0[0].name, "MAIL_FROM");
        assert!(read(&[("MAIL_FROM", "chat@example.org")]).expect("is fine").smtp.is_none());
    }

    #[test]
    fn a_key_of_an_example_or_a_short_one_is_refused() {
        for weak in ["your_secret_key", "changeme", "secret", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert!(read(&[("SECRET_KEY", weak)]).is_err(), "{weak}");
        }
    }

    #[test]
    fn without_a_key_one_is_generated_and_stored() {
        let folder = tempfile::tempdir().expect("a folder");
        let data_dir = folder.path().to_str().expect("is text").to_owned();
        let read = || Config::read(&|name| (name == "DATA_DIR").then(|| data_dir.clone())).expect("is fine");
        let first = read().secret_key;
        assert!(first.expose().len() >= 32);
        assert_eq!(read().secret_key, first);
    }
}
