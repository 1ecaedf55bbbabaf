//! What a bot can do with its commands.
//!
//! Bodies are read, checked and written as JSON outside of write jobs. A job finds commands by an index of their names and compares
//! versions: if one changed since it was read, the whole request is done once more.

use serde::Deserialize;

use super::{
    http::{DeclareCommand, UpdateCommand},
    rules::{self, Checked},
    store::{self, CommandRow},
    view::Command,
};
use crate::{
    access::{self, Caller},
    cache::Model,
    db::{Conn, Failure},
    http::Error,
    kernel::{CommandId, FieldError, Form, GuildId, Refusal, UserId, limits},
    state::State,
    work::Work,
};

/// Whose commands, and of which guild; without one, those for all guilds.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Place {
    #[serde(rename = "application_id")]
    pub application: UserId,
    #[serde(rename = "guild_id")]
    pub guild: Option<GuildId>,
}

impl Place {
    /// # Errors
    /// 403 / 20002 for a person, 404 / 10002 for another bot, 404 / 10004 for a guild that it is not in.
    pub fn admit(self, caller: Caller, model: &Model) -> Result<(), Refusal> {
        if !caller.bot {
            return Err(Refusal::bots_only());
        }
        if caller.user != self.application {
            return Err(Refusal::unknown_application());
        }
        self.guild.map_or(Ok(()), |guild| access::guild(model, caller.user, guild).map(drop))
    }

    fn shown(self, row: &CommandRow, declared: DeclareCommand) -> Command {
        Command::new(self.application, self.guild, row, declared)
    }

    async fn stored(self, conn: &mut Conn) -> Result<Vec<(CommandRow, DeclareCommand)>, Failure> {
        let rows = store::all(conn, self.application, self.guild).await?;
        Ok(rows.into_iter().filter_map(|row| serde_json::from_str(&row.body).ok().map(|body| (row, body))).collect())
    }
}

/// All of one place, by id.
///
/// # Errors
/// As [`Place::admit`].
pub async fn all(state: &State, caller: Caller, place: Place) -> Result<Vec<Command>, Error> {
    place.admit(caller, &state.cache.read())?;
    let kept = place.stored(&mut state.db.read().await?).await?;
    Ok(kept.into_iter().map(|(row, declared)| place.shown(&row, declared)).collect())
}

/// One of them.
///
/// # Errors
/// 404 / 10063 for one that is not there; and as [`Place::admit`].
pub async fn find(state: &State, caller: Caller, place: Place, id: CommandId) -> Result<Command, Error> {
    place.admit(caller, &state.cache.read())?;
    let (row, declared) = one(state, place, id).await?;
    Ok(place.shown(&row, declared))
}

async fn one(state: &State, place: Place, id: CommandId) -> Result<(CommandRow, DeclareCommand), Error> {
    let row = store::find(&mut state.db.read().await?, place.application, place.guild, id).await?;
    let row = row.ok_or(Refusal::unknown_command())?;
    let declared = serde_json::from_str(&row.body).map_err(|_| Refusal::unknown_command())?;
    Ok((row, declared))
}

/// A request is done so often, if others change the same commands meanwhile.
const ATTEMPTS: usize = 3;

/// Declares one. Yields also whether there was none of its name and type.
///
/// # Errors
/// 400 for bad fields and too many; and as [`Place::admit`].
pub async fn declare(state: &State, caller: Caller, place: Place, body: DeclareCommand) -> Result<(Command, bool), Error> {
    place.admit(caller, &state.cache.read())?;
    let checked = rules::checked(body, "")?;
    let (declared, text) = (checked.declared.clone(), checked);
    let job = state.writer.run(move |work| Box::pin(async move { declare_in(work, caller, place, text).await }));
    let (row, is_new) = job.await?;
    Ok((place.shown(&row, declared), is_new))
}

async fn declare_in(work: &mut Work, caller: Caller, place: Place, command: Checked) -> Result<(CommandRow, bool), Error> {
    place.admit(caller, &work.model())?;
    let same = store::find_by_name(work.conn(), place.application, place.guild, command.key()).await?;
    if same.is_none() && store::count(work.conn(), place.application, place.guild).await? >= limits::COMMANDS_PER_PLACE as i64 {
        return Err(Refusal::too_many_commands().into());
    }
    let row = command.row(same, CommandId::new(work.next_id()));
    store::put(work.conn(), place.application, place.guild, std::slice::from_ref(&row)).await?;
    Ok((row, same.is_none()))
}

