//! Actions on applications.

pub use super::granted::{added_by, remove_some_added_by, stop_all_of, with_token};
use super::{
    granted::end_token,
    requests::{CreateApplication, UpdateApplication},
    rules,
    store::{self, ApplicationRow},
    view::{Application, NewBotToken},
};
use crate::{
    access::{self, Caller, bots},
    cache::{self, Guild, Model, SessionChange},
    db::DbError,
    features::{
        auth::{
            Client,
            actions::{self as auth, AccountEventKind},
        },
        images, members, roles,
        users::actions::{self as users, Anonymised},
    },
    http::Error,
    kernel::{ApiError, Form, GuildId, Permissions, SessionId, UserId, limits, text},
    media::Owner,
    state::State,
    writer::UnitOfWork,
};

/// Creates an application and its bot.
///
/// # Errors
/// 400 for a bad name, 400 / 200030 for too many applications.
pub async fn create(state: &State, owner: UserId, client: Client, body: CreateApplication) -> Result<Application, Error> {
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let made = create_in(uow, owner, body).await?;
            auth::note(uow, owner, AccountEventKind::ApplicationCreated, &client).await?;
            Ok::<_, Error>(made)
        })
    });
    job.await
}

async fn create_in(uow: &mut UnitOfWork, owner: UserId, body: CreateApplication) -> Result<Application, Error> {
    let (name, description) = checked(Some(&body.name), body.description.as_deref())?;
    if access::active_user(&uow.model(), owner)?.bot {
        return Err(ApiError::people_only().into());
    }
    if store::count_of(uow.conn(), owner).await? >= i64::try_from(rules::APPLICATIONS_PER_USER).unwrap_or(i64::MAX) {
        return Err(rules::too_many_applications().into());
    }
    let (id, name) = (UserId::new(uow.next_id()), name.unwrap_or_default());
    let names = rules::usernames(&name, id).into_iter().filter(|name| users::username(name).is_ok()).collect();
    let bot = users::create_bot(uow, id, names, &name).await?;
    let public = body.bot_public.unwrap_or(true);
    let row = ApplicationRow { id, owner_id: owner, description: description.unwrap_or_default(), public };
    store::insert(uow.conn(), &row).await?;
    tracing::info!(user = %owner, bot = %id, "application created");
    shown(&uow.model(), &bot, &row)
}

fn checked(name: Option<&str>, description: Option<&str>) -> Result<(Option<String>, Option<String>), ApiError> {
    let mut form = Form::new();
    let name = name.and_then(|name| form.check("name", text::name(name, 2, limits::DISPLAY_NAME_LENGTH)));
    let max = rules::APPLICATION_DESCRIPTION_LENGTH;
    let description = description.and_then(|description| form.check("description", text::prose(description, max)));
    form.finish()?;
    Ok((name, description))
}

fn shown(model: &Model, bot: &cache::User, row: &ApplicationRow) -> Result<Application, Error> {
    Ok(Application::new(model, bot, row).ok_or(ApiError::unknown_application())?)
}

/// All applications of a user, by id.
///
/// # Errors
/// When the database fails.
pub async fn all_of(state: &State, owner: UserId) -> Result<Vec<Application>, DbError> {
    let rows = store::all_of(&mut state.db.read().await?, owner).await?;
    let model = state.cache.read();
    Ok(rows.iter().filter_map(|row| Application::new(&model, model.user(row.id)?, row)).collect())
}

/// Returns an application to its owner.
///
/// # Errors
/// 404 / 10002 for other callers.
pub async fn find(state: &State, owner: UserId, id: UserId) -> Result<Application, Error> {
    let row = store::find(&mut state.db.read().await?, id).await?.filter(|row| row.owner_id == owner);
    read(state, row)
}

