//! Actions on invites.

use std::time::Duration;

use super::rules;
use crate::{
    access::{self, Scope},
    cache::{ChannelKind, Guild, Model},
    db::{Conn, DbError},
    events::Audience,
    features::{
        invites::{
            events::{InviteCreate, InviteDelete},
            requests::CreateInvite,
            store::{self, InviteRow},
            view::{CreatedInvite, ExportedInvite, Invite},
        },
        members,
    },
    http::Error,
    kernel::{ApiError, ChannelId, FieldError, Form, GuildId, Permissions, Timestamp, UserId, random},
    state::State,
    wire::user::User,
    writer::UnitOfWork,
};

/// Letters and digits that are not mistaken for each other.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const CODE_LENGTH: usize = 10;
/// Other codes are not looked up.
fn is_code(text: &str) -> bool {
    text.len() <= 2 * CODE_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

const DEFAULT_MAX_AGE_S: i64 = 86_400;
/// Number of invites that one write job deletes.
const DELETED_AT_ONCE: usize = 100;

fn new_code() -> String {
    random::text(LETTERS, CODE_LENGTH)
}

/// Creates an invite to a channel. An invite without expiry and limit is created once and then returned again.
///
/// # Errors
/// 404 if the caller cannot view the channel, 403 / 50013 without `CREATE_INSTANT_INVITE`, 400 for bad fields or too many invites.
pub async fn create(state: &State, by: UserId, channel: ChannelId, body: CreateInvite) -> Result<Invite, Error> {
    state.writer.run_write(move |uow| Box::pin(create_in(uow, by, channel, body))).await
}

async fn create_in(uow: &mut UnitOfWork, by: UserId, channel: ChannelId, body: CreateInvite) -> Result<Invite, Error> {
    let now = uow.now();
    let mut row = {
        let model = uow.model();
        let (guild, channel) = access::in_channel(&model, by, channel, Permissions::CREATE_INSTANT_INVITE, now)?;
        if channel.kind != ChannelKind::Text {
            return Err(ApiError::wrong_channel_type().into());
        }
        new_row(guild.id, channel.id, by, &body, now)?
    };
    let endless = row.max_age_s == 0 && row.max_uses == 0;
    if endless
        && !body.unique.unwrap_or(false)
        && let Some(made) = store::find_endless(uow.conn(), channel, by).await?
    {
        row = made;
    } else {
        if store::count(uow.conn(), row.guild_id, now).await? >= rules::INVITES_PER_GUILD {
            return Err(rules::too_many_invites().into());
        }
        store::insert(uow.conn(), &row).await?;
        publish_create(uow, &row);
    }
    let shown = Invite::seen_by(Some(by), &uow.model(), &row, now).ok_or(ApiError::unknown_channel())?;
    Ok(shown.with_metadata(&row))
}

fn new_row(
    guild_id: GuildId,
    channel_id: ChannelId,
    inviter_id: UserId,
    body: &CreateInvite,
    now: Timestamp,
) -> Result<InviteRow, ApiError> {
    let mut form = Form::new();
    let mut within = |name, value: i64, max| {
        if !(0..=max).contains(&value) {
            form.note(name, &FieldError::range(0, max));
        }
        value
    };
    let max_age_s = within("max_age", body.max_age.unwrap_or(DEFAULT_MAX_AGE_S), rules::INVITE_MAX_AGE_S);
    let max_uses = within("max_uses", body.max_uses.unwrap_or(0), rules::INVITE_MAX_USES);
    body.temporary.refuse(&mut form, "temporary");
    form.finish()?;
    let lifetime = Duration::from_secs(u64::try_from(max_age_s).unwrap_or(0));
    Ok(InviteRow {
        code: new_code(),
        guild_id,
        channel_id,
        inviter_id,
        created_at: now,
        max_age_s,
        expires_at: (max_age_s > 0).then(|| now.after(lifetime)),
        max_uses,
        uses: 0,
        temporary: false,
    })
}

fn publish_create(uow: &mut UnitOfWork, row: &InviteRow) {
    let inviter = uow.model().user(row.inviter_id).map(User::from);
    uow.publish(
        audience_of(row),
        &InviteCreate {
            code: row.code.clone(),
            channel_id: row.channel_id,
            guild_id: row.guild_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            inviter,
            max_age: row.max_age_s,
            max_uses: row.max_uses,
            temporary: row.temporary,
            uses: row.uses,
            kind: 0,
            flags: 0,
        },
    );
}

/// Users who may know the code.
fn audience_of(row: &InviteRow) -> Audience {
    Audience::Inviters { guild: row.guild_id, channel: row.channel_id, inviter: row.inviter_id }
}

fn publish_delete(uow: &mut UnitOfWork, row: InviteRow) {
    let audience = audience_of(&row);
    uow.publish(audience, &InviteDelete { code: row.code, channel_id: row.channel_id, guild_id: row.guild_id });
}

fn may_manage(model: &Model, user: UserId, row: &InviteRow, now: Timestamp) -> bool {
    row.inviter_id == user
        || access::can(model, user, Permissions::MANAGE_CHANNELS, Scope::Channel(row.channel_id), now)
        || access::can(model, user, Permissions::MANAGE_GUILD, Scope::Guild(row.guild_id), now)
}

/// Stands for a user without an account, for whom no use can be reserved.
const NOBODY: UserId = UserId::new(0);

async fn live(conn: &mut Conn, code: &str, user: UserId, now: Timestamp) -> Result<InviteRow, Error> {
    if !is_code(code) {
        return Err(rules::unknown_invite().into());
    }
    Ok(store::find(conn, code, user, now).await?.ok_or(rules::unknown_invite())?)
}

/// Whether the creator of an invite may still create it. Otherwise it is invalid.
fn admits(model: &Model, row: &InviteRow, now: Timestamp) -> Result<(), ApiError> {
    let place = Scope::Channel(row.channel_id);
    let may = access::can(model, row.inviter_id, Permissions::CREATE_INSTANT_INVITE, place, now);
    if may { Ok(()) } else { Err(rules::unknown_invite()) }
}

/// Rejects a registration with an invalid invite early. [`admit`] decides.
///
/// # Errors
/// 400 / 50035 at `invite`.
pub async fn expect_live(state: &State, conn: &mut Conn, code: &str) -> Result<(), Error> {
    let now = state.clock.now();
    let row = live(conn, code, NOBODY, now).await.map_err(|_| invite_invalid())?;
    admits(&state.cache.read(), &row, now).map_err(|_| invite_invalid())
}

/// Counts a use of an invite for a new account, in the write job that creates it. Joining the guild with the same invite does not
/// count again.
///
/// # Errors
/// 400 / 50035 at `invite` if no use is left, or its creator may not invite any more.
pub async fn admit(uow: &mut UnitOfWork, user: UserId, code: &str) -> Result<(), Error> {
    let now = uow.now();
    let row = live(uow.conn(), code, NOBODY, now).await.map_err(|_| invite_invalid())?;
    admits(&uow.model(), &row, now).map_err(|_| invite_invalid())?;
    if !store::take_use(uow.conn(), code, now).await? {
        return Err(invite_invalid());
    }
    Ok(store::insert_admission(uow.conn(), user, code).await?)
}

fn invite_invalid() -> Error {
    Error::field("invite", &FieldError::new("INVITE_INVALID", "The invite is invalid or has expired."))
}

/// The invite of a code, for a caller who may have no account.
///
/// # Errors
/// 404 / 10006 for an unknown, expired or used-up code, and if its creator may not invite any more.
pub async fn find(state: &State, reader: Option<UserId>, code: &str) -> Result<Invite, Error> {
    let now = state.clock.now();
    let row = live(&mut state.db.read().await?, code, reader.unwrap_or(NOBODY), now).await?;
    let model = state.cache.read();
    admits(&model, &row, now)?;
    Ok(Invite::seen_by(reader, &model, &row, now).ok_or(rules::unknown_invite())?)
}

/// Joins the guild of an invite; for a member no use is counted.
///
/// # Errors
/// 404 / 10006 for an invalid code, 400 if the guild is full or the user has joined too many.
pub async fn accept(state: &State, user: UserId, code: String) -> Result<Invite, Error> {
    state.writer.run_write(move |uow| Box::pin(async move { accept_in(uow, user, &code).await })).await
}

async fn accept_in(uow: &mut UnitOfWork, user: UserId, code: &str) -> Result<Invite, Error> {
    let now = uow.now();
    let row = live(uow.conn(), code, user, now).await?;
    admits(&uow.model(), &row, now)?;
    let shown = Invite::seen_by(Some(user), &uow.model(), &row, now).ok_or(rules::unknown_invite())?;
    let is_member = uow.model().guild(row.guild_id).is_some_and(|guild: &Guild| guild.members.contains_key(&user));
    if !is_member {
        let is_taken = store::take_admission(uow.conn(), user, code).await?;
        if !is_taken && !store::take_use(uow.conn(), code, now).await? {
            return Err(rules::unknown_invite().into());
        }
        members::actions::add(uow, row.guild_id, user).await?;
    }
    Ok(shown)
}

/// Deletes an invite.
///
/// # Errors
/// 404 / 10006 for an invalid code and for non-members, 403 / 50013 without the permission to manage it.
pub async fn delete(state: &State, by: UserId, code: String) -> Result<Invite, Error> {
    state.writer.run_write(move |uow| Box::pin(async move { delete_in(uow, by, &code).await })).await
}

async fn delete_in(uow: &mut UnitOfWork, by: UserId, code: &str) -> Result<Invite, Error> {
    let now = uow.now();
    let row = live(uow.conn(), code, by, now).await?;
    let shown = {
        let model = uow.model();
        access::guild(&model, by, row.guild_id).map_err(|_| rules::unknown_invite())?;
        if !may_manage(&model, by, &row, now) {
            return Err(ApiError::missing_permissions().into());
        }
        Invite::seen_by(Some(by), &model, &row, now).ok_or(rules::unknown_invite())?
    };
    store::delete(uow.conn(), code).await?;
    publish_delete(uow, row);
    Ok(shown)
}

/// Deletes some invites created by a user. Returns whether there may be more.
///
/// # Errors
/// When the database fails.
pub async fn delete_some_of(uow: &mut UnitOfWork, inviter: UserId) -> Result<bool, DbError> {
    let rows = store::delete_some_of(uow.conn(), inviter, DELETED_AT_ONCE).await?;
    let may_have_more = rows.len() == DELETED_AT_ONCE;
    for row in rows {
        publish_delete(uow, row);
    }
    Ok(may_have_more)
}

/// Deletes the invites to a guild that a former member created.
///
/// # Errors
/// When the database fails.
pub async fn delete_of_member(uow: &mut UnitOfWork, guild: GuildId, inviter: UserId) -> Result<(), DbError> {
    for row in store::delete_of_member(uow.conn(), guild, inviter).await? {
        publish_delete(uow, row);
    }
    Ok(())
}

/// The active invites of a creator, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn made_by(state: &State, inviter: UserId) -> Result<Vec<CreatedInvite>, DbError> {
    let (rows, now) = (store::all_of(&mut state.db.read().await?, inviter).await?, state.clock.now());
    let model = state.cache.read();
    let lives = |row: &InviteRow| row.expires_at.is_none_or(|at| at > now) && (row.max_uses == 0 || row.uses < row.max_uses);
    let made = rows.into_iter().filter(lives).map(|row| CreatedInvite {
        guild_name: access::guild(&model, inviter, row.guild_id).ok().map(|guild| guild.name.clone()),
        created_at: row.created_at,
        expires_at: row.expires_at,
        uses: row.uses,
        max_uses: row.max_uses,
    });
    Ok(made.collect())
}

