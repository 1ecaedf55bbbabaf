//! Writing letters, and looking at them.

use super::Links;
use crate::{
    db::{Conn, Failure},
    features::mail::{
        rules::{LetterKind, LetterState, LinkKind},
        store::{self, LetterRow, NewLetterRow},
        view::Letter,
    },
    kernel::{LetterId, LinkId, Timestamp, UserId},
    work::{Bell, Work},
};

/// To whom a letter goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub user: Option<UserId>,
    pub address: String,
    /// What the letter calls them. To an address that may be somebody else's goes the plain user name only, for a display name
    /// can be any text.
    pub name: String,
    pub locale: String,
}

/// Stores a letter with the turn. `detail` is what the letter tells beside names and link.
///
/// # Errors
/// When the database fails.
pub async fn write(
    work: &mut Work,
    kind: LetterKind,
    to: &Recipient,
    link: Option<LinkId>,
    detail: Option<&str>,
) -> Result<(), Failure> {
    let now = work.now();
    let letter = NewLetterRow {
        id: LetterId::new(work.next_id()),
        kind: kind.name(),
        user_id: to.user,
        address: &to.address,
        name: &to.name,
        locale: &to.locale,
        detail,
        link_id: link,
    };
    store::insert_letter(work.conn(), letter, now).await?;
    work.ring(Bell::Letters);
    Ok(())
}

/// The newest hundred letters, newest first. None has its link with it: see [`reveal_link`].
///
/// # Errors
/// When the database fails.
pub async fn letters(conn: &mut Conn, now: Timestamp) -> Result<Vec<Letter>, Failure> {
    let rows = store::letters(conn, now).await?;
    Ok(rows.into_iter().filter_map(shown).collect())
}

fn shown(row: LetterRow) -> Option<Letter> {
    let (kind, state) = (LetterKind::named(&row.kind)?, LetterState::named(&row.state)?);
    let is_unsent = matches!(state, LetterState::Failed | LetterState::Unsent);
    let has_link = is_unsent && row.link_id.is_some();
    Some(Letter { id: row.id, kind, to: row.address, created_at: row.created_at, state, has_link })
}

/// The link of a letter, and whose account it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealedLink {
    pub url: String,
    pub user: Option<UserId>,
}

/// The link of a letter that no mail server could take. It is yielded once, and stored who saw it; `None` when it was seen before
/// or does nothing any more.
///
/// # Errors
/// When the database fails.
pub async fn reveal_link(
    work: &mut Work,
    letter: LetterId,
    by: Option<UserId>,
    links: &Links,
) -> Result<Option<RevealedLink>, Failure> {
    let now = work.now();
    let row = store::reveal_link(work.conn(), letter, by, now).await?;
    Ok(row.and_then(|row| {
        let url = links.url(LinkKind::named(&row.kind)?, row.link_id);
        Some(RevealedLink { url, user: row.user_id })
    }))
}

/// The letters to an address that belonged to nobody are its owner's from now on, so that they go with the account.
///
/// # Errors
/// When the database fails.
pub async fn adopt(work: &mut Work, address: &str, user: UserId) -> Result<(), Failure> {
    store::adopt_letters(work.conn(), address, user).await
}

/// Forgets all links and letters of a user who goes.
///
/// # Errors
/// When the database fails.
pub async fn forget_user(work: &mut Work, user: UserId) -> Result<(), Failure> {
    store::delete_letters_of(work.conn(), user).await?;
    store::delete_links_of(work.conn(), user).await
}
