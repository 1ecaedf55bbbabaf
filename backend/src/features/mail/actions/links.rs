//! Making links, and using them.

use crate::{
    config::Config,
    db::{Conn, Failure},
    features::mail::{
        rules::{self, LinkKind},
        store::{self, LinkRow},
        tokens,
    },
    http::Error,
    kernel::{FieldError, Keys, LinkId, RegistrationId, Secret, Timestamp, UserId},
    work::Work,
};

/// Where links lead, and the keys of their tokens: new ones are made with the key in use, those of the key before it still work.
#[derive(Debug, Clone)]
pub struct Links {
    address: String,
    keys: Keys,
}

impl From<&Config> for Links {
    fn from(config: &Config) -> Self {
        Self { address: config.address(), keys: config.keys() }
    }
}

impl Links {
    /// The address of a link. The token stands where no browser sends it to any server.
    pub fn url(&self, kind: LinkKind, link: LinkId) -> String {
        format!("{}/link/{}#{}", self.address, kind.name(), tokens::make(&self.keys.current, kind, link).expose())
    }

    /// The link of a token that was made here.
    ///
    /// # Errors
    /// 400 / 50035 at `token`.
    pub fn read(&self, kind: LinkKind, token: &Secret) -> Result<LinkId, Error> {
        self.keys.all().find_map(|key| tokens::read(key, kind, token)).ok_or_else(link_invalid)
    }
}

/// What is said of a link that does nothing, whatever the reason.
pub fn link_invalid() -> Error {
    Error::field("token", &FieldError::new("LINK_INVALID", "This link is not valid, or no longer."))
}

/// What a link that was used is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    pub link: LinkId,
    pub user: Option<UserId>,
    pub registration: Option<RegistrationId>,
    /// The address that it speaks of.
    pub email: Option<String>,
}

impl Spent {
    /// # Errors
    /// 400 / 50035 at `token` when it is for no user.
    pub fn user(&self) -> Result<UserId, Error> {
        self.user.ok_or_else(link_invalid)
    }
}

/// Makes a link of `kind`, for a user, about an address.
///
/// # Errors
/// When the database fails.
pub async fn link(work: &mut Work, kind: LinkKind, user: UserId, email: Option<&str>) -> Result<LinkId, Failure> {
    let of = LinkRow { user_id: Some(user), registration_id: None, email: email.map(str::to_owned) };
    let expires_at = work.now().after(kind.life());
    insert(work, kind, &of, expires_at, None).await
}

/// Makes a link that confirms a registration.
///
/// # Errors
/// When the database fails.
pub async fn registration_link(work: &mut Work, registration: RegistrationId) -> Result<LinkId, Failure> {
    let of = LinkRow { user_id: None, registration_id: Some(registration), email: None };
    let expires_at = work.now().after(LinkKind::Register.life());
    insert(work, LinkKind::Register, &of, expires_at, None).await
}

/// Stores a link that does nothing, so that a request in vain takes as long as any other.
///
/// # Errors
/// When the database fails.
pub async fn link_to_nobody(work: &mut Work, kind: LinkKind) -> Result<(), Failure> {
    let now = work.now();
    let of = LinkRow { user_id: None, registration_id: None, email: None };
    insert(work, kind, &of, now, Some(now)).await?;
    Ok(())
}

async fn insert(
    work: &mut Work,
    kind: LinkKind,
    of: &LinkRow,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
) -> Result<LinkId, Failure> {
    let id = LinkId::new(work.next_id());
    store::insert_link(work.conn(), (id, kind.name()), of, expires_at, used_at).await?;
    Ok(id)
}

/// A one-time link to set a new password, for the operator to hand over. It ends all older ones.
///
/// # Errors
/// When the database fails.
pub async fn reset_link(work: &mut Work, user: UserId, links: &Links) -> Result<(String, Timestamp), Failure> {
    end_links(work, user, &[LinkKind::Reset]).await?;
    let of = LinkRow { user_id: Some(user), registration_id: None, email: None };
    let expires_at = work.now().after(rules::OPERATORS_LINK);
    let link = insert(work, LinkKind::Reset, &of, expires_at, None).await?;
    Ok((links.url(LinkKind::Reset, link), expires_at))
}

/// Uses a link up. If the turn is refused later, the link can be used again.
///
/// # Errors
/// 400 / 50035 at `token` for one that is unknown, of another kind, too old or used.
pub async fn spend(work: &mut Work, kind: LinkKind, link: LinkId) -> Result<Spent, Error> {
    let now = work.now();
    let row = store::spend_link(work.conn(), link, kind.name(), now).await?.ok_or_else(link_invalid)?;
    Ok(Spent { link, user: row.user_id, registration: row.registration_id, email: row.email })
}

/// The user of a link that can be used, before work is spent on what it is to do.
///
/// # Errors
/// 400 / 50035 at `token` when it cannot.
pub async fn owner_of(conn: &mut Conn, kind: LinkKind, link: LinkId, now: Timestamp) -> Result<UserId, Error> {
    store::owner_of_link(conn, link, kind.name(), now).await?.ok_or_else(link_invalid)
}

/// Ends all living links of these kinds of a user.
///
/// # Errors
/// When the database fails.
pub async fn end_links(work: &mut Work, user: UserId, kinds: &[LinkKind]) -> Result<(), Failure> {
    end_links_after(work, user, kinds, LinkId::new(0)).await
}

/// Ends the living links of these kinds of a user that are newer than one.
///
/// # Errors
/// When the database fails.
pub async fn end_links_after(work: &mut Work, user: UserId, kinds: &[LinkKind], after: LinkId) -> Result<(), Failure> {
    let now = work.now();
    for kind in kinds {
        store::end_links(work.conn(), user, kind.name(), after, now).await?;
    }
    Ok(())
}
