//! The route of typing.

use actix_web::{HttpResponse, post, web};

use super::actions;
use crate::{
    access::Caller,
    http::{Error, Routes, Segments},
    kernel::ChannelId,
    state::State,
};

/// Says that the caller is typing. It is shown for ten seconds.
#[utoipa::path(tag = "channels", operation_id = "trigger_typing", security(("bearer" = [])),
    params(("channel_id" = ChannelId, Path)),
    responses((status = 204, description = "The others are told")))]
#[post("/channels/{channel_id}/typing")]
async fn trigger_typing(
    state: web::Data<State>,
    caller: Caller,
    Segments(channel): Segments<ChannelId>,
) -> Result<HttpResponse, Error> {
    actions::start(&state, caller.user, channel)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Adds the route.
pub fn routes(config: &mut impl Routes) {
    config.service(trigger_typing);
}
