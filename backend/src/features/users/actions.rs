//! What can be done with users and their accounts.

pub use super::{
    addresses::{
        AccountNames, account_names, change_address, confirm_address, drop_pending_address, expect_address, forget_reserved,
        recipient, refuse_taken_name, release_names, reserve_name,
    },
    profile::{end_statuses, rename},
    rules::{EmailAddress, email, email_key, username},
};
use super::{
    events::UserUpdate,
    store,
    view::{CurrentUser, CurrentUserExtras, User},
};
use crate::{
    access,
    cache::{self, Cache, Change, Model},
    db::{Conn, Failure},
    features::guilds::view::PartialGuild,
    http::Error,
    kernel::{FieldError, GuildId, Refusal, Timestamp, UserId},
    state::State,
    work::Work,
};

/// The locale of who has no account, such as a bot.
const DEFAULT_LOCALE: &str = "en-US";

/// When a user came to be; nothing of who is not there.
///
/// # Errors
/// When the database fails.
pub async fn created_at(conn: &mut Conn, id: UserId) -> Result<Option<Timestamp>, Failure> {
    store::created_at(conn, id).await
}

/// A checked account to make.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub username: String,
    pub display_name: Option<String>,
    pub email: EmailAddress,
    pub password_hash: String,
    pub locale: String,
    /// Whether the address has been confirmed.
    pub verified: bool,
    /// Whether it operates the instance.
    pub operator: bool,
}

/// What a log-in is checked against.
#[derive(Debug, Clone)]
pub struct StoredPassword {
    pub user: UserId,
    pub hash: String,
    pub disabled: bool,
}

/// Whether anybody operates the instance.
pub async fn has_operator(conn: &mut Conn) -> Result<bool, Failure> {
    store::has_operator(conn).await
}

/// Makes a user with an account.
///
/// # Errors
/// 400 / 50035 at `username` when the name or the address is taken; which of them it is remains open.
pub async fn create(work: &mut Work, account: NewAccount) -> Result<UserId, Error> {
    let NewAccount { username, display_name, email, password_hash, locale, verified, operator } = account;
    let id = UserId::new(work.next_id());
    let user = cache::User { id, username, display_name, avatar: None, custom_status: None, bot: false };
    let now = work.now();
    if !store::insert(work.conn(), &user, now).await? {
        return Err(name_or_address_taken());
    }
    let verified_at = verified.then_some(now);
    let (password_hash, locale) = (password_hash.as_str(), locale.as_str());
    let account = store::NewAccountRow { email: &email, password_hash, locale, operator, verified_at };
    if !store::insert_account(work.conn(), user.id, account).await? {
        return Err(name_or_address_taken());
    }
    work.apply(Change::UserPut(user));
    Ok(id)
}

/// Makes a user without an account, under the first of these names that is free.
///
/// # Errors
/// 400 / 50035 at `name` when none of them is.
pub async fn create_bot(work: &mut Work, id: UserId, names: Vec<String>, display_name: &str) -> Result<cache::User, Error> {
    for username in names {
        let now = work.now();
        if store::is_reserved(work.conn(), &username, now).await? {
            continue;
        }
        let display_name = Some(display_name.to_owned()).filter(|name| *name != username);
        let user = cache::User { id, username, display_name, avatar: None, custom_status: None, bot: true };
        if store::insert(work.conn(), &user, now).await? {
            work.apply(Change::UserPut(user.clone()));
            return Ok(user);
        }
    }
    Err(Error::field("name", &username_taken()))
}

pub(super) fn username_taken() -> FieldError {
    FieldError::new("USERNAME_ALREADY_TAKEN", "This user name is taken.")
}

/// Without a mail server an account is made at once, so the answer tells that something is taken. It does not tell what: names
/// are public, addresses are not, and both get the same answer after the same work.
fn name_or_address_taken() -> Error {
    Error::field("username", &FieldError::new("NAME_OR_EMAIL_TAKEN", "This user name or this e-mail address is taken."))
}

/// The stored password of the account with this address.
pub async fn stored_password(conn: &mut Conn, email_key: &str) -> Result<Option<StoredPassword>, Failure> {
    let row = store::password_by_email(conn, email_key).await?;
    Ok(row.map(|row| StoredPassword { user: row.user_id, hash: row.password_hash, disabled: row.disabled_at.is_some() }))
}

/// The stored hash of a user's own password, if the account is not disabled.
pub async fn stored_password_of(conn: &mut Conn, user: UserId) -> Result<Option<String>, Failure> {
    store::password_of(conn, user).await
}

/// Replaces the hash of a password; with `from` as `to` it only checks. Yields false if the account
/// has got another password meanwhile, or was disabled.
pub async fn renew_password_hash(conn: &mut Conn, user: UserId, from: &str, to: &str) -> Result<bool, Failure> {
    store::replace_password_hash(conn, user, from, to).await
}

/// Sets the hash of a password, whichever there was. Yields false if there is no such account, or it is disabled.
pub async fn set_password_hash(conn: &mut Conn, user: UserId, to: &str) -> Result<bool, Failure> {
    store::set_password_hash(conn, user, to).await
}

/// The user as they see themselves. The row is read first and then the model, so that neither is older than the call.
///
/// # Errors
/// 401 for a user that is no more.
pub async fn current(conn: &mut Conn, cache: &Cache, user: UserId) -> Result<CurrentUser, Error> {
    let (row, bio) = (store::account(conn, user).await?, store::bio(conn, user).await?);
    let model = cache.read();
    Ok(shown(model.user(user).ok_or(Refusal::unauthorized())?, row, bio))
}

pub(super) fn shown(user: &cache::User, account: Option<store::AccountRow>, bio: String) -> CurrentUser {
    let mfa_enabled = account.as_ref().is_some_and(|row| row.mfa_enabled);
    let pending_email = account.as_ref().and_then(|row| row.pending_email.clone());
    let (email, locale, operator, verified) = match account {
        Some(row) => (Some(row.email), row.locale, row.operator, row.verified_at.is_some()),
        None => (None, DEFAULT_LOCALE.to_owned(), false, true),
    };
    CurrentUser {
        user: User::from(user),
        bio,
        email,
        verified,
        locale,
        mfa_enabled,
        flags: 0,
        premium_type: 0,
        chatspace: CurrentUserExtras {
            operator,
            pending_email,
            custom_status: user.custom_status.as_ref().map(|status| status.text.clone()),
            custom_status_expires_at: user.custom_status.as_ref().and_then(|status| status.until),
        },
    }
}

/// Tells a user's own sessions how the user is now.
///
/// # Errors
/// When the database fails.
pub async fn tell_self(work: &mut Work, id: UserId) -> Result<(), Failure> {
    let (account, bio) = (store::account(work.conn(), id).await?, store::bio(work.conn(), id).await?);
    let shown = work.model().user(id).map(|user| shown(user, account, bio));
    if let Some(shown) = shown {
        work.announce_own(id, &UserUpdate(shown));
    }
    Ok(())
}

/// The public side of any user.
///
/// # Errors
/// 404 / 10013.
pub fn find(model: &Model, id: UserId) -> Result<User, Refusal> {
    model.user(id).map(User::from).ok_or(Refusal::unknown_user())
}

/// Which part of a list of guilds.
#[derive(Debug, Clone, Copy)]
pub struct GuildsPage {
    pub before: Option<GuildId>,
    pub after: Option<GuildId>,
    pub limit: usize,
    pub with_counts: bool,
}

/// The guilds a user is in, by id. With `before`, those next below it.
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