/// Declares all: what is not among them is gone.
///
/// # Errors
/// As [`declare`].
pub async fn replace(state: &State, caller: Caller, place: Place, bodies: Vec<DeclareCommand>) -> Result<Vec<Command>, Error> {
    place.admit(caller, &state.cache.read())?;
    let wanted = rules::all_checked(bodies)?;
    for _ in 0..ATTEMPTS {
        let before = place.stored(&mut state.db.read().await?).await?;
        let unchanged = |new: &Checked| before.iter().find(|(_, old)| *old == new.declared).map(|(row, _)| row.clone());
        let plan = Plan {
            before: before.iter().map(|(row, _)| (row.id, row.version)).collect(),
            wanted: wanted.iter().map(|new| (new.clone(), unchanged(new))).collect(),
        };
        let job = state.writer.run(move |work| Box::pin(async move { replace_in(work, caller, place, plan).await }));
        if let Some(rows) = job.await? {
            return Ok(rows.iter().zip(wanted).map(|(row, new)| place.shown(row, new.declared)).collect());
        }
    }
    Err(Failure::Busy.into())
}

/// What a place is to hold, made from what it held.
struct Plan {
    before: Vec<(CommandId, CommandId)>,
    /// Those that were there in the same words come with their row.
    wanted: Vec<(Checked, Option<CommandRow>)>,
}

/// Yields nothing if the place holds something else by now than the plan was made from.
async fn replace_in(work: &mut Work, caller: Caller, place: Place, plan: Plan) -> Result<Option<Vec<CommandRow>>, Error> {
    place.admit(caller, &work.model())?;
    let Place { application, guild } = place;
    let stored = store::keys(work.conn(), application, guild).await?;
    if !stored.iter().map(|row| (row.id, row.version)).eq(plan.before.iter().copied()) {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(plan.wanted.len());
    let mut changed = Vec::new();
    for (new, unchanged) in plan.wanted {
        let row = unchanged.unwrap_or_else(|| {
            let same = stored.iter().find(|row| (row.kind, row.name.as_str()) == new.key());
            let row = new.row(same.map(|row| row.id), CommandId::new(work.next_id()));
            changed.push(row.clone());
            row
        });
        rows.push(row);
    }
    let gone = stored.iter().map(|row| row.id).filter(|id| rows.iter().all(|row| row.id != *id));
    store::delete(work.conn(), &gone.collect::<Vec<_>>()).await?;
    store::put(work.conn(), application, guild, &changed).await?;
    Ok(Some(rows))
}

/// Changes one.
///
/// # Errors
/// 404 / 10063 for one that is not there, 400 for bad fields; and as [`Place::admit`].
pub async fn update(state: &State, caller: Caller, place: Place, id: CommandId, body: UpdateCommand) -> Result<Command, Error> {
    place.admit(caller, &state.cache.read())?;
    for _ in 0..ATTEMPTS {
        let (before, declared) = one(state, place, id).await?;
        let after = rules::checked(body.clone().over(declared), "")?;
        let declared = after.declared.clone();
        let job = state
            .writer
            .run(move |work| Box::pin(async move { update_in(work, caller, place, (before.id, before.version), after).await }));
        if let Some(row) = job.await? {
            return Ok(place.shown(&row, declared));
        }
    }
    Err(Failure::Busy.into())
}

/// Yields nothing if the command has another version by now.
async fn update_in(
    work: &mut Work,
    caller: Caller,
    place: Place,
    (id, version): (CommandId, CommandId),
    after: Checked,
) -> Result<Option<CommandRow>, Error> {
    place.admit(caller, &work.model())?;
    let same = store::find_by_name(work.conn(), place.application, place.guild, after.key()).await?;
    if same.is_some_and(|other| other != id) {
        let twice = FieldError::new("APPLICATION_COMMANDS_DUPLICATE_NAME", "There is another of this name.");
        return Err(Form::refuse("name", &twice).into());
    }
    let row = after.row(Some(id), CommandId::new(work.next_id()));
    Ok(store::update(work.conn(), &row, version).await?.then_some(row))
}

/// Takes one back.
///
/// # Errors
/// 404 / 10063 for one that is not there; and as [`Place::admit`].
pub async fn delete(work: &mut Work, caller: Caller, place: Place, id: CommandId) -> Result<(), Error> {
    place.admit(caller, &work.model())?;
    let is_gone = store::delete_of(work.conn(), place.application, place.guild, id).await?;
    if is_gone { Ok(()) } else { Err(Refusal::unknown_command().into()) }
}
