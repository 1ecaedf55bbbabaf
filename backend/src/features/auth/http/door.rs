//! The routes of the door itself: coming in, staying in, going out.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, web};
use futures_util::future::LocalBoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::limited;
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    features::{
        auth::{
            actions::{self, Attempt, LogIn, Newcomer, Refreshed, Registered, SignedIn},
            browser::Sender,
        },
        users::view::CurrentUser,
    },
    http::{Body, Error, error},
    kernel::{FieldError, Refusal, Secret, limits},
    state::State,
};

/// An account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterRequest {
    #[schema(format = Email, max_length = 254, examples("alice@example.org"))]
    pub email: String,
    /// `[a-z0-9_.]`; capitals are folded.
    #[schema(min_length = 2, max_length = 32, examples("alice"))]
    pub username: String,
    /// Any characters, but none of the passwords that are guessed first.
    #[schema(value_type = String, format = Password, min_length = 10, max_length = 128, examples("correct horse battery"))]
    pub password: Secret,
    /// What others see instead of the user name.
    #[schema(min_length = 1, max_length = 32, examples("Олена"))]
    pub display_name: Option<String>,
    /// The code of an invite, where registration needs one. It does not join the guild; that is done with the invite itself.
    #[schema(examples("mJd7kQxv"))]
    pub invite: Option<String>,
    /// The setup token that the server printed at its start. With it the account operates the instance, if nobody does yet.
    #[schema(value_type = Option<String>)]
    pub setup_token: Option<Secret>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    #[schema(examples("alice@example.org"))]
    pub email: String,
    #[schema(value_type = String, format = Password, examples("correct horse battery"))]
    pub password: Secret,
    /// A code of the second factor, or a recovery code, where the account has one.
    #[schema(value_type = Option<String>, examples("123456"))]
    pub code: Option<Secret>,
}

/// A refresh token. The web client sends none, for its cookie has it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefreshRequest {
    #[schema(value_type = Option<String>, examples("r0uN7Fq2xkO3m1c9Zt5bV8dYwLsEaGh4PjXiQ6nTKyA"))]
    pub refresh_token: Option<Secret>,
}

/// OAuth 2's form for a password or a refresh token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenForm {
    /// `password` or `refresh_token`.
    #[schema(examples("password"))]
    pub grant_type: String,
    /// The e-mail address.
    #[schema(examples("alice@example.org"))]
    pub username: Option<String>,
    #[schema(value_type = Option<String>, format = Password, examples("correct horse battery"))]
    pub password: Option<Secret>,
    /// A code of the second factor, where the account has one.
    #[schema(value_type = Option<String>)]
    pub otp: Option<Secret>,
    #[schema(value_type = Option<String>)]
    pub refresh_token: Option<Secret>,
    /// Has no meaning here, like the two that follow; tools send them.
    #[serde(rename = "scope")]
    #[schema(rename = "scope")]
    pub _scope: Option<String>,
    #[serde(rename = "client_id")]
    #[schema(rename = "client_id")]
    pub _client_id: Option<String>,
    #[serde(rename = "client_secret")]
    #[schema(rename = "client_secret", value_type = Option<String>)]
    pub _client_secret: Option<Secret>,
}

/// What one who is let in gets.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenPair {
    /// Goes into the header `Authorization: Bearer …`.
    pub access_token: String,
    /// For one refresh. Missing for the web client, which gets it as a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(examples("r0uN7Fq2xkO3m1c9Zt5bV8dYwLsEaGh4PjXiQ6nTKyA"))]
    pub refresh_token: Option<String>,
    /// Always `bearer`.
    #[schema(examples("bearer"))]
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    #[schema(examples(600))]
    pub expires_in: u64,
    pub user: CurrentUser,
}

/// The account is made once the address is confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationPending {
    #[schema(examples("alice@example.org"))]
    pub email: String,
}

/// The same in OAuth 2's words.
#[derive(Debug, Serialize, ToSchema)]
pub struct OAuthToken {
    pub access_token: String,
    #[schema(examples("bearer"))]
    pub token_type: &'static str,
    /// Seconds.
    #[schema(examples(600))]
    pub expires_in: u64,
    pub refresh_token: String,
}

impl From<SignedIn> for OAuthToken {
    fn from(signed_in: SignedIn) -> Self {
        Self {
            access_token: signed_in.access.expose().to_owned(),
            token_type: "bearer",
            expires_in: signed_in.access_lifetime.as_secs(),
            refresh_token: signed_in.refresh.expose().to_owned(),
        }
    }
}

/// Makes an account and logs in. While nobody operates the instance, the account of who registers from the server's own machine, or with
/// the setup token, does. Where letters are sent, all others are made once their address is confirmed; the answer is the same
/// whether it has an account already. Without, a taken name and a taken address get the same answer.
#[utoipa::path(post, path = "/auth/register", tag = "auth", request_body = RegisterRequest,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token comes as a cookie.")),
    responses((status = 201, description = "The account is made", body = TokenPair),
        (status = 202, description = "A letter is on its way, with a link to confirm the address", body = RegistrationPending)))]
