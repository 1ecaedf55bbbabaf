//! Routes of `/chatspace/admin`. Unknown keys in bodies are rejected.

use actix_web::{HttpResponse, web};

use super::{
    actions::{self, Operator},
    requests::{AccountsQuery, SetupRequest, UpdateAccount, UpdateInstanceSettings},
    rules,
    view::{Account, EmailLink, InstanceSettings, InstanceStatus, ResetLink},
};
use crate::{
    access::Caller,
    api_guard::{Routes, endpoint},
    features::{
        auth::{Sender, actions as auth},
        mail::{actions as mail, view::Email},
    },
    http::{Error, Json, Path, Query},
    kernel::{EmailId, UserId, limits},
    state::State,
};

/// The headers of responses that give access to an account.
const NO_STORE: (&str, &str) = ("cache-control", "no-store");

/// The state of the server, for operators.
#[utoipa::path(get, path = "/chatspace/admin/status", tag = "operator",
    responses((status = 200, description = "The state of the server", body = InstanceStatus)))]
async fn instance_status(state: web::Data<State>, _: Operator) -> HttpResponse {
    HttpResponse::Ok().json(actions::status(&state))
}

/// Returns the settings of the instance.
#[utoipa::path(get, path = "/chatspace/admin/settings", tag = "operator",
    responses((status = 200, description = "The settings", body = InstanceSettings)))]
async fn instance_settings(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::settings(&state.cache)))
}

/// Changes the settings of the instance. They take effect at once.
#[utoipa::path(patch, path = "/chatspace/admin/settings", tag = "operator",
    request_body = UpdateInstanceSettings,
    responses((status = 200, description = "The changed settings", body = InstanceSettings)))]
async fn update_instance_settings(
    state: web::Data<State>,
    by: Operator,
    Json(body): Json<UpdateInstanceSettings>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update_settings(&state, by, body).await?))
}

/// Returns the accounts of the instance.
#[utoipa::path(get, path = "/chatspace/admin/users", tag = "operator", params(AccountsQuery),
    responses((status = 200, description = "The accounts, by id", body = Vec<Account>)))]
async fn list_accounts(state: web::Data<State>, _: Operator, Query(query): Query<AccountsQuery>) -> Result<HttpResponse, Error> {
    let page = query.read()?;
    Ok(HttpResponse::Ok().json(actions::accounts(&state, page).await?))
}

/// Disables or enables an account, or grants or revokes operator rights. The last operator cannot be revoked, and operators
/// cannot change their own account.
#[utoipa::path(patch, path = "/chatspace/admin/users/{user_id}", tag = "operator",
    params(("user_id" = UserId, Path)), request_body = UpdateAccount,
    responses((status = 200, description = "The changed account", body = Account)))]
async fn update_account(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Path(id): Path<UserId>,
    Json(body): Json<UpdateAccount>,
) -> Result<HttpResponse, Error> {
    Ok(HttpResponse::Ok().json(actions::update_account(&state, by, client, id, body).await?))
}

/// Creates a link that sets a new password, once, for an operator to pass on. Earlier links of this kind end.
#[utoipa::path(post, path = "/chatspace/admin/users/{user_id}/reset-link", tag = "operator",
    params(("user_id" = UserId, Path)),
    responses((status = 201, description = "The link", body = ResetLink)))]
async fn create_reset_link(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Path(id): Path<UserId>,
) -> Result<HttpResponse, Error> {
    let links = mail::EmailTokens::from(&state.config);
    Ok(HttpResponse::Created().insert_header(NO_STORE).json(actions::create_reset_link(&state, by, client, id, links).await?))
}

/// Returns the newest emails and their delivery state, without links.
#[utoipa::path(get, path = "/chatspace/admin/emails", tag = "operator",
    responses((status = 200, description = "The emails, newest first, at most 100", body = Vec<Email>)))]
async fn list_emails(state: web::Data<State>, _: Operator) -> Result<HttpResponse, Error> {
    let mut conn = state.db.read().await?;
    Ok(HttpResponse::Ok().json(mail::emails(&mut conn, state.clock.now()).await?))
}

/// Reveals the link of an undeliverable email so that an operator can pass it on. It works once per email, and is recorded in the
/// history of the operator and of the account.
#[utoipa::path(post, path = "/chatspace/admin/emails/{email_id}/link", tag = "operator",
    params(("email_id" = EmailId, Path)),
    responses((status = 200, description = "The link", body = EmailLink)))]
async fn reveal_email_link(
    state: web::Data<State>,
    by: Operator,
    Sender { client, .. }: Sender,
    Path(id): Path<EmailId>,
) -> Result<HttpResponse, Error> {
    let links = mail::EmailTokens::from(&state.config);
    Ok(HttpResponse::Ok().insert_header(NO_STORE).json(actions::reveal_email_link(&state, by, client, id, links).await?))
}

/// Makes the caller the first operator, with the setup token that the server printed at its start.
#[utoipa::path(post, path = "/chatspace/setup", tag = "operator", request_body = SetupRequest,
    responses((status = 204, description = "The caller is an operator")))]
async fn set_up(
    state: web::Data<State>,
    caller: Caller,
    Sender { client, .. }: Sender,
    Json(body): Json<SetupRequest>,
) -> Result<HttpResponse, Error> {
    auth::check_setup_token(&state, &body.setup_token)?;
    actions::set_up(&state, caller, client).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Turns off the second factor of an account. Only `chatspace admin` on the server's own machine may call this.
#[utoipa::path(delete, path = "/chatspace/admin/users/{user_id}/second-factor", tag = "operator",
    params(("user_id" = UserId, Path)),
    responses((status = 204, description = "It is disabled")))]
async fn reset_second_factor(state: web::Data<State>, by: Operator, Path(id): Path<UserId>) -> Result<HttpResponse, Error> {
    actions::reset_second_factor(&state, by, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

pub fn routes(routes: &mut Routes) {
    routes.add(endpoint!(instance_status).rate(rules::OPERATOR).operators());
    routes.add(endpoint!(instance_settings).rate(rules::OPERATOR).operators());
    routes.add(endpoint!(update_instance_settings).rate(rules::OPERATOR).operators().fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(list_accounts).rate(rules::OPERATOR).operators());
    routes.add(endpoint!(update_account).rate(rules::OPERATOR).operators().fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(create_reset_link).rate(rules::OPERATOR).operators().fresh());
    routes.add(endpoint!(list_emails).rate(rules::OPERATOR).operators());
    routes.add(endpoint!(reveal_email_link).rate(rules::OPERATOR).operators().fresh());
    routes.add(endpoint!(set_up).rate(rules::SETUP).fresh().body(limits::FORM_BYTES));
    routes.add(endpoint!(reset_second_factor).rate(rules::OPERATOR).operators().fresh());
}
