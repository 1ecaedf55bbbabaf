//! Actions on users and their accounts.

pub use super::{
    addresses::{
        AccountNames, account_names, change_address, confirm_address, drop_pending_address, expect_address, forget_reserved,
        recipient, refuse_taken_name, release_names, reserve_name,
    },
    anonymising::{Anonymised, anonymise},
    own::{current, publish_current_user},
    profile::{end_statuses, rename},
    rules::{EmailAddress, email, email_key, username},
};
use super::{requests::GuildsPage, rules, store};
use crate::{
    access,
    cache::{self, Model, UserChange},
    db::{Conn, DbError},
    http::Error,
    kernel::{ApiError, FieldError, Timestamp, UserId},
    state::State,
    wire::{guild::PartialGuild, user::User},
    writer::UnitOfWork,
};

/// When some users were created, without those that do not exist.
///
/// # Errors
/// When the database fails.
pub async fn created_at(conn: &mut Conn, id: UserId) -> Result<Option<Timestamp>, DbError> {
    store::created_at(conn, id).await
}

/// A validated account to create.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub username: String,
    pub display_name: Option<String>,
    pub email: EmailAddress,
    pub password_hash: String,
    pub locale: String,
    /// Whether the address is confirmed.
    pub verified: bool,
    /// Whether the account is an operator.
    pub operator: bool,
}

/// The account data that a session is checked against.
#[derive(Debug, Clone)]
pub struct StoredPassword {
    pub user: UserId,
    pub hash: String,
    pub disabled: bool,
}

/// Whether there is an operator.
///
/// # Errors
/// When the database fails.
pub async fn has_operator(conn: &mut Conn) -> Result<bool, DbError> {
    store::has_operator(conn).await
}

/// Creates a user with an account.
///
/// # Errors
/// 400 / 50035 at `username` if the name or the address is taken, without revealing which.
pub async fn create(uow: &mut UnitOfWork, account: NewAccount) -> Result<UserId, Error> {
    let NewAccount { username, display_name, email, password_hash, locale, verified, operator } = account;
    let id = UserId::new(uow.next_id());
    let user = cache::User { id, username, display_name, avatar: None, custom_status: None, bot: false };
    let now = uow.now();
    if !store::insert(uow.conn(), &user, now).await? {
        return Err(name_or_address_taken());
    }
    let verified_at = verified.then_some(now);
    let (password_hash, locale) = (password_hash.as_str(), locale.as_str());
    let account = store::NewAccountRow { email: &email, password_hash, locale, operator, verified_at };
    if !store::insert_account(uow.conn(), user.id, account).await? {
        return Err(name_or_address_taken());
    }
    uow.apply(UserChange::Put(user));
    Ok(id)
}

/// Creates a user without an account, with the first of these names that is free.
///
/// # Errors
/// 400 / 50035 at `name` if none is.
pub async fn create_bot(uow: &mut UnitOfWork, id: UserId, names: Vec<String>, display_name: &str) -> Result<cache::User, Error> {
    for username in names {
        let now = uow.now();
        if store::is_reserved(uow.conn(), &username, now).await? {
            continue;
        }
        let display_name = Some(display_name.to_owned()).filter(|name| *name != username);
        let user = cache::User { id, username, display_name, avatar: None, custom_status: None, bot: true };
        if store::insert(uow.conn(), &user, now).await? {
            uow.apply(UserChange::Put(user.clone()));
            return Ok(user);
        }
    }
    Err(Error::field("name", &rules::username_taken()))
}

/// Without a mail server an account is created at once, so the response reveals that something is taken. It does not reveal what:
/// names are public, addresses are not, and both get the same response after the same work.
fn name_or_address_taken() -> Error {
    Error::field("username", &FieldError::new("NAME_OR_EMAIL_TAKEN", "The user name or the email address is taken."))
}

/// The stored password of the account with this address.
///
/// # Errors
/// When the database fails.
pub async fn stored_password(conn: &mut Conn, email_key: &str) -> Result<Option<StoredPassword>, DbError> {
    let row = store::password_by_email(conn, email_key).await?;
    Ok(row.map(|row| StoredPassword { user: row.user_id, hash: row.password_hash, disabled: row.disabled_at.is_some() }))
}

/// The stored password hash of a user, if the account is not disabled.
///
/// # Errors
/// When the database fails.
pub async fn stored_password_of(conn: &mut Conn, user: UserId) -> Result<Option<String>, DbError> {
    store::password_of(conn, user).await
}

/// Replaces the hash of a password; with equal `from` and `to` it only compares. Returns false if the password has changed
/// meanwhile, or the account is disabled.
///
/// # Errors
/// When the database fails.
pub async fn renew_password_hash(conn: &mut Conn, user: UserId, from: &str, to: &str) -> Result<bool, DbError> {
    store::replace_password_hash(conn, user, from, to).await
}

/// Sets the hash of a password. Returns false if there is no such account, or it is disabled.
///
/// # Errors
/// When the database fails.
pub async fn set_password_hash(conn: &mut Conn, user: UserId, to: &str) -> Result<bool, DbError> {
    store::set_password_hash(conn, user, to).await
}

/// The public profile of any user.
///
/// # Errors
/// 404 / 10013.
pub fn find(model: &Model, id: UserId) -> Result<User, ApiError> {
    model.user(id).map(User::from).ok_or(ApiError::unknown_user())
}

/// The guilds of a user, by id. With `before`, those next below it.
pub fn guilds(state: &State, user: UserId, page: GuildsPage) -> Vec<PartialGuild> {
    let model = state.cache.read();
    let within = |guild: &&cache::Guild| {
        page.before.is_none_or(|before| guild.id < before) && page.after.is_none_or(|after| guild.id > after)
    };
    let mut found: Vec<_> = model.guilds_of(user).filter(within).collect();
    if page.before.is_some() && page.after.is_none() {
        found.drain(..found.len().saturating_sub(page.limit));
    } else {
        found.truncate(page.limit);
    }
    let online = |guild| page.with_counts.then(|| state.presences.online(guild).len());
    found.into_iter().filter_map(|guild| partial(guild, user, online(guild), state.clock.now())).collect()
}

fn partial(guild: &cache::Guild, user: UserId, online: Option<usize>, now: Timestamp) -> Option<PartialGuild> {
    let member = guild.members.get(&user)?;
    Some(PartialGuild {
        id: guild.id,
        name: guild.name.clone(),
        icon: guild.icon.clone(),
        banner: None,
        owner: guild.owner == user,
        permissions: access::permissions_in_guild(guild, member, now),
        features: Vec::new(),
        approximate_member_count: online.map(|_| guild.members.len()),
        approximate_presence_count: online,
    })
}
