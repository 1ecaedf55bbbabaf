//! Who follows what happens in another feature. The order is that in which they run.

use super::{auth, blocks, conversations, credentials, deletions, invites, mail, members, notifications, settings};
use crate::work::Hooks;

pub static HOOKS: Hooks = Hooks {
    member_left: &[|work, guild, user| Box::pin(async move { Ok(invites::actions::delete_of_member(work, guild, user).await?) })],
    account_deleted: &[
        |work, gone| Box::pin(async move { Ok(auth::actions::erase(work, gone.id).await?) }),
        |work, gone| Box::pin(async move { Ok(mail::actions::forget_user(work, gone.id).await?) }),
        // Of a person who deletes their account these are few: most went in jobs of their own before.
        |work, gone| {
            Box::pin(async move {
                while invites::actions::delete_some_of(work, gone.id).await? {}
                Ok(())
            })
        },
        |work, gone| Box::pin(async move { Ok(members::actions::remove_everywhere(work, gone).await?) }),
        |work, gone| Box::pin(async move { conversations::actions::leave_all(work, gone).await }),
        |work, gone| Box::pin(async move { Ok(blocks::actions::forget(work, gone.id).await?) }),
        |work, gone| Box::pin(async move { Ok(settings::actions::forget(work, gone.id).await?) }),
        |work, gone| Box::pin(async move { Ok(notifications::actions::forget_user(work, gone.id).await?) }),
        |work, gone| Box::pin(async move { Ok(deletions::actions::begin_user(work, gone.id).await?) }),
    ],
    credentials_ended: &[|work, user| Box::pin(credentials::actions::end_some(work, user))],
};
