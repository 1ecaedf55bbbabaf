//! Routes of registration, sign-in, refresh and sign-out.

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, http::StatusCode, web};
use futures_util::future::LocalBoxFuture;

use super::limited;
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::auth::{
        actions::{self, Attempt, Newcomer, Refreshed, Registered, SignIn, SignedIn},
        browser::Sender,
        requests::{RefreshRequest, RegisterRequest, SignInRequest, TokenForm},
        rules,
        view::{OAuthToken, RegistrationPending, TokenPair},
    },
    http::{Error, Json, error},
    kernel::{ApiError, FieldError, limits},
    state::State,
};

/// Registers an account and signs in. The first account from the server's own machine, or with the setup token, becomes an
/// operator. If the server sends emails, other accounts are created once their address is confirmed, and the response does not
/// reveal whether the address has an account. Otherwise, a taken name and a taken address get the same response.
#[utoipa::path(post, path = "/auth/register", tag = "auth", request_body = RegisterRequest,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web` returns the refresh token as a cookie.")),
    responses((status = 201, description = "The account was created", body = TokenPair),
        (status = 202, description = "An email with a link that confirms the address is being sent", body = RegistrationPending)))]
async fn register(state: web::Data<State>, sender: Sender, Json(body): Json<RegisterRequest>) -> Result<HttpResponse, Error> {
    let newcomer = Newcomer { client: sender.client.clone(), language: sender.language, is_local: sender.is_local };
    match actions::register(&state, body, newcomer).await? {
        Registered::Done(signed_in) => Ok(sender.set_cookie(StatusCode::CREATED, *signed_in)),
        Registered::Pending(email) => Ok(HttpResponse::Accepted().json(RegistrationPending { email })),
        Registered::TooOften(taken) => Ok(limited(&state, taken)),
    }
}

/// Signs in with email address and password, and a code if the account has a second factor.
#[utoipa::path(post, path = "/auth/login", tag = "auth", request_body = SignInRequest,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web` returns the refresh token as a cookie.")),
    responses((status = 200, description = "Signed in", body = TokenPair)))]
async fn sign_in(state: web::Data<State>, sender: Sender, Json(body): Json<SignInRequest>) -> Result<HttpResponse, Error> {
    let SignInRequest { email, password, code } = body;
    match actions::sign_in(&state, Attempt { email, password, code, client: sender.client.clone(), network: sender.network })
        .await?
    {
        SignIn::Done(signed_in) => Ok(sender.set_cookie(StatusCode::OK, *signed_in)),
        SignIn::TooOften(taken) => Ok(limited(&state, taken)),
        SignIn::Wrong => Err(Error::field("login", &FieldError::new("INVALID_LOGIN", "Wrong email address or password."))),
    }
}

/// Signs in or refreshes with the token request of OAuth 2. The `username` is the email address.
#[utoipa::path(post, path = "/auth/token", tag = "auth",
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Signed in", body = OAuthToken)))]
async fn oauth_token(state: web::Data<State>, sender: Sender, Grant(form): Grant) -> Result<HttpResponse, Error> {
    let Sender { client, network, .. } = sender;
    let signed_in = match (form.grant_type.as_str(), form.username, form.password, form.refresh_token) {
        ("password", Some(email), Some(password), _) => {
            match actions::sign_in(&state, Attempt { email, password, code: form.otp, client, network }).await? {
                SignIn::Done(signed_in) => Some(*signed_in),
                SignIn::TooOften(taken) => return Ok(limited(&state, taken)),
                SignIn::Wrong => None,
            }
        }
        ("refresh_token", _, _, Some(token)) => match actions::refresh(&state, token, client).await? {
            Refreshed::Done(signed_in) => Some(*signed_in),
            Refreshed::TooOften(taken) => return Ok(limited(&state, taken)),
            Refreshed::Dead | Refreshed::Superseded => None,
        },
        ("password" | "refresh_token", ..) => return Err(ApiError::bad_request("invalid_request: A field is missing.").into()),
        _ => return Err(ApiError::bad_request("unsupported_grant_type: Use password or refresh_token.").into()),
    };
    let signed_in = signed_in.ok_or_else(|| ApiError::bad_request("invalid_grant: The credentials are wrong or expired."))?;
    Ok(HttpResponse::Ok().json(OAuthToken::from(signed_in)))
}

/// Exchanges a refresh token, from the body or the cookie, for a new one and a new access token.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", request_body = Option<RefreshRequest>,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web` reads the refresh token from the cookie.")),
    responses(
        (status = 200, description = "Still signed in", body = TokenPair),
        (status = 204, description = "The web client has no refresh cookie: signed out")))]
async fn refresh(state: web::Data<State>, mut sender: Sender, Json(body): Json<RefreshRequest>) -> Result<HttpResponse, Error> {
    let Some(token) = sender.refresh_token(body.refresh_token)? else {
        return sender.without_token();
    };
    match actions::refresh(&state, token, sender.client.clone()).await? {
        Refreshed::Done(signed_in) => Ok(sender.set_cookie(StatusCode::OK, *signed_in)),
        Refreshed::TooOften(taken) => Ok(limited(&state, taken)),
        Refreshed::Dead => Ok(sender.clear_cookie(error::respond(ApiError::unauthorized()))),
        // The cookie is not cleared: another tab may just have set a new one.
        Refreshed::Superseded => Err(ApiError::unauthorized().into()),
    }
}

/// Signs out: ends the session of the refresh token, or of the access token if there is no refresh token.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", request_body = Option<RefreshRequest>,
    params(("X-ChatSpace-Client" = Option<String>, Header, description = "`web` reads the refresh token from the cookie.")),
    responses((status = 204, description = "Signed out")))]
async fn sign_out(
    state: web::Data<State>,
    caller: Option<Caller>,
    mut sender: Sender,
    Json(body): Json<RefreshRequest>,
) -> Result<HttpResponse, Error> {
    let token = sender.refresh_token(body.refresh_token)?;
    actions::log_out(&state, token, caller).await?;
    Ok(sender.clear_cookie(HttpResponse::NoContent().finish()))
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

/// The form of `/auth/token`.
struct Grant(TokenForm);

impl FromRequest for Grant {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let form = web::Form::<TokenForm>::from_request(request, payload);
        Box::pin(async move {
            // The error does not repeat the input, which may contain the password.
            let form = form.await.map_err(|_| ApiError::bad_request("invalid_request: The form is invalid."))?;
            Ok(Self(form.into_inner()))
        })
    }
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(register).rate(rules::REGISTER).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(sign_in).rate(rules::LOGIN).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(oauth_token).rate(rules::LOGIN).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(refresh).rate(rules::REFRESH_ADDRESS).signing_in().body(limits::FORM_BYTES));
    routes.add(endpoint!(sign_out).rate(rules::LOGOUT).signing_in().body(limits::FORM_BYTES));
}
