//! Writing emails, and looking at them.

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

/// To whom an email goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub user: Option<UserId>,
    pub address: String,
    /// What the email calls them. To an address that may be somebody else's goes the plain user name only, for a display name
    /// can be any text.
    pub name: String,
    pub locale: String,
}

/// Stores an email with the turn. `detail` is what the email tells beside names and link.
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

/// The newest hundred emails, newest first. None has its link with it: see [`reveal_link`].
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

/// The link of an email, and whose account it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedLink {
    pub url: String,
    pub user: Option<UserId>,
}

/// The link of an email that no mail server could take. It is yielded once, and stored who saw it; `None` when it was seen before
/// or does nothing any more.
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

/// The emails to an address that belonged to nobody are its owner's from now on, so that they go with the account.
///
/// # Errors
/// When the database fails.
pub async fn adopt(uow: &mut UnitOfWork, address: &str, user: UserId) -> Result<(), DbError> {
    store::adopt_emails(uow.conn(), address, user).await
}

/// Forgets all links and emails of a user who goes.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(uow: &mut UnitOfWork, user: UserId) -> Result<(), DbError> {
    store::delete_emails_of(uow.conn(), user).await?;
    store::delete_links_of(uow.conn(), user).await
}
