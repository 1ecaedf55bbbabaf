//! What every API request passes before its handler: who is asking, may a bot ask that, and are they asking too often.

mod bots;

use std::{
    future::{Ready, ready},
    net::IpAddr,
};

use actix_web::{
    Error as ActixError, FromRequest, HttpMessage, HttpRequest, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web,
};
use ipnet::{IpNet, Ipv6Net};

use crate::{
    access::{self, Caller, Console},
    http::{Error, error, rate_limits::Taken, routes},
    kernel::{
        Refusal, UserId,
        limits::{self, Rate},
    },
    state::State,
};

/// Where a request really came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub IpAddr);

/// How a caller shows who they are: people and bots have different tokens, and neither is ever taken for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Bearer,
    Bot,
}

/// What a rate counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    /// The caller, or the address of one who is not signed in.
    Caller,
    /// The caller in one channel or guild: the first variable segment of the path.
    CallerAndPlace,
    /// The address, whoever calls.
    Address,
}

/// The rates of routes, by method and path pattern. What is not here has only the rates that all share.
const ROUTES: &[(&str, &str, Rate, By)] = &[
    ("POST", "/auth/register", limits::REGISTER, By::Address),
    ("POST", "/auth/login", limits::LOGIN, By::Address),
    ("POST", "/auth/token", limits::LOGIN, By::Address),
    ("POST", "/auth/refresh", limits::REFRESH_ADDRESS, By::Address),
    ("POST", "/auth/reauthenticate", limits::PASSWORD, By::Caller),
    ("POST", "/auth/password", limits::PASSWORD, By::Caller),
    ("POST", "/auth/totp/confirm", limits::PASSWORD, By::Caller),
    ("POST", "/auth/register/confirm", limits::LINK, By::Address),
    ("POST", "/auth/forgot", limits::MAIL_ADDRESS, By::Address),
    ("POST", "/auth/reset", limits::LINK, By::Address),
    ("POST", "/auth/email", limits::MAIL_ADDRESS, By::Address),
    ("POST", "/auth/email/resend", limits::MAIL_ADDRESS, By::Address),
    ("POST", "/auth/email/verify", limits::MAIL_ADDRESS, By::Address),
    ("POST", "/auth/email/confirm", limits::LINK, By::Address),
    ("POST", "/auth/email/revert", limits::LINK, By::Address),
    ("GET", "/users/@me/mentions", limits::MENTIONS, By::Caller),
    ("PUT", "/users/@me/notification-settings/{place_id}", limits::NOTIFICATIONS, By::Caller),
    ("PATCH", "/users/@me", limits::PROFILE, By::Caller),
    ("PUT", "/users/@me/avatar", limits::AVATAR, By::Caller),
    ("POST", "/users/@me/export", limits::EXPORT, By::Caller),
    ("POST", "/users/@me/push-subscriptions", limits::PUSH_SUBSCRIBE, By::Caller),
    ("PATCH", "/users/@me/settings", limits::SETTINGS, By::Caller),
    ("POST", "/users/@me/channels", limits::CONVERSATION_OPEN, By::Caller),
    ("PUT", "/users/@me/blocks/{user_id}", limits::BLOCK, By::Caller),
    ("DELETE", "/users/@me/blocks/{user_id}", limits::BLOCK, By::Caller),
    ("DELETE", "/users/@me/guilds/{guild_id}", limits::GUILD_LEAVE, By::Caller),
    ("POST", "/applications", limits::APPLICATION, By::Caller),
    ("PATCH", "/applications/{application_id}", limits::APPLICATION, By::Caller),
    ("DELETE", "/applications/{application_id}", limits::APPLICATION, By::Caller),
    ("POST", "/applications/{application_id}/bot/token", limits::APPLICATION, By::Caller),
    ("POST", "/applications/{application_id}/commands", limits::COMMANDS, By::Caller),
    ("PUT", "/applications/{application_id}/commands", limits::COMMANDS, By::Caller),
    ("PATCH", "/applications/{application_id}/commands/{command_id}", limits::COMMANDS, By::Caller),
    ("POST", "/applications/{application_id}/guilds/{guild_id}/commands", limits::COMMANDS, By::Caller),
    ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", limits::COMMANDS, By::Caller),
    ("PATCH", "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}", limits::COMMANDS, By::Caller),
    ("PUT", "/guilds/{guild_id}/bots/{application_id}", limits::BOT_ADD, By::Caller),
    ("POST", "/guilds", limits::GUILD_CREATE, By::Caller),
    ("PATCH", "/guilds/{guild_id}", limits::GUILD_CHANGE, By::CallerAndPlace),
    ("PUT", "/guilds/{guild_id}/icon", limits::ICON, By::CallerAndPlace),
    ("POST", "/guilds/{guild_id}/channels", limits::GUILD_CHANGE, By::CallerAndPlace),
    ("PATCH", "/guilds/{guild_id}/channels", limits::GUILD_CHANGE, By::CallerAndPlace),
    ("PATCH", "/channels/{channel_id}", limits::GUILD_CHANGE, By::CallerAndPlace),
    ("PUT", "/channels/{channel_id}/icon", limits::ICON, By::CallerAndPlace),
    ("PUT", "/channels/{channel_id}/recipients/{user_id}", limits::GROUP_CHANGE, By::Caller),
    ("DELETE", "/channels/{channel_id}/recipients/{user_id}", limits::GROUP_CHANGE, By::Caller),
    ("DELETE", "/channels/{channel_id}", limits::GUILD_CHANGE, By::Caller),
    ("DELETE", "/guilds/{guild_id}/members/{user_id}", limits::MODERATION, By::CallerAndPlace),
    ("POST", "/channels/{channel_id}/typing", limits::TYPING, By::CallerAndPlace),
    ("GET", "/channels/{channel_id}/messages", limits::HISTORY, By::Caller),
    ("POST", "/channels/{channel_id}/messages", limits::SEND, By::CallerAndPlace),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", limits::EDIT, By::CallerAndPlace),
    ("DELETE", "/channels/{channel_id}/messages/{message_id}", limits::DELETE, By::CallerAndPlace),
    ("POST", "/channels/{channel_id}/messages/{message_id}/ack", limits::ACK, By::Caller),
    ("POST", "/guilds/{guild_id}/ack", limits::ACK, By::Caller),
    ("POST", "/channels/{channel_id}/invites", limits::INVITE_CREATE, By::Caller),
    ("GET", "/invites/{code}", limits::INVITE_LOOKUP, By::Address),
    ("POST", "/invites/{code}", limits::GUILD_JOIN, By::Caller),
];

