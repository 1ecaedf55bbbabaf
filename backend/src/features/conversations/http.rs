//! The routes of conversations.

use actix_web::{HttpResponse, get, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{actions, view::PrivateChannel};
use crate::{
    access::Caller,
    http::{Body, Error, Routes},
    kernel::{Refusal, UserId},
    state::State,
};

/// With whom to talk. One of the two keys.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct OpenConversation {
    pub recipient_id: Option<UserId>,
    /// One person, or 2 to 9 for a group.
    pub recipients: Option<Vec<UserId>>,
}

/// Opens the conversation with somebody, or makes a group. With one person there is one conversation, however often it is opened.
#[utoipa::path(tag = "conversations", operation_id = "open_conversation", security(("bearer" = [])),
    request_body = OpenConversation,
    responses((status = 200, description = "The conversation", body = PrivateChannel)))]
#[post("/users/@me/channels")]
async fn open_conversation(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<OpenConversation>,
) -> Result<HttpResponse, Error> {
    let with = body.recipient_id.ok_or(Refusal::invalid_recipients())?;
    let act = state.writer.run(move |work| Box::pin(actions::open(work, caller.user, with)));
    Ok(HttpResponse::Ok().json(act.await?))
}

/// The conversations in the caller's list.
#[utoipa::path(tag = "conversations", operation_id = "list_conversations", security(("bearer" = [])),
    responses((status = 200, description = "The conversations, by id", body = Vec<PrivateChannel>)))]
#[get("/users/@me/channels")]
async fn list_conversations(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(PrivateChannel::open_for(&state.cache.read(), caller.user)))
}

pub fn routes(config: &mut impl Routes) {
    config.service(open_conversation).service(list_conversations);
}
