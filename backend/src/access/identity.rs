//! Access tokens, issued at sign-in and checked for each request and at IDENTIFY; and console tokens, issued by programs with the
//! server's key and accepted by the operator's API. Neither is accepted in place of the other.

use std::time::Duration;

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use super::{Caller, bots};
use crate::{
    cache::Model,
    kernel::{ApiError, Clock, Keys, Secret, SessionId, Timestamp, UserId, keys},
};

const ISSUER: &str = "chatspace";
const AUDIENCE: &str = "chatspace";
/// Distinguish the kinds of tokens signed with the same key.
const ACCESS: &str = "access";
const CONSOLE: &str = "console";
/// A console token is for one command.
const CONSOLE_LIFETIME: Duration = Duration::from_mins(1);
/// Tolerated difference between the clocks of two machines.
const LEEWAY: Duration = Duration::from_secs(30);
/// Longer texts are no tokens.
const MAX_TOKEN_BYTES: usize = 2048;

/// The console: a program with the server's key, and thereby full access to the instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Console;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    typ: String,
    /// The user's id, in decimal; in a console token, the process it is for.
    sub: String,
    /// The session's id, in decimal. Absent in a console token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// Unix time in seconds.
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Issues and verifies tokens.
pub struct Tokens {
    clock: Clock,
    algorithm: Algorithm,
    signing: EncodingKey,
    checking: CheckingKey,
    previous: Option<PreviousKey>,
    lifetime: Duration,
    /// The process that console tokens are for.
    process: String,
}

/// A verification key, and its name in the token header.
struct CheckingKey {
    kid: String,
    key: DecodingKey,
}

/// The previous key. It verifies tokens until they expire, but signs no new ones: a token signed with it must have been issued
/// before this start. So a leaked key that was replaced is soon useless.
struct PreviousKey {
    checking: CheckingKey,
    until: Timestamp,
}

impl CheckingKey {
    fn new(key: &Secret) -> Self {
        Self { kid: hex::encode(keys::id_of(key)), key: DecodingKey::from_secret(key.expose().as_bytes()) }
    }
}

impl Tokens {
    pub fn new(clock: Clock, algorithm: Algorithm, keys: &Keys, lifetime: Duration) -> Self {
        let until = clock.steady();
        let previous = keys.previous.as_ref().map(|key| PreviousKey { checking: CheckingKey::new(key), until });
        let signing = EncodingKey::from_secret(keys.current.expose().as_bytes());
        Self { clock, algorithm, signing, checking: CheckingKey::new(&keys.current), previous, lifetime, process: String::new() }
    }

    /// The same for the process that is registered in the database under this name. A command finds that process in the database,
    /// and no other process accepts its tokens.
    #[must_use]
    pub fn of(self, process: &str) -> Self {
        Self { process: process.to_owned(), ..self }
    }

    /// Lifetime of a token.
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Issues an access token for a session.
    pub fn issue(&self, user: UserId, session_id: SessionId) -> Secret {
        self.sign(ACCESS, (user.to_string(), Some(session_id.to_string())), self.lifetime)
    }

    /// Issues a console token for one command.
    pub fn issue_console(&self) -> Secret {
        self.sign(CONSOLE, (self.process.clone(), None), CONSOLE_LIFETIME)
    }

    /// The clock of this kind of tokens. The console is another process, so its tokens use the wall clock.
    fn now(&self, kind: &str) -> Timestamp {
        if kind == CONSOLE { self.clock.now() } else { self.clock.steady() }
    }

    fn sign(&self, kind: &str, (sub, sid): (String, Option<String>), lifetime: Duration) -> Secret {
        let now = self.now(kind);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            typ: kind.to_owned(),
            sub,
            sid,
            iat: now.as_seconds(),
            nbf: now.as_seconds(),
            exp: now.after(lifetime).as_seconds(),
        };
        let header = Header { kid: Some(self.checking.kid.clone()), ..Header::new(self.algorithm) };
        let token = jsonwebtoken::encode(&header, &claims, &self.signing);
        Secret::new(token.expect("claims are plain text and numbers, and the key is a shared secret"))
    }

    /// Verifies an access token, whose session must not have been revoked.
    ///
    /// # Errors
    /// 401, whatever the reason.
    pub fn check(&self, token: &str, model: &Model) -> Result<Caller, ApiError> {
        self.caller(token)
            .filter(|caller| !model.is_revoked(caller.session_id) && model.user(caller.user).is_some_and(|user| !user.bot))
            .ok_or(ApiError::unauthorized())
    }

    /// Verifies an access token or a bot token.
    ///
    /// # Errors
    /// 401, whatever the reason.
    pub fn check_any(&self, token: &str, model: &Model) -> Result<Caller, ApiError> {
        if bots::is_one(token) { bots::check(token, model) } else { self.check(token, model) }
    }

    /// Verifies a console token.
    ///
    /// # Errors
    /// 401, whatever the reason.
    pub fn check_console(&self, token: &str) -> Result<Console, ApiError> {
        let claims = self.read(CONSOLE, token).filter(|(claims, _)| claims.sub == self.process && claims.sid.is_none());
        claims.map(|_| Console).ok_or(ApiError::unauthorized())
    }

    fn caller(&self, token: &str) -> Option<Caller> {
        let (claims, expires_at) = self.read(ACCESS, token)?;
        let expires_at = self.clock.monotonic_at(expires_at);
        Some(Caller { user: claims.sub.parse().ok()?, session_id: claims.sid?.parse().ok()?, expires_at, bot: false })
    }

    /// The claims of a valid token of this kind, and its expiry.
    fn read(&self, kind: &str, token: &str) -> Option<(Claims, Timestamp)> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let mut rules = Validation::new(self.algorithm);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are checked below, with the server's own clock.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let kid = jsonwebtoken::decode_header(token).ok()?.kid;
        let previous = self.previous.as_ref().filter(|previous| kid.as_ref() == Some(&previous.checking.kid));
        let key = match (&kid, previous) {
            (_, Some(previous)) if kind == ACCESS => &previous.checking.key,
            (Some(kid), _) if *kid != self.checking.kid => return None,
            _ => &self.checking.key,
        };
        let claims = jsonwebtoken::decode::<Claims>(token, key, &rules).ok()?.claims;
        if previous.is_some_and(|previous| !self.may_be_of(previous, &claims)) {
            return None;
        }
        let expires_at = Timestamp::from_ms(claims.exp.checked_mul(1000)?);
        let valid_from = Timestamp::from_ms(claims.nbf.checked_mul(1000)?);
        let now = self.now(kind);
        let alive = claims.typ == kind && claims.iat <= claims.exp && expires_at > now && valid_from <= now.after(LEEWAY);
        alive.then_some((claims, expires_at))
    }

    /// Whether the previous key can have signed this while it was current.
    fn may_be_of(&self, previous: &PreviousKey, claims: &Claims) -> bool {
        let lifetime = i64::try_from(self.lifetime.as_secs()).unwrap_or(i64::MAX);
        claims.iat <= previous.until.as_seconds() && claims.exp <= claims.iat.saturating_add(lifetime)
    }
}
