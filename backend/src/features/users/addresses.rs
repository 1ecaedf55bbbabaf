//! The address of an account, and names that wait for one.

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

/// To whom a letter for the owner of an account goes.
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

/// What others know an account by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountNames {
    pub email: String,
    pub username: String,
    pub display_name: Option<String>,
}

/// What others know an account by; `None` for who has none.
///
/// # Errors
/// When the database fails.
pub async fn account_names(conn: &mut Conn, user: UserId) -> Result<Option<AccountNames>, DbError> {
    let row = store::recipient(conn, user).await?;
    Ok(row.map(|row| AccountNames { email: row.email, username: row.username, display_name: row.display_name }))
}

/// Notes that the address of an account has been confirmed. Yields false if the account has another by now.
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

/// Gives an account another address, which has been confirmed. Yields false if another account has it.
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

/// Notes the address that an account is to have once it is confirmed.
///
/// # Errors
/// When the database fails.
pub async fn expect_address(uow: &mut UnitOfWork, user: UserId, address: &str, until: Timestamp) -> Result<(), DbError> {
    store::set_pending_email(uow.conn(), user, address, until).await?;
    publish_current_user(uow, user).await
}

/// Forgets the address that an account was to have.
///
/// # Errors
/// When the database fails.
pub async fn drop_pending_address(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    if store::clear_pending_email(uow.conn(), user).await? { publish_current_user(uow, user).await } else { Ok(()) }
}

/// Says whether a name is taken, before work is spent on a registration.
///
/// # Errors
/// 400 / 50035 at `username`.
pub async fn refuse_taken_name(conn: &mut Conn, username: &str) -> Result<(), Error> {
    if store::has_username(conn, username).await? { Err(Error::field("username", &rules::username_taken())) } else { Ok(()) }
}

/// Keeps a name for who has that address.
///
/// # Errors
/// 400 / 50035 at `username` when somebody has it, or it is kept for another.
pub async fn reserve_name(uow: &mut UnitOfWork, username: &str, address: &EmailAddress, until: Timestamp) -> Result<(), Error> {
    let now = uow.now();
    refuse_taken_name(uow.conn(), username).await?;
    if store::reserve_name(uow.conn(), username, &address.key, now, until).await? {
        Ok(())
    } else {
        Err(Error::field("username", &rules::username_taken()))
    }
}

/// Keeps no name any longer for who has that address, who has come.
///
/// # Errors
/// When the database fails.
pub async fn release_names(uow: &mut UnitOfWork, address: &EmailAddress) -> Result<(), DbError> {
    let now = uow.now();
    store::delete_reserved_names(uow.conn(), &address.key, now).await
}

/// Forgets names that were kept long enough, and addresses that were not confirmed in time. Run now and then.
///
/// # Errors
/// When the database fails.
pub async fn forget_reserved(uow: &mut UnitOfWork) -> Result<(), DbError> {
    let now = uow.now();
    store::delete_reserved_names(uow.conn(), "", now).await?;
    store::clear_expired_pending_emails(uow.conn(), now).await
}
