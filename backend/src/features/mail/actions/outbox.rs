//! The outbox: due emails and the results of sending them. The sending itself is in the worker.

use super::EmailTokens;
use crate::{
    db::DbError,
    features::mail::{
        rules::{self, EmailKind, EmailState, EmailTokenKind, Language},
        store::{self, DueEmailRow},
    },
    kernel::{EmailId, UserId},
    state::State,
    writer::UnitOfWork,
};

/// A due email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueEmail {
    pub id: EmailId,
    pub kind: EmailKind,
    pub user: Option<UserId>,
    pub address: String,
    pub name: String,
    pub language: Language,
    pub detail: Option<String>,
    pub url: Option<String>,
    /// The email to send.
    pub tries: i64,
}

/// The result of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A mail server accepted it.
    Sent,
    /// A temporary error.
    Delayed,
    /// A permanent error of a mail server.
    Refused,
    /// There is nothing to send.
    Impossible,
    /// No mail server is configured.
    NoServer,
}

/// Starts an attempt for due emails, up to a limit. Without a result they become due again later.
///
/// # Errors
/// When the database fails.
pub async fn due(state: &State, most: i64) -> Result<Vec<DueEmail>, DbError> {
    let (mut conn, now) = (state.db.read().await?, state.clock.now());
    if !store::has_due_email(&mut conn, now, now.after(rules::LONGEST_WAIT)).await? {
        return Ok(Vec::new());
    }
    drop(conn);
    let links = EmailTokens::from(&state.config);
    state.writer.run_write(move |uow| Box::pin(async move { begin(uow, &links, most).await })).await
}

async fn begin(uow: &mut UnitOfWork, links: &EmailTokens, most: i64) -> Result<Vec<DueEmail>, DbError> {
    let now = uow.now();
    let mut due = Vec::new();
    for row in store::due_emails(uow.conn(), now, now.after(rules::LONGEST_WAIT), most).await? {
        let Some(email) = read(&row, links) else {
            // Its link was used, replaced, or has expired, so the email is obsolete.
            store::set_email_state(uow.conn(), row.id, EmailState::Failed.name()).await?;
            continue;
        };
        store::begin_try(uow.conn(), row.id, now.after(rules::wait_after(email.tries))).await?;
        due.push(email);
    }
    Ok(due)
}

fn read(row: &DueEmailRow, links: &EmailTokens) -> Option<DueEmail> {
    let kind = EmailKind::named(&row.kind)?;
    // The link has the id of the email.
    let url = row.link_id.zip(EmailTokenKind::named(&row.kind)).map(|(link, kind)| links.url(kind, link));
    if kind.has_link() && url.is_none() {
        return None;
    }
    Some(DueEmail {
        id: row.id,
        kind,
        user: row.user_id,
        address: row.address.clone(),
        name: row.name.clone(),
        language: Language::of(&row.locale),
        detail: row.detail.clone(),
        url,
        tries: row.tries + 1,
    })
}

/// Records the results of attempts. After a temporary error the email waits for the next attempt, until it fails for good.
///
/// # Errors
/// When the database fails; then emails that were sent may be sent again.
pub async fn settle(uow: &mut UnitOfWork, tried: Vec<(EmailId, i64, Outcome)>) -> Result<(), DbError> {
    for (email, tries, outcome) in tried {
        let state = match outcome {
            Outcome::Sent => EmailState::Sent,
            Outcome::NoServer => EmailState::Unsent,
            Outcome::Impossible => EmailState::Failed,
            Outcome::Delayed | Outcome::Refused if rules::is_given_up(tries, outcome == Outcome::Refused) => EmailState::Failed,
            Outcome::Delayed | Outcome::Refused => continue,
        };
        store::set_email_state(uow.conn(), email, state.name()).await?;
    }
    Ok(())
}

/// Deletes expired links and old settled emails. Runs periodically.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(uow: &mut UnitOfWork) -> Result<bool, DbError> {
    let oldest = uow.now().before(rules::RETENTION);
    let emails_left = store::delete_emails_before(uow.conn(), oldest).await?;
    Ok(store::delete_links_before(uow.conn(), oldest).await? || emails_left)
}
