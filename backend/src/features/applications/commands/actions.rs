//! Actions on the commands of a bot.
//!
//! Bodies are read, validated and serialised outside of write jobs. The job finds commands by name and compares versions: if one
//! has changed since it was read, the request starts again.

use std::sync::Arc;

use serde::Deserialize;

use super::{
    checked::{self, Checked},
    requests::{DeclareCommand, UpdateCommand},
    store::{self, CommandRow, Revision},
    view::{Command, Small},
};
use crate::{
    access::{self, Caller},
    cache::Model,
    db::DbError,
    features::applications::rules,
    http::Error,
    kernel::{ApiError, CommandId, FieldError, Form, GuildId, UserId},
    state::State,
    writer::UnitOfWork,
};

/// The integration type of commands in guilds that the bot has joined.
const GUILD_INSTALL: Small = Small(0);

/// The owner of commands, and their guild; `None` for global commands.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct CommandScope {
    #[serde(rename = "application_id")]
    pub application: UserId,
    #[serde(rename = "guild_id")]
    pub guild: Option<GuildId>,
}

impl CommandScope {
    /// # Errors
    /// 403 / 20002 for a user account, 404 / 10002 for another bot, 404 / 10004 for a guild that the bot has not joined.
    pub fn admit(self, caller: Caller, model: &Model) -> Result<(), ApiError> {
        if !caller.bot {
            return Err(ApiError::bots_only());
        }
        if caller.user != self.application {
            return Err(ApiError::unknown_application());
        }
        self.guild.map_or(Ok(()), |guild| access::guild(model, caller.user, guild).map(drop))
    }

    fn shown(self, revision: Revision, declared: DeclareCommand) -> Command {
        Command {
            id: revision.id,
            application_id: self.application,
            guild_id: self.guild,
            version: revision.version,
            kind: declared.kind(),
            name: declared.name,
            name_localizations: declared.name_localizations,
            description: declared.description.unwrap_or_default(),
            description_localizations: declared.description_localizations,
            options: declared.options.unwrap_or_default(),
            default_member_permissions: declared.default_member_permissions,
            dm_permission: declared.dm_permission.unwrap_or(true),
            nsfw: declared.nsfw.unwrap_or(false),
            integration_types: declared.integration_types.unwrap_or_else(|| vec![GUILD_INSTALL]),
            contexts: declared.contexts,
        }
    }
}

/// All commands of a scope, by id.
///
/// # Errors
/// As [`CommandScope::admit`].
pub async fn all(state: &State, caller: Caller, scope: CommandScope) -> Result<Vec<Command>, Error> {
    scope.admit(caller, &state.cache.read())?;
    let rows = store::all(&mut state.db.read().await?, scope.application, scope.guild).await?;
    let shown = |row: CommandRow| Some(scope.shown(row.revision, serde_json::from_str(&row.body).ok()?));
    Ok(rows.into_iter().filter_map(shown).collect())
}

/// A command of a scope.
///
/// # Errors
/// 404 / 10063 for an unknown command; otherwise as [`CommandScope::admit`].
pub async fn find(state: &State, caller: Caller, scope: CommandScope, id: CommandId) -> Result<Command, Error> {
    scope.admit(caller, &state.cache.read())?;
    let (revision, declared) = one(state, scope, id).await?;
    Ok(scope.shown(revision, declared))
}

async fn one(state: &State, scope: CommandScope, id: CommandId) -> Result<(Revision, DeclareCommand), Error> {
    let row = store::find(&mut state.db.read().await?, scope.application, scope.guild, id).await?;
    let row = row.ok_or(rules::unknown_command())?;
    let declared = serde_json::from_str(&row.body).map_err(|_| rules::unknown_command())?;
    Ok((row.revision, declared))
}

/// Maximum number of attempts when other requests change the same commands.
const ATTEMPTS: usize = 3;

/// Declares a command. Returns also whether it is new.
///
/// # Errors
/// 400 for bad fields and too many commands; otherwise as [`CommandScope::admit`].
pub async fn declare(state: &State, caller: Caller, scope: CommandScope, body: DeclareCommand) -> Result<(Command, bool), Error> {
    scope.admit(caller, &state.cache.read())?;
    let checked = checked::checked(body, "")?;
    let declared = checked.declared.clone();
    let job = state.writer.run_write(move |uow| Box::pin(async move { declare_in(uow, caller, scope, checked).await }));
    let (revision, is_new) = job.await?;
    Ok((scope.shown(revision, declared), is_new))
}

async fn declare_in(
    uow: &mut UnitOfWork,
    caller: Caller,
    scope: CommandScope,
    command: Checked,
) -> Result<(Revision, bool), Error> {
    scope.admit(caller, &uow.model())?;
    let same = store::find_by_name(uow.conn(), scope.application, scope.guild, command.key()).await?;
    let is_full = store::count(uow.conn(), scope.application, scope.guild).await?
        >= rules::COMMANDS_PER_SCOPE.try_into().unwrap_or(i64::MAX);
    if same.is_none() && is_full {
        return Err(rules::too_many_commands().into());
    }
    let row = command.row(same, CommandId::new(uow.next_id()));
    store::put(uow.conn(), scope.application, scope.guild, std::slice::from_ref(&row)).await?;
    Ok((row.revision, same.is_none()))
}

