//! The client of a request to `/auth`, and where it stores its refresh token: itself, or in a cookie.
//!
//! The cookie is not readable by scripts and is sent to no other path. Since a page of another site could make the browser send
//! it, it is accepted only together with a header that such a page cannot set, and never when the browser reports a cross-site
//! request.

use std::{
    future::{Ready, ready},
    net::{IpAddr, Ipv4Addr},
};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
    dev::Payload,
    http::{
        StatusCode,
        header::{self, HeaderName, HeaderValue},
    },
    web,
};
use ipnet::IpNet;

use super::{actions::SignedIn, rules::Client, view::TokenPair};
use crate::{
    api_guard,
    features::mail::actions::Language,
    http::{Error, origin},
    kernel::{ApiError, Secret, address},
    observe::security_event,
    state::State,
};

/// The header with which the web client requests the cookie.
pub const CLIENT_HEADER: &str = "x-chatspace-client";
const WEB: &str = "web";
/// Not `"storage"`, which holds unsent drafts and the chosen theme.
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Path of the cookie.
const COOKIE_PATH: &str = "/api/v10/auth";
/// The prefix makes browsers require TLS, which a first installation on one's own machine does not have.
const COOKIE_OVER_TLS: &str = "__Secure-chatspace_refresh";
const COOKIE: &str = "chatspace_refresh";

/// The client of a request to `/auth`.
#[derive(Debug)]
pub struct Sender {
    pub client: Client,
    /// The preferred language.
    pub language: Language,
    /// The client's address, as grouped for rate limits.
    pub network: IpNet,
    /// Whether the client runs on the server's own machine.
    pub is_local: bool,
    /// Whether it is the web client, which gets its refresh token as a cookie.
    is_web: bool,
    /// Whether the browser reports a same-origin request.
    from_own_page: bool,
    cookie: Option<Secret>,
    over_tls: bool,
}

impl FromRequest for Sender {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request).map_err(Error::from))
    }
}

fn read(request: &HttpRequest) -> Result<Sender, ApiError> {
    let state = request.app_data::<web::Data<State>>().expect("the state is set where the app is made");
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let is_web = text(CLIENT_HEADER).is_some_and(|value| value.eq_ignore_ascii_case(WEB));
    let over_tls = state.config.is_https();
    let cookie = request.cookie(cookie_name(over_tls)).map(|cookie| Secret::new(cookie.value()));
    let origin = text(header::ORIGIN.as_str());
    if let Some(origin) = origin {
        let host = text(header::HOST.as_str());
        if !origin::is_ours(origin, &state.config, host) {
            security_event!(
                "cross_site_refused",
                origin,
                host,
                "refused a request from another site; behind a proxy, PUBLIC_URL has to be set"
            );
            return Err(ApiError::cross_site());
        }
    }
    let from_own_page = origin.is_some() || text("sec-fetch-site").is_some_and(|site| site == "same-origin");
    let address = request.extensions().get::<api_guard::Address>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0);
    let client = Client::new(text(header::USER_AGENT.as_str()).unwrap_or_default(), address);
    let language = Language::accepted(text(header::ACCEPT_LANGUAGE.as_str()).unwrap_or_default());
    let (network, is_local) = (address::network(address), api_guard::is_local(request));
    Ok(Sender { client, language, network, is_local, is_web, from_own_page, cookie, over_tls })
}

const fn cookie_name(over_tls: bool) -> &'static str {
    if over_tls { COOKIE_OVER_TLS } else { COOKIE }
}

impl Sender {
    /// The refresh token from the body, or else from the cookie.
    ///
    /// # Errors
    /// 403 for a cookie without the header of the web client, or without the browser's report of a same-origin request.
    pub fn refresh_token(&mut self, in_body: Option<Secret>) -> Result<Option<Secret>, ApiError> {
        match (in_body, self.cookie.take()) {
            (Some(token), _) => Ok(Some(token)),
            (None, Some(_)) if !self.is_web || !self.from_own_page => Err(ApiError::cross_site()),
            (None, cookie) => Ok(cookie),
        }
    }

    /// The response to a refresh without a token. The web client cannot read its cookie, so it asks on every start, and a start by a
    /// signed-out user is not an error: browsers log failed requests to the console.
    ///
    /// # Errors
    /// 401 for any other client.
    pub fn without_token(&self) -> Result<HttpResponse, Error> {
        if self.is_web { Ok(HttpResponse::NoContent().finish()) } else { Err(ApiError::unauthorized().into()) }
    }

    /// The response to a successful sign-in, with the refresh token either in the body or in the cookie.
    pub fn set_cookie(&self, status: StatusCode, signed_in: SignedIn) -> HttpResponse {
        let mut answer = HttpResponse::build(status);
        let refresh_token = signed_in.refresh.expose().to_owned();
        let refresh_token = if self.is_web {
            let age = time::Duration::seconds(signed_in.refresh_lifetime.as_secs().try_into().unwrap_or(i64::MAX));
            answer.cookie(self.cookie(refresh_token, age));
            None
        } else {
            Some(refresh_token)
        };
        answer.json(TokenPair {
            access_token: signed_in.access.expose().to_owned(),
            refresh_token,
            token_type: "bearer",
            expires_in: signed_in.access_lifetime.as_secs(),
            user: signed_in.user,
        })
    }

    /// Clears the cookie and the browser's cache, if the client is the web client.
    pub fn clear_cookie(&self, mut answer: HttpResponse) -> HttpResponse {
        if self.is_web {
            let gone = answer.add_cookie(&self.cookie(String::new(), time::Duration::ZERO));
            gone.expect("an empty cookie of a fixed name is a valid header");
            answer.headers_mut().insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""));
        }
        answer
    }

    fn cookie(&self, value: String, age: time::Duration) -> Cookie<'static> {
        Cookie::build(cookie_name(self.over_tls), value)
            .path(COOKIE_PATH)
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.over_tls)
            .max_age(age)
            .finish()
    }
}
