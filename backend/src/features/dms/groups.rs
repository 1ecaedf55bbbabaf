//! Group DMs: creation, recipients, name, icon and owner. Each change also adds a system message.

use std::collections::{BTreeMap, BTreeSet};

use super::rules;
use crate::{
    access,
    cache::{DmChannel, DmChannelChange, DmChannelKind, Model},
    features::{
        deletions,
        messages::{
            actions::{Note, note},
            view::{ADDED, ANOTHER_ICON, REMOVED, RENAMED},
        },
        recipients::{
            actions::{self as recipients, newcomer, publish_to},
            events::DmChannelDelete,
        },
    },
    http::Error,
    kernel::{ApiError, ChannelId, Patch, UserId},
    state::State,
    wire::dm_channel,
    writer::UnitOfWork,
};

/// Creates a group DM and notifies all recipients.
///
/// # Errors
/// 403 / 20001 for a bot, 400 / 50033 for an unknown user, 400 / 30033 for too many recipients, 403 / 50007 for a user whom the
/// caller may not add.
pub async fn create(uow: &mut UnitOfWork, by: UserId, others: BTreeSet<UserId>) -> Result<dm_channel::DmChannel, Error> {
    let group = {
        let (model, newcomer) = (uow.model(), newcomer(uow));
        if access::active_user(&model, by)?.bot {
            return Err(ApiError::people_only().into());
        }
        if others.len() >= rules::GROUP_SIZE {
            return Err(rules::group_full().into());
        }
        for other in &others {
            may_bring_in(&model, by, *other)?;
        }
        let recipients = others.into_iter().chain([by]).map(|user| (user, newcomer));
        DmChannel {
            id: ChannelId::new(uow.next_id()),
            kind: DmChannelKind::GroupDm,
            recipients: recipients.collect::<BTreeMap<_, _>>(),
            owner: Some(by),
            name: None,
            icon: None,
            last_message: None,
            last_pin: None,
        }
    };
    recipients::insert(uow.conn(), &group).await?;
    uow.apply(DmChannelChange::Put(group.clone()));
    publish_to(uow, &group, group.recipients.keys().copied());
    Ok(dm_channel::DmChannel::seen_by(&uow.model(), &group, by))
}

fn may_bring_in(model: &Model, by: UserId, who: UserId) -> Result<(), ApiError> {
    let person = access::active_user(model, who).ok().filter(|user| !user.bot);
    person.ok_or(rules::invalid_recipients())?;
    access::may_add(model, by, who)
}

/// Returns a group DM of a recipient.
///
/// # Errors
/// 404 / 10003 for non-recipients, 400 / 50024 for a DM channel of two.
pub(super) fn group(model: &Model, who: UserId, id: ChannelId) -> Result<&DmChannel, ApiError> {
    let found = access::in_dm_channel(model, who, id)?;
    if found.kind == DmChannelKind::GroupDm { Ok(found) } else { Err(ApiError::wrong_channel_type()) }
}

/// Adds a user to a group DM. A user who is a recipient already is not added again.
///
/// # Errors
/// As for [`group`] and [`create`].
pub async fn add(state: &State, by: UserId, id: ChannelId, who: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(add_in(uow, by, id, who))).await
}

async fn add_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId, who: UserId) -> Result<(), Error> {
    let newcomer = newcomer(uow);
    let after = {
        let model = uow.model();
        let before = group(&model, by, id)?;
        if before.recipients.contains_key(&who) {
            return Ok(());
        }
        may_bring_in(&model, by, who)?;
        if before.recipients.len() >= rules::GROUP_SIZE {
            return Err(rules::group_full().into());
        }
        let mut after = before.clone();
        after.recipients.insert(who, newcomer);
        after
    };
    recipients::put_recipient(uow.conn(), id, who, &newcomer).await?;
    uow.apply(DmChannelChange::Put(after.clone()));
    publish_to(uow, &after, after.recipients.keys().copied());
    note(uow, Note { channel: id, author: by, kind: ADDED, content: String::new(), about: Some(who), message: None }).await
}

/// Removes a user from a group DM. The owner can remove anyone; everyone can leave.
///
/// # Errors
/// As for [`group`]; 403 / 50013 for non-owners, 404 / 10013 for a user who is no recipient.
pub async fn remove(state: &State, by: UserId, id: ChannelId, who: UserId) -> Result<(), Error> {
    state.writer.run_write(move |uow| Box::pin(remove_in(uow, by, id, who))).await
}

pub(super) async fn remove_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId, who: UserId) -> Result<(), Error> {
    let before = {
        let model = uow.model();
        let before = group(&model, by, id)?;
        if who != by && before.owner != Some(by) {
            return Err(ApiError::missing_permissions().into());
        }
        if !before.recipients.contains_key(&who) {
            return Err(ApiError::unknown_user().into());
        }
        before.clone()
    };
    if take_out(uow, before, who).await? {
        let left = Note { channel: id, author: by, kind: REMOVED, content: String::new(), about: Some(who), message: None };
        note(uow, left).await?;
    }
    Ok(())
}

/// Removes a recipient, and transfers ownership if they were the owner. Returns whether any recipient remains.
pub(super) async fn take_out(uow: &mut UnitOfWork, before: DmChannel, who: UserId) -> Result<bool, Error> {
    let id = before.id;
    let mut after = before;
    after.recipients.remove(&who);
    let heir = after.earliest();
    match heir {
        None => {
            deletions::actions::begin_channel(uow, id).await?;
            uow.apply(DmChannelChange::Deleted(id));
        }
        Some(heir) => {
            recipients::delete_recipient(uow.conn(), id, who).await?;
            if after.owner == Some(who) {
                after.owner = Some(heir);
                recipients::update(uow.conn(), &after).await?;
            }
            uow.apply(DmChannelChange::Put(after.clone()));
        }
    }
    uow.publish_own(who, &DmChannelDelete { id });
    publish_to(uow, &after, after.recipients.keys().copied());
    Ok(heir.is_some())
}

/// Sets or removes the name or icon of a group DM, or both. Every recipient can. Returns the previous icon as well.
///
/// # Errors
/// As for [`group`]; 400 / 50035 for a bad name.
pub async fn change(
    uow: &mut UnitOfWork,
    by: UserId,
    id: ChannelId,
    name: Patch<String>,
    icon: Patch<String>,
) -> Result<(dm_channel::DmChannel, Option<String>), Error> {
    let (before, after) = {
        let model = uow.model();
        let before = group(&model, by, id)?;
        let name = rules::name(name)?.apply(before.name.clone());
        (before.clone(), DmChannel { name, icon: icon.apply(before.icon.clone()), ..before.clone() })
    };
    if after != before {
        recipients::update(uow.conn(), &after).await?;
        uow.apply(DmChannelChange::Put(after.clone()));
        publish_to(uow, &after, after.recipients.keys().copied());
    }
    if after.name != before.name {
        let content = after.name.clone().unwrap_or_default();
        note(uow, Note { channel: id, author: by, kind: RENAMED, content, about: None, message: None }).await?;
    }
    if after.icon != before.icon {
        note(uow, Note { channel: id, author: by, kind: ANOTHER_ICON, content: String::new(), about: None, message: None })
            .await?;
    }
    Ok((dm_channel::DmChannel::seen_by(&uow.model(), &after, by), before.icon))
}