/// Below this all routes of the API stand.
pub const PREFIX: &str = "/api/v10";

const AUTH: &str = "/api/v10/auth/";
/// Where the instance is operated. Only here a console token counts.
const ADMIN: &str = "/api/v10/chatspace/admin/";

/// Middleware of the API: finds out the caller, then asks the rate limits.
pub async fn admit<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    let state = request.app_data::<web::Data<State>>().expect("the state is set where the app is made").clone();
    let address = address(request.request(), &state.config.trusted_proxies);
    request.extensions_mut().insert(Address(address));
    if is_compressed(&request) {
        return Ok(request.into_response(error::respond(Refusal::encoded_body())));
    }
    let caller = match identify(&state, &request) {
        Ok(caller) => caller,
        Err(refusal) => return Ok(request.into_response(error::respond(refusal))),
    };
    if let Some(caller) = caller {
        request.extensions_mut().insert::<Caller>(caller);
    }
    let (taken, refused) = limit(&state, &request, caller.map(|caller| caller.user), address);
    if let Some((refusal, global)) = refused {
        let mut answer = error::respond(refusal);
        taken.write(state.clock.now().as_ms(), Some(global), answer.headers_mut());
        return Ok(request.into_response(answer));
    }
    if caller.is_some_and(|caller| caller.bot) && !bots::may_ask(request.method(), request.match_pattern().as_deref()) {
        return Ok(request.into_response(error::respond(Refusal::people_only())));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    // An action may have asked a bucket of its own and been refused.
    if state.limiter.is_on() && !response.headers().contains_key("x-ratelimit-scope") {
        taken.write(state.clock.now().as_ms(), None, response.headers_mut());
    }
    Ok(response)
}

/// Who is asking; nobody, if they show nothing.
fn identify(state: &State, request: &ServiceRequest) -> Result<Option<Caller>, Refusal> {
    let Some((scheme, token)) = credentials(request) else { return Ok(None) };
    let checked = match scheme {
        Scheme::Bearer => state.tokens.check(token, &state.cache.read()),
        Scheme::Bot => access::bots::check(token, &state.cache.read()),
    };
    match checked {
        Ok(caller) => Ok(Some(caller)),
        // Whoever comes to get a new token may still show the old one.
        Err(_) if request.path().starts_with(AUTH) => Ok(None),
        Err(_) if scheme == Scheme::Bearer && is_console(state, request, token) => {
            request.extensions_mut().insert(Console);
            Ok(None)
        }
        Err(refusal) => Err(refusal),
    }
}

