//! Admission of requests. It runs after routing, with the declaration of the matched route, and before the body is read.
//!
//! The order of checks: authentication, the rate limit of all requests, the kind of caller, the rate limit of the route, the
//! password check, access to the scope and its permissions. Unknown routes pass the first two.

use std::rc::Rc;

use actix_web::{
    Error as ActixError, HttpMessage, HttpRequest, HttpResponse,
    http::header::{self, HeaderMap},
    web,
};
use ipnet::IpNet;

use super::{Address, Operates, UNSEEN};
use crate::{
    access::{self, Caller, Console},
    http::{
        Error, error, forwarded,
        params::no_id,
        policy::{Callers, Matched, Payer, Policy, RouteScope},
        rate_limits::Taken,
    },
    kernel::{
        ApiError, Permissions, address,
        limits::{self, By},
    },
    state::State,
};

/// The authentication of a request: users and bots have different tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Bearer,
    Bot,
}

/// The error response.
type Refused = Box<HttpResponse>;

/// An admitted request, with the rate limit headers of its response.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass(Option<Taken>);

/// The caller, and the remaining requests of their shared rate limit.
struct Known {
    caller: Option<Caller>,
    network: IpNet,
    shared: Taken,
}

/// Admits a request to the route of this declaration.
///
/// # Errors
/// With the error response.
pub(super) async fn admit(request: &HttpRequest, policy: &Rc<Policy>) -> Result<Pass, Refused> {
    let state = state(request);
    if policy.callers == Callers::Public {
        return Ok(Pass(public(state, request, policy)?));
    }
    let network = locate(state, request);
    request.extensions_mut().insert(Matched { policy: Rc::clone(policy), payer: Payer::Network(network) });
    let known = know(state, request, network, Some(policy.callers))?;
    let refuse = |error, taken| Err(Box::new(respond(state, error, taken)));
    // The gateway's URL is never rate limited: on an error, one library falls back to another service's URL.
    if let (Err(error), Some(_)) = (known.shared.allowed(true), policy.rate) {
        return refuse(error, Some((known.shared, Some(true))));
    }
    if let Err(error) = may_call(request, policy.callers, known.caller) {
        return refuse(error, Some((known.shared, None)));
    }
    let seen = see(state, request, policy, known.caller);
    let taken = take(state, policy, &known, *seen.as_ref().unwrap_or(&UNSEEN));
    if let Err(error) = taken.allowed(false) {
        return refuse(error, Some((taken, Some(false))));
    }
    if policy.fresh || policy.callers == Callers::Operators {
        let asked = Box::pin(ask_database(state, request, policy, known.caller)).await;
        if let Err(error) = asked {
            return refuse(error.to_api_error(), Some((taken, None)));
        }
    }
    match seen {
        Ok(_) => Ok(Pass(Some(taken))),
        Err(error) => refuse(error, Some((taken, None))),
    }
}

/// The response to an unknown path.
pub async fn unknown_path(request: HttpRequest) -> HttpResponse {
    undeclared(&request, ApiError::unknown_route())
}

/// The response to a method that the path does not support. `methods` are those it supports.
pub fn wrong_method(request: &HttpRequest, methods: &str) -> HttpResponse {
    undeclared(request, ApiError::wrong_method(methods))
}

fn undeclared(request: &HttpRequest, error: ApiError) -> HttpResponse {
    let state = state(request);
    let known = match know(state, request, locate(state, request), None) {
        Ok(known) => known,
        Err(answer) => return *answer,
    };
    match known.shared.allowed(true) {
        Ok(shared) => respond(state, error, Some((shared, None))),
        Err(error) => respond(state, error, Some((known.shared, Some(true)))),
    }
}

fn state(request: &HttpRequest) -> &State {
    request.app_data::<web::Data<State>>().expect("the state is set where the app is made")
}

fn respond(state: &State, error: ApiError, taken: Option<(Taken, Option<bool>)>) -> HttpResponse {
    let mut answer = error::respond(error);
    if let Some((taken, refused_globally)) = taken.filter(|_| state.limiter.is_on()) {
        taken.write(state.clock.now().as_ms(), refused_globally, answer.headers_mut());
    }
    answer
}