/// Returns the application of a bot.
///
/// # Errors
/// 403 / 20002 for a user account.
pub async fn own(state: &State, caller: Caller) -> Result<Application, Error> {
    if !caller.bot {
        return Err(ApiError::bots_only().into());
    }
    let row = store::find(&mut state.db.read().await?, caller.user).await?;
    read(state, row)
}

fn read(state: &State, row: Option<ApplicationRow>) -> Result<Application, Error> {
    let row = row.ok_or(ApiError::unknown_application())?;
    let model = state.cache.read();
    shown(&model, model.user(row.id).ok_or(ApiError::unknown_application())?, &row)
}

async fn owned(uow: &mut UnitOfWork, owner: UserId, id: UserId) -> Result<ApplicationRow, Error> {
    let row = store::find(uow.conn(), id).await?.filter(|row| row.owner_id == owner);
    Ok(row.ok_or(ApiError::unknown_application())?)
}

/// Changes an application. Its name becomes the display name of its bot.
///
/// # Errors
/// 404 / 10002 for the application of another user, 400 for bad fields.
pub async fn update(state: &State, owner: UserId, id: UserId, body: UpdateApplication) -> Result<Application, Error> {
    state.writer.run_write(move |uow| Box::pin(update_in(uow, owner, id, body))).await
}

async fn update_in(uow: &mut UnitOfWork, owner: UserId, id: UserId, body: UpdateApplication) -> Result<Application, Error> {
    let before = owned(uow, owner, id).await?;
    let (name, description) = checked(body.name.as_deref(), body.description.as_deref())?;
    let row = ApplicationRow {
        description: description.unwrap_or_else(|| before.description.clone()),
        public: body.bot_public.unwrap_or(before.public),
        ..before
    };
    store::update(uow.conn(), &row).await?;
    let bot = match name {
        Some(name) => users::rename(uow, id, name).await?,
        None => access::active_user(&uow.model(), id)?.clone(),
    };
    shown(&uow.model(), &bot, &row)
}

/// Deletes an application. Its bot leaves all guilds; its messages remain.
///
/// # Errors
/// 404 / 10002 for the application of another user.
pub async fn delete(state: &State, owner: UserId, id: UserId) -> Result<(), Error> {
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            owned(uow, owner, id).await?;
            delete_in(uow, id).await
        })
    });
    let Anonymised { user, avatar } = job.await?;
    images::actions::release_image(state, Owner::User(user), avatar.as_deref()).await;
    tracing::info!(user = %owner, bot = %id, "application deleted");
    Ok(())
}

async fn delete_in(uow: &mut UnitOfWork, id: UserId) -> Result<Anonymised, Error> {
    end_token(uow, id);
    store::delete(uow.conn(), id).await?;
    users::anonymise(uow, id).await
}

/// Deletes the applications of an account that is being deleted, each in its own write job.
///
/// # Errors
/// When the database fails.
pub async fn delete_each_of(state: &State, owner: UserId) -> Result<(), Error> {
    let rows = store::all_of(&mut state.db.read().await?, owner).await?;
    for row in rows {
        delete(state, owner, row.id).await?;
    }
    Ok(())
}

/// Deletes the applications of a deleted user. Returns their bots.
///
/// # Errors
/// When the database fails.
pub async fn delete_all_of(uow: &mut UnitOfWork, owner: UserId) -> Result<Vec<Anonymised>, Error> {
    let mut anonymised = Vec::new();
    for row in store::all_of(uow.conn(), owner).await? {
        anonymised.push(delete_in(uow, row.id).await?);
    }
    Ok(anonymised)
}

/// Replaces the token of a bot, and closes its connections.
///
/// # Errors
/// 404 / 10002 for the application of another user.
pub async fn reset_token(state: &State, owner: UserId, client: Client, id: UserId) -> Result<NewBotToken, Error> {
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            let token = reset_token_in(uow, owner, id).await?;
            auth::note(uow, owner, AccountEventKind::BotTokenCreated, &client).await?;
            Ok::<_, Error>(token)
        })
    });
    job.await
}

