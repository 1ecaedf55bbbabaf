//! The routes of settings. Keys that are not known are refused here.

use actix_web::{HttpResponse, get, patch, web};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    actions,
    view::{ChosenStatus, DirectMessages, Settings},
};
use crate::{
    access::Caller,
    features::presence,
    http::{Body, Error, Routes},
    state::State,
};

/// A change of one's settings. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateSettings {
    pub direct_messages: Option<DirectMessages>,
    pub status: Option<ChosenStatus>,
    pub push_text: Option<bool>,
}

/// What the caller has set.
#[utoipa::path(tag = "users", operation_id = "current_settings", security(("bearer" = [])),
    responses((status = 200, description = "The settings", body = Settings)))]
#[get("/users/@me/settings")]
async fn current_settings(state: web::Data<State>, caller: Caller) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(Settings::from(state.cache.read().settings(caller.user))))
}

/// Changes what the caller has set.
#[utoipa::path(tag = "users", operation_id = "update_settings", security(("bearer" = [])), request_body = UpdateSettings,
    responses((status = 200, description = "The changed settings", body = Settings)))]
#[patch("/users/@me/settings")]
async fn update_settings(
    state: web::Data<State>,
    caller: Caller,
    Body(body): Body<UpdateSettings>,
) -> Result<HttpResponse, Error> {
    let settings = state.writer.run(move |work| Box::pin(actions::update(work, caller.user, body))).await?;
    presence::actions::tell(&state, caller.user);
    Ok(HttpResponse::Ok().json(settings))
}

pub fn routes(config: &mut impl Routes) {
    config.service(current_settings).service(update_settings);
}
