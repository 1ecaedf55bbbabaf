//! The route of mentions.

use actix_web::{HttpResponse, web};

use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::{
        inbox::{actions, requests::MentionsQuery, rules},
        messages::view::Message,
    },
    http::{Error, Query},
    state::State,
};

/// Returns messages that mention the caller and that the caller may read, newest first.
#[utoipa::path(get, path = "/users/@me/mentions", tag = "messages", params(MentionsQuery),
    responses((status = 200, description = "A page of messages, newest first", body = Vec<Message>)))]
async fn list_mentions(
    state: web::Data<State>,
    caller: Caller,
    Query(query): Query<MentionsQuery>,
) -> Result<HttpResponse, Error> {
    let request = query.read()?;
    Ok(HttpResponse::Ok().json(actions::list(&state, caller.user, request).await?))
}

/// Adds the route.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(list_mentions).rate(rules::MENTIONS));
}
