//! The route of typing.

use actix_web::{HttpResponse, web};

use super::actions;
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    http::{Error, Path},
    kernel::{ChannelId, limits},
    state::State,
};

/// Sends a typing indicator. It is shown for ten seconds.
#[utoipa::path(post, path = "/channels/{channel_id}/typing", tag = "channels",
    params(("channel_id" = ChannelId, Path)),
    responses((status = 204, description = "The indicator was sent")))]
async fn trigger_typing(state: web::Data<State>, caller: Caller, Path(channel): Path<ChannelId>) -> Result<HttpResponse, Error> {
    actions::start(&state, caller.user, channel)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the route.
pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(trigger_typing).rate(limits::TYPING).bots());
}
