//! Actions on DM channels.

use std::collections::BTreeMap;

use super::rules;
pub use crate::features::dms::{
    groups::{add, remove},
    icon::{change, upload},
};
use crate::{
    access,
    cache::{self, DmChannel, DmChannelChange, DmChannelKind, Recipient},
    db::DbError,
    features::{
        dms::{groups, rules::With},
        read_states,
        recipients::{
            actions::{self as recipients, newcomer, publish_to, publish_user},
            events::DmChannelDelete,
        },
    },
    http::Error,
    kernel::{ApiError, ChannelId, UserId},
    state::State,
    wire::dm_channel,
    writer::UnitOfWork,
};

/// Opens the DM channel with a user, or creates a group DM.
///
/// # Errors
/// As [`open`] and [`groups::create`].
pub async fn open_or_create(state: &State, by: UserId, with: With) -> Result<dm_channel::DmChannel, Error> {
    state.writer.run_write(move |uow| Box::pin(open_or_create_in(uow, by, with))).await
}

async fn open_or_create_in(uow: &mut UnitOfWork, by: UserId, with: With) -> Result<dm_channel::DmChannel, Error> {
    match with {
        With::One(other) => open(uow, by, other).await,
        With::Group(others) => groups::create(uow, by, others).await,
    }
}

/// Opens the DM channel with a user, creating it if necessary. The other recipient is not notified yet.
///
/// # Errors
/// 400 / 50033 for oneself and for an unknown user, 403 / 50007 for a new DM channel with a user whom the caller may not contact.
async fn open(uow: &mut UnitOfWork, by: UserId, with: UserId) -> Result<dm_channel::DmChannel, Error> {
    let (before, after) = {
        let model = uow.model();
        access::active_user(&model, by)?;
        let before = model.dm_channel_between(by, with).cloned();
        let after = match &before {
            Some(before) => opened(before, by),
            None => new_dm(uow, by, with)?,
        };
        (before, after)
    };
    if before.as_ref() != Some(&after) {
        match (&before, after.recipients.get(&by)) {
            (Some(_), Some(recipient)) => recipients::put_recipient(uow.conn(), after.id, by, recipient).await?,
            _ => recipients::insert(uow.conn(), &after).await?,
        }
        uow.apply(DmChannelChange::Put(after.clone()));
        publish_to(uow, &after, [by]);
        read_states::actions::publish_visibility(uow, after.id, &[by]).await?;
    }
    Ok(dm_channel::DmChannel::seen_by(&uow.model(), &after, by))
}

fn opened(before: &DmChannel, by: UserId) -> DmChannel {
    let mut after = before.clone();
    if let Some(recipient) = after.recipients.get_mut(&by) {
        (recipient.closed, recipient.engaged) = (false, true);
    }
    after
}

fn new_dm(uow: &UnitOfWork, by: UserId, with: UserId) -> Result<DmChannel, ApiError> {
    let model = uow.model();
    if by == with || access::active_user(&model, with).is_err() {
        return Err(rules::invalid_recipients());
    }
    access::may_write(&model, by, with)?;
    let opener = newcomer(uow);
    let other = Recipient { closed: true, engaged: false, ..opener };
    Ok(DmChannel {
        id: ChannelId::new(uow.next_id()),
        kind: DmChannelKind::Dm,
        recipients: BTreeMap::from([(by, opener), (with, other)]),
        owner: None,
        name: None,
        icon: None,
        last_message: None,
        last_pin: None,
    })
}

/// Closes a DM channel for the caller only, or leaves a group DM. Returns its state before.
///
/// # Errors
/// 404 / 10003 for non-recipients.
pub async fn leave(state: &State, by: UserId, id: ChannelId) -> Result<dm_channel::DmChannel, Error> {
    state.writer.run_write(move |uow| Box::pin(leave_in(uow, by, id))).await
}

async fn leave_in(uow: &mut UnitOfWork, by: UserId, id: ChannelId) -> Result<dm_channel::DmChannel, Error> {
    let (before, shown) = {
        let model = uow.model();
        let before = access::in_dm_channel(&model, by, id)?;
        (before.clone(), dm_channel::DmChannel::seen_by(&model, before, by))
    };
    match before.kind {
        DmChannelKind::GroupDm => groups::remove_in(uow, by, id, by).await?,
        DmChannelKind::Dm => close(uow, before, by).await?,
    }
    Ok(shown)
}

async fn close(uow: &mut UnitOfWork, before: DmChannel, by: UserId) -> Result<(), DbError> {
    let id = before.id;
    let mut after = before;
    let Some(recipient) = after.recipients.get_mut(&by).filter(|recipient| !recipient.closed) else { return Ok(()) };
    recipient.closed = true;
    let recipient = *recipient;
    recipients::put_recipient(uow.conn(), id, by, &recipient).await?;
    uow.apply(DmChannelChange::Put(after));
    uow.publish_own(by, &DmChannelDelete { id });
    Ok(())
}

/// Removes a deleted account from all group DMs. DM channels of two remain for the other recipient, who receives the anonymised
/// user.
///
/// # Errors
/// When the database fails.
pub async fn leave_all(uow: &mut UnitOfWork, gone: &cache::User) -> Result<(), Error> {
    publish_user(uow, gone);
    let of_user: Vec<_> = uow.model().dm_channels_of(gone.id).cloned().collect();
    for group in of_user.into_iter().filter(|dm| dm.kind == DmChannelKind::GroupDm) {
        groups::take_out(uow, group, gone.id).await?;
    }
    Ok(())
}
