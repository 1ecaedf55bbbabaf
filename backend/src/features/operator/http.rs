//! The routes of `/chatspace/admin`. Keys that are not known are refused here.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    actions::{self, AccountsPage, Operator},
    view::{Account, EmailLink, InstanceStatus, ResetLink},
};
use crate::{
    access::Caller,
    config::Registration,
    entry::{Routes, endpoint},
    features::{
        auth::{Sender, actions as auth},
        mail::{actions as mail, view::Letter},
    },
    http::{Body, Error, Params, Segments},
    kernel::{Cursor, FieldError, Form, LetterId, Secret, UserId, limits},
    state::State,
};

/// No name or address that could be looked for is longer, in code points.
const QUERY_LENGTH: usize = 254;
const DEFAULT_LIMIT: i64 = 50;
/// Of an answer that gives power over an account.
const NO_STORE: (&str, &str) = ("cache-control", "no-store");

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

/// Shows that the caller started the server.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRequest {
    /// As the server printed it at its start.
    #[schema(value_type = String)]
    pub setup_token: Secret,
}

/// Which accounts to list. Sorted by id.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct AccountsQuery {
    /// What a user name, display name or e-mail address contains, whatever the case.
    #[param(max_length = 254, example = "alice")]
    query: Option<String>,
    after: Option<Cursor>,
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
        let after = self.after.map_or(UserId::new(0), UserId::from);
        Ok(AccountsPage { query, after, limit: usize::try_from(limit).unwrap_or_default() })
    }
}

/// What the operator should know of the server.
#[utoipa::path(get, path = "/chatspace/admin/status", tag = "operator",
    responses((status = 200, description = "The state of the server", body = InstanceStatus)))]
async fn instance_status(state: web::Data<State>, _: Operator) -> HttpResponse {
    HttpResponse::Ok().json(actions::status(&state))
}

/// What holds on this instance.
#[utoipa::path(get, path = "/chatspace/admin/settings", tag = "operator",
    responses((status = 200, description = "The settings", body = InstanceSettings)))]
async fn instance_settings(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::settings(&state.cache)))
}

/// Changes what holds on this instance, at once. Asks for the password again.
#[utoipa::path(patch, path = "/chatspace/admin/settings", tag = "operator",
    request_body = UpdateInstanceSettings,
    responses((status = 200, description = "The changed settings", body = InstanceSettings)))]
async fn update_instance_settings(
    state: web::Data<State>,
    by: Operator,
    Body(body): Body<UpdateInstanceSettings>,
) -> Result<HttpResponse, Error> {
    let turn = state.writer.run(move |work| Box::pin(actions::update_settings(work, by, body)));
    Ok(HttpResponse::Ok().json(turn.await?))
}

/// The accounts of this instance.
#[utoipa::path(get, path = "/chatspace/admin/users", tag = "operator", params(AccountsQuery),
    responses((status = 200, description = "The accounts, by id", body = Vec<Account>)))]
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
#[utoipa::path(patch, path = "/chatspace/admin/users/{user_id}", tag = "operator",
    params(("user_id" = UserId, Path)), request_body = UpdateAccount,
    responses((status = 200, description = "The changed account", body = Account)))]
async fn update_account(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Segments(id): Segments<UserId>,
    Body(body): Body<UpdateAccount>,
) -> Result<HttpResponse, Error> {
    let turn =
        state.writer.run(move |work| Box::pin(async move { actions::update_account(work, (by, &client), id, body).await }));
    Ok(HttpResponse::Ok().json(turn.await?))
}

/// Makes a link with which somebody sets a new password, once, to be handed on. Asks for the password again. A link that was
/// made before is dead then.
#[utoipa::path(post, path = "/chatspace/admin/users/{user_id}/reset-link", tag = "operator",
    params(("user_id" = UserId, Path)),
    responses((status = 201, description = "The link", body = ResetLink)))]
async fn create_reset_link(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    let links = mail::Links::from(&state.config);
    let turn =
        state.writer.run(move |work| Box::pin(async move { actions::create_reset_link(work, (by, &client), id, &links).await }));
    Ok(HttpResponse::Created().insert_header(NO_STORE).json(turn.await?))
}

/// The newest emails and whether they left. None has its link with it.
#[utoipa::path(get, path = "/chatspace/admin/emails", tag = "operator",
    responses((status = 200, description = "The emails, newest first, at most 100", body = Vec<Letter>)))]
async fn list_emails(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(mail::letters(&mut conn, state.clock.now()).await?))
}

/// Reveals the link of an email that no mail server could take, so that an operator can pass it on. Asks for the password again, works
/// once for each email, and is noted in the history of the operator and of the account that the link is for.
#[utoipa::path(post, path = "/chatspace/admin/emails/{email_id}/link", tag = "operator",
    params(("email_id" = LetterId, Path)),
    responses((status = 200, description = "The link", body = EmailLink)))]
async fn reveal_email_link(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Segments(id): Segments<LetterId>,
) -> Result<HttpResponse, Error> {
    let links = mail::Links::from(&state.config);
    let turn =
        state.writer.run(move |work| Box::pin(async move { actions::reveal_email_link(work, (by, &client), id, &links).await }));
    Ok(HttpResponse::Ok().insert_header(NO_STORE).json(turn.await?))
}

/// Makes the caller the first operator, by the setup token that the server printed at its start. It works while nobody operates the
/// instance. Asks for the password again.
#[utoipa::path(post, path = "/chatspace/setup", tag = "operator", request_body = SetupRequest,
    responses((status = 204, description = "The caller operates the instance")))]
async fn set_up(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Body(body): Body<SetupRequest>,
) -> Result<HttpResponse, Error> {
    auth::check_setup_token(&state, &body.setup_token)?;
    let turn = state.writer.run(move |work| Box::pin(async move { actions::set_up(work, caller, &client).await }));
    turn.await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Turns the second factor of an account off, for somebody who has lost it. Only `chatspace admin` on the server's own
/// machine can; a person is refused.
#[utoipa::path(delete, path = "/chatspace/admin/users/{user_id}/second-factor", tag = "operator",
    params(("user_id" = UserId, Path)),
    responses((status = 204, description = "It is off")))]
async fn reset_second_factor(
    state: web::Data<State>,
    by: Operator,
    Segments(id): Segments<UserId>,
) -> Result<HttpResponse, Error> {
    state.writer.run(move |work| Box::pin(actions::reset_second_factor(work, by, id))).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(instance_status).rate(limits::OPERATOR).operators());
    routes.add(endpoint!(instance_settings).rate(limits::OPERATOR).operators());
    routes.add(endpoint!(update_instance_settings).rate(limits::OPERATOR).operators().fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_accounts).rate(limits::OPERATOR).operators());
    routes.add(endpoint!(update_account).rate(limits::OPERATOR).operators().fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(create_reset_link).rate(limits::OPERATOR).operators().fresh());
    routes.add(endpoint!(list_emails).rate(limits::OPERATOR).operators());
    routes.add(endpoint!(reveal_email_link).rate(limits::OPERATOR).operators().fresh());
    routes.add(endpoint!(set_up).rate(limits::SETUP).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(reset_second_factor).rate(limits::OPERATOR).operators().fresh());
}
