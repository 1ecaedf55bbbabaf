//! The routes of push subscriptions.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions::{self, NewSubscription},
    vapid::Vapid,
    view::{PushKey, PushSubscription},
};
use crate::{
    access::Caller,
    entry::{Routes, endpoint},
    http::{Body, Error, Segments},
    kernel::{PushSubscriptionId, Secret, limits},
    state::State,
};

/// A subscription as a browser gives it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPushSubscription {
    /// An address at a push service.
    #[schema(examples("https://fcm.googleapis.com/fcm/send/cX9Jm2k"))]
    pub endpoint: Secret,
    pub keys: PushSubscriptionKeys,
    /// When the browser means it to end, in milliseconds. It is taken, and not heeded: the push service says when it has ended.
    #[serde(default, rename = "expirationTime")]
    #[allow(dead_code, reason = "browsers send it")]
    pub expiration_time: Option<f64>,
}

/// The keys of the browser, in URL-safe Base64.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PushSubscriptionKeys {
    #[schema(examples("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"))]
    pub p256dh: String,
    #[schema(examples("BTBZMqHH6r4Tts7J_aSIgg"))]
    pub auth: Secret,
}

/// The key that browsers subscribe with. Needs no token. It changes only when the server's own key is lost.
#[utoipa::path(get, path = "/chatspace/push", tag = "instance",
    responses((status = 200, description = "The key", body = PushKey)))]
async fn push_key(vapid: web::Data<Vapid>) -> HttpResponse {
    HttpResponse::Ok().json(PushKey { public_key: vapid.public_key().to_owned() })
}

/// The caller's devices that get pushes.
#[utoipa::path(get, path = "/users/@me/push-subscriptions", tag = "users",
    responses((status = 200, description = "The subscriptions, by age", body = Vec<PushSubscription>)))]
async fn list_push_subscriptions(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::list(&mut conn, caller, state.clock.now()).await?))
}

/// Lets the caller's log-in get pushes there until it ends. It takes the place of the subscription that the log-in had, and has its id.
#[utoipa::path(post, path = "/users/@me/push-subscriptions", tag = "users", request_body = NewPushSubscription,
    responses((status = 201, description = "The subscription", body = PushSubscription)))]
async fn subscribe_to_pushes(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<NewPushSubscription>,
) -> Result<HttpResponse, Error> {
    let NewPushSubscription { endpoint, keys, .. } = &body;
    let new = NewSubscription::read(endpoint.expose(), &keys.p256dh, keys.auth.expose(), &state.config.push_hosts)?;
    let stored = state.writer.run(move |work| Box::pin(actions::subscribe(work, caller, new))).await?;
    Ok(HttpResponse::Created().json(stored))
}

/// Ends a subscription of the caller's.
#[utoipa::path(delete, path = "/users/@me/push-subscriptions/{subscription_id}", tag = "users",
    params(("subscription_id" = PushSubscriptionId, Path)),
    responses((status = 204, description = "Ended")))]
async fn end_push_subscription(
    state: web::Data<State>,
    caller: Caller,
    Segments(id): Segments<PushSubscriptionId>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::remove(work, caller, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the routes.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(push_key).rate(limits::READ).anybody());
    routes.add(endpoint!(list_push_subscriptions).rate(limits::READ));
    routes.add(endpoint!(subscribe_to_pushes).rate(limits::PUSH_SUBSCRIBE).body(limits::FORM_BYTES));
    routes.add(endpoint!(end_push_subscription).rate(limits::PUSH_SUBSCRIBE));
}
