//! What can be done with invites.

use std::{collections::BTreeMap, time::Duration};

use rand::Rng;

use crate::{
    access::{self, Place},
    cache::{ChannelKind, Guild, Model},
    db::{Conn, Failure},
    events::Audience,
    features::{
        invites::{
            events::{InviteCreate, InviteDelete},
            http::CreateInvite,
            store::{self, InviteRow},
            view::{Invite, KeptInvite},
        },
        members,
        users::view::User,
    },
    http::Error,
    kernel::{ChannelId, FieldError, Form, GuildId, Permissions, Refusal, Timestamp, UserId, limits},
    state::State,
    work::Work,
};

/// Letters and digits that are not mistaken for one another.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
const CODE_LENGTH: usize = 10;
/// Longer or other texts are not looked for: the database would have to take them.
fn is_code(text: &str) -> bool {
    text.len() <= 2 * CODE_LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

const DEFAULT_MAX_AGE_S: i64 = 86_400;

fn new_code() -> String {
    let mut random = rand::rng();
    (0..CODE_LENGTH).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())])).collect()
}

/// Makes an invite to a channel. One that never ends and lets in any number is made once and then given again.
///
/// # Errors
/// 404 for who cannot see the channel, 403 / 50013 without CREATE_INSTANT_INVITE, 400 for bad fields or too many.
pub async fn create(work: &mut Work, by: UserId, channel: ChannelId, body: CreateInvite) -> Result<Invite, Error> {
    let now = work.now();
    let mut row = {
        let model = work.model();
        let (guild, channel) = access::in_channel(&model, by, channel, Permissions::CREATE_INSTANT_INVITE, now)?;
        if channel.kind != ChannelKind::Text {
            return Err(Refusal::wrong_channel_type().into());
        }
        new_row(guild.id, channel.id, by, &body, now)?
    };
    let endless = row.max_age_s == 0 && row.max_uses == 0 && !row.temporary;
    if endless
        && !body.unique.unwrap_or(false)
        && let Some(made) = store::find_endless(work.conn(), channel, by).await?
    {
        row = made;
    } else {
        if store::count(work.conn(), row.guild_id, now).await? >= limits::INVITES_PER_GUILD {
            return Err(Refusal::too_many_invites().into());
        }
        store::insert(work.conn(), &row).await?;
        announce_create(work, &row);
    }
    let shown = Invite::new(&work.model(), &row).ok_or(Refusal::unknown_channel())?;
    Ok(shown.with_metadata(&row))
}

fn new_row(
    guild_id: GuildId,
    channel_id: ChannelId,
    inviter_id: UserId,
    body: &CreateInvite,
    now: Timestamp,
) -> Result<InviteRow, Refusal> {
    let mut form = Form::new();
    let mut within = |name, value: i64, max| {
        if !(0..=max).contains(&value) {
            form.note(name, &FieldError::range(0, max));
        }
        value
    };
    let max_age_s = within("max_age", body.max_age.unwrap_or(DEFAULT_MAX_AGE_S), limits::INVITE_MAX_AGE_S);
    let max_uses = within("max_uses", body.max_uses.unwrap_or(0), limits::INVITE_MAX_USES);
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
        temporary: body.temporary.unwrap_or(false),
    })
}

