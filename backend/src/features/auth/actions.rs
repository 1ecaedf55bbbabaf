//! What can be done at the door.

use std::time::Duration;

use super::{
    http::RegisterRequest,
    passwords::Passwords,
    rules::{self, Client, Reuse, Verdict},
    store, tokens,
};
use crate::{
    access::Caller,
    cache::Change,
    config::Registration,
    db::{Conn, Failure},
    features::users::{
        actions::{self as users, NewAccount},
        view::CurrentUser,
    },
    http::Error,
    kernel::{FieldError, Form, LoginId, Refusal, Secret, Timestamp, UserId, limits, text},
    state::State,
    work::Work,
};

/// What somebody who is let in gets.
#[derive(Debug)]
pub struct SignedIn {
    pub access: Secret,
    /// How long the access token lives.
    pub access_lifetime: Duration,
    pub refresh: Secret,
    /// How long the refresh token lives if it is not used.
    pub refresh_lifetime: Duration,
    pub user: CurrentUser,
}

/// A log-in with its newest refresh token, as a write turn leaves it.
#[derive(Debug)]
struct Opened {
    user: UserId,
    login: LoginId,
    token: Secret,
    expires_at: Timestamp,
}

/// Makes an account and logs in.
///
/// # Errors
/// 400 / 50035 for bad or taken fields, 403 when registration is closed or needs an invite, 503 when too many wait.
pub async fn register(state: &State, request: RegisterRequest, client: Client) -> Result<SignedIn, Error> {
    let RegisterRequest { email, username, password, display_name, invite } = request;
    let mut form = Form::new();
    let email = form.check("email", users::email(&email));
    let username = form.check("username", users::username(&username));
    let good_password = form.check("password", rules::password(&password));
    let display_name =
        display_name.and_then(|name| form.check("display_name", text::name(&name, 1, limits::DISPLAY_NAME_LENGTH)));
    form.finish()?;
    let (Some(email), Some(username), Some(())) = (email, username, good_password) else {
        return Err(Refusal::internal().into());
    };

    let door = Door { registration: state.config.registration, invite };
    let mut conn = state.db.read().await?;
    door.admits(&mut conn, state.clock.now()).await?;
    users::refuse_taken(&mut conn, &username, &email).await?;
    drop(conn);
    let password_hash = Passwords::from(state).hash(&password).await?;

    let account = NewAccount { username, display_name, email, password_hash };
    let opened = state.writer.run(move |work| Box::pin(admit(work, door, account, client))).await?;
    tracing::info!(user = %opened.user, login = %opened.login, "registered");
    signed_in(state, opened).await
}

async fn admit(work: &mut Work, door: Door, account: NewAccount, client: Client) -> Result<Opened, Error> {
    let now = work.now();
    door.admits(work.conn(), now).await?;
    let user = users::create(work, account).await?;
    Ok(open(work, user, client).await?)
}

/// Who may register.
struct Door {
    registration: Registration,
    invite: Option<String>,
}

impl Door {
    /// The first to come is always let in, for somebody has to operate the instance.
    async fn admits(&self, conn: &mut Conn, now: Timestamp) -> Result<(), Error> {
        if self.registration == Registration::Open || !users::has_any(conn).await? {
            return Ok(());
        }
        if self.registration == Registration::Closed {
            return Err(Refusal::registration_closed().into());
        }
        let Some(code) = self.invite.as_deref().map(str::trim).filter(|code| !code.is_empty()) else {
            return Err(Refusal::registration_needs_invite().into());
        };
        // Postgres takes no NUL, and no code has one.
        if !code.contains('\0') && store::invite_lives(conn, code, now).await? {
            Ok(())
        } else {
            Err(Error::field("invite", &FieldError::new("INVITE_INVALID", "This invite is not valid, or no longer.")))
        }
    }
}

/// Logs in. Yields nothing for an unknown address, a wrong password and a disabled account alike.
///
/// # Errors
/// 503 when too many wait.
pub async fn log_in(state: &State, email: &str, password: &Secret, client: Client) -> Result<Option<SignedIn>, Error> {
    let mut conn = state.db.read().await?;
    let stored = users::stored_password(&mut conn, &users::email_key(email)).await?;
    drop(conn);
    let passwords = Passwords::from(state);
    let fits = passwords.fits(password, stored.as_ref().map(|stored| stored.hash.as_str())).await?;
    let Some(stored) = stored.filter(|stored| fits && !stored.disabled) else {
        tracing::info!("a log-in was refused");
        return Ok(None);
    };
    let renewed = if passwords.is_weak(&stored.hash) { passwords.hash(password).await? } else { stored.hash.clone() };
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            // The password may have been changed, or the account disabled, while the old one was checked.
            if !users::renew_password_hash(work.conn(), stored.user, &stored.hash, &renewed).await? {
                return Ok::<_, Error>(None);
            }
            Ok(Some(open(work, stored.user, client).await?))
        })
    });
    let Some(opened) = turn.await? else { return Ok(None) };
    tracing::info!(user = %opened.user, login = %opened.login, "logged in");
    signed_in(state, opened).await.map(Some)
}

/// Begins a log-in.
async fn open(work: &mut Work, user: UserId, client: Client) -> Result<Opened, Failure> {
    let (now, login, token) = (work.now(), LoginId::new(work.next_id()), tokens::random());
    let expires_at = now.after(rules::ABSOLUTE);
    store::insert_login(work.conn(), (login, user), &client, now, expires_at).await?;
    store::insert_token(work.conn(), &tokens::hash(&token), login, now).await?;
    Ok(Opened { user, login, token, expires_at })
}

