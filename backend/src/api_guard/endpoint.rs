//! The declaration of a route, next to the routes of its slice:
//!
//! ```text
//! routes.add(endpoint!(create_message).rate(limits::SEND).bots().body(limits::BODY_BYTES));
//! ```
//!
//! Method and path come from the handler's `#[utoipa::path(…)]`, the rest is declared here. Without a rate it is no [`Endpoint`]
//! and cannot be added.

use std::rc::Rc;

use actix_web::{
    Error, FromRequest, Handler, Responder, Route,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse, fn_service},
    http::Method,
    web,
};
use utoipa::openapi::{HttpMethod, RefOr, Schema, path::Operation};

use super::admission;
use crate::{
    http::policy::{Callers, Policy, RouteScope},
    kernel::{Permissions, limits::Rate},
};

/// Starts the declaration of a route with its handler.
macro_rules! endpoint {
    ($handler:ident) => {
        pastey::paste! { $crate::api_guard::Endpoint::of::<[<__path_ $handler>], _, _>($handler) }
    };
}

pub(crate) use endpoint;

/// A declared route.
pub struct Endpoint {
    pub(super) method: HttpMethod,
    pub(super) policy: Policy,
    pub(super) serve: Box<dyn FnOnce(Rc<Policy>) -> Route>,
    /// Built only with the API document, since it is large.
    pub(super) operation: fn() -> Operation,
    pub(super) schemas: fn(&mut Vec<(String, RefOr<Schema>)>),
}

/// A route without a declared rate.
pub struct Undecided(Endpoint);

impl Undecided {
    /// Sets the rate limit.
    pub fn rate(mut self, rate: Rate) -> Endpoint {
        self.0.policy.rate = Some(rate);
        self.0
    }

    /// No rate limit: for cheap responses whose refusal would do harm.
    pub fn unlimited(self) -> Endpoint {
        self.0
    }
}

impl Endpoint {
    /// The route described by `P`, with its handler. By default it is for users only and has no body.
    pub fn of<P, F, Args>(handler: F) -> Undecided
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences + utoipa::__dev::Tags<'static>,
        F: Handler<Args>,
        F::Output: Responder + 'static,
        Args: FromRequest + 'static,
    {
        let pattern = P::path();
        let scope = scope_in(&pattern);
        let method = P::methods().pop().expect("a description has a method");
        let policy = Policy { pattern, rate: None, callers: Callers::Users, fresh: false, body_bytes: 0, scope };
        let serve = Box::new(move |policy| web::route().service(serve(handler, policy)));
        Undecided(Self { method, policy, serve, operation: operation::<P>, schemas: P::schemas })
    }

    /// Also for bots.
    pub fn bots(self) -> Self {
        self.callers(Callers::UsersAndBots)
    }

    /// For bots only.
    pub fn bots_only(self) -> Self {
        self.callers(Callers::Bots)
    }

    /// For operators only, including the console.
    pub fn operators(self) -> Self {
        self.callers(Callers::Operators)
    }

    /// Public, with or without a token.
    pub fn anybody(self) -> Self {
        self.callers(Callers::Anybody)
    }

    /// For signing in: an expired token is ignored.
    pub fn signing_in(self) -> Self {
        self.callers(Callers::SigningIn)
    }

    /// Public, without looking at tokens; only its own rate limit counts.
    pub fn public(mut self) -> Self {
        self.policy.scope = None;
        self.callers(Callers::Public)
    }

    fn callers(mut self, callers: Callers) -> Self {
        self.policy.callers = callers;
        self
    }

    /// Requires a password check within the last five minutes.
    pub fn fresh(mut self) -> Self {
        self.policy.fresh = true;
        self
    }

    /// Sets the maximum size of the body.
    pub fn body(mut self, bytes: usize) -> Self {
        self.policy.body_bytes = bytes;
        self
    }

    /// Requires one of these permissions in the scope of the path, before the body is read. The action checks the exact
    /// permissions.
    pub fn needs_one_of(mut self, permissions: Permissions) -> Self {
        self.policy.scope = match self.policy.scope {
            Some(RouteScope::Guild(_)) => Some(RouteScope::Guild(permissions)),
            Some(RouteScope::Channel(_)) => Some(RouteScope::Channel(permissions)),
            Some(RouteScope::DmChannel) | None => unreachable!("{} names no place of a guild", self.policy.pattern),
        };
        self
    }

    /// The channel in the path is a DM channel.
    pub fn of_dm_channel(mut self) -> Self {
        self.policy.scope = Some(RouteScope::DmChannel);
        self
    }

    pub(super) const fn method(&self) -> &'static Method {
        method(&self.method)
    }
}

/// The scope in the path. The caller must be able to view it.
fn scope_in(pattern: &str) -> Option<RouteScope> {
    if pattern.contains("{guild_id}") {
        Some(RouteScope::Guild(Permissions::empty()))
    } else if pattern.contains("{channel_id}") {
        Some(RouteScope::Channel(Permissions::empty()))
    } else {
        None
    }
}

const fn method(method: &HttpMethod) -> &'static Method {
    match method {
        HttpMethod::Get => &Method::GET,
        HttpMethod::Post => &Method::POST,
        HttpMethod::Put => &Method::PUT,
        HttpMethod::Delete => &Method::DELETE,
        HttpMethod::Options => &Method::OPTIONS,
        HttpMethod::Head => &Method::HEAD,
        HttpMethod::Patch => &Method::PATCH,
        HttpMethod::Trace => &Method::TRACE,
    }
}

fn operation<P: utoipa::Path + utoipa::__dev::Tags<'static>>() -> Operation {
    let mut operation = P::operation();
    operation.tags = Some(P::tags().into_iter().map(ToOwned::to_owned).collect());
    operation
}

/// Admission and handler in one service, with one allocation per request.
fn serve<F, Args>(
    handler: F,
    policy: Rc<Policy>,
) -> impl ServiceFactory<ServiceRequest, Response = ServiceResponse, Error = Error, Config = (), InitError = ()>
where
    F: Handler<Args>,
    F::Output: Responder + 'static,
    Args: FromRequest + 'static,
{
    fn_service(move |request: ServiceRequest| {
        let (handler, policy) = (handler.clone(), Rc::clone(&policy));
        async move {
            let (request, mut payload) = request.into_parts();
            let answer = match admission::admit(&request, &policy).await {
                Err(refused) => *refused,
                Ok(pass) => {
                    let mut answer = match Args::from_request(&request, &mut payload).await {
                        Ok(args) => handler.call(args).await.respond_to(&request).map_into_boxed_body(),
                        Err(error) => admission::unread(&request, error.into()),
                    };
                    pass.show(&request, answer.headers_mut());
                    answer
                }
            };
            Ok(ServiceResponse::new(request, answer))
        }
    })
}
