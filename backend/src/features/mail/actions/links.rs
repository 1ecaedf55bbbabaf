//! Creating and consuming links.

use crate::{
    config::Config,
    db::{Conn, DbError},
    features::mail::{
        rules::{self, EmailTokenKind},
        store::{self, EmailTokenRow},
        tokens,
    },
    http::Error,
    kernel::{EmailTokenId, FieldError, Keys, RegistrationId, Secret, Timestamp, UserId},
    writer::UnitOfWork,
};

/// The base URL of links, and the keys of their tokens: new tokens use the current key, those of the previous key remain valid.
#[derive(Debug, Clone)]
pub struct EmailTokens {
    address: String,
    keys: Keys,
}

impl From<&Config> for EmailTokens {
    fn from(config: &Config) -> Self {
        Self { address: config.address(), keys: config.keys() }
    }
}

impl EmailTokens {
    /// The URL of a link. The token is in the fragment, which browsers do not send to servers.
    pub fn url(&self, kind: EmailTokenKind, link: EmailTokenId) -> String {
        format!("{}/link/{}#{}", self.address, kind.name(), tokens::make(&self.keys.current, kind, link).expose())
    }

    /// The link of a valid token.
    ///
    /// # Errors
    /// 400 / 50035 at `token`.
    pub fn read(&self, kind: EmailTokenKind, token: &Secret) -> Result<EmailTokenId, Error> {
        self.keys.all().find_map(|key| tokens::read(key, kind, token)).ok_or_else(link_invalid)
    }
}

/// The error for an invalid link, whatever the reason.
pub fn link_invalid() -> Error {
    Error::field("token", &FieldError::new("LINK_INVALID", "The link is invalid or has expired."))
}

/// The subject of a consumed link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spent {
    pub link: EmailTokenId,
    pub user: Option<UserId>,
    pub registration: Option<RegistrationId>,
    /// The address that the link is about.
    pub email: Option<String>,
}

impl Spent {
    /// # Errors
    /// 400 / 50035 at `token` if it has no user.
    pub fn user(&self) -> Result<UserId, Error> {
        self.user.ok_or_else(link_invalid)
    }
}

/// Creates a link of `kind`, for a user, about an address.
///
/// # Errors
/// When the database fails.
pub async fn link(
    uow: &mut UnitOfWork,
    kind: EmailTokenKind,
    user: UserId,
    email: Option<&str>,
) -> Result<EmailTokenId, DbError> {
    let of = EmailTokenRow { user_id: Some(user), registration_id: None, email: email.map(str::to_owned) };
    let expires_at = uow.now().after(kind.life());
    insert(uow, kind, &of, expires_at, None).await
}

/// Creates a link that confirms a registration.
///
/// # Errors
/// When the database fails.
pub async fn registration_link(uow: &mut UnitOfWork, registration: RegistrationId) -> Result<EmailTokenId, DbError> {
    let of = EmailTokenRow { user_id: None, registration_id: Some(registration), email: None };
    let expires_at = uow.now().after(EmailTokenKind::Register.life());
    insert(uow, EmailTokenKind::Register, &of, expires_at, None).await
}

/// Stores a link without effect, so that a request for an unknown address takes the same time.
///
/// # Errors
/// When the database fails.
pub async fn link_to_nobody(uow: &mut UnitOfWork, kind: EmailTokenKind) -> Result<(), DbError> {
    let now = uow.now();
    let of = EmailTokenRow { user_id: None, registration_id: None, email: None };
    insert(uow, kind, &of, now, Some(now)).await?;
    Ok(())
}

async fn insert(
    uow: &mut UnitOfWork,
    kind: EmailTokenKind,
    of: &EmailTokenRow,
    expires_at: Timestamp,
    used_at: Option<Timestamp>,
) -> Result<EmailTokenId, DbError> {
    let id = EmailTokenId::new(uow.next_id());
    store::insert_link(uow.conn(), (id, kind.name()), of, expires_at, used_at).await?;
    Ok(id)
}

/// Creates a one-time reset link, for the operator to pass on. Older links expire.
///
/// # Errors
/// When the database fails.
pub async fn reset_link(uow: &mut UnitOfWork, user: UserId, links: &EmailTokens) -> Result<(String, Timestamp), DbError> {
    end_links(uow, user, &[EmailTokenKind::Reset]).await?;
    let of = EmailTokenRow { user_id: Some(user), registration_id: None, email: None };
    let expires_at = uow.now().after(rules::OPERATORS_LINK);
    let link = insert(uow, EmailTokenKind::Reset, &of, expires_at, None).await?;
    Ok((links.url(EmailTokenKind::Reset, link), expires_at))
}

/// Consumes a link. If the write job fails later, the link remains valid.
///
/// # Errors
/// 400 / 50035 at `token` if it is unknown, of another kind, expired or used.
pub async fn spend(uow: &mut UnitOfWork, kind: EmailTokenKind, link: EmailTokenId) -> Result<Spent, Error> {
    let now = uow.now();
    let row = store::spend_link(uow.conn(), link, kind.name(), now).await?.ok_or_else(link_invalid)?;
    Ok(Spent { link, user: row.user_id, registration: row.registration_id, email: row.email })
}

/// The user of a valid link, checked before expensive work.
///
/// # Errors
/// 400 / 50035 at `token` if it is invalid.
pub async fn owner_of(conn: &mut Conn, kind: EmailTokenKind, link: EmailTokenId, now: Timestamp) -> Result<UserId, Error> {
    store::owner_of_link(conn, link, kind.name(), now).await?.ok_or_else(link_invalid)
}

/// Expires all active links of these kinds of a user.
///
/// # Errors
/// When the database fails.
pub async fn end_links(uow: &mut UnitOfWork, user: UserId, kinds: &[EmailTokenKind]) -> Result<(), DbError> {
    end_links_after(uow, user, kinds, EmailTokenId::new(0)).await
}

/// Expires the active links of these kinds of a user that are newer than a given one.
///
/// # Errors
/// When the database fails.
pub async fn end_links_after(
    uow: &mut UnitOfWork,
    user: UserId,
    kinds: &[EmailTokenKind],
    after: EmailTokenId,
) -> Result<(), DbError> {
    let now = uow.now();
    for kind in kinds {
        store::end_links(uow.conn(), user, kind.name(), after, now).await?;
    }
    Ok(())
}