/// A compressed body could unpack to any size, and some extractors would unpack it.
fn is_compressed(request: &ServiceRequest) -> bool {
    request.headers().get_all(header::CONTENT_ENCODING).any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

fn is_console(state: &State, request: &ServiceRequest, token: &str) -> bool {
    request.path().starts_with(ADMIN) && state.tokens.check_console(token).is_ok()
}

fn credentials(request: &ServiceRequest) -> Option<(Scheme, &str)> {
    let text = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    let known = [("bearer", Scheme::Bearer), ("bot", Scheme::Bot)];
    let scheme = known.into_iter().find(|(name, _)| scheme.eq_ignore_ascii_case(name))?.1;
    Some((scheme, token.trim()))
}

/// Takes from the shared bucket, then from the route's own.
fn limit(state: &State, request: &ServiceRequest, caller: Option<UserId>, address: IpAddr) -> (Taken, Option<(Refusal, bool)>) {
    let network = network(address);
    let shared = match caller {
        Some(user) => state.limiter.take(limits::ANY_SIGNED_IN, user),
        None => state.limiter.take(limits::ANY_ADDRESS, network),
    };
    // The address of the gateway is never refused: one library falls back to another service's when it is.
    let exempt = request.path().trim_start_matches(PREFIX).starts_with("/gateway");
    if let (Err(refusal), false) = (shared.allowed(true), exempt) {
        return (shared, Some((refusal, true)));
    }
    // As the router reads it, which takes what is encoded for what it means, without the prefix.
    let path = request.match_info().unprocessed();
    let Some((pattern, rate, by)) = rate_of(request.method(), path) else { return (shared, None) };
    let place = place_in(pattern, path).filter(|_| by == By::CallerAndPlace);
    let taken = match caller.filter(|_| by != By::Address) {
        Some(user) => take(state, rate, user, place),
        None => state.limiter.take(rate, (network, place)),
    };
    (taken, taken.allowed(false).err().map(|refusal| (refusal, false)))
}

/// Takes from the bucket of one caller, in one channel or guild if the rate counts by place. The gateway's requests share it.
pub fn take(state: &State, rate: Rate, caller: UserId, place: Option<&str>) -> Taken {
    state.limiter.take(rate, (caller, place.map(one_spelling)))
}

/// The answer to a caller who does something too often that only the body tells of; `None` if they may.
pub fn overdrawn(state: &State, rate: Rate, caller: UserId, place: Option<&str>) -> Option<HttpResponse> {
    emptied(state, take(state, rate, caller, place))
}

/// The answer to whoever found a bucket empty, with all its headers; `None` if one was taken.
pub fn emptied(state: &State, taken: Taken) -> Option<HttpResponse> {
    let mut answer = error::respond(taken.allowed(false).err()?);
    taken.write(state.clock.now().as_ms(), Some(false), answer.headers_mut());
    Some(answer)
}

/// An id can be written with zeros before it; that makes no other place of it.
fn one_spelling(place: &str) -> &str {
    place.trim_start_matches('0')
}

/// What stands in the path where the pattern has its first variable. The router has not come so far yet.
fn place_in<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    pattern.split('/').zip(path.split('/')).find(|(step, _)| step.starts_with('{')).map(|(_, value)| value)
}

fn rate_of(method: &Method, path: &str) -> Option<(&'static str, Rate, By)> {
    let is_it = |verb: &str, pattern: &str| verb == method.as_str() && routes::matches(pattern, path);
    ROUTES.iter().find(|(verb, pattern, ..)| is_it(verb, pattern)).map(|(_, pattern, rate, by)| (*pattern, *rate, *by))
}

/// The peer's address; if that is a trusted proxy, the right-most forwarded address that is not one.
pub fn address(request: &HttpRequest, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip().to_canonical());
    if !is_trusted(&peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let mut hops: Vec<IpAddr> = forwarded.flat_map(|value| value.split(',')).map_while(|hop| hop.trim().parse().ok()).collect();
    hops.reverse();
    hops.iter().find(|hop| !is_trusted(hop)).copied().unwrap_or(peer)
}

/// What counts as one origin: an IPv4 address, or the /64 of an IPv6 address.
pub fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(_) => IpNet::from(address),
        IpAddr::V6(six) => Ipv6Net::new(six, 64).map_or(IpNet::from(address), |net| IpNet::V6(net.trunc())),
    }
}

/// The caller of a request, found out before the request reached its handler.
impl FromRequest for Caller {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().copied().ok_or_else(|| Refusal::unauthorized().into()))
    }
}
