//! Registration with email confirmation: the account is created once its address is confirmed.

use super::{SignedIn, open, signed_in};
use crate::{
    config::Registration,
    db::DbError,
    features::{
        auth::{
            rules::{self, Client},
            store::{self, RegistrationRow},
        },
        invites::actions as invites,
        mail::actions::{self as mail, EmailKind, EmailTokenKind, EmailTokens, Recipient},
        users::actions::{self as users, EmailAddress, NewAccount},
    },
    http::Error,
    kernel::{FieldError, RegistrationId, Secret, UserId},
    observe::security_event,
    state::State,
    writer::UnitOfWork,
};

/// Stores a registration and sends an email to its address. If the address has an account, its owner gets a different email, and
/// the response is the same. The use of an invite is counted when the account is created, so nobody can use it up with addresses
/// of others.
///
/// # Errors
/// 400 / 50035 at `username` if it is taken.
pub(super) async fn store_pending(uow: &mut UnitOfWork, account: &NewAccount, invite: Option<&str>) -> Result<(), Error> {
    let until = uow.now().after(rules::REGISTRATION);
    users::reserve_name(uow, &account.username, &account.email, until).await?;
    if let Some(owner) = users::stored_password(uow.conn(), &account.email.key).await? {
        return Ok(email_owner(uow, (!owner.disabled).then_some(owner.user)).await?);
    }
    let id = RegistrationId::new(uow.next_id());
    let row = RegistrationRow {
        username: account.username.clone(),
        display_name: account.display_name.clone(),
        email: account.email.text.clone(),
        email_key: account.email.key.clone(),
        password_hash: account.password_hash.clone(),
        locale: account.locale.clone(),
        invite: invite.map(str::to_owned),
    };
    store::insert_registration(uow.conn(), id, &row, until).await?;
    let link = mail::registration_link(uow, id).await?;
    let to = Recipient {
        user: None,
        address: account.email.text.clone(),
        name: account.username.clone(),
        locale: account.locale.clone(),
    };
    Ok(mail::write(uow, EmailKind::Register, &to, Some(link), None).await?)
}

async fn email_owner(uow: &mut UnitOfWork, owner: Option<UserId>) -> Result<(), DbError> {
    mail::link_to_nobody(uow, EmailTokenKind::Register).await?;
    let Some(owner) = owner else { return Ok(()) };
    match users::recipient(uow, owner).await? {
        Some(to) => mail::write(uow, EmailKind::AccountExists, &to, None, None).await,
        None => Ok(()),
    }
}

/// Creates the account of a registration and opens a session. All other registrations with its address become void.
///
/// # Errors
/// 400 / 50035 at `token` if the link is invalid, the address has an account by now, or the invite is used up.
pub async fn confirm(state: &State, token: &Secret, client: Client) -> Result<SignedIn, Error> {
    let link = EmailTokens::from(&state.config).read(EmailTokenKind::Register, token)?;
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let spent = mail::spend(uow, EmailTokenKind::Register, link).await?;
            let id = spent.registration.ok_or_else(mail::link_invalid)?;
            let registration = store::registration(uow.conn(), id).await?.ok_or_else(mail::link_invalid)?;
            let user = admit(uow, registration).await?;
            Ok::<_, Error>(open(uow, user, &client).await?)
        })
    });
    let opened = job.await?;
    security_event!("registered", user = %opened.user, session_id = %opened.session_id, "registered");
    signed_in(state, opened).await
}

async fn admit(uow: &mut UnitOfWork, registration: RegistrationRow) -> Result<UserId, Error> {
    let RegistrationRow { username, display_name, email, email_key, password_hash, locale, invite } = registration;
    let email = EmailAddress { text: email, key: email_key };
    let needs_invite = uow.model().registration() == Registration::Invite;
    if users::stored_password(uow.conn(), &email.key).await?.is_some() {
        return Err(mail::link_invalid());
    }
    store::delete_registrations_of(uow.conn(), &email.key).await?;
    users::release_names(uow, &email).await?;
    let address = email.text.clone();
    let account = NewAccount { username, display_name, email, password_hash, locale, verified: true, operator: false };
    let user = users::create(uow, account).await?;
    if let Some(code) = invite.filter(|_| needs_invite) {
        invites::admit(uow, user, &code).await.map_err(|_| invite_used_up())?;
    }
    mail::adopt(uow, &address, user).await?;
    Ok(user)
}

/// The invite has been used up meanwhile.
fn invite_used_up() -> Error {
    Error::field("token", &FieldError::new("INVITE_INVALID", "The invite of this registration is invalid or has expired."))
}

/// Deletes expired registrations with their reserved names and addresses. Runs periodically.
///
/// # Errors
/// When the database fails.
pub async fn forget_unconfirmed(uow: &mut UnitOfWork) -> Result<(), DbError> {
    let now = uow.now();
    store::delete_registrations_before(uow.conn(), now).await?;
    users::forget_reserved(uow).await
}
