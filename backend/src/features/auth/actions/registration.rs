//! Coming in for the first time.

use super::{Opened, SignedIn, open, signed_in};
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
        users::actions::{self as users, NewAccount},
    },
    http::Error,
    kernel::{FieldError, Form, Refusal, Timestamp, limits, text},
    state::State,
    work::Work,
};

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

    let door = Door { invite };
    let registration = state.cache.read().registration();
    let mut conn = state.db.read().await?;
    door.admits(&mut conn, registration, state.clock.now()).await?;
    users::refuse_taken(&mut conn, &username, &email).await?;
    drop(conn);
    let password_hash = Passwords::from(state).hash(&password).await?;

    let account = NewAccount { username, display_name, email, password_hash };
    let opened = state.writer.run(move |work| Box::pin(admit(work, door, account, client))).await?;
    tracing::info!(user = %opened.user, login = %opened.login, "registered");
    signed_in(state, opened).await
}

async fn admit(work: &mut Work, door: Door, account: NewAccount, client: Client) -> Result<Opened, Error> {
    let (registration, now) = (work.model().registration(), work.now());
    door.admits(work.conn(), registration, now).await?;
    let user = users::create(work, account).await?;
    Ok(open(work, user, &client).await?)
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