async fn register(state: web::Data<State>, sender: Sender, Body(body): Body<RegisterRequest>) -> Result<HttpResponse, Error> {
    let newcomer = Newcomer { client: sender.client.clone(), language: sender.language, is_local: sender.is_local };
    match actions::register(&state, body, newcomer).await? {
        Registered::Done(signed_in) => Ok(sender.let_in(StatusCode::CREATED, *signed_in)),
        Registered::Pending(email) => Ok(HttpResponse::Accepted().json(RegistrationPending { email })),
        Registered::TooOften(taken) => Ok(limited(&state, taken)),
    }
}

/// Logs in with e-mail address and password, and a code where the account has a second factor.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = LoginRequest,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token comes as a cookie.")),
    responses((status = 200, description = "Signed in", body = TokenPair)))]
async fn login(state: web::Data<State>, sender: Sender, Body(body): Body<LoginRequest>) -> Result<HttpResponse, Error> {
    let LoginRequest { email, password, code } = body;
    match actions::log_in(&state, Attempt { email, password, code, client: sender.client.clone(), network: sender.network })
        .await?
    {
        LogIn::Done(signed_in) => Ok(sender.let_in(StatusCode::OK, *signed_in)),
        LogIn::TooOften(taken) => Ok(limited(&state, taken)),
        LogIn::Wrong => Err(Error::field("login", &FieldError::new("INVALID_LOGIN", "E-mail address or password is wrong."))),
    }
}

/// Logs in, or refreshes, with a form of OAuth 2. The `username` is the e-mail address.
#[utoipa::path(post, path = "/auth/token", tag = "auth",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Signed in", body = OAuthToken)))]
async fn oauth_token(state: web::Data<State>, sender: Sender, Grant(form): Grant) -> Result<HttpResponse, Error> {
    let Sender { client, network, .. } = sender;
    let signed_in = match (form.grant_type.as_str(), form.username, form.password, form.refresh_token) {
        ("password", Some(email), Some(password), _) => {
            match actions::log_in(&state, Attempt { email, password, code: form.otp, client, network }).await? {
                LogIn::Done(signed_in) => Some(*signed_in),
                LogIn::TooOften(taken) => return Ok(limited(&state, taken)),
                LogIn::Wrong => None,
            }
        }
        ("refresh_token", _, _, Some(token)) => match actions::refresh(&state, token, client).await? {
            Refreshed::Done(signed_in) => Some(*signed_in),
            Refreshed::TooOften(taken) => return Ok(limited(&state, taken)),
            Refreshed::Dead | Refreshed::Superseded => None,
        },
        ("password" | "refresh_token", ..) => return Err(Refusal::bad_request("invalid_request: A field is missing.").into()),
        _ => return Err(Refusal::bad_request("unsupported_grant_type: Use password or refresh_token.").into()),
    };
    let signed_in = signed_in.ok_or_else(|| Refusal::bad_request("invalid_grant: What was shown is wrong or has ended."))?;
    Ok(HttpResponse::Ok().json(OAuthToken::from(signed_in)))
}

/// Spends a refresh token, from the body or the cookie, and yields the next with a new access token.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", request_body = Option<RefreshRequest>,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token is read from the cookie.")),
    responses((status = 200, description = "Still signed in", body = TokenPair)))]
async fn refresh(state: web::Data<State>, mut sender: Sender, Body(body): Body<RefreshRequest>) -> Result<HttpResponse, Error> {
    let token = sender.refresh_token(body.refresh_token)?.ok_or(Refusal::unauthorized())?;
    match actions::refresh(&state, token, sender.client.clone()).await? {
        Refreshed::Done(signed_in) => Ok(sender.let_in(StatusCode::OK, *signed_in)),
        Refreshed::TooOften(taken) => Ok(limited(&state, taken)),
        Refreshed::Dead => Ok(sender.let_go(error::respond(Refusal::unauthorized()))),
        // The cookie stays: another tab may just have set a living one.
        Refreshed::Superseded => Err(Refusal::unauthorized().into()),
    }
}

/// Logs out: ends the log-in of the refresh token, or of the access token when there is no refresh token.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", request_body = Option<RefreshRequest>,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web`: the refresh token is read from the cookie.")),
    responses((status = 204, description = "Signed out")))]
async fn logout(
    state: web::Data<State>,
    caller: Option<Caller>,
    mut sender: Sender,
    Body(body): Body<RefreshRequest>,
) -> Result<HttpResponse, Error> {
    let token = sender.refresh_token(body.refresh_token)?;
    actions::log_out(&state, token, caller).await?;
    Ok(sender.let_go(HttpResponse::NoContent().finish()))
}

/// The form of `/auth/token`.
struct Grant(TokenForm);

impl FromRequest for Grant {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::Form::<TokenForm>::from_request(request, payload);
        Box::pin(async move {
            // What is wrong is not repeated, for it may hold the password.
            let form = form.await.map_err(|_| Refusal::bad_request("invalid_request: This is not the form of a grant."))?;
            Ok(Self(form.into_inner()))
        })
    }
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(register).rate(limits::REGISTER).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(login).rate(limits::LOGIN).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(oauth_token).rate(limits::LOGIN).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(refresh).rate(limits::REFRESH_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(logout).rate(limits::LOGOUT).signing_in().body(limits::FORM_BYTES));
}
