//! The profile of a user: validation, changes and events.

use super::{events::UserUpdate, own::shown, requests::UpdateCurrentUser, rules, store};
use crate::{
    access,
    cache::{self, CustomStatus, UserChange, VisibleStatus},
    db::{Conn, DbError},
    features::{images, members, presence, recipients},
    http::Error,
    kernel::{
        ApiError, FieldError, Form, Patch, Timestamp, UserId,
        limits::{self, Rate},
        text,
    },
    media::Owner,
    state::State,
    wire::user::{CurrentUser, User, UserProfile},
    writer::UnitOfWork,
};

/// Number of custom statuses that one write job clears.
const ENDED_AT_ONCE: usize = 100;

/// A validated change. Missing fields stay as they are.
#[derive(Debug, Default)]
pub struct ProfileUpdate {
    username: Option<String>,
    display_name: Patch<String>,
    image: Patch<Vec<u8>>,
    bio: Option<String>,
    locale: Option<String>,
    status: Patch<String>,
    status_until: Patch<Timestamp>,
}

impl ProfileUpdate {
    /// A change of the avatar only.
    pub fn image(bytes: Vec<u8>) -> Self {
        Self { image: Patch::Value(bytes), ..Self::default() }
    }

    /// The rate limits of the change, beside that of its route.
    pub fn rates(&self) -> impl Iterator<Item = Rate> + use<> {
        let renames = self.username.is_some().then_some(rules::USERNAME);
        let draws = matches!(self.image, Patch::Value(_)).then_some(rules::AVATAR);
        renames.into_iter().chain(draws)
    }
}

/// Validates a change as far as possible before the write job. The current user name is no change.
///
/// # Errors
/// 400 / 50035 for bad fields, 413 for an image that is too large.
pub async fn check(state: &State, id: UserId, body: UpdateCurrentUser) -> Result<ProfileUpdate, Error> {
    let mut form = Form::new();
    let mut line = |field: &str, value: Patch<String>, max: usize| match value {
        Patch::Value(text) => form.check(field, text::name(&text, 1, max)).map_or(Patch::Absent, Patch::Value),
        other => other,
    };
    let display_name = line("global_name", body.global_name, limits::DISPLAY_NAME_LENGTH);
    let status = match body.custom_status {
        Patch::Value(text) if text.trim().is_empty() => Patch::Null,
        other => line("custom_status", other, rules::CUSTOM_STATUS_LENGTH),
    };
    let locale = body.locale.and_then(|tag| form.check("locale", rules::locale(&tag)));
    let status_until = body.custom_status_expires_at;
    if matches!(status_until, Patch::Value(until) if until <= state.clock.now()) {
        form.note("custom_status_expires_at", &FieldError::new("DATE_TIME_TYPE_PAST", "Must be in the future."));
    }
    let bio = match body.bio {
        Patch::Absent => None,
        Patch::Null => Some(String::new()),
        Patch::Value(text) => form.check("bio", text::prose(&text, rules::BIO_LENGTH)),
    };
    let current = state.cache.read().user(id).map(|user| user.username.clone()).ok_or(ApiError::unauthorized())?;
    let named = body.username.and_then(|name| form.check("username", rules::username(&name)));
    let username = named.filter(|name| *name != current);
    if let Some(name) = &username
        && is_taken(&mut state.db.read().await?, name, state.clock.now()).await?
    {
        form.note("username", &rules::username_taken());
    }
    form.finish()?;
    let image = match body.avatar {
        Patch::Value(uri) => Patch::Value(images::actions::data_uri("avatar", &uri, limits::AVATAR_BYTES)?),
        Patch::Null => Patch::Null,
        Patch::Absent => Patch::Absent,
    };
    Ok(ProfileUpdate { username, display_name, image, bio, locale, status, status_until })
}

/// Changes the user's profile, and publishes it to their sessions and guilds if anything changed.
///
/// # Errors
/// 400 / 50035 for a taken name, 415 or 422 / 50046 for an invalid image.
pub async fn change(state: &State, id: UserId, mut update: ProfileUpdate) -> Result<CurrentUser, Error> {
    let image = std::mem::take(&mut update.image);
    let changes_status = update.status != Patch::Absent;
    let act = images::actions::replace(state, Owner::User(id), image, move |uow, avatar| {
        Box::pin(store_and_publish(uow, id, update, avatar))
    });
    let user = act.await?;
    if changes_status {
        presence::actions::republish(state, id);
    }
    Ok(user)
}

