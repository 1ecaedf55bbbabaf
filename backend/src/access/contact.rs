//! Who may contact whom. A blocked user gets the same error as a user excluded by the privacy settings.

use crate::{
    access::{guard::active_user, message_channel::MessageChannel},
    cache::{DirectMessages, DmChannel, DmChannelKind, Model},
    kernel::{ApiError, UserId},
};

/// Whether `from` may contact `to`: neither blocks the other, and the settings of `to` allow it or `to` has contacted `from`
/// before.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_write(model: &Model, from: UserId, to: UserId) -> Result<(), ApiError> {
    let is_there = model.user(to).is_some_and(|user| !user.is_anonymised());
    let has_turned = || {
        let dm = model.dm_channel_between(from, to);
        dm.and_then(|found| found.recipients.get(&to)).is_some_and(|recipient| recipient.engaged)
    };
    if is_there && !model.is_block_between(from, to) && (permits(model, from, to) || has_turned()) {
        Ok(())
    } else {
        Err(ApiError::cannot_message_user())
    }
}

fn permits(model: &Model, from: UserId, to: UserId) -> bool {
    match model.settings(to).direct_messages {
        DirectMessages::Everyone => true,
        DirectMessages::SharedGuild => model.share_a_guild(from, to),
        DirectMessages::Nobody => false,
    }
}

/// Whether `who` may see the presence of `of`, another recipient of the DM channel: neither blocks the other, and in a DM channel
/// of two the settings of `of` allow it or `of` has contacted `who` before.
pub fn may_see(model: &Model, dm: &DmChannel, who: UserId, of: UserId) -> bool {
    let has_turned = || dm.recipients.get(&of).is_some_and(|recipient| recipient.engaged);
    let may = dm.kind == DmChannelKind::GroupDm || permits(model, who, of) || has_turned();
    may && !model.is_block_between(who, of)
}

/// Whether `from` may send messages here. Only in a DM channel of two this depends on the recipient.
///
/// # Errors
/// 403 / 50007; 401 for a deleted account.
pub fn may_write_in(model: &Model, from: UserId, message_channel: MessageChannel) -> Result<(), ApiError> {
    match message_channel {
        MessageChannel::DmChannel(dm) => {
            // An anonymised user remains a recipient.
            active_user(model, from)?;
            dm.other(from).map_or(Ok(()), |to| may_write(model, from, to))
        }
        MessageChannel::Guild(..) => Ok(()),
    }
}

/// Whether `by` may add `who` to a group DM: they share a guild or an open DM channel of two, and `by` may contact `who`.
///
/// # Errors
/// 403 / 50007, whatever the reason.
pub fn may_add(model: &Model, by: UserId, who: UserId) -> Result<(), ApiError> {
    let open_or_create = || model.dm_channel_between(by, who).is_some_and(|dm| dm.is_open_for(by));
    if model.share_a_guild(by, who) || open_or_create() {
        may_write(model, by, who)
    } else {
        Err(ApiError::cannot_message_user())
    }
}
