//! Storing and listing emails.

use super::EmailTokens;
use crate::{
    db::{Conn, DbError},
    features::mail::{
        rules::{EmailKind, EmailState, EmailTokenKind},
        store::{self, EmailRow, NewEmailRow},
        view::Email,
    },
    kernel::{EmailId, EmailTokenId, Timestamp, UserId},
    writer::{UnitOfWork, WorkerSignal},
};

/// The receiver of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub user: Option<UserId>,
    pub address: String,
    /// The name in the salutation. If the address may belong to another user it is the plain user name, since a display name can
    /// be any text.
    pub name: String,
    pub locale: String,
}

/// Stores an email in the write job. `detail` is a further value of its text.
///
/// # Errors
/// When the database fails.
pub async fn write(
    uow: &mut UnitOfWork,
    kind: EmailKind,
    to: &Recipient,
    link: Option<EmailTokenId>,
    detail: Option<&str>,
) -> Result<(), DbError> {
    let now = uow.now();
    let email = NewEmailRow {
        id: EmailId::new(uow.next_id()),
        kind: kind.name(),
        user_id: to.user,
        address: &to.address,
        name: &to.name,
        locale: &to.locale,
        detail,
        link_id: link,
    };
    store::insert_email(uow.conn(), email, now).await?;
    uow.notify_worker(WorkerSignal::Emails);
    Ok(())
}

/// The newest hundred emails, newest first, without their links; see [`reveal_link`].
///
/// # Errors
/// When the database fails.
pub async fn emails(conn: &mut Conn, now: Timestamp) -> Result<Vec<Email>, DbError> {
    let rows = store::emails(conn, now).await?;
    Ok(rows.into_iter().filter_map(shown).collect())
}

fn shown(row: EmailRow) -> Option<Email> {
    let (kind, state) = (EmailKind::named(&row.kind)?, EmailState::named(&row.state)?);
    let is_unsent = matches!(state, EmailState::Failed | EmailState::Unsent);
    let has_link = is_unsent && row.link_id.is_some();
    Some(Email { id: row.id, kind, to: row.address, created_at: row.created_at, state, has_link })
}

/// The link of an email, and the account it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedLink {
    pub url: String,
    pub user: Option<UserId>,
}

/// Reveals the link of an undeliverable email, once, and records who revealed it; `None` if it was revealed before or has
/// expired.
///
/// # Errors
/// When the database fails.
pub async fn reveal_link(
    uow: &mut UnitOfWork,
    email: EmailId,
    by: Option<UserId>,
    links: &EmailTokens,
) -> Result<Option<RevealedLink>, DbError> {
    let now = uow.now();
    let row = store::reveal_link(uow.conn(), email, by, now).await?;
    Ok(row.and_then(|row| {
        let url = links.url(EmailTokenKind::named(&row.kind)?, row.link_id);
        Some(RevealedLink { url, user: row.user_id })
    }))
}

/// Assigns emails to an address without an account to its new owner, so that they are deleted with the account.
///
/// # Errors
/// When the database fails.
pub async fn adopt(uow: &mut UnitOfWork, address: &str, user: UserId) -> Result<(), DbError> {
    store::adopt_emails(uow.conn(), address, user).await
}

/// Deletes all links and emails of an account that is being deleted.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    store::delete_emails_of(uow.conn(), user).await?;
    store::delete_links_of(uow.conn(), user).await
}
