//! What a bot can do with its commands.

use serde::Deserialize;

use super::{
    http::{DeclareCommand, UpdateCommand},
    store::{self, CommandRow},
    view::Command,
};
use crate::{
    access::{self, Caller},
    cache::Model,
    db::{Conn, Failure},
    http::Error,
    kernel::{CommandId, FieldError, Form, GuildId, Refusal, UserId, limits, text},
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

    async fn kept(self, conn: &mut Conn) -> Result<Vec<(CommandRow, DeclareCommand)>, Failure> {
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
    let kept = place.kept(&mut state.db.read().await?).await?;
    Ok(kept.into_iter().map(|(row, declared)| place.shown(&row, declared)).collect())
}

/// One of them.
///
/// # Errors
/// 404 / 10063 for one that is not there; and as [`Place::admit`].
pub async fn find(state: &State, caller: Caller, place: Place, id: CommandId) -> Result<Command, Error> {
    let found = all(state, caller, place).await?.into_iter().find(|command| command.id == id);
    Ok(found.ok_or(Refusal::unknown_command())?)
}

/// Declares one. Yields also whether there was none of its name and type.
///
/// # Errors
/// 400 for bad fields and too many; and as [`Place::admit`].
pub async fn declare(work: &mut Work, caller: Caller, place: Place, body: DeclareCommand) -> Result<(Command, bool), Error> {
    place.admit(caller, &work.model())?;
    let body = checked(body, "")?;
    let kept = place.kept(work.conn()).await?;
    let same = kept.iter().find(|(_, other)| other.is_same(&body)).map(|(row, _)| row.id);
    if same.is_none() && kept.len() >= limits::COMMANDS_PER_PLACE {
        return Err(Refusal::too_many_commands().into());
    }
    Ok((put(work, place, same, body).await?, same.is_none()))
}

/// Declares all: what is not among them is gone.
///
/// # Errors
/// As [`declare`].
pub async fn replace(work: &mut Work, caller: Caller, place: Place, bodies: Vec<DeclareCommand>) -> Result<Vec<Command>, Error> {
    place.admit(caller, &work.model())?;
    if bodies.len() > limits::COMMANDS_PER_PLACE {
        return Err(Refusal::too_many_commands().into());
    }
    let mut wanted: Vec<DeclareCommand> = Vec::with_capacity(bodies.len());
    for (at, body) in bodies.into_iter().enumerate() {
        let body = checked(body, &format!("{at}."))?;
        if wanted.iter().any(|other| other.is_same(&body)) {
            let twice = FieldError::new("APPLICATION_COMMANDS_DUPLICATE_NAME", "There is another of this name.");
            return Err(Form::refuse(&format!("{at}.name"), &twice).into());
        }
        wanted.push(body);
    }
    let kept = place.kept(work.conn()).await?;
    for (row, _) in kept.iter().filter(|(_, old)| !wanted.iter().any(|new| new.is_same(old))) {
        store::delete(work.conn(), row.id).await?;
    }
    let mut shown = Vec::with_capacity(wanted.len());
    for body in wanted {
        match kept.iter().find(|(_, old)| old.is_same(&body)) {
            Some((row, old)) if *old == body => shown.push(place.shown(row, body)),
            same => shown.push(put(work, place, same.map(|(row, _)| row.id), body).await?),
        }
    }
    Ok(shown)
}

/// Changes one.
///
/// # Errors
/// 404 / 10063 for one that is not there, 400 for bad fields; and as [`Place::admit`].
pub async fn update(work: &mut Work, caller: Caller, place: Place, id: CommandId, body: UpdateCommand) -> Result<Command, Error> {
    place.admit(caller, &work.model())?;
    let kept = place.kept(work.conn()).await?;
    let (_, before) = kept.iter().find(|(row, _)| row.id == id).ok_or(Refusal::unknown_command())?;
    let after = checked(body.over(before.clone()), "")?;
    if kept.iter().any(|(row, other)| row.id != id && other.is_same(&after)) {
        let twice = FieldError::new("APPLICATION_COMMANDS_DUPLICATE_NAME", "There is another of this name.");
        return Err(Form::refuse("name", &twice).into());
    }
    put(work, place, Some(id), after).await
}

/// Takes one back.
///
/// # Errors
/// 404 / 10063 for one that is not there; and as [`Place::admit`].
pub async fn delete(work: &mut Work, caller: Caller, place: Place, id: CommandId) -> Result<(), Error> {
    place.admit(caller, &work.model())?;
    let rows = store::all(work.conn(), place.application, place.guild).await?;
    if !rows.iter().any(|row| row.id == id) {
        return Err(Refusal::unknown_command().into());
    }
    Ok(store::delete(work.conn(), id).await?)
}

/// `path` stands before the names of fields that are wrong.
fn checked(mut body: DeclareCommand, path: &str) -> Result<DeclareCommand, Refusal> {
    let mut form = Form::new();
    if !(1..=3).contains(&body.kind().0) {
        form.note(&format!("{path}type"), &FieldError::range(1, 3));
    }
    body.name = form.check(&format!("{path}name"), text::name(&body.name, 1, limits::NICK_LENGTH)).unwrap_or_default();
    let max = limits::COMMAND_DESCRIPTION_LENGTH;
    body.description = body.description.and_then(|text| form.check(&format!("{path}description"), text::prose(&text, max)));
    form.finish()?;
    Ok(body)
}

/// Stores a declaration, under the id it had if it had one.
async fn put(work: &mut Work, place: Place, id: Option<CommandId>, body: DeclareCommand) -> Result<Command, Error> {
    let version = CommandId::new(work.next_id());
    let text = serde_json::to_string(&body).expect("a declaration has string keys and no failing parts");
    let row = CommandRow { id: id.unwrap_or(version), version, body: text };
    store::put(work.conn(), place.application, place.guild, &row).await?;
    Ok(place.shown(&row, body))
}