fn announce_create(work: &mut Work, row: &InviteRow) {
    let inviter = work.model().user(row.inviter_id).map(User::from);
    let managers = managers(&work.model(), row, work.now());
    work.announce(
        Audience::Users(managers),
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

/// Those who may know the code: who manages the channel or the guild, and who made it.
fn managers(model: &Model, row: &InviteRow, now: Timestamp) -> Vec<UserId> {
    let members = model.guild(row.guild_id).into_iter().flat_map(|guild| guild.members.keys().copied());
    members.filter(|user| may_manage(model, *user, row, now)).collect()
}

fn may_manage(model: &Model, user: UserId, row: &InviteRow, now: Timestamp) -> bool {
    row.inviter_id == user
        || access::can(model, user, Permissions::MANAGE_CHANNELS, Place::Channel(row.channel_id), now)
        || access::can(model, user, Permissions::MANAGE_GUILD, Place::Guild(row.guild_id), now)
}

async fn live(conn: &mut Conn, code: &str, now: Timestamp) -> Result<InviteRow, Error> {
    if !is_code(code) {
        return Err(Refusal::unknown_invite().into());
    }
    Ok(store::find(conn, code, now).await?.ok_or(Refusal::unknown_invite())?)
}

/// What a code leads to.
///
/// # Errors
/// 404 / 10006 for an unknown, expired or used-up code.
pub async fn find(state: &State, code: &str) -> Result<Invite, Error> {
    let mut conn = state.db.read().await?;
    let row = live(&mut conn, code, state.clock.now()).await?;
    Ok(Invite::new(&state.cache.read(), &row).ok_or(Refusal::unknown_invite())?)
}

/// Joins the guild that a code leads to; a member already uses nothing up.
///
/// # Errors
/// 404 / 10006 for a dead code, 400 when the guild is full or the user is in too many.
pub async fn accept(work: &mut Work, user: UserId, code: &str) -> Result<Invite, Error> {
    let now = work.now();
    let row = live(work.conn(), code, now).await?;
    let shown = Invite::new(&work.model(), &row).ok_or(Refusal::unknown_invite())?;
    let is_member = work.model().guild(row.guild_id).is_some_and(|guild: &Guild| guild.members.contains_key(&user));
    if !is_member {
        if !store::take_use(work.conn(), code, now).await? {
            return Err(Refusal::unknown_invite().into());
        }
        members::actions::add(work, row.guild_id, user).await?;
    }
    Ok(shown)
}

/// Takes an invite back.
///
/// # Errors
/// 404 / 10006 for a dead code and for who is not in its guild, 403 / 50013 for who may not manage it.
pub async fn delete(work: &mut Work, by: UserId, code: &str) -> Result<Invite, Error> {
    let now = work.now();
    let row = live(work.conn(), code, now).await?;
    let shown = {
        let model = work.model();
        access::guild(&model, by, row.guild_id).map_err(|_| Refusal::unknown_invite())?;
        if !may_manage(&model, by, &row, now) {
            return Err(Refusal::missing_permissions().into());
        }
        Invite::new(&model, &row).ok_or(Refusal::unknown_invite())?
    };
    store::delete(work.conn(), code).await?;
    let managers = managers(&work.model(), &row, now);
    let gone = InviteDelete { code: row.code, channel_id: row.channel_id, guild_id: row.guild_id };
    work.announce(Audience::Users(managers), &gone);
    Ok(shown)
}

/// Takes back all invites of somebody who is gone for good.
///
/// # Errors
/// When the database fails.
pub async fn delete_all_of(work: &mut Work, inviter: UserId) -> Result<(), Failure> {
    let mut told = BTreeMap::new();
    for row in store::delete_all_of(work.conn(), inviter).await? {
        let managers = told.entry(row.channel_id).or_insert_with(|| managers(&work.model(), &row, work.now())).clone();
        let gone = InviteDelete { code: row.code, channel_id: row.channel_id, guild_id: row.guild_id };
        work.announce(Audience::Users(managers), &gone);
    }
    Ok(())
}

/// Every invite that somebody has made and that is kept, dead or alive.
///
/// # Errors
/// When the database fails.
pub async fn all_of(conn: &mut Conn, inviter: UserId) -> Result<Vec<KeptInvite>, Failure> {
    let rows = store::all_of(conn, inviter).await?;
    Ok(rows.into_iter().map(KeptInvite::from).collect())
}

/// The live invites of a guild.
///
/// # Errors
/// 404 for strangers, 403 / 50013 without MANAGE_GUILD.
pub async fn of_guild(state: &State, by: UserId, guild: GuildId) -> Result<Vec<Invite>, Error> {
    access::in_guild(&state.cache.read(), by, guild, Permissions::MANAGE_GUILD, state.clock.now())?;
    let rows = store::of_guild(&mut state.db.read().await?, guild, state.clock.now()).await?;
    Ok(shown(state, &rows))
}

/// The live invites of a channel.
///
/// # Errors
/// 404 for who cannot see it, 403 / 50013 without MANAGE_CHANNELS.
pub async fn of_channel(state: &State, by: UserId, channel: ChannelId) -> Result<Vec<Invite>, Error> {
    access::in_channel(&state.cache.read(), by, channel, Permissions::MANAGE_CHANNELS, state.clock.now())?;
    let rows = store::of_channel(&mut state.db.read().await?, channel, state.clock.now()).await?;
    Ok(shown(state, &rows))
}

fn shown(state: &State, rows: &[InviteRow]) -> Vec<Invite> {
    let model = state.cache.read();
    rows.iter().filter_map(|row| Some(Invite::new(&model, row)?.with_metadata(row))).collect()
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