async fn signed_in(state: &State, opened: Opened) -> Result<SignedIn, Error> {
    let mut conn = state.db.read().await?;
    Ok(SignedIn {
        user: users::current(&mut conn, &state.cache, opened.user).await?,
        access: state.tokens.issue(opened.user, opened.login),
        access_lifetime: state.tokens.lifetime(),
        refresh: opened.token,
        refresh_lifetime: rules::idle_left(state.clock.now(), opened.expires_at),
    })
}

/// How a refresh ended.
#[derive(Debug)]
pub enum Refreshed {
    Done(Box<SignedIn>),
    /// The token is not known, or its log-in has ended. It will never work again.
    Dead,
    /// The token was spent a moment ago, and so was its successor. The client may already hold a living one.
    Superseded,
}

/// What the write turn of a refresh found.
enum Rotated {
    Next(Opened),
    Dead,
    Superseded,
    Reused(LoginId),
}

/// Spends a refresh token and yields the next.
///
/// # Errors
/// Only when the server fails.
pub async fn refresh(state: &State, token: Secret, client: Client) -> Result<Refreshed, Error> {
    let exchange = Exchange {
        next: tokens::next(&state.config.secret_key, &token),
        token,
        client,
        access_lifetime: state.tokens.lifetime(),
    };
    match state.writer.run(move |work| Box::pin(rotate(work, exchange))).await? {
        Rotated::Next(opened) => Ok(Refreshed::Done(Box::new(signed_in(state, opened).await?))),
        Rotated::Dead => Ok(Refreshed::Dead),
        Rotated::Superseded => Ok(Refreshed::Superseded),
        Rotated::Reused(login) => {
            tracing::warn!(%login, "a spent refresh token was used again; its log-in is revoked");
            Ok(Refreshed::Dead)
        }
    }
}

/// One token for the next.
struct Exchange {
    token: Secret,
    next: Secret,
    client: Client,
    access_lifetime: Duration,
}

/// A refusal is no error here, for what it stored, such as a revocation, has to stay.
async fn rotate(work: &mut Work, exchange: Exchange) -> Result<Rotated, Error> {
    let now = work.now();
    let (hash, next_hash) = (tokens::hash(&exchange.token), tokens::hash(&exchange.next));
    if let Some(login) = store::spend(work.conn(), &hash, now).await? {
        let rotated = go_on(work, login, exchange.next).await?;
        if matches!(rotated, Rotated::Next(_)) {
            store::insert_token(work.conn(), &next_hash, login, now).await?;
        }
        return Ok(rotated);
    }
    let Some(spent) = store::spent(work.conn(), &hash).await? else { return Ok(Rotated::Dead) };
    let verdict = rules::judge(Reuse {
        since_spent: now.since(spent.spent_at),
        same_client: spent.client == exchange.client.name,
        successor_waits: store::waits(work.conn(), &next_hash).await?,
    });
    match verdict {
        Verdict::Repeat => Ok(go_on(work, spent.login_id, exchange.next).await?),
        Verdict::Refuse => Ok(Rotated::Superseded),
        Verdict::Revoke if revoke(work, spent.login_id, exchange.access_lifetime).await? => Ok(Rotated::Reused(spent.login_id)),
        Verdict::Revoke => Ok(Rotated::Dead),
    }
}

async fn go_on(work: &mut Work, login: LoginId, token: Secret) -> Result<Rotated, Failure> {
    let now = work.now();
    let idle_since = now.before(rules::IDLE);
    let living = store::use_login(work.conn(), login, now, idle_since).await?;
    Ok(living.map_or(Rotated::Dead, |living| {
        Rotated::Next(Opened { user: living.user_id, login, token, expires_at: living.expires_at })
    }))
}

/// Ends a log-in: its refresh tokens, its access tokens and its sessions. Yields false if it had been ended before.
async fn revoke(work: &mut Work, login: LoginId, access_lifetime: Duration) -> Result<bool, Failure> {
    let now = work.now();
    let revoked = store::revoke(work.conn(), login, now).await?.is_some();
    if revoked {
        work.apply(Change::LoginRevoked(login, now.after(access_lifetime)));
    }
    Ok(revoked)
}

/// Logs out: ends the log-in of the refresh token, or of the access token when no refresh token is given.
/// What has ended already stays so.
///
/// # Errors
/// 401 when there is neither.
pub async fn log_out(state: &State, token: Option<Secret>, caller: Option<Caller>) -> Result<(), Error> {
    if token.is_none() && caller.is_none() {
        return Err(Refusal::unauthorized().into());
    }
    let access_lifetime = state.tokens.lifetime();
    let turn = state.writer.run(move |work| {
        Box::pin(async move {
            let login = match token {
                Some(token) => store::login_of(work.conn(), &tokens::hash(&token)).await?,
                None => caller.map(|caller| caller.login),
            };
            if let Some(login) = login
                && revoke(work, login, access_lifetime).await?
            {
                tracing::info!(%login, "logged out");
            }
            Ok::<_, Error>(())
        })
    });
    turn.await
}

/// Forgets log-ins that ended so long ago that nothing of them can be alive. Run now and then.
///
/// # Errors
/// When the database fails.
pub async fn forget_ended(work: &mut Work, access_lifetime: Duration) -> Result<u64, Failure> {
    let now = work.now();
    let safely = now.before(access_lifetime.max(rules::GRACE) * 2);
    store::delete_ended(work.conn(), safely, safely.before(rules::IDLE), safely).await
}
