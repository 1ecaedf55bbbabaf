//! Emails in English.

use super::{Facts, Words};
use crate::features::mail::rules::EmailKind;

pub fn words(kind: EmailKind, facts: Facts<'_>) -> Words {
    let Facts { app, name, detail } = facts;
    let (subject, before, button, after) = match kind {
        EmailKind::Register => register(app, name),
        EmailKind::AccountExists => account_exists(app),
        EmailKind::Verify => verify(app),
        EmailKind::Email => email(app),
        EmailKind::Revert => revert(app, detail),
        EmailKind::Reset => reset(app),
        EmailKind::PasswordChanged => password_changed(app),
        EmailKind::PasswordReset => password_reset(app),
    };
    Words {
        subject,
        greeting: format!("Hello {name},"),
        before,
        button,
        after,
        farewell: format!("This is an automatic message from {app}. Please do not reply."),
        language: "en",
    }
}

/// Subject, text before the link, label of the link, text after it.
type Parts = (String, Vec<String>, &'static str, Vec<String>);

fn register(app: &str, name: &str) -> Parts {
    (
        format!("Confirm your registration at {app}"),
        vec![format!("You have registered at {app} as {name}. Please confirm your email address.")],
        "Confirm and sign in",
        vec![
            "The link works once, within 24 hours.".to_owned(),
            "If you did not register, ignore this email: no account is created without the link.".to_owned(),
        ],
    )
}

fn account_exists(app: &str) -> Parts {
    (
        format!("You already have an account at {app}"),
        vec![
            format!(
                "Someone, perhaps you, tried to use this address for an account at {app}. \
                 It already belongs to your account, so nothing has changed."
            ),
            "If it was you, sign in as usual, or choose “Forgot your password?” on the sign-in page.".to_owned(),
        ],
        "",
        vec!["If it was not you, no action is needed.".to_owned()],
    )
}

fn verify(app: &str) -> Parts {
    (
        format!("Confirm your address at {app}"),
        vec![format!("Please confirm that this is the address of your account at {app}.")],
        "Confirm this address",
        vec!["The link works once, within 24 hours.".to_owned(), format!("If you have no account at {app}, ignore this email.")],
    )
}

fn email(app: &str) -> Parts {
    (
        format!("Confirm your new address at {app}"),
        vec![format!("Confirm this address to use it for your account at {app}.")],
        "Confirm the new address",
        vec![
            "The link works once, within 24 hours.".to_owned(),
            "If you did not request this, ignore this email. Nothing will change.".to_owned(),
        ],
    )
}

fn revert(app: &str, detail: &str) -> Parts {
    (
        format!("Change of your email address at {app}"),
        vec![
            format!("A change of the email address of your account at {app} to {detail} was requested with your password."),
            "If it was you, no action is needed.".to_owned(),
        ],
        "Keep my current address",
        vec![
            "If it was not you, open the link: it cancels or reverts the change, and signs out all devices. \
             Then set a new password with “Forgot your password?”."
                .to_owned(),
            "The link works once, within 7 days.".to_owned(),
        ],
    )
}

fn reset(app: &str) -> Parts {
    (
        format!("Reset your password for {app}"),
        vec![format!("You requested a new password for your account at {app}.")],
        "Set a new password",
        vec![
            "The link works once, within 30 minutes. If you made several requests, only the newest link works.".to_owned(),
            "If you did not request this, ignore this email. Your password stays the same.".to_owned(),
        ],
    )
}

fn password_changed(app: &str) -> Parts {
    notice(
        format!("Your password at {app} was changed"),
        format!("The password of your account at {app} has just been changed, and all other devices were signed out."),
    )
}

fn password_reset(app: &str) -> Parts {
    notice(
        format!("Your password at {app} was reset"),
        format!("The password of your account at {app} has just been reset with a link, and all devices were signed out."),
    )
}

fn notice(subject: String, what: String) -> Parts {
    let calm = "If it was you, no action is needed.".to_owned();
    let alarm = "If it was not you, reset your password now with “Forgot your password?” on the sign-in page.".to_owned();
    (subject, vec![what, calm, alarm], "", Vec::new())
}
