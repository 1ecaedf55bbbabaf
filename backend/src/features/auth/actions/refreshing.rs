//! Staying in: one refresh token for the next.

use super::{
    Opened, SignedIn,
    ending::revoke,
    history::{self, AccountEventKind},
    signed_in, waiting, without_room,
};
use crate::{
    db::Failure,
    features::auth::{
        rules::{self, Client, Reuse, Verdict},
        store, tokens,
    },
    http::{Error, rate_limits::Taken},
    kernel::{LoginId, Refusal, Secret, limits},
    state::State,
    work::Work,
};

/// How a refresh ended.
#[derive(Debug)]
pub enum Refreshed {
    Done(Box<SignedIn>),
    /// The token is not known, or its log-in has ended. It will never work again.
    Dead,
    /// The token was spent a moment ago, and so was its successor. The client may already hold a living one.
    Superseded,
    /// The bucket of the log-in is empty.
    TooOften(Taken),
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
    let taken = count(state, &token).await?;
    if let Some(taken) = taken.filter(|taken| taken.retry_after_s.is_some()) {
        return Ok(Refreshed::TooOften(taken));
    }
    if let Some(opened) = waiting::waiting(state, &token) {
        return Ok(Refreshed::Done(Box::new(signed_in(state, opened).await?)));
    }
    let same = token.clone();
    let nexts = state.config.keys().all().map(|key| tokens::next(key, &token)).collect();
    let exchange = Exchange { nexts, token, client };
    let rotated = match state.writer.run(move |work| Box::pin(rotate(work, exchange))).await {
        Err(error) if without_room::is_want_of_room(&error) => match without_room::unspent(state, same).await? {
            Some(opened) => Rotated::Next(opened),
            None if taken.is_none() => Rotated::Dead,
            None => return Err(error),
        },
        rotated => rotated?,
    };
    match rotated {
        Rotated::Next(opened) => Ok(Refreshed::Done(Box::new(signed_in(state, opened).await?))),
        Rotated::Dead => Ok(Refreshed::Dead),
        Rotated::Superseded => Ok(Refreshed::Superseded),
        Rotated::Reused(login) => {
            tracing::warn!(%login, "a consumed refresh token was used again; its session is revoked");
            Ok(Refreshed::Dead)
        }
    }
}

/// Takes from the bucket of the log-in that the token belongs to, spent or not.
async fn count(state: &State, token: &Secret) -> Result<Option<Taken>, Failure> {
    let mut conn = state.db.read_first().await?;
    let login = store::login_of(&mut conn, &tokens::hash(token)).await?;
    Ok(login.map(|login| state.limiter.take(limits::REFRESH, login)))
}

/// One token for the next.
struct Exchange {
    token: Secret,
    /// Derived with the key in use; and with the key before it, for the answer to the last refresh before it was replaced.
    nexts: Vec<Secret>,
    client: Client,
}

/// A refusal is no error here, for what it stored, such as a revocation, has to stay.
async fn rotate(work: &mut Work, exchange: Exchange) -> Result<Rotated, Error> {
    let now = work.now();
    let hash = tokens::hash(&exchange.token);
    let newest = exchange.nexts.first().cloned().ok_or_else(Refusal::internal)?;
    if let Some(login) = store::spend(work.conn(), &hash, now).await? {
        let next_hash = tokens::hash(&newest);
        let rotated = go_on(work, login, newest, &exchange.client).await?;
        if matches!(rotated, Rotated::Next(_)) {
            store::insert_token(work.conn(), &next_hash, login, now).await?;
        }
        return Ok(rotated);
    }
    let Some(spent) = store::spent(work.conn(), &hash).await? else { return Ok(Rotated::Dead) };
    let successor = waiting(work, exchange.nexts).await?;
    let verdict = rules::judge(Reuse {
        since_spent: now.distance(spent.spent_at),
        same_client: spent.client == exchange.client.name,
        successor_waits: successor.is_some(),
    });
    match (verdict, successor) {
        (Verdict::Repeat, Some(next)) => Ok(go_on(work, spent.login_id, next, &exchange.client).await?),
        (Verdict::Repeat | Verdict::Refuse, _) => Ok(Rotated::Superseded),
        (Verdict::Revoke, _) => accuse(work, spent.login_id, &exchange.client).await,
    }
}

/// Which of these tokens waits to be spent.
async fn waiting(work: &mut Work, tokens: Vec<Secret>) -> Result<Option<Secret>, Failure> {
    for token in tokens {
        if store::waits(work.conn(), &tokens::hash(&token)).await? {
            return Ok(Some(token));
        }
    }
    Ok(None)
}

/// Ends the log-in, and notes it for its owner, who may be the one that was robbed.
async fn accuse(work: &mut Work, login: LoginId, client: &Client) -> Result<Rotated, Error> {
    let Some(user) = revoke(work, login).await? else { return Ok(Rotated::Dead) };
    history::note(work, user, AccountEventKind::RefreshTokenReused, client).await?;
    Ok(Rotated::Reused(login))
}

async fn go_on(work: &mut Work, login: LoginId, token: Secret, client: &Client) -> Result<Rotated, Failure> {
    let now = work.now();
    let idle_since = now.before(rules::IDLE);
    let living = store::use_login(work.conn(), (login, &client.address), now, idle_since).await?;
    Ok(living.map_or(Rotated::Dead, |living| {
        Rotated::Next(Opened { user: living.user_id, login, token, expires_at: living.expires_at })
    }))
}