/// Replaces all commands of a scope.
///
/// # Errors
/// As [`declare`].
pub async fn replace(
    state: &State,
    caller: Caller,
    scope: CommandScope,
    bodies: Vec<DeclareCommand>,
) -> Result<Vec<Command>, Error> {
    scope.admit(caller, &state.cache.read())?;
    // A full list takes milliseconds to validate, which would block this thread.
    let checked = state.blocking_pool.run(move || checked::all_checked(bodies)).await?;
    let wanted = Arc::new(checked.ok_or(ApiError::internal())??);
    for _ in 0..ATTEMPTS {
        let before = store::all(&mut state.db.read().await?, scope.application, scope.guild).await?;
        let plan = Plan::new(&before, wanted.clone());
        let job = state.writer.run_write(move |uow| Box::pin(async move { replace_in(uow, caller, scope, plan).await }));
        if let Some(revisions) = job.await? {
            let declared = Arc::unwrap_or_clone(wanted).into_iter().map(|new| new.declared);
            return Ok(revisions.into_iter().zip(declared).map(|(revision, declared)| scope.shown(revision, declared)).collect());
        }
    }
    Err(DbError::Busy.into())
}

/// The planned contents of a scope, computed from its current contents.
struct Plan {
    before: Vec<Revision>,
    wanted: Arc<Vec<Checked>>,
    /// Declarations that are stored unchanged.
    unchanged: Vec<Option<Revision>>,
}

impl Plan {
    fn new(before: &[CommandRow], wanted: Arc<Vec<Checked>>) -> Self {
        let unchanged = |new: &Checked| before.iter().find(|row| new.is_stored_as(row)).map(|row| row.revision);
        let unchanged = wanted.iter().map(unchanged).collect();
        Self { before: before.iter().map(|row| row.revision).collect(), wanted, unchanged }
    }
}

/// Returns `None` if the scope has changed since the plan was made.
async fn replace_in(
    uow: &mut UnitOfWork,
    caller: Caller,
    scope: CommandScope,
    plan: Plan,
) -> Result<Option<Vec<Revision>>, Error> {
    scope.admit(caller, &uow.model())?;
    let CommandScope { application, guild } = scope;
    let stored = store::keys(uow.conn(), application, guild).await?;
    if !stored.iter().map(|row| row.revision).eq(plan.before) {
        return Ok(None);
    }
    let mut revisions = Vec::with_capacity(plan.wanted.len());
    let mut changed = Vec::new();
    for (new, unchanged) in plan.wanted.iter().zip(plan.unchanged) {
        revisions.push(unchanged.unwrap_or_else(|| {
            let same = stored.iter().find(|row| (row.kind, row.name.as_str()) == new.key());
            let row = new.row(same.map(|row| row.revision.id), CommandId::new(uow.next_id()));
            let revision = row.revision;
            changed.push(row);
            revision
        }));
    }
    let gone = stored.iter().map(|row| row.revision.id).filter(|id| revisions.iter().all(|revision| revision.id != *id));
    store::delete(uow.conn(), &gone.collect::<Vec<_>>()).await?;
    store::put(uow.conn(), application, guild, &changed).await?;
    Ok(Some(revisions))
}

/// Changes a command.
///
/// # Errors
/// 404 / 10063 for an unknown command, 400 for bad fields; otherwise as [`CommandScope::admit`].
pub async fn update(
    state: &State,
    caller: Caller,
    scope: CommandScope,
    id: CommandId,
    body: UpdateCommand,
) -> Result<Command, Error> {
    scope.admit(caller, &state.cache.read())?;
    for _ in 0..ATTEMPTS {
        let (before, declared) = one(state, scope, id).await?;
        let after = checked::checked(body.clone().over(declared), "")?;
        let declared = after.declared.clone();
        let job = state.writer.run_write(move |uow| Box::pin(async move { update_in(uow, caller, scope, before, after).await }));
        if let Some(revision) = job.await? {
            return Ok(scope.shown(revision, declared));
        }
    }
    Err(DbError::Busy.into())
}

/// Returns `None` if the command has changed meanwhile.
async fn update_in(
    uow: &mut UnitOfWork,
    caller: Caller,
    scope: CommandScope,
    before: Revision,
    after: Checked,
) -> Result<Option<Revision>, Error> {
    scope.admit(caller, &uow.model())?;
    let same = store::find_by_name(uow.conn(), scope.application, scope.guild, after.key()).await?;
    if same.is_some_and(|other| other != before.id) {
        let twice = FieldError::new("APPLICATION_COMMANDS_DUPLICATE_NAME", "There is another one with this name.");
        return Err(Form::refuse("name", &twice).into());
    }
    let row = after.row(Some(before.id), CommandId::new(uow.next_id()));
    Ok(store::update(uow.conn(), &row, before.version).await?.then_some(row.revision))
}

/// Deletes a command.
///
/// # Errors
/// 404 / 10063 for an unknown command; otherwise as [`CommandScope::admit`].
pub async fn delete(state: &State, caller: Caller, scope: CommandScope, id: CommandId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(delete_in(uow, caller, scope, id))).await
}

async fn delete_in(uow: &mut UnitOfWork, caller: Caller, scope: CommandScope, id: CommandId) -> Result<(), Error> {
    scope.admit(caller, &uow.model())?;
    let is_gone = store::delete_of(uow.conn(), scope.application, scope.guild, id).await?;
    if is_gone { Ok(()) } else { Err(rules::unknown_command().into()) }
}
