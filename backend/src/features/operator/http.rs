//! The routes of `/chatspace/admin`. Keys that are not known are refused here.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    actions::{self, AccountsPage, Operator},
    view::{Account, ResetLink},
};
use crate::{
    config::Registration,
    features::mail::{actions as mail, view::Letter},
    http::{Body, Error, Params, Routes, Segments},
    kernel::{FieldError, Form, UserId, limits},
    state::State,
};

/// No name or address that could be looked for is longer, in code points.
const QUERY_LENGTH: usize = 254;
const DEFAULT_LIMIT: i64 = 50;

/// What an operator can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct InstanceSettings {
    pub registration: Registration,
}

/// A change of the settings. What is missing stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateInstanceSettings {
    pub registration: Option<Registration>,
}

/// A change of an account. What is missing stays.
#[derive(Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateAccount {
    /// Whether they are kept from logging in. Disabling signs them out at once.
    pub disabled: Option<bool>,
    /// Whether they operate the instance.
    pub operator: Option<bool>,
}

/// Which accounts to list. Sorted by id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AccountsQuery {
    /// What a user name, display name or e-mail address contains, whatever the case.
    #[param(max_length = 254, example = "alice")]
    query: Option<String>,
    after: Option<UserId>,
    /// 1 to 100; 50 when it is missing.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
}

impl AccountsQuery {
    fn read(self) -> Result<AccountsPage, Error> {
        let mut form = Form::new();
        let query = self.query.unwrap_or_default();
        if query.chars().count() > QUERY_LENGTH {
            form.note("query", &FieldError::too_long(QUERY_LENGTH));
        }
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=limits::ACCOUNTS_PAGE).contains(&limit) {
            form.note("limit", &FieldError::range(1, limits::ACCOUNTS_PAGE));
        }
        form.finish()?;
        let after = self.after.unwrap_or(UserId::new(0));
        Ok(AccountsPage { query, after, limit: usize::try_from(limit).unwrap_or_default() })
    }
}

/// What holds on this instance.
#[utoipa::path(tag = "operator", operation_id = "instance_settings", security(("bearer" = [])),
    responses((status = 200, description = "The settings", body = InstanceSettings)))]
#[get("/chatspace/admin/settings")]
async fn instance_settings(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::settings(&state.cache)))
}

/// Changes what holds on this instance, at once. Asks for the password again.
#[utoipa::path(tag = "operator", operation_id = "update_instance_settings", security(("bearer" = [])),
    request_body = UpdateInstanceSettings,
    responses((status = 200, description = "The changed settings", body = InstanceSettings)))]
#[patch("/chatspace/admin/settings")]
async fn update_instance_settings(
    state: web::Data<State>,
    by: Operator,
    Body(body): Body<UpdateInstanceSettings>,
) -> Result<HttpResponse, Error> {
    let turn = state.writer.run(move |work| Box::pin(actions::update_settings(work, by, body)));
    Ok(HttpResponse::Ok().json(turn.await?))
}

/// The accounts of this instance.
#[utoipa::path(tag = "operator", operation_id = "list_accounts", security(("bearer" = [])), params(AccountsQuery),
    responses((status = 200, description = "The accounts, by id", body = Vec<Account>)))]
#[get("/chatspace/admin/users")]
async fn list_accounts(
    state: web::Data<State>,
    _: Operator,
    Params(query): Params<AccountsQuery>,
) -> Result<HttpResponse, Error> {
    let page = query.read()?;
    Ok(HttpResponse::Ok().json(actions::accounts(&state, page).await?))
}

/// Disables or enables an account, makes somebody an operator or takes that away. Asks for the password again. The last
/// operator stays one, and nobody does it to themselves.
#[utoipa::path(tag = "operator", operation_id = "update_account", security(("bearer" = [])),
    params(("user_id" = UserId, Path)), request_body = UpdateAccount,
    responses((status = 200, description = "The changed account", body = Account)))]
#[patch("/chatspace/admin/users/{user_id}")]
async fn update_account(
    state: web::Data<State>,
    by: Operator,
    Segments(id): Segments<UserId>,
    Body(body): Body<UpdateAccount>,
) -> Result<HttpResponse, Error> {
    let turn = state.writer.run(move |work| Box::pin(actions::update_account(work, by, id, body)));
    Ok(HttpResponse::Ok().json(turn.await?))
}

/// Makes a link with which somebody sets a new password, once, to be handed on. Asks for the password again. A link that was
/// made before is dead then.
#[utoipa::path(tag = "operator", operation_id = "create_reset_link", security(("bearer" = [])),
    params(("user_id" = UserId, Path)),
    responses((status = 201, description = "The link", body = ResetLink)))]
#[post("/chatspace/admin/users/{user_id}/reset-link")]
async fn create_reset_link(state: web::Data<State>, by: Operator, Segments(id): Segments<UserId>) -> Result<HttpResponse, Error> {
    let links = mail::Links::from(&state.config);
    let turn = state.writer.run(move |work| Box::pin(async move { actions::create_reset_link(work, by, id, &links).await }));
    Ok(HttpResponse::Created().json(turn.await?))
}

/// The letters that were written last. Of those that no mail server could take, the links are told, to be handed on.
#[utoipa::path(tag = "operator", operation_id = "list_letters", security(("bearer" = [])),
    responses((status = 200, description = "The letters, newest first, at most 100", body = Vec<Letter>)))]
#[get("/chatspace/admin/letters")]
async fn list_letters(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    let letters = mail::letters(&mut conn, &mail::Links::from(&state.config), state.clock.now()).await?;
    Ok(HttpResponse::Ok().json(letters))
}

/// Turns the second factor of an account off, for somebody who has lost it. Only `chatspace admin` on the server's own
/// machine can; a person is refused.
#[utoipa::path(tag = "operator", operation_id = "reset_second_factor", security(("bearer" = [])),
    params(("user_id" = UserId, Path)),
    responses((status = 204, description = "It is off")))]
#[delete("/chatspace/admin/users/{user_id}/second-factor")]
async fn reset_second_factor(
    state: web::Data<State>,
    by: Operator,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::reset_second_factor(work, by, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(config: &mut impl Routes) {
    config
        .service(instance_settings)
        .service(update_instance_settings)
        .service(list_accounts)
        .service(update_account)
        .service(create_reset_link)
        .service(list_letters)
        .service(reset_second_factor);
}
