//! Account events: the security history that is shown to the owner of an account.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    db::DbError,
    features::auth::{
        rules::{self, Client},
        store,
    },
    kernel::{AccountEventId, UserId, named},
    observe::security_event,
    writer::UnitOfWork,
};

/// The kind of an account event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountEventKind {
    Login,
    RefreshTokenReused,
    LogoutAll,
    PasswordChanged,
    PasswordReset,
    EmailChanged,
    EmailChangeRequested,
    EmailChangeReverted,
    TotpEnabled,
    TotpDisabled,
    RecoveryCodesRenewed,
    RecoveryCodeUsed,
    AccountDisabled,
    AccountEnabled,
    DataExported,
    ApplicationCreated,
    BotTokenCreated,
    BotAdded,
    EmailLinkRevealed,
    ResetLinkMade,
    OperatorGranted,
    OperatorRevoked,
    EverythingEnded,
}

named!(AccountEventKind {
    Login = "login",
    RefreshTokenReused = "refresh_token_reused",
    LogoutAll = "logout_all",
    PasswordChanged = "password_changed",
    PasswordReset = "password_reset",
    EmailChanged = "email_changed",
    EmailChangeRequested = "email_change_requested",
    EmailChangeReverted = "email_change_reverted",
    TotpEnabled = "totp_enabled",
    TotpDisabled = "totp_disabled",
    RecoveryCodesRenewed = "recovery_codes_renewed",
    RecoveryCodeUsed = "recovery_code_used",
    AccountDisabled = "account_disabled",
    AccountEnabled = "account_enabled",
    DataExported = "data_exported",
    ApplicationCreated = "application_created",
    BotTokenCreated = "bot_token_created",
    BotAdded = "bot_added",
    EmailLinkRevealed = "email_link_revealed",
    ResetLinkMade = "reset_link_made",
    OperatorGranted = "operator_granted",
    OperatorRevoked = "operator_revoked",
    EverythingEnded = "everything_ended",
});

/// Records an account event, in the database and in the log.
///
/// # Errors
/// When the database fails.
pub async fn note(uow: &mut UnitOfWork, user: UserId, kind: AccountEventKind, by: &Client) -> Result<(), DbError> {
    let id = AccountEventId::new(uow.next_id());
    security_event!(kind.name(), %user, address = by.address, "account event");
    let now = uow.now();
    store::insert_event(uow.conn(), (id, user), kind.name(), by, now).await
}

pub(super) async fn forget_old(uow: &mut UnitOfWork) -> Result<bool, DbError> {
    let oldest = uow.now().before(rules::EVENT_RETENTION);
    store::delete_events_before(uow.conn(), oldest).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_stored_under_the_name_that_it_is_sent_with() {
        for kind in AccountEventKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.name());
            assert_eq!(AccountEventKind::named(kind.name()), Some(kind));
            assert!(crate::observe::security::CODES.contains(&kind.name()), "{kind:?} has a code in the log");
        }
    }
}
