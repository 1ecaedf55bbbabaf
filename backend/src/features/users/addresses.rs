//! The address of an account, and reserved user names.

use super::{
    own::publish_current_user,
    rules::{self, EmailAddress, email_key},
    store,
};
use crate::{
    db::{Conn, DbError},
    features::mail::actions::Recipient,
    http::Error,
    kernel::{Timestamp, UserId},
    writer::UnitOfWork,
};

/// The receiver of emails to the owner of an account.
///
/// # Errors
/// When the database fails.
pub async fn recipient(uow: &mut UnitOfWork, user: UserId) -> Result<Option<Recipient>, DbError> {
    let row = store::recipient(uow.conn(), user).await?;
    Ok(row.map(|row| Recipient {
        user: Some(user),
        address: row.email,
        name: row.display_name.unwrap_or(row.username),
        locale: row.locale,
    }))
}

/// Publicly known data of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountNames {
    pub email: String,
    pub username: String,
    pub display_name: Option<String>,
}

/// Publicly known data of an account; `None` without an account.
///
/// # Errors
/// When the database fails.
pub async fn account_names(conn: &mut Conn, user: UserId) -> Result<Option<AccountNames>, DbError> {
    let row = store::recipient(conn, user).await?;
    Ok(row.map(|row| AccountNames { email: row.email, username: row.username, display_name: row.display_name }))
}

/// Marks the address of an account as confirmed. Returns false if it has another address by now.
///
/// # Errors
/// When the database fails.
pub async fn confirm_address(uow: &mut UnitOfWork, user: UserId, address: &str) -> Result<bool, DbError> {
    let now = uow.now();
    let confirmed = store::set_verified(uow.conn(), user, &email_key(address), now).await?;
    if confirmed {
        publish_current_user(uow, user).await?;
    }
    Ok(confirmed)
}

/// Sets a new, confirmed address of an account. Returns false if another account has it.
///
/// # Errors
/// When the database fails.
pub async fn change_address(uow: &mut UnitOfWork, user: UserId, address: &str) -> Result<bool, DbError> {
    let now = uow.now();
    let address = EmailAddress { text: address.to_owned(), key: email_key(address) };
    let changed = store::set_email(uow.conn(), user, &address, now).await?;
    if changed {
        publish_current_user(uow, user).await?;
    }
    Ok(changed)
}

/// Stores the address that an account gets once it is confirmed.
///
/// # Errors
/// When the database fails.
pub async fn expect_address(uow: &mut UnitOfWork, user: UserId, address: &str, until: Timestamp) -> Result<(), DbError> {
    store::set_pending_email(uow.conn(), user, address, until).await?;
    publish_current_user(uow, user).await
}

/// Deletes the pending address of an account.
///
/// # Errors
/// When the database fails.
pub async fn drop_pending_address(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    if store::clear_pending_email(uow.conn(), user).await? { publish_current_user(uow, user).await } else { Ok(()) }
}

/// An early check whether a user name is taken.
///
/// # Errors
/// 400 / 50035 at `username`.
pub async fn refuse_taken_name(conn: &mut Conn, username: &str) -> Result<(), Error> {
    if store::has_username(conn, username).await? { Err(Error::field("username", &rules::username_taken())) } else { Ok(()) }
}

/// Reserves a user name for an address.
///
/// # Errors
/// 400 / 50035 at `username` if it is taken, or reserved for another address.
pub async fn reserve_name(uow: &mut UnitOfWork, username: &str, address: &EmailAddress, until: Timestamp) -> Result<(), Error> {
    let now = uow.now();
    refuse_taken_name(uow.conn(), username).await?;
    if store::reserve_name(uow.conn(), username, &address.key, now, until).await? {
        Ok(())
    } else {
        Err(Error::field("username", &rules::username_taken()))
    }
}

/// Deletes the reservation of an address that has been registered.
///
/// # Errors
/// When the database fails.
pub async fn release_names(uow: &mut UnitOfWork, address: &EmailAddress) -> Result<(), DbError> {
    let now = uow.now();
    store::delete_reserved_names(uow.conn(), &address.key, now).await
}

/// Deletes expired reservations and unconfirmed addresses. Runs periodically.
///
/// # Errors
/// When the database fails.
pub async fn forget_reserved(uow: &mut UnitOfWork) -> Result<(), DbError> {
    let now = uow.now();
    store::delete_reserved_names(uow.conn(), "", now).await?;
    store::clear_expired_pending_emails(uow.conn(), now).await
}
