//! Actions of sign-in, sessions and account security.

mod address;
mod admission;
mod confirming;
mod ending;
mod everything;
mod forgotten;
mod fresh;
mod history;
mod opened;
mod opening;
mod password;
mod refreshing;
mod registration;
mod sessions;
mod sign_in;
mod totp;
mod waiting;
mod without_room;

pub use address::{
    change as change_email, confirm as confirm_email, resend as resend_verification, revert as revert_email,
    verify as verify_email,
};
pub use confirming::{confirm as confirm_registration, forget_unconfirmed};
pub use ending::{erase, forget_ended, forget_some_tokens, log_out, log_out_all, revoke_all};
pub use forgotten::{ask as forgot_password, reset as reset_password};
pub use fresh::{reauthenticate, require_fresh};
pub use history::{AccountEventKind, note};
use opened::Opened;
pub use opened::{EmailRequested, SignedIn};
use opening::{open, open_as, signed_in};
pub use password::{NewPassword, change as change_password};
pub use refreshing::{Refreshed, refresh};
pub use registration::{Newcomer, Registered, check_setup_token, register, setup_token_invalid};
pub use sessions::{
    AccountEvent, AuthSession, ExportedSession, end as end_session, events, exported as exported_sessions, list as sessions,
    older_events,
};
pub use sign_in::{Attempt, SignIn, sign_in};
pub use totp::{
    TotpSetup, adopt_key, begin as begin_totp, confirm as confirm_totp, disable as disable_totp, renew_recovery_codes,
    reset as reset_totp,
};
pub use without_room::store_waiting;
