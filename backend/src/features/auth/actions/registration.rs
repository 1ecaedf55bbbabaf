//! Registration.
//!
//! If the server sends emails, an account is created once its address is confirmed ([`super::confirming`]). The first operator's
//! account is created at once, since mail may not be configured yet: it is the first registration from the server's own machine,
//! or with the setup token.
//!
//! Without mail an account is created at once, so registration necessarily reveals whether an address has an account. To limit
//! this, a taken name and a taken address get one response after the same work, and the rates of registration, by address and in
//! total, bound how many addresses can be tried.

use super::{Opened, SignedIn, address, confirming, open, signed_in};
use crate::{
    config::Registration,
    db::Conn,
    features::{
        auth::rules,
        auth::{
            password_rules::{self, Known},
            passwords::Passwords,
            requests::RegisterRequest,
            rules::Client,
        },
        invites::actions as invites,
        mail::actions::Language,
        users::actions::{self as users, EmailAddress, NewAccount},
    },
    http::{Error, rate_limits::Taken},
    kernel::{self, ApiError, FieldError, Secret, limits, text},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// The outcome of a registration.
#[derive(Debug)]
pub enum Registered {
    Done(Box<SignedIn>),
    /// The address, as stored, must be confirmed.
    Pending(String),
    /// The limit of emails to this address, or of registrations, is reached.
    TooOften(Taken),
}

/// The client that registers.
#[derive(Debug)]
pub struct Newcomer {
    pub client: Client,
    pub language: Language,
    /// Whether it runs on the server's own machine.
    pub is_local: bool,
}

/// The requested account, with well-formed fields.
struct Form {
    email: EmailAddress,
    username: String,
    display_name: Option<String>,
    password: Secret,
    known: Known,
}

impl Form {
    /// Runs all cheap checks first, so that all errors are reported at once.
    fn check(email: &str, username: &str, display_name: Option<&str>, password: Secret) -> Result<Self, Error> {
        let mut form = kernel::Form::new();
        let known = Known::of(email.trim(), username.trim(), display_name);
        let email = form.check("email", users::email(email));
        let username = form.check("username", users::username(username));
        form.check("password", password_rules::length(&password).and_then(|()| password_rules::unlike(&password, &known)));
        let name = |name| text::name(name, 1, limits::DISPLAY_NAME_LENGTH);
        let display_name = display_name.and_then(|display_name| form.check("display_name", name(display_name)));
        form.finish()?;
        match (email, username) {
            (Some(email), Some(username)) => Ok(Self { email, username, display_name, password, known }),
            _ => Err(ApiError::internal().into()),
        }
    }
}

/// Creates an account and opens a session, or stores a registration until its address is confirmed.
///
/// # Errors
/// 400 / 50035 for bad or taken fields, 403 if registration is closed or requires an invite, 503 when the queue is full.
pub async fn register(state: &State, request: RegisterRequest, newcomer: Newcomer) -> Result<Registered, Error> {
    let RegisterRequest { email, username, password, display_name, invite, setup_token } = request;
    let form = Form::check(&email, &username, display_name.as_deref(), password)?;
    let sets_up = setup_token.map(|token| check_setup_token(state, &token)).transpose()?.is_some();
    let admission_rules =
        AdmissionRules { invite, sets_up, is_local: newcomer.is_local, sends_mail: state.config.smtp.is_some() };
    if let Some(taken) = admits_now(state, &admission_rules, &form).await? {
        return Ok(Registered::TooOften(taken));
    }
    let Form { email, username, display_name, password, known } = form;
    let hashed = Passwords::from(state).hash_new(&password, known).await?;
    let password_hash = hashed.map_err(|weak| Error::field("password", &weak))?;

    let (address, locale) = (email.text.clone(), newcomer.language.locale().to_owned());
    let account = NewAccount { username, display_name, email, password_hash, locale, verified: false, operator: false };
    let client = newcomer.client;
    let job = state.writer.run_write(move |uow| Box::pin(async move { admit(uow, admission_rules, account, &client).await }));
    let Some(opened) = job.await? else { return Ok(Registered::Pending(address)) };
    security_event!("registered", user = %opened.user, session_id = %opened.session_id, "registered");
    Ok(Registered::Done(Box::new(signed_in(state, opened).await?)))
}

/// # Errors
/// 400 / 50035 at `setup_token` if it is not the token of this start.
pub fn check_setup_token(state: &State, token: &Secret) -> Result<(), Error> {
    if state.setup_token.is(token) { Ok(()) } else { Err(setup_token_invalid()) }
}

/// The error for an invalid setup token, whatever the reason.
pub fn setup_token_invalid() -> Error {
    Error::field("setup_token", &FieldError::new("SETUP_TOKEN_INVALID", "The setup token is wrong or no longer needed."))
}

/// Runs the checks that can refuse the request before the password is hashed. Returns an exceeded rate limit.
async fn admits_now(state: &State, admission_rules: &AdmissionRules, form: &Form) -> Result<Option<Taken>, Error> {
    let registration = state.cache.read().registration();
    let mut conn = state.db.read_first().await?;
    let admitted_as = admission_rules.admits(&mut conn, registration).await?;
    if let AdmittedAs::Invited(code) = &admitted_as {
        invites::expect_live(state, &mut conn, code).await?;
    }
    let by_email = admission_rules.sends_mail && admitted_as != AdmittedAs::Operator;
    if by_email {
        // A taken address is reported to its owner only.
        users::refuse_taken_name(&mut conn, &form.username).await?;
    }
    let mut taken = state.limiter.take(rules::REGISTER_ALL, ());
    if by_email && taken.retry_after_s.is_none() {
        taken = state.limiter.take(rules::MAIL_ACCOUNT, &form.email.key);
    }
    Ok(taken.retry_after_s.is_some().then_some(taken))
}

/// Returns `None` if the address must be confirmed first.
async fn admit(
    uow: &mut UnitOfWork,
    admission_rules: AdmissionRules,
    account: NewAccount,
    client: &Client,
) -> Result<Option<Opened>, Error> {
    let registration = uow.model().registration();
    let admitted_as = admission_rules.admits(uow.conn(), registration).await?;
    let invite = if let AdmittedAs::Invited(code) = &admitted_as { Some(code.as_str()) } else { None };
    if admission_rules.sends_mail && admitted_as != AdmittedAs::Operator {
        confirming::store_pending(uow, &account, invite).await?;
        return Ok(None);
    }
    let user = users::create(uow, NewAccount { operator: admitted_as == AdmittedAs::Operator, ..account }).await?;
    if let Some(code) = invite {
        invites::admit(uow, user, code).await?;
    }
    if admission_rules.sends_mail {
        address::ask_to_verify(uow, user).await?;
    }
    Ok(Some(open(uow, user, client).await?))
}

/// Who may register.
struct AdmissionRules {
    invite: Option<String>,
    /// Whether the setup token is valid.
    sets_up: bool,
    is_local: bool,
    sends_mail: bool,
}

/// Why a registration is admitted.
#[derive(Debug, PartialEq, Eq)]
enum AdmittedAs {
    /// There is not an operator yet, and the client has started the server.
    Operator,
    /// Registration is open.
    Open,
    /// With this invite; its use is counted when the account is created.
    Invited(String),
}

impl AdmissionRules {
    /// While there is not an operator, whoever started the server is always admitted.
    async fn admits(&self, conn: &mut Conn, registration: Registration) -> Result<AdmittedAs, Error> {
        let has_operator = users::has_operator(conn).await?;
        if self.sets_up && has_operator {
            return Err(setup_token_invalid());
        }
        if (self.sets_up || self.is_local) && !has_operator {
            return Ok(AdmittedAs::Operator);
        }
        match registration {
            Registration::Open => Ok(AdmittedAs::Open),
            Registration::Closed => Err(rules::registration_closed().into()),
            Registration::Invite => {
                let code = self.invite.as_deref().map(str::trim).filter(|code| !code.is_empty());
                Ok(AdmittedAs::Invited(code.ok_or(rules::registration_needs_invite())?.to_owned()))
            }
        }
    }
}
