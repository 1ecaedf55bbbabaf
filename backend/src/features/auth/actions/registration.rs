//! Coming in for the first time.
//!
//! Where letters are sent, an account is made once its address is confirmed ([`super::confirming`]); but the first of an instance is
//! made at once, for whoever sets it up may not have set up mail yet.

use super::{Opened, SignedIn, address, confirming, open, signed_in};
use crate::{
    config::Registration,
    db::Conn,
    features::{
        auth::{
            http::RegisterRequest,
            passwords::Passwords,
            rules::{self, Client},
            store,
        },
        mail::actions::Language,
        users::actions::{self as users, EmailAddress, NewAccount},
    },
    http::{Error, rate_limits::Taken},
    kernel::{FieldError, Form, Refusal, Timestamp, limits, text},
    observe::security_event,
    state::State,
    work::Work,
};

/// How a registration ended.
#[derive(Debug)]
pub enum Registered {
    Done(Box<SignedIn>),
    /// The address, as it is stored, has to be confirmed.
    Pending(String),
    /// Enough letters have been sent to this address, or enough people have registered.
    TooOften(Taken),
}

/// Who registers.
#[derive(Debug)]
pub struct Newcomer {
    pub client: Client,
    pub language: Language,
}

/// Makes an account and logs in, or keeps a registration until its address is confirmed.
///
/// # Errors
/// 400 / 50035 for bad or taken fields, 403 when registration is closed or needs an invite, 503 when too many wait.
pub async fn register(state: &State, request: RegisterRequest, newcomer: Newcomer) -> Result<Registered, Error> {
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

    let door = Door { invite };
    if let Some(taken) = admits_now(state, &door, &username, &email).await? {
        return Ok(Registered::TooOften(taken));
    }
    let password_hash = Passwords::from(state).hash(&password).await?;

    let (address, locale) = (email.text.clone(), newcomer.language.locale().to_owned());
    let account = NewAccount { username, display_name, email, password_hash, locale, verified: false };
    let (client, by_letter) = (newcomer.client, state.config.smtp.is_some());
    let turn = state.writer.run(move |work| Box::pin(async move { admit(work, door, account, (client, by_letter)).await }));
    let Some(opened) = turn.await? else { return Ok(Registered::Pending(address)) };
    security_event!("registered", user = %opened.user, login = %opened.login, "registered");
    Ok(Registered::Done(Box::new(signed_in(state, opened).await?)))
}

/// Refuses what would be refused anyway, before work is spent on the password. Yields a bucket that is empty.
async fn admits_now(state: &State, door: &Door, username: &str, email: &EmailAddress) -> Result<Option<Taken>, Error> {
    let registration = state.cache.read().registration();
    let mut conn = state.db.read().await?;
    door.admits(&mut conn, registration, state.clock.now()).await?;
    let by_letter = state.config.smtp.is_some() && users::has_any(&mut conn).await?;
    if by_letter {
        // Whether the address is taken is told to its owner only.
        users::refuse_taken_name(&mut conn, username).await?;
    } else {
        users::refuse_taken(&mut conn, username, email).await?;
    }
    let mut taken = state.limiter.take(limits::REGISTER_ALL, ());
    if by_letter && taken.retry_after_s.is_none() {
        taken = state.limiter.take(limits::MAIL_ACCOUNT, &email.key);
    }
    Ok(taken.retry_after_s.is_some().then_some(taken))
}

/// Yields nothing when the address has to be confirmed first.
async fn admit(
    work: &mut Work,
    door: Door,
    account: NewAccount,
    (client, by_letter): (Client, bool),
) -> Result<Option<Opened>, Error> {
    let (registration, now) = (work.model().registration(), work.now());
    door.admits(work.conn(), registration, now).await?;
    if by_letter && users::has_any(work.conn()).await? {
        confirming::keep(work, &account).await?;
        return Ok(None);
    }
    let user = users::create(work, account).await?;
    if by_letter {
        address::ask_to_verify(work, user).await?;
    }
    Ok(Some(open(work, user, &client).await?))
}

/// Who may register.
struct Door {
    invite: Option<String>,
}

impl Door {
    /// The first to come is always let in, for somebody has to operate the instance.
    async fn admits(&self, conn: &mut Conn, registration: Registration, now: Timestamp) -> Result<(), Error> {
        if registration == Registration::Open || !users::has_any(conn).await? {
            return Ok(());
        }
        if registration == Registration::Closed {
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
