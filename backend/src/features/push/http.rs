//! Routes of push subscriptions.

use actix_web::{HttpResponse, web};

use super::{
    actions::{self, NewSubscription},
    requests::NewPushSubscription,
    rules,
    vapid::Vapid,
    view::{PushKey, PushSubscription},
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Json, Path},
    kernel::{PushSubscriptionId, limits},
    state::State,
};

/// Returns the key for push subscriptions. No token is required. It changes only if the server's key is lost.
#[utoipa::path(get, path = "/chatspace/push", tag = "instance",
    responses((status = 200, description = "The key", body = PushKey)))]
async fn push_key(vapid: web::Data<Vapid>) -> HttpResponse {
    HttpResponse::Ok().json(PushKey { public_key: vapid.public_key().to_owned() })
}

/// Returns the caller's devices with push notifications.
#[utoipa::path(get, path = "/users/@me/push-subscriptions", tag = "users",
    responses((status = 200, description = "The subscriptions, oldest first", body = Vec<PushSubscription>)))]
async fn list_push_subscriptions(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(actions::list(&mut conn, caller, state.clock.now()).await?))
}

/// Subscribes the caller's session to push notifications. It replaces the session's previous subscription and keeps its id.
#[utoipa::path(post, path = "/users/@me/push-subscriptions", tag = "users", request_body = NewPushSubscription,
    responses((status = 201, description = "The subscription", body = PushSubscription)))]
async fn subscribe_to_pushes(
    state: web::Data<State>,
    caller: Caller,
    Json(body): Json<NewPushSubscription>,
) -> Result<HttpResponse, Error> {
    let NewPushSubscription { endpoint, keys, .. } = &body;
    let new = NewSubscription::read(endpoint.expose(), &keys.p256dh, keys.auth.expose(), &state.config.push_hosts)?;
    let stored = actions::subscribe(&state, caller, new).await?;
    Ok(HttpResponse::Created().json(stored))
}

/// Deletes a push subscription of the caller.
#[utoipa::path(delete, path = "/users/@me/push-subscriptions/{subscription_id}", tag = "users",
    params(("subscription_id" = PushSubscriptionId, Path)),
    responses((status = 204, description = "Ended")))]
async fn end_push_subscription(
    state: web::Data<State>,
    caller: Caller,
    Path(id): Path<PushSubscriptionId>,
) -> Result<HttpResponse, Error> {
    actions::remove(&state, caller, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the routes.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(push_key).rate(limits::READ).anybody());
    routes.add(endpoint!(list_push_subscriptions).rate(limits::READ));
    routes.add(endpoint!(subscribe_to_pushes).rate(rules::PUSH_SUBSCRIBE).body(limits::FORM_BYTES));
    routes.add(endpoint!(end_push_subscription).rate(rules::PUSH_SUBSCRIBE));
}