impl Pass {
    /// Adds the rate limit headers, unless an action was refused by another limit.
    pub(super) fn show(self, request: &HttpRequest, headers: &mut HeaderMap) {
        let state = state(request);
        if let Some(taken) = self.0.filter(|_| state.limiter.is_on() && !headers.contains_key("x-ratelimit-scope")) {
            taken.write(state.clock.now().as_ms(), None, headers);
        }
    }
}

/// The response to a request with an invalid path, query or body. Invalid JSON counts against the client's address.
pub(super) fn unread(request: &HttpRequest, error: ActixError) -> HttpResponse {
    let is_malformed =
        error.as_error::<Error>().is_some_and(|error| matches!(error, Error::Refused(error) if error.code == 50109));
    let address = request.extensions().get::<Address>().copied();
    if let (true, Some(Address(address))) = (is_malformed, address) {
        state(request).limiter.take(limits::INVALID, address::network(address));
    }
    HttpResponse::from_error(error)
}

/// Takes from the rate limit of a route without authentication.
fn public(state: &State, request: &HttpRequest, policy: &Rc<Policy>) -> Result<Option<Taken>, Refused> {
    let network = locate(state, request);
    request.extensions_mut().insert(Matched { policy: Rc::clone(policy), payer: Payer::Network(network) });
    let Some(rate) = policy.rate else { return Ok(None) };
    let taken = state.limiter.take(rate, network);
    match taken.allowed(false) {
        Ok(taken) => Ok(Some(taken)),
        Err(error) => Err(Box::new(respond(state, error, Some((taken, Some(false)))))),
    }
}

/// Records the client's address. Returns its rate limit group.
fn locate(state: &State, request: &HttpRequest) -> IpNet {
    let address = forwarded::address(request, &state.config.trusted_proxies);
    request.extensions_mut().insert(Address(address));
    address::network(address)
}

/// Authenticates the caller, and takes from the rate limit of all their requests.
fn know(state: &State, request: &HttpRequest, network: IpNet, callers: Option<Callers>) -> Result<Known, Refused> {
    if is_compressed(request) {
        return Err(Box::new(error::respond(ApiError::encoded_body())));
    }
    let caller = identify(state, request, network, callers)?;
    if let Some(caller) = caller {
        let mut extensions = request.extensions_mut();
        extensions.insert::<Caller>(caller);
        if let Some(matched) = extensions.get_mut::<Matched>() {
            matched.payer = Payer::User(caller.user);
        }
    }
    let shared = match caller {
        Some(caller) => state.limiter.take(limits::ANY_SIGNED_IN, caller.user),
        None => state.limiter.take(limits::ANY_ADDRESS, network),
    };
    Ok(Known { caller, network, shared })
}

/// A compressed body could unpack to any size, and some extractors would unpack it.
fn is_compressed(request: &HttpRequest) -> bool {
    request.headers().get_all(header::CONTENT_ENCODING).any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Authenticates the caller; `None` without a token. Invalid tokens count against the client's address, and beyond the limit all
/// its tokens are refused.
fn identify(state: &State, request: &HttpRequest, network: IpNet, callers: Option<Callers>) -> Result<Option<Caller>, Refused> {
    let Some((scheme, token)) = credentials(request) else { return Ok(None) };
    let invalid = state.limiter.look(limits::INVALID, network);
    if let Err(error) = invalid.allowed(true) {
        return Err(Box::new(respond(state, error, Some((invalid, Some(true))))));
    }
    let checked = match scheme {
        Scheme::Bearer => state.tokens.check(token, &state.cache.read()),
        Scheme::Bot => access::bots::check(token, &state.cache.read()),
    };
    match checked {
        Ok(caller) => return Ok(Some(caller)),
        Err(_) if callers == Some(Callers::Operators) && scheme == Scheme::Bearer => {
            if state.tokens.check_console(token).is_ok() {
                request.extensions_mut().insert(Console);
                return Ok(None);
            }
        }
        Err(_) => {}
    }
    state.limiter.take(limits::INVALID, network);
    // Sign-in and refresh ignore an expired token.
    if callers == Some(Callers::SigningIn) { Ok(None) } else { Err(Box::new(error::respond(ApiError::unauthorized()))) }
}

fn credentials(request: &HttpRequest) -> Option<(Scheme, &str)> {
    let text = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let known = [("bearer", Scheme::Bearer), ("bot", Scheme::Bot)];
    let scheme = known.into_iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name))?.1;
    Some((scheme, token.trim()))
}

