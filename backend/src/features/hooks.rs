//! Who follows what happens in another feature. The order is that in which they run.

use super::{auth, blocks, credentials, deletions, dms, invites, mail, members, notifications, settings};
use crate::writer::Hooks;

pub static HOOKS: Hooks = Hooks {
    member_left: &[|uow, guild, user| Box::pin(async move { Ok(invites::actions::delete_of_member(uow, guild, user).await?) })],
    account_deleted: &[
        |uow, gone| Box::pin(async move { Ok(auth::actions::erase(uow, gone.id).await?) }),
        |uow, gone| Box::pin(async move { Ok(mail::actions::forget_user(uow, gone.id).await?) }),
        // Of a person who deletes their account these are few: most went in jobs of their own before.
        |uow, gone| {
            Box::pin(async move {
                while invites::actions::delete_some_of(uow, gone.id).await? {}
                Ok(())
            })
        },
        |uow, gone| Box::pin(async move { Ok(members::actions::remove_everywhere(uow, gone).await?) }),
        |uow, gone| Box::pin(async move { dms::actions::leave_all(uow, gone).await }),
        |uow, gone| Box::pin(async move { Ok(blocks::actions::forget(uow, gone.id).await?) }),
        |uow, gone| Box::pin(async move { Ok(settings::actions::forget(uow, gone.id).await?) }),
        |uow, gone| Box::pin(async move { Ok(notifications::actions::forget_user(uow, gone.id).await?) }),
        |uow, gone| Box::pin(async move { Ok(deletions::actions::begin_user(uow, gone.id).await?) }),
    ],
    credentials_ended: &[|uow, user| Box::pin(credentials::actions::end_some(uow, user))],
};
