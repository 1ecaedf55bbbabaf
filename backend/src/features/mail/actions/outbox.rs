//! Sending letters, but for the sending itself: which are due, and what became of them.

use super::Links;
use crate::{
    db::Failure,
    features::mail::{
        rules::{self, Language, LetterKind, LetterState, LinkKind},
        store::{self, DueLetterRow},
    },
    kernel::{LetterId, UserId},
    state::State,
    work::Work,
};

/// A letter whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLetter {
    pub id: LetterId,
    pub kind: LetterKind,
    pub user: Option<UserId>,
    pub address: String,
    pub name: String,
    pub language: Language,
    pub detail: Option<String>,
    pub url: Option<String>,
    /// With this one.
    pub tries: i64,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A mail server has taken it.
    Sent,
    /// It may work later.
    Delayed,
    /// A mail server said that it never will.
    Refused,
    /// There is nothing to send.
    Impossible,
    /// There is no mail server.
    NoServer,
}

/// At most so many letters whose turn it is. Their try has begun: if nobody settles it, they are due again later.
///
/// # Errors
/// When the database fails.
pub async fn due(state: &State, most: i64) -> Result<Vec<DueLetter>, Failure> {
    let (mut conn, now) = (state.db.read().await?, state.clock.now());
    if !store::has_due_letter(&mut conn, now, now.after(rules::LONGEST_WAIT)).await? {
        return Ok(Vec::new());
    }
    drop(conn);
    let links = Links::from(&state.config);
    state.writer.run(move |work| Box::pin(async move { begin(work, &links, most).await })).await
}

async fn begin(work: &mut Work, links: &Links, most: i64) -> Result<Vec<DueLetter>, Failure> {
    let now = work.now();
    let mut due = Vec::new();
    for row in store::due_letters(work.conn(), now, now.after(rules::LONGEST_WAIT), most).await? {
        let Some(letter) = read(&row, links) else {
            // Its link was used, replaced, or has ended: it has nothing to tell any more.
            store::set_letter_state(work.conn(), row.id, LetterState::Failed.name()).await?;
            continue;
        };
        store::begin_try(work.conn(), row.id, now.after(rules::wait_after(letter.tries))).await?;
        due.push(letter);
    }
    Ok(due)
}

fn read(row: &DueLetterRow, links: &Links) -> Option<DueLetter> {
    let kind = LetterKind::named(&row.kind)?;
    // The link of a letter has the letter's name.
    let url = row.link_id.zip(LinkKind::named(&row.kind)).map(|(link, kind)| links.url(kind, link));
    if kind.has_link() && url.is_none() {
        return None;
    }
    Some(DueLetter {
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

/// Notes what became of tries. A letter whose try failed waits for the next, until it is given up.
///
/// # Errors
/// When the database fails; then letters that were sent may be sent again.
pub async fn settle(work: &mut Work, tried: Vec<(LetterId, i64, Outcome)>) -> Result<(), Failure> {
    for (letter, tries, outcome) in tried {
        let state = match outcome {
            Outcome::Sent => LetterState::Sent,
            Outcome::NoServer => LetterState::Unsent,
            Outcome::Impossible => LetterState::Failed,
            Outcome::Delayed | Outcome::Refused if rules::is_given_up(tries, outcome == Outcome::Refused) => LetterState::Failed,
            Outcome::Delayed | Outcome::Refused => continue,
        };
        store::set_letter_state(work.conn(), letter, state.name()).await?;
    }
    Ok(())
}

/// Forgets links that ended and letters that were settled long ago. Run now and then.
///
/// # Errors
/// When the database fails.
pub async fn forget_old(work: &mut Work) -> Result<bool, Failure> {
    let oldest = work.now().before(rules::KEPT);
    let letters_left = store::delete_letters_before(work.conn(), oldest).await?;
    Ok(store::delete_links_before(work.conn(), oldest).await? || letters_left)
}