/// Returns the previous avatar as well.
async fn store_and_publish(
    uow: &mut UnitOfWork,
    id: UserId,
    update: ProfileUpdate,
    avatar: Patch<String>,
) -> Result<(CurrentUser, Option<String>), Error> {
    let before = access::active_user(&uow.model(), id)?.clone();
    let since = uow.now();
    let user = cache::User {
        username: update.username.unwrap_or_else(|| before.username.clone()),
        display_name: update.display_name.apply(before.display_name.clone()),
        avatar: avatar.apply(before.avatar.clone()),
        custom_status: status_after(before.custom_status.clone(), update.status, update.status_until, since),
        ..before.clone()
    };
    let private = store_private(uow.conn(), id, update.bio, update.locale).await?;
    if user != before {
        // A name may be reserved for an unconfirmed registration.
        let reserved = user.username != before.username && store::is_reserved(uow.conn(), &user.username, since).await?;
        if reserved || !store::update(uow.conn(), &user).await? {
            return Err(Error::field("username", &rules::username_taken()));
        }
        uow.apply(UserChange::Put(user.clone()));
    }
    if User::from(&user) != User::from(&before) {
        members::actions::publish_user(uow, &user);
        recipients::actions::publish_user(uow, &user);
    }
    let (account, bio) = (store::account(uow.conn(), id).await?, store::bio(uow.conn(), id).await?);
    let shown = shown(&user, account, bio);
    if private || user != before {
        uow.publish_own(id, &UserUpdate(shown.clone()));
    }
    Ok((shown, before.avatar))
}

/// Sets and publishes the display name of a bot, on behalf of its owner.
///
/// # Errors
/// 401 for a deleted user.
pub async fn rename(uow: &mut UnitOfWork, id: UserId, name: String) -> Result<cache::User, Error> {
    let after = cache::User { display_name: Some(name.clone()), ..access::active_user(&uow.model(), id)?.clone() };
    store_and_publish(uow, id, ProfileUpdate { display_name: Patch::Value(name), ..ProfileUpdate::default() }, Patch::Absent)
        .await?;
    Ok(after)
}

/// An unchanged status keeps its start time.
fn status_after(
    before: Option<CustomStatus>,
    text: Patch<String>,
    until: Patch<Timestamp>,
    now: Timestamp,
) -> Option<CustomStatus> {
    match text {
        Patch::Null => None,
        Patch::Absent => before.map(|status| CustomStatus { until: until.apply(status.until), ..status }),
        Patch::Value(text) => {
            let since = before.filter(|status| status.text == text).map_or(now, |status| status.since);
            Some(CustomStatus { text, since, until: until.into_value() })
        }
    }
}

/// Clears some expired custom statuses and publishes that.
///
/// # Errors
/// When the database fails.
pub async fn end_statuses(state: &State) -> Result<(), Error> {
    let mut ended = state.cache.read().with_ended_status(state.clock.now());
    ended.truncate(ENDED_AT_ONCE);
    if ended.is_empty() {
        return Ok(());
    }
    let users = ended.clone();
    state.writer.run_write(|uow| Box::pin(take_ended(uow, users))).await?;
    for user in ended {
        presence::actions::republish(state, user);
    }
    Ok(())
}

async fn take_ended(uow: &mut UnitOfWork, users: Vec<UserId>) -> Result<(), Error> {
    // A user may have set another status meanwhile.
    let ended = uow.model().with_ended_status(uow.now());
    for user in users.into_iter().filter(|user| ended.contains(user)) {
        let nothing = ProfileUpdate { status: Patch::Null, ..ProfileUpdate::default() };
        store_and_publish(uow, user, nothing, Patch::Absent).await?;
    }
    Ok(())
}

/// Whether a user name is taken or reserved.
async fn is_taken(conn: &mut Conn, name: &str, now: Timestamp) -> Result<bool, DbError> {
    Ok(store::has_username(conn, name).await? || store::is_reserved(conn, name, now).await?)
}

/// Stores the fields that are only in the database. Returns whether anything changed.
async fn store_private(conn: &mut Conn, id: UserId, bio: Option<String>, locale: Option<String>) -> Result<bool, Error> {
    let mut changed = false;
    if let Some(bio) = bio {
        changed |= store::update_bio(conn, id, &bio).await?;
    }
    if let Some(locale) = locale {
        changed |= store::update_locale(conn, id, &locale).await?;
    }
    Ok(changed)
}

/// The profile of a user as shown to another. The custom status is included only while they see the user online, so it does not
/// reveal invisible users.
///
/// # Errors
/// 404 / 10013.
pub async fn find(state: &State, reader: UserId, id: UserId) -> Result<UserProfile, Error> {
    let mut conn = state.db.read().await?;
    let (bio, created_at) = (store::bio(&mut conn, id).await?, store::created_at(&mut conn, id).await?);
    drop(conn);
    let model = state.cache.read();
    let user = model.user(id).ok_or(ApiError::unknown_user())?;
    let shows_status = reader == id || state.presences.status(id) != VisibleStatus::Offline;
    Ok(UserProfile {
        user: User::from(user),
        bio,
        custom_status: user.custom_status.as_ref().filter(|_| shows_status).map(|status| status.text.clone()),
        created_at: created_at.ok_or(ApiError::unknown_user())?,
    })
}