async fn reset_token_in(uow: &mut UnitOfWork, owner: UserId, id: UserId) -> Result<NewBotToken, Error> {
    owned(uow, owner, id).await?;
    let (token, stored) = bots::issue(id, SessionId::new(uow.next_id()));
    store::put_token(uow.conn(), id, &stored).await?;
    end_token(uow, id);
    uow.apply(SessionChange::BotTokenSet(id, Some(stored)));
    tracing::info!(user = %owner, bot = %id, "new bot token created");
    Ok(NewBotToken::from(&token))
}

/// Adds a bot to a guild with a managed role that has these permissions, or changes the permissions of a bot that is a member.
///
/// # Errors
/// 404 for non-members and for a private bot of another user; 403 / 50013 without `MANAGE_GUILD`, for permissions that the caller
/// lacks, and for a bot that is not below the caller; 400 when the guild is full.
pub async fn add_to_guild(
    state: &State,
    (by, client): (UserId, Client),
    guild: GuildId,
    bot: UserId,
    permissions: Permissions,
) -> Result<(), Error> {
    let job = state.writer.run_write(move |uow| {
        Box::pin(async move {
            add_to_guild_in(uow, by, guild, bot, permissions).await?;
            Ok::<_, Error>(auth::note(uow, by, AccountEventKind::BotAdded, &client).await?)
        })
    });
    job.await
}

async fn add_to_guild_in(
    uow: &mut UnitOfWork,
    by: UserId,
    guild: GuildId,
    bot: UserId,
    permissions: Permissions,
) -> Result<(), Error> {
    let guild = manageable(uow, by, guild, permissions)?;
    let row = store::find(uow.conn(), bot).await?.filter(|row| row.public || row.owner_id == by);
    row.ok_or(ApiError::unknown_application())?;
    let (user, bots) = {
        let model = uow.model();
        let is_bot = |id: &&UserId| model.user(**id).is_some_and(|user| user.bot);
        (access::active_user(&model, bot)?.clone(), guild.members.keys().filter(is_bot).count())
    };
    if guild.members.contains_key(&bot) {
        change_rights(uow, &guild, (by, bot), permissions).await?;
        return Ok(members::actions::set_added_by(uow, guild.id, bot, by).await?);
    }
    if bots >= rules::BOTS_PER_GUILD {
        return Err(rules::too_many_bots().into());
    }
    let role = roles::actions::create_for_bot(uow, guild.id, &user, permissions).await?;
    members::actions::add_bot(uow, guild.id, bot, role).await?;
    members::actions::set_added_by(uow, guild.id, bot, by).await?;
    tracing::info!(user = %by, guild = %guild.id, %bot, "bot added to a guild");
    Ok(())
}

/// Returns the guild if `by` may add a bot with these permissions.
fn manageable(uow: &UnitOfWork, by: UserId, id: GuildId, permissions: Permissions) -> Result<Guild, ApiError> {
    let (model, now) = (uow.model(), uow.now());
    let guild = access::in_guild(&model, by, id, Permissions::MANAGE_GUILD, now)?;
    let held = access::permissions_in_guild(guild, access::member(guild, by)?, now);
    if held.contains(permissions) { Ok(guild.clone()) } else { Err(ApiError::missing_permissions()) }
}

async fn change_rights(
    uow: &mut UnitOfWork,
    guild: &Guild,
    (by, bot): (UserId, UserId),
    permissions: Permissions,
) -> Result<(), Error> {
    let (actor, target) = (access::member(guild, by)?, access::member(guild, bot)?);
    let role = guild.roles.values().find(|role| role.bot == Some(bot));
    match role {
        Some(role) if access::outranks(guild, actor, target) => {
            Ok(roles::actions::set_permissions(uow, guild, role, permissions).await?)
        }
        _ => Err(ApiError::missing_permissions().into()),
    }
}