/// All stored invites that a user created, active or not.
///
/// # Errors
/// When the database fails.
pub async fn all_of(conn: &mut Conn, inviter: UserId) -> Result<Vec<ExportedInvite>, DbError> {
    let rows = store::all_of(conn, inviter).await?;
    Ok(rows.into_iter().map(ExportedInvite::from).collect())
}

/// The active invites of a guild.
///
/// # Errors
/// 404 for non-members, 403 / 50013 without `MANAGE_GUILD`.
pub async fn of_guild(state: &State, by: UserId, guild: GuildId) -> Result<Vec<Invite>, Error> {
    access::in_guild(&state.cache.read(), by, guild, Permissions::MANAGE_GUILD, state.clock.now())?;
    let rows = store::of_guild(&mut state.db.read().await?, guild, state.clock.now()).await?;
    Ok(shown(state, by, &rows))
}

/// The active invites of a channel.
///
/// # Errors
/// 404 if the caller cannot view it, 403 / 50013 without `MANAGE_CHANNELS`.
pub async fn of_channel(state: &State, by: UserId, channel: ChannelId) -> Result<Vec<Invite>, Error> {
    access::in_channel(&state.cache.read(), by, channel, Permissions::MANAGE_CHANNELS, state.clock.now())?;
    let rows = store::of_channel(&mut state.db.read().await?, channel, state.clock.now()).await?;
    Ok(shown(state, by, &rows))
}

fn shown(state: &State, reader: UserId, rows: &[InviteRow]) -> Vec<Invite> {
    let (model, now) = (state.cache.read(), state.clock.now());
    rows.iter().filter_map(|row| Some(Invite::seen_by(Some(reader), &model, row, now)?.with_metadata(row))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_long_and_differ() {
        let codes: std::collections::HashSet<_> = (0..1000).map(|_| new_code()).collect();
        assert_eq!(codes.len(), 1000);
        assert!(codes.iter().all(|code| code.len() == CODE_LENGTH));
    }
}