/// Whether this kind of caller may call the route.
fn may_call(request: &HttpRequest, callers: Callers, caller: Option<Caller>) -> Result<(), ApiError> {
    match (callers, caller) {
        (Callers::Anybody | Callers::SigningIn | Callers::Public, None) => Ok(()),
        (Callers::Operators, None) if request.extensions().contains::<Console>() => Ok(()),
        (_, None) => Err(ApiError::unauthorized()),
        (Callers::UsersAndBots | Callers::Anybody | Callers::Public, Some(_)) => Ok(()),
        (Callers::Users | Callers::Operators | Callers::SigningIn, Some(caller)) if caller.bot => Err(ApiError::people_only()),
        (Callers::Users | Callers::Operators | Callers::SigningIn, Some(_)) => Ok(()),
        (Callers::Bots, Some(caller)) => {
            if caller.bot {
                Ok(())
            } else {
                Err(ApiError::bots_only())
            }
        }
    }
}

/// The id of the scope in the path, if the caller can view it and has one of the permissions.
fn see(state: &State, request: &HttpRequest, policy: &Policy, caller: Option<Caller>) -> Result<i64, ApiError> {
    let (Some(place), Some(Caller { user, .. })) = (policy.scope, caller) else { return Ok(UNSEEN) };
    let (model, now) = (state.cache.read(), state.clock.now());
    let segment = |name| request.match_info().get(name).unwrap_or_default();
    let holds_one_of = |needed: Permissions, place| {
        let holds = needed.is_empty() || needed.iter().any(|one| access::can(&model, user, one, place, now));
        if holds { Ok(()) } else { Err(ApiError::missing_permissions()) }
    };
    match place {
        RouteScope::Guild(needed) => {
            let id = segment("guild_id").parse().map_err(|_| no_id())?;
            access::guild(&model, user, id)?;
            holds_one_of(needed, access::Scope::Guild(id)).map(|()| id.get())
        }
        RouteScope::Channel(needed) => {
            let id = segment("channel_id").parse().map_err(|_| no_id())?;
            if model.dm_channel(id).is_some() {
                return access::in_dm_channel(&model, user, id).map(|_| id.get());
            }
            access::in_channel(&model, user, id, Permissions::VIEW_CHANNEL, now)?;
            holds_one_of(needed, access::Scope::Channel(id)).map(|()| id.get())
        }
        RouteScope::DmChannel => {
            let id = segment("channel_id").parse().map_err(|_| no_id())?;
            access::in_dm_channel(&model, user, id).map(|_| id.get())
        }
    }
}

/// Takes from the rate limit of the route, or returns the state of the shared one if the route has none.
fn take(state: &State, policy: &Policy, known: &Known, place: i64) -> Taken {
    let Some(rate) = policy.rate else { return Taken { retry_after_s: None, ..known.shared } };
    match known.caller.filter(|_| rate.by != By::Address) {
        Some(caller) => super::take(state, rate, caller.user, place),
        None => state.limiter.take(rate, known.network),
    }
}

/// Checks that need the database. The console needs no password check.
async fn ask_database(state: &State, request: &HttpRequest, policy: &Policy, caller: Option<Caller>) -> Result<(), Error> {
    let mut conn = state.db.read_first().await?;
    if policy.callers == Callers::Operators {
        if let Some(caller) = caller
            && !access::is_operator(&mut conn, caller.user).await?
        {
            return Err(ApiError::missing_permissions().into());
        }
        request.extensions_mut().insert(Operates);
    }
    match caller {
        Some(caller) if policy.fresh => access::require_fresh(&mut conn, caller, state.clock.now()).await,
        _ => Ok(()),
    }
}
